"""``kb summary``: one page on two actors."""

from __future__ import annotations

from typing import Annotated

import typer

from relations_kb.cli.access import opened
from relations_kb.cli.options import (
    ActorOne,
    ActorTwo,
    Database,
    Format,
    FormatOption,
    Output,
)
from relations_kb.cli.pages import write_page
from relations_kb.cli.windows import day

On = Annotated[
    str | None,
    typer.Option("--on", metavar="DAY", help="Day whose state is told; today if left out."),
]


def summary(
    one: ActorOne,
    other: ActorTwo,
    on: On = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Print one page on two actors: facts and dates, what is in force, planned, disputed.

    Example: kb summary iran russia --format md --output brief.md
    """
    from relations_kb.export.summary import SUMMARY_COLUMNS, summary_object, summary_rows
    from relations_kb.query.summary import summary as ask
    from relations_kb.render.summary import summary_page

    as_of = day("--on", on)
    with opened(database) as connection:
        view = ask(connection, one, other, as_of)
    write_page(
        lambda: summary_page(view),
        summary_object(view),
        SUMMARY_COLUMNS,
        summary_rows(view),
        form,
        output,
    )
