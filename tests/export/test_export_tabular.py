"""CSV, JSON and JSON Lines: exact text."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass

import pytest

from relations_kb.export.tabular import plain, to_csv, to_json, to_json_lines, to_json_object


@dataclass(frozen=True)
class Row:
    name: str | None
    parts: tuple[str, ...] = ()


def test_a_csv_has_a_header_lists_with_semicolons_and_empty_cells() -> None:
    rows = [plain(Row("Ärger, groß", ("a", "b"))), plain(Row(None))]
    assert to_csv(("name", "parts"), rows) == 'name,parts\n"Ärger, groß",a;b\n,\n'


def test_a_csv_without_rows_has_its_header() -> None:
    assert to_csv(("a", "b"), []) == "a,b\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_a_formula_gets_an_apostrophe(start: str) -> None:
    text = to_csv(("name", "parts"), [{"name": f"{start}1", "parts": (f"{start}2", "3")}])
    header, row = csv.reader(io.StringIO(text, newline=""))
    assert header == ["name", "parts"]
    assert row == [f"'{start}1", f"'{start}2;3"]


@pytest.mark.parametrize("text", ["a=b", "2005-01-01", "..", "[2008,2009]", "'quoted'", "1-2"])
def test_a_harmless_cell_is_left_alone(text: str) -> None:
    (_, row) = csv.reader(io.StringIO(to_csv(("a",), [{"a": text}])))
    assert row == [text]


@pytest.mark.parametrize("text", ['say "so"', "two\nlines", "a\rb", "semi;colon", "a,b"])
def test_a_reader_gets_back_the_text_of_a_cell(text: str) -> None:
    written = to_csv(("a", "b"), [{"a": text, "b": "end"}])
    assert list(csv.reader(io.StringIO(written, newline=""))) == [["a", "b"], [text, "end"]]


def test_json_keeps_scripts_and_the_order_of_keys() -> None:
    assert to_json([Row("ایران", ("x",))]) == (
        '[\n  {\n    "name": "ایران",\n    "parts": [\n      "x"\n    ]\n  }\n]\n'
    )
    assert to_json([]) == "[]\n"
    assert to_json_object({"b": 1, "a": None}) == '{\n  "b": 1,\n  "a": null\n}\n'


def test_json_lines_have_one_object_a_line() -> None:
    text = to_json_lines([Row("two\nlines"), Row("Иран")])
    assert [json.loads(line) for line in text.splitlines()] == [
        {"name": "two\nlines", "parts": []}, {"name": "Иран", "parts": []},
    ]  # fmt: skip
    assert to_json_lines([]) == ""
