"""Reading CSV and its kin: text whose cells are separated by a sign."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from relations_kb.domain.limits import LINES_AHEAD, LONE_CELLS
from relations_kb.ingest.tables.encodings import Encoding, opened_text
from relations_kb.ingest.tables.header import Header, counted, make_header
from relations_kb.ingest.tables.quoting import Record, read_records
from relations_kb.ingest.tables.separators import SEPARATORS, find_separator, lines_of_notes
from relations_kb.ingest.tables.table import Layout, Row, Table, UnreadableError, short
from relations_kb.records.findings import Finding

_SAMPLE_LINES = 200
_SAMPLE_SIGNS = 1024 * 1024
_RARE = 100
"""One short row among so many whole ones is worth a warning."""

_NOTHING = re.compile(r'[\s\ufeff\u200b,;|"]*$')
_COMMENT = re.compile(r'[\s\ufeff\u200b]*"?#')
_NUMBER_SIGN = re.compile(r'[\s\ufeff\u200b]*"?#"?[^\S\t]*[,;\t|][\s,;|"]*[^\s,;|"]')
"""A first column that is named ``#``, followed by another name.

No sign can be taken by two parts that stand beside each other, or a long line would be tried in
every division.
"""


@contextmanager
def open_separated(path: Path, layout: Layout, usual: str = ",") -> Iterator[Table]:
    """Open a CSV or TSV file as a table.

    Args:
        path: the file.
        layout: what the user says of it; the rest is found out.
        usual: the separator that the name of the file means; another is told in the notes.

    Raises:
        UnreadableError: if it cannot be opened or decoded, or has no usable header.
    """
    name = str(path)
    with opened_text(path, layout.encoding) as (file, encoding):
        text = _Text(name, file, encoding, *_beginning(name, file, layout))
        header = _header(text, layout)
        rows = _rows(text, header, with_header=not layout.columns)
        notes = _notes(text, layout, usual)
        yield Table(name, header.columns, rows, notes, header_line=header.line)


@dataclass(frozen=True, slots=True)
class _Text:
    """An open text with all that is known of how to read it.

    Attributes:
        name: path as the user gave it.
        file: the text; it can be read from the beginning again and again.
        encoding: how it is decoded.
        skipped: lines before the first record.
        sample: the first lines from there on.
        delimiter: the separator.
    """

    name: str
    file: TextIO
    encoding: Encoding
    skipped: int
    sample: list[str]
    delimiter: str

    def records(self) -> Iterator[Record | Finding]:
        """Read the records from the first one on."""
        self.file.seek(0)
        lines = islice(self.file, self.skipped, None)
        return read_records(self.name, lines, self.delimiter, self.skipped + 1)


def _beginning(name: str, file: TextIO, layout: Layout) -> tuple[int, list[str], str]:
    """Return the lines before the first record, the first lines from there on, the separator."""
    skipped = 0
    for line in file:
        if skipped >= layout.skip_lines and not _passed_over(line):
            break
        skipped += 1
        if skipped > layout.skip_lines + LINES_AHEAD:
            message = f"the first {LINES_AHEAD:,} lines hold only comments and blanks; remove them"
            raise UnreadableError.of(name, "E108", message, skipped)
    else:
        raise UnreadableError.of(name, "E108", _nothing_there(skipped, layout))
    sample = [line]
    signs = len(line)
    while len(sample) < _SAMPLE_LINES and signs < _SAMPLE_SIGNS and (line := next(file, "")):
        sample.append(line)
        signs += len(line)
    return skipped, sample, _delimiter(name, layout, sample)


def _passed_over(line: str) -> bool:
    """Tell whether a line before the header says nothing, or is a comment."""
    if _NOTHING.match(line):
        return True
    return bool(_COMMENT.match(line)) and not _NUMBER_SIGN.match(line)


def _nothing_there(skipped: int, layout: Layout) -> str:
    if layout.skip_lines and skipped:
        return (
            f"the file has no header after {counted(layout.skip_lines, 'line')}; skip fewer lines"
        )
    what = "holds only comments and blank lines" if skipped else "is empty"
    return f"the file {what}; begin with a line of names, as date,title,actor1,actor2"


def _delimiter(name: str, layout: Layout, sample: list[str]) -> str:
    if layout.delimiter is None:
        return find_separator(sample, len(layout.columns or ()))
    try:
        csv.reader((), delimiter=layout.delimiter)
    except (TypeError, ValueError):
        message = f"{short(layout.delimiter)} is no separator; name one sign, as , or ; or a tab"
        raise UnreadableError.of(name, "E110", message) from None
    return layout.delimiter


def _header(text: _Text, layout: Layout) -> Header:
    if layout.columns:
        line, cells = 0, list(layout.columns)
    else:
        first = next(text.records())
        if isinstance(first, Finding):
            raise UnreadableError([replace(first, code="E108")])
        line, cells = first
        _refuse_notes(text, line)

    def valued(positions: frozenset[int]) -> set[int]:
        return _valued(text, positions, with_header=not layout.columns)

    header = make_header(text.name, line, cells, valued, encoding=text.encoding.title)
    return replace(header, sound=text.encoding.sound)


def _refuse_notes(text: _Text, line: int) -> None:
    """Refuse a file whose first line seems to be a note, and say where the header may be."""
    ahead, width = lines_of_notes(text.sample, text.delimiter)
    if ahead:
        ahead += text.skipped
        message = (
            f"the first line has one cell, but line {ahead + 1} has {width}; if lines of notes "
            f"stand before the header, skip them (skip_lines: {ahead})"
        )
        raise UnreadableError.of(text.name, "E108", message, line)


def _valued(text: _Text, positions: frozenset[int], *, with_header: bool) -> set[int]:
    """Return those positions that hold a value in any row; reads on until all are found."""
    found: set[int] = set()
    for record in islice(text.records(), int(with_header), None):
        if isinstance(record, tuple):
            cells = record[1]
            found.update(p for p in positions - found if p < len(cells) and cells[p].strip())
            if len(found) == len(positions):
                break
    return found


def _rows(text: _Text, header: Header, *, with_header: bool) -> Iterator[Row | Finding]:
    """Read the rows, with a warning before one that seems to be cut off."""
    whole = fewer = alone = 0
    width, row_of = len(header.kept), header.row
    for record in islice(text.records(), int(with_header), None):
        if isinstance(record, Finding):
            yield record
            continue
        line, cells = record
        row = row_of(line, cells)
        if row is None:
            continue
        if len(cells) >= width:
            whole += 1
            alone = 0
        else:
            fewer += 1
            alone = alone + 1 if len(cells) == 1 else 0
            if alone > LONE_CELLS:
                raise UnreadableError.of(text.name, "E106", _lone_cells(width), line)
            if fewer * _RARE < whole and isinstance(row, Row):
                yield header.finding(line, "W410", _cut_off(len(cells), width))
        yield row


def _lone_cells(width: int) -> str:
    return (
        f"{LONE_CELLS:,} rows up to here have one cell, and the header has {width:,}; look whether "
        "it is a text, whether a quote before them is not closed, and which sign separates cells"
    )


def _cut_off(cells: int, width: int) -> str:
    return (
        f"the row has {counted(cells, 'cell')} where nearly all have {width}; the others were read "
        "as empty; look whether a line break without quotes cut it off"
    )


def _notes(text: _Text, layout: Layout, usual: str) -> tuple[str, ...]:
    found = []
    if layout.encoding is None and text.encoding.title != "UTF-8":
        found.append(f"read as {text.encoding.title}")
    one_column = not any(text.delimiter in line for line in text.sample)
    if layout.delimiter is None and text.delimiter != usual and not one_column:
        found.append(f"separated by {SEPARATORS[text.delimiter]}")
    return (", ".join(found),) if found else ()
