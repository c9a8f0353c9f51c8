"""What comes up between two actors: ends of terms, last days for notice, planned steps."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from relations_kb.domain.lifecycle import LIVE, Status
from relations_kb.domain.terms import Days, horizon
from relations_kb.domain.vocabulary import Kind, Step
from relations_kb.query.actors import ActorRef
from relations_kb.query.base import BaseView
from relations_kb.query.concerns import CONTEXT, Concern, concerns, has_begun
from relations_kb.query.plans import plans_of
from relations_kb.query.show import RecordView
from relations_kb.query.status import status_of
from relations_kb.query.treaties import INSTRUMENTS, OVER, End, ending

NOTICE = "last day for notice"
PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class UpcomingView:
    """Something that comes up; the fields are the contract for scripts.

    Attributes:
        date: EDTF date as stored, or as counted from the term.
        calendar: its calendar.
        date_min: first possible day, ISO; None if open.
        date_max: last possible day.
        what: word of ``End``, ``last day for notice``, or ``planned``.
        step: the step planned; None for what a term brings about.
        part: the part concerned.
        actor: whose step it is; None if it is nobody's alone.
        record: id of the record.
        title: its title.
        kind: its kind.
        route: how it comes to the pair.
        note: note on the plan.
        sources: its sources.
        key: which of the record's dates it is; it stays when the date moves.
    """

    date: str
    calendar: str
    date_min: str | None
    date_max: str | None
    what: str
    step: str | None
    part: str | None
    actor: str | None
    record: str
    title: str
    kind: str
    route: str
    note: str | None
    sources: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class UpcomingsView:
    """What comes up for a pair after a day, in order of time."""

    one: ActorRef
    other: ActorRef
    on: str
    until: str
    base: BaseView
    upcoming: tuple[UpcomingView, ...]


def upcoming(
    connection: Connection, one: str, other: str, on: datetime.date, within: str
) -> UpcomingsView:
    """List what lies within a span after a day; a vague date counts if a part of it does.

    Args:
        connection: to the base.
        one: the one actor, as a user types it.
        other: the other.
        on: the day.
        within: ISO 8601 duration of the span.

    Raises:
        KbError: if an actor is not found.
    """
    found = concerns(connection, one, other)
    until = horizon(on, within)
    views = [
        view
        for concern in found.found
        if concern.route != CONTEXT and concern.binds_on(on)
        for view in _of_record(concern, found.records, on)
        if _lies_within(view, on, until)
    ]
    views.sort(key=_order)
    return UpcomingsView(
        found.one, found.other, on.isoformat(), until.isoformat(), found.base, tuple(views)
    )


def _of_record(
    concern: Concern, records: Mapping[str, RecordView], on: datetime.date
) -> Iterator[UpcomingView]:
    status = status_of(concern.record, on, records)
    if concern.record.kind in INSTRUMENTS and status.status in LIVE | {Status.SUSPENDED}:
        end = ending(concern.record, status, on, records)
        sources = concern.record.term_sources
        if end.days and end.why is not End.PLANNED and has_begun(concern.record, on):
            yield from _by_term(concern, end.days, str(end.why), sources)
        if end.notice_by:
            yield from _by_term(concern, end.notice_by, NOTICE, sources)
    if status.status not in OVER or concern.record.kind not in {*INSTRUMENTS, Kind.PROJECT}:
        yield from _plans(concern, on)


def _by_term(
    concern: Concern, days: Days, what: str, sources: tuple[str, ...]
) -> Iterator[UpcomingView]:
    if days.text:
        record = concern.record
        yield UpcomingView(
            date=days.text,
            calendar="gregorian",
            date_min=days.first.isoformat() if days.first else None,
            date_max=days.last.isoformat() if days.last else None,
            what=what,
            step=None,
            part=None,
            actor=None,
            record=record.id,
            title=record.title,
            kind=record.kind,
            route=concern.route,
            note=None,
            sources=sources,
            key="notice" if what == NOTICE else "term",
        )


def _plans(concern: Concern, on: datetime.date) -> Iterator[UpcomingView]:
    record = concern.record
    for plan in plans_of(record, on):
        m = plan.milestone
        if plan.deed is None and m.date:
            yield UpcomingView(
                date=m.date,
                calendar=m.calendar,
                date_min=m.date_min,
                date_max=m.date_max,
                what=str(End.PLANNED) if _ends_whole(record, m.step, m.part) else PLANNED,
                step=m.step,
                part=m.part,
                actor=m.actor,
                record=record.id,
                title=record.title,
                kind=record.kind,
                route=concern.route,
                note=m.note,
                sources=m.sources,
                key=m.key,
            )


def _ends_whole(record: RecordView, step: str, part: str | None) -> bool:
    return record.kind in INSTRUMENTS and step == Step.EXPIRED and part is None


def _lies_within(view: UpcomingView, on: datetime.date, until: datetime.date) -> bool:
    """Tell whether a date may fall after a day and by another; open ends reach no farther."""
    first = view.date_min or view.date_max
    last = view.date_max or view.date_min
    return bool(first and last and first <= until.isoformat() and last > on.isoformat())


def _order(view: UpcomingView) -> tuple[object, ...]:
    return view.date_min or view.date_max, view.date_max or "", view.record, view.what, view.key
