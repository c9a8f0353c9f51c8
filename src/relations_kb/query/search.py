"""Records that speak of something: titles, names of parties, notes, places, in any script."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from relations_kb.domain.identity import fold
from relations_kb.domain.vocabulary import Calendar
from relations_kb.query.run import fetch
from relations_kb.store import tables as t


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A record that was found."""

    id: str
    kind: str
    title: str
    date: str | None
    calendar: str
    parties: tuple[str, ...]


_RECORDS = (
    select(
        t.record.c.id,
        t.record.c.slug,
        t.record.c.kind,
        t.record.c.title,
        t.record.c.folded,
        func.min(t.milestone.c.sort_key).label("first"),
    )
    .outerjoin(t.milestone, t.milestone.c.record_id == t.record.c.id)
    .where(t.record.c.active)
    .group_by(t.record.c.id)
    .order_by(func.min(t.milestone.c.sort_key), t.record.c.slug)
)
_DATES = select(
    t.milestone.c.record_id, t.milestone.c.sort_key, t.milestone.c.date, t.milestone.c.calendar
)
_PARTIES = (
    select(t.party.c.record_id, t.party.c.actor_id, t.actor.c.slug)
    .join(t.actor, t.actor.c.id == t.party.c.actor_id)
    .order_by(t.party.c.record_id, t.party.c.ordinal)
)
_NAMES = select(t.actor_name.c.actor_id, t.actor_name.c.folded)


def search(connection: Connection, text: str) -> list[SearchHit]:
    """Find the records in which every word of a text occurs, oldest first."""
    words = fold(text).split()
    if not words:
        return []
    names: dict[int, str] = {}
    for row in fetch(connection, _NAMES):
        names[row.actor_id] = f"{names.get(row.actor_id, '')} {row.folded}"
    parties: dict[int, list[str]] = {}
    haystacks: dict[int, str] = {}
    for row in fetch(connection, _PARTIES):
        parties.setdefault(row.record_id, []).append(row.slug)
        haystacks[row.record_id] = haystacks.get(row.record_id, "") + names.get(row.actor_id, "")
    dates = {(r.record_id, r.sort_key): (r.date, r.calendar) for r in fetch(connection, _DATES)}
    return [
        SearchHit(
            row.slug,
            row.kind,
            row.title,
            *dates.get((row.id, row.first), (None, Calendar.GREGORIAN)),
            parties=tuple(parties.get(row.id, ())),
        )
        for row in fetch(connection, _RECORDS)
        if all(word in f"{row.folded} {haystacks.get(row.id, '')}" for word in words)
    ]
