"""Records that were merged: whose id leads to which record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update

from relations_kb.domain.errors import KbError
from relations_kb.domain.identity import nearest
from relations_kb.domain.vocabulary import Kind
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks


def read_redirects(connection: Connection) -> dict[int, int]:
    """Read which record each merged one leads to, by their keys; chains are followed to the end."""
    statement = select(t.redirect.c.record_id, t.redirect.c.target_id).where(
        t.redirect.c.withdrawn_id.is_(None)
    )
    direct = {row.record_id: row.target_id for row in connection.execute(statement)}
    return {record: last_of(record, direct) for record in direct}


def last_of(record: int, direct: Mapping[int, int]) -> int:
    """Follow redirects from a record to the last one.

    Raises:
        KbError: if they lead in a circle.
    """
    seen = {record}
    while record in direct:
        record = direct[record]
        if record in seen:
            raise KbError(
                "Merged records would lead to each other in a circle; nothing was changed.",
                "Undo the later merge first; list them with: kb log --kind merge",
            )
        seen.add(record)
    return record


def standing_record(connection: Connection, slug: str) -> Row[Any]:
    """Return the row of the record that an id stands for now.

    Raises:
        KbError: if there is none; the remedy names the likeliest.
    """
    row = connection.execute(select(t.record).where(t.record.c.slug == slug)).first()
    if row is not None:
        end = read_redirects(connection).get(row.id, row.id)
        row = connection.execute(select(t.record).where(t.record.c.id == end)).first()
    if row is not None and row.active:
        return row
    slugs = connection.execute(select(t.record.c.slug).where(t.record.c.active)).scalars()
    likely = nearest(slug.casefold(), slugs)
    remedy = f"Did you mean {' or '.join(likely)}?" if likely else "Find it with: kb search TEXT"
    raise KbError(f"No record has the id {slug!r}.", remedy)


def former_ids(connection: Connection) -> dict[int, tuple[str, ...]]:
    """Return the ids that lead to records besides their own, by the keys of the records."""
    redirects = read_redirects(connection)
    found: dict[int, tuple[str, ...]] = {}
    for chunk in chunks(sorted(redirects)):
        own = select(t.record.c.id, t.record.c.slug).where(t.record.c.id.in_(chunk))
        for row in connection.execute(own.order_by(t.record.c.slug)):
            found[redirects[row.id]] = (*found.get(redirects[row.id], ()), row.slug)
    return found


def repoint(connection: Connection, before: dict[int, int], after: dict[int, int]) -> set[int]:
    """Let claims and evidence of records stand under those that they lead to now.

    Args:
        connection: a connection in a transaction.
        before: where merged records led to, by their keys.
        after: where they lead to now.

    Returns:
        Keys of the records that claims left or came to.
    """
    moved: set[int] = set()
    for record in before.keys() | after.keys():
        old, new = before.get(record, record), after.get(record, record)
        if old != new:
            _move(connection, record, new)
            moved |= {old, new}
    return moved


def _move(connection: Connection, record: int, target: int) -> None:
    slug = connection.execute(select(t.record.c.slug).where(t.record.c.id == record)).scalar_one()
    for table in (t.claim, t.evidence):
        unmoved = and_(table.c.record_id == record, table.c.said_of.is_(None))
        connection.execute(
            update(table)
            .where(or_(unmoved, table.c.said_of == slug))
            .values(record_id=target, said_of=None if target == record else slug)
        )


class RecordKeys:
    """Finds the key of the record that an id stands for now."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._redirects = read_redirects(connection)
        self._keys: dict[str, int] = {}
        self._kinds: dict[str, Kind] = {}

    def load(self, slugs: Collection[str]) -> None:
        """Read the keys of ids; only those that were loaded last are remembered."""
        self._keys, self._kinds = {}, {}
        columns = (t.record.c.slug, t.record.c.id, t.record.c.kind)
        for chunk in chunks(slugs):
            for row in self._connection.execute(select(*columns).where(t.record.c.slug.in_(chunk))):
                self._keys[row.slug] = row.id
                self._kinds[row.slug] = Kind(row.kind)

    def __contains__(self, slug: str) -> bool:
        return slug in self._keys

    def kind(self, slug: str) -> Kind:
        """Return the kind of the record that first had the id."""
        return self._kinds[slug]

    def own(self, slug: str) -> int:
        """Return the key of the record that first had the id."""
        return self._keys[slug]

    def key(self, slug: str) -> int:
        """Return the key of the record that the id stands for."""
        own = self._keys[slug]
        return self._redirects.get(own, own)

    def said_of(self, slug: str) -> str | None:
        """Return the id itself if its record has been merged into another, else None."""
        return slug if self._keys[slug] in self._redirects else None
