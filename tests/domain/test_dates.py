"""FuzzyDate on the dates of real records, and the words of its refusals."""

from __future__ import annotations

import copy
import subprocess
import sys
from datetime import date

import pytest

from relations_kb.domain.calendars import from_gregorian, month_length, to_gregorian
from relations_kb.domain.dates import DateError, FuzzyDate, Overlap, Precision, sort_key
from relations_kb.domain.vocabulary import Calendar

GREGORIAN, JULIAN, SOLAR_HIJRI = Calendar.GREGORIAN, Calendar.JULIAN, Calendar.SOLAR_HIJRI

FORMS = (
    "write YYYY, YYYY-MM or YYYY-MM-DD such as '2025-01-17', an interval 'a/b', "
    "or a set '[a,b]' or '{a,b}'"
)


def in_persian_digits(text: str) -> str:
    return text.translate(
        {ord("0") + n: ord("\N{EXTENDED ARABIC-INDIC DIGIT ZERO}") + n for n in range(10)}
    )


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2025-01-17", "2025-01-17", "2025-01-17", "day"),
        ("1991-12", "1991-12-01", "1991-12-31", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("1921", "1921-01-01", "1921-12-31", "year"),
        ("2001-XX", "2001-01-01", "2001-12-31", "year"),
        ("2001-06-XX", "2001-06-01", "2001-06-30", "month"),
        ("2001-XX-XX", "2001-01-01", "2001-12-31", "year"),
        ("201X", "2010-01-01", "2019-12-31", "decade"),
        ("15XX", "1500-01-01", "1599-12-31", "century"),
        ("1XXX", "1000-01-01", "1999-12-31", "millennium"),
        ("000X", "0001-01-01", "0009-12-31", "decade"),
        ("2001-21", "2001-03-01", "2001-05-31", "season"),
        ("2001-22", "2001-06-01", "2001-08-31", "season"),
        ("2001-23", "2001-09-01", "2001-11-30", "season"),
        ("2003-24", "2003-12-01", "2004-02-29", "season"),
        ("1990/1996", "1990-01-01", "1996-12-31", "interval"),
        ("2024-10-22/2024-10-24", "2024-10-22", "2024-10-24", "interval"),
        ("2025-06-20/2025-07~", "2025-06-20", "2025-07-31", "interval"),
        ("../2025-07-18", None, "2025-07-18", "interval"),
        ("2023-01-29/..", "2023-01-29", None, "interval"),
        ("2023-01-29/", "2023-01-29", None, "interval"),
        ("/2025-07-18", None, "2025-07-18", "interval"),
        ("1804~/1946-05", "1804-01-01", "1946-05-31", "interval"),
        ("2015-09~/2024-12", "2015-09-01", "2024-12-31", "interval"),
        ("2004-06/2004", "2004-06-01", "2004-12-31", "interval"),
        ("2004-24/2005-21", "2004-12-01", "2005-05-31", "interval"),
        ("18XX/1946", "1800-01-01", "1946-12-31", "interval"),
        ("[2016-09-10,2019-11-10]", "2016-09-10", "2019-11-10", "set"),
        ("{2024-04-19,2024-10-26}", "2024-04-19", "2024-10-26", "set"),
        ("[2024-08-22,2024-09~,2024-11-11]", "2024-08-22", "2024-11-11", "set"),
        ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31", "set"),
        ("[..1760-12-03]", None, "1760-12-03", "set"),
        ("{1760-12..}", "1760-12-01", None, "set"),
        ("[1984,..1828]", None, "1984-12-31", "set"),
        ("[..1828,1984..]", None, None, "set"),
    ],
)
def test_bounds_and_precision(
    text: str, earliest: str | None, latest: str | None, precision: str
) -> None:
    read = FuzzyDate.parse(text)
    assert (iso(read.earliest), iso(read.latest)) == (earliest, latest)
    assert read.precision == Precision(precision)
    assert str(read) == read.text == text


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("1804", False, False),
        ("1804~", True, False),
        ("1804?", False, True),
        ("1804-05-06%", True, True),
        ("201X~", True, False),
        ("2001-21?", False, True),
        ("1804~/1946-05", True, False),
        ("2011/2015-09?", False, True),
        ("2011~/2015?", True, True),
        ("[2024-08-22,2024-09~,2024-11-11]", True, False),
        ("{2024,1990?..1996}", False, True),
    ],
)
def test_qualifiers_mark_and_do_not_widen(text: str, approximate: bool, uncertain: bool) -> None:
    read = FuzzyDate.parse(text)
    bare = FuzzyDate.parse("".join(sign for sign in text if sign not in "~?%"))
    assert (read.approximate, read.uncertain) == (approximate, uncertain)
    assert (read.earliest, read.latest) == (bare.earliest, bare.latest)


@pytest.mark.parametrize(
    ("text", "calendar", "earliest", "latest"),
    [
        ("1813-10-12", JULIAN, "1813-10-24", "1813-10-24"),  # Treaty of Gulistan
        ("1828-02-10", JULIAN, "1828-02-22", "1828-02-22"),  # Treaty of Turkmenchay
        ("1828-02", JULIAN, "1828-02-13", "1828-03-12"),
        ("1828", JULIAN, "1828-01-13", "1829-01-12"),
        ("18XX", JULIAN, "1800-01-12", "1900-01-12"),
        ("1828-24", JULIAN, "1828-12-13", "1829-03-12"),
        ("1900-02-29", JULIAN, "1900-03-13", "1900-03-13"),
        ("1917-10-25/1917-11", JULIAN, "1917-11-07", "1917-12-13"),
        ("0001-01-03", JULIAN, "0001-01-01", "0001-01-01"),
        ("9999-10-18", JULIAN, "9999-12-30", "9999-12-30"),
        ("1403-10-28", SOLAR_HIJRI, "2025-01-17", "2025-01-17"),  # partnership treaty of 2025
        ("1403-10", SOLAR_HIJRI, "2024-12-21", "2025-01-19"),
        ("1403", SOLAR_HIJRI, "2024-03-20", "2025-03-20"),
        ("1403-12-30", SOLAR_HIJRI, "2025-03-20", "2025-03-20"),
        ("1403-21", SOLAR_HIJRI, "2024-03-20", "2024-06-20"),
        ("1403-24", SOLAR_HIJRI, "2024-12-21", "2025-03-20"),
        ("139X", SOLAR_HIJRI, "2011-03-21", "2021-03-20"),
        ("[1403-10-28,1404-01]", SOLAR_HIJRI, "2025-01-17", "2025-04-20"),
    ],
)
def test_other_calendars(text: str, calendar: Calendar, earliest: str, latest: str) -> None:
    read = FuzzyDate.parse(text, calendar)
    assert (iso(read.earliest), iso(read.latest)) == (earliest, latest)
    assert (str(read), read.calendar) == (text, calendar)


def test_leap_years_of_iran_are_the_published_ones() -> None:
    leap = [year for year in range(1370, 1414) if month_length(SOLAR_HIJRI, year, 12) == 30]
    assert leap == [1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412]


@pytest.mark.parametrize(
    ("calendar", "native", "gregorian"),
    [
        (JULIAN, (1917, 10, 25), date(1917, 11, 7)),
        (SOLAR_HIJRI, (1, 1, 1), date(622, 3, 22)),
        (SOLAR_HIJRI, (1402, 12, 29), date(2024, 3, 19)),
        (SOLAR_HIJRI, (1403, 1, 1), date(2024, 3, 20)),
        (SOLAR_HIJRI, (1404, 6, 31), date(2025, 9, 22)),
        (SOLAR_HIJRI, (1404, 7, 1), date(2025, 9, 23)),
        (SOLAR_HIJRI, (2377, 1, 1), date(2998, 3, 20)),
        (GREGORIAN, (9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_calendars_convert_both_ways(
    calendar: Calendar, native: tuple[int, int, int], gregorian: date
) -> None:
    assert to_gregorian(calendar, *native) == gregorian
    assert from_gregorian(calendar, gregorian) == native


def test_a_day_before_the_solar_hijri_era_is_refused() -> None:
    with pytest.raises(DateError, match=r"the Solar Hijri year 0000 lies outside 0001 to 2377"):
        from_gregorian(SOLAR_HIJRI, date(622, 3, 21))


def test_members_of_a_set_are_dates() -> None:
    read = FuzzyDate.parse("[2024-08-22,2024-09~,2025..2026]")
    assert [str(member) for member in read.alternatives] == ["2024-08-22", "2024-09~", "2025..2026"]
    assert [str(member.precision) for member in read.alternatives] == ["day", "month", "interval"]
    assert read.alternatives[:2] == (FuzzyDate.parse("2024-08-22"), FuzzyDate.parse("2024-09~"))
    assert FuzzyDate.parse("1990/1996").alternatives == ()


@pytest.mark.parametrize(
    ("text", "calendar", "expected"),
    [
        ("1828-02-10", JULIAN, "10 Feb 1828 O.S."),
        ("1828-02", JULIAN, "Feb 1828 O.S."),
        ("1828-02-XX", JULIAN, "Feb 1828 O.S."),
        ("1828-XX", JULIAN, "1828 O.S."),
        ("182X", JULIAN, "182X O.S."),
        ("1828-24", JULIAN, "winter 1828 O.S."),
        ("1828-02-10~", JULIAN, "c. 10 Feb 1828 O.S."),
        ("1828-02-10?", JULIAN, "10 Feb 1828 O.S. (uncertain)"),
        ("1828%", JULIAN, "c. 1828 O.S. (uncertain)"),
        ("1827-10-01/1828-02", JULIAN, "1 Oct 1827 O.S. to Feb 1828 O.S."),
        ("../1828", JULIAN, "1828 O.S. or earlier"),
        ("1828/..", JULIAN, "1828 O.S. or later"),
        ("1828/", JULIAN, "1828 O.S. to an unknown date"),
        ("/1828", JULIAN, "an unknown date to 1828 O.S."),
        ("[1828-02-10,1828-02-12]", JULIAN, "10 Feb 1828 O.S. or 12 Feb 1828 O.S."),
        (
            "{1827,1828..1829,1831..}",
            JULIAN,
            "1827 O.S. and 1828 O.S. to 1829 O.S. and 1831 O.S. or later",
        ),
        ("1403-10-28", SOLAR_HIJRI, "28 Dey 1403"),
        ("1403-10", SOLAR_HIJRI, "Dey 1403"),
        ("1403", SOLAR_HIJRI, "1403 SH"),
        ("1403-21", SOLAR_HIJRI, "spring 1403 SH"),
        ("13XX?", SOLAR_HIJRI, "13XX SH (uncertain)"),
        ("2025-01-17", GREGORIAN, "2025-01-17"),
        ("[2016-09-10,2019-11-10]", GREGORIAN, "[2016-09-10,2019-11-10]"),
    ],
)
def test_native_text(text: str, calendar: Calendar, expected: str) -> None:
    assert FuzzyDate.parse(text, calendar).native() == expected


def test_native_text_of_a_range_in_a_set() -> None:
    members = FuzzyDate.parse("[1827..1828-02,..1820,1830..]", JULIAN).alternatives
    assert [member.native() for member in members] == [
        "1827 O.S. to Feb 1828 O.S.",
        "1820 O.S. or earlier",
        "1830 O.S. or later",
    ]


def test_order_is_earliest_then_narrower_then_undated() -> None:
    ordered = [
        "1804~/1946-05",
        "2024-10-22",
        "2024-10-22/2024-10-24",
        "2024-10-22/..",
        "2025-01-01",
        "2025-01",
        "2025",
        "[2025-01-01,2026-01-01]",
        "2025-07-18",
        "../2025-07-18",
        "2025-07-19",
        "[..1828,2030..]",
    ]
    dates: list[FuzzyDate | None] = [*map(FuzzyDate.parse, ordered), None]
    backwards = dates[::-1]
    assert sorted(backwards, key=sort_key) == dates
    assert sort_key(dates[0]) == FuzzyDate.parse(ordered[0]).sort_key


def test_dates_of_several_calendars_share_one_order() -> None:
    dates = [
        FuzzyDate.parse("1813-10-12", JULIAN),
        FuzzyDate.parse("1828-02-21"),
        FuzzyDate.parse("1828-02-10", JULIAN),
        FuzzyDate.parse("1403-10-28", SOLAR_HIJRI),
        FuzzyDate.parse("2025-01-18"),
    ]
    backwards = dates[::-1]
    assert sorted(backwards, key=sort_key) == dates


@pytest.mark.parametrize(
    ("text", "window", "expected"),
    [
        ("2025-01-17", "2025", Overlap.CERTAIN),
        ("2025-01-17", "2024", Overlap.NO),
        ("2025", "2025-01-17", Overlap.MAYBE),
        ("2025", "2025", Overlap.CERTAIN),
        ("1990/1996", "1980/2000", Overlap.CERTAIN),
        ("1990/1996", "1993/2000", Overlap.MAYBE),
        ("1990/1996", "1997/2000", Overlap.NO),
        ("../2025-07-18", "2025", Overlap.MAYBE),
        ("../2025-07-18", "../2025", Overlap.CERTAIN),
        ("../2025-07-18", "2026/..", Overlap.NO),
        ("2023-01-29/..", "2020/..", Overlap.CERTAIN),
        ("2023-01-29/", "2023", Overlap.MAYBE),
        ("[2016-09-10,2019-11-10]", "2016/2019", Overlap.CERTAIN),
        ("[2016-09-10,2019-11-10]", "2016", Overlap.MAYBE),
        ("[2016-09-10,2019-11-10]", "2017/2018", Overlap.NO),
        ("{2024-04-19,2024-10-26}", "2024-04", Overlap.MAYBE),
        ("2017", "[2016,2017..2018]", Overlap.CERTAIN),
        ("2016/2018", "[2016,2017..2018]", Overlap.CERTAIN),
        ("2016/2018", "[2016,2018]", Overlap.MAYBE),
        ("2017", "[2016,2018]", Overlap.NO),
        ("[..1828,1984..]", "1900", Overlap.NO),
    ],
)
def test_overlap_with_a_window(text: str, window: str, expected: Overlap) -> None:
    assert FuzzyDate.parse(text).overlap(FuzzyDate.parse(window)) is expected


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("2025-01-17", "2025-01-17~", True),
        ("2025-01-17", "2025-01", True),
        ("2025-01-17", "2025", True),
        ("2025-01-17", "2025-01-16", False),
        ("2025-01", "2025-02", False),
        ("2025-10-02", "../2025-07-18", False),
        ("2025-07-01", "../2025-07-18", True),
        ("2024-11/2025-02", "2025", False),
        ("[2016-09-10,2019-11-10]", "2016-09-10", True),
        ("[2016-09-10,2019-11-10]", "2016-09", False),
        ("[2016-09-10,2019-11-10]", "2017-01-01", False),
        ("[2016-09-10,2019-11-10]", "2016/2019", True),
        ("[2016-09-10,2019-11-10]", "[2019-11-10,2016-09-10]", True),
    ],
)
def test_a_vaguer_date_that_contains_the_precise_one_agrees(
    one: str, other: str, agree: bool
) -> None:
    first, second = FuzzyDate.parse(one), FuzzyDate.parse(other)
    assert first.agrees_with(second) is agree
    assert second.agrees_with(first) is agree


def test_agreement_across_calendars() -> None:
    turkmenchay = FuzzyDate.parse("1828-02-10", JULIAN)
    assert turkmenchay.agrees_with(FuzzyDate.parse("1828-02-22"))
    assert turkmenchay.agrees_with(FuzzyDate.parse("1828-02"))
    assert turkmenchay.agrees_with(FuzzyDate.parse("{1828-02}"))
    assert turkmenchay.agrees_with(FuzzyDate.parse("1828-02", JULIAN))
    assert not turkmenchay.agrees_with(FuzzyDate.parse("1828-02-21"))
    assert not turkmenchay.agrees_with(FuzzyDate.parse("1828-02-10"))
    assert turkmenchay != FuzzyDate.parse("1828-02-22")


def test_containment_has_a_direction() -> None:
    day, month = FuzzyDate.parse("1828-02-22"), FuzzyDate.parse("1828-02")
    assert month.contains(day)
    assert not day.contains(month)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is no date; leave the date out when it is not known."),
        ("17.01.2025", "'17.01.2025' does not begin with the year; write '2025-01-17'."),
        ("17/01/2025", "'17/01/2025' does not begin with the year; write '2025-01-17'."),
        ("01/17/2025", "'01/17/2025' does not begin with the year; write '2025-01-17'."),
        (
            "04/05/2025",
            "'04/05/2025' does not begin with the year; "
            "write '2025-05-04' or '2025-04-05', whichever is meant.",
        ),
        ("2025/01/17", "'2025/01/17' is not in the form YYYY-MM-DD; write '2025-01-17'."),
        ("2025-1-7", "'2025-1-7' is not in the form YYYY-MM-DD; write '2025-01-07'."),
        ("20250117", "'20250117' has no hyphens; write '2025-01-17'."),
        (
            "2025-01-17T10:00Z",
            "'2025-01-17T10:00Z' has a time of day, which is not kept; write '2025-01-17'.",
        ),
        ("1990-1996", "'1990-1996' joins two years by a dash; write '1990/1996'."),
        (
            "1990 \N{EN DASH} 1996",
            "'1990 \N{EN DASH} 1996' joins two years by a dash; write '1990/1996'.",
        ),
        ("1914/18", "'1914/18' has an end without its century; write '1914/1918'."),
        (
            "1904/05",
            "'1904/05' has an end without its century; "
            "write '1904/1905' for the years, or '1904-05' for the month.",
        ),
        (
            "2025-01-17/18",
            "'2025-01-17/18' has an end without its year; write '2025-01-17/2025-01-18'.",
        ),
        (
            "2025-01-17/02-03",
            "'2025-01-17/02-03' has an end without its year; write '2025-01-17/2025-02-03'.",
        ),
        ("1990s", "'1990s' names a decade by a word; write '199X'."),
        ("ca. 1804", "'ca. 1804' says 'about' by a word; write '1804~'."),
        ("2024/open", "'2024/open' names an open end by a word; write '2024/..'."),
        ("2024/unknown", "'2024/unknown' names an unknown end by a word; write '2024/'."),
        ("unknown/2024", "'unknown/2024' names an unknown end by a word; write '/2024'."),
        ("19uu", "'19uu' writes unknown digits as small letters; write '19XX'."),
        ("988", "'988' is not a year of four digits; write '0988'."),
        ("2025-01-17 ", "'2025-01-17 ' holds white space; write '2025-01-17'."),
        ("2025-01-17\n", "'2025-01-17\\n' holds white space; write '2025-01-17'."),
        ("[2001, 2002]", "'[2001, 2002]' holds white space; write '[2001,2002]'."),
        (
            in_persian_digits("1403-10-28"),
            f"'{in_persian_digits('1403-10-28')}' holds characters outside ASCII; "
            "write '1403-10-28'.",
        ),
        (
            in_persian_digits("17.01.2025"),
            f"'{in_persian_digits('17.01.2025')}' holds characters outside ASCII; "
            "write '2025-01-17'.",
        ),
        ("17 January 2025", f"'17 January 2025' holds white space; {FORMS}."),
        ("hello", f"'hello' is no EDTF date; {FORMS}."),
        ("\x1b[31m", f"'\\x1b[31m' is no EDTF date; {FORMS}."),
        (
            "1950S2",
            "'1950S2' counts significant digits, which is level 2 of EDTF; write '19XX'.",
        ),
        (
            "2004-06~-11",
            "'2004-06~-11' qualifies a part of the date, which is level 2 of EDTF; "
            "write '2004-06-11~'.",
        ),
        (
            "?2004-06~",
            "'?2004-06~' qualifies a part of the date, which is level 2 of EDTF; write '2004-06%'.",
        ),
        (
            "200?-6",
            f"'200?-6' qualifies a part of the date, which is level 2 of EDTF; {FORMS}.",
        ),
        ("1804?~", "'1804?~' has more than one qualifier; write '1804%'."),
        ("XXXX-12-25", "'XXXX-12-25' leaves the whole year open; leave the date out."),
        (
            "1828-02-2X",
            "'1828-02-2X' leaves one digit of the day open, which is level 2 of EDTF; "
            "write '[1828-02-20..1828-02-29]'.",
        ),
        (
            "1828-0X",
            "'1828-0X' leaves one digit of the month open, which is level 2 of EDTF; "
            "write '[1828-01..1828-09]'.",
        ),
        (
            "2001-XX-05",
            "'2001-XX-05' has a known part after an unknown one, which is level 2 of EDTF; "
            "write '2001-XX'.",
        ),
        (
            "201X-05",
            "'201X-05' has a known part after an unknown one, which is level 2 of EDTF; "
            "write '201X'.",
        ),
        (
            "-0043",
            "'-0043' names a year outside 0001 to 9999; write a year of four digits within them.",
        ),
        (
            "Y17E8",
            "'Y17E8' names a year outside 0001 to 9999; write a year of four digits within them.",
        ),
        (
            "12345-01-01",
            "'12345-01-01' names a year outside 0001 to 9999; "
            "write a year of four digits within them.",
        ),
        ("0000-01-01", "'0000-01-01' names the year 0000; write a year from 0001 to 9999."),
        (
            "2025-13",
            "'2025-13' has no month 13; "
            "write a month from 01 to 12, or a season from 21 (spring) to 24 (winter).",
        ),
        ("2025-01-00", "'2025-01-00' has the day 00; write a day from 01 on."),
        (
            "2001-25",
            "'2001-25' uses the code 25, which is level 2 of EDTF; "
            "write a season from 21 (spring) to 24 (winter), or an interval of months.",
        ),
        (
            "2001-21-05",
            "'2001-21-05' names a day in a season; write '2001-21' or a month from 01 to 12.",
        ),
        (
            "1828-02-30",
            "'1828-02-30' has no day 30, because month 1828-02 of the Gregorian calendar has "
            "29 days; write a day from 01 to 29, or '1828-02'.",
        ),
        (
            "1900-02-29",
            "'1900-02-29' has no day 29, because month 1900-02 of the Gregorian calendar has "
            "28 days; write a day from 01 to 28, or '1900-02'.",
        ),
        (
            "2024/2025-02-30",
            "In '2024/2025-02-30', '2025-02-30' has no day 30, because month 2025-02 of the "
            "Gregorian calendar has 28 days; write a day from 01 to 28, or '2025-02'.",
        ),
        (
            "17.01.2025/18.01.2025",
            "In '17.01.2025/18.01.2025', '17.01.2025' does not begin with the year; "
            "write '2025-01-17'.",
        ),
        ("2005/2004", "'2005/2004' ends before it begins; write '2004/2005'."),
        (
            "[2001,2005..2004]",
            "In '[2001,2005..2004]', '2005..2004' ends before it begins; write '2004..2005'.",
        ),
        ("../..", "'../..' names no date at either end; leave the date out."),
        ("[..]", "In '[..]', '..' names no date at either end; leave the date out."),
        (
            "2001/2002/2003",
            "'2001/2002/2003' has more than one '/'; write an interval as start/end.",
        ),
        (
            "1990..1996",
            "'1990..1996' is a range outside a set; "
            "write '1990/1996' for a period, or '[1990..1996]' for one date in it.",
        ),
        (
            "..1996",
            "'..1996' is a range outside a set; "
            "write '../1996' for a period, or '[..1996]' for one date in it.",
        ),
        ("[2001/2003]", "'[2001/2003]' holds an interval in a set; write '[2001..2003]'."),
        (
            "[2001,2002]~",
            "'[2001,2002]~' qualifies a whole set; put the sign after each date in it.",
        ),
        (
            "[2001,2002}",
            "'[2001,2002}' opens a set that does not end with ']'; "
            "write dates with commas between '[' and ']'.",
        ),
        (
            "{2001,}",
            "'{2001,}' has an empty place in the set; write a date on each side of a comma.",
        ),
        (
            "9999-24",
            "In '9999-24', the Gregorian day 10000-02-29 lies outside the Gregorian years 0001 "
            "to 9999, beyond which days cannot be compared; write a date within them.",
        ),
        (
            "2" * 100,
            f"'{'2' * 57}...' names a year outside 0001 to 9999; "
            "write a year of four digits within them.",
        ),
    ],
)
def test_refusals_name_the_remedy(text: str, message: str) -> None:
    with pytest.raises(DateError) as refusal:
        FuzzyDate.parse(text)
    assert type(refusal.value) is DateError
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("text", "calendar", "message"),
    [
        (
            "1900-02-30",
            JULIAN,
            "'1900-02-30' has no day 30, because month 1900-02 of the Julian calendar has "
            "29 days; write a day from 01 to 29, or '1900-02'.",
        ),
        (
            "0001",
            JULIAN,
            "In '0001', the Julian day 0001-01-01 lies outside the Gregorian years 0001 to 9999, "
            "beyond which days cannot be compared; write a date within them.",
        ),
        (
            "1402-12-30",
            SOLAR_HIJRI,
            "'1402-12-30' has no day 30, because month 1402-12 of the Solar Hijri calendar has "
            "29 days; write a day from 01 to 29, or '1402-12'.",
        ),
        (
            "1403-07-31",
            SOLAR_HIJRI,
            "'1403-07-31' has no day 31, because month 1403-07 of the Solar Hijri calendar has "
            "30 days; write a day from 01 to 30, or '1403-07'.",
        ),
        (
            "2378-01",
            SOLAR_HIJRI,
            "In '2378-01', the Solar Hijri year 2378 lies outside 0001 to 2377, for which the "
            "equinox can be computed; write a year within them, or a Gregorian date.",
        ),
    ],
)
def test_refusals_of_other_calendars(text: str, calendar: Calendar, message: str) -> None:
    with pytest.raises(DateError) as refusal:
        FuzzyDate.parse(text, calendar)
    assert str(refusal.value) == message


def test_a_date_is_a_plain_immutable_value() -> None:
    read = FuzzyDate.parse("[2016-09-10,2019-11-10]", JULIAN)
    assert copy.deepcopy(read) == read
    assert len({read, FuzzyDate.parse("[2016-09-10,2019-11-10]", JULIAN)}) == 1
    with pytest.raises(AttributeError):
        read.text = "2016"  # type: ignore[misc]


def test_gregorian_dates_load_no_calendar_library() -> None:
    script = (
        "import sys; from relations_kb.domain.dates import FuzzyDate; "
        "FuzzyDate.parse('[2016-09-10,2019-11-10]'); "
        "sys.exit('convertdate' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
