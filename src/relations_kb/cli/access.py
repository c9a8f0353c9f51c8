"""Opening the base that a command is to read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from relations_kb.cli.windows import day

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

ENVIRONMENT = "KB_DATABASE_URL"
_chosen: list[str] = []


def choose(database: str | None) -> None:
    """Remember the base named before the command (``kb --database URL timeline …``)."""
    _chosen[:] = [database] if database else []


def base_url(database: str | None) -> URL:
    """Return the URL of the base: option, then environment, then the user's data folder.

    Raises:
        KbError: if it cannot be read.
    """
    from relations_kb.store.urls import database_url

    named = database or next(iter(_chosen), None) or os.environ.get(ENVIRONMENT)
    return database_url(named or _default_path())


@contextmanager
def opened(
    database: str | None, *, known_by: str | None = None, at: int | None = None
) -> Iterator[Connection]:
    """Open the base for reading; it is built or upgraded first if it has to be.

    Args:
        database: as the user names it.
        known_by: a day; only what sources had published by then is in the base that is given.
        at: number of a changeset; the base is given as it was after that.
    """
    from relations_kb.ingest.base import open_base
    from relations_kb.render.progress import progress
    from relations_kb.store.engine import connect

    with progress() as told:
        engine = open_base(base_url(database), told)
    try:
        with connect(engine) as connection:
            if known_by is None and at is None:
                yield connection
                return
            from relations_kb.query.clock import as_it_was

            published = day("--known-by", known_by) if known_by else None
            with as_it_was(connection, known_by=published, at=at) as earlier:
                yield earlier
    finally:
        engine.dispose()


def _default_path() -> str:
    from platformdirs import user_data_path

    return str(user_data_path("relations-kb") / "relations.db")
