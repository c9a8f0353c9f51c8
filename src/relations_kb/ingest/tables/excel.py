"""Reading Excel workbooks: the values of one sheet, as the text of which they are the sign.

A cell is typed in Excel, and a date in it looks as its format has it. A format without a day or
month, as ``mmm-yy``, shows that the source knew no day; the first of the month that Excel keeps
behind it is not read.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from relations_kb.domain.limits import COLUMNS, shortened
from relations_kb.ingest.tables.excel_formulas import without_result
from relations_kb.ingest.tables.excel_parts import ROWS, Parts, check_entries
from relations_kb.ingest.tables.header import Header, clean_name, make_header
from relations_kb.ingest.tables.table import Layout, Row, Table, UnreadableError, short
from relations_kb.records.findings import Finding

# What openpyxl raises on files that are cut off or were made by a careless program.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    SyntaxError,  # of XML
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    ArithmeticError,
    RuntimeError,  # of an entry with a password, or nested too deeply
)

_NO_FORMAT_SIGNS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_LONGEST_FORMAT = 255
"""Signs of the format of a cell in Excel."""

_DAYS_OF = {False: "1899-12-30", True: "1904-01-01"}


@contextmanager
def open_excel(path: Path, layout: Layout) -> Iterator[Table]:
    """Open a sheet of an Excel workbook as a table.

    Args:
        path: the file, .xlsx or .xlsm.
        layout: the sheet, the first shown if none is named; rows to skip; names of the columns.

    Raises:
        UnreadableError: if it cannot be opened, has no such sheet or no usable header, or the
            package openpyxl is missing.
    """
    name = str(path)
    with warnings.catch_warnings():
        # It warns of what it would lose in writing, which nobody does here.
        warnings.filterwarnings("ignore", module=r"openpyxl(\.|$)")
        with _opened(path) as file:
            yield _table(name, _workbook(path, file), layout)


def _opened(path: Path) -> BinaryIO:
    """Open a file that is closed here, since openpyxl leaves it open where it fails."""
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableError.closed(str(path), error) from None


def _workbook(path: Path, file: BinaryIO) -> Any:
    try:
        import openpyxl
    except ImportError:
        message = (
            "an Excel file needs the package openpyxl; pip install 'relations-kb[excel]', "
            "or save the file as CSV"
        )
        raise UnreadableError.of(str(path), "E101", message) from None
    try:
        if not path.stat().st_size:
            raise UnreadableError.of(str(path), "E108", "the file is empty; save it again")
        check_entries(path)
        # What other workbooks hold is not looked for, not even in the copy that this one has.
        reader = openpyxl.reader.excel.ExcelReader(
            path, read_only=True, data_only=True, keep_links=False
        )
        reader.archive.close()
        reader.archive = Parts(str(path), file)
        reader.read()
        return reader.wb
    except OSError as error:
        raise UnreadableError.closed(str(path), error) from None
    except _DAMAGE:
        raise UnreadableError.of(str(path), "E106", _damaged()) from None


def _damaged() -> str:
    return "the workbook is damaged; open and save it in the spreadsheet program"


def _table(name: str, workbook: Any, layout: Layout) -> Table:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    sheet, note = _sheet(name, workbook, layout.sheet)
    try:
        content = _Sheet(name, sheet, without_result(name, sheet))
        header, first_row = _header(content, layout)
    except _DAMAGE:
        raise UnreadableError.of(name, "E106", _damaged()) from None
    first_day = _DAYS_OF[workbook.epoch == CALENDAR_MAC_1904]
    rows = content.rows(header, first_row)
    return Table(name, header.columns, rows, note, first_day, header.line)


def _sheet(name: str, workbook: Any, wanted: str | None) -> tuple[Any, tuple[str, ...]]:
    """Return the sheet wanted, or the first that is shown with a note if there are others."""
    sheets = workbook.worksheets
    titles = [sheet.title for sheet in sheets]
    if wanted is None and sheets:
        shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
        note = f"sheet {short(shown[0].title)}, the first of {len(sheets)}"
        return shown[0], (note,) if len(sheets) > 1 else ()
    for sheet in sheets:
        if sheet.title == wanted:
            return sheet, ()
    what = f"it has no sheet {short(wanted or '')}" if sheets else "it has no sheet of cells"
    message = f"{what}; it has {shortened(', '.join(map(short, titles))) or 'none'}"
    raise UnreadableError.of(name, "E108", message)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet to be read.

    Attributes:
        file: path as the user gave it.
        sheet: openpyxl's sheet.
        uncomputed: row and column, from 1, of formulas whose result was never computed.
    """

    file: str
    sheet: Any
    uncomputed: frozenset[tuple[int, int]]

    def cells(self, skip: int = 0) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Return rows of openpyxl's cells with their numbers, those beyond the first skipped.

        Raises:
            UnreadableError: if one lies beyond what is read.
        """
        for line, cells in islice(enumerate(self.sheet.iter_rows(), start=1), skip, None):
            if line > ROWS or len(cells) > COLUMNS:
                message = (
                    f"the sheet reaches to row {line:,} and column {len(cells):,}, and at most "
                    f"{ROWS:,} rows and {COLUMNS:,} columns are read; delete what lies beyond"
                )
                raise UnreadableError.of(self.file, "E106", message, line)
            yield line, cells

    def valued(self, positions: frozenset[int], skip: int) -> set[int]:
        """Return those positions that hold a value in any row; reads on until all are found."""
        found: set[int] = set()
        for _, cells in self.cells(skip):
            # A sheet may claim far more columns than its rows have.
            filled = {p for p, cell in enumerate(cells) if cell.value is not None} & positions
            found.update(p for p in filled - found if cell_text(cells[p]).strip())
            if len(found) == len(positions):
                break
        return found

    def rows(self, header: Header, first_row: int) -> Iterator[Row | Finding]:
        """Read the rows from one on, and findings in the place of those with faulty cells."""
        line = first_row
        try:
            for line, cells in self.cells(first_row - 1):
                faults = list(self._faults(header, line, cells))
                yield from faults
                row = None if faults else header.row(line, [cell_text(cell) for cell in cells])
                if row is not None:
                    yield row
        except _DAMAGE:
            yield header.finding(line, "E106", _damaged())

    def _faults(self, header: Header, line: int, cells: tuple[Any, ...]) -> Iterator[Finding]:
        for position, cell in enumerate(cells):
            if cell.data_type == "e":
                message = (
                    f"the cell holds the error {shortened(str(cell.value))}; put its value there"
                )
                yield header.finding(line, "E109", message, position)
            elif (line, position + 1) in self.uncomputed:
                message = (
                    "the cell holds a formula without a result; "
                    "open the file and save it in the spreadsheet program"
                )
                yield header.finding(line, "E109", message, position)


def _header(content: _Sheet, layout: Layout) -> tuple[Header, int]:
    """Return the header and the number of the first row below it."""
    widest = min(content.sheet.max_column or 0, COLUMNS)
    # Programs that note a wrong size are known; the rows tell the true one.
    content.sheet.reset_dimensions()
    line, names = 0, list(layout.columns or ())
    first_row = layout.skip_lines + 1
    if not names:
        line, names = _named(content, layout.skip_lines)
        names += [""] * (widest - len(names))
        first_row = line + 1

    def valued(positions: frozenset[int]) -> set[int]:
        return content.valued(positions, first_row - 1)

    return make_header(content.file, line, names, valued), first_row


def _named(content: _Sheet, skip: int) -> tuple[int, list[str]]:
    """Find the first row that is neither empty nor a comment."""
    for line, cells in content.cells(skip):
        names = [clean_name(cell_text(cell)) for cell in cells]
        filled = list(filter(None, names))
        if filled and not (names[0].startswith("#") and (names[0] != "#" or len(filled) == 1)):
            return line, names
    message = "the sheet is empty; begin with a row of names, as date, title, actor1, actor2"
    raise UnreadableError.of(content.file, "E108", message)


def cell_text(cell: Any) -> str:
    """Return the value of one of openpyxl's cells as text."""
    value = cell.value
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return _date_text(value, cell.number_format)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        # Excel itself shows no more than 15 digits; the others are noise.
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    return "" if value is None else str(value)


def _date_text(value: datetime, number_format: str) -> str:
    """Return a date as precisely as its format shows it."""
    signs = _NO_FORMAT_SIGNS.sub("", (number_format or "")[:_LONGEST_FORMAT]).casefold()
    if value.time() != time():
        return value.isoformat(timespec="seconds")
    if "y" in signs and "d" not in signs:
        return f"{value:%Y-%m}" if "m" in signs else f"{value:%Y}"
    return value.date().isoformat()
