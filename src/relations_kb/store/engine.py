"""Connections to the base, on SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, SQLAlchemyError

from relations_kb.domain.errors import KbError

BUSY_MILLISECONDS = 5000
SQLITE_HEADER = b"SQLite format 3\x00"


def database_url(text: str) -> URL:
    """Read a database URL, or the path of an SQLite file.

    Raises:
        KbError: if the text is neither.
    """
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise _unusable_url() from None
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise _unusable_url()
    return url


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
    """Write a URL without any password, for people."""
    secret = [name for name in url.query if "password" in name.casefold()]
    return url.difference_update_query(secret).render_as_string(hide_password=True)


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

    Raises:
        KbError: if the driver of the URL is not installed.
    """
    try:
        engine = create_engine(url)
    except (NoSuchModuleError, ModuleNotFoundError):
        raise KbError(
            f"The driver for {url.get_backend_name()} is not installed.",
            "Install it with: pip install 'relations-kb[postgresql]'",
        ) from None
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def connect(engine: Engine, *, write: bool = False) -> Iterator[Connection]:
    """Open a connection; with ``write`` everything in it is one transaction.

    Raises:
        KbError: for faults of the database, in words that a user can act on.
    """
    try:
        with engine.begin() if write else engine.connect() as connection:
            yield connection
    except DatabaseError as error:
        raise _explained(error, engine.url) from error
    except SQLAlchemyError as error:
        raise KbError(f"The database failed: {error}.", "Run the command again.") from error


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # Python's driver begins transactions of its own, late, and not around DDL; we begin them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _explained(error: DatabaseError, url: URL) -> KbError:
    """Say a fault of the database in the words of a user; credentials are never printed."""
    place = shown_url(url)
    text = str(error.orig).lower()
    if "disk is full" in text or "disk full" in text or "no space" in text:
        return KbError(
            f"The disk is full; nothing was changed in {place}.",
            "Make room, or choose another place with --database, and run the command again.",
        )
    if "readonly" in text or "read-only" in text or "permission denied" in text:
        return KbError(
            f"{place} may not be written to.",
            "Check its permissions, or choose another with --database.",
        )
    if "locked" in text:
        return KbError(
            f"{place} is in use by another program.", "Wait for it to finish and run again."
        )
    if "not a database" in text or "malformed" in text or "disk i/o" in text:
        return KbError(
            f"{place} is damaged or no database of this program.",
            "Restore it from a copy, or choose another with --database.",
        )
    return KbError(
        f"The database {place} cannot be used: {error.orig}.",
        "Check the URL and the server, or choose another with --database.",
    )


def _unusable_url() -> KbError:
    # The text is not repeated: it may hold a password.
    return KbError(
        "The database URL cannot be read.",
        "Write sqlite:///path/to/file.db, a path, or postgresql://user@host/name.",
    )
