"""Reading a file of rows, whatever its sort."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from relations_kb.ingest.tables.excel import open_excel
from relations_kb.ingest.tables.json_lines import open_json_lines
from relations_kb.ingest.tables.separated import open_separated
from relations_kb.ingest.tables.sniffing import file_sort
from relations_kb.ingest.tables.table import FOUND_OUT, Layout, Table, UnreadableError, short

__all__ = ["FOUND_OUT", "Layout", "Table", "UnreadableError", "file_sort", "open_table"]

_NO_SHEET = "only an Excel file has sheets"
_UNFIT = {
    "csv": {"sheet": _NO_SHEET},
    "tsv": {"sheet": _NO_SHEET},
    "jsonl": {
        "sheet": _NO_SHEET,
        "header": "the keys of a JSON Lines file are its columns",
        "delimiter": "a JSON Lines file has no separator",
    },
    "excel": {"delimiter": "an Excel file has no separator"},
}
"""What of a layout a sort of file cannot have, as a mapping calls it, and why not."""


def open_table(path: Path, layout: Layout = FOUND_OUT) -> AbstractContextManager[Table]:
    """Open a file of rows: CSV, TSV, JSON Lines or Excel.

    The rows can be read as long as the context lasts. The errors come when it is entered.

    Args:
        path: the file.
        layout: what the user says of how it is laid out; the rest is found out.

    Raises:
        UnreadableError: if it is no such file, or cannot be opened or decoded, or has no usable
            header.
    """
    sort = file_sort(path)
    _refuse_unfit(path, sort, layout)
    match sort:
        case "excel":
            return open_excel(path, layout)
        case "jsonl":
            return open_json_lines(path, layout)
        case "tsv":
            return open_separated(path, layout, "\t")
        case "csv":
            return open_separated(path, layout)
    message = "a YAML file has no rows; name a CSV, JSON Lines or Excel file"
    raise UnreadableError.of(str(path), "E106", message)


def _refuse_unfit(path: Path, sort: str, layout: Layout) -> None:
    """Refuse a file for which the user says what no such file has; it may be the wrong one."""
    for key, why in _UNFIT.get(sort, {}).items():
        if value := getattr(layout, "columns" if key == "header" else key):
            text = value if isinstance(value, str) else ", ".join(value)
            message = f"{short(text)} cannot be used, since {why}; leave it out for this file"
            raise UnreadableError.of(str(path), "E110", message, field=key)
