"""All names and codes of actors in memory, for work that looks up many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from relations_kb.domain.errors import KbError
from relations_kb.domain.identity import fold
from relations_kb.domain.naming import ISO_SCHEMES, coded, one_meant, unknown_name
from relations_kb.store import tables as t


@dataclass(frozen=True, slots=True)
class Bearer:
    """An actor that bears a name."""

    slug: str
    name: str
    line: str


class ActorNames:
    """Finds actors by slug, code or name, by the rules of ``domain.naming``."""

    def __init__(self, connection: Connection) -> None:
        actors = {row.id: row for row in connection.execute(select(t.actor))}
        self._bearers = {row.slug: Bearer(row.slug, row.name, row.line) for row in actors.values()}
        self._by_name: dict[str, set[str]] = {}
        self._names: list[tuple[str, str]] = []
        for row in connection.execute(select(t.actor_name).order_by(t.actor_name.c.id)):
            slug = actors[row.actor_id].slug
            self._by_name.setdefault(row.folded, set()).add(slug)
            self._names.append((slug, row.folded))
        self._by_code: dict[tuple[str, str], set[str]] = {}
        for row in connection.execute(select(t.actor_code)):
            slug = actors[row.actor_id].slug
            self._by_code.setdefault((row.scheme, row.code), set()).add(slug)
        self._found: dict[str, str | KbError] = {}

    def resolve(self, text: str) -> str:
        """Return the id of the one actor that a text names.

        Raises:
            KbError: if it names none, or several (``AmbiguousNameError``).
        """
        if text not in self._found:
            self._found[text] = self._looked_up(text)
        found = self._found[text]
        if isinstance(found, KbError):
            raise found
        return found

    def _looked_up(self, text: str) -> str | KbError:
        # To find what was likely meant takes long, and a table may have one mistake in every row.
        try:
            return self._look_up(text)
        except KbError as error:
            return error

    def line(self, slug: str) -> str:
        """Return the id of the present state of an actor's line."""
        return self._bearers[slug].line

    def __contains__(self, slug: str) -> bool:
        return slug in self._bearers

    def __iter__(self) -> Iterator[str]:
        return iter(self._bearers)

    def _look_up(self, text: str) -> str:
        found = self._candidates(text.strip())
        if not found:
            raise unknown_name(text, self._names)
        return one_meant(text, [self._bearers[slug] for slug in sorted(found)]).slug

    def _candidates(self, text: str) -> set[str]:
        code = coded(text)
        if code:
            return self._by_code.get(code, set())
        slug = text.casefold()
        found = {slug} if slug in self._bearers else set()
        found |= self._by_name.get(fold(text), set()) if fold(text) else set()
        if not found:
            codes = (self._by_code.get((s, text.upper()), set()) for s in ISO_SCHEMES)
            found = set().union(*codes)
        return found
