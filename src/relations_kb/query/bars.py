"""From when to when an instrument was in force between two actors, as bars to be drawn.

A bar follows the rules of ``kb status``, asked on every day on which the answer can change. Of
an instrument with more than two parties it shows the time in which both actors were bound.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from relations_kb.domain.dates import FuzzyDate, sort_key
from relations_kb.domain.lifecycle import (
    LegalStatus,
    LifeStep,
    Status,
    Terms,
    after,
    end_of_term,
    legal_status,
    party_status,
)
from relations_kb.domain.vocabulary import Assertion, Role, Step
from relations_kb.query.show import RecordView
from relations_kb.query.status import Lines, life_of, terms_of

_BILATERAL = 2
_OUTSIDE = frozenset({Role.CONCERNED, Role.MEDIATOR, Role.GUARANTOR, Role.OBSERVER, Role.HOST})
_BEGINS = frozenset({Step.IN_FORCE, Step.APPLIED, Step.PROVISIONALLY_APPLIED})
_ENDS = frozenset({Step.TERMINATED, Step.EXPIRED, Step.SUPERSEDED, Step.CANCELLED})
_DAY = datetime.timedelta(1)


class State(StrEnum):
    """What a part of a bar says."""

    IN_FORCE = "in force"
    IN_PART = "in force in part, provisionally, or under notice"
    SUSPENDED = "suspended"
    UNSURE = "the start or the end lies in this time"
    OPEN = "planned, or not known whether still in force"


_STATES = {
    Status.IN_FORCE: State.IN_FORCE,
    Status.PARTLY_IN_FORCE: State.IN_PART,
    Status.PROVISIONAL: State.IN_PART,
    Status.NOTICE_GIVEN: State.IN_PART,
    Status.SUSPENDED: State.SUSPENDED,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a bar, from its first day to its last; None as last day if no end is in sight."""

    first: datetime.date
    last: datetime.date | None
    state: State


@dataclass(frozen=True, slots=True)
class Bar:
    """An instrument with the time in which it was, or is to be, in force.

    Attributes:
        record: id of the record.
        title: its title.
        kind: its kind.
        route: how it comes to the pair.
        spans: the parts, in order of time and without overlap.
        start: date of the step by which it began, None if that is undated.
        end: date of the step by which it ended, None if it goes on or that is undated.
        ongoing: whether it is in force, or rests, on the day asked for.
        planned: whether it is to begin after that day.
        disputed: whether a source contradicts the date of the start.
    """

    record: str
    title: str
    kind: str
    route: str
    spans: tuple[Span, ...]
    start: FuzzyDate | None
    end: FuzzyDate | None
    ongoing: bool
    planned: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class _Phase:
    """A time through which the status stayed as it was."""

    first: datetime.date
    last: datetime.date
    status: LegalStatus

    @property
    def state(self) -> State | None:
        return _STATES.get(self.status.status)


class _Life:
    """The life of one instrument between two actors up to a day."""

    def __init__(
        self,
        record: RecordView,
        records: Mapping[str, RecordView],
        sides: Sequence[str],
        lines: Lines,
        on: datetime.date,
    ) -> None:
        self.terms: Terms = terms_of(record)
        self.on = on
        # What Iran does to a treaty of Persia it does as the same line of states.
        self.steps = [
            replace(s, party=lines.get(s.party, s.party) if s.party else None)
            for s in life_of(record, records, lines)
        ]
        bound = [p for p in record.parties if p.role not in _OUTSIDE]
        self._number = len({lines.get(p.actor, p.actor) for p in bound})
        # Whom a bloc stands for has no status of its own; the whole counts for it.
        self._own = {
            line: party.role == Role.PARTY
            for party in bound
            if (line := lines.get(party.actor, party.actor)) in sides
        }
        looking_on = {lines.get(p.actor, p.actor) for p in record.parties} - set(self._own)
        self.binds = not looking_on & set(sides)

    def phases(self) -> list[_Phase]:
        """Return the phases up to the day, in order."""
        days = sorted(day for day in self._turns() if day <= self.on)
        phases: list[_Phase] = []
        for first, following in zip(days, [*days[1:], self.on + _DAY], strict=False):
            status = self._status(first)
            if phases and (phases[-1].status.status, phases[-1].status.since) == (
                status.status,
                status.since,
            ):
                phases[-1] = replace(phases[-1], last=following - _DAY)
            else:
                phases.append(_Phase(first, following - _DAY, status))
        return phases

    def _turns(self) -> set[datetime.date]:
        """Return every day on which the status can change."""
        days = {day for step in self.steps if (day := _known_from(step))}
        if self.terms.initial and (over := end_of_term(self.steps, self.terms.initial)):
            days.add(over)
        for step in self.steps:
            given = step.date.latest if step.date and step.step is Step.DENOUNCED else None
            if given and self.terms.notice and (over := after(given, self.terms.notice)):
                days.add(over)
        return days

    def _status(self, day: datetime.date) -> LegalStatus:
        """Return the status between the two: that of the side which was bound last or least."""
        whole = legal_status(self.steps, day, self.terms)
        if self._number <= _BILATERAL:
            return whole
        each = [
            party_status(self.steps, day, side, self._number, self.terms, named=named)
            for side, named in self._own.items()
        ]
        without = [status for status in each if status.status not in _STATES]
        if without:
            return without[0]
        return max(each, key=lambda status: sort_key(status.since), default=whole)

    def undated(self, steps: Iterable[Step]) -> bool:
        """Tell whether one of the steps happened on a day that nobody tells."""
        return any(s.date is None and s.assertion is Assertion.ACTUAL for s in self._whole(steps))

    def planned(self, steps: Iterable[Step]) -> FuzzyDate | None:
        """Return the first date after the day for which one of the steps is planned."""
        dates = [
            s.date
            for s in self._whole(steps)
            if s.assertion is Assertion.PLANNED
            and s.date
            and (s.date.latest or self.on) > self.on
            and (s.date.earliest or s.date.latest)
        ]
        return min(dates, key=sort_key, default=None)

    def term_ends(self) -> datetime.date | None:
        """Return the day after the one asked for on which the term runs out for good."""
        if not self.terms.initial or self.terms.renewed:
            return None
        over = end_of_term(self.steps, self.terms.initial)
        return over if over and over > self.on else None

    def last_sign(self) -> datetime.date | None:
        """Return the last day by which a step of the whole is known to have happened."""
        days = [day for s in self.steps if s.assertion is Assertion.ACTUAL and (day := _last(s))]
        return max((day for day in days if day <= self.on), default=None)

    def first_sign(self) -> datetime.date | None:
        """Return the first day on which anything is known to have happened."""
        days = [d for s in self.steps if s.assertion is Assertion.ACTUAL and (d := _known_from(s))]
        return min((day for day in days if day <= self.on), default=None)

    def _whole(self, steps: Iterable[Step]) -> list[LifeStep]:
        wanted = frozenset(steps)
        return [s for s in self.steps if s.step in wanted and s.whole and s.part is None]


def bar_of(
    record: RecordView,
    route: str,
    records: Mapping[str, RecordView],
    sides: Sequence[str],
    lines: Lines,
    on: datetime.date,
) -> Bar | None:
    """Make the bar of an instrument; None if it never bound both, nor is to.

    Args:
        record: the instrument; one of which an actor is but an observer binds it to nothing.
        route: how it comes to the pair.
        records: all records, of which some end others.
        sides: the lines of the two actors.
        lines: the line of every actor.
        on: the day up to which is told.
    """
    life = _Life(record, records, sides, lines, on)
    if not life.binds:
        return None
    phases = life.phases()
    effect = [phase for phase in phases if phase.state]
    if not effect:
        return _without_effect(record, route, life, phases)
    first, last = effect[0], effect[-1]
    ongoing = last.last == on
    start = first.status.since
    end = None if ongoing else phases[phases.index(last) + 1].status.since
    spans = [Span(p.first, p.last, p.state) for p in effect if p.state]
    spans = _unsure_start(spans, start)
    spans = _unsure_end(spans, end) if end else _open_end(spans, life)
    unknown = ongoing and life.undated(_ENDS)
    disputed = _disputed(first.status, records)
    return Bar(
        record.id, record.title, record.kind, route, tuple(spans), start, end,
        ongoing and not unknown, planned=False, disputed=disputed,
    )  # fmt: skip


def _without_effect(
    record: RecordView, route: str, life: _Life, phases: Sequence[_Phase]
) -> Bar | None:
    """Make the bar of what began on an unknown day, or is planned to begin."""
    over = phases and phases[-1].status.status in {
        Status.TERMINATED, Status.EXPIRED, Status.SUPERSEDED, Status.LAPSED,
    }  # fmt: skip
    end = phases[-1].status.since if over else None
    sign = life.first_sign()
    if life.undated(_BEGINS) and sign:
        last = _by(end) or life.on
        ongoing = end is None and not life.undated(_ENDS)
        spans = (Span(sign, max(sign, last), State.OPEN),)
        return Bar(
            record.id, record.title, record.kind, route, spans, None, end, ongoing,
            planned=False, disputed=False,
        )  # fmt: skip
    plan = None if over else life.planned(_BEGINS)
    if plan is None:
        return None
    begins = max(plan.earliest or life.on, life.on)
    ends = life.planned(_ENDS)
    until = ends.latest if ends else None
    spans = (Span(begins, until if until and until > begins else None, State.OPEN),)
    return Bar(
        record.id, record.title, record.kind, route, spans, plan, ends, ongoing=False,
        planned=True, disputed=False,
    )  # fmt: skip


def _unsure_start(spans: list[Span], start: FuzzyDate | None) -> list[Span]:
    """Mark the days of a vague start, on which it may not yet have been in force."""
    if start is None or start.earliest is None or start.latest in {None, start.earliest}:
        return spans
    return _marked(spans, start.earliest, start.latest or start.earliest)


def _unsure_end(spans: list[Span], end: FuzzyDate) -> list[Span]:
    """Mark the days of a vague end, on which it may still have been in force."""
    if end.earliest is None or end.latest is None or end.latest == end.earliest:
        return spans
    last = spans[-1].last or end.earliest
    tail = Span(max(last + _DAY, end.earliest), end.latest, State.UNSURE)
    return [*spans, tail]


def _marked(spans: list[Span], first: datetime.date, last: datetime.date) -> list[Span]:
    """Put a span of uncertainty over others; what lies outside of it stays."""
    over = spans[-1].last
    last = min(last, over) if over else last
    rest = [
        replace(span, first=max(span.first, last + _DAY))
        for span in spans
        if span.last is None or span.last > last
    ]
    return [Span(first, last, State.UNSURE), *rest]


def _open_end(spans: list[Span], life: _Life) -> list[Span]:
    """Add what is planned to come, or mark what may have ended on a day that nobody tells."""
    if life.undated(_ENDS):
        sign = max(life.last_sign() or spans[0].first, spans[0].first)
        kept = [replace(s, last=min(s.last or sign, sign)) for s in spans if s.first <= sign]
        return [*kept, Span(sign + _DAY, life.on, State.OPEN)] if sign < life.on else kept
    plan = life.planned(_ENDS)
    ends = plan.latest if plan else life.term_ends()
    return [*spans, Span(life.on + _DAY, ends, State.OPEN)] if ends else spans


def _disputed(status: LegalStatus, records: Mapping[str, RecordView]) -> bool:
    """Tell whether a source contradicts the date of the step by which the status began."""
    steps = [
        r.step for r in status.reasons if r.step and (r.step.step, r.step.date) == _began(status)
    ]
    return any(
        claim.contradicts and claim.leaf in {"date", "assertion"}
        for step in steps
        if step.record in records
        for milestone in records[step.record].milestones
        if milestone.key == step.key
        for claim in milestone.claims
    )


def _began(status: LegalStatus) -> tuple[Step | None, FuzzyDate | None]:
    return status.step, status.since


def _known_from(step: LifeStep) -> datetime.date | None:
    return (step.date.earliest or step.date.latest) if step.date else None


def _last(step: LifeStep) -> datetime.date | None:
    return _by(step.date)


def _by(date: FuzzyDate | None) -> datetime.date | None:
    return (date.latest or date.earliest) if date else None
