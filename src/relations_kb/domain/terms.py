"""Arithmetic of terms: when a term ends or is renewed, when notice is due, how old something is.

All of it rests on ``after`` of the life cycle, so that a term and its notice are counted alike.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from relations_kb.domain.lifecycle import LifeStep, after
from relations_kb.domain.vocabulary import Assertion, Step

_SPAN = re.compile(r"([1-9]\d{0,4})([dmy])", re.ASCII | re.IGNORECASE)
_PART = re.compile(r"\d+")
_BEGINNINGS = frozenset({Step.IN_FORCE, Step.APPLIED})
_DAY = datetime.timedelta(1)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that something may fall on.

    Attributes:
        first: first possible day; None where open.
        last: last possible day; None where open.
    """

    first: datetime.date | None
    last: datetime.date | None

    @property
    def text(self) -> str | None:
        """The days as an EDTF text: a day, or an interval of all that are possible."""
        if self.first is None and self.last is None:
            return None
        if self.first == self.last:
            return str(self.first)
        return f"{self.first or '..'}/{self.last or '..'}"


@dataclass(frozen=True, slots=True)
class TermEnd:
    """The end of the running term.

    Attributes:
        days: the days on which it may end; more than one where the beginning is vague.
        renewed: how often it has been renewed by its own clause.
    """

    days: Days
    renewed: int


def running_term(
    steps: Iterable[LifeStep], on: datetime.date, initial: str | None, renewal: str | None
) -> TermEnd | None:
    """Return the end of the term that runs on a day; None if no term or no beginning is known.

    A term whose clause renews it ends anew after each renewal; the first end after the day counts.
    The last possible day decides which that is, as it does for the legal status.

    Args:
        steps: the steps in the life of an instrument.
        on: the day.
        initial: ISO 8601 duration of the first term.
        renewal: ISO 8601 duration of each renewal.
    """
    begun = [days for step in steps if (days := _beginning(step, on))]
    if not begun or not initial:
        return None
    start = min(begun, key=lambda days: (days[1], days[0]))
    ends = [after(day, initial) for day in start]
    renewed = 0
    while renewal and ends[1] is not None and ends[1] <= on:
        longer = [_prolonged(day, initial, renewal, renewed + 1) for day in start]
        if longer[1] is None or longer[1] <= ends[1]:
            break
        ends = longer
        renewed += 1
    return TermEnd(Days(ends[0], ends[1]), renewed) if ends[1] else None


def last_notice(end: datetime.date, notice: str) -> datetime.date | None:
    """Return the last day on which a notice runs out by an end; None if it cannot be counted."""
    if after(end, notice) is None:
        return None
    # A notice is at most as long as its years, months and days at their longest; from the day that
    # lies as far back the true one is not far.
    length = after(end, notice) or end
    day = end - (length - end)
    while (over := after(day, notice)) is not None and over > end:
        day -= _DAY
    while (over := after(day + _DAY, notice)) is not None and over <= end:
        day += _DAY
    return day


def notice_days(end: Days, notice: str | None) -> Days | None:
    """Return the last day for notice, or the days that may be the last where the end is vague."""
    if not notice or end.last is None:
        return None
    last = last_notice(end.last, notice)
    return Days(last_notice(end.first, notice) if end.first else None, last) if last else None


def span(text: str) -> str | None:
    """Read ``90d``, ``6m`` or ``5y`` as an ISO 8601 duration; None for any other text."""
    match = _SPAN.fullmatch(text.strip())
    return f"P{int(match[1])}{match[2].upper()}" if match else None


def horizon(on: datetime.date, duration: str) -> datetime.date:
    """Return the day that lies a duration after another; the last day there is if that is later."""
    try:
        return after(on, duration) or on
    except (ValueError, OverflowError):
        return datetime.date.max


def age(start: datetime.date, on: datetime.date) -> tuple[int, int]:
    """Return the full years and the days over them from one day to a later one."""
    years = max(0, on.year - start.year)
    passed = after(start, f"P{years}Y") or start
    if years and passed > on:
        years -= 1
        passed = after(start, f"P{years}Y") or start
    return years, (on - passed).days


def _beginning(step: LifeStep, on: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day on which a step may have begun a term, if it did by a day."""
    if step.step not in _BEGINNINGS or not step.whole or step.assertion is not Assertion.ACTUAL:
        return None
    last = step.date.latest if step.date else None
    first = step.date.earliest if step.date else None
    known = first or last
    if last is None or known is None or known > on:
        return None
    return (first or last), last


def _prolonged(day: datetime.date, initial: str, renewal: str, times: int) -> datetime.date | None:
    first = after(day, initial)
    longer = _PART.sub(lambda part: str(int(part[0]) * times), renewal)
    try:
        return after(first, longer) if first else None
    except (ValueError, OverflowError):
        return None
