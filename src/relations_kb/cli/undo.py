"""``kb undo``: a changeset taken back, by another that can be taken back, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relations_kb.cli.changing import DryRun, Yes, carried_out
from relations_kb.cli.options import Database, Format, FormatOption, Output
from relations_kb.cli.pages import write_page

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from relations_kb.ingest.undoing import UndoView

Changeset = Annotated[
    int, typer.Argument(metavar="CHANGESET", help="Number of the changeset, as in kb log.", min=1)
]
COLUMNS = (
    "undoes", "kind", "label", "applied_at", "withdrawn", "brought_back", "fallen", "returned",
    "changeset",
)  # fmt: skip


def undo(
    changeset: Changeset,
    dry_run: DryRun = False,
    yes: Yes = False,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Take a changeset back: withdraw what it said, bring back what it had withdrawn.

    Later corrections are kept. An undo is a changeset, too, and 'kb undo' of it brings all back.

    Example: kb undo 5 --dry-run
    """
    from relations_kb.ingest.undoing import carry_out_undo
    from relations_kb.render.undo import undo_page

    def work(connection: Connection) -> UndoView:
        return carry_out_undo(connection, changeset)

    view = carried_out(work, undo_page, database, dry_run=dry_run, yes=yes)
    write_page(lambda: undo_page(view), view, COLUMNS, [_row(view)], form, output)


def _row(view: UndoView) -> dict[str, object]:
    from relations_kb.export.tabular import plain

    row: dict[str, object] = plain(view)
    return row
