"""The program ``kb``: its commands, and the way errors are shown."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from relations_kb.cli import (
    access,
    add,
    assess,
    changes,
    compare,
    conflicts,
    db,
    errata,
    gaps,
    history,
    importing,
    instruments,
    lists,
    merge,
    plot,
    quality,
    show,
    status,
    summary,
    timeline,
    undo,
    validate,
    verify,
)
from relations_kb.cli.hiding import hidden_passwords
from relations_kb.cli.options import Database
from relations_kb.cli.start import INTERRUPTED
from relations_kb.domain.errors import KbError

PROGRAM = "kb"
FAILED = 70
"""Exit code of a fault of the program itself (``EX_SOFTWARE`` of sysexits)."""

TRACEBACK = "KB_TRACEBACK"
"""Variable of the environment with which such a fault prints its traceback."""

# Plain help: rich help costs more time than most commands take.
app = typer.Typer(
    name=PROGRAM,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
export = typer.Typer(no_args_is_help=True, help="Write data for programs.", rich_markup_mode=None)

app.command()(timeline.timeline)
app.command()(summary.summary)
app.command()(verify.verify)
app.command()(status.status)
app.command()(instruments.treaties)
app.command()(instruments.measures)
app.command()(instruments.pending)
app.command()(instruments.upcoming)
app.command()(changes.changes)
app.command()(gaps.gaps)
app.command()(compare.compare)
app.command()(conflicts.conflicts)
app.command()(conflicts.sides)
app.command()(show.show)
app.command()(assess.assess)
app.command("import")(importing.import_files)
app.command()(history.log)
app.command()(history.diff)
app.command()(undo.undo)
app.command()(merge.merge)
app.command()(add.add)
app.command()(errata.correct)
app.command()(errata.retract)
app.command()(lists.search)
app.command()(lists.countries)
app.command()(lists.sources)
app.command()(quality.quality)
app.command()(validate.validate)
export.command("timeline")(timeline.export_timeline)
export.command("records")(show.export_records)
app.add_typer(export, name="export")
app.add_typer(plot.app, name="plot")
app.add_typer(db.app, name="db")


def _print_version(wanted: bool) -> None:
    if wanted:
        from relations_kb import __version__

        typer.echo(f"kb {__version__}")
        raise typer.Exit


@app.callback()
def main(
    database: Database = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """The knowledge base of relations between states.

    Data goes to stdout, messages to stderr. Exit codes: 0 fine, 1 problems found, 2 wrong use.

    Example: kb timeline iran russia
    """
    del version  # its callback has printed it and left
    access.choose(database)


def run() -> None:
    """Run the program; an error that a user can mend is printed without a traceback."""
    engine = sys.modules.get("relations_kb.store.engine")
    if engine is not None:
        engine.forget_written()
    with hidden_passwords():
        _run_told()


def _run_told() -> None:
    """Run the program, and tell how it failed."""
    try:
        _check_arguments()
        if os.environ.get(TRACEBACK):
            _show_log()
        app(prog_name=PROGRAM)
    except KbError as error:
        from relations_kb.render.text import clean

        for line in (*f"Error: {error.message}".split("\n"), error.remedy):
            if line:
                sys.stderr.write(f"{clean(line)}\n")
        sys.exit(error.exit_code)
    except SystemExit as leaving:
        if leaving.code == INTERRUPTED:
            sys.stderr.write(f"{_interrupted()}\n")
        raise
    except Exception as error:
        _tell_fault(error)
        sys.exit(FAILED)


def _tell_fault(error: Exception) -> None:
    """Print a fault of the program itself."""
    if os.environ.get(TRACEBACK):
        import traceback

        traceback.print_exception(error)
        return
    sys.stderr.write(
        f"Error: the program failed unexpectedly ({type(error).__name__}).\n"
        f"Run it again with {TRACEBACK}=1 and report what it prints.\n"
    )


def _show_log() -> None:
    """Show on stderr what libraries log: they keep it to themselves else."""
    import logging

    logging.basicConfig()


def _check_arguments() -> None:
    """Refuse arguments that are no text: they could be neither looked up nor printed."""
    if any("\ud800" <= sign <= "\udfff" for word in sys.argv for sign in word):
        raise KbError("An argument is not UTF-8.", "Write it in UTF-8; rename a file if need be.")


def _interrupted() -> str:
    """Say what an interruption has left; what is written is written whole."""
    engine = sys.modules.get("relations_kb.store.engine")
    if engine is not None and engine.has_written():
        return "Interrupted; whether something was written before is told by: kb log"
    return "Interrupted; nothing was changed."
