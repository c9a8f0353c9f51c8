"""A table as it was read: named columns and rows of text, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from relations_kb.records.findings import Finding


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        line: line of the file in which it begins, from 1; in Excel the number of the row.
        cells: text of each column, without blanks around it; an empty text for an empty cell.
    """

    line: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Table:
    """A file that is being read, row by row.

    Attributes:
        name: path as the user gave it.
        columns: names of the columns in their order, without blanks around them.
        rows: rows as they come, and a finding for each that cannot be used; read once.
        notes: how the file was read, in words: its encoding, its separator, its sheet.
        first_day: the day that Excel's serial number 0 means, ISO.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row | Finding]
    notes: tuple[str, ...] = ()
    first_day: str = field(default="1899-12-30")
