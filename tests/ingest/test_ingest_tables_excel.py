"""Excel workbooks: values as text, dates as precise as they look, and nothing lost in silence."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from relations_kb.ingest.tables.reading import FOUND_OUT, Layout, UnreadableError, open_table
from relations_kb.ingest.tables.table import Row
from relations_kb.records.findings import Finding

Result = tuple[tuple[str, ...], list[Row | Finding], tuple[str, ...]]

FILE = Path("t.xlsx")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, so that files have short names."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*rows: list[Any], prepare: Callable[[Workbook], None] = lambda workbook: None) -> None:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    prepare(workbook)
    workbook.save(FILE)


def read(layout: Layout = FOUND_OUT) -> Result:
    with open_table(FILE, layout) as table:
        return table.columns, list(table.rows), table.notes


def refusal(layout: Layout = FOUND_OUT) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(layout)
    return str(caught.value)


def change_sheet(change: Callable[[str], str]) -> None:
    """Change the XML of the first sheet."""
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(FILE) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    changed = change(parts[name].decode())
    assert changed != parts[name].decode()
    parts[name] = changed.encode()
    with zipfile.ZipFile(FILE, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  a\nb\u00a0", "a\nb"),
        ("0045", "0045"),
        (45674, "45674"),
        (45674.0, "45674"),
        (-2.5, "-2.5"),
        (0.1 + 0.2, "0.3"),
        (True, "yes"),
        (False, "no"),
        (dt.date(2025, 1, 17), "2025-01-17"),
        (dt.datetime(2025, 1, 17), "2025-01-17"),
        (dt.datetime(2025, 1, 17, 14, 30), "2025-01-17T14:30:00"),
        (dt.datetime(1900, 1, 1), "1900-01-01"),
        (dt.time(14, 30), "14:30:00"),
    ],
)
def test_a_value_is_the_text_that_a_reader_sees(value: Any, text: str) -> None:
    write(["value", "more"], [value, "x"])
    assert read()[1] == [Row(2, {"value": text, "more": "x"})]


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("dd-mmm-yy", "2025-01-01"),
        ("mm-dd-yy", "2025-01-01"),
        ("mmm-yy", "2025-01"),
        ('[$-409]mmmm\\ yyyy"d";@', "2025-01"),
        ("yyyy", "2025"),
    ],
)
def test_a_date_is_as_precise_as_its_format_shows_it(number_format: str, text: str) -> None:
    def prepare(workbook: Workbook) -> None:
        workbook.active["A2"].number_format = number_format

    write(["date"], [dt.date(2025, 1, 1)], prepare=prepare)
    assert read()[1] == [Row(2, {"date": text})]


def test_the_first_day_is_that_of_the_workbook() -> None:
    def in_1904(workbook: Workbook) -> None:
        workbook.epoch = CALENDAR_MAC_1904

    days = []
    for prepare in (lambda workbook: None, in_1904):
        write(["date"], [dt.date(2025, 1, 17)], prepare=prepare)
        with open_table(FILE) as table:
            assert list(table.rows) == [Row(2, {"date": "2025-01-17"})]
            days.append(table.first_day)
    assert days == ["1899-12-30", "1904-01-01"]


def test_blank_rows_notes_and_comments_are_passed_over_and_rows_keep_their_numbers() -> None:
    write(
        ["All rights"], [None], ["# ours"], [], ["\ufeff date ", "title"], [None, " "], [2025, "x"]
    )
    assert read(Layout(skip_lines=1)) == (
        ("date", "title"),
        [Row(7, {"date": "2025", "title": "x"})],
        (),
    )


def test_missing_cells_are_empty() -> None:
    write(["a", "b", "c"], [1], [None, None, 3])
    assert read()[1] == [
        Row(2, {"a": "1", "b": "", "c": ""}),
        Row(3, {"a": "", "b": "", "c": "3"}),
    ]


def test_a_column_without_a_name_is_kept_only_for_its_values() -> None:
    write(["a", None, "b", None, None], [1, None, 2, 3, None], [4, None, 5, None, " "])
    columns, rows, _ = read()
    assert columns == ("a", "b", "column 4")
    assert rows[0] == Row(2, {"a": "1", "b": "2", "column 4": "3"})


def test_names_are_given_where_the_sheet_has_none() -> None:
    write([2025, "Pact"], [2026, "Peace"])
    columns, rows, _ = read(Layout(columns=("date", "title")))
    assert columns == ("date", "title")
    assert rows[0] == Row(1, {"date": "2025", "title": "Pact"})
    assert len(rows) == 2


def test_a_repeated_name_is_told() -> None:
    write(["a", "b", "a"], [1, 2, 3])
    assert refusal().startswith("t.xlsx:1: E108 a: the columns 1 and 3 are both named 'a'; ")


def two_sheets(workbook: Workbook) -> None:
    workbook.create_sheet("Other").append(["b"])
    workbook["Other"].append([2])


def test_the_first_sheet_is_read_and_noted_if_there_are_more() -> None:
    write(["a"], [1], prepare=two_sheets)
    assert read() == (("a",), [Row(2, {"a": "1"})], ("sheet 'Sheet', the first of 2",))
    assert read(Layout(sheet="Other")) == (("b",), [Row(2, {"b": "2"})], ())


def test_the_first_sheet_is_the_first_that_is_shown() -> None:
    def prepare(workbook: Workbook) -> None:
        two_sheets(workbook)
        workbook["Sheet"].sheet_state = "hidden"

    write(["a"], [1], prepare=prepare)
    assert read()[0] == ("b",)


def test_a_sheet_that_is_not_there_is_told_with_those_that_are() -> None:
    write(["a"], [1], prepare=two_sheets)
    assert refusal(Layout(sheet="RTA")) == (
        "t.xlsx: E108 it has no sheet 'RTA'; it has 'Sheet', 'Other'"
    )


def test_an_empty_sheet_or_file_is_told_as_such() -> None:
    write([], ["# only a comment"])
    assert refusal() == (
        "t.xlsx: E108 the sheet is empty; begin with a row of names, as date, title, actor1, actor2"
    )
    FILE.write_bytes(b"")
    assert refusal() == "t.xlsx: E108 the file is empty; save it again"


def test_cells_with_errors_are_told_with_their_columns_and_reading_goes_on() -> None:
    write(["a", "b", "c"], ["#REF!", 1, "#N/A"], [1, 2, 3])
    _, rows, _ = read()
    assert [str(row) for row in rows[:2]] == [
        "t.xlsx:2: E109 a: the cell holds the error #REF!; put its value there",
        "t.xlsx:2: E109 c: the cell holds the error #N/A; put its value there",
    ]
    assert rows[2] == Row(3, {"a": "1", "b": "2", "c": "3"})


NO_VALUE = re.compile("<v ?/>|<v></v>")
NO_RESULT = (
    "the cell holds a formula without a result; "
    "open the file and save it in the spreadsheet program"
)


@pytest.mark.parametrize("written", ["<v />", "<v></v>", ""])
def test_a_formula_without_a_result_is_told(written: str) -> None:
    write(["a", "b"], [1, "=A2+1"], [2, 3])
    change_sheet(lambda xml: NO_VALUE.sub(written, xml) + "\n")
    _, rows, _ = read()
    assert str(rows[0]) == f"t.xlsx:2: E109 b: {NO_RESULT}"
    assert rows[1] == Row(3, {"a": "2", "b": "3"})


def test_a_formula_with_a_result_is_its_result_even_if_that_is_an_empty_text() -> None:
    write(["a", "b", "c"], [1, "=A2+1", '=""'])

    def change(xml: str) -> str:
        return NO_VALUE.sub("<v>2</v>", xml, count=1).replace('r="C2"', 'r="C2" t="str"')

    change_sheet(change)
    assert read()[1] == [Row(2, {"a": "1", "b": "2", "c": ""})]


def test_a_day_beyond_the_calendar_is_told_as_an_error_of_the_cell() -> None:
    write(["date"], [dt.date(2025, 1, 17)])
    change_sheet(lambda xml: xml.replace("<v>45674</v>", "<v>99999999</v>"))
    assert [str(row) for row in read()[1]] == [
        "t.xlsx:2: E109 date: the cell holds the error #VALUE!; put its value there"
    ]


def test_the_size_that_a_careless_program_notes_is_not_believed() -> None:
    write(["a", "b"], [1, 2], [3, 4])
    change_sheet(lambda xml: xml.replace('ref="A1:B3"', 'ref="A1"'))
    assert [row.line for row in read()[1]] == [2, 3]


def opened() -> list[str]:
    """The workbooks that this process holds open."""
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("this system does not tell which files are open")
    links = [os.path.realpath(link) for link in folder.iterdir()]
    return [link for link in links if link.endswith(".xlsx")]


DAMAGED = "the workbook is damaged; open and save it in the spreadsheet program"


def test_a_damaged_workbook_is_told() -> None:
    write(["a"], [1])
    change_sheet(lambda xml: xml[: xml.index("<sheetData>") + 20])
    assert refusal() == f"t.xlsx: E106 {DAMAGED}"


def test_damage_in_the_middle_is_told_after_what_could_be_read() -> None:
    write(["a"], *[[n] for n in range(20_000)])
    change_sheet(lambda xml: xml[: len(xml) // 2])
    *rows, last = read()[1]
    assert rows[0] == Row(2, {"a": "0"})
    assert len(rows) > 100
    assert isinstance(last, Finding)
    assert (last.code, last.message) == ("E106", DAMAGED)


def test_without_openpyxl_the_remedy_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    write(["a"], [1])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert refusal() == (
        "t.xlsx: E101 an Excel file needs the package openpyxl; "
        "pip install 'relations-kb[excel]', or save the file as CSV"
    )


def test_the_workbook_is_closed_whatever_happens() -> None:
    write(["a"], [1])

    def read_and_fail() -> None:
        with open_table(FILE) as table:
            next(table.rows)
            assert opened() == [str(FILE.resolve())]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        read_and_fail()
    assert opened() == []
