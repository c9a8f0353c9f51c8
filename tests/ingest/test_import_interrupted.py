"""An import that is killed, interrupted, or out of room is whole or not at all."""

from __future__ import annotations

import csv
import random
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness import NOBODY, Kb, Outcome, assert_refused, digest, row_counts
from relations_kb.ingest.imports.staging import Staging
from relations_kb.store.content import base_hash
from relations_kb.store.engine import connect, engine_for
from relations_kb.store.urls import database_url

Here = Callable[..., Outcome]

ROWS = 60
KILLS = 10
COLUMNS = ("external_id", "date", "title", "actor1", "actor2", "kind", "place")
ACTORS = ("alba", "XBO", "Cadia", "XND", "south-dor")

AS_IN_A_TERMINAL = """
import os, signal
from sqlalchemy import Engine, event
signal.signal(signal.SIGINT, signal.default_int_handler)
"""
INTERRUPTED_AT = (
    AS_IN_A_TERMINAL
    + """
@event.listens_for(Engine, "before_cursor_execute")
def interrupt(connection, cursor, statement, *rest):
    if statement.startswith({0!r}):
        os.kill(os.getpid(), signal.SIGINT)
"""
)
INTERRUPTED_BEFORE_COMMIT = (
    AS_IN_A_TERMINAL
    + """
@event.listens_for(Engine, "commit")
def interrupt(connection):
    os.kill(os.getpid(), signal.SIGINT)
"""
)
INTERRUPTED_AFTER_COMMIT = (
    AS_IN_A_TERMINAL
    + """
committed = []
event.listen(Engine, "commit", committed.append)
@event.listens_for(Engine, "checkin")
def interrupt(*connection):
    if committed:
        os.kill(os.getpid(), signal.SIGINT)
"""
)
INTERRUPTED_AT_START = """
import os, signal, typer
signal.signal(signal.SIGINT, signal.default_int_handler)
typer.Typer.__call__ = lambda *args, **options: os.kill(os.getpid(), signal.SIGINT)
from relations_kb.cli.start import run
run()
"""
NO_ROOM_IN_BASE = """
from sqlalchemy import Engine, event
@event.listens_for(Engine, "connect")
def limit(connection, record):
    connection.execute("PRAGMA max_page_count = 160")
"""
NO_ROOM_TO_STAGE = """
import sqlite3
plain = sqlite3.connect
def limited(name, *args, **options):
    made = plain(name, *args, **options)
    if not name:
        made.execute("PRAGMA max_page_count = 20")
    return made
sqlite3.connect = limited
"""
SMALL_FILES = """
import resource, sys
sys.dont_write_bytecode = True  # the interpreter would keep what it could write of it
resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))
"""
IMPATIENT = "from relations_kb.store import engine; engine.BUSY_MILLISECONDS = 100"


@dataclass(frozen=True)
class Table:
    """A table to import, and the base before and after its import.

    Attributes:
        path: of the table.
        options: of ``kb import``.
        before: content and rows of the base before it.
        after: the same after it.
    """

    path: Path
    options: tuple[str, ...]
    before: object
    after: object

    @property
    def command(self) -> tuple[str, ...]:
        """Arguments of ``kb``, but for the base."""
        return ("import", str(self.path), *self.options)


def write_table(path: Path, title: str) -> Path:
    chance = random.Random(title)  # noqa: S311 - nothing is secret
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(ROWS):
            one, two = chance.sample(ACTORS, 2)
            date = f"20{chance.randint(10, 23)}-{chance.randint(1, 12):02}-15"
            words = f"{title} {number}"
            writer.writerow([number, date, words, one, two, "talks", f"City {number}"])
    return path


def state(base: Path) -> tuple[str, dict[str, int]]:
    """Return the content hash of a base and the rows of its tables; it must be sound."""
    with closing(sqlite3.connect(base)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with engine_for(database_url(str(base))) as engine, connect(engine) as connection:
        return base_hash(connection), row_counts(engine)


def beside(base: Path) -> list[str]:
    return [path.name for path in base.parent.iterdir() if path != base]


@pytest.fixture(scope="module")
def table(mini: Path, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """A table, imported once as a whole into a copy of the small base."""
    folder = tmp_path_factory.mktemp("whole")
    kb = Kb(folder)
    path = write_table(folder / "talks.csv", "Talks")
    base = Path(shutil.copy(mini, folder / "whole.db"))
    options = ("--source", "harbour-post", "--yes")
    assert kb("import", path, *options, "--database", base).code == 0
    return Table(path, options, state(mini), state(base))


def assert_can_be_imported(here: Here, table: Table, base: Path) -> None:
    """Check that the import then gives what it gives where nothing went wrong."""
    assert here(*table.command, "--database", base).code == 0
    assert state(base) == table.after
    assert beside(base) == []


# -- killed ----------------------------------------------------------------------------------------


def test_an_import_killed_at_any_moment_is_whole_or_not_at_all(
    kb: Kb, here: Here, mini: Path, table: Table, tmp_path: Path
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 - shown if it fails
    chance = random.Random(seed)  # noqa: S311 - nothing is secret
    base, seconds = tmp_path / "base" / "x.db", 0.0
    base.parent.mkdir()
    for number in range(KILLS + 1):
        shutil.copy(mini, base)
        start = time.monotonic()
        process = kb.start("", *table.command, "--database", str(base))
        if number == 0:
            process.communicate(timeout=60)
            seconds = time.monotonic() - start
            continue
        kill_after(process, chance.uniform(0, seconds))
        assert set(beside(base)) <= {"x.db-journal"}
        assert state(base) in (table.before, table.after)
        assert_can_be_imported(here, table, base)


def kill_after(process: subprocess.Popen[str], seconds: float) -> None:
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate(timeout=60)


# -- Ctrl-C ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "preparation",
    [
        INTERRUPTED_AT.format("BEGIN IMMEDIATE"),
        INTERRUPTED_AT.format("INSERT INTO claim "),
        INTERRUPTED_AT.format("INSERT INTO import_row"),
        INTERRUPTED_AT.format("UPDATE changeset"),
    ],
    ids=["locking", "claims", "rows", "closing"],
)
def test_ctrl_c_leaves_the_base_as_it_was_and_says_so(
    kb: Kb, table: Table, own_mini: Path, preparation: str
) -> None:
    stopped = kb.after(preparation, *table.command, "--database", own_mini)
    assert stopped == Outcome(130, "", stopped.err)
    assert stopped.err.splitlines()[-1] == "Interrupted; nothing was changed."
    assert "Traceback" not in stopped.err
    assert state(own_mini) == table.before
    assert beside(own_mini) == []


def test_ctrl_c_that_breaks_a_commit_off_claims_no_more_than_is_known(
    kb: Kb, table: Table, own_mini: Path
) -> None:
    stopped = kb.after(INTERRUPTED_BEFORE_COMMIT, *table.command, "--database", own_mini)
    assert stopped.code == 130
    assert "Traceback" not in stopped.err
    assert "nothing was changed" in stopped.err or "kb log" in stopped.err
    assert state(own_mini) == table.before
    assert beside(own_mini) == []


def test_ctrl_c_after_the_commit_does_not_say_that_nothing_was_changed(
    kb: Kb, table: Table, own_mini: Path
) -> None:
    stopped = kb.after(INTERRUPTED_AFTER_COMMIT, *table.command, "--database", own_mini)
    assert state(own_mini) == table.after
    assert stopped.code == 130
    assert "Traceback" not in stopped.err
    assert "nothing was changed" not in stopped.err


def test_ctrl_c_while_the_program_starts_shows_no_traceback(
    kb: Kb, table: Table, own_mini: Path
) -> None:
    stopped = kb.after(INTERRUPTED_AT_START, *table.command, "--database", own_mini)
    assert "Traceback" not in stopped.err
    assert stopped.code == 130
    assert state(own_mini) == table.before


# -- full disks ------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(open_folder: Path) -> Iterator[Path]:
    """A disk of 700 KiB."""
    disk = open_folder / "disk"
    disk.mkdir()
    if not mounted("-t", "tmpfs", "-o", "size=700k", "none", str(disk)):
        pytest.skip("this user may not mount a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def mounted(*arguments: str) -> bool:
    mount = shutil.which("mount")
    command = [str(mount), *arguments]
    return bool(mount) and subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_base_without_room_stays_as_it_was(
    kb: Kb, here: Here, table: Table, own_mini: Path
) -> None:
    refused = kb.after(NO_ROOM_IN_BASE, *table.command, "--database", own_mini)
    assert_refused(refused, 2, "The disk is full; nothing was changed", "Make room")
    assert state(own_mini) == table.before
    assert_can_be_imported(here, table, own_mini)


def test_an_import_onto_a_full_disk_can_be_done_when_there_is_room(
    kb: Kb, here: Here, mini: Path, table: Table, small_disk: Path
) -> None:
    base = Path(shutil.copy(mini, small_disk / "x.db"))
    refused = kb(*table.command, "--database", base)
    assert_refused(refused, 2, "The disk is full; nothing was changed", "Make room")
    assert state(base) == table.before
    assert mounted("-o", "remount,size=20m", str(small_disk))
    assert_can_be_imported(here, table, base)


def test_a_full_folder_for_temporary_files_is_named(kb: Kb, table: Table, own_mini: Path) -> None:
    refused = kb.after(NO_ROOM_TO_STAGE, *table.command, "--database", own_mini)
    assert state(own_mini) == table.before
    assert_refused(refused, 2, "disk is full", "TMPDIR")


def test_a_base_that_may_not_grow_is_not_called_damaged(
    kb: Kb, table: Table, own_mini: Path
) -> None:
    limit = own_mini.stat().st_size + 64 * 1024
    refused = kb.after(
        SMALL_FILES.format(limit),
        *table.command, "--database", own_mini,
    )  # fmt: skip
    assert state(own_mini) == table.before
    assert_refused(refused, 2)
    assert "damaged" not in refused.err


# -- several programs ------------------------------------------------------------------------------


def finished(runs: Sequence[subprocess.Popen[str]]) -> list[Outcome]:
    said = [run.communicate(timeout=120) for run in runs]
    return [Outcome(run.returncode, *both) for run, both in zip(runs, said, strict=True)]


def assert_done_or_told_to_wait(outcome: Outcome) -> None:
    if outcome.code:
        assert_refused(outcome, 2, "is in use by another program", "Wait for it")
    else:
        assert outcome.err == ""


def test_two_imports_at_once_lose_nothing(
    kb: Kb, here: Here, mini: Path, table: Table, own_mini: Path, tmp_path: Path
) -> None:
    second = write_table(tmp_path / "visits.csv", "Visits")
    commands = [table.command, ("import", str(second), *table.options)]
    runs = [kb.start("", *command, "--database", str(own_mini)) for command in commands]
    for outcome in finished(runs):
        assert_done_or_told_to_wait(outcome)
    one_by_one = Path(shutil.copy(mini, tmp_path / "one-by-one.db"))
    for command in commands:
        assert here(*command, "--database", own_mini).code == 0
        assert here(*command, "--database", one_by_one).code == 0
    assert state(own_mini) == state(one_by_one)


def test_the_same_file_twice_at_once_is_imported_once(
    kb: Kb, here: Here, table: Table, own_mini: Path
) -> None:
    runs = [kb.start("", *table.command, "--database", str(own_mini)) for _ in range(2)]
    outcomes = finished(runs)
    for outcome in outcomes:
        assert_done_or_told_to_wait(outcome)
    assert "Written as changeset 2" in "".join(outcome.out for outcome in outcomes)
    assert_can_be_imported(here, table, own_mini)


def test_a_base_that_another_program_writes_to_is_said_to_be_in_use(
    kb: Kb, here: Here, table: Table, own_mini: Path
) -> None:
    with closing(sqlite3.connect(own_mini, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = kb.after(IMPATIENT, *table.command, "--database", own_mini)
        other.execute("ROLLBACK")
    assert_refused(refused, 2, "is in use by another program", "Wait for it")
    assert_can_be_imported(here, table, own_mini)


def test_rows_that_are_left_unread_fail_neither_before_nor_after_they_are_let_go() -> None:
    staging = Staging()
    staging.add_bad_lines([("a.csv", 2), ("a.csv", 3)])
    rows = staging.rows("SELECT line FROM bad ORDER BY line")
    assert next(rows) == (2,)
    staging.close()
    rows.close()


# -- rights ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("of_file", "of_folder"), [(0o444, 0o755), (0o666, 0o555)])
def test_a_base_that_may_not_be_written_to_is_refused(
    kb: Kb, mini: Path, table: Table, open_folder: Path, of_file: int, of_folder: int
) -> None:
    path = Path(shutil.copy(table.path, open_folder / "talks.csv"))
    warm = Path(shutil.copy(mini, open_folder / "warm.db"))
    locked = open_folder / "locked"
    locked.mkdir()
    base = Path(shutil.copy(mini, locked / "x.db"))
    base.chmod(of_file)
    locked.chmod(of_folder)
    before = digest(base)
    command = ("import", path, *table.options, "--database", base)
    refused = kb.after(unprivileged(path, warm), *command)
    locked.chmod(0o755)
    assert_refused(refused, 2, str(base), "may not be written to", "permissions")
    assert digest(base) == before
    assert beside(base) == []


def unprivileged(table: Path, base: Path) -> str:
    """Give up the rights of root, after everything was imported that the program will import."""
    return f"""
import contextlib, io, os, sys
from relations_kb.cli import start
from relations_kb.cli.main import app
command = ["import", {str(table)!r}, "--source", "harbour-post", "--database", {str(base)!r}]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    app([*command, "--dry-run"])
if os.getuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
"""
