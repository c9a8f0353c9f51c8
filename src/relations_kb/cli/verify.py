"""``kb verify``: whether a page that was made earlier still holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relations_kb.cli.options import Database, Format, FormatOption, Output
from relations_kb.cli.pages import write_page
from relations_kb.cli.summary import make_summary
from relations_kb.domain.errors import KbError

_WRONG_HEAD = ("--on", "--known-by", "There is no changeset", "No actor")
"""How errors begin that come from the parameters in the head of the page."""

PageFile = Annotated[
    Path, typer.Argument(metavar="FILE.md", help="A page made with kb summary --format md.")
]


def verify(
    file: PageFile,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Derive every sentence of a summary anew, and name those that the base no longer says.

    The exit code is 1 if there are any.

    Example: kb verify brief.md
    """
    from dataclasses import asdict, fields

    from relations_kb.query.verify import Difference, read_head
    from relations_kb.query.verify import verify as compare
    from relations_kb.render.summary import summary_markdown
    from relations_kb.render.verify import verified_page

    text = _read(file)
    head = read_head(text)
    try:
        view = make_summary(
            head.one, head.other, head.on, head.known_by, head.at, database, ids=head.ids
        )
    except KbError as error:
        if not error.message.startswith(_WRONG_HEAD):
            raise
        raise KbError(f"{file}, line {head.line}: {error.message}", error.remedy) from None
    verified = compare(head, text, summary_markdown(view))
    columns = [field.name for field in fields(Difference)]
    rows = [asdict(difference) for difference in verified.differences]
    write_page(lambda: verified_page(verified, file.name), verified, columns, rows, form, output)
    if verified.differences:
        raise typer.Exit(1)


def _read(file: Path) -> str:
    remedy = "Name a page made with: kb summary A B --format md --output FILE.md"
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KbError(f"{file} cannot be read ({error.strerror}).", remedy) from None
    except UnicodeDecodeError:
        raise KbError(f"{file} is no text in UTF-8.", remedy) from None
