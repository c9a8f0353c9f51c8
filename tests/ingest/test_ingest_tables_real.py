"""Published data sets, read as their owners wrote them."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from relations_kb.ingest.tables.reading import FOUND_OUT, Layout, UnreadableError, open_table
from relations_kb.ingest.tables.table import Row
from relations_kb.records.findings import Finding

DATA = Path(os.environ.get("RELATIONS_KB_DATA", Path(__file__).parents[3] / "shared" / "data"))


def path_of(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not in the folder of data sets; set RELATIONS_KB_DATA")
    return path


def read(
    name: str, layout: Layout = FOUND_OUT
) -> tuple[tuple[str, ...], list[Row], list[Finding], tuple[str, ...]]:
    with open_table(path_of(name), layout) as table:
        found = list(table.rows)
        rows = [row for row in found if isinstance(row, Row)]
        return table.columns, rows, [f for f in found if isinstance(f, Finding)], table.notes


def refusal(path: Path, layout: Layout = FOUND_OUT) -> str:
    with pytest.raises(UnreadableError) as caught, open_table(path, layout):
        pass
    return str(caught.value).removeprefix(str(path))


def test_environmental_agreements_have_a_mark_semicolons_and_lines_of_citation() -> None:
    path = path_of("ieadb/db_treaties.csv")
    assert refusal(path) == (
        ":1: E108 the first line has one cell, but line 4 has 39; if lines of notes stand before "
        "the header, skip them (skip_lines: 3)"
    )
    columns, rows, findings, notes = read("ieadb/db_treaties.csv", Layout(skip_lines=3))
    assert (len(columns), columns[:2]) == (39, ("IEA#", "Agreement Name"))
    assert (len(rows), findings, notes) == (6540, [], ("separated by semicolons",))
    assert (rows[0].line, rows[0].cells["Date IEA was concluded"]) == (5, "1858-08-31")


def test_trade_agreements_of_desta_are_not_utf_8() -> None:
    columns, rows, findings, notes = read("desta/desta_list_of_treaties_02_03.csv")
    assert (len(columns), len(rows), findings) == (194, 1410, [])
    assert notes == ("read as Windows-1252",)
    assert any("Türkiye" in cell for row in rows for cell in row.cells.values())
    assert {row.cells["number"] for row in rows} >= {"3+1", "694a"}


def test_arms_transfers_have_notes_nameless_columns_and_rows_cut_off() -> None:
    layout = Layout(skip_lines=11)
    columns, rows, findings, notes = read("sipri/trade-register.part.csv", layout)
    assert columns[2:7] == (
        "Year of order",
        "column 4",
        "Number ordered",
        "column 6",
        "Weapon designation",
    )
    assert (len(columns), columns[9], notes) == (16, "column 10", ("read as Windows-1252",))
    assert [(finding.line, finding.code) for finding in findings] == [
        (7586, "W410"),
        (9547, "W410"),
    ]
    assert len(rows) == 11052
    assert any(row.cells["Weapon designation"].startswith("Bü-181") for row in rows)


def test_the_export_of_the_trade_organization_is_an_excel_file() -> None:
    columns, rows, findings, notes = read("wto/WTO_RTA_AllRTAs.xlsx")
    assert (len(columns), len(rows), findings) == (28, 655, [])
    assert notes == ("sheet 'AllRTAs', the first of 2",)
    statuses = Counter(row.cells["Status"] for row in rows)
    assert statuses["In Force"] == 401
    dates = {row.cells["Date of Signature (G)"] for row in rows} - {""}
    assert all(len(date) == 10 and date[4] == date[7] == "-" for date in dates)
    changes = read("wto/WTO_RTA_AllRTAs.xlsx", Layout(sheet="RTA Changes"))[1]
    assert len(changes) == 354


def test_coded_events_are_separated_by_tabs() -> None:
    columns, rows, findings, notes = read("icews/events.2018.sample.tab")
    assert (len(columns), len(rows), findings, notes) == (20, 3705, [], ())
    assert {row.cells["CAMEO Code"] for row in rows} >= {"010", "042", "173"}


def test_names_of_countries_have_a_mark_and_lines_of_windows() -> None:
    columns, rows, findings, notes = read("names/ctry_orig2ctry_pref.csv")
    assert (columns, len(rows), findings, notes) == (("ctry_orig", "ctry_pref"), 2141, [], ())


def test_events_without_a_header_take_the_names_given() -> None:
    layout = Layout(columns=tuple(f"c{n}" for n in range(1, 62)))
    columns, rows, findings, notes = read("gdelt/20180101000000.export.CSV", layout)
    assert (len(columns), len(rows), findings) == (61, 2414, [])
    assert notes == ("separated by tabs",)


def test_a_table_of_two_widths_is_told_row_by_row() -> None:
    layout = Layout(columns=tuple(f"c{n}" for n in range(1, 58)))
    _, rows, findings, _ = read("gdelt/v1_mixed_57_58_columns.csv", layout)
    assert len(rows) == 201
    assert Counter(finding.code for finding in findings) == {"E109": 509}


@pytest.mark.parametrize(
    ("name", "as_name", "what"),
    [
        ("ties/TIESv4.xls", "ties.xls", "an old Excel file (.xls) or one with a password"),
        ("ties/TIESv4.xls", "ties.csv", "an old Excel file (.xls) or one with a password"),
        (
            "unvotes/un_votes.csv.gz",
            "un_votes.csv.gz",
            "a file compressed by gzip; unpack it first",
        ),
        ("unctad/98_india.html", "iran.xls", "a web page (HTML); open it in a spreadsheet program"),
        ("unctad/98_india.html", "iran.csv", "a web page (HTML); open it in a spreadsheet program"),
        ("wto/WTO_RTA_AllRTAs.xlsx", "rta.csv", "an Excel file; name it .xlsx"),
    ],
)
def test_what_is_no_table_is_told(name: str, as_name: str, what: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(path_of(name), tmp_path / as_name))
    assert refusal(path).startswith(f": E106 it seems to be {what}")


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("cow/states2016.csv", 243),
        ("cow/system2016.csv", 15951),
        ("cow/contdird.csv", 82498),
        ("cow/MIDB 5.0.csv", 5883),
        ("atop/atop-member-level.csv", 2398),
        ("dcad/DCAD-v1.0-main.csv", 1871),
    ],
)
def test_plain_tables_are_read_whole_without_a_word(name: str, rows: int) -> None:
    _, found, findings, notes = read(name)
    assert (len(found), findings, notes) == (rows, [], ())
