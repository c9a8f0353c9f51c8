"""Whether a base is sound: what its tables say of each other, and whether it shows what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, exists, func, or_, select

from relations_kb.domain.claims import Claim, Slot
from relations_kb.domain.errors import KbError
from relations_kb.domain.vocabulary import Calendar
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks
from relations_kb.store.redirects import read_redirects
from relations_kb.store.resolved import TYPED, made_of_claims

_AT_ONCE = 500
_MOST_NAMED = 5

Told = Callable[[str, int, int | None], None]
"""Told a step, how many of its rows are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a base.

    Attributes:
        check: name of the check that found it.
        message: what is wrong, and where.
        number: how many rows or records it concerns.
    """

    check: str
    message: str
    number: int


def find_problems(connection: Connection, told: Told) -> Iterator[Problem]:
    """Run every check; the base is only read."""
    told("Looking at the file", 0, None)
    yield from _damage(connection)
    yield from _broken_keys(connection)
    for check, message, statement in _RULES:
        told(f"Checking {check}", 0, None)
        yield from _listed(connection, check, message, statement)
    yield from _circles(connection)
    told("Checking claims", 0, None)
    yield from _misnamed_claims(connection)
    yield from _unlike_claims(connection, told)


def _damage(connection: Connection) -> Iterator[Problem]:
    if connection.dialect.name == "sqlite":
        rows = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
        if rows != ["ok"]:
            yield Problem("file", "; ".join(rows[:_MOST_NAMED]), len(rows))


def _broken_keys(connection: Connection) -> Iterator[Problem]:
    """Find rows that refer to rows that are not there; a server would not have let them in."""
    for table in t.metadata.sorted_tables:
        for key in table.foreign_keys:
            other = key.column.table.alias("other")
            own = table.c[key.parent.name]
            there = exists().where(other.c[key.column.name] == own)
            broken = select(func.count()).select_from(table).where(own.is_not(None), ~there)
            number = connection.execute(broken).scalar_one()
            if number:
                place = f"{table.name}.{key.parent.name}"
                yield Problem("references", f"{place} refers to rows that are not there", number)


_said = t.claim_changeset
_standing = exists().where(_said.c.claim_id == t.claim.c.id, _said.c.withdrawn_id.is_(None))
_cited = exists().where(t.claim.c.source_id == t.source.c.id, t.claim.c.active)

_RULES: tuple[tuple[str, str, Select[Any]], ...] = (
    (
        "claims",
        "active claims that no changeset says",
        select(t.claim.c.id).where(t.claim.c.active, ~_standing),
    ),
    (
        "claims",
        "claims that a changeset says and that are not active",
        select(t.claim.c.id).where(~t.claim.c.active, _standing),
    ),
    (
        "sources",
        "sources that are cited and do not stand",
        select(t.source.c.slug).where(~t.source.c.active, _cited),
    ),
    (
        "merges",
        "claims of merged records that stand where they were",
        select(t.claim.c.id).where(
            exists().where(
                t.redirect.c.record_id == t.claim.c.record_id, t.redirect.c.withdrawn_id.is_(None)
            )
        ),
    ),
    (
        "records",
        "records that are shown and have no title",
        select(t.record.c.slug).where(t.record.c.active, t.record.c.title == ""),
    ),
    (
        "changesets",
        "things withdrawn by a changeset that came before them",
        select(_said.c.claim_id).where(
            or_(
                and_(_said.c.withdrawn_id < _said.c.changeset_id),
                _said.c.owner_id > _said.c.changeset_id,
            )
        ),
    ),
)


def _listed(
    connection: Connection, check: str, message: str, statement: Select[Any]
) -> Iterator[Problem]:
    found = list(connection.execute(statement).scalars())
    if found:
        named = ", ".join(str(name) for name in sorted(found)[:_MOST_NAMED])
        yield Problem(check, f"{message}: {named}", len(found))


def _circles(connection: Connection) -> Iterator[Problem]:
    try:
        read_redirects(connection)
    except KbError as error:
        yield Problem("merges", error.message, 1)


_SAID = (
    select(
        t.claim.c.id, t.claim.c.item, t.claim.c.key, t.claim.c.leaf, t.claim.c.value,
        t.claim.c.calendar, func.coalesce(t.claim.c.said_of, t.record.c.slug).label("record"),
        t.source.c.slug.label("source"),
    )
    .join(t.record, t.record.c.id == t.claim.c.record_id)
    .join(t.source, t.source.c.id == t.claim.c.source_id)
    .execution_options(yield_per=_AT_ONCE)
)  # fmt: skip


def _misnamed_claims(connection: Connection) -> Iterator[Problem]:
    """Find claims whose id is not made of what they say: another could not find them."""
    wrong = [row.id for row in connection.execute(_SAID) if row.id != _named(row)]
    if wrong:
        named = ", ".join(sorted(wrong)[:_MOST_NAMED])
        message = f"claims that say something else than their id is made of: {named}"
        yield Problem("claims", message, len(wrong))


def _named(row: Any) -> str:
    """Return the id of what a claim says."""
    slot = Slot(row.item, row.key, row.leaf)
    return Claim(row.record, slot, row.value, row.source, Calendar(row.calendar)).id


def _unlike_claims(connection: Connection, told: Told) -> Iterator[Problem]:
    """Find records that are shown otherwise than their claims resolve to."""
    rows = connection.execute(select(t.record.c.id, t.record.c.slug))
    keys = {row.id: row.slug for row in rows}
    done = 0
    unlike: list[str] = []
    for chunk in chunks(sorted(keys), _AT_ONCE):
        made, values = made_of_claims(connection, chunk)
        wrong = _wrong_rows(connection, made, chunk) | _wrong_records(connection, values, chunk)
        unlike += sorted(keys[record] for record in wrong)
        done += len(chunk)
        told("Resolving the claims again", done, len(keys))
    if unlike:
        named = ", ".join(unlike[:_MOST_NAMED])
        message = f"records that are shown otherwise than their claims say: {named}"
        yield Problem("values", message, len(unlike))


_PARENTS = {"milestone_source": t.milestone, "figure_source": t.figure}


def _wrong_rows(
    connection: Connection, made: Mapping[str, list[dict[str, Any]]], records: Sequence[int]
) -> set[int]:
    """Return the records whose typed rows are not those that their claims make."""
    wrong: set[int] = set()
    for table in TYPED:
        parent = _PARENTS.get(table.name)
        if parent is None:
            there = connection.execute(select(table).where(table.c.record_id.in_(records)))
            own = Counter(_comparable(table, row._mapping) for row in there)
            expected = Counter(_comparable(table, row) for row in made[table.name])
        else:
            own = Counter(_sources_there(connection, table, parent, records))
            expected = Counter(_sources_made(made, table, parent))
        wrong |= {row[0] for row in (own - expected) + (expected - own)}
    return wrong


Comparable = tuple[Any, ...]


def _comparable(table: Table, row: Mapping[Any, Any]) -> Comparable:
    names = [column.name for column in table.c if column.name not in {"id", "record_id"}]
    return (row["record_id"], *(row[name] for name in names))


def _sources_there(
    connection: Connection, table: Table, parent: Table, records: Sequence[int]
) -> Iterator[Comparable]:
    statement = (
        select(parent.c.record_id, parent.c.key, table.c.source_id)
        .join(parent, parent.c.id == table.c[f"{parent.name}_id"])
        .where(parent.c.record_id.in_(records))
    )
    return (tuple(row) for row in connection.execute(statement))


def _sources_made(
    made: Mapping[str, list[dict[str, Any]]], table: Table, parent: Table
) -> Iterator[Comparable]:
    places = {row["id"]: (row["record_id"], row["key"]) for row in made[parent.name]}
    for row in made[table.name]:
        yield (*places[row[f"{parent.name}_id"]], row["source_id"])


def _wrong_records(
    connection: Connection, values: Sequence[Mapping[str, Any]], records: Sequence[int]
) -> set[int]:
    """Return the records whose own rows are not what their claims make, or that should not show."""
    expected = {row["this"]: row for row in values}
    wrong: set[int] = set()
    for row in connection.execute(select(t.record).where(t.record.c.id.in_(records))):
        own = expected.get(row.id)
        if own is None:
            wrong |= {row.id} if row.active else set()
        elif any(row._mapping[name] != value for name, value in own.items() if name != "this"):
            wrong.add(row.id)
    return wrong
