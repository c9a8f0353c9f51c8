"""``kb treaties``, ``kb measures``, ``kb pending``, ``kb upcoming``: what binds and what waits."""

from __future__ import annotations

from enum import StrEnum
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
    KnownBy,
    OnDay,
    Output,
)
from relations_kb.cli.output import emit, width_for
from relations_kb.cli.pages import write_page
from relations_kb.cli.windows import day, day_told
from relations_kb.domain.errors import KbError


class CalendarFormat(StrEnum):
    """How dated data is written."""

    TABLE = "table"
    MD = "md"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    ICS = "ics"


InForce = Annotated[
    bool, typer.Option("--in-force", help="Only those that have effect on that day.")
]
WithContext = Annotated[
    bool, typer.Option("--context", help="Also measures of third parties that touch both.")
]
Done = Annotated[
    bool, typer.Option("--done", help="Also plans that were carried out, with their slip.")
]
Within = Annotated[
    str, typer.Option("--within", metavar="SPAN", help="Span after the day: 90d, 6m or 5y.")
]
CalendarOption = Annotated[
    CalendarFormat, typer.Option("--format", "-f", help="How to write the data.")
]


def treaties(
    one: ActorOne,
    other: ActorTwo,
    in_force: InForce = False,
    on: OnDay = None,
    known_by: KnownBy = None,
    at: AtRevision = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """List the treaties and agreements of two actors: status, term, notice, obligations.

    Example: kb treaties iran russia --in-force --on 2026-01-01
    """
    from relations_kb.export.instruments import TREATY_COLUMNS, treaty_rows
    from relations_kb.query.treaties import treaties as ask
    from relations_kb.render.treaties import treaties_page

    as_of = day_told(on, known_by)
    with opened(database, known_by=known_by, at=at) as connection:
        view = ask(connection, one, other, as_of, in_force=in_force)
    found = list(view.treaties)
    rows = treaty_rows(found)
    write_page(lambda: treaties_page(view), found, TREATY_COLUMNS, rows, form, output)


def measures(
    one: ActorOne,
    other: ActorTwo,
    context: WithContext = False,
    on: OnDay = None,
    known_by: KnownBy = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """List tariffs, sanctions and embargoes between two actors, in both directions.

    Example: kb measures iran russia --context
    """
    from relations_kb.export.instruments import MEASURE_COLUMNS, measure_rows
    from relations_kb.query.trade_measures import measures as ask
    from relations_kb.render.trade_measures import measures_page

    as_of = day_told(on, known_by)
    with opened(database, known_by=known_by) as connection:
        view = ask(connection, one, other, as_of, context=context)
    found = list(view.measures)
    rows = measure_rows(found)
    write_page(lambda: measures_page(view), found, MEASURE_COLUMNS, rows, form, output)


def pending(
    one: ActorOne,
    other: ActorTwo,
    done: Done = False,
    on: OnDay = None,
    known_by: KnownBy = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """List what is planned, signed or announced and not done: its stage, age and missing step.

    Example: kb pending iran russia --done
    """
    from relations_kb.export.instruments import PENDING_COLUMNS, pending_rows
    from relations_kb.query.pending import pending as ask
    from relations_kb.render.pending import pending_page

    as_of = day_told(on, known_by)
    with opened(database, known_by=known_by) as connection:
        view = ask(connection, one, other, as_of, done=done)
    found = [*view.pending, *view.done]
    rows = pending_rows(found)
    write_page(lambda: pending_page(view, done=done), found, PENDING_COLUMNS, rows, form, output)


def upcoming(
    one: ActorOne,
    other: ActorTwo,
    within: Within = "5y",
    on: OnDay = None,
    form: CalendarOption = CalendarFormat.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """List ends of terms, last days for notice and planned steps that come up, also as a calendar.

    Example: kb upcoming iran russia --within 5y --format ics --output iran-russia.ics
    """
    from relations_kb.export.icalendar import to_icalendar
    from relations_kb.export.instruments import UPCOMING_COLUMNS, upcoming_rows
    from relations_kb.export.tabular import to_csv, to_json, to_json_lines
    from relations_kb.query.upcoming import upcoming as ask
    from relations_kb.render.layout import markdown_text, sheet_text
    from relations_kb.render.upcoming import upcoming_sheet

    as_of, span = day("--on", on), _span(within)
    with opened(database) as connection:
        view = ask(connection, one, other, as_of, span)
    match form:
        case CalendarFormat.ICS:
            text = to_icalendar(view)
        case CalendarFormat.JSON:
            text = to_json(view.upcoming)
        case CalendarFormat.JSONL:
            text = to_json_lines(view.upcoming)
        case CalendarFormat.CSV:
            text = to_csv(UPCOMING_COLUMNS, upcoming_rows(view.upcoming))
        case CalendarFormat.MD:
            text = markdown_text(upcoming_sheet(view))
        case CalendarFormat.TABLE:
            text = sheet_text(upcoming_sheet(view), width_for(output))
    emit(text, output)


def _span(text: str) -> str:
    """Read a span as an ISO 8601 duration.

    Raises:
        KbError: if it is none.
    """
    from relations_kb.domain.terms import span

    duration = span(text)
    if duration is None:
        raise KbError(f"--within {text} is no span of time.", "Write it as 90d, 6m or 5y.")
    return duration
