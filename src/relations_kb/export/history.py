"""The log and the diffs for programs: columns that never move between releases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any

from relations_kb.query.diff import DiffRow
from relations_kb.query.log import LogEntry

LOG_COLUMNS = (
    "changeset", "kind", "applied_at", "label", "files", "datasets", "hashes", "rows", "added",
    "withdrawn", "records", "undoes", "undone_by", "package_version", "content_hash",
)  # fmt: skip
DIFF_COLUMNS = tuple(column.name for column in fields(DiffRow))

_CELLS = attrgetter(*DIFF_COLUMNS)


def log_rows(entries: Iterable[LogEntry]) -> Iterator[dict[str, Any]]:
    """Yield a row for each changeset; of its files one list for each of their columns."""
    for entry in entries:
        files = entry.files
        row = {name: getattr(entry, name, None) for name in LOG_COLUMNS}
        yield {
            **row,
            "files": [file.name for file in files],
            "datasets": [file.dataset for file in files],
            "hashes": [file.content_hash for file in files],
            "rows": [file.rows for file in files],
        }


def diff_rows(rows: Iterable[DiffRow]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a diff by column, as they come."""
    for row in rows:
        yield dict(zip(DIFF_COLUMNS, _CELLS(row), strict=True))
