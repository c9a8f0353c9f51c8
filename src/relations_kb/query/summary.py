"""What a desk officer needs to know of two actors on one page: facts and dates, no narrative."""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from relations_kb.domain.lifecycle import LIVE, LegalStatus, Status
from relations_kb.domain.vocabulary import Assertion, Kind, Step
from relations_kb.query.base import BaseView
from relations_kb.query.contradictions import Contradiction, find_contradictions
from relations_kb.query.show import (
    FigureView,
    MilestoneView,
    RecordView,
    all_records,
)
from relations_kb.query.sources import SourceView
from relations_kb.query.status import known_on, status_of
from relations_kb.query.timeline import TimelineEntry, TimelineFilter, TimelineView, timeline

CHANGES_MONTHS = 12
_INSTRUMENTS = frozenset({Kind.TREATY, Kind.AGREEMENT})
_PENDING = frozenset({Status.SIGNED, Status.NEGOTIATING})
_OVER = frozenset({Status.SUPERSEDED, Status.EXPIRED, Status.TERMINATED, Status.LAPSED})
_LONG_SILENCE_YEARS = 15
_COMPLETIONS = frozenset({Step.OPERATIONAL, Step.INAUGURATED, Step.COMPLETED, Step.DELIVERED})
_ENDS = frozenset({Step.ENDED, Step.EXPIRED, Step.TERMINATED, Step.SUPERSEDED})
_SAID = frozenset({Step.STATED, Step.REFUSED, Step.OFFERED})
_PRELIMINARY = frozenset(
    {Step.ANNOUNCED, Step.OFFERED, Step.NEGOTIATION_OPENED, Step.TEXT_AGREED, Step.INVITED}
)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty or agreement with its computed status.

    Attributes:
        record: the record.
        route: how it comes to the pair.
        status: the status on the day of the summary.
        disputed: whether a source contradicts the date of the step that the status rests on.
        obliges: codes of obligations, with articles.
        does_not_oblige: codes of what it expressly does not oblige to.
    """

    record: RecordView
    route: str
    status: LegalStatus
    disputed: bool
    obliges: tuple[str, ...]
    does_not_oblige: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Something announced or planned that no later milestone fulfils."""

    record: str
    title: str
    step: str
    part: str | None
    date: str | None
    calendar: str
    date_min: str | None
    overdue: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """An agreement, measure or project with its last step and its figures."""

    record: RecordView
    route: str
    last: MilestoneView | None
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much stands behind a summary."""

    records: int
    milestones: int
    first: str | None
    last: str | None
    single_source: int
    sources: int
    newest_source: str | None
    by_side: Mapping[str, int]
    by_grade: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The page, section by section; an empty section says that nothing is on record."""

    timeline: TimelineView
    base: BaseView
    on: str
    coverage: Coverage
    in_force: tuple[Instrument, ...]
    not_in_force: tuple[Instrument, ...]
    ended: tuple[Instrument, ...]
    plans: tuple[Plan, ...]
    changes: tuple[TimelineEntry, ...]
    agreements: tuple[State, ...]
    measures: tuple[State, ...]
    projects: tuple[State, ...]
    contradictions: tuple[Contradiction, ...]
    gaps: tuple[str, ...]
    sources: tuple[tuple[SourceView, int], ...]


def summary(connection: Connection, one: str, other: str, on: datetime.date) -> SummaryView:
    """Make the summary of two actors as of a day.

    Args:
        connection: to the base.
        one: the one actor, as a user types it.
        other: the other.
        on: the day whose state is told; what is dated later is left out. What sources have
            said since of earlier things is not.

    Raises:
        KbError: if an actor is not found.
    """
    everything = timeline(connection, one, other, TimelineFilter(context=True))
    view = timeline(connection, one, other, TimelineFilter())
    past = tuple(entry for entry in view.entries if _begun(entry, on.isoformat()))
    routes = _routes(view)
    records = {r.id: r for r in all_records(connection)}
    begun = {entry.record for entry in past}
    today = on.isoformat() >= view.base.built
    own = [records[slug] for slug in routes if slug in begun or today]
    instruments = [_instrument(r, routes[r.id], on, records) for r in own if r.kind in _INSTRUMENTS]
    treaties = [i for i in instruments if i.record.kind == Kind.TREATY]
    sources = _cited(own)
    return SummaryView(
        timeline=view,
        base=view.base,
        on=on.isoformat(),
        coverage=_coverage(own, past, sources),
        in_force=tuple(i for i in instruments if i.status.status in LIVE),
        not_in_force=tuple(i for i in treaties if i.status.status in _PENDING),
        ended=tuple(i for i in treaties if i.status.status in _OVER),
        plans=tuple(_plans(own, on)),
        changes=tuple(entry for entry in past if _recent(entry, on)),
        measures=tuple(
            _state(records[slug], route, on)
            for slug, route in _routes(everything).items()
            if records[slug].kind == Kind.TRADE_MEASURE and (today or _has_begun(records[slug], on))
        ),
        agreements=tuple(_state(r, routes[r.id], on) for r in own if r.kind == Kind.AGREEMENT),
        projects=tuple(_state(r, routes[r.id], on) for r in own if r.kind == Kind.PROJECT),
        contradictions=tuple(find_contradictions(own, on)),
        gaps=tuple(_gaps(reversed(instruments), past)),
        sources=tuple(sources.most_common()),
    )


def _routes(view: TimelineView) -> dict[str, str]:
    """Return the records of a timeline in order, each with the route of its first entry."""
    routes: dict[str, str] = {}
    for entry in view.entries:
        routes.setdefault(entry.record, entry.route)
    return routes


def _instrument(
    record: RecordView, route: str, on: datetime.date, records: Mapping[str, RecordView]
) -> Instrument:
    status = status_of(record, on, records)
    return Instrument(
        record=record,
        route=route,
        status=status,
        disputed=any(
            m.disputed and m.step == status.step and m.part is None for m in record.milestones
        ),
        obliges=_codes(record, "yes"),
        does_not_oblige=_codes(record, "no"),
    )


def _codes(record: RecordView, value: str) -> tuple[str, ...]:
    return tuple(
        f"{duty.code} (Art. {duty.article})" if duty.article else duty.code
        for duty in record.obligations
        if duty.value == value
    )


def _plans(records: Iterable[RecordView], on: datetime.date) -> Iterator[Plan]:
    for record in records:
        actual = [
            m for m in record.milestones if m.assertion == Assertion.ACTUAL and known_on(m, on)
        ]
        only_announced = record.kind != Kind.EVENT and all(m.step in _PRELIMINARY for m in actual)
        for m in record.milestones:
            planned = (
                m.assertion == Assertion.PLANNED
                and not any(_fulfils(deed, m) for deed in actual)
                and m.step not in _ENDS
            )
            if planned or (only_announced and m.step == Step.ANNOUNCED):
                yield Plan(
                    record=record.id,
                    title=record.title,
                    step=m.step,
                    part=m.part,
                    date=m.date,
                    calendar=m.calendar,
                    date_min=m.date_min,
                    overdue=planned and bool(m.date_max and m.date_max < on.isoformat()),
                    sources=m.sources,
                )


def _fulfils(deed: MilestoneView, plan: MilestoneView) -> bool:
    """Tell whether a deed makes a plan good: the same step, or another that completes the work.

    What is done with the whole is done with its parts.
    """
    same_step = deed.step == plan.step or {deed.step, plan.step} <= _COMPLETIONS
    return same_step and deed.part in {None, plan.part}


def _has_begun(record: RecordView, on: datetime.date) -> bool:
    return any(
        known_on(m, on) for m in record.milestones if m.date and m.assertion != Assertion.PLANNED
    )


def _state(record: RecordView, route: str, on: datetime.date) -> State:
    done = [
        m
        for m in record.milestones
        if m.assertion == Assertion.ACTUAL and m.date_min and m.date_min <= on.isoformat()
    ]
    # What was done tells more of a state than what was said of it on the same day or later.
    deeds = [m for m in done if m.step not in _SAID] or done
    return State(record, route, deeds[-1] if deeds else None, record.figures)


def _gaps(instruments: Iterable[Instrument], past: Iterable[TimelineEntry]) -> Iterator[str]:
    for i in instruments:
        if i.record.kind == Kind.TREATY and i.status.status is Status.SIGNED:
            yield f"{i.record.id}: signed; no entry into force on record"
        if i.record.kind == Kind.TREATY and i.status.status is Status.UNKNOWN:
            yield f"{i.record.id}: no dated signature or entry into force on record"
    years = sorted({int(e.date_min[:4]) for e in past if e.date_min})
    for before, after in itertools.pairwise(years):
        if after - before > _LONG_SILENCE_YEARS:
            yield f"{before + 1}–{after - 1}: no entries"


def _cited(records: Iterable[RecordView]) -> Counter[SourceView]:
    return Counter(source for record in records for source in record.sources)


def _coverage(
    records: list[RecordView], past: tuple[TimelineEntry, ...], sources: Counter[SourceView]
) -> Coverage:
    dated = [entry.date for entry in past if entry.date and entry.date_min]
    published = sorted(s.date for s in sources if s.date)
    return Coverage(
        records=len(records),
        milestones=len(past),
        first=dated[0] if dated else None,
        last=dated[-1] if dated else None,
        single_source=sum("single-source" in entry.flags for entry in past),
        sources=len(sources),
        newest_source=published[-1] if published else None,
        by_side=dict(Counter(s.side or "third party" for s in sources).most_common()),
        by_grade=dict(sorted(Counter(s.reliability for s in sources).items())),
    )


def _begun(entry: TimelineEntry, on: str) -> bool:
    """Tell whether an entry is known to have begun by a day."""
    known = entry.date_min or entry.date_max
    return bool(known and known <= on and "planned" not in entry.flags)


def _recent(entry: TimelineEntry, on: datetime.date) -> bool:
    year, month = divmod(on.year * 12 + on.month - 1 - CHANGES_MONTHS, 12)
    start = f"{year:04d}-{month + 1:02d}-{min(on.day, 28):02d}"
    known = entry.date_min or entry.date_max
    return bool(known and known >= start)
