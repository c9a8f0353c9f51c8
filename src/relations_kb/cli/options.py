"""The options that commands share, each defined once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from relations_kb.cli import complete


class Format(StrEnum):
    """How data is written."""

    TABLE = "table"
    MD = "md"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class FindingsFormat(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSON = "json"


class RowsFormat(StrEnum):
    """How rows are written for programs."""

    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


class RecordsFormat(StrEnum):
    """How whole records are written for programs."""

    JSON = "json"
    JSONL = "jsonl"
    YAML = "yaml"


DATABASE_HELP = "URL or file of the base; else KB_DATABASE_URL, else your data folder."

Database = Annotated[
    str | None, typer.Option("--database", metavar="URL", help=DATABASE_HELP, show_default=False)
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file.", show_default=False),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the data.")]
OnDay = Annotated[
    str | None,
    typer.Option("--on", metavar="DAY", help="Day whose state is told; today if left out."),
]
KnownBy = Annotated[
    str | None,
    typer.Option(
        "--known-by",
        metavar="DAY",
        help="Only what sources had published by that day.",
    ),
]
AtRevision = Annotated[
    int | None,
    typer.Option("--at", metavar="REV", help="The base as it was after that changeset."),
]
ActorOne = Annotated[
    str,
    typer.Argument(
        metavar="A",
        help="An actor: id, ISO code, cow:630, or a name in any script.",
        autocompletion=complete.actors,
    ),
]
ActorTwo = Annotated[
    str, typer.Argument(metavar="B", help="The other actor.", autocompletion=complete.actors)
]
RecordId = Annotated[
    str, typer.Argument(metavar="ID", help="Id of a record.", autocompletion=complete.records)
]
