"""Which later changesets rest on what another brought, so that it cannot be taken away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Subquery, and_, exists, or_, select

from relations_kb.store import tables as t
from relations_kb.store.defined import DefinitionKind
from relations_kb.store.errata import CORRECTION, RETRACTION
from relations_kb.store.read import TITLE


@dataclass(frozen=True, slots=True)
class Dependent:
    """A later changeset and why it needs the earlier one.

    Attributes:
        changeset: its number.
        label: what it was.
        reason: what it does, in words.
        names: ids of the records, actors or values that it does it to.
    """

    changeset: int
    label: str
    reason: str
    names: tuple[str, ...]


def dependents_of(connection: Connection, number: int) -> list[Dependent]:
    """Return the changesets that rest on what one brought, each reason by itself.

    Corrections do not: they are kept, and hold again when what they correct comes back.
    """
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    for changeset, reason, name in _reasons(connection, number):
        found[changeset, reason].add(name)
    labels = {
        row.id: row.label
        for row in connection.execute(select(t.changeset.c.id, t.changeset.c.label))
        if any(row.id == changeset for changeset, _ in found)
    }
    return [
        Dependent(changeset, labels[changeset], reason, tuple(sorted(names)))
        for (changeset, reason), names in sorted(found.items())
    ]


def _reasons(connection: Connection, number: int) -> Iterator[tuple[int, str, str]]:
    falling = _falling(number)
    yield from _adding(connection, number, falling)
    yield from _linking(connection, number, falling)
    yield from _merging(connection, number, falling)
    yield from _correcting(connection, number)
    yield from _naming(connection, number)


def _own(number: int) -> ColumnElement[bool]:
    """Claims that a changeset says, itself or through an undo that brought them back."""
    said = t.claim_changeset
    return and_(
        or_(said.c.changeset_id == number, said.c.owner_id == number), said.c.withdrawn_id.is_(None)
    )


def _falling(number: int) -> Subquery:
    """Select the records that nobody else gives a title of their own."""
    said, other, title = t.claim_changeset, t.claim_changeset.alias(), t.claim.alias()
    of_title = and_(
        t.claim.c.item == TITLE.item, t.claim.c.leaf == TITLE.leaf, t.claim.c.variant == 0
    )
    others = exists().where(
        title.c.record_id == t.claim.c.record_id,
        title.c.item == TITLE.item,
        title.c.leaf == TITLE.leaf,
        title.c.variant == 0,
        other.c.claim_id == title.c.id,
        other.c.withdrawn_id.is_(None),
        other.c.changeset_id != number,
        other.c.owner_id != number,
    )
    return (
        select(t.record.c.id, t.record.c.slug)
        .join(t.claim, t.claim.c.record_id == t.record.c.id)
        .join(said, said.c.claim_id == t.claim.c.id)
        .where(of_title, _own(number), ~others)
        .distinct()
        .subquery()
    )


def _by_others(number: int) -> ColumnElement[bool]:
    said = t.claim_changeset
    return and_(
        said.c.withdrawn_id.is_(None),
        said.c.changeset_id != number,
        said.c.owner_id != number,
        t.changeset.c.kind.not_in((CORRECTION, RETRACTION)),
    )


def _adding(
    connection: Connection, number: int, falling: Subquery
) -> Iterator[tuple[int, str, str]]:
    of_record = falling.c.id == t.claim.c.record_id
    for changeset, slug in _saying(connection, number, falling, of_record):
        yield changeset, "adds to records that only this one has", slug


def _linking(
    connection: Connection, number: int, falling: Subquery
) -> Iterator[tuple[int, str, str]]:
    of_link = and_(
        falling.c.slug == t.claim.c.value, t.claim.c.item == "link", t.claim.c.leaf == "to"
    )
    for changeset, slug in _saying(connection, number, falling, of_link):
        yield changeset, "links to records that only this one has", slug


def _saying(
    connection: Connection, number: int, falling: Subquery, which: ColumnElement[bool]
) -> Iterator[tuple[int, str]]:
    """Yield who else says claims, and the falling record that each has to do with."""
    said = t.claim_changeset
    statement = (
        select(said.c.changeset_id, falling.c.slug)
        .join(t.claim, t.claim.c.id == said.c.claim_id)
        .join(falling, which)
        .join(t.changeset, t.changeset.c.id == said.c.changeset_id)
        .where(_by_others(number))
        .distinct()
    )
    for row in connection.execute(statement):
        yield row.changeset_id, row.slug


def _merging(
    connection: Connection, number: int, falling: Subquery
) -> Iterator[tuple[int, str, str]]:
    statement = (
        select(t.redirect.c.changeset_id, falling.c.slug)
        .join(falling, falling.c.id == t.redirect.c.target_id)
        .where(t.redirect.c.withdrawn_id.is_(None), t.redirect.c.changeset_id != number)
    )
    for row in connection.execute(statement):
        yield row.changeset_id, "merged others into records that only this one has", row.slug


def _correcting(connection: Connection, number: int) -> Iterator[tuple[int, str, str]]:
    """Yield the errata on what a correction put in the place of something else."""
    said = t.claim_changeset
    statement = (
        select(t.erratum.c.changeset_id, t.record.c.slug)
        .join(said, said.c.claim_id == t.erratum.c.claim_id)
        .join(t.claim, t.claim.c.id == said.c.claim_id)
        .join(t.record, t.record.c.id == t.claim.c.record_id)
        .join(t.changeset, t.changeset.c.id == number)
        .where(
            _own(number),
            t.changeset.c.kind == CORRECTION,
            t.erratum.c.withdrawn_id.is_(None),
            t.erratum.c.changeset_id != number,
        )
        .distinct()
    )
    for row in connection.execute(statement):
        yield row.changeset_id, "corrects what this one put right", row.slug


def _naming(connection: Connection, number: int) -> Iterator[tuple[int, str, str]]:
    """Yield the uses of actors that a changeset brought."""
    own = and_(
        or_(t.definition.c.changeset_id == number, t.definition.c.owner_id == number),
        t.definition.c.withdrawn_id.is_(None),
        t.definition.c.kind == str(DefinitionKind.ACTOR),
    )
    actors = list(connection.execute(select(t.definition.c.name).where(own)).scalars())
    if actors:
        yield from _naming_claims(connection, number, actors)
        yield from _naming_definitions(connection, number, actors)


def _naming_claims(
    connection: Connection, number: int, actors: Collection[str]
) -> Iterator[tuple[int, str, str]]:
    said = t.claim_changeset
    as_actor = [t.claim.c.key.contains(f"@{actor}", autoescape=True) for actor in actors]
    statement = (
        select(said.c.changeset_id, t.record.c.slug)
        .join(t.claim, t.claim.c.id == said.c.claim_id)
        .join(t.record, t.record.c.id == t.claim.c.record_id)
        .join(t.changeset, t.changeset.c.id == said.c.changeset_id)
        .where(
            _by_others(number),
            or_(
                and_(t.claim.c.item == "party", t.claim.c.key.in_(actors)),
                and_(t.claim.c.item == "party", t.claim.c.value.in_(actors)),
                and_(t.claim.c.item == "milestone", or_(*as_actor)),
            ),
        )
        .distinct()
    )
    for row in connection.execute(statement):
        yield row.changeset_id, "names actors that only this one has, in", row.slug


def _naming_definitions(
    connection: Connection, number: int, actors: Collection[str]
) -> Iterator[tuple[int, str, str]]:
    quoted = [t.definition.c.content.contains(f'"{actor}"', autoescape=True) for actor in actors]
    statement = select(t.definition.c.changeset_id, t.definition.c.name).where(
        t.definition.c.withdrawn_id.is_(None),
        t.definition.c.changeset_id != number,
        t.definition.c.owner_id != number,
        or_(*quoted),
    )
    for row in connection.execute(statement):
        yield row.changeset_id, "defines what names actors that only this one has", row.name
