"""Keeping a base: copies from engine to engine, backups, and looking whether it is sound."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, text

from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import BaseState, read_state, schema_transaction
from relations_kb.ingest.unfinished import unfinished_base
from relations_kb.store import migrate
from relations_kb.store import tables as t
from relations_kb.store.checking import Problem, find_problems
from relations_kb.store.content import base_hash
from relations_kb.store.copying import copy_base, snapshot
from relations_kb.store.engine import connect, engine_for
from relations_kb.store.urls import is_missing_file, is_sqlite_file, shown_url, sqlite_path

Told = Callable[[str, int, int | None], None]
"""Told a step, how many of its rows are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Health:
    """What a look at a base has found.

    Attributes:
        base: where it is, without a password.
        content: its content hash.
        problems: what is wrong with it.
    """

    base: str
    content: str
    problems: tuple[Problem, ...]


def check_base(url: URL, told: Told) -> Health:
    """Look whether a base is sound; it is only read.

    Raises:
        KbError: if there is none, or it has an older schema.
    """
    _require_file(url)
    with engine_for(url) as engine, connect(engine) as connection:
        snapshot(connection)
        _require(read_state(connection), url)
        problems = tuple(find_problems(connection, told))
        return Health(shown_url(url), base_hash(connection), problems)


def copy_to(source: URL, target: URL, told: Told, *, force: bool = False) -> str:
    """Copy a base to another place, on the same engine or another, whole or not at all.

    What is copied is the base of one moment, though others write meanwhile; it is held against
    the copy by its content hash before the copy is kept.

    Args:
        source: URL of the base.
        target: URL of the copy.
        told: told how far it is.
        force: whether a base that is there may be replaced.

    Returns:
        The content hash of both.

    Raises:
        KbError: if there is nothing to copy, or something in its place.
    """
    if source == target:
        raise KbError("A base cannot be copied onto itself.", "Name another place.")
    _require_file(source)
    with ExitStack() as stack:
        reader = stack.enter_context(connect(stack.enter_context(engine_for(source))))
        snapshot(reader)
        _require(read_state(reader), source)
        path = sqlite_path(target)
        if path is not None:
            _refuse_to_replace(is_sqlite_file(path), target, force=force)
            place = stack.enter_context(unfinished_base(path))
            target = URL.create("sqlite", database=str(place))
        writer = stack.enter_context(schema_transaction(stack.enter_context(engine_for(target))))
        if path is None:
            there = read_state(writer).schema is not None
            _refuse_to_replace(there, target, force=force)
            _drop(writer)
        migrate.migrate(writer)
        return copy_base(reader, writer, told)


def _require_file(url: URL) -> None:
    """Refuse a file that is not there before the driver makes an empty one."""
    if is_missing_file(url):
        _require(BaseState(schema=None), url)


def _require(state: BaseState, url: URL) -> None:
    place = shown_url(url)
    if state.schema is None:
        raise KbError(f"There is no base in {place}.", "Build one with: kb db build")
    if state.schema_is_old:
        raise KbError(
            f"The base in {place} has an older schema ({state.schema}).",
            "Bring it up to date first with: kb db upgrade",
        )


def _refuse_to_replace(there: bool, target: URL, *, force: bool) -> None:
    if there and not force:
        raise KbError(
            f"There is a base already: {shown_url(target)}.",
            "Choose another place, or replace it, with everything in it, with --force.",
        )


def _drop(connection: Connection) -> None:
    t.metadata.drop_all(connection)
    connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def backup_name(url: URL, day: str) -> Path:
    """Return the name that a backup gets if none is given: of the base and the day."""
    path = sqlite_path(url)
    name = path.stem if path else url.database or "relations"
    return Path(f"{name}-{day}.kb.db")
