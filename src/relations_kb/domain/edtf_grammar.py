"""The grammar of date texts: what the characters say, before any calendar gives them days.

The language is the Extended Date/Time Format (EDTF, ISO 8601-2:2019): level 0 without times of
day, level 1 with four-digit years, and the sets ``[a,b]`` (one of) and ``{a,b}`` (all of) of
level 2. Beyond it, an interval may end in, and a set may hold, any date of level 1. A text outside
the language gives a sentence that names the remedy, because most such texts are dates that
somebody wrote in another habit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from relations_kb.domain.calendars import DateError
from relations_kb.domain.limits import DATE

UNSPECIFIED = "XX"
SEASONS = range(21, 25)
_LEVEL_2_SEASONS = range(25, 42)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class PlainDate:
    """A single date: its parts as written, ``""`` for a part or qualifier that is not there."""

    text: str
    year: str
    month: str
    day: str
    qualifier: str


class Gap(Enum):
    """An end of a range without a date."""

    OPEN = ".."
    UNKNOWN = ""


End: TypeAlias = PlainDate | Gap


@dataclass(frozen=True, slots=True)
class Range:
    """An interval ``a/b``, or a member ``a..b`` of a set; at least one end is a date."""

    text: str
    start: End
    end: End

    @property
    def ends(self) -> tuple[End, End]:
        """Start and end."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class DateSet:
    """A set: one of its members is meant, or all of them are."""

    text: str
    one_of: bool
    members: tuple[PlainDate | Range, ...]


Tree: TypeAlias = PlainDate | Range | DateSet


class _UnreadableError(DateError):
    """A text of the wrong shape, for which a remedy may be known."""


def read(text: str) -> Tree:
    """Read a whole date text.

    Raises:
        DateError: The text is outside the supported part of EDTF, or longer than any date.
    """
    if len(text) > DATE:
        raise DateError(f"{quote(text)} has {len(text):,} characters; write at most {DATE:,}.")
    try:
        return _read_structure(text)
    except _UnreadableError as failure:
        raise DateError(_remedy(text) or str(failure)) from None


def read_member(text: str) -> PlainDate | Range:
    """Read a member of a set: a date, or a range ``a..b``, ``a..`` or ``..b``.

    Raises:
        DateError: The text is neither.
    """
    start, dots, end = text.partition("..")
    if not dots:
        return _read_date(text)
    return _read_range(text, start or "..", end or "..")


def quote(text: str) -> str:
    """Return the text as a message shows it: quoted, on one line, cut when very long."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")


def _read_structure(text: str) -> Tree:
    if text[:1] in ("[", "{"):
        return _read_set(text)
    if "/" not in text:
        return _read_date(text)
    parts = text.split("/")
    if len(parts) != 2:
        raise _UnreadableError(
            f"{quote(text)} has more than one '/'; write an interval as start/end."
        )
    return _read_range(text, *parts)


def _read_set(text: str) -> DateSet:
    one_of = text[0] == "["
    closing = "]" if one_of else "}"
    if not text.endswith(closing):
        raise _UnreadableError(
            f"{quote(text)} opens a set that does not end with {closing!r}; "
            f"write dates with commas between {text[0]!r} and {closing!r}."
        )
    members = text[1:-1].split(",")
    if "" in members:
        raise _UnreadableError(
            f"{quote(text)} has an empty place in the set; write a date on each side of a comma."
        )
    return DateSet(text, one_of, tuple(read_member(member) for member in members))


def _read_range(text: str, start: str, end: str) -> Range:
    ends = _read_end(start), _read_end(end)
    if all(isinstance(end, Gap) for end in ends):
        raise DateError(f"{quote(text)} names no date at either end; leave the date out.")
    return Range(text, *ends)


def _read_end(text: str) -> End:
    if text in ("", ".."):
        return Gap(text)
    return _read_date(text)


_DATE = re.compile(r"(\d{4}|\d{3}X|\d\dXX|\dXXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)", re.ASCII)


def _read_date(text: str) -> PlainDate:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _unreadable(text)
    date = PlainDate(text, *match.groups(default=""))
    if date.year == "0000":
        raise DateError(f"{quote(text)} names the year 0000; write a year from 0001 to 9999.")
    if date.month:
        _check_parts(date)
    return date


def _check_parts(date: PlainDate) -> None:
    known_after_unknown = date.month == UNSPECIFIED and date.day not in ("", UNSPECIFIED)
    if "X" in date.year or known_after_unknown:
        raise _unreadable(date.text)
    if date.month != UNSPECIFIED:
        _check_month(date, int(date.month))
    if date.day == "00":
        raise DateError(f"{quote(date.text)} has the day 00; write a day from 01 on.")


def _check_month(date: PlainDate, month: int) -> None:
    if month in SEASONS:
        if date.day:
            raise DateError(
                f"{quote(date.text)} names a day in a season; "
                f"write {quote(f'{date.year}-{date.month}')} or a month from 01 to 12."
            )
    elif month in _LEVEL_2_SEASONS:
        raise DateError(
            f"{quote(date.text)} uses the code {month}, which is level 2 of EDTF; "
            "write a season from 21 (spring) to 24 (winter), or an interval of months."
        )
    elif not 1 <= month <= 12:
        raise DateError(
            f"{quote(date.text)} has no month {date.month}; "
            "write a month from 01 to 12, or a season from 21 (spring) to 24 (winter)."
        )


def _unreadable(text: str) -> _UnreadableError:
    return _UnreadableError(_remedy(text) or f"{quote(text)} is no EDTF date; {_FORMS}.")


_FORMS = (
    "write YYYY, YYYY-MM or YYYY-MM-DD such as '2025-01-17', an interval 'a/b', "
    "or a set '[a,b]' or '{a,b}'"
)


def _remedy(text: str) -> str | None:
    """Return the sentence for a text in a known other habit, None when the habit is not known."""
    found = _habit(text) or _foreign_characters(text)
    return f"{quote(text)} {found[0]}; {found[1]}." if found else None


def _habit(text: str) -> tuple[str, str] | None:
    for pattern, what, right in _HABITS:
        match = re.fullmatch(pattern, text, re.ASCII)
        if match:
            return what, right(match)
    return None


def _foreign_characters(text: str) -> tuple[str, str] | None:
    plain = "".join(_ascii(character) for character in text)
    if plain == text:
        return None
    what = "holds characters outside ASCII" if not text.isascii() else "holds white space"
    try:
        _read_structure(plain)
    except DateError:
        habit = _habit(plain)
        return what, habit[1] if habit else _FORMS
    return what, _write(plain)


def _ascii(character: str) -> str:
    """Return what a digit, dash or space of any script stands for, else the character."""
    if character.isspace():
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "-" if unicodedata.category(character) == "Pd" else character


def _write(text: str) -> str:
    return f"write {quote(text)}"


def _day_before_year(match: re.Match[str]) -> str:
    first, separator, second, year = match.groups()
    day_first = f"{year}-{second:0>2}-{first:0>2}"
    month_first = f"{year}-{first:0>2}-{second:0>2}"
    if int(second) > 12:
        return _write(month_first)
    if int(first) > 12 or separator == "." or first == second:
        return _write(day_first)
    return f"write {day_first!r} or {month_first!r}, whichever is meant"


def _joined(match: re.Match[str]) -> str:
    return _write("-".join(f"{part:0>2}" for part in match.groups() if part))


def _two_digit_end(match: re.Match[str]) -> str:
    century, start, end = match.groups()
    period = f"{century}{start}/{century}{end}"
    if not 1 <= int(end) <= 12:
        return _write(period)
    return f"write {period!r} for the years, or '{century}{start}-{end}' for the month"


def _shortened_end(match: re.Match[str]) -> str:
    year, month, start, end_month, end = match.groups(default="")
    return _write(f"{year}{month}{start}/{year}{end_month or month}{end}")


def _significant_digits(match: re.Match[str]) -> str:
    year, count = match[1], int(match[2])
    return _write(year[:count] + "X" * (4 - count))


def _one_qualifier(match: re.Match[str]) -> str:
    signs = {sign for sign in match[0] if sign in "?~%"}
    sign = signs.pop() if len(signs) == 1 else "%"
    right = re.sub("[?~%]", "", match[0]) + sign
    return _write(right) if _DATE.fullmatch(right) else _FORMS


def _days_of_ten(match: re.Match[str]) -> str:
    month, tens = match[1], int(match[2])
    first, last = max(10 * tens, 1), min(10 * tens + 9, 31)
    return _write(f"[{month}-{first:02}..{month}-{last:02}]")


def _months_of_ten(match: re.Match[str]) -> str:
    first, last = ("01", "09") if match[2] == "0" else ("10", "12")
    return _write(f"[{match[1]}-{first}..{match[1]}-{last}]")


def _bare_range(match: re.Match[str]) -> str:
    period = f"{match[1] or '..'}/{match[2] or '..'}"
    return f"write {quote(period)} for a period, or {quote(f'[{match[0]}]')} for one date in it"


_Habit: TypeAlias = tuple[str, str, Callable[[re.Match[str]], str]]


# The first pattern that fits decides, so the narrower one stands before the wider one. Patterns
# stay text until a date cannot be read, because compiling them all would slow every start.
_HABITS: tuple[_Habit, ...] = (
    (r"\s*", "is no date", lambda m: "leave the date out when it is not known"),
    (r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", "does not begin with the year", _day_before_year),
    (r"(\d\d)(\d\d)/(\d\d)", "has an end without its century", _two_digit_end),
    (
        r"(\d{4}-)(\d\d-)?(\d\d)/(\d\d-)?(\d\d)",
        "has an end without its year",
        _shortened_end,
    ),
    (r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", "is not in the form YYYY-MM-DD", _joined),
    (r"(\d{4})(\d\d)(\d\d)", "has no hyphens", _joined),
    (
        r"(\d{4}-\d\d-\d\d)[T ]\d.*",
        "has a time of day, which is not kept",
        lambda m: _write(m[1]),
    ),
    (
        r"(\d{4})\s*[-\u2013\u2014]\s*(\d{4})",
        "joins two years by a dash",
        lambda m: _write(f"{m[1]}/{m[2]}"),
    ),
    (r"(\d{3})0'?s", "names a decade by a word", lambda m: _write(f"{m[1]}X")),
    (
        r"(\d{4})S([1-4])",
        "counts significant digits, which is level 2 of EDTF",
        _significant_digits,
    ),
    (
        r"[cC](?:a|irca)?\.?\s*(\d[\d-]*)",
        "says 'about' by a word",
        lambda m: _write(f"{m[1]}~"),
    ),
    (r"(.+)/open", "names an open end by a word", lambda m: _write(f"{m[1]}/..")),
    (r"(.+)/unknown", "names an unknown end by a word", lambda m: _write(f"{m[1]}/")),
    (r"unknown/(.+)", "names an unknown end by a word", lambda m: _write(f"/{m[1]}")),
    (r"[\dX-]+[?~%]{2,}", "has more than one qualifier", _one_qualifier),
    (
        r"(?=.*[?~%].)[\dX?~%-]+",
        "qualifies a part of the date, which is level 2 of EDTF",
        _one_qualifier,
    ),
    (r"XXXX.*", "leaves the whole year open", lambda m: "leave the date out"),
    (
        r"(\d{4}-\d\d)-([0-3])X",
        "leaves one digit of the day open, which is level 2 of EDTF",
        _days_of_ten,
    ),
    (
        r"(\d{4})-([01])X",
        "leaves one digit of the month open, which is level 2 of EDTF",
        _months_of_ten,
    ),
    (
        r"(\d{4}-XX|\d{1,3}X{1,3})-(?:\d\d|XX).*",
        "has a known part after an unknown one, which is level 2 of EDTF",
        lambda m: _write(m[1]),
    ),
    (
        r"(?=.*[xu])\d[\dxu-]*[?~%]?",
        "writes unknown digits as small letters",
        lambda m: _write(re.sub("[xu]", "X", m[0])),
    ),
    (r"\d{1,3}", "is not a year of four digits", lambda m: _write(f"{m[0]:0>4}")),
    (
        r"(?:Y-?|-)\d.*|\d{5,}(?:-.*)?",
        "names a year outside 0001 to 9999",
        lambda m: "write a year of four digits within them",
    ),
    (
        r"(?=.*\d)([\dX?~%-]*)\.\.([\dX?~%-]*)",
        "is a range outside a set",
        _bare_range,
    ),
    (
        r"[\[{][^/]*/.*[\]}]",
        "holds an interval in a set",
        lambda m: _write(m[0].replace("/", "..")),
    ),
    (
        r"[\[{].*[\]}][?~%]",
        "qualifies a whole set",
        lambda m: "put the sign after each date in it",
    ),
)
