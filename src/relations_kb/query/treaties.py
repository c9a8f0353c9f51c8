"""Which instruments bind two actors on a day, until when, and to what."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.lifecycle import LIVE, LegalStatus, Status, after
from relations_kb.domain.terms import Days, TermEnd, notice_days, running_term
from relations_kb.domain.vocabulary import Assertion, Calendar, Kind, Step, Term
from relations_kb.query.actors import ActorRef, list_actors
from relations_kb.query.base import BaseView
from relations_kb.query.concerns import Concern, Concerns, Through, concerns, has_begun
from relations_kb.query.show import RecordView
from relations_kb.query.status import Lines, life_of, status_of, status_view, terms_of

INSTRUMENTS = (Kind.TREATY, Kind.AGREEMENT)
OVER = frozenset({Status.SUPERSEDED, Status.EXPIRED, Status.TERMINATED, Status.LAPSED})
"""Statuses of an instrument that has come to its end."""

_ENTRY = frozenset({Step.IN_FORCE, Step.APPLIED})


class End(Term):
    """What an instrument's last day rests on."""

    TERM = "end of term", "its term runs out, and no clause renews it"
    RENEWAL = "next renewal", "its term runs out, and its clause renews it unless notice is given"
    NOTICE = "end of notice", "the notice that was given runs out"
    PLANNED = "planned end", "a source names the day on which it is to end"
    ENDED = "date of end", "it has ended"


@dataclass(frozen=True, slots=True)
class Duty:
    """What an instrument obliges to, or expressly does not."""

    code: str
    article: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class TreatyView:
    """An instrument between two actors on a day; the fields are the contract for scripts.

    Attributes:
        record: id of the record.
        title: its title.
        kind: treaty or agreement.
        form: its form.
        route: direct, line (an earlier state stands for a side) or bloc.
        through: the blocs through which a side is in it, with the times of membership.
        predecessors: names of the earlier states that stand for a side.
        binds: whether it has effect for both sides on the day: for each of them that is a party,
            and through a bloc only for its members.
        status: word of ``Status``.
        since: EDTF date since which the status holds.
        calendar: its calendar.
        disputed: whether a source contradicts the step that the status rests on.
        entered: EDTF date of the entry into force or beginning of application.
        until: EDTF date of the end, Gregorian; an interval where the beginning is vague.
        until_is: word of ``End``.
        term: ISO 8601 duration of the first term.
        renewal: ISO 8601 duration of each renewal.
        notice: ISO 8601 duration of the notice that a party must give.
        notice_by: last day on which notice must be given before the term ends.
        obliges: what it obliges to.
        does_not_oblige: what it expressly does not oblige to.
    """

    record: str
    title: str
    kind: str
    form: str
    route: str
    through: tuple[Through, ...]
    predecessors: tuple[str, ...]
    binds: bool
    status: str
    since: str | None
    calendar: str | None
    disputed: bool
    entered: str | None
    until: str | None
    until_is: str | None
    term: str | None
    renewal: str | None
    notice: str | None
    notice_by: str | None
    obliges: tuple[Duty, ...]
    does_not_oblige: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class TreatiesView:
    """The instruments of a pair on a day, the newest first."""

    one: ActorRef
    other: ActorRef
    on: str
    base: BaseView
    in_force: bool
    treaties: tuple[TreatyView, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """When an instrument ends, on what that rests, and the last day for notice."""

    days: Days | None
    why: End | None
    notice_by: Days | None


def treaties(
    connection: Connection, one: str, other: str, on: datetime.date, *, in_force: bool = False
) -> TreatiesView:
    """List the instruments between two actors as they stand on a day.

    Args:
        connection: to the base.
        one: the one actor, as a user types it.
        other: the other.
        on: the day; instruments of which nothing had happened by then are left out.
        in_force: keep those that have effect between the two on that day.

    Raises:
        KbError: if an actor is not found.
    """
    found = concerns(connection, one, other, INSTRUMENTS)
    lines = {actor.id: actor.line for actor in list_actors(connection)}
    views = [
        view
        for concern, status in with_status(found, on)
        if (view := _treaty(concern, status, on, found, lines)).binds or not in_force
    ]
    return TreatiesView(
        found.one, found.other, on.isoformat(), found.base, in_force, tuple(reversed(views))
    )


def with_status(found: Concerns, on: datetime.date) -> list[tuple[Concern, LegalStatus]]:
    """Return the records of which something had happened by a day, each with its status."""
    return [
        (concern, status_of(concern.record, on, found.records))
        for concern in found.found
        if has_begun(concern.record, on)
    ]


def ending(
    record: RecordView, status: LegalStatus, on: datetime.date, records: Mapping[str, RecordView]
) -> Ending:
    """Return when an instrument ends or ended, and why; all None if no end is on record.

    A day of the future that a source names goes before the term, which may have been prolonged.
    """
    if status.status in OVER:
        return Ending(_days(status.since), End.ENDED, None)
    if status.status not in LIVE | {Status.SUSPENDED}:
        return Ending(None, None, None)
    terms = terms_of(record)
    if status.status is Status.NOTICE_GIVEN:
        return _end_of_notice(status, terms.notice)
    term = running_term(life_of(record, records), on, terms.initial, record.term.get("renewal"))
    coming = term if term and term.days.last and term.days.last > on else None
    named = _named_end(record, on)
    if named and not (coming and terms.renewed):
        return Ending(named, End.PLANNED, notice_days(named, terms.notice))
    return _end_of_term(coming, terms.notice, renews=terms.renewed)


def _end_of_term(term: TermEnd | None, notice: str | None, *, renews: bool) -> Ending:
    if term is None:
        return Ending(None, None, None)
    return Ending(term.days, End.RENEWAL if renews else End.TERM, notice_days(term.days, notice))


def _end_of_notice(status: LegalStatus, notice: str | None) -> Ending:
    given = status.since
    if given is None or notice is None:
        return Ending(None, None, None)
    first, last = (after(day, notice) if day else None for day in (given.earliest, given.latest))
    return Ending(Days(first, last), End.NOTICE, None)


def _named_end(record: RecordView, on: datetime.date) -> Days | None:
    """Return the first end after a day that a source names for the whole."""
    for m in record.milestones:
        planned = m.assertion == Assertion.PLANNED and m.step == Step.EXPIRED
        if planned and m.part is None and m.date and m.date_max and m.date_max > on.isoformat():
            return _days(FuzzyDate.parse(m.date, Calendar(m.calendar)))
    return None


def _days(date: FuzzyDate | None) -> Days | None:
    return Days(date.earliest, date.latest) if date else None


def live_between(concern: Concern, on: datetime.date, found: Concerns, lines: Lines) -> bool:
    """Tell whether an instrument has effect for both sides on a day.

    What is in force for others does not bind a side that left, or never consented.
    """
    view = status_view(concern.record, on, found.records, lines, found.base)
    live = {party.actor for party in view.parties if party.status in LIVE}
    return concern.binds_on(on) and all(live.intersection(side) for side in concern.sides)


def _treaty(
    concern: Concern, status: LegalStatus, on: datetime.date, found: Concerns, lines: Lines
) -> TreatyView:
    record = concern.record
    end = ending(record, status, on, found.records)
    since = status.since
    return TreatyView(
        record=record.id,
        title=record.title,
        kind=record.kind,
        form=record.form,
        route=concern.route,
        through=concern.through,
        predecessors=concern.predecessors,
        binds=status.status in LIVE and live_between(concern, on, found, lines),
        status=str(status.status),
        since=since.text if since else None,
        calendar=str(since.calendar) if since else None,
        disputed=_disputed(record, status),
        entered=_entered(record, on),
        until=end.days.text if end.days else None,
        until_is=str(end.why) if end.why and end.days else None,
        term=record.term.get("initial"),
        renewal=record.term.get("renewal"),
        notice=record.term.get("notice"),
        notice_by=end.notice_by.text if end.notice_by else None,
        obliges=_duties(record, "yes"),
        does_not_oblige=_duties(record, "no"),
    )


def _disputed(record: RecordView, status: LegalStatus) -> bool:
    """Tell whether a source contradicts the step that brought the status about."""
    steps = {
        reason.step.key
        for reason in status.reasons
        if reason.step and reason.step.record in {"", record.id} and reason.step.step == status.step
    }
    return any(m.disputed for m in record.milestones if m.key in steps)


def _entered(record: RecordView, on: datetime.date) -> str | None:
    for m in record.milestones:
        entry = m.step in _ENTRY and m.part is None and m.actor is None
        if (
            entry
            and m.date
            and m.assertion == Assertion.ACTUAL
            and on.isoformat() >= (m.date_min or m.date_max or "")
        ):
            return m.date
    return None


def _duties(record: RecordView, value: str) -> tuple[Duty, ...]:
    return tuple(Duty(d.code, d.article, d.note) for d in record.obligations if d.value == value)
