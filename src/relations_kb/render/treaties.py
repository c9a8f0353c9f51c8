"""The instruments of a pair as a page: what binds, what does not yet, what has ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relations_kb.domain.lifecycle import LIVE
from relations_kb.query.concerns import Through
from relations_kb.query.treaties import OVER, Duty, End, TreatiesView, TreatyView
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, listed, shown_date

_LIVE = frozenset(map(str, LIVE))
_OVER = frozenset(map(str, OVER))


def treaties_page(view: TreatiesView) -> Page:
    """Lay out the instruments of a pair by how they stand."""
    groups = {"In force": [t for t in view.treaties if t.status in _LIVE and t.binds]}
    if not view.in_force:
        groups["In force, but not for both"] = [
            t for t in view.treaties if t.status in _LIVE and not t.binds
        ]
        groups["Not in force"] = [t for t in view.treaties if t.status not in _LIVE | _OVER]
        groups["Ended"] = [t for t in view.treaties if t.status in _OVER]
    return Page(
        f"{view.one.name} – {view.other.name}: treaties and agreements on {view.on}",
        [f"{counted(len(view.treaties), 'instrument')} ({view.base})."],
        [
            Section(f"{title} ({len(found)})", [line for t in found for line in _lines(t, view.on)])
            for title, found in groups.items()
            if found or not title.startswith("In force,")
        ],
    )


def through_text(through: Iterable[Through]) -> Iterator[str]:
    """Yield the ways through blocs, each with the time of membership."""
    for t in through:
        yield f"through {t.name} ({t.member}: member {_window(t)})"


def _window(through: Through) -> str:
    if through.start and through.end:
        return f"{through.start} to {through.end}"
    if through.end:
        return f"until {through.end}"
    return f"since {through.start}" if through.start else "at a time unknown"


def duties_text(duties: Iterable[Duty]) -> str:
    """List obligations with their articles."""
    return listed(f"{d.code} (Art. {d.article})" if d.article else d.code for d in duties)


def _lines(treaty: TreatyView, on: str) -> Iterator[str]:
    parts = [_standing(treaty), *_duration(treaty, on)]
    if treaty.predecessors:
        parts.append(f"made by {listed(treaty.predecessors)}")
    yield f"{treaty.title}: {'; '.join([*parts, *through_text(treaty.through)])} [{treaty.record}]"
    if treaty.obliges:
        yield f"    obliges to: {duties_text(treaty.obliges)}"
    if treaty.does_not_oblige:
        yield f"    does not oblige to: {duties_text(treaty.does_not_oblige)}"


def _standing(treaty: TreatyView) -> str:
    if treaty.since is None or treaty.calendar is None:
        return treaty.status
    disputed = " (disputed)" if treaty.disputed else ""
    return f"{treaty.status} since {shown_date(treaty.since, treaty.calendar)}{disputed}"


def _duration(treaty: TreatyView, on: str) -> Iterator[str]:
    if treaty.until and treaty.until_is != End.ENDED:
        yield f"{treaty.until_is} {treaty.until}"
    if treaty.term:
        yield f"term {treaty.term}" + (f", then {treaty.renewal} each" if treaty.renewal else "")
    elif treaty.renewal:
        yield f"renewed for {treaty.renewal} each"
    if treaty.notice:
        yield f"notice {treaty.notice}{_due(treaty.notice_by, on)}"


def _due(notice_by: str | None, on: str) -> str:
    """Write by when notice must be given, or, where the last possible day is past, had to be."""
    if notice_by is None:
        return ""
    past = notice_by.rpartition("/")[2] < on
    return f", {'was' if past else 'is'} to be given by {notice_by}"
