"""Changesets: the row that each import, correction, undo or seed leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select, update

from relations_kb import __version__
from relations_kb.store import tables as t

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


def insert_changeset(
    connection: Connection, kind: str, label: str, content_hash: str, undoes: int | None = None
) -> int:
    """Write the row of a changeset that is about to be made; return its number."""
    # Numbered here and not by the server, whose numbers a transaction that is rolled back uses up.
    number = 1 + (connection.execute(select(func.max(t.changeset.c.id))).scalar() or 0)
    values = {
        "id": number,
        "kind": kind,
        "label": label,
        "applied_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "package_version": __version__,
        "content_hash": content_hash,
        "added": 0,
        "withdrawn": 0,
        "undoes_id": undoes,
    }
    connection.execute(insert(t.changeset).values(values))
    return number


def close_changeset(connection: Connection, written: Written) -> Written:
    """Note what a changeset did, and that the content of the base has changed."""
    own = t.changeset.c.id == written.changeset
    counts = {"added": written.added, "withdrawn": written.withdrawn}
    connection.execute(update(t.changeset).where(own).values(counts))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(update(t.meta).where(t.meta.c.key == "built_at").values(value=now))
    return written
