"""Which records concern a pair of actors, and by which route.

A record belongs to a pair if each side is in it: itself, through an earlier state of its line, or
through a bloc of which it was a member on the day. A bloc's agreement is thus seen from its
members, computed at query time and never stored as copies. An organization open to all states,
such as the United Nations, is no bloc: else its acts would fill every timeline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.vocabulary import ActorKind, MemberStatus, Role, Step
from relations_kb.query.actors import ActorRef
from relations_kb.query.run import fetch
from relations_kb.store import tables as t

ROUTES = ("direct", "line", "bloc", "context")
"""How a record comes to a pair, from the nearest to the farthest."""

OWN_STEPS = frozenset(
    {
        Step.SIGNED, Step.RATIFIED, Step.ACCEDED, Step.COMPLETION_NOTIFIED, Step.DENOUNCED,
        Step.DOMESTICALLY_SUBMITTED, Step.DOMESTICALLY_APPROVED, Step.DOMESTICALLY_PROMULGATED,
        Step.INVITED, Step.ADMITTED,
    }
)  # fmt: skip
"""Steps by which one party binds itself or is taken in. Those of a third state, in an instrument
that it shares with a pair, are none of the pair's: else every accession to the Charter of the
United Nations would stand between any two states."""

_PASSIVE = frozenset({Role.CONCERNED})
_SUFFERING = frozenset({Role.TARGET, Role.CONCERNED})
OPEN_START, OPEN_END = "0001-01-01", "9999-12-31"


def _present(side: str) -> Any:
    """Select the records in which one of the actors that stand for a side is a party."""
    return select(t.party.c.record_id).where(
        t.party.c.actor_id.in_(bindparam(side, expanding=True))
    )


RECORDS_OF_PAIR = select(t.record.c.id).where(
    t.record.c.active, t.record.c.id.in_(_present("one")), t.record.c.id.in_(_present("other"))
)
"""Keys of the records in which both sides of a pair are present in any way."""

_LINES = select(t.actor.c.id, t.actor.c.line).where(
    or_(t.actor.c.line == bindparam("one"), t.actor.c.line == bindparam("other"))
)
_MEMBERSHIPS = (
    select(t.membership)
    .join(t.actor, t.actor.c.id == t.membership.c.organization_id)
    .where(
        t.actor.c.kind == str(ActorKind.BLOC),
        t.membership.c.status == str(MemberStatus.MEMBER),
        t.membership.c.actor_id.in_(bindparam("members", expanding=True)),
    )
)
_PARTIES = (
    select(t.party, t.actor.c.slug, t.actor.c.name, t.actor.c.start_date)
    .join(t.actor, t.actor.c.id == t.party.c.actor_id)
    .where(t.party.c.record_id.in_(RECORDS_OF_PAIR))
    .order_by(t.party.c.record_id, t.party.c.ordinal)
)


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which an actor was a member of an organization, as ISO days."""

    start: str
    end: str

    def meets(self, date_min: str | None, date_max: str | None) -> bool:
        """Tell whether a date, given by its bounds, may fall into the window."""
        return (date_max or OPEN_END) >= self.start and (date_min or OPEN_START) <= self.end


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party of a record as a row."""

    actor_id: int
    slug: str
    name: str
    role: str
    start: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair, and who stands for it.

    Attributes:
        actor: the actor that was named.
        states: keys of the actor and, where asked, of the earlier states of its line.
        windows: windows of membership by the key of the bloc.
    """

    actor: ActorRef
    states: frozenset[int]
    windows: Mapping[int, Sequence[Window]]

    def own(self, parties: Iterable[PartyRow]) -> list[PartyRow]:
        """Return the parties that are the actor or an earlier state of its line."""
        return [party for party in parties if party.actor_id in self.states]

    def blocs(
        self, parties: Iterable[PartyRow], date_min: str | None, date_max: str | None
    ) -> list[PartyRow]:
        """Return the parties that are blocs of which the side was a member on a date."""
        return [
            party
            for party in parties
            if any(w.meets(date_min, date_max) for w in self.windows.get(party.actor_id, ()))
        ]


class Pair:
    """Two actors, and how records come to them.

    Args:
        connection: to the base.
        one: the one actor.
        other: the other.
        lines: whether earlier states of a present state's line count for it.
        blocs: whether blocs count for their members.
    """

    def __init__(
        self,
        connection: Connection,
        one: ActorRef,
        other: ActorRef,
        *,
        lines: bool = True,
        blocs: bool = True,
    ) -> None:
        states = _states(connection, (one, other), lines=lines)
        windows = _windows(connection, states) if blocs else ({}, {})
        self.sides = (Side(one, states[0], windows[0]), Side(other, states[1], windows[1]))
        self.values = {
            name: sorted(side.states | side.windows.keys())
            for name, side in zip(("one", "other"), self.sides, strict=True)
        }
        self._states = frozenset[int]().union(*states)
        self.parties: dict[int, list[PartyRow]] = {}
        for row in fetch(connection, _PARTIES, **self.values):
            party = PartyRow(row.actor_id, row.slug, row.name, row.role, row.start_date)
            self.parties.setdefault(row.record_id, []).append(party)

    def route(
        self,
        record_id: int,
        date_min: str | None,
        date_max: str | None,
        *,
        own_step_of: int | None = None,
    ) -> str | None:
        """Return how a milestone comes to the pair on a date, or None if it does not.

        Args:
            record_id: key of the record.
            date_min: earliest day of the milestone, ISO; None where open.
            date_max: latest day.
            own_step_of: key of the actor, if the milestone is one of its ``OWN_STEPS``.
        """
        parties = self.parties.get(record_id, ())
        own = [side.own(parties) for side in self.sides]
        blocs = [
            [] if mine else side.blocs(parties, date_min, date_max)
            for mine, side in zip(own, self.sides, strict=True)
        ]
        if not _face_each_other(own, blocs):
            return None
        sides = self._states | {bloc.actor_id for group in blocs for bloc in group}
        if own_step_of is not None and own_step_of not in sides:
            return "context"
        if _is_context([{party.role for party in mine} for mine in own]):
            return "context"
        if any(blocs):
            return "bloc"
        exact = all(
            any(party.actor_id == side.actor.id for party in mine)
            for mine, side in zip(own, self.sides, strict=True)
        )
        return "direct" if exact else "line"

    def blocs_in(
        self, record_id: int, date_min: str | None, date_max: str | None
    ) -> list[PartyRow]:
        """Return the blocs in a record through which a side is in it on a date."""
        parties = self.parties.get(record_id, ())
        return [
            bloc
            for side in self.sides
            if not side.own(parties)
            for bloc in side.blocs(parties, date_min, date_max)
        ]

    def youngest(self, record_id: int) -> str | None:
        """Return the first day of the youngest party of a record, ISO; None if none is known."""
        starts = [
            FuzzyDate.parse(party.start).earliest
            for party in self.parties.get(record_id, ())
            if party.start
        ]
        return max((start.isoformat() for start in starts if start), default=None)

    def predecessors_in(self, record_id: int) -> list[PartyRow]:
        """Return the earlier states of both lines that are in a record."""
        parties = self.parties.get(record_id, ())
        return [
            party
            for side in self.sides
            for party in side.own(parties)
            if party.actor_id != side.actor.id
        ]


def _states(
    connection: Connection, actors: tuple[ActorRef, ActorRef], *, lines: bool
) -> list[frozenset[int]]:
    """Return the keys of the states that each actor stands for; a former state only for itself."""
    one, other = actors
    rows = fetch(connection, _LINES, one=one.line, other=other.line) if lines else ()
    return [
        frozenset(
            {actor.id, *(row.id for row in rows if actor.heads_line and row.line == actor.line)}
        )
        for actor in actors
    ]


def _windows(
    connection: Connection, states: Sequence[frozenset[int]]
) -> tuple[dict[int, list[Window]], ...]:
    """Read the windows of membership of each side by the key of the bloc."""
    windows: tuple[dict[int, list[Window]], ...] = tuple({} for _ in states)
    for row in fetch(connection, _MEMBERSHIPS, members=sorted(frozenset().union(*states))):
        window = Window(row.date_min or OPEN_START, row.date_max or OPEN_END)
        for members, of_side in zip(states, windows, strict=True):
            if row.actor_id in members:
                of_side.setdefault(row.organization_id, []).append(window)
    return windows


def _face_each_other(own: Sequence[list[PartyRow]], blocs: Sequence[list[PartyRow]]) -> bool:
    """Tell whether two different parties of a record stand for the two sides."""
    one, other = (
        {party.actor_id for party in (mine or theirs)}
        for mine, theirs in zip(own, blocs, strict=True)
    )
    return bool(one and other) and len(one | other) > 1


def _is_context(roles: Sequence[set[str]]) -> bool:
    """A third party's act that touches the pair: neither side acts on the other."""
    only_touched = any(own and own <= _PASSIVE for own in roles)
    both_suffer = all(own and own <= _SUFFERING for own in roles)
    return only_touched or both_suffer
