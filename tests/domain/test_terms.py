"""Terms, notice, ages and spans of time."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.lifecycle import LifeStep, after
from relations_kb.domain.terms import (
    Days,
    age,
    horizon,
    last_notice,
    notice_days,
    running_term,
    span,
)
from relations_kb.domain.vocabulary import Assertion, Step

D = datetime.date
DAYS = st.dates(D(1600, 1, 1), D(2200, 1, 1))
DURATIONS = st.sampled_from(["P1Y", "P6M", "P3M", "P1M", "P30D", "P1Y6M", "P90D", "P2Y"])


def entry(date: str, assertion: Assertion = Assertion.ACTUAL) -> LifeStep:
    return LifeStep(Step.IN_FORCE, FuzzyDate.parse(date), assertion, whole=True)


@pytest.mark.parametrize(
    ("start", "on", "initial", "renewal", "end", "renewed"),
    [
        ("2006-01-01", D(2014, 1, 1), "P20Y", "P5Y", "2026-01-01", 0),
        ("2006-01-01", D(2025, 12, 31), "P20Y", "P5Y", "2026-01-01", 0),
        ("2006-01-01", D(2026, 1, 1), "P20Y", "P5Y", "2031-01-01", 1),
        ("2006-01-01", D(2038, 1, 1), "P20Y", "P5Y", "2041-01-01", 3),
        ("2006-01-01", D(2030, 1, 1), "P20Y", None, "2026-01-01", 0),
        ("2021", D(2024, 1, 1), "P10Y", "P5Y", "2031-01-01/2031-12-31", 0),
        ("../2000-05-05", D(2024, 1, 1), "P30Y", None, "2030-05-05", 0),
        ("2006-01-01", D(2026, 1, 1), "P20Y", "P0D", "2026-01-01", 0),
    ],
)
def test_a_term_ends_and_is_renewed_as_its_clause_says(
    start: str, on: datetime.date, initial: str, renewal: str | None, end: str, renewed: int
) -> None:
    term = running_term([entry(start)], on, initial, renewal)
    assert term is not None
    assert (term.days.text, term.renewed) == (end, renewed)


@pytest.mark.parametrize(
    "steps",
    [[], [entry("2006", Assertion.PLANNED)], [entry("2026")], [entry("2006/..")]],
    ids=["none", "planned", "later", "open"],
)
def test_without_a_known_beginning_no_term_runs(steps: list[LifeStep]) -> None:
    assert running_term(steps, D(2020, 1, 1), "P20Y", None) is None


@pytest.mark.parametrize(
    ("end", "notice", "day"),
    [
        (D(2045, 10, 2), "P1Y", D(2044, 10, 2)),
        (D(2027, 2, 28), "P1Y", D(2026, 2, 28)),
        (D(2024, 3, 31), "P1M", D(2024, 2, 29)),
        (D(2024, 2, 29), "P1Y", D(2023, 2, 28)),
        (D(2024, 1, 31), "P30D", D(2024, 1, 1)),
    ],
)
def test_the_last_day_for_notice_lies_the_notice_before_the_end(
    end: datetime.date, notice: str, day: datetime.date
) -> None:
    assert last_notice(end, notice) == day


@given(DAYS, DURATIONS)
def test_notice_on_the_last_day_is_in_time_and_a_day_later_is_not(
    end: datetime.date, notice: str
) -> None:
    day = last_notice(end, notice)
    assert day is not None
    in_time, late = after(day, notice), after(day + datetime.timedelta(1), notice)
    assert in_time is not None
    assert late is not None
    assert in_time <= end < late


def test_notice_before_a_vague_end_is_vague_as_well() -> None:
    found = notice_days(Days(D(2031, 1, 1), D(2031, 12, 31)), "P1Y")
    assert found is not None
    assert found.text == "2030-01-01/2030-12-31"
    assert notice_days(Days(D(2031, 1, 1), D(2031, 12, 31)), None) is None
    assert last_notice(D(2031, 1, 1), "a year") is None


@pytest.mark.parametrize(
    ("text", "duration"),
    [("90d", "P90D"), ("6m", "P6M"), ("5y", "P5Y"), (" 5Y ", "P5Y"), ("10y", "P10Y")],
)
def test_a_span_is_days_months_or_years(text: str, duration: str) -> None:
    assert span(text) == duration


@pytest.mark.parametrize(
    "text", ["", "5", "y", "0y", "-5y", "5w", "5 y", "1.5y", "P5Y", "5y6m", "1000000d", "٥y"]
)
def test_any_other_text_is_no_span(text: str) -> None:
    assert span(text) is None


def test_a_span_beyond_the_calendar_ends_with_it() -> None:
    assert horizon(D(2026, 7, 1), "P5Y") == D(2031, 7, 1)
    assert horizon(D(2026, 7, 1), "P99999Y") == D.max
    assert horizon(D(2026, 7, 1), "P9999Y") == D.max


@pytest.mark.parametrize(
    ("start", "on", "years", "days"),
    [
        (D(2025, 1, 17), D(2025, 1, 17), 0, 0),
        (D(2025, 1, 17), D(2026, 1, 16), 0, 364),
        (D(2025, 1, 17), D(2026, 1, 17), 1, 0),
        (D(2024, 2, 29), D(2025, 2, 28), 0, 365),
        (D(2024, 2, 29), D(2025, 3, 1), 1, 0),
    ],
)
def test_an_age_is_full_years_and_days(
    start: datetime.date, on: datetime.date, years: int, days: int
) -> None:
    assert age(start, on) == (years, days)
