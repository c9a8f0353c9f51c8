"""JSON Lines: keys are columns, values keep the text they were written with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.ingest.tables.reading import FOUND_OUT, Layout, UnreadableError, open_table
from relations_kb.ingest.tables.table import Row, Table
from relations_kb.records.findings import Finding

Result = tuple[tuple[str, ...], list[Row | Finding]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, so that files have short names."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(content: str | bytes, layout: Layout = FOUND_OUT) -> Result:
    path = Path("t.jsonl")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with open_table(path, layout) as table:
        return table.columns, list(table.rows)


def test_columns_are_the_keys_in_the_order_in_which_they_appear() -> None:
    text = '{"date": "2025-01-17", "title": "Pact"}\n\n{"title": "Peace", "note": "x"}\r\n'
    columns, rows = read("\ufeff" + text)
    assert columns == ("date", "title", "note")
    assert rows == [
        Row(1, {"date": "2025-01-17", "title": "Pact", "note": ""}),
        Row(3, {"date": "", "title": "Peace", "note": "x"}),
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"  a \\n b\\u00a0"', "a \n b"),
        ("1.50", "1.50"),
        ("-0.10e3", "-0.10e3"),
        ("12345678901234567890", "12345678901234567890"),
        ("true", "yes"),
        ("false", "no"),
        ("null", ""),
        ('["a", 1.0, null, true]', "a;1.0;yes"),
        ("[]", ""),
        ('"\\ud83d\\ude00"', "😀"),
    ],
)
def test_values_keep_their_text(written: str, text: str) -> None:
    assert read(f'{{"key": {written}, "more": 1}}')[1] == [Row(1, {"key": text, "more": "1"})]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("[1, 2]", "E109 the line is no object but '[1, 2]'; write {...}"),
        ("12", "E109 the line is no object but '12'; write {...}"),
        (
            '{"a": 1',
            "E109 '{\"a\": 1' is no JSON: expecting ',' delimiter at sign 8; "
            "write one whole object a line",
        ),
        (
            '{"a": 1}{"a": 2}',
            'E109 \'{"a": 1}{"a": 2}\' is no JSON: extra data at sign 9; '
            "write one whole object a line",
        ),
        (
            '{"a": {"b": 1}}',
            "E109 a: the value is an object; write a text, a number or a list of such",
        ),
        ('{"a": [[1]]}', "E109 a: the list holds lists or objects; write plain values"),
        ('{"a": [{}]}', "E109 a: the list holds lists or objects; write plain values"),
        ('{"a": 1, " a": 2}', "E109 a: the key 'a' stands twice; leave one out"),
        ('{"a": 1, "": 2}', "E109 a key is empty; give it a name"),
        ('{"a": NaN}', "E109 NaN is no number; write null if there is no value"),
        ('{"a": "x\\u0000"}', "E107 the sign U+0000 is no text; remove it"),
        ('{"a": "\\ud800"}', "E107 the sign U+D800 is no text; remove it"),
        ("[" * 100_000, "E109 the line is nested too deeply; write plain values"),
    ],
)
def test_a_line_that_makes_no_row_is_told_and_reading_goes_on(line: str, found: str) -> None:
    columns, rows = read(f'{{"a": 1}}\n{line}\n{{"a": 2}}\n')
    assert columns == ("a",)
    assert rows[::2] == [Row(1, {"a": "1"}), Row(3, {"a": "2"})]
    assert str(rows[1]) == f"t.jsonl:2: {found}"


def test_a_key_that_first_comes_after_a_thousand_lines_is_told() -> None:
    columns, rows = read('{"a": 1}\n' * 999 + '{"b": 2}\n' + '{"a": 1, "c": 3}\n' * 2)
    assert columns == ("a", "b")
    assert rows[999] == Row(1000, {"a": "", "b": "2"})
    assert [str(row) for row in rows[1000:]] == [
        f"t.jsonl:{line}: E109 c: the key 'c' is in none of the first 1,000 lines; write it into "
        "the first line too, with null if it has no value there"
        for line in (1001, 1002)
    ]


def test_the_encoding_is_found_and_bad_bytes_are_told() -> None:
    content = '{"title": "Договор"}\n'.encode() + b'{"title": "\xff"}\n'
    rows = read(content)[1]
    assert rows[0] == Row(1, {"title": "Договор"})
    assert str(rows[1]).startswith("t.jsonl:2: E107 the byte 0xFF is not UTF-8; ")
    assert read('{"title": "Договор"}'.encode("utf-16"))[1] == [Row(1, {"title": "Договор"})]


def test_how_it_was_decoded_is_noted() -> None:
    def notes(layout: Layout = FOUND_OUT) -> tuple[str, ...]:
        with open_table(Path("t.jsonl"), layout) as table:
            assert isinstance(table, Table)
            return table.notes

    Path("t.jsonl").write_bytes('{"title": "Договор"}'.encode("cp1251"))
    assert notes() == ("read as Windows-1251",)
    assert notes(Layout(encoding="cp1251")) == ()


def test_lines_before_the_first_object_can_be_skipped() -> None:
    assert read('ours\n{"a": 1}\n', Layout(skip_lines=1)) == (("a",), [Row(2, {"a": "1"})])


@pytest.mark.parametrize("content", ["", "\ufeff\n \n"])
def test_an_empty_file_is_told_as_such(content: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(content)
    assert str(caught.value) == "t.jsonl: E108 the file is empty; write one object a line"


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.dictionaries(st.sampled_from("abc"), TEXT, min_size=1))
def test_any_text_is_read_back(cells: dict[str, str]) -> None:
    for ascii_only in (True, False):
        (row,) = read(json.dumps(cells, ensure_ascii=ascii_only))[1]
        assert row == Row(1, {key: value.strip() for key, value in cells.items()})
