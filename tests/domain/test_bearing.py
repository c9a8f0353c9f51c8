"""How one value bears on another, after calendars and precision are set aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.bearing import Bearing, bearing, holds
from relations_kb.domain.resolution import agree
from relations_kb.domain.vocabulary import Calendar

GREGORIAN, JULIAN = Calendar.GREGORIAN, Calendar.JULIAN
TURKMENCHAY = ("1828-02-10", JULIAN)

DATES = st.sampled_from(
    [
        ("1828-02-10", JULIAN), ("1828-02-22", GREGORIAN), ("1828-02", GREGORIAN),
        ("1828-02", JULIAN), ("1828", GREGORIAN), ("1828-02-21", GREGORIAN),
        ("1828-02-20/1828-02-22", GREGORIAN), ("1828-02-22/1828-03-01", GREGORIAN),
        ("../1828-02-22", GREGORIAN), ("[1828-02-21,1828-02-22]", GREGORIAN),
    ]
)  # fmt: skip
AMOUNTS = st.sampled_from(["4.8 GW", "4.80 GW", "~5 GW", ">4 GW", "4..5 GW", "<=4.8 GW", "4.8 MW"])


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (("1828-02-22", GREGORIAN), Bearing.SAME),
        (("1828-02-10", JULIAN), Bearing.SAME),
        (("1828-02", GREGORIAN), Bearing.REFINES),
        (("1828", GREGORIAN), Bearing.REFINES),
        (("1828-02-21", GREGORIAN), Bearing.CONFLICTS),
        (("1828-02-02", GREGORIAN), Bearing.CONFLICTS),
        (("1828-02-10", GREGORIAN), Bearing.CONFLICTS),
    ],
)
def test_the_dates_of_turkmenchay(other, expected):
    assert bearing("date", TURKMENCHAY, other) is expected


def test_spans_that_share_some_days_overlap():
    one, other = ("2024-11/2025-01", GREGORIAN), ("2025-01/2025-03", GREGORIAN)
    assert bearing("date", one, other) is Bearing.OVERLAPS
    assert bearing("date", one, ("2025-02", GREGORIAN)) is Bearing.CONFLICTS


@pytest.mark.parametrize(
    ("leaf", "one", "other", "expected"),
    [
        ("quantity", "4.8 GW", "4.80 GW", Bearing.SAME),
        ("quantity", "4.8 GW", "4..5 GW", Bearing.REFINES),
        ("quantity", ">4 GW", "3..5 GW", Bearing.OVERLAPS),
        ("quantity", "4.8 GW", "4.9 GW", Bearing.CONFLICTS),
        ("quantity", "4.8 GW", "4.8 MW", Bearing.CONFLICTS),
        ("place", "Saint-Pétersbourg", "saint petersbourg", Bearing.SAME),
        ("place", "Tehran", "Moscow", Bearing.CONFLICTS),
        ("title", "Pact", "Treaty", Bearing.SAME),
        ("assertion", "actual", "denied", Bearing.CONFLICTS),
    ],
)
def test_amounts_and_words(leaf, one, other, expected):
    assert bearing(leaf, (one, GREGORIAN), (other, GREGORIAN)) is expected


def test_the_vaguer_value_holds_the_finer():
    assert holds("date", ("1828-02", GREGORIAN), TURKMENCHAY)
    assert not holds("date", TURKMENCHAY, ("1828-02", GREGORIAN))


@given(DATES, DATES)
def test_the_order_of_two_dates_makes_no_difference(one, other):
    assert bearing("date", one, other) is bearing("date", other, one)


@given(DATES, DATES)
def test_dates_agree_where_they_are_the_same_or_differ_in_precision(one, other):
    near = bearing("date", one, other) in {Bearing.SAME, Bearing.REFINES}
    assert near is agree("date", one, other)


@given(AMOUNTS, AMOUNTS)
def test_amounts_agree_where_they_are_the_same_or_differ_in_precision(one, other):
    values = (one, GREGORIAN), (other, GREGORIAN)
    near = bearing("quantity", *values) in {Bearing.SAME, Bearing.REFINES}
    assert near is agree("quantity", *values)
    assert bearing("quantity", *values) is bearing("quantity", *reversed(values))
