"""Which sign stands between the cells of a text, found by reading its first records with each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from relations_kb.ingest.tables.quoting import read_records

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}
"""The signs that are tried, with their names; of two that fit alike the first is taken."""

_SINGLE = 0.2
"""How well a row of one cell fits any wider header: every sign that does not occur makes such."""

_GOOD = 0.3


@dataclass(frozen=True, slots=True)
class _Trial:
    """What the first records look like with one separator.

    Attributes:
        delimiter: the separator.
        width: cells of the header.
        fit: how well the records fit the header, from 0 to 1.
    """

    delimiter: str
    width: int
    fit: float


def find_separator(lines: Sequence[str], width: int = 0) -> str:
    """Find the separator of a text.

    It is the one with which most records have as many cells as the header. Those with fewer count
    less, since empty cells at the end of a row are often left out. Lines of notes before the
    header do not mislead.

    Args:
        lines: first lines, the header first if there is one.
        width: number of columns where the header is known otherwise.

    Returns:
        The separator; one that is not in the header if the text has but one column.
    """
    trials = [_trial(lines, delimiter, width) for delimiter in SEPARATORS]
    best = max(trials, key=lambda trial: (trial.width > 1, trial.fit, trial.width))
    if best.width > 1 and best.fit >= _GOOD:
        return best.delimiter
    noted = [(lines_of_notes(lines, delimiter)[1], delimiter) for delimiter in SEPARATORS]
    return max(noted)[1] if max(noted)[0] else best.delimiter


def lines_of_notes(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """Count the lines that seem to stand before the header, and the cells of the header.

    They are recognised by having one cell where most records have the same three or more.

    Returns:
        Both numbers; zeros if the text seems to begin with its header.
    """
    records = _records(lines, delimiter)
    widths = Counter(len(cells) for _, cells in records)
    width, times = widths.most_common(1)[0] if widths else (0, 0)
    if width < 3 or times < 3 or times * 2 < len(records) or len(records[0][1]) > 1:
        return 0, 0
    return next(line for line, cells in records if len(cells) == width), width


def _records(lines: Sequence[str], delimiter: str) -> list[tuple[int, list[str]]]:
    """Read as records what can be; lines are counted from 0."""
    found = read_records("", lines, delimiter, 0)
    return [record for record in found if isinstance(record, tuple) and any(record[1])]


def _trial(lines: Sequence[str], delimiter: str, width: int) -> _Trial:
    rows = [cells for _, cells in _records(lines, delimiter)]
    if not width:
        width = len(rows.pop(0)) if rows else 0
    fits = [_fit(cells, width) for cells in rows]
    return _Trial(delimiter, width, sum(fits) / len(fits) if fits else 1.0)


def _fit(cells: list[str], width: int) -> float:
    """Tell how well a record fits a header; empty cells beyond it do no harm."""
    if len(cells) == 1 < width:
        return _SINGLE
    found = len(cells) if any(cells[width:]) else min(len(cells), width)
    return min(found, width) / max(found, width)
