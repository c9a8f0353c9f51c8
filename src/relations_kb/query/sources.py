"""The sources of the base, and how often each is cited."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from relations_kb.query.run import fetch
from relations_kb.query.show import SOURCES, SourceView, source_view
from relations_kb.store import tables as t


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source with the number of records that cite it."""

    source: SourceView
    records: int


_CITED = (
    select(t.claim.c.source_id, func.count(func.distinct(t.claim.c.record_id)).label("records"))
    .where(t.claim.c.active)
    .group_by(t.claim.c.source_id)
)


def list_sources(connection: Connection) -> list[CitedSource]:
    """List all sources in the order of their ids."""
    cited = {row.source_id: row.records for row in fetch(connection, _CITED)}
    return [
        CitedSource(source_view(row), cited.get(row.id, 0)) for row in fetch(connection, SOURCES)
    ]
