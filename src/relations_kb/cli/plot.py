"""``kb plot``: pictures; and the chart of ``kb timeline --chart``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relations_kb.cli.access import opened
from relations_kb.cli.options import (
    ActorOne,
    ActorTwo,
    AtRevision,
    Database,
    Format,
    KnownBy,
    OnDay,
)
from relations_kb.cli.output import emit, width_for
from relations_kb.cli.windows import day, window
from relations_kb.domain.errors import KbError

if TYPE_CHECKING:
    from relations_kb.query.timeline import TimelineFilter

app = typer.Typer(no_args_is_help=True, help="Draw pictures.", rich_markup_mode=None)

ENDINGS = (".svg", ".png")

Picture = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="File to write, .svg or .png.")
]
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="First day of the picture (EDTF).")
]
To = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Last day of the picture (EDTF).")
]
Title = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help="Title; the two actors if left out.")
]


@app.command("timeline")
def plot_timeline(
    one: ActorOne,
    other: ActorTwo,
    output: Picture,
    start: From = None,
    end: To = None,
    on: OnDay = None,
    title: Title = None,
    known_by: KnownBy = None,
    at: AtRevision = None,
    database: Database = None,
) -> None:
    """Draw milestones by year and kind, and below them the instruments in force.

    Example: kb plot timeline iran russia --from 2015 --to 2026 --output iran-russia.svg
    """
    from relations_kb.query.chart import chart
    from relations_kb.query.timeline import TimelineFilter
    from relations_kb.render.plot import picture

    ending = _ending(output)
    as_of = day("--on", on)
    wanted = TimelineFilter(window=window(start, end), on=as_of if on else None)
    with opened(database, known_by=known_by, at=at) as connection:
        view = chart(connection, one, other, wanted, as_of)
    _write(picture(view, ending, title=title), output)


def _ending(output: Path) -> str:
    """Return the kind of picture that the name of a file asks for.

    Raises:
        KbError: if it asks for none that can be written.
    """
    ending = output.suffix.casefold()
    if ending not in ENDINGS:
        told = f"ends in {ending}" if ending else "has no ending"
        raise KbError(
            f"{output} {told}; pictures are written as {' or '.join(ENDINGS)}.",
            f"Name it {output.with_suffix('.svg').name or 'picture.svg'}.",
        )
    return ending.removeprefix(".")


def _write(content: bytes, output: Path) -> None:
    """Write a picture, whole or not at all.

    Raises:
        KbError: if it cannot be written.
    """
    from relations_kb.records.whole_file import whole_file

    try:
        with whole_file(output) as unfinished:
            unfinished.write_bytes(content)
    except OSError as error:
        raise KbError(
            f"{output} cannot be written ({error.strerror}).", "Choose another file with --output."
        ) from None


def write_chart(
    one: str,
    other: str,
    wanted: TimelineFilter,
    form: Format,
    output: Path | None,
    database: str | None,
    known_by: str | None = None,
    at: int | None = None,
) -> None:
    """Draw the chart of a timeline with characters.

    Raises:
        KbError: if a format for programs is asked for, which has no chart.
    """
    from relations_kb.query.chart import chart
    from relations_kb.render.chart import chart_text

    if form is not Format.TABLE and form is not Format.MD:
        raise KbError(
            f"A chart is for people; it cannot be written as {form}.",
            "Leave --chart out for the data, or --format for the chart.",
        )
    with opened(database, known_by=known_by, at=at) as connection:
        view = chart(connection, one, other, wanted, wanted.on or day("--on", None))
    width = None if form is Format.MD else width_for(output)
    text = chart_text(view, width, ascii_only=not _shows_blocks(output))
    emit(f"```text\n{text}```\n" if form is Format.MD else text, output)


def _shows_blocks(output: Path | None) -> bool:
    """Tell whether what the text is written to can hold block characters; a file is UTF-8."""
    if output is not None and str(output) != "-":
        return True
    try:
        "▁█░–".encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
