"""Trade measures between two actors: who imposes what on whom, at what rate, and since when."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from relations_kb.domain.dates import FuzzyDate, sort_key
from relations_kb.domain.lifecycle import LifeStep
from relations_kb.domain.vocabulary import Assertion, Kind, Relation, Role, Scheme, Step, Term
from relations_kb.query.actors import ActorRef
from relations_kb.query.base import BaseView
from relations_kb.query.concerns import CONTEXT, Concern, Concerns, Through, concerns, has_begun
from relations_kb.query.plans import plans_of
from relations_kb.query.show import FigureView, RecordView
from relations_kb.query.status import life_of

MUTUAL, THIRD = "mutual", "third party"
"""Directions beside ``A -> B``: of each towards the other, and of others towards both."""

_RATES = frozenset({"duty-average", "customs-duty", "duty-cut"})
_CUTS = frozenset({"duty-cut"})
_SIDE_OF_CHANGE = re.compile(r"\s*\b(before|after)\b", re.ASCII)
_IMPOSING = frozenset({Role.IMPOSER, Role.INITIATOR})
_SUFFERING = frozenset({Role.TARGET, Role.CONCERNED})
_BASIS = (Relation.CITES_AS_BASIS, Relation.IMPLEMENTS)
_CODED = (Scheme.MAST, Scheme.GSDB)


class MeasureState(Term):
    """How a measure stands."""

    IN_EFFECT = "in effect", "it is imposed or applied"
    SUSPENDED = "suspended", "it was suspended, and not resumed"
    LIFTED = "lifted", "it was lifted, ended or replaced"
    ANNOUNCED = "announced", "it was announced or approved, and no application is on record"
    PLANNED = "planned", "it is planned, and nothing of it was done"


_EFFECT = {
    Step.IMPOSED: MeasureState.IN_EFFECT,
    Step.APPLIED: MeasureState.IN_EFFECT,
    Step.IN_FORCE: MeasureState.IN_EFFECT,
    Step.PROVISIONALLY_APPLIED: MeasureState.IN_EFFECT,
    Step.STARTED: MeasureState.IN_EFFECT,
    Step.ADOPTED: MeasureState.IN_EFFECT,
    Step.DOMESTICALLY_PROMULGATED: MeasureState.IN_EFFECT,
    Step.RESUMED: MeasureState.IN_EFFECT,
    Step.SUSPENDED: MeasureState.SUSPENDED,
    Step.LIFTED: MeasureState.LIFTED,
    Step.TERMINATED: MeasureState.LIFTED,
    Step.EXPIRED: MeasureState.LIFTED,
    Step.ENDED: MeasureState.LIFTED,
    Step.CANCELLED: MeasureState.LIFTED,
    Step.SUPERSEDED: MeasureState.LIFTED,
}
"""What a step makes of a measure. A measure is the act of one side: its own law is enough."""

_APPLIED = frozenset({Step.APPLIED, Step.IN_FORCE, Step.RESUMED})
"""Steps that tell the day of effect better than the order or the law does."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of duty before and after a measure.

    Attributes:
        metric: what is measured.
        of: on what.
        before: the rate before; None if not on record.
        after: the rate after, or the only one on record.
        cut: by how much it was cut, where only that is on record.
        unit: unit of all three.
        otherwise: what other sources say instead.
    """

    metric: str
    of: str | None
    before: str | None
    after: str | None
    cut: str | None
    unit: str
    otherwise: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a measure reaches: a number in its unit, and of what."""

    metric: str
    value: str
    unit: str
    of: str | None
    as_of: str | None
    otherwise: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """An instrument or act that a measure names as its foundation or carries out."""

    rel: str
    to: str
    title: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A trade measure between two actors on a day; the fields are the contract for scripts.

    Attributes:
        record: id of the record.
        title: its title.
        form: its form.
        direction: ``A -> B`` with the ids of the two sides, or ``mutual``, or ``third party``.
        imposers: ids of the parties that impose it.
        targets: ids of the parties that it is aimed at.
        route: how it comes to the pair.
        through: the blocs through which a side is in it.
        state: word of ``MeasureState``.
        since: EDTF date since which the state holds; of a plan, the date planned.
        calendar: its calendar.
        lifted_parts: parts that were lifted or suspended while the rest goes on.
        scope: how far it reaches.
        rates: rates before and after.
        codes: codes by list, MAST and GSDB.
        basis: what it rests on.
    """

    record: str
    title: str
    form: str
    direction: str
    imposers: tuple[str, ...]
    targets: tuple[str, ...]
    route: str
    through: tuple[Through, ...]
    state: str
    since: str | None
    calendar: str | None
    lifted_parts: tuple[str, ...]
    scope: tuple[Scope, ...]
    rates: tuple[Rate, ...]
    codes: Mapping[str, tuple[str, ...]]
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class MeasuresView:
    """The trade measures of a pair on a day, the newest first."""

    one: ActorRef
    other: ActorRef
    on: str
    base: BaseView
    context: bool
    measures: tuple[MeasureView, ...]


def measures(
    connection: Connection, one: str, other: str, on: datetime.date, *, context: bool = False
) -> MeasuresView:
    """List the trade measures between two actors, in both directions.

    Args:
        connection: to the base.
        one: the one actor, as a user types it.
        other: the other.
        on: the day whose state is told.
        context: whether measures of third parties that touch both are listed as well.

    Raises:
        KbError: if an actor is not found.
    """
    found = concerns(connection, one, other, (Kind.TRADE_MEASURE,), context=context)
    views = [_measure(concern, found, on) for concern in found.found if _is_known(concern, on)]
    shown = [view for view in views if context or view.direction != THIRD]
    return MeasuresView(
        found.one, found.other, on.isoformat(), found.base, context, tuple(reversed(shown))
    )


def _is_known(concern: Concern, on: datetime.date) -> bool:
    known = has_begun(concern.record, on) or bool(plans_of(concern.record, on))
    return known and concern.binds_on(on)


def _measure(concern: Concern, found: Concerns, on: datetime.date) -> MeasureView:
    record = concern.record
    steps = [step for step in life_of(record, found.records) if _happened(step, on)]
    state, since = _state(steps) or _not_begun(record, steps, on)
    return MeasureView(
        record=record.id,
        title=record.title,
        form=record.form,
        direction=_direction(concern, found),
        imposers=tuple(p.actor for p in record.parties if p.role in _IMPOSING),
        targets=tuple(p.actor for p in record.parties if p.role == Role.TARGET),
        route=concern.route,
        through=concern.through,
        state=str(state),
        since=since.text if since else None,
        calendar=str(since.calendar) if since else None,
        lifted_parts=_lifted_parts(steps) if state is MeasureState.IN_EFFECT else (),
        scope=tuple(_scope(f) for f in record.figures if f.metric not in _RATES),
        rates=tuple(_rates(f for f in record.figures if f.metric in _RATES)),
        codes={str(s): record.codes[s] for s in _CODED if s in record.codes},
        basis=tuple(_basis(record, found.records)),
    )


def _direction(concern: Concern, found: Concerns) -> str:
    """Tell who acts on whom; a party that neither imposes nor suffers acts as the other does."""
    roles = {p.actor: p.role for p in concern.record.parties}
    standing = {actor for side in concern.sides for actor in side}
    imposers = {actor for actor, role in roles.items() if role == Role.IMPOSER}
    if concern.route == CONTEXT or (imposers and not imposers & standing):
        return THIRD
    one, other = ({roles[actor] for actor in side} for side in concern.sides)
    if _acts(one) and _acts(other):
        # Two that impose together on a third party do nothing to each other.
        aimed = any(role == Role.TARGET for actor, role in roles.items() if actor not in standing)
        return THIRD if aimed else MUTUAL
    names = [found.one.slug, found.other.slug]
    return " -> ".join(names if _acts(one) else reversed(names))


def _acts(roles: Iterable[str]) -> bool:
    return not set(roles) <= _SUFFERING


def _happened(step: LifeStep, on: datetime.date) -> bool:
    known = step.date and (step.date.earliest or step.date.latest)
    return bool(step.assertion is Assertion.ACTUAL and known and known <= on)


def _state(steps: Iterable[LifeStep]) -> tuple[MeasureState, FuzzyDate | None] | None:
    """Return the state that the last step of the whole made, and since when; None if none did.

    Where nothing was done with the whole, its parts make it: one in effect is enough.
    """
    telling = sorted((step for step in steps if step.step in _EFFECT), key=_by_date)
    whole = [step for step in telling if step.part is None]
    if not telling:
        return None
    if not whole:
        return _state_of_parts(telling)
    state = _EFFECT[whole[-1].step]
    run = _last_run(whole, state)
    if state is MeasureState.IN_EFFECT:
        run = [step for step in run if step.step in _APPLIED] or run
    return state, run[0].date


def _state_of_parts(steps: Sequence[LifeStep]) -> tuple[MeasureState, FuzzyDate | None]:
    last = {step.part: step for step in steps}
    states = {_EFFECT[step.step] for step in last.values()}
    in_effect = MeasureState.IN_EFFECT in states
    state = MeasureState.IN_EFFECT if in_effect else _EFFECT[steps[-1].step]
    return state, next(step.date for step in steps if _EFFECT[step.step] is state)


def _not_begun(
    record: RecordView, steps: Sequence[LifeStep], on: datetime.date
) -> tuple[MeasureState, FuzzyDate | None]:
    """Return the state of a measure of which nothing has taken effect."""
    first = min(steps, key=_by_date, default=None)
    if first:
        return MeasureState.ANNOUNCED, first.date
    planned = [plan.date for plan in plans_of(record, on) if plan.date]
    return MeasureState.PLANNED, min(planned, key=sort_key, default=None)


def _last_run(steps: Sequence[LifeStep], state: MeasureState) -> list[LifeStep]:
    """Return the last steps in order that all make the same state."""
    run: list[LifeStep] = []
    for step in reversed(steps):
        if _EFFECT[step.step] is not state:
            break
        run.insert(0, step)
    return run


def _lifted_parts(steps: Iterable[LifeStep]) -> tuple[str, ...]:
    last: dict[str, LifeStep] = {}
    for step in sorted(steps, key=_by_date):
        if step.part and step.step in _EFFECT:
            last[step.part] = step
    return tuple(
        part
        for part, step in sorted(last.items())
        if _EFFECT[step.step] in {MeasureState.LIFTED, MeasureState.SUSPENDED}
    )


def _by_date(step: LifeStep) -> tuple[object, ...]:
    # An end on the same day as a beginning comes after it.
    ends = _EFFECT.get(step.step, MeasureState.IN_EFFECT) is not MeasureState.IN_EFFECT
    return sort_key(step.date), ends, str(step.date), step.key, step.record


def _rates(figures: Iterable[FigureView]) -> Iterator[Rate]:
    """Yield the rates, what was before and what is after joined by what they are a rate of."""
    joined: dict[tuple[str, str, str], dict[str, FigureView]] = {}
    for figure in figures:
        of = figure.of or ""
        side = _SIDE_OF_CHANGE.search(of)
        name = side[1] if side else "cut" if figure.metric in _CUTS else "after"
        key = figure.metric, _SIDE_OF_CHANGE.sub("", of).strip(), figure.unit
        joined.setdefault(key, {})[name] = figure
    for (metric, of, unit), found in joined.items():
        values = {name: figure.value for name, figure in found.items()}
        yield Rate(
            metric=metric,
            of=of or None,
            before=values.get("before"),
            after=values.get("after"),
            cut=values.get("cut"),
            unit=unit,
            otherwise=tuple(
                f"{name} {text}"
                for name in ("before", "after", "cut")
                if name in found
                for text in _otherwise(found[name])
            ),
        )


def _scope(figure: FigureView) -> Scope:
    return Scope(
        figure.metric, figure.value, figure.unit, figure.of, figure.as_of, _otherwise(figure)
    )


def _otherwise(figure: FigureView) -> tuple[str, ...]:
    said = (f"{c.value} ({c.said_by or c.source})" for c in figure.claims if c.contradicts)
    return tuple(said)


def _basis(record: RecordView, records: Mapping[str, RecordView]) -> Iterator[Basis]:
    for link in record.links:
        if link.rel in _BASIS and link.to in records:
            yield Basis(link.rel, link.to, records[link.to].title)
