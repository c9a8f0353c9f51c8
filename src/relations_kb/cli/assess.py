"""``kb assess``: the statements of a source held against the records."""

from __future__ import annotations

from typing import Annotated

import typer

from relations_kb.cli.access import opened
from relations_kb.cli.options import Database, Format, FormatOption, Output
from relations_kb.cli.pages import write_page

SourceId = Annotated[
    str, typer.Argument(metavar="[SOURCE]", help="Id of a source; all that made statements.")
]
Claim = Annotated[
    str | None,
    typer.Option("--statement", metavar="ID", help="One statement alone.", show_default=False),
]


def assess(
    source: SourceId = "",
    statement: Claim = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Hold what a source says in words against the records.

    Each statement is confirmed, contradicted, outdated or cannot be dated.

    Example: kb assess founding-article --statement s04
    """
    from relations_kb.export.tabular import plain
    from relations_kb.query.assessment import assess as ask
    from relations_kb.query.assessment import only
    from relations_kb.render.assessment import assessment_page

    with opened(database) as connection:
        found = ask(connection, source)
    if statement is not None:
        found = only(found, statement)
    columns = ("source", "id", "says", "date", "verdict", "partly", "because", "records")
    statements = [s for assessment in found for s in assessment.statements]
    rows = (
        {**plain(s), "records": tuple(dict.fromkeys(e.record for e in s.evidence))}
        for s in statements
    )
    write_page(lambda: assessment_page(found), statements, columns, rows, form, output)
