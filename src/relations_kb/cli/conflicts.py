"""``kb conflicts`` and ``kb sides``: on what sources disagree, and what each side says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

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
    Output,
)
from relations_kb.cli.pages import write_page
from relations_kb.cli.timeline import Topics
from relations_kb.domain.errors import KbError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from relations_kb.query.conflicts import ConflictsView

Scope = Annotated[
    list[str] | None,
    typer.Argument(metavar="[A B | ID]", help="Two actors, or a record; without, the whole base."),
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Exit with 1 on a conflict that the editor has not decided."),
]
All = Annotated[
    bool, typer.Option("--all", help="Values that agree or are known to be wrong, too.")
]
_PAIR = 2


def conflicts(
    scope: Scope = None,
    known_by: KnownBy = None,
    at: AtRevision = None,
    strict: Strict = False,
    everything: All = False,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """List on what sources disagree: what is shown, by which rule, who says otherwise.

    CSV holds one value a row.

    Example: kb conflicts turkmenchay-1828
    """
    from relations_kb.export.conflicts import CONFLICT_COLUMNS, conflict_rows
    from relations_kb.render.conflicts import conflicts_page

    with opened(database, known_by=known_by, at=at) as connection:
        view = _asked(connection, scope or [], everything)
    write_page(
        lambda: conflicts_page(view, known_by=known_by, at=at),
        list(view.slots),
        CONFLICT_COLUMNS,
        conflict_rows(view),
        form,
        output,
    )
    if strict and view.unresolved:
        raise KbError(
            f"Conflicts that the editor has not decided: {view.unresolved}.",
            "Mend the data, or say which value is preferred, and why (rank, reason).",
            exit_code=1,
        )


def _asked(connection: Connection, scope: Sequence[str], everything: bool) -> ConflictsView:
    from relations_kb.query.conflicts import (
        conflicts_of_all,
        conflicts_of_pair,
        conflicts_of_record,
    )

    if not scope:
        return conflicts_of_all(connection, agreeing=everything)
    if len(scope) == 1:
        return conflicts_of_record(connection, scope[0], agreeing=everything)
    if len(scope) == _PAIR:
        return conflicts_of_pair(connection, *scope, agreeing=everything)
    raise KbError(
        "Name two actors, one record, or nothing.",
        "As in: kb conflicts iran russia, kb conflicts turkmenchay-1828, kb conflicts",
    )


def sides(
    one: ActorOne,
    other: ActorTwo,
    topic: Topics = None,
    known_by: KnownBy = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Compare what the sources of two sides say: only the one, only the other, both.

    CSV holds one field of a step or figure a row.

    Example: kb sides iran russia --topic nuclear
    """
    from relations_kb.export.conflicts import SIDES_COLUMNS, side_rows, sides_object
    from relations_kb.query.by_side import by_side as ask
    from relations_kb.render.by_side import sides_page

    with opened(database, known_by=known_by) as connection:
        view = ask(connection, one, other, tuple(topic or ()))
    write_page(
        lambda: sides_page(view, known_by=known_by),
        sides_object(view),
        SIDES_COLUMNS,
        side_rows(view),
        form,
        output,
    )
