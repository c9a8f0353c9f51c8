"""Steps that should be on record and are not."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from relations_kb.domain.lifecycle import Status
from relations_kb.domain.vocabulary import Assertion, Form, Kind, Role, Step, Topic
from relations_kb.query.dyad import Dyad, begun, worded
from relations_kb.query.show import MilestoneView, RecordView
from relations_kb.query.status import known_on, status_of

_TWO = 2
_SIGNED = frozenset({Step.SIGNED, Step.ADOPTED})
_ENTERED = frozenset({Step.IN_FORCE, Step.APPLIED})
_APPROVALS = frozenset(
    {
        Step.DOMESTICALLY_APPROVED, Step.DOMESTICALLY_PROMULGATED, Step.RATIFIED,
        Step.COMPLETION_NOTIFIED,
    }
)  # fmt: skip
_SAID = frozenset({Step.ANNOUNCED, Step.STATED, Step.OFFERED})
_PRELIMINARY = _SAID | {
    Step.NEGOTIATION_OPENED, Step.TEXT_AGREED, Step.SIGNED, Step.INVITED, Step.REQUESTED,
    Step.DOMESTICALLY_SUBMITTED, Step.DOMESTICALLY_APPROVED, Step.DOMESTICALLY_PROMULGATED,
    Step.POSTPONED, Step.AMENDED,
}  # fmt: skip
_STARTS = frozenset({Step.STARTED, Step.CONSTRUCTION_STARTED, Step.FIRST_CONCRETE})
_ENDS = frozenset(
    {
        Step.OPERATIONAL, Step.INAUGURATED, Step.COMPLETED, Step.DELIVERED, Step.HANDED_OVER,
        Step.GRID_CONNECTED, Step.ENDED, Step.TERMINATED, Step.EXPIRED, Step.CANCELLED,
    }
)  # fmt: skip
_SECURITY = frozenset({Topic.SECURITY, Topic.MILITARY})
_WORDS_ARE_DEEDS = frozenset({Form.STATEMENT, Form.JOINT_STATEMENT, Form.CALL, Form.MEDIATION})
"""Forms of records that consist in somebody's saying or offering something."""

_OUTSIDE = frozenset({Role.CONCERNED, Role.MEDIATOR, Role.GUARANTOR, Role.OBSERVER, Role.HOST})


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing.

    Attributes:
        records: ids of the records concerned.
        what: what is missing, in words.
        date: date of what is there, with its calendar where that is not the Gregorian.
        day: first day of that date, or last where the first is open; empty if undated.
        sources: ids of the sources of what is there.
        closes: what source would close the gap.
    """

    records: tuple[str, ...]
    what: str
    date: str | None
    day: str
    sources: tuple[str, ...]
    closes: str


def missing_entries(dyad: Dyad, on: datetime.date) -> Iterator[Gap]:
    """Find treaties that were signed, and neither entered into force nor lapsed on record."""
    for record in _treaties(dyad):
        done = _done(dyad, record, on)
        signed = [m for m in done if m.step in _SIGNED]
        if not signed or any(m.step in _ENTERED for m in done):
            continue
        status = status_of(record, on, dyad.stock.records).status
        if status is not Status.LAPSED:
            what = f"signed; no entry into force on record ({status})"
            closes = "depositary, gazette or ministry that dates the entry into force"
            yield step_gap(record, signed[0], what, closes)


def missing_signatures(dyad: Dyad, on: datetime.date) -> Iterator[Gap]:
    """Find treaties in force whose signature, or adoption, bears no date."""
    for record in _treaties(dyad):
        done = _done(dyad, record, on)
        entered = [m for m in done if m.step in _ENTERED]
        if entered and not any(m.step in _SIGNED and m.date for m in record.milestones):
            what = "in force; no date of signature on record"
            yield step_gap(record, entered[0], what, "text of the treaty, or a depositary's entry")


def one_sided_approvals(dyad: Dyad, on: datetime.date) -> Iterator[Gap]:
    """Find treaties of two parties that one side approved, with nothing of the other.

    Where instruments of ratification were exchanged, or ratification is told of both at once,
    both sides must have approved.
    """
    for record in _treaties(dyad):
        bound = [p for p in record.parties if p.role not in _OUTSIDE]
        done = _done(dyad, record, on)
        both = any(
            m.step == Step.INSTRUMENTS_EXCHANGED or (m.step == Step.RATIFIED and m.actor is None)
            for m in done
        )
        given = [m for m in done if m.step in _APPROVALS and dyad.side_of(m.actor)]
        sides = {dyad.side_of(m.actor) for m in given}
        if len(bound) == _TWO and len(sides) == 1 and not both:
            missing = next(side for side in dyad.sides if side not in sides)
            what = f"{given[-1].step} by {given[-1].actor}; no approval by {missing} on record"
            closes = f"gazette, parliament or ministry of {missing}"
            yield step_gap(record, given[-1], what, closes)


def not_started(dyad: Dyad, on: datetime.date) -> Iterator[Gap]:
    """Find projects of which nothing is on record but words, and that were not given up."""
    for record in dyad.own:
        done = _done(dyad, record, on, parts=True)
        if record.kind == Kind.PROJECT and done and all(m.step in _PRELIMINARY for m in done):
            what = f"{done[-1].step}; no start on record"
            closes = "builder, ministry or press on the start of works, or on the end of the plan"
            yield step_gap(record, done[-1], what, closes)


def overdue(dyad: Dyad, on: datetime.date) -> Iterator[Gap]:
    """Find what was begun, should have ended by a plan, and has no end on record.

    What is done with the whole is done with its parts.
    """
    for record in dyad.own:
        done = _done(dyad, record, on, parts=True)
        if not any(m.step in _STARTS for m in done):
            continue
        for plan in record.milestones:
            planned = plan.assertion == Assertion.PLANNED and plan.step in _ENDS
            late = bool(plan.date_max and plan.date_max < on.isoformat())
            if planned and late and not any(_ends(m, plan) for m in done):
                of = f" of {plan.part.replace('-', ' ')}" if plan.part else ""
                date = worded(plan.date, plan.calendar)
                what = f"{plan.step}{of} planned for {date}; neither done nor given up"
                closes = "operator, builder or ministry on what became of the plan"
                yield step_gap(record, plan, what, closes)


def _ends(deed: MilestoneView, plan: MilestoneView) -> bool:
    return deed.step in _ENDS and deed.part in {None, plan.part}


def uncoded(dyad: Dyad, on: datetime.date) -> Iterator[Gap]:
    """Find treaties on security or forces of which no obligation is coded."""
    for record in _treaties(dyad):
        done = _done(dyad, record, on)
        if done and not record.obligations and _SECURITY.intersection(record.topics):
            yield step_gap(
                record, done[0], "no obligation coded", "text of the treaty, read by article"
            )


def only_announced(dyad: Dyad, on: datetime.date) -> Iterator[Gap]:
    """Find records that hold nothing but announcements, statements, offers and plans.

    Projects are left to ``not_started``; a statement consists in words and lacks no deed.
    """
    for record in dyad.own:
        if record.kind == Kind.PROJECT or record.form in _WORDS_ARE_DEEDS:
            continue
        known = [m for m in dyad.steps_of(record) if known_on(m, on)]
        said = [m for m in known if m.step in _SAID and m.assertion != Assertion.PLANNED]
        if known and all(m.step in _SAID or m.assertion == Assertion.PLANNED for m in known):
            last = (said or known)[-1]
            how = f"{last.step}, {last.assertion}" if not said else last.step
            closes = "an official source, or one at the place, that tells of the deed itself"
            yield step_gap(record, last, f"{how}; no deed on record", closes)


def empty_years(dyad: Dyad, on: datetime.date) -> Iterator[Gap]:
    """Find the years without entries, from the first entry to the last full year."""
    past = [entry for entry in dyad.entries if begun(entry, on)]
    by_year = {int((e.date_min or e.date_max or "")[:4]): e for e in past}
    years = sorted(by_year)
    if not years:
        return
    ends = [*years, on.year] if years[-1] < on.year else years
    for before, after in pairwise(ends):
        if after - before > 1:
            span = str(before + 1) if after - before == _TWO else f"{before + 1}/{after - 1}"
            around = (by_year[y].record for y in (before, after) if y in by_year)
            yield Gap(
                records=tuple(dict.fromkeys(around)),
                what="no entry; the records are those before and after",
                date=span,
                day=f"{before + 1:04d}-01-01",
                sources=(),
                closes="a chronology, yearbook or archive of either side for these years",
            )


def step_gap(record: RecordView, milestone: MilestoneView, what: str, closes: str) -> Gap:
    """Make the gap that is seen from a milestone."""
    return Gap(
        records=(record.id,),
        what=what,
        date=worded(milestone.date, milestone.calendar),
        day=milestone.date_min or milestone.date_max or "",
        sources=milestone.sources,
        closes=closes,
    )


def _treaties(dyad: Dyad) -> Iterable[RecordView]:
    return (record for record in dyad.own if record.kind == Kind.TREATY)


def _done(
    dyad: Dyad, record: RecordView, on: datetime.date, *, parts: bool = False
) -> list[MilestoneView]:
    """Return the actual steps by a day, in order; without ``parts`` those that touch the whole.

    The organ of an approval is no part of the treaty.
    """
    return [
        m
        for m in dyad.steps_of(record)
        if m.assertion == Assertion.ACTUAL
        and known_on(m, on)
        and (parts or m.part is None or m.step in _APPROVALS)
    ]
