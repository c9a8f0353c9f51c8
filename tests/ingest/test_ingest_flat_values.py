"""Dates and numbers as tables write them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.quantities import Quantity
from relations_kb.ingest.flat.date_formats import DateFormat
from relations_kb.ingest.flat.dates import DateReader
from relations_kb.ingest.flat.faults import CellError
from relations_kb.ingest.flat.numbers import read_number


def dates(*formats: str, first_day: str = "1899-12-30") -> DateReader:
    return DateReader(formats, first_day)


@pytest.mark.parametrize(
    ("formats", "text", "edtf"),
    [
        ((), "2025-01-17", "2025-01-17"),
        ((), "2025", "2025"),
        ((), "1999~", "1999~"),
        ((), "[2016,2019]", "[2016,2019]"),
        ((), "45674", "2025-01-17"),
        ((), "2025-01-17T00:00:00", "2025-01-17"),
        ((), "2025-01-17 00:00:00", "2025-01-17"),
        ((), "2025-01-17 00:00:00.000", "2025-01-17"),
        (("DD.MM.YYYY",), "17.01.2025", "2025-01-17"),
        (("DD.MM.YYYY",), "7.1.2025", "2025-01-07"),
        (("DD.MM.YYYY",), "17.01.2025 0:00:00", "2025-01-17"),
        (("DD.MM.YYYY",), "00.05.2014", "2014-05"),
        (("DD.MM.YYYY",), "00.00.2014", "2014"),
        (("DD.MM.YYYY",), "XX.XX.2014", "2014"),
        (("DD.MM.YYYY",), "2014-05", "2014-05"),
        (("DD.MM.YYYY",), "45674", "2025-01-17"),
        (("YYYY-MM-DD",), "2014-**-**", "2014"),
        (("YYYY-MM-DD",), "2014-05-00", "2014-05"),
        (("MM/DD/YYYY",), "03/04/2025", "2025-03-04"),
        (("DD/MM/YYYY",), "03/04/2025", "2025-04-03"),
        (("YYYYMMDD",), "20250117", "2025-01-17"),
        (("YYYYMMDD",), "20250100", "2025-01"),
        (("DD MMM YYYY",), "7 Jan 2025", "2025-01-07"),
        (("DD MMMM YYYY",), "17 september 2025", "2025-09-17"),
        (("MMM DD, YYYY",), "Sept. 17, 2025", "2025-09-17"),
        (("MM/YYYY", "DD/MM/YYYY"), "03/2025", "2025-03"),
        (("MM/YYYY", "DD/MM/YYYY"), "01/03/2025", "2025-03-01"),
        (("YYYY-DD-MM",), "2025-03-04", "2025-04-03"),
    ],
)  # fmt: skip
def test_a_date_says_what_the_cell_says_and_no_more(formats, text, edtf):
    assert dates(*formats).read(text) == edtf


@pytest.mark.parametrize(
    ("formats", "text", "words"),
    [
        ((), "17.01.2025", "write '2025-01-17'; or name the habit of the table by date-format"),
        ((), "03/04/2025", "write '2025-04-03' or '2025-03-04', whichever is meant"),
        ((), "17.01.25", "'17.01.25' has a year of two digits; write the year in full"),
        ((), "17-Jan-25", "has a year of two digits"),
        ((), "2025-01-17T12:30", "has a time of day, which is not kept; write '2025-01-17'"),
        ((), "17 Jan 2025", "by date-format in a mapping"),
        ((), "2025-02-30", "has no day 30"),
        ((), "100000", "names a year outside 0001 to 9999"),
        ((), "45674.5", "is no EDTF date"),
        (("DD.MM.YYYY",), "17.01.25", "has a year of two digits"),
        (("DD.MM.YYYY",), "30.02.2025", "'30.02.2025' is read as '2025-02-30', and '2025-02-30'"),
        (("DD.MM.YYYY",), "17.00.2025", "has a day and no month; write the month, or '2025' alone"),
        (("DD.MM.YYYY",), "17/01/2025", "the date-format of the mapping is DD.MM.YYYY"),
        (("DD MMM YYYY",), "17 янв 2025", "the date-format of the mapping is DD MMM YYYY"),
        (("YYYYMMDD",), "2025117", "the date-format of the mapping is YYYYMMDD"),
    ],
)
def test_a_text_that_is_no_date_is_refused_with_a_remedy(formats, text, words):
    with pytest.raises(CellError) as caught:
        dates(*formats).read(text)
    assert caught.value.code == "E204"
    assert words in caught.value.message


def test_day_numbers_of_excel_are_counted_from_the_day_of_the_file():
    reader = dates(first_day="1904-01-01")
    assert [reader.read("44212"), reader.read("2025")] == ["2025-01-17", "2025"]
    assert reader.serials == 1


def test_a_day_number_is_no_date_of_another_calendar():
    with pytest.raises(CellError, match="which is Gregorian; write the date as text"):
        dates().read("45674", "julian")


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from(
    [("DD.MM.YYYY", "%d.%m.%Y"), ("MM/DD/YYYY", "%m/%d/%Y"), ("YYYYMMDD", "%Y%m%d"),
     ("DD MMM YYYY", "%d %b %Y"), ("MMMM DD, YYYY", "%B %d, %Y")]
))  # fmt: skip
def test_a_day_written_in_a_format_is_read_back(day, form):
    house, python = form
    assert dates(house).read(day.strftime(python)) == day.isoformat()


@pytest.mark.parametrize(
    ("parts", "edtf"),
    [
        (("2014", "5", "7"), "2014-05-07"),
        (("2014", "05", ""), "2014-05"),
        (("2014", "", ""), "2014"),
        (("2014", "0", "00"), "2014"),
        (("", "", ""), None),
    ],
)
def test_parts_of_a_date_are_joined_as_far_as_they_are_known(parts, edtf):
    texts = {f"date.{n}": p for n, p in zip(("year", "month", "day"), parts, strict=True) if p}
    assert dates().join(texts, "date", "gregorian") == edtf


@pytest.mark.parametrize(
    ("parts", "field", "words"),
    [
        (("14", "5", "7"), "date.year", "'14' is not a year of four digits"),
        (("", "5", "7"), "date.year", "the year is missing"),
        (("2014", "May", ""), "date.month", "'May' is no number of a month"),
        (("2014", "", "7"), "date.month", "write the month, or the year 2014 alone"),
        (("2014", "13", ""), "date.month", "no month 13"),
        (("2014", "2", "30"), "date.day", "has no day 30"),
    ],
)
def test_a_fault_in_a_part_of_a_date_names_the_part(parts, field, words):
    texts = {f"date.{n}": p for n, p in zip(("year", "month", "day"), parts, strict=True) if p}
    with pytest.raises(CellError) as caught:
        dates().join(texts, "date", "gregorian")
    assert (caught.value.code, caught.value.field) == ("E204", field)
    assert words in caught.value.message


@pytest.mark.parametrize(
    "text", ["", "DD.MM.YY", "DD.YYYY", "MM.DD", "YYYY", "YYYY-mm-dd", "YYYY MM MMM"]
)
def test_a_format_has_a_year_of_four_digits_and_a_month(text):
    with pytest.raises(CellError, match="is no format of a date; write one such as"):
        DateFormat(text)


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("25", None, "25"), ("4.8", None, "4.8"), ("4,8", None, "4.8"), ("-4,85", None, "-4.85"),
        ("\u22124,8", None, "-4.8"), ("~600", None, "~600"), (">= 4,5", None, ">=4.5"),
        ("1 234 567", None, "1234567"), ("1\u00a0234,5", None, "1234.5"),
        ("1\u202f234", None, "1234"), ("1,234.5", None, "1234.5"), ("1.234,5", None, "1234.5"),
        ("1,234,567", None, "1234567"), ("1.234.567", None, "1234567"), ("1.234", None, "1.234"),
        ("610..974", None, "610..974"), ("4,5..5,5", None, "4.5..5.5"),
        ("1,234", ",", "1.234"), ("1,234", ".", "1234"), ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"), ("1.234,5", ",", "1234.5"), ("1,234.5", ".", "1234.5"),
        ("1234,567", ",", "1234.567"),
    ],
)  # fmt: skip
def test_a_number_is_read_in_the_habit_of_its_table(text, decimal, number):
    assert read_number(text, decimal) == number


@pytest.mark.parametrize(
    ("text", "decimal", "words"),
    [
        ("1,234", None, "can be 1.234 or 1234; say which by decimal: ',' or decimal: '.'"),
        ("-12,345", None, "can be 12.345 or 12345"),
        ("4.8", ",", "has a dot, and the decimal sign is a comma; write 4,8"),
        ("4,8", ".", "has a comma, and the decimal sign is a dot; write 4.8"),
        ("many", None, "'many' is not a number"),
        ("25%", None, "'25%' is not a number"),
        ("12 5", None, "'12 5' is not a number"),
        ("4,8,1", None, "'4,8,1' is not a number"),
        ("974..610", None, "runs backwards"),
    ],
)
def test_a_text_that_is_no_number_or_could_be_two_is_refused(text, decimal, words):
    with pytest.raises(CellError) as caught:
        read_number(text, decimal)
    assert caught.value.code == "E206"
    assert words in caught.value.message


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from(" \u00a0\u202f"))
def test_a_number_written_in_the_continental_way_is_the_same_number(number, gap):
    written = f"{number:,.2f}".replace(",", gap).replace(".", ",")
    assert Quantity.parse(read_number(written, ",")).low == number
    assert Quantity.parse(read_number(written, None)).low == number
