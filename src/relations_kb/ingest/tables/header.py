"""The header of a table: which column each cell of a row belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

from relations_kb.domain.limits import COLUMN_NAME, COLUMNS
from relations_kb.ingest.tables.table import Row, UnreadableError, short
from relations_kb.records.findings import Finding

_BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))
_NO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_FAULTY = re.compile("[\0\ud800-\udfff]")

Valued = Callable[[frozenset[int]], set[int]]
"""Tells which of some positions, from 0, hold a value in any row of the file."""


def clean_name(text: str) -> str:
    """Return the name of a column without blanks and signs of no width around it."""
    return text.strip(_BLANKS + _NO_WIDTH)


def faulty_sign(text: str) -> str:
    """Say which sign of a text could not be read; empty if all could."""
    if not (found := _FAULTY.search(text)):
        return ""
    code = ord(found[0])
    if 0xDC00 <= code <= 0xDCFF:
        return f"the byte 0x{code - 0xDC00:02X}"
    return f"the sign U+{code:04X}"


@dataclass(frozen=True, slots=True)
class Header:
    """Names of the columns, and the way from the cells of a row to them.

    Attributes:
        file: path as the user gave it.
        line: line of the names; 0 if they are not in the file.
        names: the names as they stand there, an empty one for a column without.
        columns: names of the columns that are kept.
        kept: whether each cell of a row belongs to a column that is kept.
        sound: whether every sign of the file is known to be readable.
        encoding: title of the encoding, for messages.
    """

    file: str
    line: int
    names: list[str]
    columns: tuple[str, ...]
    kept: tuple[bool, ...]
    sound: bool = True
    encoding: str = "UTF-8"

    def row(self, line: int, cells: Sequence[str]) -> Row | Finding | None:
        """Return the row that cells make, why they make none, or None if all are empty.

        Args:
            line: line in which they begin.
            cells: as many as the row has; missing ones are empty.
        """
        values = list(map(str.strip, cells))
        if not any(values):
            return None
        if len(values) != len(self.kept):
            if any(values[len(self.kept) :]):
                return self._too_many(line, values)
            values += [""] * (len(self.kept) - len(values))
        if self._repeated_by(values):
            return self.finding(line, "E109", "the row repeats the header; remove it")
        if not self.sound and (fault := self._unreadable(line, values)):
            return fault
        if len(self.columns) != len(self.kept):
            return Row(line, dict(zip(self.columns, compress(values, self.kept), strict=True)))
        return Row(line, dict(zip(self.columns, values, strict=False)))

    def finding(self, line: int, code: str, message: str, position: int | None = None) -> Finding:
        """Make a finding about a row, or about its cell at a position from 0."""
        field = ""
        if position is not None and position < len(self.kept) and self.kept[position]:
            field = self.columns[sum(self.kept[:position])]
        return Finding(self.file, line, code, field, message)

    def _repeated_by(self, values: list[str]) -> bool:
        """Tell whether a row is the header once more, as where files were put together."""
        return values[1:] == self.names[1:] and clean_name(values[0]) == self.names[0]

    def _too_many(self, line: int, values: list[str]) -> Finding:
        while not values[-1]:
            values.pop()
        extra = next(filter(None, values[len(self.kept) :]))
        message = (
            f"the row has {counted(len(values), 'cell')}, the header {len(self.kept):,}, and "
            f"{short(extra)} belongs to no column; put a cell that holds the separator in quotes, "
            "or name the column"
        )
        return self.finding(line, "E109", message)

    def _unreadable(self, line: int, values: list[str]) -> Finding | None:
        for position, value in enumerate(values):
            if what := faulty_sign(value):
                return self.finding(line, "E107", unreadable(what, self.encoding), position)
        return None


def unreadable(what: str, encoding: str) -> str:
    """Say that a sign cannot be read, and what to do."""
    if what.startswith("the byte"):
        return f"{what} is not {encoding}; save the file as UTF-8, or name its encoding"
    return f"{what} is no text; remove it"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 cell``, ``2 cells``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def make_header(
    file: str, line: int, cells: Iterable[str], valued: Valued, *, encoding: str = "UTF-8"
) -> Header:
    """Make the header from its cells.

    A column without a name is left out if it holds no value, and else named by its position.

    Args:
        file: path as the user gave it.
        line: line of the header; 0 if its names are not in the file.
        cells: names as they stand there.
        valued: asked only if there are columns without a name.
        encoding: title of the encoding, for messages.

    Raises:
        UnreadableError: if there is no name, or one stands twice (E108), or one cannot be
            read (E107).
    """
    given = [clean_name(cell) for cell in cells]
    _check_size(file, line, given)
    names = list(given)
    if what := faulty_sign("".join(names)):
        raise UnreadableError.of(file, "E107", unreadable(what, encoding), line)
    if not any(names):
        message = "no column has a name; begin with a line of names, as date,title,actor1,actor2"
        raise UnreadableError.of(file, "E108", message, line)
    nameless = frozenset(i for i, name in enumerate(names) if not name)
    for position in valued(nameless) if nameless else ():
        names[position] = f"column {position + 1}"
    if repeated := _repeated(file, line, names):
        raise UnreadableError(repeated)
    columns, kept = tuple(filter(None, names)), tuple(map(bool, names))
    return Header(file, line, given, columns, kept, encoding=encoding)


def _check_size(file: str, line: int, names: Sequence[str]) -> None:
    """Refuse a header that is wider, or has a longer name, than any that a person uses."""
    if len(names) > COLUMNS:
        message = (
            f"the header has {len(names):,} columns, and at most {COLUMNS:,} are read; "
            "leave out those that are not used"
        )
        raise UnreadableError.of(file, "E108", message, line)
    for position, name in enumerate(names, start=1):
        if len(name) > COLUMN_NAME:
            message = (
                f"the name of column {position} has {len(name):,} characters; "
                f"write at most {COLUMN_NAME:,}"
            )
            raise UnreadableError.of(file, "E108", message, line)


def _repeated(file: str, line: int, names: list[str]) -> list[Finding]:
    first: dict[str, int] = {}
    findings: list[Finding] = []
    for position, name in enumerate(names, start=1):
        if name and first.setdefault(name, position) != position:
            message = (
                f"the columns {first[name]} and {position} are both named {short(name)}; "
                "rename one, or name the columns if the file has no header"
            )
            findings.append(Finding(file, line, "E108", name, message))
    return findings
