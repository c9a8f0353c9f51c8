"""``kb merge``: records that are one, and records that only look it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relations_kb.cli import complete
from relations_kb.cli.access import opened
from relations_kb.cli.changing import DryRun, Yes, carried_out
from relations_kb.cli.lists import write_list
from relations_kb.cli.options import Database, Format, FormatOption, Output
from relations_kb.cli.pages import write_page
from relations_kb.domain.errors import KbError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from relations_kb.ingest.merging import MergeView

Record = Annotated[
    str,
    typer.Argument(
        metavar="[ID]", help="The record that is a part.", autocompletion=complete.records
    ),
]
Into = Annotated[
    str,
    typer.Argument(
        metavar="[INTO]", help="The record that stays.", autocompletion=complete.records
    ),
]
COLUMNS = ("record", "title", "into", "into_title", "verdict", "claims", "changeset")


def merge(
    record: Record = "",
    into: Into = "",
    distinct: Annotated[
        bool, typer.Option("--distinct", help="Say that the two are two things.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Join two records that are one: the first id leads to the second from then on.

    Without ids, list the records that look alike and of which nobody has said what they are.

    Example: kb merge my-talks-2025 putin-pezeshkian-kazan-2024 --dry-run
    """
    from relations_kb.ingest import merging
    from relations_kb.render.undo import merge_page

    if not record:
        _list(form, output, database)
        return
    if not into:
        raise KbError("A second record is needed.", "Name the one that stays: kb merge ID INTO")

    def work(connection: Connection) -> MergeView:
        join = merging.keep_apart if distinct else merging.merge
        return join(connection, record, into)

    view = carried_out(work, merge_page, database, dry_run=dry_run, yes=yes)
    from relations_kb.export.tabular import plain

    write_page(lambda: merge_page(view), view, COLUMNS, [plain(view)], form, output)


def _list(form: Format, output: Path | None, database: str | None) -> None:
    from relations_kb.query.questions import QuestionView, open_questions
    from relations_kb.render.undo import questions_sheet

    with opened(database) as connection:
        questions = open_questions(connection)
    columns = tuple(field.name for field in fields(QuestionView))
    write_list(questions, columns, questions_sheet(questions), form, output)
