"""Records to rows, and nothing else does it.

A seed is laid over what the base has: actors and sources are inserted or renewed by their slug,
claims by their hash. Then the rows of every record are made again from its claims, those of other
changesets included, so that nothing that a user has added is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from relations_kb.domain.claims import Claim
from relations_kb.records.claiming import claims_of
from relations_kb.records.models import Record
from relations_kb.records.seed_file import Seed
from relations_kb.store import tables as t
from relations_kb.store.bulk import ids, insert_dicts, update_rows
from relations_kb.store.changesets import ROOM, SEED, Written, close_changeset, insert_changeset
from relations_kb.store.definitions import (
    differs,
    put,
    put_actor_details,
    put_actors,
    put_memberships,
    put_sources,
    put_statements,
)
from relations_kb.store.redirects import RecordKeys
from relations_kb.store.resolved import write_resolved

Row = dict[str, Any]


def write_seed(
    connection: Connection,
    seed: Seed,
    *,
    kind: str = SEED,
    label: str,
    content_hash: str,
    progress: Callable[[str], None] = lambda step: None,
) -> Written:
    """Write a seed as one changeset, in the caller's transaction.

    Args:
        connection: a connection in a transaction.
        seed: checked content.
        kind: ``seed`` replaces what earlier changesets of that kind brought; any other kind adds.
        label: where the content comes from, for people.
        content_hash: hash of the content.
        progress: called with a word before each step.
    """
    progress("actors")
    changeset = insert_changeset(connection, kind, label, content_hash)
    put_actors(connection, seed.actors, changeset)
    progress("sources")
    put_sources(connection, seed.sources, changeset)
    put_actor_details(connection, seed.actors)
    put_memberships(connection, seed.memberships, changeset, kind)
    progress("claims")
    put_records(connection, seed.records)
    added, withdrawn = _put_claims(connection, seed, changeset, kind)
    put_statements(connection, seed.statements, changeset, kind)
    progress("values")
    write_resolved(connection)
    return close_changeset(connection, Written(changeset, added, withdrawn))


def put_records(connection: Connection, records: Iterable[Record]) -> None:
    """Insert the rows of records; what they say is filled in from their claims."""
    rows = {
        record.id: {
            "slug": record.id,
            "kind": str(record.kind),
            "active": True,
            "form": str(record.form),
            "title": record.title,
            "folded": "",
        }
        for record in records
    }
    put(connection, t.record, rows)


def _put_claims(connection: Connection, seed: Seed, changeset: int, kind: str) -> tuple[int, int]:
    """Write the claims of a seed, and that this changeset says them.

    Returns:
        The numbers of claims that became active and that are active no more.
    """
    shift = 0 if kind == SEED else changeset * ROOM
    records, sources = RecordKeys(connection), ids(connection, t.source)
    records.load({record.id for record in seed.records})
    claims = {claim.id: claim for record in seed.records for claim in claims_of(record)}
    rows = {key: claim_row(claim, records, sources, shift) for key, claim in claims.items()}
    known = {row.id: row._mapping for row in connection.execute(select(t.claim))}
    insert_dicts(connection, t.claim, [row for key, row in rows.items() if key not in known])
    # What others said first keeps its place; only the seed's own claims are laid anew.
    renewed = [
        {"this": key, **row}
        for key, row in rows.items()
        if key in known and (kind == SEED or not known[key]["active"]) and differs(row, known[key])
    ]
    update_rows(connection, t.claim, renewed)
    _say(connection, claims, changeset, kind)
    before = {key for key, row in known.items() if row["active"]}
    after = {row.claim_id for row in connection.execute(_SAID)}
    update_rows(connection, t.claim, [{"this": key, "active": False} for key in before - after])
    return len(after - before), len(before - after)


_SAID = select(t.claim_changeset.c.claim_id).where(t.claim_changeset.c.withdrawn_id.is_(None))


def _say(connection: Connection, claims: Collection[str], changeset: int, kind: str) -> None:
    """Note that a changeset says claims; what earlier seeds said is what the newest says, too."""
    said = _said_by_seed(connection) if kind == SEED else {}
    wanted = set(claims)
    gone = [
        {"this": row.id, "withdrawn_id": changeset}
        for claim, row in said.items()
        if claim not in wanted and row.withdrawn_id is None
    ]
    back = [
        {"this": row.id, "withdrawn_id": None}
        for claim, row in said.items()
        if claim in wanted and row.withdrawn_id is not None
    ]
    update_rows(connection, t.claim_changeset, [*gone, *back])
    new = [
        {"claim_id": claim, "changeset_id": changeset, "owner_id": changeset}
        for claim in claims
        if claim not in said
    ]
    insert_dicts(connection, t.claim_changeset, new)


def _said_by_seed(connection: Connection) -> dict[str, Any]:
    """Read what earlier seeds said, by claim."""
    statement = (
        select(t.claim_changeset)
        .join(t.changeset, t.changeset.c.id == t.claim_changeset.c.changeset_id)
        .where(t.changeset.c.kind == SEED)
    )
    return {row.claim_id: row for row in connection.execute(statement)}


def claim_row(claim: Claim, records: RecordKeys, sources: Mapping[str, int], shift: int) -> Row:
    """Make the row of a claim; the shift keeps the statements of changesets apart, in order."""
    return {
        "id": claim.id,
        "record_id": records.key(claim.record),
        "ordinal": claim.ordinal + shift,
        "item": claim.slot.item,
        "key": claim.slot.key,
        "leaf": claim.slot.leaf,
        "value": claim.value,
        "calendar": str(claim.calendar),
        "variant": claim.variant + shift if claim.variant else 0,
        "source_id": sources[claim.source],
        "said_by": claim.said_by,
        "said_on": claim.said_on,
        "valid": claim.valid,
        "note": claim.note,
        "rank": str(claim.rank),
        "reason": claim.reason,
        "active": True,
        "said_of": claim.said_of or records.said_of(claim.record),
    }
