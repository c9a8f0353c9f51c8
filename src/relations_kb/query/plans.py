"""What was planned in a record, and whether it was done by a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from relations_kb.domain.dates import DateError, FuzzyDate, sort_key
from relations_kb.domain.vocabulary import Assertion, Calendar, Step
from relations_kb.query.concerns import has_begun
from relations_kb.query.show import MilestoneView, RecordView
from relations_kb.query.status import known_on

_COMPLETIONS = frozenset({Step.OPERATIONAL, Step.INAUGURATED, Step.COMPLETED, Step.DELIVERED})
"""Steps each of which completes a work, so that one makes a plan of another good."""

_GIVEN_UP = frozenset({Step.CANCELLED, Step.ENDED, Step.LIFTED})


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned step, since when the plan is known, and the deed that made it good.

    Attributes:
        milestone: the plan.
        known: date of the first source that tells the plan; None if all tell it afterwards, or
            bear no date.
        deed: the step that made it good by the day; None if there is none.
    """

    milestone: MilestoneView
    known: FuzzyDate | None
    deed: MilestoneView | None

    @property
    def date(self) -> FuzzyDate | None:
        """The date planned."""
        return fuzzy(self.milestone)


@dataclass(frozen=True, slots=True)
class Slip:
    """By how many days a deed came after its plan; negative if before, None where open.

    Attributes:
        least: from the last day planned to the first day of the deed.
        most: from the first day planned to the last day of the deed.
    """

    least: int | None
    most: int | None


def plans_of(record: RecordView, on: datetime.date) -> list[Plan]:
    """Return the plans of a record that were made by a day and not given up, in their order."""
    done = [m for m in record.milestones if m.assertion == Assertion.ACTUAL and known_on(m, on)]
    given_up = {m.part for m in done if m.step in _GIVEN_UP and m.actor is None}
    begun = has_begun(record, on)
    plans = []
    for m in record.milestones:
        if m.assertion != Assertion.PLANNED:
            continue
        known = _known(record, m)
        made = begun if known is None else bool(known.earliest and known.earliest <= on)
        if not made:
            continue
        deed = _deed(m, done, known)
        if deed or not given_up & {None, m.part}:
            plans.append(Plan(m, known, deed))
    return plans


def slip(plan: MilestoneView, first: str | None, last: str | None) -> Slip:
    """Count the days from a plan to a deed, of which the first and last possible day are given."""
    return Slip(_between(plan.date_max, first), _between(plan.date_min, last))


def fuzzy(milestone: MilestoneView) -> FuzzyDate | None:
    """Return the date of a milestone."""
    if milestone.date is None:
        return None
    return FuzzyDate.parse(milestone.date, Calendar(milestone.calendar))


def _between(start: str | None, end: str | None) -> int | None:
    if start is None or end is None:
        return None
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days


def _deed(
    plan: MilestoneView, done: list[MilestoneView], known: FuzzyDate | None
) -> MilestoneView | None:
    """Return the deed that makes a plan good: the same step before others, then the first."""
    deeds = [deed for deed in done if _fulfils(deed, plan) and not _older(deed, known)]
    return min(
        deeds, key=lambda deed: (deed.step != plan.step, sort_key(fuzzy(deed))), default=None
    )


def _fulfils(deed: MilestoneView, plan: MilestoneView) -> bool:
    """Tell whether a deed is what was planned, or another that completes the same work.

    What is done with the whole is done with its parts.
    """
    same_step = deed.step == plan.step or {deed.step, plan.step} <= _COMPLETIONS
    same_actor = plan.actor is None or deed.actor in {None, plan.actor}
    return same_step and same_actor and deed.part in {None, plan.part}


def _older(deed: MilestoneView, known: FuzzyDate | None) -> bool:
    """Tell whether a deed was done before its plan was told, so that another deed was meant."""
    first = known.earliest if known else None
    return bool(first and deed.date_max and deed.date_max < first.isoformat())


def _known(record: RecordView, plan: MilestoneView) -> FuzzyDate | None:
    """Return the date of the first source of a plan, if it was published before the plan was due.

    A source that is younger than the day planned looks back, and does not tell since when.
    """
    dates = {source.id: source.date for source in record.sources}
    published = [date for source in plan.sources if (date := _read(dates.get(source)))]
    first = min(published, key=sort_key, default=None)
    due = plan.date_max or plan.date_min
    if first is None or first.earliest is None or (due and first.earliest.isoformat() > due):
        return None
    return first


def _read(text: str | None) -> FuzzyDate | None:
    try:
        return FuzzyDate.parse(text) if text else None
    except DateError:
        return None
