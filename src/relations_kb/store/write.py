"""Records to rows, and nothing else does it.

A seed is laid over what the base has: actors and sources are inserted or renewed by their slug,
claims by their hash. Then the rows of every record are made again from its claims, those of other
changesets included, so that nothing that a user has added is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from relations_kb import __version__
from relations_kb.domain.claims import Claim
from relations_kb.domain.identity import fold
from relations_kb.records.actors import Actor, Membership
from relations_kb.records.claiming import claims_of
from relations_kb.records.models import Source
from relations_kb.records.seed_file import Seed
from relations_kb.records.statements import Statement
from relations_kb.store import tables as t
from relations_kb.store.resolved import write_resolved

Row = dict[str, Any]

ROOM = 10_000
"""More than a record has statements: the numbers that each changeset has for its own."""

SEED = "seed"
"""The kind of changeset that a newer seed may replace."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a changeset did: numbers of claims."""

    changeset: int
    added: int
    withdrawn: int


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
    actors = _put_actors(connection, seed.actors, changeset)
    progress("sources")
    sources = _put_sources(connection, seed.sources, changeset, actors)
    _put_actor_details(connection, seed.actors, actors, sources)
    _put_memberships(connection, seed.memberships, changeset, kind, actors, sources)
    progress("claims")
    records = _put_records(connection, seed)
    added, withdrawn = _put_claims(connection, seed, changeset, kind, records, sources)
    _put_statements(connection, seed.statements, changeset, kind, records, sources)
    progress("values")
    write_resolved(connection)
    connection.execute(
        update(t.changeset)
        .where(t.changeset.c.id == changeset)
        .values(added=added, withdrawn=withdrawn)
    )
    return Written(changeset, added, withdrawn)


def ids(connection: Connection, table: Table) -> dict[str, int]:
    """Return the key of every row of a table by its slug."""
    return {slug: key for key, slug in connection.execute(select(table.c.id, table.c.slug))}


def insert_changeset(connection: Connection, kind: str, label: str, content_hash: str) -> int:
    """Write the row of a changeset that is about to be made; return its number."""
    values = {
        "kind": kind,
        "label": label,
        "applied_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "package_version": __version__,
        "content_hash": content_hash,
        "added": 0,
        "withdrawn": 0,
    }
    key = connection.execute(insert(t.changeset).values(values)).inserted_primary_key
    assert key is not None  # noqa: S101 - an insert of one row always has a key
    return int(key[0])


def _put(connection: Connection, table: Table, rows: Mapping[str, Row]) -> dict[str, int]:
    """Insert or renew rows by their slug; return the keys of all rows of the table."""
    present = {row.slug: row._mapping for row in connection.execute(select(table))}
    _insert(connection, table, [row for slug, row in rows.items() if slug not in present])
    changed = [
        {"this": present[slug]["id"], **row}
        for slug, row in rows.items()
        if slug in present and _differs(row, present[slug])
    ]
    _update(connection, table, changed)
    return ids(connection, table)


def _differs(row: Row, present: Mapping[Any, Any]) -> bool:
    """Tell whether a row says something new; which changeset says it is not new."""
    return any(present[name] != value for name, value in row.items() if name != "changeset_id")


def _update(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Renew rows, each named by its key under ``this``."""
    if rows:
        values: Row = {name: bindparam(f"new_{name}") for name in rows[0] if name != "this"}
        renamed = [
            {name if name == "this" else f"new_{name}": value for name, value in row.items()}
            for row in rows
        ]
        statement = update(table).where(table.c.id == bindparam("this")).values(values)
        connection.execute(statement, renamed)


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _put_actors(connection: Connection, actors: Iterable[Actor], changeset: int) -> dict[str, int]:
    rows = {
        actor.id: {
            "slug": actor.id,
            "kind": str(actor.kind),
            "line": actor.line or actor.id,
            "name": _shown_name(actor),
            "start_date": _text(actor.start),
            "end_date": _text(actor.end),
            "note": actor.note,
            "changeset_id": changeset,
        }
        for actor in actors
    }
    return _put(connection, t.actor, rows)


def _shown_name(actor: Actor) -> str:
    english = [name.text for name in actor.names if name.language == "en"]
    return english[0] if english else actor.names[0].text


def _put_sources(
    connection: Connection, sources: Sequence[Source], changeset: int, actors: Mapping[str, int]
) -> dict[str, int]:
    rows = {
        source.id: {
            "slug": source.id,
            "publisher": source.publisher,
            "title": source.title,
            "url": source.url,
            "date": _text(source.date),
            "language": source.language,
            "side_id": actors[source.side] if source.side else None,
            "kind": str(source.kind),
            "reliability": str(source.reliability),
            "seen": str(source.seen),
            "licence": source.licence,
            "note": source.note,
            "changeset_id": changeset,
        }
        for source in sources
    }
    keys = _put(connection, t.source, rows)
    origins = [
        {"this": keys[source.id], "origin_id": keys[source.origin] if source.origin else None}
        for source in sources
    ]
    _update(connection, t.source, origins)
    return keys


def _put_actor_details(
    connection: Connection,
    actors: Sequence[Actor],
    actor_ids: Mapping[str, int],
    source_ids: Mapping[str, int],
) -> None:
    own = [{"this": actor_ids[actor.id]} for actor in actors]
    for table in (t.actor_code, t.actor_name, t.succession, t.actor_source):
        if own:
            connection.execute(delete(table).where(table.c.actor_id == bindparam("this")), own)
    for rows_of, table in (
        (_code_rows, t.actor_code),
        (_name_rows, t.actor_name),
    ):
        rows = [row for actor in actors for row in rows_of(actor, actor_ids[actor.id])]
        _insert(connection, table, rows)
    succession = [
        {
            "actor_id": actor_ids[actor.id],
            "predecessor_id": actor_ids[earlier.actor],
            "continuity": str(earlier.continuity),
            "date": _text(earlier.date),
        }
        for actor in actors
        for earlier in actor.predecessors
    ]
    _insert(connection, t.succession, succession)
    cited = [
        {"actor_id": actor_ids[actor.id], "source_id": source_ids[source]}
        for actor in actors
        for source in actor.sources
    ]
    _insert(connection, t.actor_source, cited)


def _code_rows(actor: Actor, key: int) -> list[Row]:
    codes = actor.codes.model_dump(exclude_none=True)
    return [{"actor_id": key, "scheme": scheme, "code": code} for scheme, code in codes.items()]


def _name_rows(actor: Actor, key: int) -> list[Row]:
    return [
        {
            "actor_id": key,
            "ordinal": ordinal,
            "text": name.text,
            "folded": fold(name.text),
            "language": name.language,
            "official": name.official == "yes",
            "start_date": _text(name.start),
            "end_date": _text(name.end),
        }
        for ordinal, name in enumerate(actor.names)
    ]


def _put_memberships(
    connection: Connection,
    memberships: Sequence[Membership],
    changeset: int,
    kind: str,
    actors: Mapping[str, int],
    sources: Mapping[str, int],
) -> None:
    if kind == SEED:
        _delete_of_seed(connection, t.membership, t.membership_source)
    first = 1 + (connection.execute(select(func.max(t.membership.c.id))).scalar() or 0)
    numbered = list(enumerate(memberships, start=first))
    rows = [
        {
            "id": key,
            "actor_id": actors[membership.actor],
            "organization_id": actors[membership.of],
            "status": str(membership.status),
            "start_date": _text(membership.start),
            "end_date": _text(membership.end),
            "date_min": _text(membership.start.earliest if membership.start else None),
            "date_max": _text(membership.end.latest if membership.end else None),
            "note": membership.note,
            "changeset_id": changeset,
        }
        for key, membership in numbered
    ]
    _insert(connection, t.membership, rows)
    cited = [
        {"membership_id": key, "source_id": sources[source]}
        for key, membership in numbered
        for source in membership.sources
    ]
    _insert(connection, t.membership_source, cited)


def _delete_of_seed(connection: Connection, table: Table, details: Table) -> None:
    """Make room for the newest seed: what is no claim is replaced, and that of users stays."""
    of_seed = (
        select(table.c.id)
        .join(t.changeset, t.changeset.c.id == table.c.changeset_id)
        .where(t.changeset.c.kind == SEED)
    )
    owner = details.c[f"{table.name}_id"]
    connection.execute(delete(details).where(owner.in_(of_seed)))
    connection.execute(delete(table).where(table.c.id.in_(of_seed)))


def _put_statements(
    connection: Connection,
    statements: Sequence[Statement],
    changeset: int,
    kind: str,
    records: Mapping[str, int],
    sources: Mapping[str, int],
) -> None:
    if kind == SEED:
        _delete_of_seed(connection, t.statement, t.evidence)
    first = 1 + (connection.execute(select(func.max(t.statement.c.id))).scalar() or 0)
    numbered = list(enumerate(statements, start=first))
    rows = [
        {
            "id": key,
            "slug": statement.id,
            "source_id": sources[statement.source],
            "ordinal": ordinal,
            "says": statement.says,
            "date": _text(statement.date),
            "because": statement.because,
            "changeset_id": changeset,
        }
        for ordinal, (key, statement) in enumerate(numbered)
    ]
    _insert(connection, t.statement, rows)
    evidence = [
        {
            "statement_id": key,
            "record_id": records[piece.record],
            "milestone": piece.milestone,
            "figure": piece.figure,
            "shows": str(piece.shows),
            "note": piece.note,
        }
        for key, statement in numbered
        for piece in statement.evidence
    ]
    _insert(connection, t.evidence, evidence)


def _put_records(connection: Connection, seed: Seed) -> dict[str, int]:
    rows = {
        record.id: {
            "slug": record.id,
            "kind": str(record.kind),
            "active": True,
            "form": str(record.form),
            "title": record.title,
            "folded": "",
        }
        for record in seed.records
    }
    return _put(connection, t.record, rows)


def _put_claims(
    connection: Connection,
    seed: Seed,
    changeset: int,
    kind: str,
    records: Mapping[str, int],
    sources: Mapping[str, int],
) -> tuple[int, int]:
    """Write the claims of a seed, and that this changeset says them.

    Returns:
        The numbers of claims that became active and that are active no more.
    """
    shift = 0 if kind == SEED else changeset * ROOM
    claims = {claim.id: claim for record in seed.records for claim in claims_of(record)}
    rows = {key: claim_row(claim, records, sources, shift) for key, claim in claims.items()}
    known = {row.id: row._mapping for row in connection.execute(select(t.claim))}
    _insert(connection, t.claim, [row for key, row in rows.items() if key not in known])
    # What others said first keeps its place; only the seed's own claims are laid anew.
    renewed = [
        {"this": key, **row}
        for key, row in rows.items()
        if key in known and (kind == SEED or not known[key]["active"]) and _differs(row, known[key])
    ]
    _update(connection, t.claim, renewed)
    _say(connection, claims, changeset, kind)
    before = {key for key, row in known.items() if row["active"]}
    after = {row.claim_id for row in connection.execute(_SAID)}
    _update(connection, t.claim, [{"this": key, "active": False} for key in before - after])
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
    _update(connection, t.claim_changeset, [*gone, *back])
    new = [{"claim_id": claim, "changeset_id": changeset} for claim in claims if claim not in said]
    _insert(connection, t.claim_changeset, new)


def _said_by_seed(connection: Connection) -> dict[str, Any]:
    """Read what earlier seeds said, by claim."""
    statement = (
        select(t.claim_changeset)
        .join(t.changeset, t.changeset.c.id == t.claim_changeset.c.changeset_id)
        .where(t.changeset.c.kind == SEED)
    )
    return {row.claim_id: row for row in connection.execute(statement)}


def claim_row(
    claim: Claim, records: Mapping[str, int], sources: Mapping[str, int], shift: int
) -> Row:
    """Make the row of a claim; the shift keeps the statements of changesets apart, in order."""
    return {
        "id": claim.id,
        "record_id": records[claim.record],
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
    }


def _text(date: object | None) -> str | None:
    return None if date is None else str(date)
