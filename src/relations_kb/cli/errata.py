"""``kb correct`` and ``kb retract``: errata, each with its reason and date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relations_kb.cli.changing import DryRun, Yes, agree, check_terminal, opened_to_write
from relations_kb.cli.options import Database, Format, FormatOption, Output, RecordId
from relations_kb.cli.pages import write_page
from relations_kb.cli.windows import day

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from relations_kb.ingest.errata import ErratumChange, Planner

SlotOption = Annotated[
    str,
    typer.Argument(
        metavar="SLOT",
        help="in-force:date, signed@iran:place, 'figure:cost|unit-1|2012' or title.",
    ),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="What was wrong, and why.")]
SourceId = Annotated[
    str | None, typer.Option("--source", metavar="ID", help="The source that says so.")
]
Date = Annotated[
    str | None,
    typer.Option("--date", metavar="DAY", help="Day of the erratum; today if left out."),
]
COLUMNS = (
    "record", "slot", "kind", "date", "source", "value", "calendar", "new_source", "new_value",
    "new_calendar", "reason", "changeset",
)  # fmt: skip


def correct(
    record: RecordId,
    slot: SlotOption,
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="The right value, as in a seed file.")
    ],
    reason: Reason,
    source: SourceId = None,
    date: Date = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Put a right value in the place of a wrong one; the old stays in sight with the reason.

    Without --source, the sources of the value shown were misread and now say the right one.

    Example: kb correct RECORD in-force:date 2006-01-11 --reason "Misread: the page says 11."
    """
    from relations_kb.ingest.errata import correction

    planner = correction(record, slot, value, reason=reason, day=day("--date", date), source=source)
    _run(planner, database, form, output, dry_run=dry_run, yes=yes)


def retract(
    record: RecordId,
    slot: SlotOption,
    reason: Reason,
    value: Annotated[
        str | None, typer.Option("--value", metavar="V", help="Only statements of this value.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID", help="Only those of this source.")
    ] = None,
    date: Date = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Take statements back without another in their place; they stay in sight with the reason.

    Without --value and --source, all statements of the value shown.

    Example: kb retract RECORD in-force:date --source ID --reason "The page was withdrawn."
    """
    from relations_kb.ingest.errata import retraction

    planner = retraction(
        record, slot, reason=reason, day=day("--date", date), value=value, source=source
    )
    _run(planner, database, form, output, dry_run=dry_run, yes=yes)


def _run(
    planner: Planner,
    database: str | None,
    form: Format,
    output: Path | None,
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Plan, ask, write, and tell what was done."""
    from relations_kb.render.errata import erratum_page

    with opened_to_write(database) as engine:
        view = _written(engine, planner, dry_run=dry_run, yes=yes)
    write_page(lambda: erratum_page(view), view, COLUMNS, _rows(view), form, output)


def _written(engine: Engine, planner: Planner, *, dry_run: bool, yes: bool) -> ErratumChange:
    from relations_kb.ingest.errata import carry_out
    from relations_kb.render.errata import erratum_page
    from relations_kb.store.engine import connect

    with connect(engine) as connection:
        plan = planner(connection)
    if dry_run:
        return plan.view
    if not yes:
        check_terminal()
        agree(erratum_page(plan.view))
    with connect(engine, write=True) as connection:
        return carry_out(connection, planner, plan)


def _rows(view: ErratumChange) -> Iterator[dict[str, Any]]:
    common = {
        "record": view.record, "slot": view.slot, "kind": view.kind, "date": view.date,
        "reason": view.reason, "changeset": view.changeset,
    }  # fmt: skip
    pairs = [(replaced.was, replaced.now) for replaced in view.claims]
    for was, now in (*pairs, *((None, said) for said in view.restored)):
        yield {
            **common,
            "source": was.source if was else None,
            "value": was.value if was else None,
            "calendar": was.calendar if was else None,
            "new_source": now.source if now else None,
            "new_value": now.value if now else None,
            "new_calendar": now.calendar if now else None,
        }
