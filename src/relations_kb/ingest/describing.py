"""Telling in words where a base is, what it holds and whether it is up to date."""

from __future__ import annotations

from sqlalchemy import URL, Connection, func, select

from relations_kb.ingest.base import read_state
from relations_kb.store import tables as t
from relations_kb.store.engine import connect, engine_for
from relations_kb.store.urls import is_missing_file, shown_url, sqlite_path


def describe(url: URL) -> dict[str, str]:
    """Tell in words where a base is, what it holds and whether it is up to date.

    Raises:
        KbError: if it cannot be read.
    """
    path = sqlite_path(url)
    place = str(path) if path else shown_url(url)
    if is_missing_file(url):
        return {"base": place, "state": "not built yet; the first command builds it"}
    with engine_for(url) as engine, connect(engine) as connection:
        state = read_state(connection)
        if state.schema is None:
            return {"base": place, "state": "empty; the first command builds it"}
        counts = _counts(connection)
    return {
        "base": place,
        "state": "older than this package; run: kb db upgrade" if state.is_behind else "up to date",
        "schema": str(state.schema),
        "seed": f"{state.seed_hash[:8]} ({state.seed_origin})",
        "written by": f"kb {state.package_version}",
        "last changed": state.built_at,
        **{name: str(number) for name, number in counts.items()},
    }


def _counts(connection: Connection) -> dict[str, int]:
    tables = (t.actor, t.source, t.record, t.milestone, t.figure, t.claim, t.changeset)
    return {
        f"{table.name}s": connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables
    }
