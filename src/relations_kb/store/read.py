"""Rows to records, and nothing else does it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select

from relations_kb.domain.claims import Claim, MilestoneKey, Slot, SourceWeight
from relations_kb.domain.vocabulary import Assertion, Calendar, Kind, Rank, Reliability, SourceKind
from relations_kb.records.claiming import record_of
from relations_kb.records.known import first_origin
from relations_kb.records.models import Record
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks

TITLE = Slot("attribute", "", "title")


def read_records(connection: Connection) -> list[Record]:
    """Read every record with active claims, in the order of their slugs."""
    kinds = {
        slug: Kind(kind)
        for slug, kind in connection.execute(select(t.record.c.slug, t.record.c.kind))
    }
    groups: dict[str, list[Claim]] = {}
    for claim in read_claims(connection):
        groups.setdefault(claim.record, []).append(claim)
    return [record_of(slug, kinds[slug], _rooted(groups[slug])) for slug in sorted(groups)]


def _rooted(claims: list[Claim]) -> list[Claim]:
    """Let a correction stand for itself once the seed has dropped the entry that it corrected."""
    own = {(c.slot.item, c.slot.key) for c in claims if not c.variant}
    rooted: list[Claim] = []
    for claim in claims:
        if (claim.slot.item, claim.slot.key) in own:
            rooted.append(claim)
            continue
        rooted.append(replace(claim, variant=0))
        if claim.slot.item == "milestone" and claim.slot.leaf != "assertion":
            planned = MilestoneKey.parse(claim.slot.key).planned
            slot = claim.slot._replace(leaf="assertion")
            word = Assertion.PLANNED if planned else Assertion.ACTUAL
            happened = replace(claim, slot=slot, value=str(word), calendar=Calendar.GREGORIAN)
            if happened.id not in {c.id for c in rooted}:
                rooted.append(replace(happened, variant=0))
    return rooted


def read_claims(connection: Connection, record: str = "") -> list[Claim]:
    """Read all active claims, in the order of records and ordinals.

    A record stands as long as somebody gives its title as its own: what a correction added to a
    record that a newer seed has dropped is remembered, and is not a record.

    Args:
        connection: to the base.
        record: id of a record; empty for all.
    """
    statement = _CLAIMS.where(t.record.c.slug == record) if record else _CLAIMS
    return _standing(connection.execute(statement))


def read_claims_of(connection: Connection, records: Sequence[int]) -> list[Claim]:
    """Read the active claims of some records, given by their keys, as ``read_claims`` does."""
    return _standing(connection.execute(_CLAIMS.where(t.record.c.id.in_(records))))


_CLAIMS = (
    select(t.claim, t.record.c.slug.label("record_slug"), t.source.c.slug.label("source_slug"))
    .join(t.record, t.record.c.id == t.claim.c.record_id)
    .join(t.source, t.source.c.id == t.claim.c.source_id)
    .where(t.claim.c.active)
    .order_by(t.record.c.slug, t.claim.c.ordinal, t.claim.c.id)
)


def _standing(rows: Iterable[Row[Any]]) -> list[Claim]:
    claims = _apart([_claim(row) for row in rows])
    standing = {c.record for c in claims if c.slot == TITLE and not c.variant}
    return [claim for claim in claims if claim.record in standing]


def _apart(claims: list[Claim]) -> list[Claim]:
    """Put what was said of merged records after the record's own, their statements kept apart."""
    merged = sorted({claim.said_of for claim in claims if claim.said_of})
    if not merged:
        return claims
    shifts = {slug: n * _ROOM_OF_A_RECORD for n, slug in enumerate(merged, start=1)}
    moved = [
        replace(
            claim,
            ordinal=claim.ordinal + shifts[claim.said_of],
            variant=claim.variant + shifts[claim.said_of] if claim.variant else 0,
        )
        if claim.said_of
        else claim
        for claim in claims
    ]
    return sorted(moved, key=lambda claim: (claim.record, claim.ordinal, claim.id))


_ROOM_OF_A_RECORD = 10**10
"""More than the ordinals of a record, those of all changesets included."""


def read_weights(
    connection: Connection, sources: Collection[str] | None = None
) -> dict[str, SourceWeight]:
    """Read what resolution needs to know of sources.

    Args:
        connection: to the base.
        sources: ids of those that are wanted; all if None.
    """
    rows = _source_rows(connection, sources)
    origins = {slug: row.origin_slug for slug, row in rows.items()}
    return {
        slug: SourceWeight(
            kind=SourceKind(row.kind),
            reliability=Reliability(row.reliability),
            origin=first_origin(slug, origins) or slug,
            date=row.date or "",
        )
        for slug, row in rows.items()
    }


def _source_rows(connection: Connection, sources: Collection[str] | None) -> dict[str, Row[Any]]:
    """Read sources, and those that they repeat, to the first of each chain."""
    origin = t.source.alias("origin")
    statement = select(t.source, origin.c.slug.label("origin_slug")).outerjoin(
        origin, origin.c.id == t.source.c.origin_id
    )
    if sources is None:
        return {row.slug: row for row in connection.execute(statement)}
    rows: dict[str, Row[Any]] = {}
    wanted = set(sources)
    while wanted:
        for chunk in chunks(wanted):
            found = connection.execute(statement.where(t.source.c.slug.in_(chunk)))
            rows |= {row.slug: row for row in found}
        wanted = {row.origin_slug for row in rows.values() if row.origin_slug} - rows.keys()
    return rows


def _claim(row: Row[Any]) -> Claim:
    return Claim(
        record=row.record_slug,
        slot=Slot(row.item, row.key, row.leaf),
        value=row.value,
        source=row.source_slug,
        calendar=Calendar(row.calendar),
        variant=row.variant,
        ordinal=row.ordinal,
        said_by=row.said_by,
        said_on=row.said_on,
        valid=row.valid,
        note=row.note,
        rank=Rank(row.rank),
        reason=row.reason,
        said_of=row.said_of,
    )
