"""Schema versions: which one a base has, and bringing it to the newest.

Alembic is imported only to migrate; reading a base compares its version with ``HEAD``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from relations_kb.store.packaged import migrations_folder

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0004"
"""The newest schema version; a test holds it against the migrations."""


def schema_version(connection: Connection) -> str | None:
    """Return the schema version of a base, or None if it has no tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return version


def known_versions() -> set[str]:
    """Return every schema version that this package can read or upgrade from."""
    from alembic.script import ScriptDirectory

    return {
        script.revision for script in ScriptDirectory(str(migrations_folder())).walk_revisions()
    }


def migrate(connection: Connection) -> None:
    """Bring the schema of a base to ``HEAD`` inside the caller's transaction."""
    from alembic import command

    command.upgrade(_config(connection), "head")


def migrate_back(connection: Connection, version: str) -> None:
    """Take the schema of a base back to an earlier one inside the caller's transaction.

    Raises:
        KbError: if that would lose anything.
    """
    from alembic import command

    command.downgrade(_config(connection), version)


def _config(connection: Connection) -> Config:
    """Return what Alembic needs to know to work on a connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
