"""The first run: a base is built whole or not at all."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import URL, inspect

from harness import MINI_SEED, Kb, assert_refused, claim_set, digest, row_counts
from relations_kb import __version__
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base, open_base, read_state, upgrade_base
from relations_kb.ingest.describing import describe
from relations_kb.records.seed_file import Seed
from relations_kb.store.engine import connect, make_engine
from relations_kb.store.migrate import HEAD
from relations_kb.store.packaged import content_hash
from relations_kb.store.urls import database_url, sqlite_path

STEPS = (
    "Reading the seed",
    "Writing actors",
    "Writing sources",
    "Writing claims",
    "Writing values",
)
INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # as in a terminal
)


def silent(step: str) -> None:
    """Take progress and show nothing."""


def beside(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir() if p.name not in {"packaged-seed", "bad"})


def test_building_tells_every_step_and_how_many_claims_it_wrote(url: URL, mini_seed: Seed) -> None:
    told: list[str] = []
    written = build_base(url, progress=told.append, seed=MINI_SEED)
    assert tuple(told[1:]) == STEPS
    assert told[0].startswith("Building the base")
    assert (written.added, written.withdrawn) == (len(claim_set(mini_seed.records)), 0)


def test_the_first_opening_builds_the_packaged_seed_and_the_second_does_nothing(
    url: URL, packaged_mini: Path
) -> None:
    told: list[str] = []
    open_base(url, told.append).dispose()
    assert tuple(told[1:]) == STEPS
    engine = open_base(url, told.append)
    assert len(told) == 1 + len(STEPS)
    with connect(engine) as connection:
        state = read_state(connection)
    assert row_counts(engine)["changeset"] == 1
    engine.dispose()
    assert (state.seed_origin, state.seed_hash) == ("packaged", content_hash(packaged_mini))
    assert (state.schema, state.package_version) == (HEAD, __version__)


def test_the_second_opening_does_not_touch_the_file(tmp_path: Path, packaged_mini: Path) -> None:
    path = tmp_path / "relations.db"
    open_base(database_url(str(path)), silent).dispose()
    before = digest(path)
    open_base(database_url(str(path)), silent).dispose()
    assert digest(path) == before
    assert beside(path) == ["relations.db"]


def test_missing_folders_on_the_way_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "relations.db"
    build_base(database_url(str(path)), progress=silent, seed=MINI_SEED)
    assert beside(path) == ["relations.db"]


def test_an_empty_file_is_built_in_its_place(tmp_path: Path, packaged_mini: Path) -> None:
    path = tmp_path / "relations.db"
    path.touch()
    engine = open_base(database_url(str(path)), silent)
    assert row_counts(engine)["record"] == 11
    engine.dispose()


def test_a_base_that_is_there_is_not_built_again(url: URL) -> None:
    build_base(url, progress=silent, seed=MINI_SEED)
    path = sqlite_path(url)
    before = digest(path) if path else ""
    with pytest.raises(KbError, match="There is a base already") as refused:
        build_base(url, progress=silent, seed=MINI_SEED)
    assert "kb db upgrade" in refused.value.remedy
    assert refused.value.exit_code == 2
    assert (digest(path) if path else "") == before


def test_a_base_in_memory_can_be_opened(packaged_mini: Path) -> None:
    engine = open_base(database_url("sqlite://"), silent)
    assert row_counts(engine)["record"] == 11
    engine.dispose()


@pytest.mark.parametrize(
    ("step", "fault"), [*((step, KeyboardInterrupt) for step in STEPS), (STEPS[-1], RuntimeError)]
)
def test_a_build_that_is_broken_off_at_any_step_leaves_nothing(
    url: URL, step: str, fault: type[BaseException]
) -> None:
    def break_off(told: str) -> None:
        if told == step:
            raise fault

    with pytest.raises(fault):
        build_base(url, progress=break_off, seed=MINI_SEED)
    path = sqlite_path(url)
    if path is not None:
        assert beside(path) == []
    engine = make_engine(url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    build_base(url, progress=silent, seed=MINI_SEED)


@pytest.mark.parametrize("step", STEPS)
def test_a_replacement_that_is_broken_off_at_any_step_leaves_the_old_base(
    own_mini: Path, step: str
) -> None:
    before = digest(own_mini)

    def break_off(told: str) -> None:
        if told == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_base(database_url(str(own_mini)), progress=break_off, seed=MINI_SEED, replace=True)
    assert digest(own_mini) == before
    assert beside(own_mini) == ["own.db"]


def test_a_seed_that_is_not_sound_leaves_nothing(url: URL, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "a.yaml").write_text("treaties:\n  - {id: X Y, title: T, form: treaty, parties: [a]}\n")
    with pytest.raises(KbError) as refused:
        build_base(url, progress=silent, seed=bad)
    assert "a.yaml:2: E205 treaties[0].id: 'X Y' is no id" in refused.value.message
    assert "nothing was changed" in refused.value.message
    assert refused.value.exit_code == 1
    path = sqlite_path(url)
    if path is not None:
        assert beside(path) == []


def test_a_replacement_by_a_seed_that_is_not_sound_leaves_the_old_base(
    own_mini: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "a.yaml").write_text("[")
    before = digest(own_mini)
    with pytest.raises(KbError, match="E102"):
        build_base(database_url(str(own_mini)), progress=silent, seed=bad, replace=True)
    assert digest(own_mini) == before
    assert beside(own_mini) == ["own.db"]


def test_replacing_builds_the_base_anew(own_mini: Path) -> None:
    engine = make_engine(database_url(str(own_mini)))
    with connect(engine, write=True) as connection:
        connection.exec_driver_sql("UPDATE meta SET value = 'x' WHERE key = 'package_version'")
    engine.dispose()
    url = database_url(str(own_mini))
    build_base(url, progress=silent, seed=MINI_SEED, replace=True)
    assert describe(url)["written by"] == f"kb {__version__}"


def test_what_an_earlier_killed_build_left_is_removed_after_an_hour_only(tmp_path: Path) -> None:
    old, young = tmp_path / ".x.db.building-1", tmp_path / ".x.db.building-2"
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    build_base(database_url(str(tmp_path / "x.db")), progress=silent, seed=MINI_SEED)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".x.db.building-2", "x.db"]


def test_upgrading_where_there_is_no_base_is_refused(tmp_path: Path) -> None:
    url = database_url(str(tmp_path / "x.db"))
    with pytest.raises(KbError, match="There is no base to upgrade") as refused:
        upgrade_base(url, silent)
    assert refused.value.remedy == "Build one with: kb db build"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", ["Reading the seed …", "Writing claims …"])
def test_an_interrupt_of_the_program_leaves_nothing_behind(kb: Kb, line: str) -> None:
    process = kb.start(INTERRUPTIBLE, "db", "build")
    assert process.stderr is not None
    shown = [process.stderr.readline()]
    while shown[-1] not in {f"{line}\n", ""}:
        shown.append(process.stderr.readline())
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert shown[-1] == f"{line}\n"
    assert out == ""
    assert err.splitlines()[-1] == "Interrupted; nothing was changed."
    assert "Traceback" not in err
    assert process.returncode == 130
    assert list(kb.default_base.parent.iterdir()) == []


def test_an_interrupted_replacement_leaves_the_old_base(kb: Kb, own_mini: Path) -> None:
    before = digest(own_mini)
    process = kb.start(INTERRUPTIBLE, "db", "build", "--force", "--database", str(own_mini))
    assert process.stderr is not None
    while process.stderr.readline() not in {"Writing sources …\n", ""}:
        pass
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert process.returncode == 130
    assert digest(own_mini) == before
    assert beside(own_mini) == ["own.db"]


def test_two_first_runs_at_once_both_end_well(kb: Kb) -> None:
    arguments = ("db", "build", "--seed", str(MINI_SEED))
    runs = [kb.start("", *arguments, "--force") for _ in range(2)]
    results = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], results
    assert [p.name for p in kb.default_base.parent.iterdir()] == ["relations.db"]
    assert kb("show", "straits-bridge").code == 0


def test_replacing_a_file_that_is_no_database_is_refused(kb: Kb, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("the work of years")
    refused = kb("db", "build", "--force", "--seed", MINI_SEED, "--database", thesis)
    assert thesis.read_text() == "the work of years"
    assert_refused(refused, 2, str(thesis))


def test_replacing_a_database_of_another_program_is_refused(kb: Kb, tmp_path: Path) -> None:
    other = tmp_path / "photos.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE photo (x)")
    connection.close()
    before = digest(other)
    refused = kb("db", "build", "--force", "--seed", MINI_SEED, "--database", other)
    assert digest(other) == before
    assert_refused(refused, 2, str(other))


def test_replacing_a_folder_is_refused(kb: Kb, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    refused = kb("db", "build", "--force", "--seed", MINI_SEED, "--database", folder)
    assert_refused(refused, 2, str(folder))
    assert list(folder.iterdir()) == []


def test_replacing_a_base_takes_no_journal_of_the_old_one(
    kb: Kb, own_mini: Path, tmp_path: Path
) -> None:
    """A journal left by a killed upgrade would be played back into the new file."""
    dying = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute('PRAGMA cache_size = 1')\n"
        "connection.execute('BEGIN IMMEDIATE')\n"
        "connection.execute('UPDATE claim SET note = hex(zeroblob(2000))')\n"
        "os._exit(0)\n"
    )
    kb.after(dying, own_mini)
    assert own_mini.with_name("own.db-journal").stat().st_size > 0
    other = tmp_path / "other-seed"
    other.mkdir()
    (other / "a.yaml").write_text(
        "sources: [s]\n"
        "bibliography: [{id: s, publisher: P, kind: press, reliability: C}]\n"
        "actors: [{id: elba, kind: state, names: [{text: Elba, language: en}]}]\n"
    )
    assert kb("db", "build", "--force", "--seed", other, "--database", own_mini).code == 0
    found = kb("countries", "--format", "csv", "--database", own_mini)
    assert found.code == 0, found.err
    assert [line.split(",")[0] for line in found.out.splitlines()] == ["id", "elba"]
    assert sorted(path.name for path in own_mini.parent.iterdir()) == ["own.db"]
