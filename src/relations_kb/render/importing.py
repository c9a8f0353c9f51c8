"""The plan of an import, laid out for people."""

from __future__ import annotations

from collections.abc import Sequence

from relations_kb.ingest.imports.plan import (
    Alike,
    Effect,
    Entry,
    FileRead,
    Outcome,
    Plan,
    ValueChange,
)
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted

MOST_ENTRIES = 20
"""Records of each outcome that a page shows at most."""

MOST_FINDINGS = 50
"""Faults that are printed at most."""

_LONGEST = 200
"""Signs of a title or a value that a page shows; the other formats hold all of it."""

_TITLES = {
    Outcome.NEW: "New",
    Outcome.DUPLICATE: "New, and perhaps there already",
    Outcome.CHANGED: "Changed since the last import",
    Outcome.CONFLICT: "In conflict with what is shown",
    Outcome.ADDED: "Known records that get new values",
    Outcome.SOURCE: "Another source for known values",
    Outcome.ABSENT: "In the file no more, but kept in the base",
}


def plan_page(plan: Plan, *, full: bool = True) -> Page:
    """Lay out what an import does, or has done.

    Args:
        plan: the plan.
        full: whether to show records besides the totals.
    """
    files = [_file(file) for file in plan.files] or ["none that can be read"]
    sections = [Section("Files", files)]
    sections.append(Section("Totals", list(_totals(plan))))
    if full:
        sections += _records(plan)
    return Page("Import", [_state(plan)], sections)


def _state(plan: Plan) -> str:
    if plan.changeset is not None:
        number = plan.changeset
        return f"Written as changeset {number}; take it back with: kb undo {number}"
    if plan.stopped:
        return "Nothing is written. Mend what was found; --skip-bad leaves such rows out."
    if not any(file.rows for file in plan.files):
        return "Nothing to write: there are no rows."
    if plan.changes_nothing:
        return "Nothing to write: the base says all of it already."
    return "Nothing is written yet."


def _file(file: FileRead) -> str:
    notes = f" ({'; '.join(file.notes)})" if file.notes else ""
    return f"{file.name}: {counted(file.rows, file.of)}, data set {file.dataset}{notes}"


def _totals(plan: Plan) -> list[str]:
    named = [f"{number} {outcome}" for outcome, number in plan.outcomes.items() if number]
    lines = [f"Records: {', '.join(named) or 'none'}"]
    defined = [counted(number, kind) for kind, number in plan.definitions.items() if number]
    if defined:
        lines.append(f"Also new: {', '.join(defined)}")
    lines.append(f"Claims: {plan.claims_added} added, {plan.claims_withdrawn} withdrawn")
    found = {"error": plan.errors, "warning": plan.warnings}
    faults = [counted(number, fault) for fault, number in found.items() if number]
    return [*lines, f"Found: {', '.join(faults)}"] if faults else lines


def _records(plan: Plan) -> list[Section]:
    shown: dict[str, list[Entry]] = {str(outcome): [] for outcome in _TITLES}
    wanted = sum(min(MOST_ENTRIES, plan.outcomes[outcome]) for outcome in shown)
    found = 0
    for entry in plan.entries():
        if found == wanted:
            break
        own = shown.get(entry.outcome)
        if own is not None and len(own) < MOST_ENTRIES:
            own.append(entry)
            found += 1
    return [
        Section(f"{title} ({plan.outcomes[outcome]})", _lines(plan, outcome, own))
        for outcome, title in _TITLES.items()
        if (own := shown[outcome])
    ]


def _lines(plan: Plan, outcome: Outcome, entries: list[Entry]) -> list[str]:
    lines = [line for entry in entries for line in _entry(entry)]
    if more := plan.outcomes[outcome] - len(entries):
        lines.append(f"… and {more} more; --plan FILE writes all")
    if outcome is Outcome.DUPLICATE:
        lines.append(_question(plan.changeset is not None))
    return lines


def _question(written: bool) -> str:
    """Say how to answer whether two records are one."""
    if written:
        return "One, or two? Say so with: kb merge NEW ID, or kb merge NEW ID --distinct"
    return "One, or two? Say so with: --accept NEW=ID, or --distinct NEW"


def _entry(entry: Entry) -> list[str]:
    place = f"{entry.file}:{entry.line}" if entry.line else entry.file
    rule = f" [{entry.rule}]" if entry.rule else ""
    lines = [f"{entry.record}: {_cut(entry.title)} ({place}){rule}"]
    lines += [f"  {line}" for line in _values(entry.values)]
    lines += [f"  {_likeness(alike)}" for alike in entry.alike]
    return [*lines, f"  {entry.message}"] if entry.message else lines


def _likeness(alike: Alike) -> str:
    rule = f"{alike.score:.2f}, {alike.rule}"
    return f"like {alike.record} ({rule}): {_cut(alike.title)}; {alike.reason}"


def _values(values: Sequence[ValueChange]) -> list[str]:
    """Lay out what is said anew one by one, and what is said once more in one line a source."""
    lines = []
    again: dict[str, list[str]] = {}
    for value in values:
        if value.effect == Effect.SOURCE and value.value == value.shown:
            again.setdefault(value.source, []).append(value.slot)
        else:
            lines.append(_value(value))
    return lines + [
        f"{Effect.SOURCE} {source}: {', '.join(slots)}" for source, slots in again.items()
    ]


def _value(value: ValueChange) -> str:
    compared = value.effect in (Effect.CONFLICT, Effect.SOURCE) and value.shown is not None
    shown = f", shown: {_cut(value.shown or '')}" if compared else ""
    return f"{value.effect} {value.slot}: {_cut(value.value)} ({value.source}){shown}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
