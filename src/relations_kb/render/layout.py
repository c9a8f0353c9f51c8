"""Tables for people: fitted to a terminal, or plain in a pipe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relations_kb.render.text import clean, escaped, markdown_table

NARROW = 110
"""A terminal of fewer columns shows the essential columns alone."""

_SIDE_COLUMN = 26
"""Columns of the terminal that a column at the side may take at least."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be shown: header, rows of cells, and lines above and below.

    Attributes:
        header: titles of the columns.
        rows: cells as text.
        above: lines before the table.
        below: lines after it.
        wide: index of the column that takes what room there is.
        essential: how many of the first columns a narrow terminal shows; 0 for all.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    wide: int = 1
    essential: int = 0


def sheet_text(sheet: Sheet, width: int | None) -> str:
    """Write a sheet for a terminal of a width, or, without one, plain for a pipe."""
    if width is None:
        return plain_text(sheet)
    return terminal_text(sheet, width)


def plain_text(sheet: Sheet) -> str:
    """Write a sheet with aligned columns and nothing else: no boxes, no wrapping, no cutting."""
    table = [[clean(cell) for cell in row] for row in (sheet.header, *sheet.rows)]
    room = [max(map(_cells, column)) for column in zip(*table, strict=True)]
    lines = [
        "  ".join(
            cell + " " * (width - _cells(cell)) for cell, width in zip(row, room, strict=True)
        ).rstrip()
        for row in table
    ]
    around = [[clean(line) for line in group] for group in (sheet.above, sheet.below)]
    return "\n".join([*around[0], *lines, *around[1]]) + "\n"


def _cells(text: str) -> int:
    """Count the columns that a text takes: Chinese takes two a sign, vowel marks none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def terminal_text(sheet: Sheet, width: int) -> str:
    """Write a sheet with rich, wrapped to a width; colours obey NO_COLOR."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = sheet.essential if sheet.essential and width < NARROW else len(sheet.header)
    console = Console(width=width, force_terminal=True, highlight=False)
    table = Table(box=SIMPLE_HEAD, expand=False, pad_edge=False, header_style="bold")
    for index, title in enumerate(sheet.header[:shown]):
        if index == sheet.wide:
            table.add_column(title, overflow="fold", ratio=1)
            continue
        # The first column is a date or an id, which is broken only where it would take all room.
        longest = max((_cells(row[index]) for row in sheet.rows), default=0)
        first = index == 0
        table.add_column(
            title,
            overflow="fold",
            no_wrap=first and longest <= width // 2,
            style="cyan" if first else "",
            max_width=width // 2 if first else max(_SIDE_COLUMN, width // 5),
        )
    for row in sheet.rows:
        table.add_row(*(Text(clean(cell)) for cell in row[:shown]))
    with console.capture() as capture:
        for line in sheet.above:
            console.print(Text(clean(line)))
        console.print(table)
        for line in sheet.below:
            console.print(Text(clean(line)))
    return capture.get()


def markdown_text(sheet: Sheet) -> str:
    """Write a sheet as Markdown."""
    above = "".join(f"{escaped(line)}\n\n" for line in sheet.above)
    below = "".join(f"\n{escaped(line)}\n" for line in sheet.below)
    return above + markdown_table(sheet.header, sheet.rows) + below
