"""Rows by the many: keys of slugs, inserts by the quickest way of each engine, updates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, select, update

CHUNK = 500
"""Keys in one list of a statement, below the limit of variables of every SQLite."""

_T = TypeVar("_T")


def chunks(items: Iterable[_T], size: int = CHUNK) -> Iterator[list[_T]]:
    """Cut items into lists of a size, the last one shorter."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows: prepared tuples on SQLite, COPY on PostgreSQL.

    Args:
        connection: a connection in a transaction.
        table: where to.
        columns: names of the columns that the rows give.
        rows: values in the order of the columns.
    """
    if not rows:
        return
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column) for column in columns)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.cursor()
        with driver, driver.copy(f"COPY {quote(table.name)} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    # Names come from the metadata, values are bound.
    statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608
    connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def insert_dicts(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all give the same columns."""
    if rows:
        columns = list(rows[0])
        insert_rows(connection, table, columns, [[row[name] for name in columns] for row in rows])


def update_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Renew rows, each named by its key under ``this``; all give the same columns."""
    if rows:
        values: dict[str, Any] = {
            name: bindparam(f"new_{name}") for name in rows[0] if name != "this"
        }
        renamed = [
            {name if name == "this" else f"new_{name}": value for name, value in row.items()}
            for row in rows
        ]
        statement = update(table).where(table.c.id == bindparam("this")).values(values)
        connection.execute(statement, renamed)


def ids(
    connection: Connection, table: Table, slugs: Collection[str] | None = None
) -> dict[str, int]:
    """Return the keys of rows by their slugs; of all rows if no slugs are given."""
    statement = select(table.c.slug, table.c.id)
    if slugs is None:
        return {row.slug: row.id for row in connection.execute(statement)}
    found: dict[str, int] = {}
    for chunk in chunks(slugs):
        rows = connection.execute(statement.where(table.c.slug.in_(chunk)))
        found |= {row.slug: row.id for row in rows}
    return found
