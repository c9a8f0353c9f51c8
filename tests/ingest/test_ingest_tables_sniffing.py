"""What sort of file it is, and what to do with one that is not what its name says."""

from __future__ import annotations

import gzip
import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from relations_kb.ingest.tables.reading import UnreadableError, file_sort, open_table
from relations_kb.ingest.tables.sniffing import SORTS


def _zip(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


def _workbook() -> bytes:
    content = io.BytesIO()
    workbook = Workbook()
    workbook.active.append(["date", "title"])
    workbook.save(content)
    return content.getvalue()


def _sqlite() -> bytes:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE t (x)")
        content = connection.serialize()
    connection.close()
    return content


CSV = b"date,title\n2025,Pact\n"
JSON = b'{"date": "2025", "title": "Pact"}\n'
YAML = b"treaties:\n  - id: pact\n    title: Pact\n"
HTML = b"\r\n<!-- saved -->\n<!DOCTYPE html>\n<html><table><tr><td>2025</td></tr></table></html>"
XML = b'\xef\xbb\xbf<?xml version="1.0"?>\n<Workbook></Workbook>'
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "content", "sort"),
    [
        ("a.csv", CSV, "csv"),
        ("A.CSV", CSV, "csv"),
        ("a.txt", CSV, "csv"),
        ("a.tsv", CSV, "tsv"),
        ("a.tab", CSV, "tsv"),
        ("a.jsonl", JSON, "jsonl"),
        ("a.ndjson", JSON, "jsonl"),
        ("a.yaml", YAML, "yaml"),
        ("a.yml", YAML, "yaml"),
        ("a.xlsx", _workbook(), "excel"),
        ("a.xlsm", _workbook(), "excel"),
        ("a.csv", "date,title\n2025,Договор\n".encode("utf-16"), "csv"),
        ("a.csv", b"<date>,title\n2025,<b>Pact</b>\n", "csv"),
        ("a.csv", b"[id],title\n1,Pact\n", "csv"),
        ("a.csv", b"{id},title\n1,Pact\n", "csv"),
        ("a.csv", b"title:,note:\nPact:,x\n", "csv"),
        ("a.csv", b"title:\nPact of 1828\n", "csv"),
        ("a.csv", b"", "csv"),
    ],
)
def test_a_file_that_is_what_its_name_says_has_its_sort(
    name: str, content: bytes, sort: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert file_sort(path) == sort


UNPACK = "unpack it first"
RESAVE = "open it in a spreadsheet program and save it as .xlsx or CSV"
OLD = "an old Excel file (.xls) or one with a password; save it as .xlsx or CSV, without a password"


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.csv", _workbook(), "an Excel file; name it .xlsx"),
        ("a.xls", _workbook(), "an Excel file; name it .xlsx"),
        ("a.xls", OLD_EXCEL, OLD),
        ("a.csv", OLD_EXCEL, OLD),
        ("a.xlsx", OLD_EXCEL, OLD),
        ("a.xlsx", CSV, "plain text; name it .csv if it is a table"),
        ("a.xlsx", _zip("a.csv"), f"a zip archive; {UNPACK}"),
        ("a.zip", _zip("a.csv"), f"a zip archive; {UNPACK}"),
        ("a.csv", b"PK\x03\x04 and no more", "a damaged zip or Excel file; fetch or save it again"),
        ("a.ods", _zip("content.xml"), "an OpenDocument file; save it as .xlsx or CSV"),
        (
            "a.xlsb",
            _zip("xl/workbook.bin"),
            "a binary Excel file (.xlsb); save it as .xlsx or CSV",
        ),
        (
            "a.docx",
            _zip("word/document.xml"),
            "a Word document; copy its tables into a CSV",
        ),
        ("a.csv.gz", gzip.compress(CSV, mtime=0), f"a file compressed by gzip; {UNPACK}"),
        ("a.csv", gzip.compress(CSV, mtime=0), f"a file compressed by gzip; {UNPACK}"),
        ("a.csv", b"7z\xbc\xaf\x27\x1c\0\4", f"a 7-Zip archive; {UNPACK}"),
        ("a.csv", b"%PDF-1.7\n", "a PDF; copy its tables into a CSV"),
        ("a.csv", HTML, f"a web page (HTML); {RESAVE}"),
        ("a.xls", HTML, f"a web page (HTML); {RESAVE}"),
        ("a.csv", "<html>".encode("utf-16"), f"a web page (HTML); {RESAVE}"),
        ("a.html", HTML, f"a web page (HTML); {RESAVE}"),
        ("a.csv", XML, f"XML; {RESAVE}"),
        ("a.csv", b"<list>\n <treaty/></list>", f"XML; {RESAVE}"),
        ("a.csv", b'[\n {"a": 1}]', "JSON; write one object a line and name it .jsonl"),
        ("a.csv", b'{\n "a": 1}', "JSON; write one object a line and name it .jsonl"),
        ("a.csv", JSON, "JSON; name it .jsonl if each line is one object"),
        ("a.csv", b"# a comment\n\n" + YAML, "YAML; name it .yaml"),
        (
            "a.jsonl",
            b'[{"a": 1},\n{"a": 2}]',
            "one JSON list; write one object a line, without the brackets around all",
        ),
        (
            "a.jsonl",
            b'{\n  "a": 1\n}',
            "one JSON object over many lines; write one object a line",
        ),
        (
            "a.jsonl",
            CSV,
            "no JSON: no line begins with {; name it .csv if it is a table",
        ),
        ("a.csv", _sqlite(), "an SQLite database; export it as CSV"),
        ("a.csv", b"PAR1\x15\x04PAR1", "a Parquet file; export it as CSV"),
        ("a.csv", b"\x89PNG\r\n\x1a\n", "a PNG image; name a file of rows"),
        ("a.yaml", b"\xff\xd8\xff\xe0", "a JPEG image; name a file of rows"),
    ],
)
def test_another_file_is_told_with_what_it_is_and_what_to_do(
    name: str, content: bytes, what: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as caught:
        file_sort(path)
    assert str(caught.value) == f"{path}: E106 it seems to be {what}"


@pytest.mark.parametrize(
    ("name", "what"), [("a.dat", "the ending '.dat' is not known"), ("a", "it has no ending")]
)
def test_an_unknown_ending_is_answered_with_those_known(
    name: str, what: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(CSV)
    with pytest.raises(UnreadableError) as caught:
        file_sort(path)
    known = ".csv, .txt, .tsv, .tab, .jsonl, .ndjson, .yaml, .yml, .xlsx, .xlsm"
    assert str(caught.value) == f"{path}: E106 {what}; use one of {known}"
    assert tuple(SORTS) == tuple(known.split(", "))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        file_sort(tmp_path / "none.csv")
    assert str(caught.value).startswith(
        f"{tmp_path / 'none.csv'}: E101 it cannot be opened (No such"
    )


def test_a_yaml_file_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(YAML)
    with pytest.raises(UnreadableError) as caught:
        open_table(path)
    assert str(caught.value) == (
        f"{path}: E106 a YAML file has no rows; name a CSV, JSON Lines or Excel file"
    )
