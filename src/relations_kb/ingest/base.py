"""The life of a base: built on first use, renewed when the package brings something newer.

An SQLite base is built in a file beside its place and moved there when it is whole; on a server
everything is one transaction. Interrupted, either leaves what was there before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, delete, insert, select
from sqlalchemy.exc import DatabaseError

from relations_kb import __version__
from relations_kb.domain.errors import KbError
from relations_kb.ingest.unfinished import unfinished_base
from relations_kb.store import migrate
from relations_kb.store import tables as t
from relations_kb.store.engine import (
    connect,
    engine_for,
    make_engine,
    writing,
)
from relations_kb.store.faults import ReadOnlyBaseError
from relations_kb.store.packaged import content_hash, seed_folder
from relations_kb.store.resolved import write_resolved
from relations_kb.store.urls import is_missing_file, is_sqlite_file, shown_url, sqlite_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relations_kb.store.changesets import Written

Progress = Callable[[str], None]
"""Told, in a few words, what is being done."""

PACKAGED = "packaged"


@dataclass(frozen=True, slots=True)
class BaseState:
    """What a base is, compared with what this package brings.

    Attributes:
        schema: version of its schema; None if there is no base.
        seed_hash: hash of the seed in it.
        seed_origin: ``packaged``, or the folder it was built from.
        package_version: version of the package that wrote it.
        built_at: when its content was last changed, ISO.
    """

    schema: str | None
    seed_hash: str = ""
    seed_origin: str = PACKAGED
    package_version: str = ""
    built_at: str = ""

    @property
    def schema_is_old(self) -> bool:
        """Tell whether the schema is older than this package's."""
        return self.schema is not None and self.schema != migrate.HEAD

    @property
    def seed_is_old(self) -> bool:
        """Tell whether the package brings another seed and is not older than the base's."""
        return (
            self.seed_origin == PACKAGED
            and _version(self.package_version) <= _version(__version__)
            and self.seed_hash != content_hash(seed_folder())
        )

    @property
    def is_behind(self) -> bool:
        """Tell whether this package brings anything newer."""
        return self.schema_is_old or self.seed_is_old


def open_base(url: URL, progress: Progress) -> Engine:
    """Open a base for reading: build it if it is not there, renew it if it is behind.

    Args:
        url: of the base.
        progress: told what is done, if anything is.

    Raises:
        KbError: if the base cannot be read, is of a newer package, or cannot be built.
    """
    if is_missing_file(url):
        build_base(url, progress=progress)
    engine = make_engine(url)
    try:
        with connect(engine) as connection:
            state = read_state(connection)
        if state.schema is None:
            _build_in_place(engine, progress, None)
        elif state.is_behind:
            _renew(url, state, progress)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _renew(url: URL, state: BaseState, progress: Progress) -> None:
    """Upgrade a base that is behind; one that may only be read is read as it is, if it can be."""
    try:
        upgrade_base(url, progress)
    except ReadOnlyBaseError:
        if state.schema_is_old:
            raise
        progress("The base has an older seed and may not be written to: it is read as it is")


def build_base(
    url: URL, *, progress: Progress, seed: Path | None = None, replace: bool = False
) -> Written:
    """Build a base from a seed.

    Args:
        url: of the base.
        progress: told what is done.
        seed: folder of the seed; the packaged one if None.
        replace: whether a base that is there already may be replaced.

    Raises:
        KbError: if there is a base already, or it cannot be built; nothing is then changed.
    """
    path = sqlite_path(url)
    if path is None:
        with engine_for(url) as engine:
            _refuse_a_second_base(engine, replace=replace)
            return _build_in_place(engine, progress, seed)
    if is_sqlite_file(path):
        _refuse_to_replace(url, path, replace=replace)
    progress(f"Building the base {path}")
    with (
        unfinished_base(path) as unfinished,
        engine_for(URL.create("sqlite", database=str(unfinished))) as engine,
    ):
        return _fill(engine, progress, seed)


def upgrade_base(url: URL, progress: Progress) -> Written | None:
    """Bring schema and seed of a base to those of this package; what users added stays.

    Returns:
        What was written of the seed, or None if it was up to date.

    Raises:
        KbError: if the base is of a newer package, or cannot be written.
    """
    missing = KbError("There is no base to upgrade.", "Build one with: kb db build")
    if is_missing_file(url):
        raise missing
    with engine_for(url) as engine:
        with connect(engine) as connection:
            state = read_state(connection)
        if state.schema is None:
            raise missing
        if not state.is_behind:
            return None
        progress("A newer package is installed: upgrading the base; what you have added stays")
        with schema_transaction(engine) as connection:
            # Another may have done it while this one waited.
            state = read_state(connection)
            if not state.is_behind:
                return None
            if state.schema_is_old:
                migrate.migrate(connection)
            if state.seed_is_old:
                return _write_seed(connection, None, progress)
            # A newer schema may keep of every record what the older one did not.
            write_resolved(connection)
            return None


def read_state(connection: Connection) -> BaseState:
    """Read what a base is.

    Raises:
        KbError: if it has tables that are not ours, or a schema that this package does not know.
    """
    schema = migrate.schema_version(connection)
    if schema is None:
        return _not_ours_or_empty(connection)
    if schema != migrate.HEAD and schema not in migrate.known_versions():
        raise KbError(
            f"The base has schema {schema}, which is newer than this package ({__version__}).",
            "Upgrade the package with: pip install --upgrade relations-kb",
        )
    try:
        values = {row.key: row.value for row in connection.execute(select(t.meta))}
    except DatabaseError:
        values = {}
    return BaseState(
        schema=schema,
        seed_hash=values.get("seed_hash", ""),
        seed_origin=values.get("seed_origin", PACKAGED),
        package_version=values.get("package_version", ""),
        built_at=values.get("built_at", ""),
    )


def _not_ours_or_empty(connection: Connection) -> BaseState:
    from sqlalchemy import inspect

    tables = inspect(connection).get_table_names()
    if tables:
        place = shown_url(connection.engine.url)
        raise KbError(
            f"{place} holds tables of another program ({', '.join(sorted(tables)[:3])}).",
            "Choose another with --database; it was not touched.",
        )
    return BaseState(schema=None)


def _refuse_a_second_base(engine: Engine, *, replace: bool) -> None:
    with connect(engine) as connection:
        if read_state(connection).schema is not None:
            raise KbError(
                "There is a base already in this database"
                + (", and a base on a server is never replaced." if replace else "."),
                "Renew it with 'kb db upgrade', or build in an empty database.",
            )


def _refuse_to_replace(url: URL, path: Path, *, replace: bool) -> None:
    """Refuse to build over a file unless that is asked for and the file is a base of ours."""
    with engine_for(url) as engine, connect(engine) as connection:
        read_state(connection)
    if not replace:
        raise KbError(
            f"There is a base already: {path}.",
            "Renew it with 'kb db upgrade', or replace it, with everything that you have added "
            "to it, with 'kb db build --force'.",
        )


def _build_in_place(engine: Engine, progress: Progress, seed: Path | None) -> Written:
    """Build in an empty database of a server, or in memory, in one transaction."""
    progress("Building the base")
    return _fill(engine, progress, seed)


def _fill(engine: Engine, progress: Progress, seed: Path | None) -> Written:
    with schema_transaction(engine) as connection:
        migrate.migrate(connection)
        return _write_seed(connection, seed, progress)


@contextmanager
def schema_transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction in which SQLite lets a migration rebuild tables.

    With foreign keys on, SQLite deletes the rows that refer to a table while a migration replaces
    it. The pragma works outside a transaction only; the check afterwards stands in for it.
    """
    with connect(engine) as connection:
        _foreign_keys(connection, on=False)
        try:
            with writing(connection):
                yield connection
                _check_foreign_keys(connection)
        finally:
            _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    """Switch SQLite's foreign keys; the pragma must reach the driver outside any transaction."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        driver.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise KbError(
            f"The upgrade would have left {len(broken)} broken references; nothing was changed.",
            "Please report this with the output of: kb db status",
        )


def _write_seed(connection: Connection, seed: Path | None, progress: Progress) -> Written:
    from relations_kb.ingest.seed import load_seed
    from relations_kb.store.write import write_seed

    folder = seed or seed_folder()
    progress("Reading the seed")
    content = load_seed(folder)
    digest = content_hash(folder)
    written = write_seed(
        connection,
        content,
        label=PACKAGED if seed is None else str(folder),
        content_hash=digest,
        progress=lambda step: progress(f"Writing {step}"),
    )
    _put_meta(
        connection,
        {
            "seed_hash": digest,
            "seed_origin": PACKAGED if seed is None else str(folder),
            "package_version": __version__,
            "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        },
    )
    return written


def _put_meta(connection: Connection, values: Mapping[str, str]) -> None:
    connection.execute(delete(t.meta).where(t.meta.c.key.in_(list(values))))
    rows = [{"key": key, "value": value} for key, value in values.items()]
    connection.execute(insert(t.meta), rows)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
