"""What sources say, slot by slot: the claims behind the values that are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, or_, select

from relations_kb.domain.claims import Claim, FigureKey, MilestoneKey, Slot
from relations_kb.domain.vocabulary import Calendar, Rank
from relations_kb.query.run import fetch
from relations_kb.store import tables as t

Slots = dict[tuple[str, Slot], list[Claim]]
"""Claims by record and slot, in the order of the record."""

_SLOT = (t.claim.c.record_id, t.claim.c.item, t.claim.c.key, t.claim.c.leaf)


def _claims() -> Select[Any]:
    return (
        select(t.claim, t.record.c.slug.label("record"), t.source.c.slug.label("source"))
        .join(t.record, t.record.c.id == t.claim.c.record_id)
        .join(t.source, t.source.c.id == t.claim.c.source_id)
        .where(t.claim.c.active, t.record.c.active)
        .order_by(t.record.c.slug, t.claim.c.ordinal, t.claim.c.id)
    )


_many = (
    select(*_SLOT)
    .where(t.claim.c.active)
    .group_by(*_SLOT)
    .having(
        or_(
            func.min(t.claim.c.value) != func.max(t.claim.c.value),
            func.min(t.claim.c.calendar) != func.max(t.claim.c.calendar),
        )
    )
    .subquery()
)
_WITH_MANY_VALUES = (
    _claims()
    .join(_many, and_(*(column == _many.c[column.name] for column in _SLOT)))
    .where((bindparam("record") == "") | (t.record.c.slug == bindparam("record")))
)
_OF_RECORDS = _claims().where(
    t.record.c.slug.in_(bindparam("records", expanding=True)),
    t.claim.c.item.in_(("milestone", "figure")),
)


def slots_with_many_values(connection: Connection, record: str = "") -> Slots:
    """Read the slots of a record, or of all, for which sources give more than one value."""
    return _by_slot(fetch(connection, _WITH_MANY_VALUES, record=record))


def slots_of(connection: Connection, records: Iterable[str]) -> Slots:
    """Read the slots of the milestones and figures of records."""
    return _by_slot(fetch(connection, _OF_RECORDS, records=sorted(records)))


def worded(slot: Slot) -> str:
    """Write the entry that a slot belongs to in words, without its leaf."""
    match slot.item:
        case "milestone":
            key = MilestoneKey.parse(slot.key)
            part = key.part.replace("-", " ") if key.part else None
            planned = "planned" if key.planned else None
            words = (str(key.step), part, key.actor, planned)
        case "figure":
            figure = FigureKey.parse(slot.key)
            of = f"of {figure.of}" if figure.of else None
            as_of = f"as of {figure.as_of}" if figure.as_of else None
            words = (figure.metric, of, as_of, None)
        case "attribute":
            words = ("record", None, None, None)
        case _:
            words = (slot.item, slot.key.replace("|", " ").strip(), None, None)
    return ", ".join(word for word in words if word)


def _by_slot(rows: Iterable[Row[Any]]) -> Slots:
    slots: Slots = {}
    for row in rows:
        claim = _claim(row)
        slots.setdefault((claim.record, claim.slot), []).append(claim)
    return slots


def _claim(row: Row[Any]) -> Claim:
    return Claim(
        record=row.record,
        slot=Slot(row.item, row.key, row.leaf),
        value=row.value,
        source=row.source,
        calendar=Calendar(row.calendar),
        variant=row.variant,
        ordinal=row.ordinal,
        said_by=row.said_by,
        said_on=row.said_on,
        valid=row.valid,
        note=row.note,
        rank=Rank(row.rank),
        reason=row.reason,
    )
