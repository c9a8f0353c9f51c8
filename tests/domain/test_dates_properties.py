"""Laws of FuzzyDate, over texts of the whole grammar in all calendars.

A text is made by blurring a known day, so that a test knows one day that the text can mean.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from relations_kb.domain.calendars import (
    from_gregorian,
    month_length,
    month_name,
    season_months,
    to_gregorian,
)
from relations_kb.domain.dates import DateError, FuzzyDate, Overlap, Precision, sort_key
from relations_kb.domain.vocabulary import Calendar

# The millennium of a day must lie in the Gregorian years 0001 to 9999, where the first Julian one
# does not begin. The Solar Hijri years are few because each costs a computation of the equinox.
RANGE_OF_DAYS = {
    Calendar.GREGORIAN: (date(101, 1, 1), date(8999, 12, 31)),
    Calendar.JULIAN: (date(1001, 2, 1), date(8999, 12, 31)),
    Calendar.SOLAR_HIJRI: (date(1850, 1, 1), date(2080, 12, 31)),
}
WIDEST = timedelta(days=9_000)

MONTH_NAMES = "|".join(month_name(c, month) for c in Calendar for month in range(1, 13))
DAY_OF_TEXT = re.compile(r"\d{4}-\d\d-(\d\d)")
DAY_OF_NATIVE = re.compile(rf"\b(\d{{1,2}}) (?:{MONTH_NAMES})")

calendars = st.sampled_from(list(Calendar))
qualifiers = st.sampled_from(["", "", "?", "~", "%"])


@dataclass(frozen=True)
class Blurred:
    """A text, and a day that it can mean."""

    text: str
    calendar: Calendar
    day: date

    @property
    def read(self) -> FuzzyDate:
        return FuzzyDate.parse(self.text, self.calendar)


def days_of(calendar: Calendar) -> st.SearchStrategy[date]:
    """Draw any day, and often one of a few years, so that two draws meet."""
    first, last = RANGE_OF_DAYS[calendar]
    near = st.dates(date(2023, 12, 1), date(2025, 4, 30))
    return near | st.dates(first, last)


def season_text(calendar: Calendar, year: int, month: int) -> str:
    for season in range(21, 25):
        first, last = season_months(calendar, season)
        if first <= month <= last:
            return f"{year:04}-{season}"
        if first <= month + 12 <= last:
            return f"{year - 1:04}-{season}"
    raise AssertionError(month)


@st.composite
def blurs_of(draw: st.DrawFn, calendar: Calendar, day: date) -> str:
    """Draw a single date that can mean the day, at any precision, with any qualifier."""
    year, month, day_of_month = from_gregorian(calendar, day)
    texts = [
        f"{year:04}-{month:02}-{day_of_month:02}",
        f"{year:04}-{month:02}",
        f"{year:04}-{month:02}-XX",
        f"{year:04}",
        f"{year:04}-XX",
        f"{year:04}-XX-XX",
        season_text(calendar, year, month),
        f"{year // 10:03}X",
        f"{year // 100:02}XX",
        f"{year // 1000}XXX",
    ]
    return draw(st.sampled_from(texts)) + draw(qualifiers)


def moved(calendar: Calendar, day: date, by: timedelta) -> date:
    first, last = RANGE_OF_DAYS[calendar]
    return min(max(day + by, first), last)


@st.composite
def ranges_of(draw: st.DrawFn, calendar: Calendar, day: date, mark: str, gaps: list[str]) -> str:
    """Draw a range around the day, with at most one end open or unknown."""
    before = moved(calendar, day, -draw(st.timedeltas(timedelta(0), WIDEST)))
    after = moved(calendar, day, draw(st.timedeltas(timedelta(0), WIDEST)))
    start, end = draw(blurs_of(calendar, before)), draw(blurs_of(calendar, after))
    gap = draw(st.sampled_from(gaps))
    return draw(
        st.sampled_from([f"{start}{mark}{end}", f"{gap}{mark}{end}", f"{start}{mark}{gap}"])
    )


def members_of(calendar: Calendar, day: date) -> st.SearchStrategy[str]:
    return blurs_of(calendar, day) | ranges_of(calendar, day, "..", [""])


@st.composite
def sets_of(draw: st.DrawFn, calendar: Calendar, day: date) -> str:
    others = draw(
        st.lists(days_of(calendar).flatmap(lambda d: members_of(calendar, d)), max_size=3)
    )
    members = draw(st.permutations([draw(members_of(calendar, day)), *others]))
    opening, closing = draw(st.sampled_from([("[", "]"), ("{", "}")]))
    return f"{opening}{','.join(members)}{closing}"


@st.composite
def plain_dates(draw: st.DrawFn) -> Blurred:
    calendar = draw(calendars)
    day = draw(days_of(calendar))
    return Blurred(draw(blurs_of(calendar, day)), calendar, day)


@st.composite
def blurred_dates(draw: st.DrawFn) -> Blurred:
    """Draw a text of any form of the grammar, in any calendar."""
    calendar = draw(calendars)
    day = draw(days_of(calendar))
    text = draw(
        blurs_of(calendar, day) | ranges_of(calendar, day, "/", ["..", ""]) | sets_of(calendar, day)
    )
    return Blurred(text, calendar, day)


@st.composite
def plain_dates_of_one_day(draw: st.DrawFn) -> tuple[FuzzyDate, FuzzyDate, FuzzyDate]:
    day = draw(st.dates(*RANGE_OF_DAYS[Calendar.SOLAR_HIJRI]))
    first, second, third = (
        FuzzyDate.parse(draw(blurs_of(calendar, day)), calendar)
        for calendar in draw(st.tuples(calendars, calendars, calendars))
    )
    return first, second, third


fuzzy_dates = blurred_dates().map(lambda blurred: blurred.read)

# The first conversion of a Solar Hijri year is slow, whichever example happens to make it.
unhurried = settings(deadline=None)


@given(blurred_dates())
@unhurried
def test_printing_gives_back_the_text(blurred: Blurred) -> None:
    assert str(blurred.read) == blurred.read.text == blurred.text
    assert FuzzyDate.parse(str(blurred.read), blurred.calendar) == blurred.read


@given(blurred_dates())
@unhurried
def test_bounds_hold_every_day_that_the_text_can_mean(blurred: Blurred) -> None:
    read, day = blurred.read, FuzzyDate.parse(blurred.day.isoformat())
    assert read.earliest is None or read.earliest <= blurred.day
    assert read.latest is None or read.latest >= blurred.day
    assert read.contains(day)
    assert read.overlap(day) is not Overlap.NO
    assert day.overlap(read) is Overlap.CERTAIN


@given(blurred_dates())
@unhurried
def test_bounds_are_those_of_the_members(blurred: Blurred) -> None:
    read = blurred.read
    for member in read.alternatives:
        assert read.contains(member)
        assert member.calendar is read.calendar
    assert (read.precision is Precision.SET) == bool(read.alternatives)


@given(blurred_dates())
@unhurried
def test_marks_are_those_of_the_text(blurred: Blurred) -> None:
    read = blurred.read
    assert read.approximate == ("~" in blurred.text or "%" in blurred.text)
    assert read.uncertain == ("?" in blurred.text or "%" in blurred.text)


@given(blurred_dates())
@unhurried
def test_no_output_holds_a_day_that_the_input_lacked(blurred: Blurred) -> None:
    given_days = {int(day) for day in DAY_OF_TEXT.findall(blurred.text)}
    for shown in (blurred.read, *blurred.read.alternatives):
        assert {int(day) for day in DAY_OF_TEXT.findall(str(shown))} <= given_days
        native_days = DAY_OF_NATIVE.findall(shown.native()) + DAY_OF_TEXT.findall(shown.native())
        assert {int(day) for day in native_days} <= given_days


@given(st.lists(st.none() | fuzzy_dates, min_size=2, max_size=8), st.randoms())
@unhurried
def test_the_sort_key_is_a_total_order_with_undated_last(
    dates: list[FuzzyDate | None], random: Random
) -> None:
    ordered = sorted(dates, key=sort_key)
    shuffled = list(dates)
    random.shuffle(shuffled)
    assert [sort_key(d) for d in sorted(shuffled, key=sort_key)] == [sort_key(d) for d in ordered]
    for one, other in itertools.pairwise(ordered):
        assert one is not None or other is None
        if one is not None and other is not None:
            assert in_order(one, other)


def in_order(one: FuzzyDate, other: FuzzyDate) -> bool:
    """Say the sort rule in other words than the key does."""
    first, second = one.earliest or one.latest, other.earliest or other.latest
    if first is None or second is None:
        return second is None  # a set open at both ends
    return first < second or (first == second and width(one) <= width(other))


def width(read: FuzzyDate) -> float:
    if read.earliest is None or read.latest is None:
        return float("inf")
    return (read.latest - read.earliest).days


@given(fuzzy_dates, fuzzy_dates)
@unhurried
def test_overlap_is_symmetric_in_no(one: FuzzyDate, other: FuzzyDate) -> None:
    assert (one.overlap(other) is Overlap.NO) == (other.overlap(one) is Overlap.NO)


@given(fuzzy_dates, fuzzy_dates)
@unhurried
def test_a_certain_overlap_is_containment(one: FuzzyDate, other: FuzzyDate) -> None:
    assert (one.overlap(other) is Overlap.CERTAIN) == other.contains(one)


@given(fuzzy_dates, fuzzy_dates)
@unhurried
def test_agreement_is_reflexive_and_symmetric(one: FuzzyDate, other: FuzzyDate) -> None:
    assert one.agrees_with(one)
    assert one.agrees_with(other) == other.agrees_with(one)


@given(fuzzy_dates, fuzzy_dates)
@unhurried
def test_dates_that_agree_overlap(one: FuzzyDate, other: FuzzyDate) -> None:
    assert not one.agrees_with(other) or one.overlap(other) is not Overlap.NO


@given(plain_dates_of_one_day())
@unhurried
def test_containment_is_transitive(dates: tuple[FuzzyDate, FuzzyDate, FuzzyDate]) -> None:
    for one, two, three in itertools.permutations(dates):
        if one.contains(two) and two.contains(three):
            assert one.contains(three)


@given(st.dates(*RANGE_OF_DAYS[Calendar.SOLAR_HIJRI]), calendars, calendars)
@unhurried
def test_one_day_agrees_with_itself_in_every_calendar(
    day: date, one: Calendar, other: Calendar
) -> None:
    assert exact(day, one).agrees_with(exact(day, other))
    assert not exact(day, one).agrees_with(exact(day + timedelta(days=1), other))


def exact(day: date, calendar: Calendar) -> FuzzyDate:
    year, month, day_of_month = from_gregorian(calendar, day)
    return FuzzyDate.parse(f"{year:04}-{month:02}-{day_of_month:02}", calendar)


@given(calendars.flatmap(lambda c: st.tuples(st.just(c), days_of(c))))
@unhurried
def test_calendars_convert_back(of_calendar: tuple[Calendar, date]) -> None:
    calendar, day = of_calendar
    year, month, day_of_month = from_gregorian(calendar, day)
    assert 1 <= day_of_month <= month_length(calendar, year, month)
    assert to_gregorian(calendar, year, month, day_of_month) == day


@given(plain_dates())
@unhurried
def test_a_date_reads_the_same_alone_and_in_a_set(blurred: Blurred) -> None:
    in_set = FuzzyDate.parse(f"[{blurred.text}]", blurred.calendar)
    assert in_set.alternatives == (blurred.read,)
    assert in_set.agrees_with(blurred.read)


@given(
    st.text(alphabet="0123456789X?~%-./[]{},", max_size=24) | st.text(max_size=24),
    calendars,
)
@unhurried
def test_any_text_is_a_date_or_a_sentence(text: str, calendar: Calendar) -> None:
    try:
        read = FuzzyDate.parse(text, calendar)
    except DateError as refusal:
        message = str(refusal)
        assert message.startswith((repr(text), f"In {text!r}, "))
        assert message.endswith(".")
        assert message.isprintable()
    else:
        assert str(read) == text
        assert text.isascii()
