"""Dyads beside each other as a table."""

from __future__ import annotations

from relations_kb.query.compare import CompareView
from relations_kb.query.measures import Cell
from relations_kb.render.layout import Sheet
from relations_kb.render.text import listed

_RECORDS_SHOWN = 3


def compare_sheet(view: CompareView) -> Sheet:
    """Lay out the comparison: a column for each dyad, a row for each measure."""
    others = listed(dyad.other_name for dyad in view.dyads)
    return Sheet(
        header=["Measure", *(dyad.name for dyad in view.dyads)],
        rows=[[row.measure, *map(cell_text, row.cells)] for row in view.rows],
        above=[f"{view.name} with each of {others}, on {view.on} ({view.base})."],
    )


def cell_text(cell: Cell) -> str:
    """Write a value with its date, article, records and sources."""
    text = f"{cell.date}  {cell.value}" if cell.date else cell.value
    text += f", Art. {cell.article}" if cell.article else ""
    text += " (disputed)" if cell.disputed else ""
    text += f" {{{listed(cell.records, _RECORDS_SHOWN)}}}" if cell.records else ""
    return text + (f" [{listed(cell.sources, _RECORDS_SHOWN)}]" if cell.sources else "")
