"""A table as it was read: named columns and rows of text, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from relations_kb.domain.limits import shortened
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
        rows: rows as they come, and a finding for each that cannot be used; read once. A finding
            that is only a warning stands before its row.
        notes: how the file was read, in words: its encoding, its separator, its sheet.
        first_day: the day that Excel's serial number 0 means, ISO.
        header_line: line of the names of the columns; 0 if they are in no line of the file.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row | Finding]
    notes: tuple[str, ...] = ()
    first_day: str = field(default="1899-12-30")
    header_line: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out, where the file does not show it; None or empty: find out.

    Attributes:
        encoding: name of the encoding, as ``windows-1251``.
        delimiter: the sign between cells.
        skip_lines: lines before the header, in Excel rows.
        columns: names of the columns where the file has no header line; an empty name for a
            column that has none.
        sheet: name of the sheet of an Excel file.
    """

    encoding: str | None = None
    delimiter: str | None = None
    skip_lines: int = 0
    columns: tuple[str, ...] | None = ()
    sheet: str | None = None


FOUND_OUT = Layout()
"""A layout that the file shows by itself."""


def short(text: str) -> str:
    """Return a text in quotes, cut if it is long."""
    return repr(text) if len(text) <= 40 else repr(text[:37] + "...")


class UnreadableError(Exception):
    """A file that cannot be read as a table.

    Attributes:
        findings: what is wrong with it, and what would be right; at least one.
    """

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = findings

    @classmethod
    def of(
        cls, name: str, code: str, message: str, line: int = 0, field: str = ""
    ) -> UnreadableError:
        """Make the error of one finding."""
        return cls([Finding(name, line, code, field, message)])

    @classmethod
    def closed(cls, name: str, error: OSError) -> UnreadableError:
        """Make the error of a file that cannot be opened."""
        reason = error.strerror or error
        message = f"it cannot be opened ({reason}); check the path and the permissions"
        return cls.of(shortened(name), "E101", message)
