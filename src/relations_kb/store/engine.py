"""Connections to the base, on SQLite or PostgreSQL."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from relations_kb.domain.errors import KbError

BUSY_MILLISECONDS = 5000
CACHE_KIBIBYTES = 32_768
"""Pages of SQLite in memory; with its own 2 MB a large import reads its indexes again and again."""

SQLITE_HEADER = b"SQLite format 3\x00"

# What they log they also raise, if it matters to anybody; a handler shows it to who asks for it.
for _library in ("sqlalchemy", "psycopg"):
    logging.getLogger(_library).addHandler(logging.NullHandler())


class ReadOnlyBaseError(KbError):
    """A base that may only be read: a file without the right to write it, a role without it."""


def database_url(text: str) -> URL:
    """Read a database URL, or the path of an SQLite file.

    What might show a part of a password as something else, such as the host, is refused.

    Raises:
        KbError: if the text is neither.
    """
    if "://" not in text:
        if _NO_PATH.match(text):
            raise _unusable_url()
        return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise _unusable_url() from None
    if not (_is_on_server(url, text) or _is_in_file(url)):
        raise _unusable_url()
    return url


def _is_on_server(url: URL, text: str) -> bool:
    return bool(
        url.get_backend_name() == "postgresql"
        and _SERVER.fullmatch(text)
        and ":" not in (url.username or "")
        and not _PASSWORD.search(unquote(shown_url(url)))
    )


def _is_in_file(url: URL) -> bool:
    named = url.get_backend_name() == "sqlite" and not (url.host or url.username)
    return named and not _NO_PATH.match(url.database or "")


_SERVER = re.compile(r"[\w+]+://([^:/?@]*(:[^?@]*)?@)?[^@]*")
"""One @ at most, which ends a user: a bare one in a password makes its rest a part of the host."""

_PASSWORD = re.compile(r"password\s*=", re.IGNORECASE)
_NO_PATH = re.compile(
    r"(?!/[^/]|[.~]|[a-z]:[/\\]|file:)"
    r"((postgres|sqlite)[\w+]*:|[\w+.-]+:/|.*:.*@|.*password\s*=)",
    re.IGNORECASE | re.DOTALL,
)
"""A URL, or what libpq takes for one, that is misspelt; a path from a folder on is none."""


def sqlite_path(url: URL) -> Path | None:
    """Return the file of an SQLite base; None for a server or a base in memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def is_sqlite_file(path: Path) -> bool:
    """Tell whether there is an SQLite file with content; nothing is written to find out.

    Raises:
        KbError: if there is something else in its place, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = file.read(len(SQLITE_HEADER))
    except (FileNotFoundError, NotADirectoryError):
        return False
    except IsADirectoryError:
        raise KbError(f"{path} is a folder, not a database file.", "Name a file in it.") from None
    except OSError as error:
        raise KbError(
            f"The database {path} cannot be read ({error.strerror}).",
            "Check its permissions, or choose another with --database.",
        ) from None
    if header and header != SQLITE_HEADER:
        raise KbError(
            f"{path} is not a database of this program: it is no SQLite file.",
            "Choose another file with --database, or move this one away; it was not touched.",
        )
    return bool(header)


def shown_url(url: URL) -> str:
    """Write a URL for people: without any password, and with those options that say where it is."""
    hidden = [name for name, value in url.query.items() if not _tells_where(name, value)]
    return url.difference_update_query(hidden).render_as_string(hide_password=True)


def _tells_where(name: str, value: str | tuple[str, ...]) -> bool:
    if name == "options":
        return isinstance(value, str) and bool(_SEARCH_PATH.fullmatch(value))
    return name in _PLACE


_PLACE = ("host", "hostaddr", "port", "dbname", "user", "service", "mode", "uri")
_SEARCH_PATH = re.compile(r"\s*-c\s*search_path=[\w$\",]+\s*")


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
        engine = create_engine(url, **({"isolation_level": _AS_READER} if on_server else {}))
    except (NoSuchModuleError, ModuleNotFoundError):
        raise KbError(
            f"The driver for {url.get_backend_name()} is not installed.",
            "Install it with: pip install 'relations-kb[postgresql]'",
        ) from None
    except ArgumentError:
        raise _unusable_url() from None
    if not on_server:
        event.listen(engine, "connect", _prepare_sqlite)
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
        raise _explained(error, engine.url) from error


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
        raise _read_only(connection.engine.url)
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_MILLISECONDS}")
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


def _explained(error: Exception, url: URL) -> KbError:
    """Say a fault of the database in the words of a user; credentials are never printed."""
    fault = error.orig if isinstance(error, DBAPIError) and error.orig else error
    # What follows the first part of a server's message may be data.
    primary = getattr(getattr(fault, "diag", None), "message_primary", None) or str(fault)
    text = f"{getattr(fault, 'sqlstate', None)} {primary}".lower()
    statement = error.statement if isinstance(error, DBAPIError) else None
    if any(mark in text for mark in _FORBIDDEN) and not (statement or "").startswith("SELECT"):
        return _read_only(url)
    place, reason = shown_url(url), _OPTION.sub(r"\1\2***", " ".join(primary.split()).rstrip("."))
    for marks, message, remedy in _FAULTS:
        if any(mark in text for mark in marks):
            return KbError(message.format(place=place, reason=reason), remedy)
    return KbError(
        f"The database {place} cannot be used: {reason}.",
        "Check the URL and the server, or choose another with --database.",
    )


def _read_only(url: URL) -> ReadOnlyBaseError:
    return ReadOnlyBaseError(
        f"{shown_url(url)} may not be written to{_by_whom(url)}.",
        "Check its permissions, or choose another with --database.",
    )


_FORBIDDEN = ("readonly", "read-only", "permission denied for", "42501", "25006")
"""Here and below: marks in a fault of SQLite, or codes and marks in one of a server."""

_OPTION = re.compile(
    r'(argument for server process: |value for parameter "[^"]*": ).*|(-c |--)\S+(?= requires)'
)
"""Where a server repeats an option that was sent to it."""

_FAULTS = (
    (
        ("disk is full", "disk full", "no space", "53100"),
        "The disk is full; nothing was changed in {place}.",
        "Make room, or choose another place with --database, and run the command again.",
    ),
    (
        ("locked", "55p03"),
        "{place} is in use by another program.",
        "Wait for it to finish and run again.",
    ),
    (
        ("disk i/o",),
        "The disk refused to read or write {place} ({reason}); nothing was changed.",
        "Look at the disk, its quota and the limits of the shell, and run the command again.",
    ),
    (
        ("not a database", "malformed"),
        "{place} is damaged or no database of this program.",
        "Restore it from a copy, or choose another with --database.",
    ),
    (
        ("password supplied", "authentication failed", "authentication method", "pg_hba.conf",
         'fatal: role "', 'fatal:  role "'),
        "The server does not let this user in at {place}: {reason}.",
        "Check the user in the URL, and the password in PGPASSWORD or in PGPASSFILE, which must "
        "be readable to you alone (chmod 600).",
    ),
    (
        ("connection to server", "failed to resolve", "connection timeout", "57p03"),
        "The server of {place} cannot be reached: {reason}.",
        "Check the URL and whether the server runs, or choose another with --database.",
    ),
    (
        ("57p01", "57p02", "server closed", "connection is lost", "connection is closed",
         "consuming input failed", "sending query failed"),
        "The connection to {place} was lost.",
        "Changes are kept whole or not at all: see with 'kb log', and run the command again.",
    ),
)  # fmt: skip


def _by_whom(url: URL) -> str:
    return f" by {url.username}" if url.username else ""


def _unusable_url() -> KbError:
    # The text is not repeated: it may hold a password.
    return KbError(
        "The database URL cannot be read.",
        "Write sqlite:///path/to/file.db, a path, or postgresql://user@host/name; "
        "in a password, write @ as %40, : as %3A, / as %2F, ? as %3F and % as %25.",
    )
