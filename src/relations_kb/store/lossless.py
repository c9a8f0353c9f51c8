"""What a migration may not do: take a schema back over rows that the older one has no place for."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

from relations_kb.domain.errors import KbError


def refuse_to_lose(connection: Connection, version: str, kept: Mapping[str, str]) -> None:
    """Refuse to take a schema back if rows would be lost.

    Args:
        connection: of the base, in the transaction of the migration.
        version: of the schema that it would get.
        kept: what only the newer schema keeps, in the plural, with the SQL that counts its rows.

    Raises:
        KbError: if there are any; all are named, and nothing has been changed.
    """
    counted = {name: connection.execute(text(sql)).scalar_one() for name, sql in kept.items()}
    lost = [f"{name} ({number})" for name, number in counted.items() if number]
    if lost:
        raise KbError(
            f"Schema {version} has no place for what the base holds: {', '.join(lost)}.",
            "Keep the newer schema; for the older package, restore a backup from before, or build "
            "a base of its own.",
        )
