"""Reading JSON Lines: one object a line, its keys the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

from relations_kb.domain.limits import COLUMN_NAME, COLUMNS, LINE_BYTES, LINES_AHEAD
from relations_kb.ingest.tables.encodings import Encoding, opened_text
from relations_kb.ingest.tables.header import clean_name, faulty_sign, unreadable
from relations_kb.ingest.tables.table import Layout, Row, Table, UnreadableError, short
from relations_kb.records.findings import Finding

_LINES_FOR_COLUMNS = 1000


@contextmanager
def open_json_lines(path: Path, layout: Layout) -> Iterator[Table]:
    """Open a JSON Lines file as a table.

    Args:
        path: the file.
        layout: its encoding and the lines to skip; the rest does not concern this sort of file.

    Raises:
        UnreadableError: if it cannot be opened or decoded, is empty, or begins with nothing but
            lines that make no rows.
    """
    name = str(path)
    with opened_text(path, layout.encoding) as (file, encoding):
        rows = _rows(name, file, encoding, layout.skip_lines)
        first = _beginning(rows)
        if not first:
            message = "the file is empty; write one object a line"
            raise UnreadableError.of(name, "E108", message)
        rows_of_first = [row for row in first if isinstance(row, Row)]
        if not rows_of_first:
            raise UnreadableError([row for row in first if isinstance(row, Finding)])
        columns = _columns(name, rows_of_first)
        plain = layout.encoding or encoding.title == "UTF-8"
        notes = () if plain else (f"read as {encoding.title}",)
        whole = (_fitted(name, columns, len(first), row) for row in chain(first, rows))
        yield Table(name, columns, whole, notes)


class _RowError(Exception):
    """A line that makes no row; its arguments are code, key and message of the finding."""


class _Object(list[tuple[str, Any]]):
    """The keys and values of a JSON object as they stand there."""

    __slots__ = ()


def _rows(name: str, file: TextIO, encoding: Encoding, skip: int) -> Iterator[Row | Finding]:
    """Read each line that is not blank as a row with the keys that it has."""
    last = skip
    for number, line in enumerate(file, start=1):
        if number <= skip or not (text := line.strip("\ufeff \t\r\n")):
            if number - last > LINES_AHEAD:
                message = f"{LINES_AHEAD:,} lines from here on are blank; take them out"
                raise UnreadableError.of(name, "E108", message, last + 1)
            continue
        last = number
        try:
            yield Row(number, _cells(text, encoding))
        except _RowError as error:
            code, key, message = error.args
            yield Finding(name, number, code, key, message)


def _beginning(rows: Iterator[Row | Finding]) -> list[Row | Finding]:
    """Take the rows whose keys are the columns; fewer where they are as large as one may be."""
    first: list[Row | Finding] = []
    signs = 0
    for row in islice(rows, _LINES_FOR_COLUMNS):
        first.append(row)
        signs += sum(map(len, row.cells.values())) if isinstance(row, Row) else 0
        if signs > LINE_BYTES:
            break
    return first


def _columns(name: str, rows: list[Row]) -> tuple[str, ...]:
    """Return all keys of some rows, in the order in which they come."""
    columns: dict[str, None] = {}
    for row in rows:
        columns.update(dict.fromkeys(row.cells))
        if len(columns) > COLUMNS:
            message = (
                f"the first lines have more than {COLUMNS:,} different keys; "
                "write the same keys in every line"
            )
            raise UnreadableError.of(name, "E108", message, row.line)
    return tuple(columns)


def _fitted(
    name: str, columns: tuple[str, ...], looked_at: int, row: Row | Finding
) -> Row | Finding:
    """Give a row all columns, or tell of a key that is none of them."""
    if isinstance(row, Finding):
        return row
    cells = {column: row.cells.get(column, "") for column in columns}
    if new := [key for key in row.cells if key not in cells]:
        message = (
            f"the key {short(new[0])} is in none of the first {looked_at:,} lines; write it "
            "into the first line too, with null if it has no value there"
        )
        return Finding(name, row.line, "E109", new[0], message)
    return Row(row.line, cells)


def _cells(text: str, encoding: Encoding) -> dict[str, str]:
    if not encoding.sound and (what := faulty_sign(text)):
        raise _RowError("E107", "", unreadable(what, encoding.title))
    found = _parsed(text)
    if not isinstance(found, _Object):
        raise _RowError("E109", "", f"the line is no object but {short(text)}; write {{...}}")
    if len(found) > COLUMNS:
        message = f"the object has {len(found):,} keys, and at most {COLUMNS:,} are read"
        raise _RowError("E109", "", f"{message}; leave out those that are not used")
    cells: dict[str, str] = {}
    for given, value in found:
        key = clean_name(given)
        if not key:
            raise _RowError("E109", "", "a key is empty; give it a name")
        if len(key) > COLUMN_NAME:
            message = f"a key has {len(key):,} characters; write at most {COLUMN_NAME:,}"
            raise _RowError("E109", "", message)
        if key in cells:
            raise _RowError("E109", key, f"the key {short(key)} stands twice; leave one out")
        cells[key] = _text_of(key, value)
    # A sign that no text may hold can also come from an escape.
    if "\\u" in text and (what := faulty_sign("".join(chain(cells, cells.values())))):
        raise _RowError("E107", "", unreadable(what, encoding.title))
    return cells


def _parsed(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        message = f"{short(text)} is no JSON: {error.msg.lower()} at sign {error.colno}"
        raise _RowError("E109", "", f"{message}; write one whole object a line") from None
    except RecursionError:
        raise _RowError("E109", "", "the line is nested too deeply; write plain values") from None


def _text_of(key: str, value: Any) -> str:
    if isinstance(value, _Object):
        message = "the value is an object; write a text, a number or a list of such"
        raise _RowError("E109", key, message)
    if isinstance(value, list):
        if any(isinstance(item, list) for item in value):
            raise _RowError("E109", key, "the list holds lists or objects; write plain values")
        return ";".join(text for item in value if (text := _plain(item)))
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()


def _no_number(text: str) -> Any:
    raise _RowError("E109", "", f"{text} is no number; write null if there is no value")


# Numbers keep the text they were written with: 1.50 says more than 1.5.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_Object, parse_float=str, parse_int=str, parse_constant=_no_number
)
