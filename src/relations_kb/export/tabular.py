"""CSV, JSON and JSON Lines: columns and keys that never move between releases."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

# A spreadsheet runs a cell that begins with one of these as a formula (OWASP, CSV Injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LIST_SEPARATOR = ";"
_CRLF = "\r\n"


def plain(value: Any) -> Any:
    """Turn a view into what JSON knows: dataclasses to objects, tuples to arrays."""
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def to_json(rows: Iterable[Any]) -> str:
    """Write rows as one JSON array."""
    return json.dumps([plain(row) for row in rows], ensure_ascii=False, indent=2) + "\n"


def to_json_object(value: Any) -> str:
    """Write one view as a JSON object."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n"


def to_json_lines(rows: Iterable[Any]) -> str:
    """Write rows as JSON Lines, one object a line."""
    return "".join(json.dumps(plain(row), ensure_ascii=False) + "\n" for row in rows)


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as CSV (RFC 4180, UTF-8, LF) with a header.

    Lists are joined with semicolons; a missing value is an empty cell; truth is yes or no. A text
    that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    lines = [_line(columns), *(_line([_cell(row[column]) for column in columns]) for row in rows)]
    return "".join(lines)


def _line(cells: Sequence[str]) -> str:
    # The writer quotes a carriage return only if its own line end has one.
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=_CRLF).writerow(cells)
    return buffer.getvalue().removesuffix(_CRLF) + "\n"


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
