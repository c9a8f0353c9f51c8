"""What seed files of an import may refer to: what stands in the base."""

from __future__ import annotations

from sqlalchemy import Connection, select

from relations_kb.domain.dates import FuzzyDate
from relations_kb.records.known import Known
from relations_kb.store import tables as t
from relations_kb.store.read import read_weights


def known_in(connection: Connection) -> Known:
    """Return the actors, sources and records that stand in a base."""
    actors = connection.execute(select(t.actor))
    sources = set(connection.execute(select(t.source.c.slug).where(t.source.c.active)).scalars())
    records = connection.execute(select(t.record.c.slug).where(t.record.c.active)).scalars()
    return Known(
        actors={row.slug: (_date(row.start_date), _date(row.end_date)) for row in actors},
        records=frozenset(records),
        sources={
            slug: weight for slug, weight in read_weights(connection).items() if slug in sources
        },
    )


def _date(text: str | None) -> FuzzyDate | None:
    return FuzzyDate.parse(text) if text else None
