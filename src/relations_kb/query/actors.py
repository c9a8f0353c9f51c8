"""Which actor does a user mean, and which actors are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select

from relations_kb.domain.errors import KbError
from relations_kb.domain.identity import fold
from relations_kb.domain.naming import ISO_SCHEMES, coded, one_meant, unknown_name
from relations_kb.query.run import fetch
from relations_kb.store import tables as t


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor that a text was resolved to.

    Attributes:
        id: integer key.
        slug: id.
        name: name shown.
        line: slug of the present state of its line.
        ended: whether it exists no more.
    """

    id: int
    slug: str
    name: str
    line: str
    ended: bool

    @property
    def heads_line(self) -> bool:
        """Tell whether the actor stands for its whole line."""
        return self.slug == self.line


@dataclass(frozen=True, slots=True)
class ActorView:
    """An actor as ``kb countries`` lists it."""

    id: str
    name: str
    kind: str
    start: str | None
    end: str | None
    line: str
    iso2: str | None
    iso3: str | None
    cow: str | None
    gw: str | None
    wikidata: str | None
    names: tuple[str, ...]


_ACTOR = (t.actor.c.id, t.actor.c.slug, t.actor.c.name, t.actor.c.line, t.actor.c.end_date)
_BY_SLUG = select(*_ACTOR).where(t.actor.c.slug == bindparam("text"))
_BY_NAME = (
    select(*_ACTOR)
    .join(t.actor_name, t.actor_name.c.actor_id == t.actor.c.id)
    .where(t.actor_name.c.folded == bindparam("folded"))
    .distinct()
)
_BY_ISO = (
    select(*_ACTOR)
    .join(t.actor_code, t.actor_code.c.actor_id == t.actor.c.id)
    .where(
        or_(*(t.actor_code.c.scheme == scheme for scheme in ISO_SCHEMES)),
        t.actor_code.c.code == bindparam("code"),
    )
)
_BY_CODE = (
    select(*_ACTOR)
    .join(t.actor_code, t.actor_code.c.actor_id == t.actor.c.id)
    .where(t.actor_code.c.scheme == bindparam("scheme"), t.actor_code.c.code == bindparam("code"))
)
_ALL_NAMES = select(t.actor.c.slug, t.actor_name.c.folded).join(
    t.actor_name, t.actor_name.c.actor_id == t.actor.c.id
)
_ALL = select(t.actor).order_by(t.actor.c.slug)
_NAMES = select(t.actor_name).order_by(t.actor_name.c.actor_id, t.actor_name.c.ordinal)
_CODES = select(t.actor_code)


def resolve_actor(connection: Connection, text: str) -> ActorRef:
    """Find the one actor that a text names: slug, ISO code, ``cow:365``, a name in any script.

    Raises:
        KbError: if the text names none, or more than one; the remedy lists what was likely meant.
    """
    found = _candidates(connection, text.strip())
    if not found:
        names = ((row.slug, row.folded) for row in fetch(connection, _ALL_NAMES))
        raise unknown_name(text, names)
    return one_meant(text, found)


def resolve_pair(connection: Connection, one: str, other: str) -> tuple[ActorRef, ActorRef]:
    """Find the two actors of a dyad, which must not belong to one line.

    Raises:
        KbError: if either is not found, or the two are one line.
    """
    first, second = resolve_actor(connection, one), resolve_actor(connection, other)
    if first.line == second.line:
        same = f"Both names mean {first.name}."
        raise KbError(
            same
            if first.id == second.id
            else f"{first.name} and {second.name} belong to one line of states.",
            "Name two different ones, as in: kb timeline iran russia",
        )
    return first, second


def list_actors(connection: Connection, text: str = "") -> list[ActorView]:
    """List actors whose slug, name in any language or code contains a text."""
    names: dict[int, list[str]] = {}
    folded: dict[int, list[str]] = {}
    for row in fetch(connection, _NAMES):
        names.setdefault(row.actor_id, []).append(row.text)
        folded.setdefault(row.actor_id, []).append(row.folded)
    codes: dict[int, dict[str, str]] = {}
    for row in fetch(connection, _CODES):
        codes.setdefault(row.actor_id, {})[row.scheme] = row.code
    key = fold(text)
    views = []
    for row in fetch(connection, _ALL):
        own = codes.get(row.id, {})
        in_name = any(key in name for name in folded.get(row.id, []))
        if in_name or text.casefold() in row.slug or text.upper() in own.values():
            views.append(
                ActorView(
                    id=row.slug,
                    name=row.name,
                    kind=row.kind,
                    start=row.start_date,
                    end=row.end_date,
                    line=row.line,
                    iso2=own.get("iso2"),
                    iso3=own.get("iso3"),
                    cow=own.get("cow"),
                    gw=own.get("gw"),
                    wikidata=own.get("wikidata"),
                    names=tuple(names.get(row.id, [])),
                )
            )
    return views


def _candidates(connection: Connection, text: str) -> list[ActorRef]:
    code = coded(text)
    if code:
        return [_ref(row) for row in fetch(connection, _BY_CODE, scheme=code[0], code=code[1])]
    found = {
        row.id: _ref(row)
        for row in (
            *fetch(connection, _BY_SLUG, text=text.casefold()),
            *fetch(connection, _BY_NAME, folded=fold(text)),
        )
    }
    if not found:
        found = {row.id: _ref(row) for row in fetch(connection, _BY_ISO, code=text.upper())}
    return sorted(found.values(), key=lambda actor: actor.slug)


def _ref(row: Row[Any]) -> ActorRef:
    return ActorRef(row.id, row.slug, row.name, row.line, row.end_date is not None)
