"""``kb log`` and ``kb diff``: what came when, from which file, and what a changeset did."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relations_kb.cli import complete
from relations_kb.cli.access import opened
from relations_kb.cli.options import Database, Format, FormatOption, Output
from relations_kb.cli.output import emit, width_for

if TYPE_CHECKING:
    from relations_kb.query.diff import Diff
    from relations_kb.query.log import Log


class ChangesetKind(StrEnum):
    """What a changeset may be."""

    SEED = "seed"
    IMPORT = "import"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    UNDO = "undo"
    MERGE = "merge"
    DISTINCT = "distinct"


Limit = Annotated[int, typer.Option("--limit", min=0, help="At most so many changesets; 0: all.")]
Dataset = Annotated[
    str,
    typer.Option("--dataset", metavar="D", help="Only those that brought a file of it."),
]
Kind = Annotated[ChangesetKind | None, typer.Option("--kind", help="Only those of one kind.")]
Record = Annotated[
    str,
    typer.Option(
        "--record", metavar="ID", help="Only about one record.", autocompletion=complete.records
    ),
]
Changeset = Annotated[
    int, typer.Argument(metavar="CHANGESET", help="Number of a changeset; see kb log.")
]
Other = Annotated[
    int | None,
    typer.Argument(
        metavar="[OTHER]", help="Another one: what changed from the base after the first to its.",
    ),
]  # fmt: skip
All = Annotated[bool, typer.Option("--all", help="All records, on a terminal, too.")]


def log(
    limit: Limit = 0,
    dataset: Dataset = "",
    kind: Kind = None,
    record: Record = "",
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """List changesets, newest first: when, from which files, what they added, what undoes them.

    Example: kb log --kind import --limit 10
    """
    from relations_kb.query.log import log as ask

    with opened(database) as connection:
        found = ask(connection, limit=limit, dataset=dataset, kind=kind or "", record=record)
    emit(_log_text(found, form, output), output)


def _log_text(log: Log, form: Format, output: Path | None) -> str:
    from relations_kb.export.history import LOG_COLUMNS, log_rows
    from relations_kb.export.tabular import to_csv, to_json, to_json_lines
    from relations_kb.render.history import log_sheet
    from relations_kb.render.layout import markdown_text, sheet_text

    match form:
        case Format.JSON:
            return to_json(log.entries)
        case Format.JSONL:
            return to_json_lines(log.entries)
        case Format.CSV:
            return to_csv(LOG_COLUMNS, log_rows(log.entries))
        case Format.MD:
            return markdown_text(log_sheet(log))
        case Format.TABLE:
            return sheet_text(log_sheet(log), width_for(output))


def diff(
    changeset: Changeset,
    other: Other = None,
    record: Record = "",
    everything: All = False,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Tell what a changeset did, record by record, or what changed from one to another.

    On a terminal the first 20 records are shown and the rest is counted.

    Example: kb diff 2 --format csv
    """
    from relations_kb.query.diff import diff as ask
    from relations_kb.query.diff import diff_between

    with opened(database) as connection:
        if other is None:
            found = ask(connection, changeset, record)
        else:
            found = diff_between(connection, changeset, other, record)
        # Rows are read from the base as they are written.
        emit(_diff_text(found, form, output, everything=everything), output)


def _diff_text(
    diff: Diff, form: Format, output: Path | None, *, everything: bool
) -> str | Iterable[str]:
    from relations_kb.export.history import DIFF_COLUMNS, diff_rows
    from relations_kb.export.tabular import csv_lines, json_lines, to_json
    from relations_kb.render.history import FIRST, diff_page
    from relations_kb.render.page import page_markdown, page_text

    match form:
        case Format.JSON:
            return to_json(diff_rows(diff.rows()))
        case Format.JSONL:
            return json_lines(diff_rows(diff.rows()))
        case Format.CSV:
            return csv_lines(DIFF_COLUMNS, diff_rows(diff.rows()))
        case Format.MD:
            return page_markdown(diff_page(diff))
        case Format.TABLE:
            width = width_for(output)
            return page_text(diff_page(diff, 0 if everything or width is None else FIRST), width)
