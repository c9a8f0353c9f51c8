"""The content hash of a base: the same for two bases that say the same.

It is a hash of what stands: claims and errata, sources, actors, memberships, statements, merges,
answers to questions of likeness. Keys, changesets, times and the order of rows have no part in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from relations_kb.store import tables as t
from relations_kb.store.read_definitions import (
    read_actors,
    read_memberships,
    read_sources,
    read_statements,
)

_SIZE = 2**256
_AT_ONCE = 1000


def base_hash(connection: Connection) -> str:
    """Return the content hash of a base: 64 hexadecimal digits."""
    total = 0
    for line in _lines(connection):
        # A sum does not depend on the order, and counts what stands twice.
        digest = hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest()
        total = (total + int.from_bytes(digest)) % _SIZE
    return f"{total:064x}"


def _lines(connection: Connection) -> Iterator[str]:
    yield from _claims(connection)
    yield from _errata(connection)
    yield from _pairs(connection)
    for kind, entries in (
        ("source", read_sources(connection)),
        ("actor", read_actors(connection)),
        ("membership", read_memberships(connection)),
        ("statement", read_statements(connection)),
    ):
        yield from (_line(kind, [entry.model_dump_json(by_alias=True)]) for entry in entries)


def _line(kind: str, values: Iterable[object]) -> str:
    return "\x1f".join([kind, *("\x00" if value is None else str(value) for value in values)])


def _claims(connection: Connection) -> Iterator[str]:
    statement = (
        select(
            t.claim.c.id, t.record.c.slug, t.claim.c.said_of, t.claim.c.item, t.claim.c.key,
            t.claim.c.leaf, t.claim.c.value, t.claim.c.calendar,
            t.source.c.slug.label("source"), t.claim.c.said_by, t.claim.c.said_on,
            t.claim.c.valid, t.claim.c.note, t.claim.c.rank, t.claim.c.reason,
        )
        .join(t.record, t.record.c.id == t.claim.c.record_id)
        .join(t.source, t.source.c.id == t.claim.c.source_id)
        .where(t.claim.c.active)
        .execution_options(yield_per=_AT_ONCE)
    )  # fmt: skip
    with connection.execute(statement) as rows:
        for row in rows:
            yield _line("claim", row)


def _errata(connection: Connection) -> Iterator[str]:
    statement = (
        select(
            t.erratum.c.claim_id, t.erratum.c.kind, t.erratum.c.reason, t.erratum.c.date,
            t.erratum.c.replaced_by,
        )
        .join(t.claim, t.claim.c.id == t.erratum.c.claim_id)
        .where(t.erratum.c.withdrawn_id.is_(None), t.claim.c.active)
    )  # fmt: skip
    return (_line("erratum", row) for row in connection.execute(statement))


def _pairs(connection: Connection) -> Iterator[str]:
    one, two = t.record.alias(), t.record.alias()
    merged = (
        select(one.c.slug, two.c.slug.label("target"))
        .join(t.redirect, t.redirect.c.record_id == one.c.id)
        .join(two, two.c.id == t.redirect.c.target_id)
        .where(t.redirect.c.withdrawn_id.is_(None))
    )
    for row in connection.execute(merged):
        yield _line("redirect", row)
    apart = (
        select(one.c.slug, two.c.slug.label("other"))
        .join(t.likeness, t.likeness.c.record_id == one.c.id)
        .join(two, two.c.id == t.likeness.c.other_id)
        .where(t.likeness.c.withdrawn_id.is_(None), t.likeness.c.apart)
    )
    for row in connection.execute(apart):
        yield _line("apart", sorted(row))
