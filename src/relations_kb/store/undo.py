"""Taking a changeset back: what it owns is withdrawn, what it had withdrawn is brought back.

Nothing is deleted that was said: the undo is a changeset of its own, and can be undone like any
other. What it brings back keeps its owner, so that it goes when that is undone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks
from relations_kb.store.changesets import Written, close_changeset, insert_changeset
from relations_kb.store.defined import DefinitionKind, read_defined
from relations_kb.store.definitions import (
    delete_actors,
    delete_of_changeset,
    put_actor_details,
    put_actors,
    put_memberships,
    put_sources,
    put_statements,
    set_sources_active,
)
from relations_kb.store.redirects import read_redirects, repoint
from relations_kb.store.resolved import write_resolved

UNDO = "undo"

_PLACE = frozenset({"id", "changeset_id", "withdrawn_id"})


def write_undo(connection: Connection, changeset: int, label: str) -> Written:
    """Undo a changeset in the caller's transaction; whether it may be undone is not asked here."""
    number = insert_changeset(connection, UNDO, label, "", undoes=changeset)
    before = read_redirects(connection)
    for table in t.LOGS:
        _take_back(connection, table, changeset, number)
    withdrawn = _deactivate(connection, number)
    added = _activate(connection, number)
    moved = repoint(connection, before, read_redirects(connection))
    write_resolved(connection, {*_touched(connection, number), *moved})
    _define(connection, number)
    return close_changeset(connection, Written(number, added, withdrawn))


def _take_back(connection: Connection, table: Table, changeset: int, number: int) -> None:
    """Withdraw the rows of a changeset, and write again those that it had withdrawn."""
    own = or_(table.c.changeset_id == changeset, table.c.owner_id == changeset)
    connection.execute(
        update(table).where(own, table.c.withdrawn_id.is_(None)).values(withdrawn_id=number)
    )
    columns = [column for column in table.c if column.name not in _PLACE]
    again = select(*columns, literal(number)).where(table.c.withdrawn_id == changeset)
    if table is t.erratum:
        # Several errata on one claim are brought back by the newest of them.
        newest = select(func.max(table.c.id)).where(table.c.withdrawn_id == changeset)
        again = again.where(table.c.id.in_(newest.group_by(table.c.claim_id, table.c.owner_id)))
    names = [*(column.name for column in columns), "changeset_id"]
    connection.execute(insert(table).from_select(names, again.distinct()))


def _deactivate(connection: Connection, number: int) -> int:
    """Make inactive what nobody says any more; return the number of claims."""
    said = t.claim_changeset
    withdrawn = select(said.c.claim_id).where(said.c.withdrawn_id == number)
    still = said.alias("still")
    unsaid = ~exists().where(still.c.claim_id == t.claim.c.id, still.c.withdrawn_id.is_(None))
    own = and_(t.claim.c.active, t.claim.c.id.in_(withdrawn), unsaid)
    return connection.execute(update(t.claim).where(own).values(active=False)).rowcount


def _activate(connection: Connection, number: int) -> int:
    """Make active what is said again; return the number of claims."""
    said = t.claim_changeset
    again = select(said.c.claim_id).where(said.c.changeset_id == number)
    own = and_(~t.claim.c.active, t.claim.c.id.in_(again))
    return connection.execute(update(t.claim).where(own).values(active=True)).rowcount


def _touched(connection: Connection, number: int) -> set[int]:
    """Return the keys of the records of which an undo speaks."""
    found: set[int] = set()
    for table in (t.claim_changeset, t.erratum):
        statement = (
            select(t.claim.c.record_id)
            .join(table, table.c.claim_id == t.claim.c.id)
            .where(or_(table.c.changeset_id == number, table.c.withdrawn_id == number))
            .distinct()
        )
        found |= set(connection.execute(statement).scalars())
    return found


def _define(connection: Connection, number: int) -> None:
    """Let definitions go or come back with the changeset that brought them."""
    gone = read_defined(connection, t.definition.c.withdrawn_id == number)
    back = read_defined(connection, t.definition.c.changeset_id == number)
    owners = _owners(connection, number)
    delete_of_changeset(connection, owners)
    put_sources(connection, back.sources, number)
    put_actors(connection, back.actors, number)
    put_actor_details(connection, back.actors)
    put_memberships(connection, back.memberships, number, UNDO)
    put_statements(connection, back.statements, number, UNDO)
    said = t.claim_changeset
    set_sources_active(
        connection, _cited_by(connection, said.c.changeset_id == number), active=True
    )
    left = {source.id for source in gone.sources} - {source.id for source in back.sources}
    uncited = _cited_by(connection, said.c.withdrawn_id == number)
    _retire_sources(connection, sorted(left | _defined_here(connection, uncited)))
    delete_actors(connection, [actor.id for actor in gone.actors])


def _cited_by(connection: Connection, which: ColumnElement[bool]) -> set[str]:
    """Return the sources of claims that some changesets say."""
    statement = (
        select(t.source.c.slug)
        .join(t.claim, t.claim.c.source_id == t.source.c.id)
        .join(t.claim_changeset, t.claim_changeset.c.claim_id == t.claim.c.id)
        .where(which)
        .distinct()
    )
    return set(connection.execute(statement).scalars())


def _defined_here(connection: Connection, slugs: Collection[str]) -> set[str]:
    """Return those of some sources that changesets defined, and no seed."""
    found: set[str] = set()
    for chunk in chunks(slugs):
        own = select(t.definition.c.name).where(
            t.definition.c.kind == str(DefinitionKind.SOURCE), t.definition.c.name.in_(chunk)
        )
        found |= set(connection.execute(own).scalars())
    return found


def _owners(connection: Connection, number: int) -> list[int]:
    """Return the changesets whose memberships and statements an undo takes back."""
    statement = select(t.definition.c.changeset_id).where(t.definition.c.withdrawn_id == number)
    return sorted(set(connection.execute(statement).scalars()))


def _retire_sources(connection: Connection, slugs: Sequence[str]) -> None:
    """Let sources stand no more that nothing cites and nothing defines."""
    for chunk in chunks(slugs):
        cited = (
            select(t.source.c.slug)
            .join(t.claim, t.claim.c.source_id == t.source.c.id)
            .where(t.claim.c.active, t.source.c.slug.in_(chunk))
            .distinct()
        )
        defined = select(t.definition.c.name).where(
            t.definition.c.kind == str(DefinitionKind.SOURCE),
            t.definition.c.name.in_(chunk),
            t.definition.c.withdrawn_id.is_(None),
        )
        kept = {*connection.execute(cited).scalars(), *connection.execute(defined).scalars()}
        set_sources_active(connection, set(chunk) - kept, active=False)
