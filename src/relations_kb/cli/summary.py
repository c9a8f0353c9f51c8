"""``kb summary``: one page on two actors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

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
from relations_kb.cli.output import emit
from relations_kb.cli.pages import write_page
from relations_kb.cli.windows import day, day_told

if TYPE_CHECKING:
    from relations_kb.query.summary import SummaryView

Ids = Annotated[
    bool, typer.Option("--ids", help="After every sentence the records and claims behind it.")
]


def summary(
    one: ActorOne,
    other: ActorTwo,
    on: OnDay = None,
    known_by: KnownBy = None,
    at: AtRevision = None,
    ids: Ids = False,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Print one page on two actors: facts and dates, what is in force, planned, disputed.

    With --known-by, the day of --on is that day if none is given.

    Example: kb summary iran russia --format md --output brief.md
    """
    from relations_kb.export.summary import SUMMARY_COLUMNS, summary_object, summary_rows
    from relations_kb.render.summary import summary_markdown, summary_page

    view = make_summary(one, other, on, known_by, at, database, ids=ids)
    if form is Format.MD:
        emit(summary_markdown(view), output)
        return
    write_page(
        lambda: summary_page(view),
        summary_object(view, dated=on is None and known_by is None),
        SUMMARY_COLUMNS,
        summary_rows(view),
        form,
        output,
    )


def make_summary(
    one: str,
    other: str,
    on: str | None,
    known_by: str | None,
    at: int | None,
    database: str | None,
    *,
    ids: bool,
) -> SummaryView:
    """Ask a base, as it was known on a day or after a changeset, for a summary.

    Raises:
        KbError: if a day cannot be read or an actor is not found.
    """
    from relations_kb.query.summary import summary as ask

    as_of = day_told(on, known_by)
    published = day("--known-by", known_by) if known_by else None
    with opened(database, known_by=known_by, at=at) as connection:
        return ask(connection, one, other, as_of, known_by=published, at=at, ids=ids)
