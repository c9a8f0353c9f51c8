"""``kb gaps``: what is missing, and what would close it."""

from __future__ import annotations

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
from relations_kb.cli.pages import write_page
from relations_kb.cli.windows import day

_COLUMNS = ("kind", "date", "records", "what", "sources", "closes")


def gaps(
    one: ActorOne,
    other: ActorTwo,
    on: OnDay = None,
    known_by: KnownBy = None,
    at: AtRevision = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """List what the records of two actors lack, and what source would close each gap.

    Example: kb gaps iran russia --format csv --output gaps.csv
    """
    from relations_kb.export.tabular import plain
    from relations_kb.query.gaps import gaps as ask
    from relations_kb.render.gaps import gaps_page

    as_of = day("--on", on)
    with opened(database, known_by=known_by, at=at) as connection:
        view = ask(connection, one, other, as_of)
    rows = ({"kind": kind, **plain(gap)} for kind, found in view.gaps.items() for gap in found)
    # The base in words, as on every page.
    value = {**plain(view), "base": str(view.base)}
    write_page(lambda: gaps_page(view), value, _COLUMNS, rows, form, output)
