"""Shell completion of actors and records; silent where there is no base to ask."""

from __future__ import annotations


def actors(incomplete: str) -> list[str]:
    """Complete the id of an actor."""
    return [slug for slug in _slugs("actor") if slug.startswith(incomplete.casefold())]


def records(incomplete: str) -> list[str]:
    """Complete the id of a record."""
    return [slug for slug in _slugs("record") if slug.startswith(incomplete.casefold())]


def _slugs(table: str) -> list[str]:
    """Read ids without building or upgrading anything: completion must never surprise."""
    from sqlalchemy import select

    from relations_kb.cli.access import base_url
    from relations_kb.domain.errors import KbError
    from relations_kb.query.run import fetch
    from relations_kb.store import tables
    from relations_kb.store.engine import connect, engine_for
    from relations_kb.store.urls import is_missing_file

    columns = tables.metadata.tables[table].c
    statement = select(columns.slug).order_by(columns.slug)
    if "active" in columns:
        statement = statement.where(columns.active)
    try:
        url = base_url(None)
        if is_missing_file(url):
            return []
        with engine_for(url) as engine, connect(engine) as connection:
            return [row.slug for row in fetch(connection, statement)]
    except KbError:
        return []
