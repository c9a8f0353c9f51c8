"""``kb status``: what is in force, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from relations_kb.cli.access import opened
from relations_kb.cli.options import (
    AtRevision,
    Database,
    Format,
    FormatOption,
    KnownBy,
    OnDay,
    Output,
    RecordId,
)
from relations_kb.cli.pages import write_page
from relations_kb.cli.windows import day_told

Why = Annotated[bool, typer.Option("--why", help="Print the rules and steps behind the status.")]


def status(
    record: RecordId,
    on: OnDay = None,
    why: Why = False,
    known_by: KnownBy = None,
    at: AtRevision = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Compute the legal status of an instrument on a day, as a whole and for each party.

    CSV holds the whole, with no actor, and then each party.

    Example: kb status iran-russia-strategic-partnership-2025 --on 2025-08-01 --why
    """
    from relations_kb.export.tabular import plain
    from relations_kb.query.status import get_status
    from relations_kb.render.status import status_page

    with opened(database, known_by=known_by, at=at) as connection:
        view = get_status(connection, record, day_told(on, known_by))
    columns = ("record", "on", "actor", "status", "since", "calendar")
    rows = [
        {"record": view.record, "on": view.on, "actor": "", **_cells(plain(view))},
        *(
            {"record": view.record, "on": view.on, "actor": p.actor, **_cells(plain(p))}
            for p in view.parties
        ),
    ]
    write_page(lambda: status_page(view, why=why), view, columns, rows, form, output)


def _cells(value: dict[str, str | None]) -> dict[str, str | None]:
    return {name: value[name] for name in ("status", "since", "calendar")}
