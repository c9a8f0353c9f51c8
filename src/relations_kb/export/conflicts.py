"""Conflicts and sides for programs: one value, or one field, a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relations_kb.export.tabular import plain
from relations_kb.query.by_side import SaidValue, SidesView
from relations_kb.query.conflicts import ConflictsView, SlotConflict
from relations_kb.query.told import ToldValue

CONFLICT_COLUMNS = (
    "record", "kind", "title", "entry", "leaf", "relation", "value", "calendar", "days", "since",
    "grade", "origins", "sources", "said_by", "valid", "reason", "rule", "preferred",
)  # fmt: skip
"""Columns of conflicts as CSV: one row for each value, the value shown first."""

SIDES_COLUMNS = (
    "date", "calendar", "kind", "record", "title", "item", "entry", "told_by", "leaf", "relation",
    "one", "one_sources", "other", "other_sources", "third", "third_sources",
)  # fmt: skip
"""Columns of sides as CSV: one row for each field of a step or figure."""

SHOWN = "shown"
"""Word in the column ``relation`` for the value that is shown."""


def conflict_rows(view: ConflictsView) -> Iterator[dict[str, Any]]:
    """Return conflicts as rows, slot by slot."""
    for slot in view.slots:
        for told in (slot.shown, *slot.others):
            if told:
                yield dict(zip(CONFLICT_COLUMNS, _conflict_cells(slot, told), strict=True))


def _conflict_cells(slot: SlotConflict, told: ToldValue) -> tuple[Any, ...]:
    voices = told.voices
    return (
        slot.record, slot.kind, slot.title, slot.entry, slot.leaf, told.relation or SHOWN,
        told.value, told.calendar, told.days, told.since, told.grade, told.origins,
        _once(voice.source for voice in voices),
        _once(voice.said_by for voice in voices),
        _once(voice.valid for voice in voices),
        _once(voice.reason for voice in voices),
        slot.rule, slot.preferred,
    )  # fmt: skip


def side_rows(view: SidesView) -> Iterator[dict[str, Any]]:
    """Return what each side says as rows, in the order of time."""
    for entry in view.entries:
        for slot in entry.slots:
            cells = (
                entry.date, entry.calendar, entry.kind, entry.record, entry.title, entry.item,
                entry.entry, entry.told_by, slot.leaf, slot.relation,
                *_said(slot.one), *_said(slot.other), *_said(slot.third),
            )  # fmt: skip
            yield dict(zip(SIDES_COLUMNS, cells, strict=True))


def sides_object(view: SidesView) -> dict[str, Any]:
    """Return what each side says as a JSON object, every entry in full."""
    return {
        "actors": [view.one.slug, view.other.slug],
        "base": {"content": view.base.content, "version": view.base.version},
        "counts": dict(view.counts),
        "differing": view.differing,
        "only_third": view.only_third,
        "entries": [plain(entry) for entry in view.entries],
    }


def _said(values: tuple[SaidValue, ...]) -> tuple[list[str], list[str]]:
    worded = [
        said.value if said.calendar == "gregorian" else f"{said.value} {said.calendar}"
        for said in values
    ]
    return worded, _once(source for said in values for source in said.sources)


def _once(words: Iterator[str | None]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))
