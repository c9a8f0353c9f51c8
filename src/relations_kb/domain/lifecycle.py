"""The legal status of an instrument on a day, computed from its milestones.

The rules follow the Vienna Convention on the Law of Treaties (1969): signature alone does not
bind (Art. 12, 14), domestic approval is no ratification, an instrument is in force from the day on
which it entered into force (Art. 24) until it is terminated, superseded or its term runs out
(Art. 54, 59). Plans, reports and denials have no effect.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relations_kb.domain.dates import FuzzyDate, sort_key
from relations_kb.domain.vocabulary import Assertion, Step, Term

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


class Status(Term):
    """The legal status of an instrument."""

    UNKNOWN = "unknown", "nothing dated is known"
    NEGOTIATING = "negotiating", "under negotiation, or settled and not signed"
    SIGNED = "signed", "signed, not in force"
    PROVISIONAL = "provisional", "applied provisionally"
    IN_FORCE = "in force", "in force"
    SUSPENDED = "suspended", "suspended"
    NOTICE_GIVEN = "notice given", "in force, notice of termination given"
    TERMINATED = "terminated", "terminated"
    EXPIRED = "expired", "its term ran out"
    SUPERSEDED = "superseded", "replaced by a later instrument"
    LAPSED = "lapsed", "refused or given up before it entered into force"


LIVE = frozenset({Status.IN_FORCE, Status.PROVISIONAL, Status.NOTICE_GIVEN})
"""Statuses in which an instrument has effect."""

_MAKING: dict[Step, Status] = {
    Step.NEGOTIATION_OPENED: Status.NEGOTIATING,
    Step.TEXT_AGREED: Status.NEGOTIATING,
    Step.ADOPTED: Status.SIGNED,
    Step.SIGNED: Status.SIGNED,
    Step.PROVISIONALLY_APPLIED: Status.PROVISIONAL,
    Step.IN_FORCE: Status.IN_FORCE,
}
"""Steps by which an instrument comes about, in the order of a life; none is ever taken back."""

_RESTING: dict[Step, Status] = {
    Step.SUSPENDED: Status.SUSPENDED,
    Step.RESUMED: Status.IN_FORCE,
    Step.DENOUNCED: Status.NOTICE_GIVEN,
}
"""Steps by which it rests or goes on; of several the last by date counts."""

_ENDING: dict[Step, Status] = {
    Step.REFUSED: Status.LAPSED,
    Step.CANCELLED: Status.LAPSED,
    Step.TERMINATED: Status.TERMINATED,
    Step.EXPIRED: Status.EXPIRED,
    Step.SUPERSEDED: Status.SUPERSEDED,
}
"""Steps by which it ends; of several the first by date counts, since an end ends only once."""

_AGE = {step: age for age, step in enumerate((*_MAKING, *_RESTING, *_ENDING))}


@dataclass(frozen=True, slots=True)
class LifeStep:
    """A milestone as far as it touches the legal status.

    Attributes:
        step: what happened.
        date: when; None if unknown.
        assertion: whether it happened.
        whole: whether it touches the instrument as a whole, and not a part or one party alone.
    """

    step: Step
    date: FuzzyDate | None
    assertion: Assertion
    whole: bool


@dataclass(frozen=True, slots=True)
class LegalStatus:
    """A status with the step that brought it about.

    Attributes:
        status: the status.
        since: date of that step; None if no step did.
        step: the step.
    """

    status: Status
    since: FuzzyDate | None = None
    step: Step | None = None


def legal_status(
    steps: Iterable[LifeStep],
    on: datetime.date,
    *,
    initial_term: str | None = None,
    renewed: bool = False,
) -> LegalStatus:
    """Compute the status of an instrument as a whole on a day.

    The furthest step of its making counts, whatever the dates say of their order, since a treaty
    in force is not unmade by a vague or a later signature; then the last step by which it rests,
    and above all the first by which it ends. The order in which they are given makes no difference.

    Args:
        steps: the milestones, and what other instruments did to this one.
        on: the day.
        initial_term: ISO 8601 duration (``P20Y``, ``P1Y6M``) for which the instrument was made.
        renewed: whether it is prolonged when the term runs out.
    """
    steps = list(steps)
    effective = [step for step in steps if _counts(step, on)]
    making = [step for step in effective if step.step in _MAKING]
    made = _furthest(making)
    status = _end(effective, made) or _rest(effective) or made
    if status.status in LIVE | {Status.SUSPENDED} and initial_term and not renewed:
        end = _end_of_term(making, initial_term)
        extended = any(step.step is Step.EXTENDED and _happened(step, on) for step in steps)
        if end and end <= on and not extended:
            return LegalStatus(Status.EXPIRED, FuzzyDate.parse(end.isoformat()), Step.EXPIRED)
    return status


def _furthest(making: Sequence[LifeStep]) -> LegalStatus:
    """Return the status of the furthest step, since the first time it was reached."""
    if not making:
        return LegalStatus(Status.UNKNOWN)
    age = max(_AGE[step.step] for step in making)
    first = min((step for step in making if _AGE[step.step] == age), key=_by_date)
    return LegalStatus(_MAKING[first.step], first.date, first.step)


def _rest(effective: Sequence[LifeStep]) -> LegalStatus | None:
    resting = [step for step in effective if step.step in _RESTING]
    if not resting:
        return None
    last = max(resting, key=_by_date)
    return LegalStatus(_RESTING[last.step], last.date, last.step)


def _end(effective: Sequence[LifeStep], made: LegalStatus) -> LegalStatus | None:
    """Return the end, if any; what is in force can be ended, but no longer be refused."""
    live = made.status in LIVE
    ending = [
        step
        for step in effective
        if step.step in _ENDING and not (live and step.step is Step.REFUSED)
    ]
    if not ending:
        return None
    first = min(ending, key=_by_date)
    status = _ENDING[first.step]
    if live and status is Status.LAPSED:
        status = Status.TERMINATED
    return LegalStatus(status, first.date, first.step)


def _by_date(step: LifeStep) -> tuple[object, ...]:
    # Two texts can mean the same days; the text makes the choice the same every time.
    return (sort_key(step.date), _AGE[step.step], str(step.date))


def _counts(step: LifeStep, on: datetime.date) -> bool:
    return step.step in _AGE and step.whole and _happened(step, on)


def _happened(step: LifeStep, on: datetime.date) -> bool:
    return bool(step.assertion is Assertion.ACTUAL and step.date and _known_by(step.date, on))


def _known_by(date: FuzzyDate, on: datetime.date) -> bool:
    """Tell whether something is known to have begun by a day.

    Of "by 1979 at the latest" only the end is known; from then on it is certain.
    """
    known = date.earliest or date.latest
    return bool(known and known <= on)


def _end_of_term(making: Sequence[LifeStep], term: str) -> datetime.date | None:
    """Return the day on which a term has run out, counted from entry into force."""
    starts = [s.date.latest for s in making if s.step is Step.IN_FORCE and s.date and s.date.latest]
    match = _DURATION.fullmatch(term)
    if not starts or match is None:
        return None
    years, months, days = (int(part or 0) for part in match.groups())
    start = min(starts)
    carried, month = divmod(start.month - 1 + months, 12)
    year = start.year + years + carried
    # A term that began on a day which the last month has not ends with that month.
    over = max(0, start.day - calendar.monthrange(year, month + 1)[1])
    end = datetime.date(year, month + 1, start.day - over)
    return end + datetime.timedelta(days + (1 if over else 0))
