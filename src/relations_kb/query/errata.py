"""Errata on the statements of records: when, why, and what takes their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from relations_kb.query.run import fetch
from relations_kb.store import tables as t


@dataclass(frozen=True, slots=True)
class ErratumView:
    """What the editors of the base say against a statement.

    Attributes:
        kind: ``correction`` or ``retraction``.
        date: day of the erratum, ISO.
        reason: why.
        changeset: number of the changeset that brought it.
        replaced_by: the value that takes the place of the statement; None for a retraction.
        replaced_by_calendar: its calendar.
        replaced_by_source: the source that says so.
        taken_back: number of the changeset that took the erratum back; None if none did.
    """

    kind: str
    date: str
    reason: str
    changeset: int
    replaced_by: str | None
    replaced_by_calendar: str | None
    replaced_by_source: str | None
    taken_back: int | None


AGAINST = select(t.erratum.c.claim_id).where(t.erratum.c.withdrawn_id.is_(None))
"""Ids of the claims under an erratum."""

_by = t.claim.alias("replacing")
_ERRATA = (
    select(
        t.erratum,
        _by.c.value.label("new_value"),
        _by.c.calendar.label("new_calendar"),
        t.source.c.slug.label("new_source"),
    )
    .join(t.claim, t.claim.c.id == t.erratum.c.claim_id)
    .join(t.record, t.record.c.id == t.claim.c.record_id)
    .outerjoin(_by, _by.c.id == t.erratum.c.replaced_by)
    .outerjoin(t.source, t.source.c.id == _by.c.source_id)
    .where((bindparam("record") == "") | (t.record.c.slug == bindparam("record")))
    .order_by(t.erratum.c.id)
)


def errata_by_claim(connection: Connection, record: str) -> dict[str, tuple[ErratumView, ...]]:
    """Return all errata on the claims of a record, oldest first, by the id of the claim.

    Args:
        connection: to the base.
        record: id of a record; empty for all.
    """
    found: dict[str, tuple[ErratumView, ...]] = {}
    for row in fetch(connection, _ERRATA, record=record):
        found[row.claim_id] = (*found.get(row.claim_id, ()), _view(row))
    return found


def _view(row: Row[Any]) -> ErratumView:
    return ErratumView(
        kind=row.kind,
        date=row.date,
        reason=row.reason,
        changeset=row.changeset_id,
        replaced_by=row.new_value,
        replaced_by_calendar=row.new_calendar,
        replaced_by_source=row.new_source,
        taken_back=row.withdrawn_id,
    )
