"""Taking a base back to the schema of an earlier package, where nothing is lost by that."""

from __future__ import annotations

from sqlalchemy import URL

from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import Progress, read_state, schema_transaction
from relations_kb.store import migrate
from relations_kb.store.engine import engine_for
from relations_kb.store.urls import is_missing_file


def downgrade_base(url: URL, version: str, progress: Progress) -> bool:
    """Take the schema of a base back to an earlier one, in one transaction.

    Args:
        url: of the base.
        version: of the schema, as ``0003``.
        progress: told what is done.

    Returns:
        Whether anything was done: a base of that schema is left as it is.

    Raises:
        KbError: if there is no base or no such schema, if the base is older, if it may not be
            written to, or if it holds what the earlier schema has no place for; it is then as it
            was.
    """
    if is_missing_file(url):
        raise _no_base()
    known = sorted(migrate.known_versions())
    if version not in known:
        raise KbError(f"There is no schema {version!r}.", f"Name one of: {', '.join(known)}.")
    with engine_for(url) as engine, schema_transaction(engine) as connection:
        present = read_state(connection).schema
        if present is None:
            raise _no_base()
        if present < version:
            raise KbError(
                f"The base has schema {present}, which is older than {version}.",
                "Bring it to the newest with: kb db upgrade",
            )
        if present > version:
            progress(f"Taking the base back from schema {present} to {version}")
            migrate.migrate_back(connection, version)
    return present > version


def _no_base() -> KbError:
    return KbError("There is no base to take back.", "Name one with --database.")
