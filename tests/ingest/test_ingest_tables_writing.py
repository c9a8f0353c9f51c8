"""Rows written as CSV, to be corrected and read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.ingest.tables.reading import open_table
from relations_kb.ingest.tables.table import Row
from relations_kb.ingest.tables.writing import write_table


def test_a_table_is_plain_utf_8_with_commas_and_lf(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    rows = [{"title": 'The "Pact", of\nsteel', "date": "1939"}, {"title": "Договор"}]
    write_table(path, ["date", "title"], rows)
    assert path.read_bytes() == ('date,title\n1939,"The ""Pact"", of\nsteel"\n,Договор\n'.encode())


def test_what_was_there_is_replaced_and_nothing_is_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("old", encoding="utf-8")
    write_table(path, ["a"], [])
    assert path.read_text(encoding="utf-8") == "a\n"
    assert list(tmp_path.iterdir()) == [path]


def test_if_the_rows_break_off_nothing_is_written(tmp_path: Path) -> None:
    def rows() -> Iterator[dict[str, str]]:
        yield {"a": "1"}
        raise RuntimeError

    path = tmp_path / "bad.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_table(path, ["a"], rows())
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12).map(str.strip)


@given(st.lists(st.fixed_dictionaries({"one": CELL, "two": CELL, "three": CELL}), max_size=5))
def test_what_was_read_is_written_so_that_it_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("written") / "bad.csv"
    write_table(path, ["one", "two", "three"], rows)
    with open_table(path) as table:
        assert table.columns == ("one", "two", "three")
        found = [row.cells for row in table.rows if isinstance(row, Row)]
    assert found == [row for row in rows if any(row.values())]
