"""Actors, sources, memberships and statements to rows, and nothing else does it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from relations_kb.domain.identity import fold
from relations_kb.records.actors import Actor, Membership
from relations_kb.records.models import Source
from relations_kb.records.statements import Statement
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks, ids, update_rows
from relations_kb.store.changesets import SEED
from relations_kb.store.redirects import RecordKeys

Row = dict[str, Any]


def put(connection: Connection, table: Table, rows: Mapping[str, Row]) -> None:
    """Insert or renew rows by their slug."""
    present: dict[str, Mapping[Any, Any]] = {}
    for chunk in chunks(rows):
        found = connection.execute(select(table).where(table.c.slug.in_(chunk)))
        present |= {row.slug: row._mapping for row in found}
    _insert(connection, table, [row for slug, row in rows.items() if slug not in present])
    changed = [
        {"this": present[slug]["id"], **row}
        for slug, row in rows.items()
        if slug in present and differs(row, present[slug])
    ]
    update_rows(connection, table, changed)


def differs(row: Row, present: Mapping[Any, Any]) -> bool:
    """Tell whether a row says something new; which changeset says it is not new."""
    return any(present[name] != value for name, value in row.items() if name != "changeset_id")


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def put_actors(connection: Connection, actors: Iterable[Actor], changeset: int) -> None:
    """Insert or renew actors; their details follow once the sources are there."""
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
    put(connection, t.actor, rows)


def _shown_name(actor: Actor) -> str:
    english = [name.text for name in actor.names if name.language == "en"]
    return english[0] if english else actor.names[0].text


def put_sources(connection: Connection, sources: Sequence[Source], changeset: int) -> None:
    """Insert or renew sources."""
    actors = ids(connection, t.actor)
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
            "active": True,
            "changeset_id": changeset,
        }
        for source in sources
    }
    put(connection, t.source, rows)
    named = {slug for source in sources for slug in (source.id, source.origin) if slug}
    keys = ids(connection, t.source, named)
    origins = [
        {"this": keys[source.id], "origin_id": keys[source.origin] if source.origin else None}
        for source in sources
    ]
    update_rows(connection, t.source, origins)


_ACTOR_DETAILS = (t.actor_code, t.actor_name, t.succession, t.actor_source)


def put_actor_details(connection: Connection, actors: Sequence[Actor]) -> None:
    """Write names, codes, predecessors and sources of actors anew."""
    actor_ids = ids(connection, t.actor)
    source_ids = ids(connection, t.source, {source for actor in actors for source in actor.sources})
    _delete_actor_details(connection, [actor_ids[actor.id] for actor in actors])
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


def _delete_actor_details(connection: Connection, actors: Sequence[int]) -> None:
    own = [{"this": actor} for actor in actors]
    for table in _ACTOR_DETAILS if own else ():
        connection.execute(delete(table).where(table.c.actor_id == bindparam("this")), own)


def delete_of_changeset(connection: Connection, changesets: Collection[int]) -> None:
    """Take memberships and statements out again; their definitions are kept elsewhere."""
    for table, details in ((t.membership, t.membership_source), (t.statement, t.evidence)):
        own = select(table.c.id).where(table.c.changeset_id.in_(changesets))
        owner = details.c[f"{table.name}_id"]
        connection.execute(delete(details).where(owner.in_(own)))
        connection.execute(delete(table).where(table.c.changeset_id.in_(changesets)))


def delete_actors(connection: Connection, slugs: Collection[str]) -> None:
    """Take actors out again of which nothing else speaks."""
    keys = sorted(ids(connection, t.actor, slugs).values())
    retired = (~t.source.c.active) & t.source.c.side_id.in_(keys)
    connection.execute(update(t.source).where(retired).values(side_id=None))
    _delete_actor_details(connection, keys)
    connection.execute(delete(t.actor).where(t.actor.c.id.in_(keys)))


def set_sources_active(connection: Connection, slugs: Collection[str], *, active: bool) -> None:
    """Let sources stand, or, since claims may refer to them for ever, stand no more."""
    for chunk in chunks(slugs):
        own = t.source.c.slug.in_(chunk)
        connection.execute(update(t.source).where(own).values(active=active))


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


def put_memberships(
    connection: Connection, memberships: Sequence[Membership], changeset: int, kind: str
) -> None:
    """Add memberships; those of a seed take the place of the seed's before."""
    if kind == SEED:
        _delete_of_seed(connection, t.membership, t.membership_source)
    actors = ids(connection, t.actor)
    sources = ids(
        connection, t.source, {s for membership in memberships for s in membership.sources}
    )
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


def put_statements(
    connection: Connection, statements: Sequence[Statement], changeset: int, kind: str
) -> None:
    """Add statements; those of a seed take the place of the seed's before."""
    if kind == SEED:
        _delete_of_seed(connection, t.statement, t.evidence)
    sources = ids(connection, t.source, {statement.source for statement in statements})
    records = RecordKeys(connection)
    records.load({piece.record for statement in statements for piece in statement.evidence})
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
            "record_id": records.key(piece.record),
            "said_of": records.said_of(piece.record),
            "milestone": piece.milestone,
            "figure": piece.figure,
            "shows": str(piece.shows),
            "note": piece.note,
        }
        for key, statement in numbered
        for piece in statement.evidence
    ]
    _insert(connection, t.evidence, evidence)


def _text(date: object | None) -> str | None:
    return None if date is None else str(date)
