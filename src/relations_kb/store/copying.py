"""A base copied row by row, from any engine to any, and held against what it was copied from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from relations_kb.domain.errors import KbError
from relations_kb.store import tables as t
from relations_kb.store.bulk import insert_rows, update_rows
from relations_kb.store.content import base_hash

_AT_ONCE = 5000

Told = Callable[[str, int, int | None], None]
"""Told a step, how many of its rows are done, and of how many."""

_LATER = {t.source.name: "origin_id", t.changeset.name: "undoes_id"}
"""Columns that refer to rows of their own table, which may come later."""


def copy_base(source: Connection, target: Connection, told: Told) -> str:
    """Copy all rows into an empty base of the same schema, in the caller's transactions.

    Args:
        source: a connection whose reads are all of one moment.
        target: a connection in a transaction; the tables are there, and empty.
        told: told how far it is.

    Returns:
        The content hash, which is that of both.

    Raises:
        KbError: if what arrived is not what was sent.
    """
    for table in t.metadata.sorted_tables:
        _copy_table(source, target, table, told)
    _set_sequences(target)
    told("Comparing", 0, None)
    sent, arrived = base_hash(source), base_hash(target)
    if sent != arrived:
        raise KbError(
            f"The copy is not what was copied ({sent[:8]}, {arrived[:8]}); it was not kept.",
            "Look at the base with: kb db check",
        )
    return arrived


def _copy_table(source: Connection, target: Connection, table: Table, told: Told) -> None:
    total = source.execute(select(func.count()).select_from(table)).scalar_one()
    later = _LATER.get(table.name)
    columns = [column for column in table.c if column.name != later]
    statement = (
        select(*columns)
        .order_by(*table.primary_key)
        .execution_options(stream_results=True, yield_per=_AT_ONCE)
    )
    done = 0
    with source.execute(statement) as result:
        for rows in result.partitions():
            insert_rows(target, table, [column.name for column in columns], rows)
            done += len(rows)
            told(f"Copying {table.name}", done, total)
    if later:
        own = select(table.c.id, table.c[later]).where(table.c[later].is_not(None))
        rows_later = [{"this": key, later: value} for key, value in source.execute(own)]
        update_rows(target, table, rows_later)
    arrived = target.execute(select(func.count()).select_from(table)).scalar_one()
    if arrived != total:
        raise KbError(
            f"Of {total} rows of {table.name} {arrived} arrived; the copy was not kept.",
            "Run the command again.",
        )


def _set_sequences(target: Connection) -> None:
    """Let a server number new rows after those that were copied."""
    if target.dialect.name != "postgresql":
        return
    for table in t.metadata.sorted_tables:
        key: Any = table.primary_key.columns.values()[0]
        if key.name == "id" and key.type.python_type is int:
            highest = target.execute(select(func.max(key))).scalar()
            sequence = func.pg_get_serial_sequence(table.name, key.name)
            if highest is not None:
                target.execute(select(func.setval(sequence, highest)))


def snapshot(connection: Connection) -> None:
    """Let all reads of a connection be of one moment, whoever writes meanwhile; the first of all.

    SQLite does so by itself in a transaction.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
