"""The summary as one page: "a staccato summary of relevant facts and dates, not a narrative"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from relations_kb.domain.vocabulary import Step
from relations_kb.query.contradictions import Contradiction
from relations_kb.query.summary import (
    CHANGES_MONTHS,
    Instrument,
    Plan,
    State,
    SummaryView,
)
from relations_kb.query.timeline import TimelineEntry
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, listed, shown_date

_FIGURES_SHOWN = 2
_NAMES_SHOWN = 2
_T = TypeVar("_T")

# So much of each section fits on a page; the rest is counted, and one command away.
_SHOWN = {
    "in_force": 8,
    "agreements": 5,
    "not_in_force": 5,
    "plans": 5,
    "changes": 8,
    "measures": 5,
    "projects": 4,
    "contradictions": 6,
    "gaps": 4,
    "sources": 4,
}


def summary_page(view: SummaryView) -> Page:
    """Lay out a summary; a section without data says so."""
    one, other = view.timeline.one.name, view.timeline.other.name
    pair = f"{view.timeline.one.slug} {view.timeline.other.slug}"
    treaties = [i for i in view.in_force if i.record.kind == "treaty"]
    return Page(
        title=f"{one} – {other}: summary as of {view.on}",
        intro=_coverage(view),
        sections=(
            Section(
                "Legal basis in force", _some(_newest(treaties), "in_force", _instrument, pair)
            ),
            Section(
                "Agreements below treaty rank, by last step",
                _some(_latest(view.agreements), "agreements", _state, pair),
            ),
            Section(
                "Signed, no entry into force on record",
                _some(_newest(view.not_in_force), "not_in_force", _instrument, pair),
            ),
            Section(
                "Announced or planned, not done on record",
                _some(_latest_plans(view.plans), "plans", _plan, pair),
            ),
            Section(
                f"Changes of the last {CHANGES_MONTHS} months",
                _some(list(reversed(view.changes)), "changes", _change, pair),
            ),
            Section(
                "Trade measures and sanctions",
                _some(_latest(view.measures), "measures", _state, pair),
            ),
            Section("Projects", _some(_latest(view.projects), "projects", _state, pair)),
            Section("Contradictions", _some(view.contradictions, "contradictions", _dispute, pair)),
            Section("Gaps", _some(list(view.gaps), "gaps", str, pair)),
            Section("Sources most cited", _sources(view)),
        ),
    )


def _coverage(view: SummaryView) -> list[str]:
    c = view.coverage
    grades = ", ".join(f"{grade} {n}" for grade, n in c.by_grade.items())
    sides = ", ".join(f"{side} {n}" for side, n in list(c.by_side.items())[:4])
    included = []
    if view.timeline.lines:
        included.append(f"earlier states: {listed(view.timeline.lines)}")
    if view.timeline.blocs:
        included.append(f"blocs: {listed(view.timeline.blocs)}")
    lines = [
        f"{counted(c.records, 'record')}, {counted(c.milestones, 'dated step')} from "
        f"{c.first or '–'} to {c.last or '–'}; {c.single_source} rest on a single origin "
        f"({view.base}).",
        f"{counted(c.sources, 'source')}, newest of {c.newest_source or '–'}; "
        f"grades (A best, F unknown) {grades or '–'}; sides {sides or '–'}.",
    ]
    if included:
        lines.append(f"Included: {'; '.join(included)}.")
    return lines


def _some(items: Sequence[_T], section: str, line: Callable[[_T], str], pair: str) -> list[str]:
    """Write the first items of a section and count the rest."""
    limit = _SHOWN[section]
    lines = [line(item) for item in items[:limit]]
    if len(items) > limit:
        lines.append(f"… and {len(items) - limit} more: kb summary {pair} --format json")
    return lines


def _newest(instruments: Iterable[Instrument]) -> list[Instrument]:
    def day(instrument: Instrument) -> str:
        since = instrument.status.since
        return since.earliest.isoformat() if since and since.earliest else ""

    return sorted(instruments, key=lambda i: (day(i), i.record.id), reverse=True)


def _instrument(instrument: Instrument) -> str:
    record, status = instrument.record, instrument.status
    since = shown_date(str(status.since), status.since.calendar) if status.since else "undated"
    text = f"{record.title}: {status.status} since {since}"
    if instrument.disputed:
        text += " (date disputed)"
    if instrument.route == "bloc":
        text += "; through a bloc"
    if record.term.get("initial"):
        renewal = record.term.get("renewal")
        text += f"; term {record.term['initial']}" + (f", then {renewal}" if renewal else "")
    if instrument.obliges:
        text += f"; obliges: {listed(instrument.obliges, 4)}"
    if instrument.does_not_oblige:
        text += f"; does not oblige: {listed(instrument.does_not_oblige, 3)}"
    return f"{text} [{record.id}]"


def _latest_plans(plans: Sequence[Plan]) -> list[Plan]:
    return sorted(plans, key=lambda plan: plan.date_min or "", reverse=True)


def _latest(states: Sequence[State]) -> list[State]:
    """Order agreements, measures and projects by their last step, the newest first."""
    return sorted(states, key=lambda s: (s.last and s.last.date_min) or "", reverse=True)


def _plan(plan: Plan) -> str:
    what = f"{plan.step} {plan.part.replace('-', ' ')}" if plan.part else plan.step
    date = shown_date(plan.date, plan.calendar)
    if plan.step == Step.ANNOUNCED:
        return f"{plan.title}: announced {date}, nothing further on record [{plan.record}]"
    late = ", overdue" if plan.overdue else ""
    return f"{plan.title}: {what} planned for {date}{late} [{plan.record}]"


def _change(entry: TimelineEntry) -> str:
    who = f" ({entry.actor})" if entry.actor else ""
    disputed = " (disputed)" if "disputed" in entry.flags else ""
    date = shown_date(entry.date, entry.calendar)
    return f"{date}  {entry.step}{who}: {entry.title}{disputed} [{entry.record}]"


def _state(state: State) -> str:
    text = state.record.title
    if state.last:
        last = state.last
        what = " ".join(filter(None, (last.step, (last.part or "").replace("-", " "))))
        who = f" ({last.actor})" if last.actor else ""
        text += f": {what}{who} {shown_date(last.date, last.calendar)}"
    figures = [
        f"{f.metric} {f.value} {f.unit}" + (f" ({f.of})" if f.of else "")
        + (", disputed" if f.disputed else "")
        for f in state.figures[:_FIGURES_SHOWN]
    ]  # fmt: skip
    if figures:
        text += f"; {'; '.join(figures)}"
    return f"{text} [{state.record.id}]"


def _dispute(contradiction: Contradiction) -> str:
    return (
        f"{contradiction.record}, {contradiction.what}: {_shown(contradiction)}; "
        f"but {listed(contradiction.others, _NAMES_SHOWN)}"
    )


def _shown(contradiction: Contradiction) -> str:
    if not contradiction.sources:
        return contradiction.shown
    return f"{contradiction.shown} ({listed(contradiction.sources, _NAMES_SHOWN)})"


def _sources(view: SummaryView) -> list[str]:
    lines = []
    for source, number in view.sources[: _SHOWN["sources"]]:
        title = f", {source.title}" if source.title else ""
        lines.append(
            f"{source.reliability}  {source.publisher}{title} ({source.date or 'undated'}; "
            f"{counted(number, 'record')}) [{source.id}]"
        )
    rest = len(view.sources) - len(lines)
    if rest > 0:
        lines.append(f"… and {rest} more: kb sources")
    return lines
