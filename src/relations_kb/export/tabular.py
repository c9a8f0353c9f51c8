"""CSV, JSON and JSON Lines: columns and keys that never move between releases."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

# A spreadsheet runs a cell that begins with one of these as a formula (OWASP, CSV Injection).
# Some take the wide forms of East Asian keyboards for the same.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Half a sign, as of a file name that is no UTF-8; no output can hold it.
_HALF = re.compile("[\ud800-\udfff]")
LIST_SEPARATOR = ";"
_CRLF = "\r\n"


def plain(value: Any) -> Any:
    """Turn a view into what JSON knows: dataclasses to objects, tuples to arrays."""
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def to_json(rows: Iterable[Any]) -> str:
    """Write rows as one JSON array."""
    return _json([plain(row) for row in rows], indent=2)


def to_json_object(value: Any) -> str:
    """Write one view as a JSON object."""
    return _json(plain(value), indent=2)


def to_json_lines(rows: Iterable[Any]) -> str:
    """Write rows as JSON Lines, one object a line."""
    return "".join(json_lines(rows))


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as CSV (RFC 4180, UTF-8, LF) with a header.

    Lists are joined with semicolons; a missing value is an empty cell; truth is yes or no. A text
    that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    return "".join(csv_lines(columns, rows))


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines of what ``to_csv`` writes, as the rows come."""
    yield _line(columns)
    for row in rows:
        yield _line([_cell(row[column]) for column in columns])


def json_lines(rows: Iterable[Any]) -> Iterator[str]:
    """Yield the lines of what ``to_json_lines`` writes, as the rows come."""
    for row in rows:
        yield _json(plain(row))


def _json(value: Any, indent: int | None = None) -> str:
    return _whole(json.dumps(value, ensure_ascii=False, indent=indent)) + "\n"


def _whole(text: str) -> str:
    return text if text.isascii() else _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def _line(cells: Sequence[str]) -> str:
    # The writer quotes a carriage return only if its own line end has one.
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=_CRLF).writerow(cells)
    return _whole(buffer.getvalue().removesuffix(_CRLF)) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return _guarded(LIST_SEPARATOR.join(str(part) for part in value))
    return _guarded(str(value))


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
