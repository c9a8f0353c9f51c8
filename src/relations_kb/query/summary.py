"""What a desk officer needs to know of two actors on one page: facts and dates, no narrative."""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, bindparam, select

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.lifecycle import LIVE, LegalStatus, Status, after, end_of_term
from relations_kb.domain.vocabulary import Assertion, Form, Kind, Step
from relations_kb.query.actors import list_actors
from relations_kb.query.base import BaseView
from relations_kb.query.brief import (
    Flow,
    Friction,
    Told,
    Year,
    directions,
    find_frictions,
    flows,
    keys_of,
    told_entries,
    trend,
    undone,
)
from relations_kb.query.contradictions import Contradiction, find_contradictions
from relations_kb.query.run import fetch
from relations_kb.query.show import (
    FigureView,
    MilestoneView,
    ObligationView,
    RecordView,
    all_records,
)
from relations_kb.query.sides import Sides, are_bound, bound_parties, sides_of
from relations_kb.query.sources import SourceView
from relations_kb.query.status import Lines, known_on, life_of, status_of, status_view
from relations_kb.query.timeline import TimelineEntry, TimelineView, timelines
from relations_kb.store import tables as t

CHANGES_MONTHS = 12
_INSTRUMENTS = frozenset({Kind.TREATY, Kind.AGREEMENT})
_PENDING = frozenset({Status.SIGNED, Status.ADOPTED, Status.NEGOTIATING})
_OVER = frozenset({Status.SUPERSEDED, Status.EXPIRED, Status.TERMINATED, Status.LAPSED})
_LONG_SILENCE_YEARS = 15
_COMPLETIONS = frozenset({Step.OPERATIONAL, Step.INAUGURATED, Step.COMPLETED, Step.DELIVERED})
_ENDS = frozenset({Step.ENDED, Step.EXPIRED, Step.TERMINATED, Step.SUPERSEDED})
_SAID = frozenset({Step.STATED, Step.REFUSED, Step.OFFERED})
_PRELIMINARY = frozenset(
    {Step.ANNOUNCED, Step.OFFERED, Step.NEGOTIATION_OPENED, Step.TEXT_AGREED, Step.INVITED}
)
_OWN_CONSENT = frozenset({Step.RATIFIED, Step.ACCEDED})
_BEGINNINGS = frozenset({Step.IN_FORCE, Step.APPLIED})
_BILATERAL = 2
_MOST_RENEWALS = 1000

Key = tuple[str, str, str]
"""Record, item and key of an entry, to which claims belong."""

_CLAIMS = (
    select(t.record.c.slug, t.claim.c.id, t.claim.c.item, t.claim.c.key)
    .join(t.record, t.record.c.id == t.claim.c.record_id)
    .where(
        t.claim.c.active,
        t.claim.c.leaf.in_(("date", "quantity", "value", "term-initial", "term-renewal")),
        t.claim.c.rank != "deprecated",
        t.record.c.slug.in_(bindparam("records", expanding=True)),
    )
    .order_by(t.claim.c.record_id, t.claim.c.ordinal, t.claim.c.id)
)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty or agreement with its computed status.

    Attributes:
        record: the record.
        route: how it comes to the pair.
        status: the status between the two on the day of the summary.
        disputed: whether a source contradicts the date of the step that the status rests on.
        obliges: codes of obligations, with articles.
        does_not_oblige: codes of what it expressly does not oblige to.
        duties: the same with all that is known of them.
        bilateral: whether it binds two parties alone.
        frame: whether it is a frame open to other states, such as the Charter of the United
            Nations.
        ends: day on which its present term runs out, ISO.
        not_for: names of the sides for which it is not in force, though it is for others.
    """

    record: RecordView
    route: str
    status: LegalStatus
    disputed: bool
    obliges: tuple[str, ...]
    does_not_oblige: tuple[str, ...]
    duties: tuple[ObligationView, ...]
    bilateral: bool
    frame: bool
    ends: str | None
    not_for: tuple[str, ...]


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
    key: str


@dataclass(frozen=True, slots=True)
class State:
    """An agreement, measure or project with its last step and its figures."""

    record: RecordView
    route: str
    last: MilestoneView | None
    figures: tuple[FigureView, ...]
    imposed_by: str | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """A day to come: a term runs out, or something is planned.

    Attributes:
        date: EDTF date.
        calendar: its calendar.
        what: ``term ends`` or ``planned``.
        record: id of the record.
        title: its title.
        step: the step planned.
        part: the part concerned.
        renewal: what follows the end of the term by its clause.
        key: key of the milestone planned.
    """

    date: str
    calendar: str
    what: str
    record: str
    title: str
    step: str | None
    part: str | None
    renewal: str | None
    key: str | None


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
    grades_of_side: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The days and the revision that a page is of.

    Attributes:
        on: the day whose state is told, ISO.
        known_by: last day of publication, ISO; None for no limit.
        at: number of the last changeset; None for all.
    """

    on: str
    known_by: str | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The page, section by section; an empty section says that nothing is on record."""

    timeline: TimelineView
    base: BaseView
    clocks: Clocks
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
    heaviest: Instrument | None
    newest: Told | None
    told: tuple[Told, ...]
    flows: tuple[Flow, ...]
    frictions: tuple[Friction, ...]
    third_party: tuple[Told, ...]
    trend: tuple[Year, ...]
    coming: tuple[Coming, ...]
    claims: Mapping[Key, tuple[str, ...]] | None
    slots: Mapping[tuple[str, str], Key]

    @property
    def on(self) -> str:
        """The day whose state is told, ISO."""
        return self.clocks.on


def summary(
    connection: Connection,
    one: str,
    other: str,
    on: datetime.date,
    *,
    known_by: datetime.date | None = None,
    at: int | None = None,
    ids: bool = False,
) -> SummaryView:
    """Make the summary of two actors as of a day.

    Args:
        connection: to the base, as it was known then if one of the two other clocks is turned back.
        one: the one actor, as a user types it.
        other: the other.
        on: the day whose state is told; what is dated later is left out. What sources have
            said since of earlier things is not.
        known_by: the day for which the base was turned back, for the head of the page.
        at: the changeset for which it was, likewise.
        ids: whether the claims behind the page are read, too.

    Raises:
        KbError: if an actor is not found.
    """
    view, everything = timelines(connection, one, other)
    actors = list_actors(connection)
    records = {r.id: r for r in all_records(connection)}
    sides = sides_of(view.one, view.other, actors)
    desk = _Desk(records, sides, {actor.id: actor.line for actor in actors}, view.base, on)
    day = on.isoformat()
    past = tuple(desk.told(entry) for entry in view.entries if _begun(entry, day))
    around = [e for e in everything.entries if e.route == "context" and _begun(e, day)]
    routes = _routes(view)
    begun = {entry.record for entry in past}
    own = [records[slug] for slug in routes if slug in begun or _heard_of(records[slug], on)]
    instruments = [desk.instrument(r, routes[r.id]) for r in own if r.kind in _INSTRUMENTS]
    treaties = [i for i in instruments if i.record.kind == Kind.TREATY]
    in_force = [i for i in instruments if _in_force(i, sides)]
    plans = tuple(_plans(own, on))
    sources = _cited(own)
    measures = tuple(desk.measures(_routes(everything)))
    changes = tuple(entry for entry in past if _recent(entry, on))
    direct = [r for r in own if routes[r.id] != "bloc"]
    shown = [*own, *(records[e.record] for e in around), *(m.record for m in measures)]
    return SummaryView(
        timeline=view,
        base=view.base,
        clocks=Clocks(day, known_by.isoformat() if known_by else None, at),
        coverage=_coverage(own, past, sources),
        in_force=tuple(in_force),
        not_in_force=tuple(i for i in treaties if i.status.status in _PENDING),
        ended=tuple(i for i in treaties if i.status.status in _OVER),
        plans=plans,
        changes=changes,
        measures=measures,
        agreements=tuple(_state(r, routes[r.id], on) for r in own if r.kind == Kind.AGREEMENT),
        projects=tuple(_state(r, routes[r.id], on) for r in own if r.kind == Kind.PROJECT),
        contradictions=tuple(find_contradictions(own, on)),
        gaps=tuple(_gaps(reversed(instruments), past)),
        sources=tuple(sources.most_common()),
        heaviest=_heaviest(in_force),
        newest=_newest_event(past, records),
        told=tuple(told_entries(changes, records)),
        flows=tuple(flows(direct, on) or flows(own, on)),
        frictions=tuple(find_frictions(past, records, sides)),
        third_party=tuple(_by_day(told_entries(around, records))),
        trend=tuple(trend(past, records, sides, on)),
        coming=tuple(_coming(in_force, plans, on)),
        claims=_claims(connection, shown) if ids else None,
        slots=dict(_slots(own)) if ids else {},
    )


def by_weight(instruments: Iterable[Instrument]) -> list[Instrument]:
    """Order instruments: between the two alone, with others, through a bloc; the heaviest first."""

    def group(instrument: Instrument) -> int:
        return 2 if instrument.route == "bloc" else 0 if instrument.bilateral else 1

    return sorted(_heaviest_first(instruments), key=group)


def _heaviest_first(instruments: Iterable[Instrument]) -> list[Instrument]:
    """Order by rank: treaties, those in force as a whole, so called; then by duties; the newest."""

    def weight(i: Instrument) -> tuple[Any, ...]:
        since = i.status.since
        return (
            i.record.kind == Kind.TREATY,
            i.status.status is Status.IN_FORCE,
            i.record.form == Form.TREATY,
            len(i.obliges),
            str(since.earliest or since.latest or "") if since else "",
            i.record.id,
        )

    return sorted(instruments, key=weight, reverse=True)


def _heaviest(in_force: Sequence[Instrument]) -> Instrument | None:
    """Choose the heaviest treaty; a frame that binds most states says little of the two."""
    own = [i for i in in_force if i.record.kind == Kind.TREATY and not i.frame]
    return next(iter(by_weight(own)), None)


def _in_force(instrument: Instrument, sides: Sides) -> bool:
    return instrument.status.status in LIVE and are_bound(sides, instrument.record)


def _newest_event(past: Sequence[TimelineEntry], records: Mapping[str, RecordView]) -> Told | None:
    events = [e for e in past if e.kind == Kind.EVENT and "denied" not in e.flags]
    latest = max((_day(e) for e in events), default="")
    return next(iter(told_entries([e for e in events if _day(e) == latest], records)), None)


def _by_day(told: Iterable[Told]) -> list[Told]:
    return sorted(told, key=lambda t: (_day(t.entry), t.entry.record), reverse=True)


def _day(entry: TimelineEntry) -> str:
    return entry.date_min or entry.date_max or ""


def _heard_of(record: RecordView, on: datetime.date) -> bool:
    """Tell whether a page on a record was out by a day; undated pages tell nothing of that."""
    days = (_published(source) for source in record.sources)
    return any(day is not None and day <= on.isoformat() for day in days)


def _published(source: SourceView) -> str | None:
    """Return the first day on which a page may have been published, ISO; None if undated."""
    date = FuzzyDate.parse(source.date) if source.date else None
    first = date and (date.earliest or date.latest)
    return first.isoformat() if first else None


def _slots(records: Iterable[RecordView]) -> Iterator[tuple[tuple[str, str], Key]]:
    """Yield the entries of records by what contradictions call them."""
    for record in records:
        for m in record.milestones:
            what = " ".join(filter(None, (m.step, m.part, m.actor, "date")))
            yield (record.id, what), (record.id, "milestone", m.key)
        for f in record.figures:
            what = " ".join(filter(None, (f.metric, f.of, f.as_of, "quantity")))
            yield (record.id, what), (record.id, "figure", f.key)


def _claims(connection: Connection, records: Iterable[RecordView]) -> dict[Key, tuple[str, ...]]:
    """Read the claims behind milestones, figures, duties and terms, by what they are about."""
    slugs = sorted({record.id for record in records})
    found: dict[Key, tuple[str, ...]] = {}
    for row in fetch(connection, _CLAIMS, records=slugs):
        key = (row.slug, row.item, row.key)
        found[key] = (*found.get(key, ()), row.id)
    return found


def _routes(view: TimelineView) -> dict[str, str]:
    """Return the records of a timeline in order, each with the route of its first entry."""
    routes: dict[str, str] = {}
    for entry in view.entries:
        routes.setdefault(entry.record, entry.route)
    return routes


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the parts of a page are made from."""

    records: Mapping[str, RecordView]
    sides: Sides
    lines: Lines
    base: BaseView
    on: datetime.date

    def instrument(self, record: RecordView, route: str) -> Instrument:
        """Compute the status of an instrument between the two."""
        status, not_for = self._status(record)
        return Instrument(
            record=record,
            route=route,
            status=status,
            disputed=any(
                m.disputed and m.step == status.step and m.part is None for m in record.milestones
            ),
            obliges=_codes(record, "yes"),
            does_not_oblige=_codes(record, "no"),
            duties=record.obligations,
            bilateral=len(bound_parties(record)) <= _BILATERAL,
            frame=_is_frame(record),
            ends=self._end(record),
            not_for=not_for,
        )

    def _status(self, record: RecordView) -> tuple[LegalStatus, tuple[str, ...]]:
        """Return the status between the two, and for which of them it is not in force.

        An instrument of many is in force between two of them if it is for both.
        """
        whole = status_of(record, self.on, self.records)
        if whole.status not in LIVE or len(bound_parties(record)) <= _BILATERAL:
            return whole, ()
        each = status_view(record, self.on, self.records, self.lines, self.base).parties
        live: dict[int, bool] = {}
        status: dict[int, LegalStatus] = {}
        for party in each:
            side = self.sides.of.get(party.actor)
            if side is not None:
                live[side] = live.get(side, False) or party.status in LIVE
                since = FuzzyDate.parse(party.since) if party.since else None
                steps = [r.milestone for r in party.reasons if r.milestone]
                step = next((m.step for m in record.milestones if m.key in steps), None)
                status[side] = LegalStatus(
                    Status(party.status), since, Step(step) if step else None, whole.reasons
                )
        missing = [side for side, is_live in sorted(live.items()) if not is_live]
        if not missing:
            return whole, ()
        return status[missing[0]], tuple(self.sides.names[side] for side in missing)

    def told(self, entry: TimelineEntry) -> TimelineEntry:
        """Mark a step as reported whose date rests on somebody's word alone."""
        if entry.kind not in _INSTRUMENTS or {"reported", "denied"} & set(entry.flags):
            return entry
        record = self.records[entry.record]
        keys = keys_of(entry, record)
        reported = {s.key for s in life_of(record, {}) if s.assertion is Assertion.REPORTED}
        said = bool(reported.intersection(keys))
        return replace(entry, flags=(*entry.flags, "reported")) if said else entry

    def _end(self, record: RecordView) -> str | None:
        """Return the day on which the present term of an instrument runs out."""
        initial, renewal = record.term.get("initial"), record.term.get("renewal")
        begun = [
            step
            for step in life_of(record, self.records)
            if step.whole
            and step.step in _BEGINNINGS
            and step.assertion is Assertion.ACTUAL
            and step.date
            and (step.date.earliest or step.date.latest or datetime.date.max) <= self.on
        ]
        end = end_of_term(begun, initial) if initial else None
        for _ in range(_MOST_RENEWALS):
            if end is None or end > self.on:
                break
            end = after(end, renewal) if renewal else None
        return end.isoformat() if end and end > self.on else None

    def measures(self, routes: Mapping[str, str]) -> Iterator[State]:
        """Yield the measures of the two on each other, and of others on them."""
        known = [
            self.records[slug]
            for slug in routes
            if self.records[slug].kind == Kind.TRADE_MEASURE
            and (_has_begun(self.records[slug], self.on) or _heard_of(self.records[slug], self.on))
        ]
        for record, by in directions(known, self.sides):
            state = _state(record, routes[record.id], self.on)
            yield State(
                state.record, state.route, state.last, state.figures, by, undone(state.last)
            )


def _is_frame(record: RecordView) -> bool:
    """Tell whether an instrument is open to others, of whom each consents for itself.

    More than two parties, at least one of them no signatory of the first day, and the consents of
    at least two states on record: the Charter, the Vienna Conventions, the treaties on weapons.
    """
    parties = bound_parties(record)
    consents = {m.actor for m in record.milestones if m.step in _OWN_CONSENT and m.actor}
    closed = all(party.role == "signatory" for party in parties)
    return (
        record.kind == Kind.TREATY
        and len(parties) > _BILATERAL
        and not closed
        and len(consents) >= _BILATERAL
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
        published = {source.id: _published(source) for source in record.sources}
        for m in record.milestones:
            days = [published.get(source) for source in m.sources]
            if all(day and day > on.isoformat() for day in days):
                continue  # nobody had told of it yet
            planned = (
                m.assertion == Assertion.PLANNED
                and not any(_fulfils(deed, m) for deed in actual)
                and m.step not in _ENDS
            )
            announced = only_announced and m.step == Step.ANNOUNCED and known_on(m, on)
            if planned or announced:
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
                    key=m.key,
                )


def _coming(
    in_force: Iterable[Instrument], plans: Iterable[Plan], on: datetime.date
) -> list[Coming]:
    """Return the ends of terms and the plans that lie ahead, the nearest first."""
    ends = [
        Coming(
            date=i.ends,
            calendar="gregorian",
            what="term ends",
            record=i.record.id,
            title=i.record.title,
            step=None,
            part=None,
            renewal=i.record.term.get("renewal"),
            key=None,
        )
        for i in in_force
        if i.ends
    ]
    planned = [
        (plan.date_min or "", plan)
        for plan in plans
        if plan.date and plan.step != Step.ANNOUNCED and not plan.overdue
    ]
    ahead = [
        (
            day,
            Coming(
                date=str(plan.date),
                calendar=plan.calendar,
                what="planned",
                record=plan.record,
                title=plan.title,
                step=plan.step,
                part=plan.part,
                renewal=None,
                key=plan.key,
            ),
        )
        for day, plan in planned
    ]
    dated = [*((coming.date, coming) for coming in ends), *ahead]
    # A plan for the year that runs may still be made good; it stands at the day of the page.
    return [c for _, c in sorted(dated, key=lambda d: (max(d[0], on.isoformat()), d[1].record))]


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
        if i.record.kind == Kind.TREATY and i.status.status is Status.SIGNED and not i.not_for:
            yield f"{i.record.id}: signed; no entry into force on record"
        if i.record.kind == Kind.TREATY and i.status.status is Status.UNKNOWN:
            yield f"{i.record.id}: no dated signature or entry into force on record"
    years = sorted({int(e.date_min[:4]) for e in past if e.date_min})
    for last, following in itertools.pairwise(years):
        if following - last > _LONG_SILENCE_YEARS:
            yield f"{last + 1}–{following - 1}: no entries"


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
        grades_of_side=_grades_of_side(sources),
    )


def _grades_of_side(sources: Iterable[SourceView]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for source in sources:
        counts.setdefault(source.side or "third party", Counter())[source.reliability] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    return {side: dict(sorted(grades.items())) for side, grades in ordered}


def _begun(entry: TimelineEntry, on: str) -> bool:
    """Tell whether an entry is known to have begun by a day."""
    known = entry.date_min or entry.date_max
    return bool(known and known <= on and "planned" not in entry.flags)


def _recent(entry: TimelineEntry, on: datetime.date) -> bool:
    year, month = divmod(on.year * 12 + on.month - 1 - CHANGES_MONTHS, 12)
    start = f"{year:04d}-{month + 1:02d}-{min(on.day, 28):02d}"
    known = entry.date_min or entry.date_max
    return bool(known and known >= start)
