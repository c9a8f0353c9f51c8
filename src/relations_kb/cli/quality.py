"""``kb quality``: how good the base is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from relations_kb.cli.access import opened
from relations_kb.cli.options import Database, Format, FormatOption, Output
from relations_kb.cli.pages import write_page
from relations_kb.domain.errors import KbError

Pair = Annotated[
    list[str] | None,
    typer.Argument(metavar="[A B]", help="Two actors; without, the dyads that the seed is for."),
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Exit with 1 where the seed is below its floors (quality.toml)."),
]
_TWO = 2


def quality(
    pair: Pair = None,
    strict: Strict = False,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Measure the base: sources, origins, sides, precision, gaps, contradictions.

    Example: kb quality iran russia
    """
    from dataclasses import fields

    from relations_kb.export.tabular import plain
    from relations_kb.query.floors import dyads_of, floors_file, read_floors, shortfalls
    from relations_kb.query.quality import Quality, measure
    from relations_kb.render.quality import quality_page

    floors = read_floors(floors_file())
    if pair:
        floors = {name: least for name, least in floors.items() if name == " ".join(pair)}
    with opened(database) as connection:
        measured = measure(connection, _dyad(pair) or dyads_of(floors))
    columns = [field.name for field in fields(Quality)]
    rows = [plain(entry) for entry in measured]
    write_page(lambda: quality_page(measured), rows, columns, map(_flat, rows), form, output)
    below = list(shortfalls(measured, floors)) if strict else []
    if below:
        message = "The base is below its floors.\n" + "\n".join(below)
        raise KbError(message, "Mend the data, or the floors.", exit_code=1)


def _dyad(pair: Sequence[str] | None) -> list[tuple[str, str]]:
    if not pair:
        return []
    if len(pair) != _TWO:
        raise KbError("A dyad has two actors.", "Name two, as in: kb quality iran russia")
    return [(pair[0], pair[1])]


def _flat(row: dict[str, object]) -> dict[str, object]:
    """Write the counts of a row as lists, which a cell can hold."""
    return {
        name: [f"{word} {n}" for word, n in value.items()] if isinstance(value, dict) else value
        for name, value in row.items()
    }
