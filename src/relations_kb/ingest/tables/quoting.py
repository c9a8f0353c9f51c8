"""Records of separated text: each with the line in which it begins, and unclosed quotes told.

The csv module reads a cell whose quote is never closed to the end of the file, without a word. So
its lines pass through hands that hold those of the record in work. If a cell grows too large, or
the file ends within it, its quote is told, and reading goes on in the line after the quote.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain

from relations_kb.records.findings import Finding

MOST_LINES = 100
"""Lines that one cell may span."""

MOST_SIGNS = 1024 * 1024
"""Signs that a record of several lines may have."""

LONGEST_CELL = 8 * MOST_SIGNS
"""Signs of a cell that is read at all, so that a lesser limit can be told with its column."""

Record = tuple[int, list[str]]
"""The line in which a record begins, and its cells as they stand there."""

_LONG = "a cell is longer than 8 MB; is a quote missing, or a separator?"


def read_records(
    file: str, lines: Iterable[str], delimiter: str, first_line: int = 1
) -> Iterator[Record | Finding]:
    """Read records, and a finding for each that cannot be read.

    Args:
        file: path as the user gave it, for findings.
        lines: lines with their ends.
        delimiter: the sign between cells.
        first_line: number of the first line.
    """
    # The limit is one for the whole process, so it is only ever raised.
    csv.field_size_limit(max(LONGEST_CELL, csv.field_size_limit()))
    source, line = _Source(iter(lines), delimiter), first_line
    held = source.held
    while not source.ended:
        try:
            for cells in _reader(source, delimiter):
                yield line, cells
                line += len(held)
                held.clear()
        except _UnclosedError as error:
            yield Finding(file, line + error.ahead, "E109", "", str(error))
            line += source.back_to(error.ahead + 1)
        except csv.Error:
            yield Finding(file, line, "E109", "", _LONG)
            line += source.back_to(len(held))


def _reader(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    # A blank before a quote is common by hand; taken as it is, it makes the quote a plain sign.
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != " ")


class _UnclosedError(Exception):
    """A quote is not closed within what a cell may hold.

    Attributes:
        ahead: number of lines of the record before that in which the quote opens.
    """

    def __init__(self, ahead: int, where: str) -> None:
        super().__init__(
            f"a quote opens here and is not closed {where}; close it, or double it if it is "
            "meant as a sign"
        )
        self.ahead = ahead


class _Source:
    """Lines on their way to the reader.

    Attributes:
        held: lines of the record in work; whoever takes the record clears them.
        ended: whether all lines were read.
    """

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self.held: list[str] = []
        self.ended = False
        self._lines = lines
        self._returned: deque[str] = deque()
        self._delimiter = delimiter
        self._look_at = MOST_LINES + 1

    def __iter__(self) -> Iterator[str]:
        held, hold = self.held, self.held.append
        for line in chain(self._again(), self._lines):
            hold(line)
            if len(held) > 1:
                self._check()
            yield line
        if held:
            raise _UnclosedError(len(held) - self._open_lines(held), "until the end of the file")
        self.ended = True

    def back_to(self, position: int) -> int:
        """Let the held lines from a position on be read once more; return the position."""
        self._returned.extendleft(reversed(self.held[position:]))
        self.held.clear()
        return position

    def _again(self) -> Iterator[str]:
        while self._returned:
            yield self._returned.popleft()

    def _check(self) -> None:
        """Refuse the line just held if it makes the open cell too large."""
        read = self.held[:-1]
        if len(read) == 1:
            self._look_at = MOST_LINES + 1
        if sum(map(len, self.held)) > MOST_SIGNS:
            raise _UnclosedError(len(read) - self._open_lines(read), "within 1 MB")
        if len(self.held) == self._look_at:
            # Other cells of the record may have taken lines too; then there is time to look again.
            still = MOST_LINES - (open_lines := self._open_lines(read))
            if still <= 0:
                raise _UnclosedError(len(read) - open_lines, f"within {MOST_LINES} lines")
            self._look_at += still

    def _open_lines(self, read: list[str]) -> int:
        """Count the lines into which the cell reaches that is open at the end of some lines."""
        cell = next(_reader(read, self._delimiter))[-1]
        return max(1, sum(1 for _ in io.StringIO(cell, newline="")))
