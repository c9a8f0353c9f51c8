"""Writing rows as a CSV that can be corrected and read again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TextIO

from relations_kb.records.whole_file import whole_file


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows as CSV: UTF-8 without a byte order mark, commas, lines that end in LF.

    The file appears whole or not at all, and replaces one that is there.

    Args:
        path: where to write.
        columns: names of the columns, in their order.
        rows: text of the cells by column; written exactly as it is, a missing one as empty.

    Raises:
        OSError: if it cannot be written.
    """
    with whole_file(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        _write(file, columns, rows)


def _write(file: TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    plain = csv.writer(file, lineterminator="\n")
    # The usual writer leaves a lone CR without quotes, and its reader then breaks the row there.
    quoted = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in chain([dict(zip(columns, columns, strict=True))], rows):
        cells = [row.get(column, "") for column in columns]
        (quoted if any("\r" in cell for cell in cells) else plain).writerow(cells)
