"""The options of ``kb add``, and the field that each gives."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from relations_kb.cli import complete


def _option(name: str, metavar: str, meaning: str) -> Any:
    return typer.Option(name, metavar=metavar, help=meaning, show_default=False)


Kind = Annotated[str | None, _option("--kind", "K", "Kind of the record: event, treaty …")]
Form = Annotated[str | None, _option("--form", "F", "Form within the kind: visit, tariff …")]
Title = Annotated[str | None, _option("--title", "T", "What the record is called.")]
Date = Annotated[str | None, _option("--date", "D", "When the step was taken, EDTF.")]
Calendar = Annotated[str | None, _option("--calendar", "C", "Of that date: julian or solar-hijri.")]
Actors = Annotated[
    list[str] | None,
    typer.Option(
        "--actor",
        metavar="A[=ROLE]",
        help="An actor by id, code or name, and its role; once for each.",
        autocompletion=complete.actors,
    ),
]
Step = Annotated[str | None, _option("--step", "S", "Step that was taken: occurred, signed …")]
Place = Annotated[str | None, _option("--place", "P", "Where.")]
Topics = Annotated[list[str] | None, _option("--topic", "T", "A topic; once for each.")]
Note = Annotated[str | None, _option("--note", "N", "Remark on the record.")]
Cameo = Annotated[str | None, _option("--cameo", "C", "CAMEO code of an event.")]
Plover = Annotated[str | None, _option("--plover", "P", "PLOVER code of an event.")]
SourceId = Annotated[str | None, _option("--source", "ID", "A source that the base has.")]
SourceUrl = Annotated[str | None, _option("--source-url", "U", "Else a page: its address.")]
SourcePublisher = Annotated[
    str | None, _option("--source-publisher", "P", "Its publisher; else the host.")
]
SourceTitle = Annotated[str | None, _option("--source-title", "T", "Its title.")]
SourceDate = Annotated[str | None, _option("--source-date", "D", "When it was published.")]
SourceKind = Annotated[
    str | None, _option("--source-kind", "K", "Its kind: agency, press …; else unclassified.")
]
SourceReliability = Annotated[
    str | None, _option("--source-reliability", "R", "Its grade, A to F; else F.")
]
SourceSide = Annotated[
    str | None, _option("--source-side", "A", "The actor for whose side it speaks.")
]
RecordId = Annotated[
    str | None, _option("--id", "ID", "Id of the record; else it is made of the title.")
]
Into = Annotated[Path | None, _option("--into", "FILE", "YAML file that takes the record.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the record, and write nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")]

FIELDS = (
    "kind", "form", "title", "date", "calendar", "step", "place", "note", "cameo", "plover", "id",
    "source", "source_url", "source_publisher", "source_title", "source_date", "source_kind",
    "source_reliability", "source_side",
)  # fmt: skip
"""Fields that have an option of the same name."""


def option_of(field: str) -> str:
    """Return the option that gives a field; that of an actor gives its role, too."""
    if field.startswith(("actor", "role")):
        return "--actor"
    return f"--{field.replace('_', '-')}"
