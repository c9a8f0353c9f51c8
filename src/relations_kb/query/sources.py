"""The sources of the base, and how often each is cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from relations_kb.query.run import fetch
from relations_kb.store import tables as t


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as cited."""

    id: str
    title: str | None
    publisher: str
    url: str | None
    date: str | None
    language: str
    side: str | None
    kind: str
    reliability: str
    origin: str | None
    seen: str
    note: str | None


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source with the number of records that cite it."""

    source: SourceView
    records: int


_origin = t.source.alias("origin")

SOURCES = (
    select(t.source, _origin.c.slug.label("origin"), t.actor.c.slug.label("side"))
    .outerjoin(_origin, _origin.c.id == t.source.c.origin_id)
    .outerjoin(t.actor, t.actor.c.id == t.source.c.side_id)
    .order_by(t.source.c.slug)
)
"""Every source with the slugs of its origin and side."""

_CITED = (
    select(t.claim.c.source_id, func.count(func.distinct(t.claim.c.record_id)).label("records"))
    .where(t.claim.c.active)
    .group_by(t.claim.c.source_id)
)


def list_sources(connection: Connection) -> list[CitedSource]:
    """List the sources that stand, in the order of their ids."""
    cited = {row.source_id: row.records for row in fetch(connection, _CITED)}
    return [
        CitedSource(source_view(row), cited.get(row.id, 0))
        for row in fetch(connection, SOURCES)
        if row.active
    ]


def source_view(row: Row[Any]) -> SourceView:
    """Make the view of a row of ``SOURCES``."""
    return SourceView(
        id=row.slug,
        title=row.title,
        publisher=row.publisher,
        url=row.url,
        date=row.date,
        language=row.language,
        side=row.side,
        kind=row.kind,
        reliability=row.reliability,
        origin=row.origin,
        seen=row.seen,
        note=row.note,
    )
