"""A dyad with its records and entries, as several questions need them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from relations_kb.domain.lifecycle import LIVE
from relations_kb.domain.vocabulary import Calendar
from relations_kb.query.actors import ActorRef, list_actors
from relations_kb.query.base import BaseView, base_view
from relations_kb.query.pair import OWN_STEPS
from relations_kb.query.show import MilestoneView, RecordView, all_records
from relations_kb.query.status import Lines, status_of, status_view
from relations_kb.query.timeline import TimelineEntry, timeline

PLANNED = "planned"
"""The flag of an entry that was only meant to happen."""


@dataclass(frozen=True, slots=True)
class Stock:
    """Everything in a base, read once for all dyads that are asked of it.

    Attributes:
        records: every record by its id.
        lines: the present state of the line of every actor.
        base: which base it is.
    """

    records: Mapping[str, RecordView]
    lines: Lines
    base: BaseView


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two actors and what is between them; third-party events are left out.

    Attributes:
        one: the one actor.
        other: the other.
        entries: the timeline, in order.
        routes: route of the first entry of each record, in order.
        stock: the base that it was taken from.
    """

    one: ActorRef
    other: ActorRef
    entries: tuple[TimelineEntry, ...]
    routes: Mapping[str, str]
    stock: Stock

    @property
    def own(self) -> tuple[RecordView, ...]:
        """The records of the dyad, in the order of their first entry."""
        return tuple(self.stock.records[slug] for slug in self.routes)

    @property
    def sides(self) -> tuple[str, str]:
        """The lines of the two actors."""
        return self.one.line, self.other.line

    def side_of(self, actor: str | None) -> str | None:
        """Return the line of an actor if it is one of the two, else None."""
        line = self.stock.lines.get(actor) if actor else None
        return line if line in self.sides else None

    def steps_of(self, record: RecordView) -> tuple[MilestoneView, ...]:
        """Return the milestones of a record without the own steps of third states."""
        return tuple(
            m
            for m in record.milestones
            if m.actor is None or m.step not in OWN_STEPS or self.side_of(m.actor)
        )

    def has_begun(self, record: RecordView, on: datetime.date) -> bool:
        """Tell whether anything of a record, plans not counted, had happened by a day."""
        return any(entry.record == record.id and begun(entry, on) for entry in self.entries)


def read_stock(connection: Connection) -> Stock:
    """Read everything that the questions on dyads need of a base."""
    return Stock(
        records={record.id: record for record in all_records(connection)},
        lines={actor.id: actor.line for actor in list_actors(connection)},
        base=base_view(connection),
    )


def read_dyad(connection: Connection, one: str, other: str, stock: Stock) -> Dyad:
    """Read a dyad, each actor as a user types it.

    Raises:
        KbError: if an actor is not found, or both are one line of states.
    """
    view = timeline(connection, one, other)
    routes: dict[str, str] = {}
    for entry in view.entries:
        routes.setdefault(entry.record, entry.route)
    return Dyad(view.one, view.other, view.entries, routes, stock)


def worded(date: str | None, calendar: str) -> str | None:
    """Write a date with its calendar, where that is not the Gregorian."""
    return date if date is None or calendar == Calendar.GREGORIAN else f"{date} {calendar}"


def begun(entry: TimelineEntry, on: datetime.date) -> bool:
    """Tell whether an entry, not merely planned, is known to have begun by a day."""
    known = entry.date_min or entry.date_max
    return bool(known and known <= on.isoformat() and PLANNED not in entry.flags)


def is_live_between(dyad: Dyad, record: RecordView, on: datetime.date) -> bool:
    """Tell whether an instrument has effect on a day, and for both sides.

    A side that has left, or never consented, is not bound by what is in force for others. For a
    side that is there through a bloc the status of the whole counts.
    """
    stock = dyad.stock
    if status_of(record, on, stock.records).status not in LIVE:
        return False
    view = status_view(record, on, stock.records, stock.lines, stock.base)
    for side in dyad.sides:
        own = [p for p in view.parties if stock.lines.get(p.actor) == side]
        if own and not any(p.status in LIVE for p in own):
            return False
    return True
