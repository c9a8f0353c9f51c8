"""A change to the base that is shown first: done and rolled back, agreed to, and done."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relations_kb.cli.access import base_url
from relations_kb.domain.errors import KbError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from relations_kb.render.page import Page

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")]


class _RolledBackError(Exception):
    """Ends a transaction that must leave nothing."""


@contextmanager
def opened_to_write(database: str | None) -> Iterator[Engine]:
    """Open the base; it is built or upgraded first if it has to be."""
    from relations_kb.ingest.base import open_base
    from relations_kb.render.progress import progress

    with progress() as told:
        engine = open_base(base_url(database), told)
    try:
        yield engine
    finally:
        engine.dispose()


def check_terminal() -> None:
    """Refuse to ask where nobody can answer.

    Raises:
        KbError: if there is no terminal.
    """
    if not (sys.stdin and sys.stdin.isatty()):
        raise KbError(
            "There is no terminal to ask on; nothing was written.",
            "Look with --dry-run, then write with --yes.",
        )


def agree(page: Page) -> None:
    """Show on stderr what would be written, and ask.

    Raises:
        KbError: if it is not to be written.
    """
    from relations_kb.render.page import page_text

    width = shutil.get_terminal_size().columns if sys.stderr.isatty() else None
    sys.stderr.write(page_text(page, width))
    if not typer.confirm("Write this?", err=True):
        raise KbError("Nothing was written.", exit_code=1)


def carried_out(
    work: Callable[[Connection], Any],
    page: Callable[[Any], Page],
    database: str | None,
    *,
    dry_run: bool,
    yes: bool,
) -> Any:
    """Do a piece of work in a transaction, once it was shown and agreed to.

    Args:
        work: writes in the transaction that it is given, and returns a view of it, whose
            ``changeset`` is the number of what was written.
        page: lays the view out.
        database: as the user names it.
        dry_run: whether to roll it back.
        yes: whether to do it without asking.

    Returns:
        The view; its ``changeset`` is None if nothing was written.
    """
    if not (dry_run or yes):
        check_terminal()
    with opened_to_write(database) as engine:
        if yes and not dry_run:
            return _done(engine, work)
        planned = _tried(engine, work)
        if dry_run:
            return planned
        agree(page(planned))
        return _done(engine, work, planned)


def _tried(engine: Engine, work: Callable[[Connection], Any]) -> Any:
    from relations_kb.store.engine import connect

    view = None
    try:
        with connect(engine, write=True) as connection:
            view = replace(work(connection), changeset=None)
            raise _RolledBackError
    except _RolledBackError:
        return view


def _done(engine: Engine, work: Callable[[Connection], Any], agreed: Any = None) -> Any:
    from relations_kb.store.engine import connect

    with connect(engine, write=True) as connection:
        view = work(connection)
        if agreed is not None and replace(view, changeset=None) != agreed:
            raise KbError("The base was changed in the meantime.", "Run the command again.")
        return view
