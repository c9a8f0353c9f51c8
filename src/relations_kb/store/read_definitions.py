"""Rows to sources, actors, memberships and statements, and nothing else does it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, select

from relations_kb.records.actors import Actor, Membership
from relations_kb.records.models import Source
from relations_kb.records.statements import Statement
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks
from relations_kb.store.changesets import SEED

_Data = dict[str, Any]

_SPAN = {"start": "start_date", "end": "end_date"}
"""Columns of the days from and to which something holds."""

_side, _origin = t.actor.alias("side"), t.source.alias("origin")
_SOURCES = (
    select(t.source, _side.c.slug.label("side"), _origin.c.slug.label("origin"))
    .outerjoin(_side, _side.c.id == t.source.c.side_id)
    .outerjoin(_origin, _origin.c.id == t.source.c.origin_id)
    .where(t.source.c.active)
    .order_by(t.source.c.slug)
)


def read_sources(
    connection: Connection, slugs: Collection[str] | None = None, *, added: bool = False
) -> list[Source]:
    """Read the sources that stand, by their ids.

    Args:
        connection: to the base.
        slugs: ids of those that are wanted; all if None.
        added: only those of changesets other than seeds.
    """
    if slugs is None:
        return [_source(row) for row in connection.execute(_chosen(_SOURCES, t.source, added))]
    found: list[Source] = []
    for chunk in chunks(sorted(slugs)):
        statement = _chosen(_SOURCES.where(t.source.c.slug.in_(chunk)), t.source, added)
        found += [_source(row) for row in connection.execute(statement)]
    return found


def read_actors(connection: Connection, *, added: bool = False) -> list[Actor]:
    """Read actors with their names, codes, predecessors and sources, by their ids.

    Args:
        connection: to the base.
        added: only those of changesets other than seeds.
    """
    names = _grouped(connection, select(t.actor_name).order_by(t.actor_name.c.ordinal), "actor_id")
    codes = _grouped(connection, select(t.actor_code).order_by(t.actor_code.c.id), "actor_id")
    earlier = _grouped(connection, _predecessors(), "actor_id")
    cited = _cited(connection, t.actor_source, "actor_id")
    statement = _chosen(select(t.actor).order_by(t.actor.c.slug), t.actor, added)
    return [
        Actor.model_validate(
            {
                "id": row.slug,
                "line": row.line if row.line != row.slug else None,
                "names": [_name(name) for name in names.get(row.id, ())],
                "codes": {code.scheme: code.code for code in codes.get(row.id, ())},
                "predecessors": [
                    _data(one, "actor", "continuity", "date") for one in earlier.get(row.id, ())
                ],
                "sources": cited.get(row.id, []),
                **_data(row, "kind", "note", **_SPAN),
            }
        )
        for row in connection.execute(statement)
    ]


def read_memberships(connection: Connection, *, added: bool = False) -> list[Membership]:
    """Read memberships with their sources, in the order in which they came.

    Args:
        connection: to the base.
        added: only those of changesets other than seeds.
    """
    actor, organization = t.actor.alias("member"), t.actor.alias("organization")
    statement = (
        select(t.membership, actor.c.slug.label("actor"), organization.c.slug.label("of"))
        .join(actor, actor.c.id == t.membership.c.actor_id)
        .join(organization, organization.c.id == t.membership.c.organization_id)
        .order_by(t.membership.c.id)
    )
    cited = _cited(connection, t.membership_source, "membership_id")
    return [
        Membership.model_validate(
            {
                **_data(row, "actor", "of", "status", "note", **_SPAN),
                "sources": cited.get(row.id, []),
            }
        )
        for row in connection.execute(_chosen(statement, t.membership, added))
    ]


def read_statements(connection: Connection, *, added: bool = False) -> list[Statement]:
    """Read statements with their evidence, in the order in which they came.

    Args:
        connection: to the base.
        added: only those of changesets other than seeds.
    """
    record = func.coalesce(t.evidence.c.said_of, t.record.c.slug).label("record")
    pieces = _grouped(
        connection,
        select(t.evidence, record)
        .join(t.record, t.record.c.id == t.evidence.c.record_id)
        .where(t.record.c.active)
        .order_by(t.evidence.c.id),
        "statement_id",
    )
    statement = (
        select(t.statement, t.source.c.slug.label("source"))
        .join(t.source, t.source.c.id == t.statement.c.source_id)
        .order_by(t.statement.c.id)
    )
    return [
        Statement.model_validate(
            {
                **_data(row, "source", "says", "date", "because", id="slug"),
                "evidence": [
                    _data(piece, "record", "milestone", "figure", "shows", "note")
                    for piece in pieces.get(row.id, ())
                ],
            }
        )
        for row in connection.execute(_chosen(statement, t.statement, added))
    ]


def _predecessors() -> Select[Any]:
    before = t.actor.alias("before")
    return (
        select(t.succession, before.c.slug.label("actor"))
        .join(before, before.c.id == t.succession.c.predecessor_id)
        .order_by(t.succession.c.id)
    )


def _source(row: Row[Any]) -> Source:
    names = (
        "publisher", "title", "url", "date", "language", "side", "kind", "reliability", "origin",
        "seen", "licence", "note",
    )  # fmt: skip
    return Source.model_validate(_data(row, *names, id="slug"))


def _name(row: Row[Any]) -> _Data:
    official = "yes" if row.official else "no"
    return {"official": official, **_data(row, "text", "language", **_SPAN)}


def _data(row: Row[Any], *names: str, **columns: str) -> _Data:
    """Return columns of a row, under their own names or others."""
    return {
        **{name: row._mapping[name] for name in names},
        **{name: row._mapping[column] for name, column in columns.items()},
    }


def _chosen(statement: Select[Any], table: Table, added: bool) -> Select[Any]:
    """Leave out, if only what was added is wanted, what a seed brought."""
    if not added:
        return statement
    of_seed = select(t.changeset.c.id).where(t.changeset.c.kind == SEED)
    return statement.where(table.c.changeset_id.not_in(of_seed))


def _cited(connection: Connection, table: Table, owner: str) -> dict[int, list[str]]:
    statement = (
        select(table, t.source.c.slug)
        .join(t.source, t.source.c.id == table.c.source_id)
        .order_by(table.c.id)
    )
    groups = _grouped(connection, statement, owner)
    return {key: [row.slug for row in rows] for key, rows in groups.items()}


def _grouped(
    connection: Connection, statement: Select[Any], owner: str
) -> dict[int, list[Row[Any]]]:
    groups: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(statement):
        groups.setdefault(row._mapping[owner], []).append(row)
    return groups
