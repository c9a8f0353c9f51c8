"""Days of the Julian and Solar Hijri calendars as days of the proleptic Gregorian calendar.

A year, month and day belong to one calendar; a ``datetime.date`` is always proleptic Gregorian
(ISO 8601-1). Only conversions load ``convertdate``, because it costs more at start-up than the
rest of the domain together, and most dates of the base never need it.

The Solar Hijri calendar is the astronomical one: the year begins at the March equinox seen from
Tehran. Iran adopted it in 1925; earlier dates are reckoned back by the same rule.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from relations_kb.domain.vocabulary import Calendar

# Beyond this the equinox is not computed: its formulas hold for Gregorian years up to 3000.
SOLAR_HIJRI_LAST_YEAR = 2377

_JULIAN_DAY_OF_ORDINAL_ZERO = 1721424.5  # a date's ordinal plus this is its Julian day number
_SOLAR_HIJRI_OFFSET = 621  # Nowruz of year y falls in March of the Gregorian year y + 621

_ROMAN_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ROMAN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PERSIAN_MONTHS = (
    "Farvardin",
    "Ordibehesht",
    "Khordad",
    "Tir",
    "Mordad",
    "Shahrivar",
    "Mehr",
    "Aban",
    "Azar",
    "Dey",
    "Bahman",
    "Esfand",
)

_SEASON_NAMES = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_FIRST_MONTH_OF_SEASON = {21: 3, 22: 6, 23: 9, 24: 12}
_FIRST_PERSIAN_MONTH_OF_SEASON = {21: 1, 22: 4, 23: 7, 24: 10}

_TITLES = {
    Calendar.GREGORIAN: "Gregorian",
    Calendar.JULIAN: "Julian",
    Calendar.SOLAR_HIJRI: "Solar Hijri",
}


class DateError(ValueError):
    """A date that cannot be read; its text is one sentence: what was read, what would be right."""


def title(calendar: Calendar) -> str:
    """Return the name of the calendar as a reader knows it, such as ``Solar Hijri``."""
    return _TITLES[calendar]


def month_name(calendar: Calendar, month: int) -> str:
    """Return the English short name of month 1 to 12, such as ``Feb`` or ``Dey``."""
    names = _PERSIAN_MONTHS if calendar is Calendar.SOLAR_HIJRI else _ROMAN_MONTHS
    return names[month - 1]


def season_name(season: int) -> str:
    """Return the English name of an EDTF season code from 21 (spring) to 24 (winter)."""
    return _SEASON_NAMES[season]


def season_months(calendar: Calendar, season: int) -> tuple[int, int]:
    """Return the first and last month of an EDTF season code from 21 to 24.

    ISO 8601-2 leaves the bounds of seasons to the parties. Here a season is a northern
    meteorological one, spring from March to May. Winter begins in December of the named year and
    ends in month 14, February of the next. In the Solar Hijri calendar, where the year begins
    with spring, the seasons are its quarters.
    """
    solar = calendar is Calendar.SOLAR_HIJRI
    first = (_FIRST_PERSIAN_MONTH_OF_SEASON if solar else _FIRST_MONTH_OF_SEASON)[season]
    return first, first + 2


def month_length(calendar: Calendar, year: int, month: int) -> int:
    """Return the number of days of month 1 to 12 of that year.

    Raises:
        DateError: The calendar is Solar Hijri and the year lies beyond 2377.
    """
    if calendar is Calendar.SOLAR_HIJRI:
        return _persian_month_length(year, month)
    leap_day = month == 2 and _has_leap_day(calendar, year)
    return _ROMAN_LENGTHS[month - 1] + leap_day


def to_gregorian(calendar: Calendar, year: int, month: int, day: int) -> date:
    """Return the proleptic Gregorian date of an existing day of the calendar.

    Raises:
        DateError: The day lies outside the Gregorian years 0001 to 9999, or the calendar is
            Solar Hijri and the year lies beyond 2377.
    """
    if calendar is Calendar.SOLAR_HIJRI:
        return date.fromordinal(_persian_year_start(year) + _persian_days_before(month) + day - 1)
    if calendar is Calendar.JULIAN:
        return _julian_to_gregorian(year, month, day)
    if not date.min.year <= year <= date.max.year:
        raise _outside(calendar, year, month, day)
    return date(year, month, day)


def from_gregorian(calendar: Calendar, day: date) -> tuple[int, int, int]:
    """Return year, month and day in the calendar of a proleptic Gregorian date.

    Years before the first of the calendar's era are counted astronomically: 0, -1, and so on.

    Raises:
        DateError: The calendar is Solar Hijri and the day is before its year 1 or after 2377.
    """
    if calendar is Calendar.SOLAR_HIJRI:
        return _gregorian_to_persian(day)
    if calendar is Calendar.JULIAN:
        return _gregorian_to_julian(day)
    return day.year, day.month, day.day


def _has_leap_day(calendar: Calendar, year: int) -> bool:
    if calendar is Calendar.JULIAN:
        return year % 4 == 0
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _julian_to_gregorian(year: int, month: int, day: int) -> date:
    from convertdate import julian

    ordinal = int(julian.to_jd(year, month, day) - _JULIAN_DAY_OF_ORDINAL_ZERO)
    if not 1 <= ordinal <= date.max.toordinal():
        raise _outside(Calendar.JULIAN, year, month, day)
    return date.fromordinal(ordinal)


def _outside(calendar: Calendar, year: int, month: int, day: int) -> DateError:
    return DateError(
        f"the {title(calendar)} day {year:04}-{month:02}-{day:02} lies outside the Gregorian "
        "years 0001 to 9999, beyond which days cannot be compared; write a date within them."
    )


def _gregorian_to_julian(day: date) -> tuple[int, int, int]:
    from convertdate import julian

    year, month, day_of_month = julian.from_jd(day.toordinal() + _JULIAN_DAY_OF_ORDINAL_ZERO)
    return int(year), int(month), int(day_of_month)


def _persian_days_before(month: int) -> int:
    """Count the days of the year before a month: six months have 31 days, the others 30."""
    return 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6


def _persian_month_length(year: int, month: int) -> int:
    if month < 12:
        return 31 if month <= 6 else 30
    start = _persian_year_start(year)
    return _nowruz(year + 1) - start - _persian_days_before(12)


def _persian_year_start(year: int) -> int:
    """Return the ordinal of the first day of a year that has a computable end."""
    if not 1 <= year <= SOLAR_HIJRI_LAST_YEAR:
        raise DateError(
            f"the Solar Hijri year {year:04} lies outside 0001 to {SOLAR_HIJRI_LAST_YEAR}, for "
            "which the equinox can be computed; write a year within them, or a Gregorian date."
        )
    return _nowruz(year)


@lru_cache(maxsize=1024)
def _nowruz(year: int) -> int:
    """Return the ordinal of the first day of a Solar Hijri year.

    One astronomical computation a year, kept, where a conversion takes six for every date.
    """
    from convertdate import persian

    return int(persian.equinox_jd(year + _SOLAR_HIJRI_OFFSET)) - int(_JULIAN_DAY_OF_ORDINAL_ZERO)


def _gregorian_to_persian(day: date) -> tuple[int, int, int]:
    ordinal = day.toordinal()
    year = day.year - _SOLAR_HIJRI_OFFSET
    if ordinal < _persian_year_start(max(year, 1)):
        year -= 1
    days = ordinal - _persian_year_start(year)
    month = days // 31 + 1 if days < 186 else (days - 6) // 30 + 1
    return year, month, days - _persian_days_before(month) + 1
