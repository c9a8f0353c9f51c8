"""Dates that say no more than their source: the value object ``FuzzyDate``.

A date keeps its text, in the Extended Date/Time Format (EDTF, ISO 8601-2:2019) and in its own
calendar, and derives from it the days that it may mean. The text is the truth; bounds serve to
order, filter and compare. Nothing here rounds, pads or guesses: ``~`` and ``?`` mark a date and
leave its bounds alone, and an open or unknown end is ``None``, never a far-off day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from functools import lru_cache

from relations_kb.domain.calendars import (
    DateError,
    month_length,
    month_name,
    season_months,
    season_name,
    title,
    to_gregorian,
)
from relations_kb.domain.edtf_grammar import (
    SEASONS,
    UNSPECIFIED,
    DateSet,
    End,
    Gap,
    PlainDate,
    Range,
    quote,
    read,
    read_member,
)
from relations_kb.domain.vocabulary import Calendar

__all__ = ["DateError", "FuzzyDate", "Overlap", "Precision", "sort_key"]

SortKey = tuple[int, int, int]

# Ordinals just outside ``datetime.date``: the ends of an open span while two dates are compared.
_BEFORE_ALL = date.min.toordinal() - 1
_AFTER_ALL = date.max.toordinal() + 1
_UNDATED: SortKey = (1, 0, 0)

_Span = tuple[int, int]


class Precision(StrEnum):
    """The width of what is known, from the date's form: ``2001-XX`` is a year."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MILLENNIUM = "millennium"
    INTERVAL = "interval"
    SET = "set"


class Overlap(Enum):
    """Whether a date falls within a window."""

    NO = "no"
    MAYBE = "maybe"
    CERTAIN = "certain"


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date as a source gives it, with the days that it may mean.

    Make one with ``FuzzyDate.parse``. Two dates are equal when text and calendar are; dates that
    mean the same days in other words ``agree``.

    Attributes:
        text: The EDTF text exactly as given, in the calendar of the date.
        calendar: The calendar of the text.
        earliest: The first possible day, proleptic Gregorian; None when open or unknown.
        latest: The last possible day, proleptic Gregorian; None when open or unknown.
        precision: The width of what is known.
        approximate: Whether the date, an end or a member bears ``~`` or ``%``.
        uncertain: Whether the date, an end or a member bears ``?`` or ``%``.
        alternatives: The members of a set as given, else empty. A member ``a..b`` is a date of
            precision interval; its text has a meaning in a set only.
    """

    text: str
    calendar: Calendar
    earliest: date | None
    latest: date | None
    precision: Precision
    approximate: bool
    uncertain: bool
    alternatives: tuple[FuzzyDate, ...]

    @classmethod
    def parse(cls, text: str, calendar: Calendar = Calendar.GREGORIAN) -> FuzzyDate:
        """Read an EDTF text of the calendar.

        Supported are levels 0 and 1 of ISO 8601-2:2019 for the years 0001 to 9999 without times
        of day, and the sets ``[a,b]`` and ``{a,b}`` of level 2.

        Raises:
            DateError: The text is outside of that, names a day that the calendar does not have,
                ends before it begins, or lies outside the Gregorian years 0001 to 9999.
        """
        return _parse(text, calendar)

    def __str__(self) -> str:
        """Return the text as given."""
        return self.text

    @property
    def sort_key(self) -> SortKey:
        """The key of the one sort rule: earliest day first, then the narrower date.

        A date with an open start sorts at its latest day, because no earlier day is known, and
        after the dates that are sure to start there. A set that is open at both ends comes after
        every other date, and before the undated.
        """
        anchor = self.earliest or self.latest
        if anchor is None:
            return 0, _AFTER_ALL, _AFTER_ALL
        if self.earliest is None or self.latest is None:
            return 0, anchor.toordinal(), _AFTER_ALL
        return 0, anchor.toordinal(), (self.latest - self.earliest).days

    def lies_before(self, other: FuzzyDate) -> bool:
        """Tell whether the date certainly lies before another."""
        return bool(self.latest and other.earliest and self.latest < other.earliest)

    def overlap(self, window: FuzzyDate) -> Overlap:
        """Tell whether the date falls in the window.

        Returns:
            CERTAIN if every day that the date can mean, or covers, is a possible day of the
            window; NO if none is; else MAYBE. All members of a set are asked, of either kind.
        """
        days, window_days = self._spans(), window._spans()
        if not any(
            start <= window_end and window_start <= end
            for start, end in days
            for window_start, window_end in window_days
        ):
            return Overlap.NO
        return Overlap.CERTAIN if _cover(window_days, days) else Overlap.MAYBE

    def contains(self, other: FuzzyDate) -> bool:
        """Tell whether every possible day of the other date is a possible day of this one."""
        return _cover(self._spans(), other._spans())

    def agrees_with(self, other: FuzzyDate) -> bool:
        """Tell whether one of the dates contains the other: a vaguer date is no contradiction.

        Days are compared, so that 10 February 1828 of the Julian calendar agrees with 22 February
        of the Gregorian, and with February 1828, and not with 21 February.
        """
        return self.contains(other) or other.contains(self)

    def native(self) -> str:
        """Return the date for a reader, in its own calendar and no more precise than given.

        Julian dates bear ``O.S.`` (old style); Solar Hijri dates have Persian month names, or
        ``SH`` where no month tells them apart. Gregorian dates are their own text.
        """
        if self.calendar is Calendar.GREGORIAN:
            return self.text
        is_range_of_set = ".." in self.text and "/" not in self.text and self.text[0] not in "[{"
        tree = read_member(self.text) if is_range_of_set else read(self.text)
        return _print(tree, self.calendar)

    def _spans(self) -> list[_Span]:
        """Return the possible days as ordinals, ordered, with no two spans that touch."""
        if not self.alternatives:
            return [_span(self)]
        merged: list[_Span] = []
        for start, end in sorted(_span(member) for member in self.alternatives):
            if merged and start <= merged[-1][1] + 1:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        return merged


def sort_key(date: FuzzyDate | None) -> SortKey:
    """Return the key by which every list of the base is ordered; None, undated, comes last.

    Dates with the same bounds have the same key, so that the caller's own order decides.
    """
    return _UNDATED if date is None else date.sort_key


def _span(date: FuzzyDate) -> _Span:
    start = date.earliest.toordinal() if date.earliest else _BEFORE_ALL
    end = date.latest.toordinal() if date.latest else _AFTER_ALL
    return start, end


def _cover(outer: list[_Span], inner: list[_Span]) -> bool:
    return all(any(low <= start and end <= high for low, high in outer) for start, end in inner)


@lru_cache(maxsize=65536)
def _parse(text: str, calendar: Calendar) -> FuzzyDate:
    if calendar is Calendar.GREGORIAN and (plain := _plain_gregorian(text)):
        return plain
    try:
        tree = read(text)
        if isinstance(tree, DateSet):
            return _from_set(tree, calendar)
        return _from_member(tree, calendar)
    except DateError as error:
        message = str(error)
        if message.startswith(quote(text)):
            raise
        raise DateError(f"In {quote(text)}, {message}") from None


_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-\d\d)?)?", re.ASCII)


def _plain_gregorian(text: str) -> FuzzyDate | None:
    """Read YYYY, YYYY-MM or YYYY-MM-DD, nearly all dates of a data set, without the grammar.

    Returns None for any other text and for impossible dates, which the grammar explains.
    """
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    year, month = match.groups()
    try:
        if len(text) == len("YYYY-MM-DD"):
            precision = Precision.DAY
            first = last = date.fromisoformat(text)
        elif month:
            precision = Precision.MONTH
            first = date(int(year), int(month), 1)
            last = first.replace(day=month_length(Calendar.GREGORIAN, first.year, first.month))
        else:
            precision = Precision.YEAR
            first, last = date(int(year), 1, 1), date(int(year), 12, 31)
    except ValueError:
        return None
    return FuzzyDate(text, Calendar.GREGORIAN, first, last, precision, False, False, ())


def _from_set(tree: DateSet, calendar: Calendar) -> FuzzyDate:
    members = tuple(_from_member(member, calendar) for member in tree.members)
    starts = [member.earliest for member in members if member.earliest]
    ends = [member.latest for member in members if member.latest]
    return FuzzyDate(
        tree.text,
        calendar,
        min(starts) if len(starts) == len(members) else None,
        max(ends) if len(ends) == len(members) else None,
        Precision.SET,
        any(member.approximate for member in members),
        any(member.uncertain for member in members),
        members,
    )


def _from_member(tree: PlainDate | Range, calendar: Calendar) -> FuzzyDate:
    return _from_range(tree, calendar) if isinstance(tree, Range) else _from_date(tree, calendar)


def _from_range(tree: Range, calendar: Calendar) -> FuzzyDate:
    ends = [_from_date(e, calendar) if isinstance(e, PlainDate) else None for e in tree.ends]
    start, end = ends
    earliest = start.earliest if start else None
    latest = end.latest if end else None
    if earliest and latest and latest < earliest:
        raise DateError(_backwards(tree))
    return FuzzyDate(
        tree.text,
        calendar,
        earliest,
        latest,
        Precision.INTERVAL,
        any(e.approximate for e in ends if e),
        any(e.uncertain for e in ends if e),
        (),
    )


def _backwards(tree: Range) -> str:
    mark = "/" if "/" in tree.text else ".."
    start, end = tree.text.split(mark)
    return f"{quote(tree.text)} ends before it begins; write {quote(f'{end}{mark}{start}')}."


def _from_date(tree: PlainDate, calendar: Calendar) -> FuzzyDate:
    earliest, latest = _bounds(tree, calendar)
    return FuzzyDate(
        tree.text,
        calendar,
        earliest,
        latest,
        _precision(tree),
        tree.qualifier in ("~", "%"),
        tree.qualifier in ("?", "%"),
        (),
    )


def _precision(tree: PlainDate) -> Precision:
    unknown_digits = tree.year.count("X")
    if unknown_digits:
        return (Precision.DECADE, Precision.CENTURY, Precision.MILLENNIUM)[unknown_digits - 1]
    if tree.month in ("", UNSPECIFIED):
        return Precision.YEAR
    if int(tree.month) in SEASONS:
        return Precision.SEASON
    return Precision.MONTH if tree.day in ("", UNSPECIFIED) else Precision.DAY


def _bounds(tree: PlainDate, calendar: Calendar) -> tuple[date, date]:
    if "X" in tree.year:
        # There is no year 0000, so the first decade, century and millennium begin with 0001.
        first_year = max(int(tree.year.replace("X", "0")), 1)
        return _days(calendar, first_year, 1, int(tree.year.replace("X", "9")), 12)
    year = int(tree.year)
    if tree.month in ("", UNSPECIFIED):
        return _days(calendar, year, 1, year, 12)
    month = int(tree.month)
    if month in SEASONS:
        first, last = season_months(calendar, month)
        return _days(calendar, year, first, year + (last > 12), (last - 1) % 12 + 1)
    if tree.day in ("", UNSPECIFIED):
        return _days(calendar, year, month, year, month)
    day = _day(tree, calendar)
    return day, day


def _days(
    calendar: Calendar, first_year: int, first_month: int, last_year: int, last_month: int
) -> tuple[date, date]:
    last_day = month_length(calendar, last_year, last_month)
    return (
        to_gregorian(calendar, first_year, first_month, 1),
        to_gregorian(calendar, last_year, last_month, last_day),
    )


def _day(tree: PlainDate, calendar: Calendar) -> date:
    year, month, day = int(tree.year), int(tree.month), int(tree.day)
    # Every month of the three calendars has 28 days; only the rest needs its length.
    if day > 28 and day > (length := month_length(calendar, year, month)):
        without_day = f"{tree.year}-{tree.month}"
        raise DateError(
            f"{quote(tree.text)} has no day {tree.day}, because month {without_day} of the "
            f"{title(calendar)} calendar has {length} days; write a day from 01 to {length}, "
            f"or '{without_day}'."
        )
    return to_gregorian(calendar, year, month, day)


def _print(tree: PlainDate | Range | DateSet, calendar: Calendar) -> str:
    if isinstance(tree, DateSet):
        word = " or " if tree.one_of else " and "
        return word.join(_print(member, calendar) for member in tree.members)
    if isinstance(tree, Range):
        return _print_range(tree.start, tree.end, calendar)
    return _print_date(tree, calendar)


def _print_range(start: End, end: End, calendar: Calendar) -> str:
    if isinstance(start, PlainDate):
        first = _print_date(start, calendar)
        if isinstance(end, PlainDate):
            return f"{first} to {_print_date(end, calendar)}"
        return f"{first} or later" if end is Gap.OPEN else f"{first} to an unknown date"
    last = _print_date(end, calendar) if isinstance(end, PlainDate) else ""
    return f"{last} or earlier" if start is Gap.OPEN else f"an unknown date to {last}"


def _print_date(tree: PlainDate, calendar: Calendar) -> str:
    month = _print_month(tree.month, calendar)
    day = str(int(tree.day)) if tree.day not in ("", UNSPECIFIED) else ""
    words = ["c."] if tree.qualifier in ("~", "%") else []
    words += [word for word in (day, month, tree.year) if word]
    if calendar is Calendar.JULIAN:
        words.append("O.S.")
    elif _precision(tree) not in (Precision.DAY, Precision.MONTH):
        words.append("SH")
    if tree.qualifier in ("?", "%"):
        words.append("(uncertain)")
    return " ".join(words)


def _print_month(month: str, calendar: Calendar) -> str:
    if month in ("", UNSPECIFIED):
        return ""
    number = int(month)
    return season_name(number) if number in SEASONS else month_name(calendar, number)
