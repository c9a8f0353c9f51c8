"""The actors of a row, each with its role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from relations_kb.domain.errors import KbError
from relations_kb.domain.naming import AmbiguousNameError
from relations_kb.domain.vocabulary import Kind
from relations_kb.ingest.flat.faults import CellError
from relations_kb.ingest.flat.words import READERS, Reader

Party = tuple[str, str]
"""Id of an actor and its role."""

Report = Callable[[CellError, str], None]
"""Takes what is wrong and the field that was read."""

_MEMORY = 10_000
"""Texts remembered: more than there are names, and not each text of a wrong column."""

_NEGOTIATED = frozenset({Kind.TREATY, Kind.AGREEMENT})


def actor_reader(actor_of: Callable[[str], str]) -> Reader:
    """Make a reader of names that asks only once for each, whether the name is known or not.

    Args:
        actor_of: returns the id of the actor that a text names, or raises a ``KbError``.
    """
    found: dict[str, str | CellError] = {}

    def read(text: str) -> str:
        actor = found.get(text)
        if actor is None:
            if len(found) >= _MEMORY:
                found.clear()
            actor = found[text] = _looked_up(text, actor_of)
        if isinstance(actor, CellError):
            raise CellError(actor.code, actor.message)
        return actor

    return read


def _looked_up(text: str, actor_of: Callable[[str], str]) -> str | CellError:
    try:
        return actor_of(text)
    except KbError as error:
        code = "E312" if isinstance(error, AmbiguousNameError) else "E302"
        return CellError(code, f"{error.message} {error.remedy}".strip())


class PartyReader:
    """Reads the parties of the rows of one table.

    Args:
        actor: reads the name of an actor.
        numbered: the fields of single actors in their order.
        first: the field to name where no actor is given.
        separator: what stands between several names or roles in a cell.
    """

    def __init__(self, actor: Reader, numbered: Sequence[str], first: str, separator: str) -> None:
        self._actor = actor
        self._numbered = [(field, field.replace("actor", "role")) for field in numbered]
        self._first = first
        self._separator = separator

    def read(self, texts: Mapping[str, str], report: Report) -> list[Party]:
        """Return the parties of a row; what is wrong with each of them is reported.

        A role that the row does not give is empty: what a party is by default is no statement.
        """
        given = self._given(texts, report)
        if not given:
            report(CellError("E311", "the row names no actor; write at least one"), self._first)
        roles = self._common_roles(texts, len(given), report)
        parties: dict[str, str] = {}
        texts_of: dict[str, str] = {}
        for i, (field, text) in enumerate(given):
            try:
                actor = self._actor(text)
            except CellError as fault:
                report(fault, field)
                continue
            if actor in parties:
                report(CellError("E306", _twice(texts_of[actor], text, actor)), field)
            texts_of[actor] = text
            parties[actor] = roles[i] if roles else self._role(texts, field, report)
        return list(parties.items())

    def _given(self, texts: Mapping[str, str], report: Report) -> list[tuple[str, str]]:
        """Return field and text of each actor."""
        given = []
        for field, role in self._numbered:
            if field in texts:
                given.append((field, texts[field]))
            elif role in texts:
                message = f"{texts[role]!r} is the role of nobody; write the actor, or leave it out"
                report(CellError("E311", message), role)
        if "actors" in texts:
            parts = (part.strip() for part in texts["actors"].split(self._separator))
            given += [("actors", part) for part in parts if part]
        return given

    def _common_roles(self, texts: Mapping[str, str], count: int, report: Report) -> list[str]:
        """Return the role of each actor if one field gives them all, else nothing."""
        if "role" not in texts:
            return []
        words = []
        for part in texts["role"].split(self._separator):
            try:
                words.append(READERS["role"](part.strip()))
            except CellError as fault:
                report(fault, "role")
                return []
        if len(words) == 1:
            return words * count
        if len(words) != count:
            message = f"{len(words)} roles for {count} actors; write one for all, or one for each"
            report(CellError("E206", message), "role")
            return []
        return words

    @staticmethod
    def _role(texts: Mapping[str, str], field: str, report: Report) -> str:
        role = field.replace("actor", "role")
        if role not in texts or field == "actors":
            return ""
        try:
            return READERS["role"](texts[role])
        except CellError as fault:
            report(fault, role)
            return ""


def _twice(first: str, second: str, actor: str) -> str:
    if first == second:
        return f"{first!r} stands twice; name each actor once"
    return f"{first!r} and {second!r} are both {actor}; name each actor once"
