"""What is intended, signed or announced between two actors and not done, and what it waits for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.lifecycle import LegalStatus, Status
from relations_kb.domain.terms import age
from relations_kb.domain.vocabulary import Assertion, Kind, Role, Step, Term
from relations_kb.query.actors import ActorRef, list_actors
from relations_kb.query.base import BaseView
from relations_kb.query.concerns import CONTEXT, Concern, concerns
from relations_kb.query.plans import Plan, fuzzy, plans_of, slip
from relations_kb.query.show import MilestoneView, RecordView
from relations_kb.query.status import Lines, known_on, status_of
from relations_kb.query.treaties import OVER

_OUTSIDE = frozenset({Role.CONCERNED, Role.MEDIATOR, Role.GUARANTOR, Role.OBSERVER, Role.HOST})
_APPROVAL = frozenset({Step.DOMESTICALLY_APPROVED, Step.DOMESTICALLY_PROMULGATED})
_CONSENT = frozenset({Step.RATIFIED, Step.ACCEDED, Step.COMPLETION_NOTIFIED})
_PRELIMINARY = frozenset(
    {
        Step.ANNOUNCED, Step.OFFERED, Step.REQUESTED, Step.INVITED, Step.STATED, Step.POSTPONED,
        Step.NEGOTIATION_OPENED, Step.TEXT_AGREED,
    }
)  # fmt: skip
"""Steps after which nothing is done yet."""

_OPENING = frozenset({Step.ANNOUNCED, Step.OFFERED, Step.NEGOTIATION_OPENED, Step.TEXT_AGREED})
"""Those of them by which something is intended."""

_ENDS = frozenset({Step.ENDED, Step.EXPIRED, Step.TERMINATED, Step.SUPERSEDED, Step.LIFTED})
"""Planned ends are no promises; they stand among what is coming."""

_AGREED = frozenset({Status.SIGNED, Status.ADOPTED})
"""Statuses of a treaty whose text stands and that is not in force."""

_NEXT_STEP = {
    Kind.TREATY: Step.SIGNED,
    Kind.AGREEMENT: Step.SIGNED,
    Kind.TRADE_MEASURE: Step.APPLIED,
    Kind.PROJECT: Step.STARTED,
}


class Stage(Term):
    """How far something has come that is not done."""

    INTENDED = "intended", "negotiated or settled, and not signed"
    ANNOUNCED = "announced", "announced, and nothing of it begun"
    PLANNED = "planned", "a step planned in what has begun, and not done on record"
    SIGNED = "signed", "signed or adopted, and neither approved nor ratified by any party on record"
    APPROVED = "approved at home", "signed; an organ of some party approved it, none ratified it"
    PARTLY_RATIFIED = "partly ratified", "some parties have consented to be bound, others not"
    RATIFIED = "ratified", "all parties have consented to be bound; it is not in force"
    DONE = "done", "a plan that was carried out"


@dataclass(frozen=True, slots=True)
class Act:
    """A step that has been done towards it, and whose it is."""

    step: str
    actor: str | None
    date: str | None
    calendar: str
    part: str | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A step that is missing, and whose it is; None if it is nobody's alone."""

    step: str
    actor: str | None


@dataclass(frozen=True, slots=True)
class PendingView:
    """Something that is not done, or a plan that was; the fields are the contract for scripts.

    Attributes:
        record: id of the record.
        title: its title.
        kind: its kind.
        form: its form.
        route: how it comes to the pair.
        stage: word of ``Stage``.
        part: the part concerned.
        since: EDTF date since which it stands so; for a plan, of the first source that tells it.
        calendar: its calendar.
        years: full years from the last possible day of ``since`` to the day asked for.
        days: days over them.
        age_is_least: whether it may be older, because ``since`` is vague.
        done: steps on record towards it.
        missing: steps that are missing, and whose.
        step: the step planned.
        planned: EDTF date planned.
        planned_calendar: its calendar.
        planned_otherwise: other dates that sources give for the plan, each with who says so.
        deed: the step that made the plan good.
        actual: EDTF date of that.
        actual_calendar: its calendar.
        slip_min: least number of days from the plan to the deed, or, if it is overdue, to the day
            asked for; None if it is not due, or open.
        slip_max: greatest number of days.
        sources: sources of the plan, or of the step that the stage rests on.
    """

    record: str
    title: str
    kind: str
    form: str
    route: str
    stage: str
    part: str | None
    since: str | None
    calendar: str | None
    years: int | None
    days: int | None
    age_is_least: bool
    done: tuple[Act, ...]
    missing: tuple[Missing, ...]
    step: str | None
    planned: str | None
    planned_calendar: str | None
    planned_otherwise: tuple[str, ...]
    deed: str | None
    actual: str | None
    actual_calendar: str | None
    slip_min: int | None
    slip_max: int | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PendingsView:
    """What is pending between two actors on a day, record by record, the newest first."""

    one: ActorRef
    other: ActorRef
    on: str
    base: BaseView
    pending: tuple[PendingView, ...]
    done: tuple[PendingView, ...]


def pending(
    connection: Connection, one: str, other: str, on: datetime.date, *, done: bool = False
) -> PendingsView:
    """List what is not done between two actors, and, if asked for, the plans that were.

    Args:
        connection: to the base.
        one: the one actor, as a user types it.
        other: the other.
        on: the day whose state is told.
        done: whether plans that were carried out are listed as well, with their slip.

    Raises:
        KbError: if an actor is not found.
    """
    found = concerns(connection, one, other)
    lines = {actor.id: actor.line for actor in list_actors(connection)}
    own = [c for c in reversed(found.found) if c.route != CONTEXT and c.binds_on(on)]
    return PendingsView(
        one=found.one,
        other=found.other,
        on=on.isoformat(),
        base=found.base,
        pending=tuple(v for c in own for v in _pending(c, found.records, lines, on)),
        done=tuple(v for c in own for v in _done(c, on)) if done else (),
    )


def _done(concern: Concern, on: datetime.date) -> Iterator[PendingView]:
    for plan in plans_of(concern.record, on):
        if plan.deed:
            days = slip(plan.milestone, plan.deed.date_min, plan.deed.date_max)
            yield replace(
                _planned(concern, plan, Stage.DONE, on),
                missing=(),
                deed=plan.deed.step,
                actual=plan.deed.date,
                actual_calendar=plan.deed.calendar,
                slip_min=days.least,
                slip_max=days.most,
            )


def _pending(
    concern: Concern, records: Mapping[str, RecordView], lines: Lines, on: datetime.date
) -> Iterator[PendingView]:
    record = concern.record
    status = status_of(record, on, records)
    if status.status in OVER:
        return
    plans = [p for p in plans_of(record, on) if p.deed is None and p.milestone.step not in _ENDS]
    actual = [m for m in record.milestones if m.assertion == Assertion.ACTUAL and known_on(m, on)]
    whole = None
    if record.kind == Kind.TREATY and status.status in _AGREED:
        whole = _signed(concern, actual, lines, status, on)
    elif only_intended(record, actual):
        whole = _intended(concern, actual, status, on)
    if whole is None:
        yield from (_planned(concern, plan, Stage.PLANNED, on) for plan in plans)
        return
    steps = {missing.step for missing in whole.missing}
    own = next((p for p in plans if p.milestone.step in steps and not p.milestone.part), None)
    yield _with_plan(whole, own, on)
    stage = Stage.ANNOUNCED if whole.stage == Stage.ANNOUNCED else Stage.PLANNED
    yield from (_planned(concern, plan, stage, on) for plan in plans if plan is not own)


def only_intended(record: RecordView, actual: Iterable[MilestoneView]) -> bool:
    """Tell whether something was announced or negotiated, and nothing was done since."""
    steps = {m.step for m in actual}
    # Below treaty rank an agreement may stand without a signature once its text is settled.
    settled = record.kind == Kind.AGREEMENT and Step.TEXT_AGREED in steps
    open_ = bool(steps & _OPENING) and steps <= _PRELIMINARY
    return open_ and not settled and record.kind != Kind.EVENT


def _intended(
    concern: Concern, actual: Iterable[MilestoneView], status: LegalStatus, on: datetime.date
) -> PendingView:
    record = concern.record
    opening = [m for m in actual if m.step in _OPENING]
    talks = status.status is Status.NEGOTIATING and record.kind in {Kind.TREATY, Kind.AGREEMENT}
    told = next((m for m in opening if m.step == status.step), opening[0]) if talks else opening[0]
    return replace(
        _view(concern, Stage.INTENDED if talks else Stage.ANNOUNCED, told, fuzzy(told), on),
        part=None,
        done=tuple(_act(m) for m in opening),
        missing=(Missing(str(_NEXT_STEP[Kind(record.kind)]), None),),
        sources=told.sources,
    )


def _signed(
    concern: Concern,
    actual: Iterable[MilestoneView],
    lines: Lines,
    status: LegalStatus,
    on: datetime.date,
) -> PendingView | None:
    """Make the view of a treaty that is signed and not in force."""
    record = concern.record
    signed = [m for m in actual if m.step == status.step]
    if not signed:
        return None
    # An organ that approved a draft before the signature has not approved the treaty.
    first = min((m.date_min for m in signed if m.date_min), default=None)
    acts = [
        m
        for m in actual
        if m.step in _APPROVAL | _CONSENT | {Step.INSTRUMENTS_EXCHANGED}
        and not (first and m.date_max and m.date_max < first)
    ]
    parties = [p.actor for p in record.parties if p.role not in _OUTSIDE]
    missing = tuple(_missing(parties, acts, lines))
    since = status.since
    view = _view(concern, _stage(acts, missing), signed[0], since, on)
    return replace(
        view, done=tuple(_act(m) for m in (*signed, *acts)), missing=missing,
        sources=signed[0].sources, part=None,
    )  # fmt: skip


def _missing(
    parties: Iterable[str], acts: Iterable[MilestoneView], lines: Lines
) -> Iterator[Missing]:
    """Yield what each party still owes, and last the entry into force."""
    by_line: dict[str | None, set[str]] = {}
    for m in acts:
        by_line.setdefault(lines.get(m.actor, m.actor) if m.actor else None, set()).add(m.step)
    exchanged = by_line.get(None, set()) & (_CONSENT | {Step.INSTRUMENTS_EXCHANGED})
    for party in () if exchanged else parties:
        steps = by_line.get(lines.get(party, party), set())
        if steps & _CONSENT:
            continue
        step = Step.RATIFIED if steps & _APPROVAL else Step.DOMESTICALLY_APPROVED
        yield Missing(str(step), party)
    yield Missing(str(Step.IN_FORCE), None)


def _stage(acts: Iterable[MilestoneView], missing: Iterable[Missing]) -> Stage:
    steps = {m.step for m in acts}
    if not any(step.actor for step in missing):
        return Stage.RATIFIED
    if steps & _CONSENT:
        return Stage.PARTLY_RATIFIED
    return Stage.APPROVED if steps & _APPROVAL else Stage.SIGNED


def _planned(concern: Concern, plan: Plan, stage: Stage, on: datetime.date) -> PendingView:
    m = plan.milestone
    view = _view(concern, stage, m, plan.known, on)
    return _with_plan(replace(view, missing=(Missing(m.step, m.actor),)), plan, on)


def _with_plan(view: PendingView, plan: Plan | None, on: datetime.date) -> PendingView:
    if plan is None:
        return view
    m = plan.milestone
    overdue = bool(m.date_max and m.date_max < on.isoformat())
    days = slip(m, on.isoformat(), on.isoformat())
    return replace(
        view,
        step=m.step,
        planned=m.date,
        planned_calendar=m.calendar,
        planned_otherwise=tuple(
            f"{c.value} ({c.said_by or c.source})"
            for c in m.claims
            if c.leaf == "date" and c.contradicts
        ),
        slip_min=days.least if overdue else None,
        slip_max=days.most if overdue else None,
        sources=tuple(dict.fromkeys((*view.sources, *m.sources))),
    )


def _view(
    concern: Concern, stage: Stage, told: MilestoneView, since: FuzzyDate | None, on: datetime.date
) -> PendingView:
    record = concern.record
    # The last possible day, so that the age is what it is at least.
    last = since.latest if since else None
    years, days = age(last, on) if last and last <= on else (None, None)
    return PendingView(
        record=record.id,
        title=record.title,
        kind=record.kind,
        form=record.form,
        route=concern.route,
        stage=str(stage),
        part=told.part,
        since=since.text if since else None,
        calendar=str(since.calendar) if since else None,
        years=years,
        days=days,
        age_is_least=bool(last and since and since.earliest != last),
        done=(),
        missing=(),
        step=None,
        planned=None,
        planned_calendar=None,
        planned_otherwise=(),
        deed=None,
        actual=None,
        actual_calendar=None,
        slip_min=None,
        slip_max=None,
        sources=(),
    )


def _act(m: MilestoneView) -> Act:
    return Act(m.step, m.actor, m.date, m.calendar, m.part)
