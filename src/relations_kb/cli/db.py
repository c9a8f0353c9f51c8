"""``kb db``: build, look at and upgrade the base."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relations_kb.cli.access import base_url
from relations_kb.cli.options import Database

app = typer.Typer(no_args_is_help=True, help="Build, look at and upgrade the base.")

SeedFolder = Annotated[
    Path | None,
    typer.Option("--seed", metavar="FOLDER", help="Build from this seed, not the packaged one."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace a base, with all that was added to it.")
]


@app.command()
def build(seed: SeedFolder = None, force: Force = False, database: Database = None) -> None:
    """Build the base from the packaged seed, or from a folder.

    Example: kb db build --database team.db
    """
    from relations_kb.ingest.base import build_base
    from relations_kb.render.progress import progress
    from relations_kb.store.engine import shown_url

    url = base_url(database)
    with progress() as told:
        written = build_base(url, progress=told, seed=seed, replace=force)
    typer.echo(f"Built {shown_url(url)}: {written.added} claims.", err=True)


@app.command()
def status(database: Database = None) -> None:
    """Tell where the base is, what it holds, and whether it is up to date; never changes it.

    Example: kb db status
    """
    from relations_kb.ingest.base import describe

    for name, value in describe(base_url(database)).items():
        typer.echo(f"{name:<16} {value}")


@app.command()
def upgrade(database: Database = None) -> None:
    """Bring schema and seed to those of this package; what you have added stays.

    Example: kb db upgrade
    """
    from relations_kb.ingest.base import upgrade_base
    from relations_kb.render.progress import progress

    url = base_url(database)
    with progress() as told:
        done = upgrade_base(url, told)
    if done is None:
        typer.echo("The base is up to date.", err=True)
    else:
        typer.echo(f"Upgraded: {done.added} claims added, {done.withdrawn} withdrawn.", err=True)


@app.command()
def path(database: Database = None) -> None:
    """Print where the base is: the file, or the URL without its password.

    Example: kb db path
    """
    from relations_kb.store.engine import shown_url, sqlite_path

    url = base_url(database)
    typer.echo(str(sqlite_path(url) or shown_url(url)))
