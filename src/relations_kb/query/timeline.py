"""What happened between two actors, milestone by milestone, in order."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from relations_kb.domain.dates import FuzzyDate, Overlap
from relations_kb.domain.vocabulary import Assertion, Calendar
from relations_kb.query.actors import ActorRef, resolve_actor, resolve_pair
from relations_kb.query.base import BaseView, base_view
from relations_kb.query.grouping import grouped
from relations_kb.query.pair import OPEN_END, OWN_STEPS, RECORDS_OF_PAIR, Pair
from relations_kb.query.run import fetch
from relations_kb.store import tables as t


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """What to show of a timeline; empty means everything.

    Attributes:
        window: interval that entries must overlap.
        kinds: kinds of record.
        topics: topics of record, any of them.
        steps: steps of milestone.
        actor: an actor that acts in the milestone or is a party of its record.
        lines: whether earlier states count for present ones.
        blocs: whether blocs count for their members.
        context: whether third-party events that bear on the pair are shown.
        limit: at most so many entries, 0 for all.
        reverse: newest first.
        on: a day; entries that are not known to have begun by it are left out.
    """

    window: FuzzyDate | None = None
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    actor: str | None = None
    lines: bool = True
    blocs: bool = True
    context: bool = False
    limit: int = 0
    reverse: bool = False
    on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One milestone; the fields and their order are the contract for scripts."""

    date: str | None
    date_min: str | None
    date_max: str | None
    precision: str | None
    calendar: str
    kind: str
    record: str
    step: str
    actor: str | None
    title: str
    parties: tuple[str, ...]
    route: str
    flags: tuple[str, ...]
    sources: tuple[str, ...]
    place: str | None
    note: str | None


ENTRY_FIELDS = tuple(f.name for f in fields(TimelineEntry))


@dataclass(frozen=True, slots=True)
class TimelineView:
    """A timeline with what was included.

    Attributes:
        one: name of the one actor.
        other: name of the other.
        base: which base it was read from.
        lines: names of earlier states that appear.
        blocs: names of blocs through which entries come.
        entries: the entries, in order.
        titles: title of each record, without the part that an entry concerns.
        total: entries before the limit.
        context: number of third-party entries left out, or shown if asked for.
        filter: what was asked for.
    """

    one: ActorRef
    other: ActorRef
    base: BaseView
    lines: tuple[str, ...]
    blocs: tuple[str, ...]
    entries: tuple[TimelineEntry, ...]
    titles: Mapping[str, str]
    total: int
    context: int
    filter: TimelineFilter = field(default_factory=TimelineFilter)


_MILESTONES = (
    select(
        t.milestone,
        t.record.c.slug.label("record"),
        t.record.c.kind,
        t.record.c.title,
        t.actor.c.slug.label("actor"),
    )
    .join(t.record, t.record.c.id == t.milestone.c.record_id)
    .outerjoin(t.actor, t.actor.c.id == t.milestone.c.actor_id)
    .where(t.milestone.c.record_id.in_(RECORDS_OF_PAIR))
    .order_by(t.milestone.c.sort_key, t.record.c.slug, t.milestone.c.ordinal)
)
_SOURCES = (
    select(t.milestone_source.c.milestone_id, t.source.c.slug)
    .join(t.milestone, t.milestone.c.id == t.milestone_source.c.milestone_id)
    .join(t.source, t.source.c.id == t.milestone_source.c.source_id)
    .where(t.milestone.c.record_id.in_(RECORDS_OF_PAIR))
    .order_by(t.milestone_source.c.id)
)
_TOPICS = select(t.topic.c.record_id, t.topic.c.topic).where(
    t.topic.c.record_id.in_(RECORDS_OF_PAIR)
)


def timeline(
    connection: Connection, one: str, other: str, wanted: TimelineFilter | None = None
) -> TimelineView:
    """Make the timeline of two actors.

    Args:
        connection: to the base.
        one: the one actor, as a user types it.
        other: the other; the order makes no difference to the entries.
        wanted: what to show.

    Raises:
        KbError: if an actor is not found.
    """
    wanted = wanted or TimelineFilter()
    pair = _pair(connection, one, other, wanted)
    return _view(connection, pair, _judged(connection, pair, wanted), wanted)


def timelines(connection: Connection, one: str, other: str) -> tuple[TimelineView, TimelineView]:
    """Make the timeline of two actors without third-party events, and with them, read once.

    Raises:
        KbError: if an actor is not found.
    """
    wanted = TimelineFilter()
    pair = _pair(connection, one, other, wanted)
    rows = _judged(connection, pair, wanted)
    return (
        _view(connection, pair, rows, wanted),
        _view(connection, pair, rows, replace(wanted, context=True)),
    )


def _pair(connection: Connection, one: str, other: str, wanted: TimelineFilter) -> Pair:
    return Pair(
        connection,
        *resolve_pair(connection, one, other),
        lines=wanted.lines,
        blocs=wanted.blocs,
    )


_Rows = list[tuple[Row[Any], str, tuple[str, ...]]]


def _view(connection: Connection, pair: Pair, rows: _Rows, wanted: TimelineFilter) -> TimelineView:
    shown = [
        (row, route, marks) for row, route, marks in rows if route != "context" or wanted.context
    ]
    sources = grouped(fetch(connection, _SOURCES, **pair.values))
    entries = [
        _entry(row, route, marks, pair, tuple(sources.get(row.id, ())))
        for row, route, marks in shown
    ]
    total = len(entries)
    if wanted.reverse:
        entries.reverse()
    return TimelineView(
        one=pair.sides[0].actor,
        other=pair.sides[1].actor,
        base=base_view(connection),
        lines=_names(p.name for row, _, _ in shown for p in pair.predecessors_in(row.record_id)),
        blocs=_names(
            bloc.name
            for row, route, _ in shown
            if route == "bloc"
            for bloc in pair.blocs_in(row.record_id, row.date_min, row.date_max)
        ),
        entries=tuple(entries[: wanted.limit or None]),
        titles={row.record: row.title for row, _, _ in shown},
        total=total,
        context=sum(route == "context" for _, route, _ in rows),
        filter=wanted,
    )


def _judged(connection: Connection, pair: Pair, wanted: TimelineFilter) -> _Rows:
    """Return the milestones that fit the filter, each with its route and marks."""
    milestones = fetch(connection, _MILESTONES, **pair.values)
    chooser = _Chooser(connection, pair, wanted, milestones)
    return [(row, route, marks) for row in milestones for route, marks in chooser.judge(row)]


class _Chooser:
    """Decides which milestones are shown, by which route, and with which marks of the filter."""

    def __init__(
        self,
        connection: Connection,
        pair: Pair,
        wanted: TimelineFilter,
        rows: Sequence[Row[Any]],
    ) -> None:
        self._pair = pair
        self._wanted = wanted
        self._actor = resolve_actor(connection, wanted.actor) if wanted.actor else None
        self._first_days: dict[int, str] = {}
        for row in rows:
            if row.date_min:
                first = self._first_days.get(row.record_id, row.date_min)
                self._first_days[row.record_id] = min(first, row.date_min)
        self._topics = grouped(fetch(connection, _TOPICS, **pair.values)) if wanted.topics else {}

    def judge(self, row: Row[Any]) -> list[tuple[str, tuple[str, ...]]]:
        """Return the route and marks of a milestone that is shown, else an empty list."""
        wanted = self._wanted
        if (
            (wanted.kinds and row.kind not in wanted.kinds)
            or (wanted.steps and row.step not in wanted.steps)
            or (wanted.topics and not set(wanted.topics) & set(self._topics.get(row.record_id, ())))
            or (self._actor and not self._acts(row, self._actor))
            or (wanted.on and not _begun(row, wanted.on))
        ):
            return []
        overlap = self._overlap(row)
        if overlap is Overlap.NO:
            return []
        own_step_of = row.actor_id if row.step in OWN_STEPS else None
        route = self._pair.route(row.record_id, row.date_min, row.date_max, own_step_of=own_step_of)
        marks = ("may",) if overlap is Overlap.MAYBE else ()
        return [(route, marks)] if route else []

    def _acts(self, row: Row[Any], actor: ActorRef) -> bool:
        parties = self._pair.parties.get(row.record_id, ())
        return row.actor_id == actor.id or any(p.actor_id == actor.id for p in parties)

    def _overlap(self, row: Row[Any]) -> Overlap:
        window = self._wanted.window
        if window is None:
            return Overlap.CERTAIN
        if row.date is None:
            return Overlap.NO
        if row.date_min is None and self._cannot_reach(row, window):
            return Overlap.NO
        return FuzzyDate.parse(row.date, Calendar(row.calendar)).overlap(window)

    def _cannot_reach(self, row: Row[Any], window: FuzzyDate) -> bool:
        """Tell whether an open start cannot reach back into a window.

        No step is older than the youngest party of its record, nor, unless it ends before, than
        the first step of the record that has a day.
        """
        if window.latest is None:
            return False
        floors = [self._pair.youngest(row.record_id), self._first_days.get(row.record_id)]
        limit = row.date_max or OPEN_END
        return any(
            floor <= limit and floor > window.latest.isoformat() for floor in floors if floor
        )


def _begun(row: Row[Any], on: datetime.date) -> bool:
    """Tell whether a milestone is known to have begun by a day; a plan never is."""
    known = row.date_min or row.date_max
    return bool(known and known <= on.isoformat() and row.assertion != Assertion.PLANNED)


def _entry(
    row: Row[Any], route: str, marks: tuple[str, ...], pair: Pair, sources: tuple[str, ...]
) -> TimelineEntry:
    title = f"{row.title} ({row.part.replace('-', ' ')})" if row.part else row.title
    return TimelineEntry(
        date=row.date,
        date_min=row.date_min,
        date_max=row.date_max,
        precision=row.precision,
        calendar=row.calendar,
        kind=row.kind,
        record=row.record,
        step=row.step,
        actor=row.actor,
        title=title,
        parties=tuple(party.slug for party in pair.parties[row.record_id]),
        route=route,
        flags=(*_flags(row, route, bool(pair.predecessors_in(row.record_id))), *marks),
        sources=sources,
        place=row.place,
        note=row.note,
    )


def _flags(row: Row[Any], route: str, predecessor: bool) -> list[str]:
    flags = {
        "planned": row.assertion == Assertion.PLANNED,
        "reported": row.assertion == Assertion.REPORTED,
        "denied": row.assertion == Assertion.DENIED,
        "disputed": row.disputed,
        "bloc": route == "bloc",
        "predecessor": predecessor,
        "single-source": row.origins == 1,
    }
    return [name for name, is_set in flags.items() if is_set]


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))
