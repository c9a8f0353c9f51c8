"""What is pending between two actors as a page."""

from __future__ import annotations

from collections.abc import Iterator

from relations_kb.query.pending import Act, Missing, PendingsView, PendingView, Stage
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, listed, shown_date

_SECTIONS = {
    "Signed, not in force": {
        Stage.SIGNED, Stage.APPROVED, Stage.PARTLY_RATIFIED, Stage.RATIFIED,
    },
    "Announced or negotiated, nothing begun": {Stage.ANNOUNCED, Stage.INTENDED},
    "Planned and not done": {Stage.PLANNED},
}  # fmt: skip


def pending_page(view: PendingsView, *, done: bool) -> Page:
    """Lay out what is pending by stage; ``done`` adds the plans that were carried out."""
    sections = [
        Section(title, [_line(p, view.on) for p in view.pending if p.stage in stages])
        for title, stages in _SECTIONS.items()
    ]
    if done:
        sections.append(Section("Planned and done", [_line(p, view.on) for p in view.done]))
    return Page(
        f"{view.one.name} – {view.other.name}: pending on {view.on}",
        [f"{counted(len(view.pending), 'entry', 'entries')} ({view.base})."],
        sections,
    )


def act_text(act: Act) -> str:
    """Write a step that was done."""
    part = f" {act.part}" if act.part else ""
    by = f" by {act.actor}" if act.actor else ""
    return f"{act.step}{part}{by} {shown_date(act.date, act.calendar)}"


def missing_text(missing: Missing) -> str:
    """Write a step that is missing."""
    return f"{missing.step} by {missing.actor}" if missing.actor else missing.step


def slip_text(least: int | None, most: int | None) -> str:
    """Write a slip as days: one number, or the least and the most that it can be."""
    if least == most and least is not None:
        return counted(least, "day")
    low, high = ("?" if days is None else str(days) for days in (least, most))
    return f"{low}..{high} days"


def _line(p: PendingView, on: str) -> str:
    what = p.title + (f" ({p.part})" if p.part else "")
    return f"{what}: {'; '.join(_parts(p, on))} [{p.record}]"


def _parts(p: PendingView, on: str) -> Iterator[str]:
    if p.stage != Stage.DONE:
        yield p.stage + _age(p)
    if p.done:
        yield f"on record: {listed(act_text(act) for act in p.done)}"
    if p.stage == Stage.DONE:
        yield f"{p.step} planned for {shown_date(p.planned, p.planned_calendar or 'gregorian')}"
        yield f"{p.deed} {shown_date(p.actual, p.actual_calendar or 'gregorian')}"
        yield f"slip {slip_text(p.slip_min, p.slip_max)}"
        return
    if p.missing and (p.done or not p.step):
        yield f"missing: {listed(missing_text(missing) for missing in p.missing)}"
    if p.step:
        yield f"{p.step} planned for {shown_date(p.planned, p.planned_calendar or 'gregorian')}"
    if p.planned_otherwise:
        yield f"otherwise: {listed(p.planned_otherwise)}"
    if p.slip_min is not None or p.slip_max is not None:
        yield f"overdue by {slip_text(p.slip_min, p.slip_max)} on {on}"


def _age(p: PendingView) -> str:
    if p.since is None or p.calendar is None:
        return ""
    told = "told since" if p.stage == Stage.PLANNED else "since"
    since = f", {told} {shown_date(p.since, p.calendar)}"
    if p.years is None or p.days is None:
        return since
    least = "at least " if p.age_is_least else ""
    return f"{since} ({least}{counted(p.years, 'year')} {counted(p.days, 'day')})"
