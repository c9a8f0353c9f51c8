"""Places where a base can be copied, looked at and broken: a folder, or a server's databases."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
import time
from abc import ABC, abstractmethod
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, func, make_url, select, text

from relations_kb.domain.errors import KbError
from relations_kb.store.content import base_hash
from relations_kb.store.engine import connect, engine_for
from relations_kb.store.tables import metadata
from relations_kb.store.urls import database_url

JOURNAL = "base.db-journal"
"""By which SQLite repairs the base when it is next opened."""

SECONDS = 60
"""How long a server may take to notice that a program is gone."""


@dataclass(frozen=True)
class State:
    """What a base holds: its content hash, and the number of rows of every table."""

    content: str
    rows: tuple[int, ...]


class Place(ABC):
    """A place with one base that changes, and copies of it under names.

    Attributes:
        url: of the base that changes.
    """

    url: str

    @abstractmethod
    def keep(self, name: str) -> None:
        """Keep a copy of the base under a name."""

    @abstractmethod
    def bring(self, name: str) -> None:
        """Put a kept copy in the place of the base."""

    @abstractmethod
    def faults(self) -> list[str]:
        """Return what is wrong with the base itself, after a program was killed."""

    def beside(self) -> list[str]:
        """Return the names of the files beside the base."""
        return []

    def close(self) -> None:  # noqa: B027 - a folder goes with its owner
        """Remove what was made."""

    def state(self) -> State:
        """Return what the base holds."""
        counts = [select(func.count()).select_from(own) for own in metadata.sorted_tables]
        try:
            with engine_for(database_url(self.url)) as engine, connect(engine) as connection:
                rows = tuple(connection.execute(count).scalar_one() for count in counts)
                return State(base_hash(connection), rows)
        except KbError as error:
            return State(error.message, ())


class Folder(Place):
    """A folder with one SQLite base; the copies are in another."""

    def __init__(self, folder: Path) -> None:
        self._own, self._copies = folder / "base", folder / "copies"
        self._own.mkdir()
        self._copies.mkdir()
        self._path = self._own / "base.db"
        self.url = str(self._path)

    def keep(self, name: str) -> None:
        """Copy the file; no program may be writing."""
        shutil.copy(self._path, self._copies / name)

    def bring(self, name: str) -> None:
        """Copy a file back; what is there goes, with its journal."""
        for old in self._own.iterdir():
            old.unlink()
        shutil.copy(self._copies / name, self._path)

    def beside(self) -> list[str]:
        """Return the names of the files beside the base."""
        return sorted(path.name for path in self._own.iterdir() if path != self._path)

    def faults(self) -> list[str]:
        """Let SQLite repair the base and look at all of it."""
        try:
            with closing(sqlite3.connect(self._path)) as connection:
                sound = connection.execute("PRAGMA integrity_check").fetchall()
                broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return [f"integrity: {error}"]
        found = [f"integrity: {row[0]}" for row in sound if row != ("ok",)]
        return found + [f"foreign key: {row}" for row in broken]


class Server(Place):
    """A PostgreSQL server with one database that changes and one for each copy.

    Args:
        url: of a database of the server; databases of a new name are made beside it.
    """

    def __init__(self, url: str) -> None:
        self._server = make_url(url)
        self._admin = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._name = f"kb_kill_{secrets.token_hex(4)}"
        self._made: set[str] = set()
        self.url = self._server.set(database=self._name).render_as_string(hide_password=False)
        self._copy("template0", self._name)

    def keep(self, name: str) -> None:
        """Copy the database; the server must have let go of it."""
        self._wait()
        self._copy(self._name, f"{self._name}_{name}")

    def bring(self, name: str) -> None:
        """Copy a database back over the one that is there."""
        self._wait()
        self._copy(f"{self._name}_{name}", self._name)

    def faults(self) -> list[str]:
        """Wait until the server has rolled back what a killed program was doing."""
        self._wait()
        return []

    def close(self) -> None:
        """Remove all databases that were made."""
        for name in self._made:
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._admin.dispose()

    def _copy(self, old: str, new: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{new}"')
        self._run(f'CREATE DATABASE "{new}" TEMPLATE "{old}"')
        self._made.add(new)

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def _wait(self) -> None:
        """Wait until the server has let go of what killed programs were doing."""
        busy = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name")
        end = time.monotonic() + SECONDS
        while True:
            with self._admin.connect() as connection:
                if not connection.execute(busy, {"name": self._name}).scalar_one():
                    return
            if time.monotonic() > end:
                raise TimeoutError(f"a killed program is still in {self._name} after {SECONDS} s")
            time.sleep(0.02)
