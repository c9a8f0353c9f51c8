"""``kb search``, ``kb countries``, ``kb sources``: lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relations_kb.cli.access import opened
from relations_kb.cli.options import Database, Format, FormatOption, Output
from relations_kb.cli.output import emit, width_for

if TYPE_CHECKING:
    from relations_kb.render.layout import Sheet

Wanted = Annotated[str, typer.Argument(metavar="TEXT", help="Words, in any script.")]
Part = Annotated[str, typer.Argument(metavar="[TEXT]", help="A part of an id, name or code.")]


def search(
    text: Wanted,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Find records by titles, names, notes and places; every word must occur.

    Example: kb search Bushehr
    """
    from relations_kb.query.search import SearchHit
    from relations_kb.query.search import search as ask
    from relations_kb.render.lists import hits_sheet

    with opened(database) as connection:
        hits = ask(connection, text)
    write_list(hits, _columns(SearchHit), hits_sheet(hits), form, output)


def countries(
    text: Part = "",
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """List countries, present and former, and organizations, with their codes.

    Example: kb countries persia
    """
    from relations_kb.query.actors import ActorView, list_actors
    from relations_kb.render.lists import actors_sheet

    with opened(database) as connection:
        found = list_actors(connection, text)
    write_list(found, _columns(ActorView), actors_sheet(found), form, output)


def sources(
    form: FormatOption = Format.TABLE, output: Output = None, database: Database = None
) -> None:
    """List the sources with their grade, and how many records cite each.

    Example: kb sources --format csv --output sources.csv
    """
    from relations_kb.export.tabular import plain
    from relations_kb.query.sources import SourceView, list_sources
    from relations_kb.render.lists import sources_sheet

    with opened(database) as connection:
        cited = list_sources(connection)
    rows = [{**plain(entry.source), "records": entry.records} for entry in cited]
    columns = (*_columns(SourceView), "records")
    write_list(rows, columns, sources_sheet(cited), form, output)


def _columns(view: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(view))


def write_list(
    rows: Sequence[Any],
    columns: Sequence[str],
    sheet: Sheet,
    form: Format,
    output: Path | None,
) -> None:
    """Write a list in any of the formats.

    Args:
        rows: its entries.
        columns: columns of the CSV.
        sheet: the table for people.
        form: the format.
        output: file to write, or None for stdout.
    """
    from relations_kb.export.tabular import plain, to_csv, to_json, to_json_lines
    from relations_kb.render.layout import markdown_text, sheet_text

    match form:
        case Format.JSON:
            text = to_json(rows)
        case Format.JSONL:
            text = to_json_lines(rows)
        case Format.CSV:
            text = to_csv(columns, (plain(row) for row in rows))
        case Format.MD:
            text = markdown_text(sheet)
        case Format.TABLE:
            text = sheet_text(sheet, width_for(output))
    emit(text, output)
