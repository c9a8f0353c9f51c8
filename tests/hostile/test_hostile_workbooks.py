"""Hostile Excel workbooks: measured before and while they are unpacked, and refused."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from harness import Kb
from relations_kb.domain import limits
from relations_kb.ingest.tables import excel_parts
from relations_kb.ingest.tables.reading import UnreadableError, open_table
from relations_kb.ingest.tables.table import Row
from relations_kb.records.findings import Finding

ONE_GB = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
BOOK = "xl/workbook.xml"
SHARED_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
HEAD = f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>date</v></c></row>'.encode()
FOOT = b"</sheetData></worksheet>"
STRINGS = f'<sst xmlns="{MAIN}">'.encode()
STYLE_SHEET = f'<styleSheet xmlns="{MAIN}"><cellXfs>'.encode()
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"a" * 10_000 + b'">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
)
MB = 1024 * 1024
DAMAGED = ": E106 the workbook is damaged; open and save it in the spreadsheet program"

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def plain() -> Parts:
    """The parts of a plain workbook."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["date", "title"])
    book.active.append(["2012", "Talks"])
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    types = parts["[Content_Types].xml"].decode()
    if SHARED not in types:
        parts["[Content_Types].xml"] = types.replace("</Types>", SHARED_TYPE).encode()
    return {SHARED: STRINGS + b"</sst>"} | parts


def packed(path: Path, parts: Parts, name: str = "", blocks: Iterable[bytes] = ()) -> Path:
    """Write a workbook, with one of its parts made of many blocks."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, content in parts.items():
            if part != name:
                archive.writestr(part, content)
        if name:
            with archive.open(name, "w") as file:
                for block in blocks:
                    file.write(block)
    return path


def refusal(path: Path) -> str:
    """Read a workbook that must be refused; return its one finding without its name."""
    with pytest.raises(UnreadableError) as caught, open_table(path) as table:
        list(table.rows)
    (finding,) = caught.value.findings
    told = str(finding).removeprefix(str(path))
    assert told.isprintable()
    assert len(told) < 1_000
    return told


def read(path: Path) -> list[Row | Finding]:
    with open_table(path) as table:
        return list(table.rows)


# -- what unpacks to too much ----------------------------------------------------------------------

_STRETCH = "has more than 8 MB or 200,000 tags without a new row; save its sheet as CSV"

BOMBS: dict[str, tuple[str, list[bytes], str]] = {
    "blanks in a sheet": (SHEET, [HEAD, *[b" " * MB] * 60], f"'{SHEET}' {_STRETCH}"),
    "cells of a row": (SHEET, [HEAD, b"<row>", *[b"<c/>" * 100_000] * 40], f"'{SHEET}' {_STRETCH}"),
    "rows": (
        SHEET, [HEAD, *[b"<row/>" * 100_000] * 20], f"'{SHEET}' has more than 1,048,576 rows",
    ),
    "shared texts": (
        SHARED,
        [STRINGS, *[b"<si><t>" + b"x" * MB + b"</t></si>"] * 70],
        f"'{SHARED}' has more than 64 MB of texts; save its sheet as CSV",
    ),
    "one shared text": (SHARED, [STRINGS, b"<si><t>", *[b"x" * MB] * 20], f"'{SHARED}' {_STRETCH}"),
    "tags among shared texts": (SHARED, [STRINGS, *[b"<x/>" * 100_000] * 9], _STRETCH),
    "styles": (STYLES, [STYLE_SHEET, *[b"<xf/>" * 100_000] * 9], f"'{STYLES}' {_STRETCH}"),
    "laughs in a sheet": (SHEET, [LAUGHS, HEAD], f"'{SHEET}' declares a type of document"),
    "laughs in shared texts": (SHARED, [LAUGHS, STRINGS], f"'{SHARED}' declares a type of"),
    "laughs in UTF-16": (
        SHEET, [(LAUGHS + HEAD).decode().encode("utf-16")], f"'{SHEET}' is not written in UTF-8",
    ),
    "laughs in another encoding": (
        SHEET,
        [b"<?xml version='1.0' encoding='cp037'?>", LAUGHS.decode().encode("cp037")],
        f"'{SHEET}' is not written in UTF-8",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_part_that_unpacks_to_too_much_is_refused_while_it_is_read(
    plain: Parts, tmp_path: Path, name: str
) -> None:
    part, blocks, expected = BOMBS[name]
    told = refusal(packed(tmp_path / "a.xlsx", plain, part, blocks))
    assert told.startswith(": E106 its part ")
    assert expected in told


def test_a_workbook_is_refused_by_the_sizes_that_its_list_gives(
    plain: Parts, tmp_path: Path
) -> None:
    path = packed(tmp_path / "a.xlsx", plain | {"xl/media/a.png": b"a"})
    raw = bytearray(path.read_bytes())
    listed = raw.rindex(b"PK\x01\x02")
    raw[listed + 24 : listed + 28] = struct.pack("<I", 512 * MB)
    path.write_bytes(raw)
    expected = ": E106 the workbook unpacks to 512 MB, and at most 500 MB are read; save its sheet"
    assert refusal(path).startswith(expected)


def test_a_row_that_unpacks_to_gigabytes_ends_within_one(
    kb: Kb, plain: Parts, own_mini: Path, tmp_path: Path
) -> None:
    blocks = [HEAD, b"<row>", *[b"<c/>" * 1_000_000] * 40]
    path = packed(tmp_path / "a.xlsx", plain, SHEET, blocks)
    done = kb.after(ONE_GB, "import", path, "--dry-run", "--database", own_mini)
    assert done.code == 1
    assert f"a.xlsx: E106 its part '{SHEET}' has more than 8 MB or 200,000 tags" in done.err


def test_an_entry_that_is_larger_than_it_says_is_read_no_further(
    plain: Parts, tmp_path: Path
) -> None:
    path = packed(tmp_path / "a.xlsx", plain, SHEET, [HEAD, *[b"<row/>" * 100_000] * 5, FOOT])
    raw = bytearray(path.read_bytes())
    listed = raw.rindex(b"PK\x01\x02")
    raw[listed + 24 : listed + 28] = struct.pack("<I", 300)
    path.write_bytes(raw)
    told = [str(row).removeprefix(str(path)) for row in read_or_refused(path)]
    assert told[-1].endswith(DAMAGED)


def read_or_refused(path: Path) -> list[Row | Finding]:
    try:
        return read(path)
    except UnreadableError as error:
        return list(error.findings)


def test_entries_that_lie_over_each_other_are_refused(plain: Parts, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", plain)
    raw = bytearray(path.read_bytes())
    starts = [at for at in range(len(raw)) if raw.startswith(b"PK\x01\x02", at)]
    for at in starts[1:]:
        raw[at + 42 : at + 46] = raw[starts[0] + 42 : starts[0] + 46]
    path.write_bytes(raw)
    assert refusal(path) == DAMAGED


def test_a_list_of_very_many_entries_is_not_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", {f"{'x' * 90}{number}": b"" for number in range(9_000)})
    told = ": E106 it seems to be a damaged zip or Excel file; fetch or save it again"
    assert refusal(path) == told


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "xl\\..\\..\\x"])
def test_an_entry_outside_of_the_archive_is_refused(
    plain: Parts, tmp_path: Path, name: str
) -> None:
    told = refusal(packed(tmp_path / "a.xlsx", plain | {name: b""}))
    assert told.startswith(": E106 the entry ")
    assert "leads out of the archive, as in no workbook" in told


def test_an_entry_with_a_password_or_of_unusual_packing_is_refused(
    plain: Parts, tmp_path: Path
) -> None:
    path = packed(tmp_path / "a.xlsx", plain)
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    locked = tmp_path / "b.xlsx"
    locked.write_bytes(raw)
    assert "has a password, as in no workbook" in refusal(locked)
    other = tmp_path / "c.xlsx"
    with zipfile.ZipFile(other, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in plain.items():
            archive.writestr(name, content)
    assert "is packed in an unusual way" in refusal(other)


# -- what a sheet claims ---------------------------------------------------------------------------


def test_a_sheet_that_claims_every_cell_of_excel_is_read_as_far_as_it_goes(
    plain: Parts, tmp_path: Path
) -> None:
    sheet = plain[SHEET].replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert sheet != plain[SHEET]
    rows = b"".join(b"<row><c><v>%d</v></c></row>" % number for number in range(20_000))
    sheet = sheet.replace(b"</sheetData>", rows + b"</sheetData>")
    assert len(read(packed(tmp_path / "a.xlsx", plain | {SHEET: sheet}))) == 20_001


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (b'<row r="2"><c r="XFD2"><v>1</v></c></row>', ":2: E106 the sheet reaches to row 2 and"),
        (b'<row r="99999999999"><c><v>1</v></c></row>', ":1048577: E106 the sheet reaches to row"),
    ],
)
def test_a_cell_far_beyond_a_table_is_refused(
    plain: Parts, tmp_path: Path, row: bytes, expected: str
) -> None:
    path = packed(tmp_path / "a.xlsx", plain | {SHEET: HEAD + row + FOOT})
    assert refusal(path).startswith(expected)


def test_a_sheet_of_formulas_without_results_is_refused_as_a_whole(
    plain: Parts, tmp_path: Path
) -> None:
    rows = b"".join(b'<row><c r="A%d"><f>1</f></c></row>' % number for number in range(2, 10_010))
    told = refusal(packed(tmp_path / "a.xlsx", plain | {SHEET: HEAD + rows + FOOT}))
    assert told.startswith(": E109 more than 10,000 cells hold a formula without a result")


@pytest.mark.parametrize(
    "cell",
    [
        b"<c><v>" + b"9" * 100_000 + b"</v></c>",
        b'<c t="s"><v>7</v></c>',
        b'<c t="b"><v>' + b"9" * 100_000 + b"</v></c>",
        b'<c r="ZZZZZZ9"><v>1</v></c>',
        b'<c t="d"><v>x</v></c>',
    ],
)
def test_a_cell_that_is_no_value_is_told_as_damage(
    plain: Parts, tmp_path: Path, cell: bytes
) -> None:
    sheet = HEAD + b"<row>" + cell + b"</row>" + FOOT
    (fault,) = read(packed(tmp_path / "a.xlsx", plain | {SHEET: sheet}))
    assert isinstance(fault, Finding)
    assert (fault.code, fault.message) == ("E106", DAMAGED.removeprefix(": E106 "))


def test_a_workbook_nested_very_deeply_is_read_or_refused(plain: Parts, tmp_path: Path) -> None:
    deep = b"<fonts>" * 100_000 + b"</fonts>" * 100_000
    styles = f'<styleSheet xmlns="{MAIN}">'.encode() + deep + b"</styleSheet>"
    rows = read_or_refused(packed(tmp_path / "a.xlsx", plain | {STYLES: styles}))
    assert all(isinstance(row, Row) or row.code == "E106" for row in rows)


def test_more_sheets_than_a_person_makes_are_refused(plain: Parts, tmp_path: Path) -> None:
    book = plain[BOOK]
    start, end = book.index(b"<sheets>") + 8, book.index(b"</sheets>")
    many = book[:start] + book[start:end] * 2_000 + book[end:]
    told = refusal(packed(tmp_path / "a.xlsx", plain | {BOOK: many}))
    assert told.startswith(": E106 the workbook has more than 1,000 parts")


def test_the_name_of_a_sheet_is_told_short(plain: Parts, tmp_path: Path) -> None:
    name = "\u202e[bold]" + "x" * 100_000
    book = plain[BOOK].replace(b'name="Sheet"', f'name="{name}"'.encode())
    start, end = book.index(b"<sheets>") + 8, book.index(b"</sheets>")
    path = packed(tmp_path / "a.xlsx", plain | {BOOK: book[:end] + book[start:end] + book[end:]})
    with open_table(path) as table:
        (note,) = table.notes
    assert note.startswith("sheet '\\u202e[bold]xxx")
    assert len(note) < 100


def test_what_a_workbook_keeps_of_others_is_not_read(plain: Parts, tmp_path: Path) -> None:
    links = {f"xl/externalLinks/externalLink{number}.xml": LAUGHS for number in range(3)}
    assert len(read(packed(tmp_path / "a.xlsx", plain | links))) == 1


# -- what is allowed -------------------------------------------------------------------------------


def test_rows_are_counted_right_however_the_blocks_fall() -> None:
    content = HEAD + b"<row r='1'><c/></row>" * 9_999 + FOOT
    for size in (7, 64, 1_000, 65_536):
        part = excel_parts._Part("a.xlsx", io.BytesIO(content))
        while part.read(size):
            pass
        assert part._pieces == 10_000


def test_a_row_as_wide_as_a_table_may_be_is_read(plain: Parts, tmp_path: Path) -> None:
    names = b"".join(b'<c t="str"><v>c%d</v></c>' % n for n in range(limits.COLUMNS))
    start = HEAD[: HEAD.index(b"<row>")]
    values = b"<c><v>1</v></c>" * limits.COLUMNS
    sheet = start + b"<row>" + names + b"</row><row>" + values + b"</row>" + FOOT
    (row,) = read(packed(tmp_path / "a.xlsx", plain | {SHEET: sheet}))
    assert isinstance(row, Row)
    assert len(row.cells) == limits.COLUMNS
