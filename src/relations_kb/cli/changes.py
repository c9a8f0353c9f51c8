"""``kb changes``: what is not as it was."""

from __future__ import annotations

from typing import Annotated

import typer

from relations_kb.cli.access import opened
from relations_kb.cli.options import (
    ActorOne,
    ActorTwo,
    AtRevision,
    Database,
    Format,
    FormatOption,
    Output,
)
from relations_kb.cli.pages import write_page
from relations_kb.cli.windows import day

Since = Annotated[str, typer.Option("--since", metavar="DAY", help="The earlier day.")]
OnEnd = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DAY",
        help="The later day; today if left out. With --known-by, the day told of.",
    ),
]
KnownEnd = Annotated[
    str | None,
    typer.Option(
        "--known-by",
        metavar="DAY",
        help="Compare what was known by --since with what was known by this day.",
    ),
]


def changes(
    one: ActorOne,
    other: ActorTwo,
    since: Since,
    on: OnEnd = None,
    known_by: KnownEnd = None,
    at: AtRevision = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Tell what changed between two actors from one day to another, or in what was known.

    Example: kb changes iran russia --since 2025-01-01 --on 2025-12-31
    """
    from relations_kb.export.changes import CHANGES_COLUMNS, changes_object, changes_rows
    from relations_kb.query.changes import changes as ask
    from relations_kb.render.changes import changes_page

    start = day("--since", since)
    end = day("--on", on) if on else None
    known = day("--known-by", known_by) if known_by else None
    with opened(database) as connection:
        view = ask(connection, one, other, start, on=end, known_by=known, at=at)
    write_page(
        lambda: changes_page(view),
        changes_object(view),
        CHANGES_COLUMNS,
        changes_rows(view),
        form,
        output,
    )
