"""Agreement with the ``edtf`` package, an independent reading of ISO 8601-2:2019.

Its strict bounds are compared. It differs from FuzzyDate on purpose or by choice in five places,
each with a test below: open ends are infinite floats, an unknown end is taken for ten years,
winter ends with the named year, its fuzzy bounds pad a qualified date, and it does not read a
set of one date, a season in a set, and a season with a qualifier.
"""

from __future__ import annotations

import math
from datetime import date
from time import struct_time

import pytest
from edtf import EDTFParseException, parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from relations_kb.domain.dates import DateError, FuzzyDate

Bound = date | None

FORMS_OF_BOTH = [
    "2001",
    "2001-02",
    "2004-02",
    "2001-02-03",
    "15XX",
    "201X",
    "2XXX",
    "2001-XX",
    "2001-06-XX",
    "2001-XX-XX",
    "2001-21",
    "2001-22",
    "2001-23",
    "2001-06-01?",
    "2001-06~",
    "2001%",
    "201X~",
    "2001-XX?",
    "1990/1996",
    "2001-02~/2003?",
    "1804~/1946-05",
    "2015-09~/2024-12",
    "2001-21/2002-22",
    "15XX/16XX",
    "../2025-07-18",
    "2023-01-29/..",
    "[2016-09-10,2019-11-10]",
    "{2024-04-19,2024-10-26}",
    "[2024-08-22,2024-09~,2024-11-11]",
    "[1667,1668,1670..1672]",
    "{1667,1668,1670..1672}",
    "[1670..1672]",
    "[..1984]",
    "[1984-05..]",
    "{..1984}",
]

REFUSED_BY_BOTH = [
    "",
    "2025-13",
    "2025-00",
    "2025-01-32",
    "1828-02-30",
    "2025-04-31",
    "17.01.2025",
    "2025-1-7",
    "198",
    "[2001",
    "[]",
    "[2001,2002}",
    "2001/2002/2003",
    "1804?~",
    "2001-21-05",
]


def our_bounds(text: str) -> tuple[Bound, Bound]:
    read = FuzzyDate.parse(text)
    return read.earliest, read.latest


def their_bounds(text: str) -> tuple[Bound, Bound]:
    read = parse_edtf(text)
    return as_day(read.lower_strict()), as_day(read.upper_strict())


def as_day(bound: struct_time | float) -> Bound:
    """Return a bound of the package as ours: an infinite float is an open end."""
    if isinstance(bound, float):
        assert math.isinf(bound)
        return None
    return date(bound[0], bound[1], bound[2])


@pytest.mark.parametrize("text", FORMS_OF_BOTH)
def test_the_same_bounds_for_the_forms_of_both(text: str) -> None:
    assert our_bounds(text) == their_bounds(text)


@pytest.mark.parametrize("text", REFUSED_BY_BOTH)
def test_the_same_texts_are_refused(text: str) -> None:
    with pytest.raises(DateError):
        FuzzyDate.parse(text)
    with pytest.raises(EDTFParseException):
        parse_edtf(text)


days = st.dates(date(1000, 1, 1), date(2999, 12, 31))
precisions = st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"])
unspecified = st.sampled_from(["%Y-%m-XX", "%Y-XX", "%Y-XX-XX"])
marks = st.sampled_from(["", "?", "~", "%"])


def written(day: date, form: str, mark: str = "") -> str:
    return day.strftime(form) + mark


plain = st.builds(written, days, precisions)
single = st.builds(written, days, precisions | unspecified, marks)
truncated = st.builds(
    lambda day, known, mark: f"{day.year:04}"[:known] + "X" * (4 - known) + mark,
    days,
    st.integers(1, 3),
    marks,
)


@st.composite
def intervals(draw: st.DrawFn) -> str:
    first, last = sorted([draw(days), draw(days)])
    start = draw(st.builds(written, st.just(first), precisions, marks) | st.just(".."))
    end_forms = st.builds(written, st.just(last), precisions, marks)
    return f"{start}/{draw(end_forms if start == '..' else end_forms | st.just('..'))}"


@st.composite
def sets(draw: st.DrawFn) -> str:
    members = draw(st.lists(plain, min_size=2, max_size=4))
    opening, closing = draw(st.sampled_from([("[", "]"), ("{", "}")]))
    return f"{opening}{','.join(members)}{closing}"


@given(single | truncated | intervals() | sets())
@settings(deadline=None, max_examples=150)
def test_the_same_bounds_for_generated_forms(text: str) -> None:
    assert our_bounds(text) == their_bounds(text)


def test_difference_open_ends_are_none_instead_of_infinite_floats() -> None:
    assert parse_edtf("../2025-07-18").lower_strict() == -math.inf
    assert parse_edtf("2023-01-29/..").upper_strict() == math.inf
    assert our_bounds("../2025-07-18") == (None, date(2025, 7, 18))


def test_difference_an_unknown_end_is_not_taken_for_ten_years() -> None:
    assert their_bounds("2023/") == (date(2023, 1, 1), date(2033, 1, 1))
    assert our_bounds("2023/") == (date(2023, 1, 1), None)


def test_difference_winter_runs_into_the_next_year() -> None:
    assert their_bounds("2001-24") == (date(2001, 12, 1), date(2001, 12, 31))
    assert our_bounds("2001-24") == (date(2001, 12, 1), date(2002, 2, 28))


def test_difference_a_qualifier_does_not_widen() -> None:
    padded = parse_edtf("2024-11-11~")
    assert as_day(padded.lower_fuzzy()) != date(2024, 11, 11)
    assert our_bounds("2024-11-11~") == (date(2024, 11, 11), date(2024, 11, 11))


@pytest.mark.parametrize("text", ["2001-21~", "[2001-21,2001-04]"])
def test_difference_forms_that_only_we_read(text: str) -> None:
    assert our_bounds(text) == (date(2001, 3, 1), date(2001, 5, 31))
    with pytest.raises(EDTFParseException):
        parse_edtf(text)


def test_difference_a_set_may_hold_one_date() -> None:
    assert our_bounds("[2001-05-06]") == (date(2001, 5, 6), date(2001, 5, 6))
    with pytest.raises(EDTFParseException):
        parse_edtf("[2001-05-06]")
