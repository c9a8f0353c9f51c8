"""Which changeset defined which source, actor, membership or statement, in whose words."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, select, update

from relations_kb.domain.vocabulary import Term
from relations_kb.records.actors import Actor, Membership
from relations_kb.records.models import Entry, Source
from relations_kb.records.seed_file import Seed
from relations_kb.records.statements import Statement
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks, insert_rows


class DefinitionKind(Term):
    """What can be defined besides records."""

    SOURCE = "source", "a document"
    ACTOR = "actor", "a country or an organization"
    MEMBERSHIP = "membership", "the status of an actor in an organization over a time"
    STATEMENT = "statement", "what a source says in words"


MODELS: dict[DefinitionKind, type[Entry]] = {
    DefinitionKind.SOURCE: Source,
    DefinitionKind.ACTOR: Actor,
    DefinitionKind.MEMBERSHIP: Membership,
    DefinitionKind.STATEMENT: Statement,
}


@dataclass(frozen=True, slots=True)
class Defined:
    """A definition.

    Attributes:
        dataset: data set that it came with.
        kind: what is defined.
        name: what tells it from the others of its kind.
        content: JSON in the shape of a seed file.
    """

    dataset: str
    kind: DefinitionKind
    name: str
    content: str


def name_of(kind: DefinitionKind, entry: Entry) -> str:
    """Return what tells a definition from the others of its kind: its id, if it has one."""
    match entry:
        case Source() | Actor():
            return entry.id
        case Statement():
            return f"{entry.source} {entry.id}"
    text = entry.model_dump_json(by_alias=True)
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def insert_definitions(
    connection: Connection, changeset: int, definitions: Sequence[Defined]
) -> None:
    """Note what a changeset defines."""
    insert_rows(
        connection,
        t.definition,
        ("changeset_id", "owner_id", "dataset", "kind", "name", "content"),
        [(changeset, changeset, d.dataset, str(d.kind), d.name, d.content) for d in definitions],
    )


def withdraw_definitions(
    connection: Connection, changeset: int, kind: DefinitionKind, names: Collection[str]
) -> None:
    """Note that a changeset defines something anew that stood otherwise."""
    for chunk in chunks(names):
        standing = (
            (t.definition.c.kind == str(kind))
            & t.definition.c.name.in_(chunk)
            & t.definition.c.withdrawn_id.is_(None)
        )
        connection.execute(update(t.definition).where(standing).values(withdrawn_id=changeset))


def read_defined(connection: Connection, which: ColumnElement[bool]) -> Seed:
    """Return what some rows of ``definition`` define, each entry once, the newest row counting."""
    found: dict[DefinitionKind, dict[str, Entry]] = {kind: {} for kind in DefinitionKind}
    for row in connection.execute(select(t.definition).where(which).order_by(t.definition.c.id)):
        kind = DefinitionKind(row.kind)
        found[kind][row.name] = MODELS[kind].model_validate_json(row.content)
    return Seed(
        sources=_only(found[DefinitionKind.SOURCE], Source),
        actors=_only(found[DefinitionKind.ACTOR], Actor),
        memberships=_only(found[DefinitionKind.MEMBERSHIP], Membership),
        records=(),
        statements=_only(found[DefinitionKind.STATEMENT], Statement),
    )


def _only(entries: Mapping[str, Entry], cls: type[_E]) -> tuple[_E, ...]:
    return tuple(entry for entry in entries.values() if isinstance(entry, cls))


_E = TypeVar("_E", bound=Entry)


def names_defined_by(
    connection: Connection, dataset: str, kind: DefinitionKind, names: Collection[str]
) -> set[str]:
    """Return which of some names a data set defined, as they stand."""
    found: set[str] = set()
    for chunk in chunks(names):
        statement = select(t.definition.c.name).where(
            t.definition.c.kind == str(kind),
            t.definition.c.name.in_(chunk),
            t.definition.c.dataset == dataset,
            t.definition.c.withdrawn_id.is_(None),
        )
        found |= set(connection.execute(statement).scalars())
    return found
