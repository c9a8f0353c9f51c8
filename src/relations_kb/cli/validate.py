"""``kb validate``: check seed files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relations_kb.cli.options import FindingsFormat
from relations_kb.cli.output import emit

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH…", help="Seed files, or folders of them.")
]


def validate(
    paths: Paths,
    form: Annotated[
        FindingsFormat, typer.Option("--format", "-f", help="How to write the findings.")
    ] = FindingsFormat.TABLE,
) -> None:
    """Check seed files and print everything that is wrong; exit code 1 if anything is.

    Example: kb validate data/seed
    """
    from relations_kb.export.tabular import to_json
    from relations_kb.ingest.seed import validate as check
    from relations_kb.render.text import clean, counted

    count, findings = check(paths)
    lines = (f"{clean(str(finding))}\n" for finding in findings)
    emit(to_json(findings) if form is FindingsFormat.JSON else "".join(lines), None)
    typer.echo(f"{counted(count, 'file')} checked, {counted(len(findings), 'finding')}", err=True)
    raise typer.Exit(1 if findings else 0)
