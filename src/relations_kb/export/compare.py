"""Dyads beside each other as rows of a CSV."""

from __future__ import annotations

from collections.abc import Iterator

from relations_kb.export.tabular import LIST_SEPARATOR
from relations_kb.query.compare import CompareView, DyadName

_PARTS = ("value", "date", "article", "records", "sources", "disputed")


def compare_columns(view: CompareView) -> tuple[str, ...]:
    """Return ``measure``, then for each dyad the columns of its value."""
    return ("measure", *(_column(dyad, part) for dyad in view.dyads for part in _PARTS))


def compare_rows(view: CompareView) -> Iterator[dict[str, str | None]]:
    """Yield a row for each measure."""
    for row in view.rows:
        cells: dict[str, str | None] = {"measure": row.measure}
        for dyad, cell in zip(view.dyads, row.cells, strict=True):
            values = (
                cell.value,
                cell.date,
                cell.article,
                LIST_SEPARATOR.join(cell.records),
                LIST_SEPARATOR.join(cell.sources),
                "yes" if cell.disputed else "",
            )
            cells |= {
                _column(dyad, part): value for part, value in zip(_PARTS, values, strict=True)
            }
        yield cells


def _column(dyad: DyadName, part: str) -> str:
    pair = f"{dyad.one} {dyad.other}"
    return pair if part == "value" else f"{pair} {part}"
