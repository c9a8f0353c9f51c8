"""``kb timeline`` and ``kb export timeline``: what happened between two actors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relations_kb.cli.access import opened
from relations_kb.cli.complete import actors
from relations_kb.cli.options import (
    ActorOne,
    ActorTwo,
    AtRevision,
    Database,
    Format,
    FormatOption,
    KnownBy,
    Output,
    RowsFormat,
)
from relations_kb.cli.output import emit, width_for
from relations_kb.cli.plot import write_chart
from relations_kb.cli.windows import day, window
from relations_kb.domain.vocabulary import Kind, Step, Topic

if TYPE_CHECKING:
    from pathlib import Path

    from relations_kb.query.timeline import TimelineFilter, TimelineView

From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="Entries that may fall on or after (EDTF)."),
]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", help="Entries that may fall on or before (EDTF)."),
]
Kinds = Annotated[list[Kind] | None, typer.Option("--kind", help="Only this kind; repeatable.")]
Topics = Annotated[list[Topic] | None, typer.Option("--topic", help="Only this topic; repeatable.")]
Steps = Annotated[list[Step] | None, typer.Option("--step", help="Only this step; repeatable.")]
Actor = Annotated[
    str | None,
    typer.Option("--actor", help="Only entries in which it takes part.", autocompletion=actors),
]
NoLines = Annotated[bool, typer.Option("--no-lines", help="Leave earlier states out.")]
NoBlocs = Annotated[bool, typer.Option("--no-blocs", help="Leave the acts of blocs out.")]
Context = Annotated[
    bool, typer.Option("--context", help="Third-party events that bear on the pair, too.")
]
Limit = Annotated[int, typer.Option("--limit", min=0, help="At most so many entries; 0: all.")]
Reverse = Annotated[bool, typer.Option("--reverse", help="Newest first.")]
Begun = Annotated[
    str | None,
    typer.Option("--on", metavar="DAY", help="Only what is known to have begun by that day."),
]
Group = Annotated[bool, typer.Option("--group", help="Milestones under their record.")]
Chart = Annotated[
    bool, typer.Option("--chart", help="Draw the years, and what was in force, with characters.")
]


def timeline(
    one: ActorOne,
    other: ActorTwo,
    start: From = None,
    end: To = None,
    kind: Kinds = None,
    topic: Topics = None,
    step: Steps = None,
    actor: Actor = None,
    no_lines: NoLines = False,
    no_blocs: NoBlocs = False,
    context: Context = False,
    limit: Limit = 0,
    reverse: Reverse = False,
    group: Group = False,
    chart: Chart = False,
    on: Begun = None,
    known_by: KnownBy = None,
    at: AtRevision = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Print what happened between two actors, milestone by milestone.

    Example: kb timeline iran russia --from 2020 --topic nuclear
    """
    wanted = _filter(
        start, end, kind, topic, step, actor, no_lines, no_blocs, context, limit, reverse, on
    )
    if chart:
        write_chart(one, other, wanted, form, output, database, known_by, at)
        return
    view = _view(one, other, wanted, database, known_by, at)
    emit(_text(view, form, group, output), output)


def export_timeline(
    one: ActorOne,
    other: ActorTwo,
    start: From = None,
    end: To = None,
    kind: Kinds = None,
    topic: Topics = None,
    step: Steps = None,
    actor: Actor = None,
    no_lines: NoLines = False,
    no_blocs: NoBlocs = False,
    context: Context = False,
    limit: Limit = 0,
    reverse: Reverse = False,
    on: Begun = None,
    known_by: KnownBy = None,
    at: AtRevision = None,
    form: Annotated[
        RowsFormat, typer.Option("--format", "-f", help="How to write the data.")
    ] = RowsFormat.CSV,
    output: Output = None,
    database: Database = None,
) -> None:
    """Write a timeline for programs: the same columns in the same order, release after release.

    Example: kb export timeline iran russia --output timeline.csv
    """
    wanted = _filter(
        start, end, kind, topic, step, actor, no_lines, no_blocs, context, limit, reverse, on
    )
    view = _view(one, other, wanted, database, known_by, at)
    emit(_rows(view, Format(form.value)), output)


def _filter(
    start: str | None,
    end: str | None,
    kind: list[Kind] | None,
    topic: list[Topic] | None,
    step: list[Step] | None,
    actor: str | None,
    no_lines: bool,
    no_blocs: bool,
    context: bool,
    limit: int,
    reverse: bool,
    on: str | None,
) -> TimelineFilter:
    from relations_kb.query.timeline import TimelineFilter

    return TimelineFilter(
        window=window(start, end),
        kinds=tuple(kind or ()),
        topics=tuple(topic or ()),
        steps=tuple(step or ()),
        actor=actor,
        lines=not no_lines,
        blocs=not no_blocs,
        context=context,
        limit=limit,
        reverse=reverse,
        on=day("--on", on) if on else None,
    )


def _view(
    one: str,
    other: str,
    wanted: TimelineFilter,
    database: str | None,
    known_by: str | None,
    at: int | None,
) -> TimelineView:
    from relations_kb.query.timeline import timeline as ask

    with opened(database, known_by=known_by, at=at) as connection:
        return ask(connection, one, other, wanted)


def _text(view: TimelineView, form: Format, group: bool, output: Path | None) -> str:
    if form in {Format.JSON, Format.JSONL, Format.CSV}:
        return _rows(view, form)
    from relations_kb.render.layout import markdown_text, sheet_text
    from relations_kb.render.timeline import timeline_sheet

    width = width_for(output)
    if form is Format.MD:
        return markdown_text(timeline_sheet(view, grouped=group, width=None))
    return sheet_text(timeline_sheet(view, grouped=group, width=width), width)


def _rows(view: TimelineView, form: Format) -> str:
    from relations_kb.export.tabular import plain, to_csv, to_json, to_json_lines
    from relations_kb.query.timeline import ENTRY_FIELDS

    match form:
        case Format.JSON:
            return to_json(view.entries)
        case Format.JSONL:
            return to_json_lines(view.entries)
        case _:
            return to_csv(ENTRY_FIELDS, (plain(entry) for entry in view.entries))
