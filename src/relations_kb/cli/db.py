"""``kb db``: build, look at and upgrade the base."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relations_kb.cli.access import base_url
from relations_kb.cli.options import Database, FindingsFormat
from relations_kb.cli.output import emit, terminal_width

app = typer.Typer(no_args_is_help=True, help="Build, look at and upgrade the base.")

SeedFolder = Annotated[
    Path | None,
    typer.Option("--seed", metavar="FOLDER", help="Build from this seed, not the packaged one."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace a base, with all that was added to it.")
]

From = Annotated[str, typer.Argument(metavar="FROM", help="URL or file of the base.")]
To = Annotated[str, typer.Argument(metavar="TO", help="URL or file of the copy.")]
BackupFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="File to write; else NAME-DAY.kb.db in this folder.",
        show_default=False,
    ),
]
Restored = Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")]
ForceCopy = Annotated[
    bool, typer.Option("--force", help="Replace a base that is there, with all that is in it.")
]
Reader = Annotated[str, typer.Option("--reader", metavar="NAME", help="Role that reads.")]
Editor = Annotated[str, typer.Option("--editor", metavar="NAME", help="Role that edits.")]
Schema = Annotated[str, typer.Option("--schema", metavar="NAME", help="Schema of the base.")]
SchemaVersion = Annotated[
    str, typer.Argument(metavar="VERSION", help="Number of the schema, as 0003.")
]
CheckFormat = Annotated[
    FindingsFormat, typer.Option("--format", "-f", help="How to write what was found.")
]


@app.command()
def init(
    url: Annotated[str, typer.Argument(metavar="URL", help="URL or file of the new base.")],
    seed: SeedFolder = None,
) -> None:
    """Build a base in a place, as 'kb db build --database URL' does: for a team's server.

    Example: kb db init postgresql://user@host/relations
    """
    build(seed=seed, force=False, database=url)


@app.command()
def build(seed: SeedFolder = None, force: Force = False, database: Database = None) -> None:
    """Build the base from the packaged seed, or from a folder.

    Example: kb db build --database team.db
    """
    from relations_kb.ingest.base import build_base
    from relations_kb.render.progress import progress
    from relations_kb.store.urls import shown_url

    url = base_url(database)
    with progress() as told:
        written = build_base(url, progress=told, seed=seed, replace=force)
    typer.echo(f"Built {shown_url(url)}: {written.added} claims.", err=True)


@app.command()
def status(database: Database = None) -> None:
    """Tell where the base is, what it holds, and whether it is up to date; never changes it.

    Example: kb db status
    """
    from relations_kb.ingest.describing import describe
    from relations_kb.render.text import clean

    for name, value in describe(base_url(database)).items():
        typer.echo(f"{name:<16} {clean(value)}")


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
def downgrade(version: SchemaVersion, database: Database = None) -> None:
    """Take the schema back to that of an earlier package; refused if anything would be lost.

    A command of this package that opens the base upgrades it again.

    Example: kb db downgrade 0003
    """
    from relations_kb.ingest.downgrading import downgrade_base
    from relations_kb.render.progress import progress

    url = base_url(database)
    with progress() as told:
        done = downgrade_base(url, version, told)
    told_of = f"The base has schema {version}"
    typer.echo(f"{told_of} now." if done else f"{told_of} already.", err=True)


@app.command()
def path(database: Database = None) -> None:
    """Print where the base is: the file, or the URL without its password.

    Example: kb db path
    """
    from relations_kb.render.text import clean
    from relations_kb.store.urls import shown_url, sqlite_path

    url = base_url(database)
    place = str(sqlite_path(url) or shown_url(url))
    # A program gets the name of the file as it is; a terminal would obey what stands in it.
    typer.echo(clean(place) if terminal_width() else place)


@app.command("hash")
def content_hash(database: Database = None) -> None:
    """Print the content hash: the same for two bases that say the same, however they came to it.

    Example: kb db hash
    """
    from relations_kb.cli.access import opened
    from relations_kb.store.content import base_hash

    with opened(database) as connection:
        typer.echo(base_hash(connection))


@app.command()
def check(form: CheckFormat = FindingsFormat.TABLE, database: Database = None) -> None:
    """Look whether the base is sound: its file, its references, and whether it shows what it says.

    Nothing is written. Exit code 1 if anything is wrong.

    Example: kb db check
    """
    from relations_kb.export.tabular import to_json_object
    from relations_kb.ingest.keeping import check_base
    from relations_kb.render.progress import counting

    with counting() as counted:
        health = check_base(base_url(database), counted)
    if form is FindingsFormat.JSON:
        emit(to_json_object(health), None)
    else:
        lines = [f"{p.check}: {p.number} {p.message}" for p in health.problems]
        emit("".join(f"{line}\n" for line in [*lines, f"content {health.content}"]), None)
    found = len(health.problems)
    typer.echo("The base is sound." if not found else f"{found} kinds of problems.", err=True)
    raise typer.Exit(1 if found else 0)


@app.command()
def copy(source: From, target: To, force: ForceCopy = False) -> None:
    """Copy a base, from SQLite to PostgreSQL or back, with its whole history.

    Both are compared by their content hash before the copy is kept.

    Example: kb db copy relations.db postgresql://user@host/relations
    """
    _copied(source, target, force=force)


@app.command()
def backup(file: BackupFile = None, force: ForceCopy = False, database: Database = None) -> None:
    """Write the base, as it is at this moment, to an SQLite file, though others write meanwhile.

    Example: kb db backup relations-monday.kb.db
    """
    from datetime import UTC, datetime

    from relations_kb.ingest.keeping import backup_name

    url = base_url(database)
    name = file or backup_name(url, datetime.now(UTC).date().isoformat())
    _copied(str(url.render_as_string(hide_password=False)), str(name), force=force)


@app.command()
def restore(file: Restored, force: ForceCopy = False, database: Database = None) -> None:
    """Put a backup in the place of the base; one that is there is replaced with --force alone.

    Example: kb db restore relations-monday.kb.db --database new.db
    """
    target = base_url(database).render_as_string(hide_password=False)
    _copied(str(file), target, force=force)


@app.command()
def roles(
    reader: Reader = "kb_reader", editor: Editor = "kb_editor", schema: Schema = "public"
) -> None:
    """Print SQL that makes a role that reads and one that edits, for a base on PostgreSQL.

    Nothing is run: look at it, and let the owner of the base run it. It holds no passwords.

    Example: kb db roles | psql relations
    """
    from relations_kb.store.roles import role_script

    emit(role_script(reader, editor, schema), None)


def _copied(source: str, target: str, *, force: bool) -> None:
    from relations_kb.ingest.keeping import copy_to
    from relations_kb.render.progress import counting
    from relations_kb.store.urls import database_url, shown_url

    from_url, to_url = database_url(source), database_url(target)
    with counting() as counted:
        content = copy_to(from_url, to_url, counted, force=force)
    typer.echo(f"Copied {shown_url(from_url)} to {shown_url(to_url)}.", err=True)
    typer.echo(content)
