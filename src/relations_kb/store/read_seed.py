"""Rows to a seed: everything that a base holds, or what was added to the seed that it was built of.

The seed tells what the base says now: a claim under an erratum is deprecated, for the reason of
the erratum, and the claim that replaces it stands in its place. Records that were merged are told
as the ones that they were, so that every claim keeps its id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from relations_kb.domain.claims import Claim, MilestoneKey
from relations_kb.domain.vocabulary import Kind
from relations_kb.records.actors import Actor, Membership
from relations_kb.records.claiming import claims_of, record_of
from relations_kb.records.models import Entry, Record, Source
from relations_kb.records.seed_file import Seed
from relations_kb.records.statements import Statement
from relations_kb.store import tables as t
from relations_kb.store.changesets import SEED
from relations_kb.store.errata import read_errata, under_errata
from relations_kb.store.read import TITLE, read_claims
from relations_kb.store.read_definitions import (
    read_actors,
    read_memberships,
    read_sources,
    read_statements,
)

_Reference = tuple[str, str]
"""``source`` or ``actor``, and an id."""


def read_seed(
    connection: Connection, *, added: bool = False, records: Collection[str] | None = None
) -> Seed:
    """Read a base as a seed.

    Args:
        connection: to the base.
        added: only what changesets other than seeds brought: the records of which they say or
            correct something, each as a whole, with the sources and actors of theirs that these
            need, and their memberships and statements.
        records: only these records, by their ids, with the sources and actors that they need.
    """
    own = added_records(connection) if added else None
    told = [
        record
        for record in _records(connection)
        if (own is None or record.id in own) and (records is None or record.id in records)
    ]
    whole = records is None
    memberships = read_memberships(connection, added=added) if whole else []
    statements = read_statements(connection, added=added) if whole else []
    entries: dict[_Reference, Entry] = {
        **{("source", s.id): s for s in read_sources(connection, added=added)},
        **{("actor", a.id): a for a in read_actors(connection, added=added)},
    }
    if added or not whole:
        entries = _needed(entries, told, [*memberships, *statements])
    return Seed(
        sources=tuple(entry for entry in entries.values() if isinstance(entry, Source)),
        actors=tuple(entry for entry in entries.values() if isinstance(entry, Actor)),
        memberships=tuple(memberships),
        records=tuple(told),
        statements=tuple(statements),
    )


def added_records(connection: Connection) -> set[str]:
    """Return the ids of records of which changesets other than seeds say or correct something."""
    columns = select(t.record.c.slug, t.claim.c.said_of).join(
        t.claim, t.claim.c.record_id == t.record.c.id
    )
    by_users = t.claim_changeset.c.changeset_id.in_(
        select(t.changeset.c.id).where(t.changeset.c.kind != SEED)
    )
    said = columns.join(t.claim_changeset, t.claim_changeset.c.claim_id == t.claim.c.id).where(
        by_users, t.claim_changeset.c.withdrawn_id.is_(None)
    )
    corrected = columns.join(t.erratum, t.erratum.c.claim_id == t.claim.c.id).where(
        t.erratum.c.withdrawn_id.is_(None)
    )
    rows = [*connection.execute(said.distinct()), *connection.execute(corrected.distinct())]
    return {slug for row in rows for slug in row if slug}


def _records(connection: Connection) -> Iterator[Record]:
    """Read every record that stands, by its id, under the errata that there are."""
    kinds = {row.slug: Kind(row.kind) for row in connection.execute(select(t.record))}
    groups: dict[str, list[Claim]] = {}
    for claim in _as_first_told(_under_errata(connection)):
        groups.setdefault(claim.record, []).append(claim)
    return (record_of(slug, kinds[slug], groups[slug]) for slug in sorted(groups))


def _under_errata(connection: Connection) -> Iterator[Claim]:
    """Read all claims; one that replaces another stands in its place, the other beside it."""
    errata = read_errata(connection)
    replacing = {erratum.replaced_by for own in errata.values() for erratum in own}
    claims, against = under_errata(read_claims(connection), errata)
    for claim in claims:
        if claim in against:
            yield replace(claim, variant=claim.variant or 1)
        else:
            yield replace(claim, variant=0) if claim.id in replacing else claim


def _as_first_told(claims: Iterable[Claim]) -> list[Claim]:
    """Give claims on merged records back to the records of which they were made."""
    told = list(claims)
    titled = {claim.said_of for claim in told if claim.slot == TITLE}
    return [
        replace(claim, record=claim.said_of, said_of=None)
        if claim.said_of and claim.said_of in titled
        else claim
        for claim in told
    ]


def _needed(
    entries: Mapping[_Reference, Entry], records: Iterable[Record], others: Iterable[Entry]
) -> dict[_Reference, Entry]:
    """Return the sources and actors that are needed, and those that these need in turn."""
    pending = [reference for record in records for reference in _named_by_record(record)]
    pending += [reference for entry in others for reference in _named_by(entry)]
    found: set[_Reference] = set()
    while pending:
        reference = pending.pop()
        if reference in entries and reference not in found:
            found.add(reference)
            pending += _named_by(entries[reference])
    return {reference: entry for reference, entry in entries.items() if reference in found}


def _named_by_record(record: Record) -> Iterator[_Reference]:
    for claim in claims_of(record):
        yield "source", claim.source
        if claim.slot.item == "party":
            yield "actor", claim.slot.key
        if claim.slot.leaf == "via":
            yield "actor", claim.value
        if claim.slot.item == "milestone":
            yield "actor", MilestoneKey.parse(claim.slot.key).actor or ""


def _named_by(entry: Entry) -> list[_Reference]:
    sources: Iterable[str | None] = getattr(entry, "sources", ())
    actors: Iterable[str | None] = ()
    match entry:
        case Source():
            sources, actors = [entry.origin], [entry.side]
        case Actor():
            actors = [entry.line, *(earlier.actor for earlier in entry.predecessors)]
        case Membership():
            actors = [entry.actor, entry.of]
        case Statement():
            sources = [entry.source]
    return [("source", s) for s in sources if s] + [("actor", a) for a in actors if a]
