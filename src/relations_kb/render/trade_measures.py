"""The trade measures of a pair as a page, by their direction."""

from __future__ import annotations

from collections.abc import Iterator

from relations_kb.query.trade_measures import (
    MUTUAL,
    THIRD,
    MeasuresView,
    MeasureView,
    Rate,
    Scope,
)
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, listed, shown_date
from relations_kb.render.treaties import through_text


def measures_page(view: MeasuresView) -> Page:
    """Lay out the trade measures of a pair, one section for each direction."""
    one, other = view.one, view.other
    titles = {
        f"{one.slug} -> {other.slug}": f"{one.name} towards {other.name}",
        f"{other.slug} -> {one.slug}": f"{other.name} towards {one.name}",
        MUTUAL: "Mutual",
    }
    if view.context:
        titles[THIRD] = "Measures of third parties that touch both"
    return Page(
        f"{one.name} – {other.name}: trade measures on {view.on}",
        [f"{counted(len(view.measures), 'measure')} ({view.base})."],
        [
            Section(
                title,
                [line for m in view.measures if m.direction == key for line in _lines(m)],
            )
            for key, title in titles.items()
        ],
    )


def rate_text(rate: Rate) -> str:
    """Write a rate before and after."""
    of = f"{rate.of}: " if rate.of else ""
    if rate.cut is not None:
        return f"{of}cut by {rate.cut} {rate.unit}"
    if rate.before is None:
        return f"{of}{rate.after} {rate.unit}"
    return f"{of}{rate.before} before, {rate.after or 'unknown'} after ({rate.unit})"


def scope_text(scope: Scope) -> str:
    """Write how far a measure reaches."""
    about = listed(part for part in (scope.of, scope.as_of) if part)
    return f"{scope.metric} {scope.value} {scope.unit}" + (f" ({about})" if about else "")


def _lines(measure: MeasureView) -> Iterator[str]:
    since = ""
    if measure.since and measure.calendar:
        word = "for" if measure.state == "planned" else "since"
        since = f" {word} {shown_date(measure.since, measure.calendar)}"
    parts = [f"{measure.form}, {measure.state}{since}"]
    if measure.lifted_parts:
        parts.append(f"lifted or suspended in part: {listed(measure.lifted_parts)}")
    if measure.imposers:
        targets = f" on {listed(measure.targets)}" if measure.targets else ""
        parts.append(f"by {listed(measure.imposers)}{targets}")
    parts += through_text(measure.through)
    parts += [f"{scheme.upper()} {listed(codes)}" for scheme, codes in measure.codes.items()]
    parts += [f"{basis.rel} {basis.to}" for basis in measure.basis]
    yield f"{measure.title}: {'; '.join(parts)} [{measure.record}]"
    for rate in measure.rates:
        yield f"    {rate_text(rate)}{_otherwise(rate.otherwise)}"
    for scope in measure.scope:
        yield f"    {scope_text(scope)}{_otherwise(scope.otherwise)}"


def _otherwise(said: tuple[str, ...]) -> str:
    return f"; otherwise: {listed(said)}" if said else ""
