"""What base is this: when it was built, and from what."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from relations_kb.query.run import fetch
from relations_kb.store import tables as t

_META = select(t.meta)


@dataclass(frozen=True, slots=True)
class BaseView:
    """A base at a glance.

    Attributes:
        built: day on which its content was last changed, ISO.
        content: first characters of the hash of its seed.
        version: version of the package that wrote it.
    """

    built: str
    content: str
    version: str

    def __str__(self) -> str:
        return f"base of {self.built}, seed {self.content}"


def base_view(connection: Connection) -> BaseView:
    """Read which base this is."""
    values = {row.key: row.value for row in fetch(connection, _META)}
    return BaseView(
        built=values["built_at"][:10],
        content=values["seed_hash"][:8],
        version=values["package_version"],
    )
