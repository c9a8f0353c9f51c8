"""What cannot be used: entries of the plan for it, and its rows to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from relations_kb.domain.errors import KbError
from relations_kb.ingest.imports.plan import Entry, Outcome
from relations_kb.ingest.imports.staging import Staging
from relations_kb.ingest.tables.reading import Layout, open_table
from relations_kb.ingest.tables.table import Row
from relations_kb.ingest.tables.writing import write_table


def rejected_entries(staging: Staging) -> Iterator[tuple[int, Entry]]:
    """Yield an entry for every row that cannot be used, with all that is wrong with it."""
    errors = (finding for finding in staging.findings() if finding.is_error)
    for (file, line), own in groupby(errors, key=lambda finding: (finding.file, finding.line)):
        faults = list(own)
        columns = dict.fromkeys(fault.field for fault in faults if fault.field)
        message = "; ".join(f"{fault.code} {fault.message}" for fault in faults)
        yield (
            0,
            Entry(
                str(Outcome.REJECTED), "", "", file, line,
                message=message, column=", ".join(columns),
            ),
        )  # fmt: skip


def write_bad_rows(file: Path, place: Path, lines: set[int], layout: Layout) -> tuple[int, int]:
    """Write some rows of a file to another, as they were.

    Args:
        file: the file that they are read from, once more.
        place: the file to be written.
        lines: their lines.
        layout: how the file is laid out.

    Returns:
        How many were written, and how many have no cells that could be.

    Raises:
        KbError: if the file cannot be written.
    """
    if not lines:
        return 0, 0
    with open_table(file, layout) as table:
        rows = [row for row in table.rows if isinstance(row, Row) and row.line in lines]
        if rows:
            try:
                write_table(place, table.columns, (row.cells for row in rows))
            except OSError as error:
                raise KbError(
                    f"{place} cannot be written ({error.strerror}); the rows are still in {file}.",
                    "Name another file with --bad.",
                ) from None
    return len(rows), len(lines) - len(rows)
