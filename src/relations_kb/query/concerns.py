"""The records between two actors in full, each with the way by which it comes to them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from relations_kb.domain.vocabulary import Assertion, Kind
from relations_kb.query.actors import ActorRef
from relations_kb.query.base import BaseView
from relations_kb.query.pair import OPEN_END, OPEN_START, RECORDS_OF_PAIR, Pair, PartyRow, Side
from relations_kb.query.run import fetch
from relations_kb.query.show import RecordView, all_records
from relations_kb.query.status import known_on
from relations_kb.query.timeline import TimelineEntry, TimelineFilter, timeline
from relations_kb.store import tables as t

CONTEXT = "context"
BLOC = "bloc"
LINE = "line"

_SLUGS = select(t.record.c.id, t.record.c.slug).where(t.record.c.id.in_(RECORDS_OF_PAIR))


@dataclass(frozen=True, slots=True)
class Through:
    """A bloc through which a side is in a record, and a time in which it was a member.

    Attributes:
        bloc: id of the bloc.
        name: its name.
        member: id of the side.
        start: first day of membership, ISO; None if open or unknown.
        end: last day.
    """

    bloc: str
    name: str
    member: str
    start: str | None
    end: str | None

    def covers(self, on: datetime.date) -> bool:
        """Tell whether the side was a member on a day."""
        return (self.start or OPEN_START) <= on.isoformat() <= (self.end or OPEN_END)


@dataclass(frozen=True, slots=True)
class Concern:
    """A record that concerns a pair.

    Attributes:
        record: the record.
        route: how it comes to the pair; the route of its first step.
        through: the blocs through which a side is in it.
        predecessors: names of the earlier states that stand for a side in it.
        sides: ids of the parties that stand for each side, itself or by a bloc.
    """

    record: RecordView
    route: str
    through: tuple[Through, ...]
    predecessors: tuple[str, ...]
    sides: tuple[tuple[str, ...], tuple[str, ...]]

    def binds_on(self, on: datetime.date) -> bool:
        """Tell whether the pair is in the record on a day: by a bloc only as long as a member."""
        if self.route != BLOC:
            return True
        members = {through.member for through in self.through}
        return all(
            any(t.covers(on) for t in self.through if t.member == member) for member in members
        )


@dataclass(frozen=True, slots=True)
class Concerns:
    """All that concerns a pair, in the order of the first steps.

    Attributes:
        one: the one actor.
        other: the other.
        base: which base was asked.
        found: the records of the pair.
        records: every record of the base by its id, for the links between them.
    """

    one: ActorRef
    other: ActorRef
    base: BaseView
    found: tuple[Concern, ...]
    records: Mapping[str, RecordView]


def concerns(
    connection: Connection,
    one: str,
    other: str,
    kinds: Iterable[Kind] = (),
    *,
    context: bool = False,
) -> Concerns:
    """Find the records that concern two actors.

    Args:
        connection: to the base.
        one: the one actor, as a user types it.
        other: the other.
        kinds: kinds of record; empty for all.
        context: whether acts of third parties that bear on the pair are found as well.

    Raises:
        KbError: if an actor is not found.
    """
    wanted = TimelineFilter(kinds=tuple(map(str, kinds)), context=context)
    view = timeline(connection, one, other, wanted)
    pair = Pair(connection, view.one, view.other)
    keys = {row.slug: row.id for row in fetch(connection, _SLUGS, **pair.values)}
    records = {record.id: record for record in all_records(connection)}
    return Concerns(
        one=view.one,
        other=view.other,
        base=view.base,
        found=tuple(
            _concern(records[slug], route, pair, keys[slug])
            for slug, route in _routes(view.entries).items()
        ),
        records=records,
    )


def has_begun(record: RecordView, on: datetime.date) -> bool:
    """Tell whether anything of a record, plans aside, had happened by a day."""
    told = [m for m in record.milestones if m.assertion != Assertion.PLANNED]
    # What is undated tells nothing of the day where something else is dated.
    return any(known_on(m, on) for m in [m for m in told if m.date] or told)


def _routes(entries: Iterable[TimelineEntry]) -> dict[str, str]:
    """Return the route of each record: of its first step, a third party's step aside."""
    routes: dict[str, str] = {}
    for entry in entries:
        if routes.get(entry.record, CONTEXT) == CONTEXT:
            routes[entry.record] = entry.route
    return routes


def _concern(record: RecordView, route: str, pair: Pair, key: int) -> Concern:
    parties = pair.parties[key]
    stands = [_stands(side, parties) for side in pair.sides]
    return Concern(
        record=record,
        route=route,
        through=tuple(
            sorted(
                (
                    through
                    for side in pair.sides
                    if route == BLOC and not side.own(parties)
                    for through in _through(side, parties)
                ),
                key=lambda t: (t.bloc, t.member, t.start or ""),
            )
        ),
        predecessors=tuple(sorted(party.name for party in pair.predecessors_in(key))),
        sides=(stands[0], stands[1]),
    )


def _stands(side: Side, parties: Iterable[PartyRow]) -> tuple[str, ...]:
    own = side.own(parties) or [p for p in parties if p.actor_id in side.windows]
    return tuple(party.slug for party in own)


def _through(side: Side, parties: Iterable[PartyRow]) -> Iterator[Through]:
    for party in parties:
        for window in side.windows.get(party.actor_id, ()):
            start = None if window.start == OPEN_START else window.start
            end = None if window.end == OPEN_END else window.end
            yield Through(party.slug, party.name, side.actor.slug, start, end)
