"""Errata to rows, and nothing else does it: claims are added, and none is changed or deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from relations_kb.domain.claims import Claim
from relations_kb.store import tables as t
from relations_kb.store.bulk import ids
from relations_kb.store.changesets import ROOM, Written, close_changeset, insert_changeset
from relations_kb.store.errata import Erratum
from relations_kb.store.redirects import RecordKeys
from relations_kb.store.resolved import write_resolved
from relations_kb.store.write import claim_row


@dataclass(frozen=True, slots=True)
class Amendment:
    """What one changeset of errata writes.

    Attributes:
        kind: ``correction`` or ``retraction``.
        label: what it does, for people.
        errata: one for each claim that it speaks against.
        claims: claims that take their place.
        taken_back: ids of claims of which it takes back all errata.
    """

    kind: str
    label: str
    errata: tuple[Erratum, ...]
    claims: tuple[Claim, ...] = ()
    taken_back: tuple[str, ...] = ()


def write_amendment(connection: Connection, amendment: Amendment) -> int:
    """Write errata as one changeset, in the caller's transaction; return its number."""
    digest = hashlib.sha256(amendment.label.encode()).hexdigest()
    changeset = insert_changeset(connection, amendment.kind, amendment.label, digest)
    added = _say(connection, amendment.claims, changeset)
    _take_back(connection, amendment.taken_back, changeset)
    rows = [
        {
            "claim_id": erratum.claim,
            "changeset_id": changeset,
            "owner_id": changeset,
            "kind": erratum.kind,
            "reason": erratum.reason,
            "date": erratum.date,
            "replaced_by": erratum.replaced_by,
        }
        for erratum in amendment.errata
    ]
    if rows:
        connection.execute(insert(t.erratum), rows)
    write_resolved(connection, _touched(connection, amendment))
    close_changeset(connection, Written(changeset, added, len(rows)))
    return changeset


def _touched(connection: Connection, amendment: Amendment) -> list[int]:
    """Return the keys of the records that errata speak of."""
    named = {erratum.claim for erratum in amendment.errata}
    named |= {claim.id for claim in amendment.claims} | set(amendment.taken_back)
    statement = select(t.claim.c.record_id).where(t.claim.c.id.in_(named)).distinct()
    return list(connection.execute(statement).scalars())


def _say(connection: Connection, claims: Sequence[Claim], changeset: int) -> int:
    """Let a changeset say claims; return how many of them nobody said before."""
    if not claims:
        return 0
    wanted = [claim.id for claim in claims]
    known = {
        row.id: row.active
        for row in connection.execute(
            select(t.claim.c.id, t.claim.c.active).where(t.claim.c.id.in_(wanted))
        )
    }
    records = RecordKeys(connection)
    records.load({claim.record for claim in claims})
    sources = ids(connection, t.source, {claim.source for claim in claims})
    new = 0
    for claim in claims:
        row = claim_row(claim, records, sources, changeset * ROOM)
        if claim.id not in known:
            connection.execute(insert(t.claim), row)
        elif not known[claim.id]:
            # Said once by a seed and dropped since: said again, in the words of this changeset.
            connection.execute(update(t.claim).where(t.claim.c.id == claim.id).values(row))
        new += not known.get(claim.id, False)
    said = [
        {"claim_id": claim.id, "changeset_id": changeset, "owner_id": changeset} for claim in claims
    ]
    connection.execute(insert(t.claim_changeset), said)
    return new


def _take_back(connection: Connection, claims: Collection[str], changeset: int) -> None:
    if claims:
        connection.execute(
            update(t.erratum)
            .where(t.erratum.c.claim_id.in_(list(claims)), t.erratum.c.withdrawn_id.is_(None))
            .values(withdrawn_id=changeset)
        )
