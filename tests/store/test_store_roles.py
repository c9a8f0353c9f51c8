"""Roles on a server: one that reads and one that edits, and what neither may do."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, text, update

from harness import (
    MINI_SEED,
    NOBODY,
    POSTGRES,
    Kb,
    Outcome,
    assert_refused,
    digest,
    empty_schema,
)
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base
from relations_kb.ingest.downgrading import downgrade_base
from relations_kb.ingest.keeping import check_base
from relations_kb.store import tables as t
from relations_kb.store.content import base_hash
from relations_kb.store.engine import connect, engine_for
from relations_kb.store.roles import LONGEST_NAME, role_script
from relations_kb.store.urls import database_url

Here = Callable[..., Outcome]

ROWS = """external_id,date,title,actor1,actor2,kind,source_url
1,2015-03-01,Talks on fish,Alba,Borea,talks,https://example.org/fish
2,2015-03-02,Talks on ships,Alba,Cadia,talks,https://example.org/ships
"""
FISH, SHIPS = "talks-on-fish-2015", "talks-on-ships-2015"
READING = (
    ("timeline", "alba", "borea"),
    ("summary", "alba", "borea"),
    ("show", "alba-borea-pact-2005"),
    ("log",),
    ("db", "check"),
    ("db", "hash"),
    ("db", "status"),
)
AS_IT_IS = "The base has an older seed and may not be written to: it is read as it is …"


def silent(step: str, done: int = 0, total: int | None = None) -> None:
    """Take progress and show nothing."""


@dataclass(frozen=True)
class Team:
    """A base on a server, by the eyes of its owner, its editor and its reader."""

    owner: URL
    editor: URL
    reader: URL

    @property
    def schema(self) -> str:
        """The schema of the base."""
        return str(self.owner.query["options"]).removeprefix("-csearch_path=")

    def run(self, script: str) -> None:
        """Run SQL of several statements as the owner."""
        run_script(self.owner, script)

    def hash(self) -> str:
        """Return the content hash of the base."""
        with engine_for(self.owner) as engine, connect(engine) as connection:
            return base_hash(connection)


def run_script(url: URL, script: str) -> None:
    """Run SQL as psql does; it has transactions of its own."""
    with engine_for(url) as engine:
        raw = engine.raw_connection()
        driver: Any = raw.driver_connection
        driver.autocommit = True
        driver.execute(script)
        driver.autocommit = False
        raw.close()


@pytest.fixture
def names() -> tuple[str, str]:
    """Names for two roles, such as need quoting."""
    if not os.environ.get(POSTGRES):
        pytest.skip("there is no server")
    token = secrets.token_hex(4)
    return f"Kb \"r'\\$kb$;-- {token}", f"kb editor's {token}"


@pytest.fixture
def team(names: tuple[str, str]) -> Iterator[Team]:
    """A base of the small seed with its two roles."""
    reader, editor = names
    with empty_schema() as owner:
        build_base(owner, progress=silent, seed=MINI_SEED)
        made = Team(owner, owner.set(username=editor), owner.set(username=reader))
        made.run(role_script(reader, editor, made.schema))
        yield made
        quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
        made.run(f"DROP OWNED BY {quoted}; DROP ROLE {quoted}")


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def as_text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


# -- what the reader may do ------------------------------------------------------------------------


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_the_reader_reads_what_the_owner_reads(
    here: Here, team: Team, command: tuple[str, ...]
) -> None:
    read = here(*command, "--database", as_text(team.reader))
    assert read.code == 0, read.err
    owned = here(*command, "--database", as_text(team.owner))
    without = [line for line in owned.out.splitlines() if not line.startswith("base ")]
    assert [line for line in read.out.splitlines() if not line.startswith("base ")] == without


def test_the_reader_may_not_write(here: Here, team: Team, talks: Path) -> None:
    before, base = team.hash(), as_text(team.reader)
    for command in (
        ("import", talks, "--yes"),
        ("import", talks, "--dry-run"),
        ("undo", 1, "--yes"),
        ("correct", "alba-borea-pact-2005", "title", "A pact", "--reason", "Misread.", "--yes"),
        ("merge", "alba-borea-pact-2005", "a-grain-note-2005", "--yes"),
    ):
        refused = here(*command, "--database", base)
        assert_refused(refused, 2, "may not be written to by ", "Check its permissions")
    assert team.hash() == before


def test_the_reader_is_refused_at_once_though_another_writes(
    here: Here, team: Team, talks: Path
) -> None:
    with engine_for(team.owner) as engine, connect(engine, write=True):
        refused = here("import", talks, "--yes", "--database", as_text(team.reader))
    assert_refused(refused, 2, "may not be written to by ")


def test_a_base_with_an_older_seed_is_read_as_it_is(here: Here, team: Team) -> None:
    behind(team.owner)
    before = team.hash()
    for command in (("timeline", "alba", "borea"), ("summary", "alba", "borea")):
        read = here(*command, "--database", as_text(team.reader))
        assert (read.code, read.err.splitlines()[-1]) == (0, AS_IT_IS)
        assert "Alba" in read.out
    assert team.hash() == before


def behind(url: URL) -> None:
    """Let a base of the small seed pass for one of a packaged seed that was replaced since."""
    with engine_for(url) as engine, connect(engine, write=True) as connection:
        for key, value in (("seed_origin", "packaged"), ("seed_hash", "older")):
            connection.execute(update(t.meta).where(t.meta.c.key == key).values(value=value))


# -- what the editor may do ------------------------------------------------------------------------


def test_the_editor_imports_corrects_merges_and_undoes(here: Here, team: Team, talks: Path) -> None:
    before, base = team.hash(), as_text(team.editor)
    for command in (
        ("import", talks, "--yes"),
        ("correct", FISH, "occurred:date", "2015-03-31", "--reason", "Misread.", "--yes"),
        ("merge", FISH, SHIPS, "--yes"),
        ("undo", 4, "--yes"),
        ("undo", 3, "--yes"),
        ("undo", 2, "--yes"),
    ):
        done = here(*command, "--database", base)
        assert (done.code, done.err) == (0, ""), command
    assert team.hash() == before
    assert check_base(team.owner, silent).problems == ()


# -- what neither may do ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE own (x integer)",
        "ALTER TABLE claim ADD COLUMN x integer",
        "DROP TABLE likeness",
        "TRUNCATE likeness",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
def test_only_the_owner_changes_the_schema(team: Team, statement: str) -> None:
    for url in (team.reader, team.editor):
        with pytest.raises(KbError), engine_for(url) as engine, connect(engine) as connection:
            connection.exec_driver_sql(statement)
    with engine_for(team.owner) as engine, connect(engine) as connection:
        connection.exec_driver_sql(statement)


def test_a_table_of_a_later_version_is_there_for_both(team: Team, names: tuple[str, str]) -> None:
    team.run("CREATE TABLE later (id serial PRIMARY KEY, x integer)")
    insert, read = "INSERT INTO later (x) VALUES (1)", "SELECT count(*) FROM later"
    with engine_for(team.editor) as engine, connect(engine, write=True) as connection:
        connection.execute(text(insert))
    with engine_for(team.reader) as engine, connect(engine) as connection:
        assert connection.execute(text(read)).scalar_one() == 1
    with (
        pytest.raises(KbError, match="may not be written to"),
        engine_for(team.reader) as engine,
        connect(engine) as connection,
    ):
        connection.execute(text(insert))


def test_the_owner_alone_upgrades_and_both_go_on(here: Here, team: Team, talks: Path) -> None:
    downgrade_base(team.owner, "0003", silent)
    for url in (team.reader, team.editor):
        for command in (("db", "upgrade"), ("timeline", "alba", "borea")):
            refused = here(*command, "--database", as_text(url))
            assert_told_to_be_forbidden(refused)
    assert here("db", "upgrade", "--database", as_text(team.owner)).code == 0
    assert here("log", "--database", as_text(team.reader)).code == 0
    assert here("import", talks, "--yes", "--database", as_text(team.editor)).code == 0
    assert check_base(team.owner, silent).problems == ()


def assert_told_to_be_forbidden(outcome: Outcome) -> None:
    assert (outcome.code, outcome.out) == (2, "")
    assert "may not be written to by " in outcome.err
    assert "Traceback" not in outcome.err


def test_a_server_that_only_reads_is_read(here: Here, team: Team, talks: Path) -> None:
    options = f"{team.owner.query['options']} -cdefault_transaction_read_only=on"
    url = as_text(team.owner.update_query_dict({"options": options}))
    assert here("timeline", "alba", "borea", "--database", url).code == 0
    refused = here("import", talks, "--yes", "--database", url)
    assert_refused(refused, 2, "may not be written to by postgres")


def test_the_script_can_be_run_again(team: Team, names: tuple[str, str], here: Here) -> None:
    team.run(role_script(*names, team.schema))
    assert here("timeline", "alba", "borea", "--database", as_text(team.reader)).code == 0


# -- the script itself -----------------------------------------------------------------------------


def test_the_script_names_what_it_is_told_and_holds_no_password(here: Here) -> None:
    told = here("db", "roles", "--reader", "anna", "--editor", "bert", "--schema", "team")
    assert (told.code, told.err) == (0, "")
    assert told.out == role_script("anna", "bert", "team")
    assert " PASSWORD " not in told.out.upper().replace("\\PASSWORD", "")
    assert here("db", "roles").out == role_script("kb_reader", "kb_editor", "public")


@pytest.mark.parametrize(
    "reader", ["", "a" * (LONGEST_NAME + 1), "ö" * 32, "a\nb", "public", "pg_read_all_data", "same"]
)
def test_a_name_that_cannot_be_one_is_refused(here: Here, reader: str) -> None:
    assert_refused(here("db", "roles", "--reader", reader, "--editor", "same"), 2)


# -- a file that may only be read ------------------------------------------------------------------


def test_a_read_only_file_with_an_older_seed_is_read_as_it_is(
    kb: Kb, own_mini: Path, open_folder: Path
) -> None:
    behind(database_url(str(own_mini)))
    seed = shutil.copytree(MINI_SEED, open_folder / "seed")
    locked = open_folder / "locked"
    locked.mkdir()
    base = Path(shutil.copy(own_mini, locked / "x.db"))
    base.chmod(0o444)
    locked.chmod(0o555)
    before = digest(base)
    for command in ("timeline", "summary"):
        read = kb.after(unprivileged(own_mini, seed), command, "alba", "borea", "--database", base)
        assert (read.code, read.err.splitlines()[-1:]) == (0, [AS_IT_IS]), read.err
        assert "Alba" in read.out
    assert digest(base) == before
    assert [path.name for path in locked.iterdir()] == ["x.db"]
    locked.chmod(0o755)


def unprivileged(base: Path, seed: Path) -> str:
    """Give up the rights of root, after everything was imported that the program will import.

    The small seed stands in the place of the packaged one.
    """
    return f"""
import contextlib, io, os, shutil, sys
from pathlib import Path
wanted = sys.argv
from relations_kb.cli import start
from relations_kb.cli.main import app
from relations_kb.ingest import base
base.seed_folder = lambda: Path({str(seed)!r})
for command in ("timeline", "summary"):
    shutil.copy({str(base)!r}, {str(base)!r} + ".warm")
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.suppress(SystemExit),
    ):
        app([command, "alba", "borea", "--database", {str(base)!r} + ".warm"])
if os.getuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
sys.argv = wanted
"""
