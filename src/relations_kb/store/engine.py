"""Connections to the base, on SQLite or PostgreSQL."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from relations_kb.domain.errors import KbError
from relations_kb.store.faults import explained, read_only
from relations_kb.store.urls import unusable_url

BUSY_MILLISECONDS = 5000
CONNECT_SECONDS = 15
"""How long a host that does not answer is waited for."""

CACHE_KIBIBYTES = 32_768
"""Pages of SQLite in memory; with its own 2 MB a large import reads its indexes again and again."""


# What they log they also raise, if it matters to anybody; a handler shows it to who asks for it.
for _library in ("sqlalchemy", "psycopg"):
    logging.getLogger(_library).addHandler(logging.NullHandler())


@contextmanager
def engine_for(url: URL) -> Iterator[Engine]:
    """Give an engine and close its connections at the end."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def make_engine(url: URL) -> Engine:
    """Make an engine; SQLite gets foreign keys, a busy timeout and real transactions.

    All that one transaction reads is of one moment: SQLite does so by itself, a server is told to.

    Raises:
        KbError: if the driver of the URL is not installed, or cannot take the URL.
    """
    on_server = url.get_backend_name() == "postgresql"
    try:
        engine = create_engine(url, **(_server_options(url) if on_server else {}))
    except (NoSuchModuleError, ModuleNotFoundError):
        raise KbError(
            f"The driver for {url.get_backend_name()} is not installed.",
            "Install it with: pip install 'relations-kb[postgresql]'",
        ) from None
    except ArgumentError:
        raise unusable_url() from None
    event.listen(engine, "connect", _prepare_server if on_server else _prepare_sqlite)
    if not on_server:
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def connect(engine: Engine, *, write: bool = False) -> Iterator[Connection]:
    """Open a connection; with ``write`` everything in it is one transaction.

    One program writes at a time: another waits for it, and is told after ``BUSY_MILLISECONDS``.

    Raises:
        KbError: for faults of the database, in words that a user can act on.
    """
    try:
        with engine.connect() as connection:
            if not write:
                yield connection
                return
            with writing(connection):
                yield connection
    except (SQLAlchemyError, _driver_fault(engine)) as error:
        raise explained(error, engine.url) from error


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """Begin the one transaction of a connection as the only writer; commit it at the end."""
    on_server = connection.dialect.name == "postgresql"
    connection.execution_options(
        **({"isolation_level": "READ COMMITTED"} if on_server else {_AS_WRITER: True})
    )
    with connection.begin():
        if on_server:
            _queue(connection)
        yield
        _commits_begun.append(connection.engine.url)


_commits_begun: list[URL] = []


def has_written() -> bool:
    """Tell whether a transaction was made to last since ``forget_written``, or was about to be."""
    return bool(_commits_begun)


def forget_written() -> None:
    """Begin to watch for what is written."""
    _commits_begun.clear()


def _queue(connection: Connection) -> None:
    """Wait on a server until no other program writes; one that may not write need not wait."""
    if connection.exec_driver_sql(_MAY_WRITE).scalar() is False:
        raise read_only(connection.engine.url)
    # Bases in two schemas of one database have nothing to wait for.
    connection.exec_driver_sql(
        f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK}, hashtext(current_schema()))"
    )


_AS_READER = "REPEATABLE READ"
"""A writer must not be so: it would see the base as it was before it waited for another."""

_MAY_WRITE = (
    "SELECT has_table_privilege(oid, 'INSERT') FROM pg_class WHERE oid = to_regclass('changeset')"
)
_AS_WRITER = "relations_kb_writer"
_WRITERS_LOCK = 7_253_011
"""The number under which writers on PostgreSQL queue; any that no other program takes."""


def _server_options(url: URL) -> dict[str, Any]:
    """Return how an engine works with a server; a user's own patience goes before ours."""
    chosen = "connect_timeout" in url.query or "PGCONNECT_TIMEOUT" in os.environ
    patience = {} if chosen else {"connect_timeout": CONNECT_SECONDS}
    return {"isolation_level": _AS_READER, "connect_args": patience}


def _prepare_server(connection: Any, _: Any) -> None:
    # Readers, too, would wait without end for one who changes the schema.
    connection.execute(f"SET lock_timeout = {BUSY_MILLISECONDS}")
    connection.commit()


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # Python's driver begins transactions of its own, late, and not around DDL; we begin them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer that began as a reader could wait for itself; one that says so at once queues.
    writer = connection.get_execution_options().get(_AS_WRITER)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")


def _driver_fault(engine: Engine) -> type[Exception]:
    """Return the class of a server's faults in COPY, which reach us as the driver raises them.

    On SQLite there are none; those of the temporary file of an import are not the base's.
    """
    if engine.dialect.name != "postgresql":
        return SQLAlchemyError
    fault: type[Exception] = engine.dialect.loaded_dbapi.Error
    return fault
