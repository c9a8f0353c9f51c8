"""``kb compare``: dyads beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relations_kb.cli import complete
from relations_kb.cli.access import opened
from relations_kb.cli.options import (
    ActorOne,
    ActorTwo,
    AtRevision,
    Database,
    Format,
    FormatOption,
    KnownBy,
    OnDay,
    Output,
)
from relations_kb.cli.output import emit, width_for
from relations_kb.cli.windows import day
from relations_kb.domain.errors import KbError

if TYPE_CHECKING:
    from relations_kb.query.compare import CompareView

With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="ACTOR",
        help="Compare with A and this actor; may be given twice.",
        autocompletion=complete.actors,
    ),
]


def compare(
    one: ActorOne,
    other: ActorTwo,
    others: With = None,
    on: OnDay = None,
    known_by: KnownBy = None,
    at: AtRevision = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Compare two or three dyads of A: with B, and with each actor of --with.

    Example: kb compare iran russia --with china --with turkiye
    """
    from relations_kb.query.compare import compare as ask

    if not others:
        raise KbError(
            "There is nothing to compare with.",
            "Name another actor, as in: kb compare iran russia --with china",
        )
    as_of = day("--on", on)
    with opened(database, known_by=known_by, at=at) as connection:
        view = ask(connection, one, [other, *others], as_of)
    emit(_text(view, form, output), output)


def _text(view: CompareView, form: Format, output: Path | None) -> str:
    from relations_kb.export.tabular import plain, to_csv, to_json_lines, to_json_object
    from relations_kb.render.compare import compare_sheet
    from relations_kb.render.layout import markdown_text, sheet_text

    match form:
        case Format.JSON:
            # The base in words, as on every page.
            return to_json_object({**plain(view), "base": str(view.base)})
        case Format.JSONL:
            return to_json_lines(view.rows)
        case Format.CSV:
            from relations_kb.export.compare import compare_columns, compare_rows

            return to_csv(compare_columns(view), compare_rows(view))
        case Format.MD:
            return markdown_text(compare_sheet(view))
        case Format.TABLE:
            return sheet_text(compare_sheet(view), width_for(output))
