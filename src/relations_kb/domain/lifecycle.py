"""The legal status of an instrument on a day, computed from its milestones.

The rules follow the Vienna Convention on the Law of Treaties (1969): signature alone does not
bind (Art. 12, 14), domestic approval is no ratification, an instrument is in force from the day on
which it entered into force (Art. 24) until it is terminated, superseded or its term runs out
(Art. 54, 59). Plans, reports and denials have no effect.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.vocabulary import Assertion, Step, Term

_YEARS = re.compile(r"^P(\d+)Y")


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


LIVE = frozenset({Status.IN_FORCE, Status.PROVISIONAL, Status.NOTICE_GIVEN})
"""Statuses in which an instrument has effect."""

_EFFECTS: dict[Step, Status] = {
    Step.NEGOTIATION_OPENED: Status.NEGOTIATING,
    Step.TEXT_AGREED: Status.NEGOTIATING,
    Step.ADOPTED: Status.SIGNED,
    Step.SIGNED: Status.SIGNED,
    Step.PROVISIONALLY_APPLIED: Status.PROVISIONAL,
    Step.IN_FORCE: Status.IN_FORCE,
    Step.SUSPENDED: Status.SUSPENDED,
    Step.RESUMED: Status.IN_FORCE,
    Step.DENOUNCED: Status.NOTICE_GIVEN,
    Step.TERMINATED: Status.TERMINATED,
    Step.EXPIRED: Status.EXPIRED,
    Step.SUPERSEDED: Status.SUPERSEDED,
}
# Of two steps on one day, the one that comes later in a life counts.
_AGE = {step: age for age, step in enumerate(_EFFECTS)}


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
    superseded_on: FuzzyDate | None = None,
) -> LegalStatus:
    """Compute the status of an instrument as a whole on a day.

    The order of the steps makes no difference.

    Args:
        steps: the milestones.
        on: the day.
        initial_term: ISO 8601 duration in years (``P20Y``) for which the instrument was made.
        renewed: whether it is prolonged when the term runs out.
        superseded_on: when an instrument that takes its place entered into force.
    """
    effective = sorted(
        (step for step in steps if _counts(step, on)),
        key=lambda step: (step.date.sort_key if step.date else (), _AGE[step.step]),
    )
    if not effective:
        return LegalStatus(Status.UNKNOWN)
    last = effective[-1]
    status = LegalStatus(_EFFECTS[last.step], last.date, last.step)
    if status.status not in LIVE:
        return status
    if superseded_on and superseded_on.earliest and superseded_on.earliest <= on:
        return LegalStatus(Status.SUPERSEDED, superseded_on, Step.SUPERSEDED)
    if initial_term and not renewed and _ran_out(last.date, initial_term, on):
        return LegalStatus(Status.EXPIRED, last.date, last.step)
    return status


def _counts(step: LifeStep, on: datetime.date) -> bool:
    happened = step.assertion is Assertion.ACTUAL and step.whole and step.step in _EFFECTS
    # Of "by 1979 at the latest" only the end is known; from then on it is certain.
    known = step.date and (step.date.earliest or step.date.latest)
    return bool(happened and known and known <= on)


def _ran_out(since: FuzzyDate | None, term: str, on: datetime.date) -> bool:
    years = _YEARS.match(term)
    if since is None or since.latest is None or years is None:
        return False
    end_year = since.latest.year + int(years.group(1))
    return (end_year, since.latest.month, since.latest.day) <= (on.year, on.month, on.day)
