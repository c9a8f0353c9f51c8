"""Whatever goes wrong: one clear message, no traceback, the right code, nothing damaged."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness import KB, MINI_SEED, NOBODY, Kb, Outcome, assert_refused, digest

Here = Callable[..., Outcome]

SECRET = "s3cret"  # noqa: S105 - no password of anything
NO_DRIVER = "import sys; sys.modules['psycopg'] = None"
SMALL_FILES = (
    "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"  # bytes in a file
)
# Everything that the program will import is imported before the rights are given up, since the
# interpreter itself may lie where others may not read.
UNPRIVILEGED = f"""
import contextlib, io, os, sys, tempfile
from pathlib import Path
wanted, sys.argv = sys.argv, ["kb", "show", "straits-bridge", "--database"]
from relations_kb.cli import start
from relations_kb.cli.access import opened
from relations_kb.cli.main import app
from relations_kb.ingest.base import build_base
from relations_kb.query import actors, show, timeline
from relations_kb.render import layout, page, record, timeline as sheets
from relations_kb.store.urls import database_url
with tempfile.TemporaryDirectory() as folder:
    url = database_url(folder + "/warm.db")
    build_base(url, progress=lambda step: None, seed=Path({str(MINI_SEED)!r}))
    with opened(folder + "/warm.db") as connection:
        layout.sheet_text(sheets.timeline_sheet(
            timeline.timeline(connection, "alba", "borea"), grouped=False, width=None), None)
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    app(["--version"])
if os.getuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
sys.argv = wanted
"""


def broken_seed(tmp_path: Path, content: str) -> Path:
    folder = tmp_path / "seed"
    folder.mkdir(exist_ok=True)
    (folder / "a.yaml").write_text(content, encoding="utf-8")
    return folder


# -- wrong use -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "fragments"),
    [
        (("timeline", "rusia", "alba"), ("No actor is called 'rusia'", "kb countries")),
        (("timeline", "alba", "boera"), ("No actor is called 'boera'", "Did you mean borea?")),
        (("timeline", "dor", "alba"), ("'dor' can mean several actors", "north-dor", "south-dor")),
        (("timeline", "alba", "kingdom-of-alba"), ("belong to one line of states",)),
        (("timeline", "alba", "borea", "--actor", "nobody"), ("No actor is called 'nobody'",)),
        (("summary", "alba", "nobody"), ("No actor is called 'nobody'", "kb countries")),
        (("export", "timeline", "alba", "nobody"), ("No actor is called 'nobody'",)),
        (("show", "straits-brigde"), ("No record has the id", "Did you mean straits-bridge?")),
        (("show", "qqqq"), ("No record has the id 'qqqq'", "kb search TEXT")),
        (("show", ""), ("No record has the id ''", "kb search TEXT")),
        (("timeline", "alba", "borea", "--from", "yesterday"), ("--from:", "yesterday", "EDTF")),
        (("timeline", "alba", "borea", "--to", "2020-13"), ("--to:", "2020-13")),
        (("timeline", "alba", "borea", "--to", "2023-02-29"), ("--to:", "2023-02-29", "28 days")),
        (
            ("timeline", "alba", "borea", "--from", "2010", "--to", "2009"),
            ("--from 2010 lies after --to 2009", "earlier date"),
        ),
        (("summary", "alba", "borea", "--on", "2014"), ("--on 2014 is no single day",)),
        (("summary", "alba", "borea", "--on", "soon"), ("--on:", "soon")),
    ],
)  # fmt: skip
def test_wrong_use_is_refused_with_a_remedy(
    here: Here, mini: Path, command: tuple[str, ...], fragments: tuple[str, ...]
) -> None:
    before = digest(mini)
    assert_refused(here("--database", mini, *command), 2, *fragments)
    assert digest(mini) == before


@pytest.mark.parametrize(
    ("command", "fragment"),
    [
        (("timeline", "alba"), "'B'"),
        (("timeline", "alba", "borea", "--kind", "pact"), "'pact' is not one of"),
        (("timeline", "alba", "borea", "--step", "danced"), "'danced' is not one of"),
        (("timeline", "alba", "borea", "--limit", "-1"), "-1"),
        (("timeline", "alba", "borea", "--format", "xml"), "'xml' is not one of"),
        (("validate", "a.yaml", "--format", "csv"), "'csv' is not one of"),
        (("timelin",), "timelin"),
        (("timeline", "alba", "borea", "--bloc"), "--bloc"),
    ],
)
def test_an_option_or_command_that_is_none_is_refused(
    here: Here, mini: Path, command: tuple[str, ...], fragment: str
) -> None:
    refused = here("--database", mini, *command)
    assert refused.code == 2
    assert refused.out == ""
    assert "Traceback" not in refused.err
    assert fragment in refused.err


def test_a_wrong_date_is_refused_before_a_base_is_built(kb: Kb) -> None:
    assert_refused(kb("timeline", "iran", "russia", "--from", "yesterday"), 2, "yesterday")
    assert not kb.data.exists()


# -- seeds -----------------------------------------------------------------------------------------


def test_all_errors_of_a_broken_seed_are_named_at_once(here: Here, tmp_path: Path) -> None:
    seed = broken_seed(
        tmp_path,
        "events:\n"
        "  - id: First\n"
        "    title: One\n"
        "    form: visti\n"
        "    parties: [alba]\n"
        "    milestones: [{step: occurred, date: 2020-02-30}]\n"
        "  - id: second\n"
        "    titel: Two\n"
        "    form: visit\n"
        "    parties: []\n",
    )
    (seed / "b.yaml").write_text("events: [\n", encoding="utf-8")
    (seed / "c.yaml").write_bytes(b"events: \xff\n")
    target = tmp_path / "x.db"
    refused = here("db", "build", "--seed", seed, "--database", target)
    assert_refused(refused, 1, "nothing was changed", f"kb validate {seed}")
    for finding in (
        "a.yaml:2: E205 events[0].id",
        "a.yaml:4: E203 events[0].form",
        "did you mean 'visit'?",
        "a.yaml:6: E204 events[0].milestones[0].date",
        "a.yaml:8: E201 events[1].titel: 'titel' is no key here; did you mean 'title",
        "E202 events[1].title",
        "a.yaml:10: E206 events[1].parties",
        "b.yaml:",
        "E102",
        "c.yaml: E101",
    ):
        assert finding in refused.err
    assert not target.exists()


BROKEN = {
    "an indent": ("events:\n - id: a\n   title: b\n  form: visit\n", "E102"),
    "a tab": ("events:\n\t- id: a\n", "E102"),
    "an unknown key": ("event: []\n", "E201"),
    "a missing key": ("events: [{id: a, title: b, parties: [alba]}]\n", "E202"),
    "a key twice": ("events: []\nevents: []\n", "E103"),
    "an anchor": ("events: &a []\n", "E104"),
    "a tag": ("events: !!python/object/apply:os.system ['true']\n", "E104"),
    "a list at the top": ("- a\n- b\n", "E206"),
    "an unknown actor": (
        "sources: [s]\nbibliography: [{id: s, publisher: P, kind: press, reliability: C}]\n"
        "events: [{id: a, title: b, form: visit, parties: [nobody]}]\n",
        "E302",
    ),
    "an unknown source": (
        "actors: [{id: alba, kind: state, names: [{text: Alba, language: en}]}]\n"
        "events: [{id: a, title: b, form: visit, parties: [alba], sources: [s]}]\n",
        "E303",
    ),
    "no source": (
        "actors: [{id: alba, kind: state, names: [{text: Alba, language: en}]}]\n"
        "events: [{id: a, title: b, form: visit, parties: [alba]}]\n",
        "E305",
    ),
    "a form of another kind": ("events: [{id: a, title: b, form: treaty, parties: [c]}]\n", "E206"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_seed_that_is_broken_is_refused_and_nothing_is_left(
    here: Here, tmp_path: Path, fault: str
) -> None:
    content, code = BROKEN[fault]
    seed = broken_seed(tmp_path, content)
    folder = tmp_path / "base"
    folder.mkdir()
    refused = here("db", "build", "--seed", seed, "--database", folder / "x.db")
    assert_refused(refused, 1, "a.yaml", code)
    assert list(folder.iterdir()) == []


def test_a_seed_folder_that_is_not_there_is_refused(here: Here, tmp_path: Path) -> None:
    refused = here("db", "build", "--seed", tmp_path / "nowhere", "--database", tmp_path / "x.db")
    assert_refused(refused, 1, f"{tmp_path}/nowhere", "there is no such file or folder")
    assert list(tmp_path.iterdir()) == []


def test_a_seed_folder_without_seed_files_is_refused(here: Here, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    refused = here("db", "build", "--seed", empty, "--database", tmp_path / "x.db")
    assert_refused(refused, 1, "E105", ".yaml")
    assert not (tmp_path / "x.db").exists()


def test_validating_tells_findings_on_stdout_and_the_count_on_stderr(
    here: Here, tmp_path: Path
) -> None:
    seed = broken_seed(tmp_path, BROKEN["a missing key"][0])
    found = here("validate", seed)
    assert found.code == 1
    assert found.out.startswith(f"{seed}/a.yaml:1: E202 events[0].form")
    assert found.err == "1 file checked, 1 finding\n"


def test_validating_in_json_tells_file_line_code_and_field(here: Here, tmp_path: Path) -> None:
    import json

    seed = broken_seed(tmp_path, BROKEN["a missing key"][0])
    found = here("validate", seed, "--format", "json")
    assert found.code == 1
    (finding,) = json.loads(found.out)
    assert finding.keys() == {"file", "line", "code", "field", "message"}
    assert (finding["file"], finding["line"], finding["code"], finding["field"]) == (
        f"{seed}/a.yaml", 1, "E202", "events[0].form",
    )  # fmt: skip


def test_validating_what_is_not_there_is_a_finding(here: Here, tmp_path: Path) -> None:
    found = here("validate", tmp_path / "nowhere.yaml")
    assert found.code == 1
    assert "E101" in found.out
    assert "Traceback" not in found.err


def test_validating_a_sound_seed_finds_nothing(here: Here) -> None:
    found = here("validate", MINI_SEED)
    assert (found.code, found.out, found.err) == (0, "", "5 files checked, 0 findings\n")


# -- places ----------------------------------------------------------------------------------------


def test_a_data_folder_that_cannot_be_made_is_refused(kb: Kb) -> None:
    kb.data.write_text("a file where the folder should be")
    refused = kb("timeline", "iran", "russia")
    assert_refused(refused, 2, str(kb.data), "--database or KB_DATABASE_URL")
    assert kb.data.read_text() == "a file where the folder should be"


def test_a_place_below_a_file_is_refused(here: Here, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    refused = here("db", "build", "--seed", MINI_SEED, "--database", file / "x.db")
    assert_refused(refused, 2, "cannot be built in", str(file))
    assert file.read_text() == "x"
    assert_refused(here("db", "upgrade", "--database", file / "x.db"), 2)
    assert "Traceback" not in here("db", "status", "--database", file / "x.db").err


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_read_only_data_folder_is_refused(kb: Kb, open_folder: Path, mode: int) -> None:
    shutil.copytree(MINI_SEED, open_folder / "seed")
    locked = open_folder / "locked"
    locked.mkdir()
    locked.chmod(mode)
    target = locked / "x.db"
    refused = kb.after(
        UNPRIVILEGED, "db", "build", "--seed", open_folder / "seed", "--database", target
    )
    assert_refused(refused, 2, str(locked), "Permission denied")
    locked.chmod(0o755)
    assert list(locked.iterdir()) == []


def test_a_base_in_a_read_only_folder_can_still_be_read(
    kb: Kb, open_folder: Path, mini: Path
) -> None:
    locked = open_folder / "locked"
    locked.mkdir()
    target = Path(shutil.copy(mini, locked / "x.db"))
    target.chmod(0o444)
    locked.chmod(0o555)
    before = digest(target)
    found = kb.after(UNPRIVILEGED, "timeline", "alba", "borea", "--database", target)
    assert (found.code, found.err) == (0, "")
    assert "Alba – Borea: 17 entries" in found.out
    assert digest(target) == before
    locked.chmod(0o755)


def test_a_base_that_may_not_be_read_is_refused(kb: Kb, open_folder: Path, mini: Path) -> None:
    target = Path(shutil.copy(mini, open_folder / "x.db"))
    target.chmod(0o000)
    refused = kb.after(UNPRIVILEGED, "timeline", "alba", "borea", "--database", target)
    assert_refused(refused, 2, str(target), "Permission denied", "--database")


# -- full disks ------------------------------------------------------------------------------------


@pytest.fixture
def tiny_disk(open_folder: Path) -> Iterator[Path]:
    """A disk of 128 KiB."""
    disk = open_folder / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=128k", "none", str(disk)],
        capture_output=True,
        check=False,
    )
    if not made or made.returncode != 0:
        pytest.skip("this user may not mount a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_refused_and_nothing_is_left(kb: Kb, tiny_disk: Path) -> None:
    refused = kb("db", "build", "--seed", MINI_SEED, "--database", tiny_disk / "x.db")
    assert_refused(refused, 2, "disk is full", "Make room")
    assert list(tiny_disk.iterdir()) == []


def test_a_full_disk_leaves_the_file_that_was_to_be_written(
    kb: Kb, base: Path, tiny_disk: Path
) -> None:
    target = tiny_disk / "out.csv"
    target.write_text("before")
    refused = kb("export", "timeline", "iran", "russia", "--database", base, "--output", target)
    assert_refused(refused, 2, str(target), "No space left on device")
    assert target.read_text() == "before"
    assert list(tiny_disk.iterdir()) == [target]


def test_a_build_that_may_not_write_enough_leaves_nothing(kb: Kb, tmp_path: Path) -> None:
    folder = tmp_path / "base"
    folder.mkdir()
    refused = kb.after(
        SMALL_FILES.format(64 * 1024),
        "db", "build", "--seed", MINI_SEED, "--database", folder / "x.db",
    )  # fmt: skip
    assert_refused(refused, 2)
    assert list(folder.iterdir()) == []


def test_a_replacement_that_may_not_write_enough_leaves_the_old_base(
    kb: Kb, own_mini: Path
) -> None:
    before = digest(own_mini)
    refused = kb.after(
        SMALL_FILES.format(64 * 1024),
        "db", "build", "--force", "--seed", MINI_SEED, "--database", own_mini,
    )  # fmt: skip
    assert_refused(refused, 2)
    assert digest(own_mini) == before
    assert list(own_mini.parent.iterdir()) == [own_mini]


def test_output_that_may_not_be_written_whole_leaves_the_old_file(
    kb: Kb, mini: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "records.jsonl"
    target.parent.mkdir()
    target.write_text("before")
    refused = kb.after(
        SMALL_FILES.format(1024),
        "export", "records", "--database", mini, "--output", target,
    )  # fmt: skip
    assert_refused(refused, 2, str(target), "File too large", "--output")
    assert target.read_text() == "before"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is full")
def test_a_stdout_that_is_full_is_refused(kb: Kb, mini: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        refused = kb("timeline", "alba", "borea", "--database", mini, stdout=full)
    assert refused.code != 0
    assert "Traceback" not in refused.err
    assert "No space left on device" in refused.err


@pytest.mark.parametrize("command", [("countries",), ("export", "records")])
def test_a_reader_that_goes_away_is_no_error(kb: Kb, base: Path, command: tuple[str, ...]) -> None:
    process = subprocess.Popen(
        [str(KB), *command, "--database", str(base)],
        env=kb.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 0
    assert said == b""


@pytest.mark.parametrize("target", ["nowhere/out.txt", "file/out.txt", "folder", ".", "/", ""])
def test_output_to_a_place_that_cannot_be_is_refused(
    here: Here, mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    place = tmp_path / "place"
    (place / "folder").mkdir(parents=True)
    (place / "file").write_text("x")
    monkeypatch.chdir(place)
    refused = here("countries", "--database", mini, "--output", target)
    assert refused.code == 2
    assert refused.out == ""
    assert "Traceback" not in refused.err
    assert sorted(path.name for path in place.rglob("*")) == ["file", "folder"]


@pytest.mark.parametrize("encoding", ["ascii"])
def test_an_output_that_cannot_hold_every_script_is_no_traceback(
    kb: Kb, mini: Path, encoding: str
) -> None:
    found = kb(
        "show", "alba-borea-pact-2005", "--database", mini, env={"PYTHONIOENCODING": encoding}
    )
    assert "Traceback" not in found.err


# -- databases -------------------------------------------------------------------------------------


def _another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE photo (x)")
        connection.execute("INSERT INTO photo VALUES (1)")
    connection.close()


def _another_program_with_the_same_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE photo (x)")
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
    connection.close()


def _newer_schema(path: Path) -> None:
    _another_program(path)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()


def _damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\xa5" * 8192)


FILES = {
    "no database": (lambda path: path.write_text("hello"), "database of this program"),
    "a damaged database": (_damaged, "is damaged or no database of this program"),
    "another program's": (_another_program, "tables of another program (photo)"),
    "another program's with migrations": (_another_program_with_the_same_version, ""),
    "a newer schema": (_newer_schema, "schema 9999, which is newer than this package"),
}
READERS = [
    ("timeline", "iran", "russia"),
    ("db", "status"),
    ("db", "upgrade"),
    ("db", "build"),
]


@pytest.mark.parametrize("command", READERS)
@pytest.mark.parametrize("fault", FILES)
def test_a_file_that_is_no_base_of_this_package_is_refused_and_not_touched(
    here: Here, tmp_path: Path, fault: str, command: tuple[str, ...]
) -> None:
    make, fragment = FILES[fault]
    path = tmp_path / "x.db"
    make(path)
    before = digest(path)
    refused = here("--database", path, *command)
    # A file that is there at all is reason enough not to build.
    assert_refused(refused, 2, *([fragment] if command != ("db", "build") else []))
    assert digest(path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.db"]


def test_a_base_cut_short_is_refused(here: Here, own_mini: Path) -> None:
    own_mini.write_bytes(own_mini.read_bytes()[:20000])
    before = digest(own_mini)
    refused = here("timeline", "alba", "borea", "--database", own_mini)
    assert_refused(refused, 2, str(own_mini), "damaged")
    assert digest(own_mini) == before


def test_a_folder_as_database_is_refused(here: Here, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for command in READERS:
        assert_refused(here("--database", folder, *command), 2, f"{folder} is a folder")
    assert list(folder.iterdir()) == []


def test_an_empty_file_as_database_becomes_a_base(kb: Kb, tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.touch()
    found = kb("timeline", "iran", "russia", "--limit", "1", "--database", path)
    assert found.code == 0, found.err
    assert found.out.startswith("Iran – Russia: ")


def test_asking_for_the_state_builds_nothing(kb: Kb) -> None:
    found = kb("db", "status")
    assert found.code == 0
    assert "not built yet" in found.out
    assert not kb.data.exists()


def test_upgrading_what_is_not_there_is_refused_and_makes_no_file(
    here: Here, tmp_path: Path
) -> None:
    refused = here("db", "upgrade", "--database", tmp_path / "x.db")
    assert_refused(refused, 2, "There is no base to upgrade", "kb db build")
    assert not (tmp_path / "x.db").exists()


# -- servers ---------------------------------------------------------------------------------------

UNREADABLE = [
    f"mysql://user:{SECRET}@host/name",
    f"http://user:{SECRET}@host/name",
    f"postgresql://user:{SECRET}@host:port/name",
    f"://{SECRET}",
]


@pytest.mark.parametrize("url", UNREADABLE)
@pytest.mark.parametrize("command", [("countries",), ("db", "status"), ("db", "path")])
def test_a_url_that_cannot_be_read_is_refused_and_never_printed(
    here: Here, url: str, command: tuple[str, ...]
) -> None:
    for refused in (here(*command, "--database", url), here(*command, KB_DATABASE_URL=url)):
        assert SECRET not in refused.err
        assert_refused(refused, 2, "The database URL cannot be read", "sqlite:///path/to/file.db")


@pytest.mark.parametrize(
    "command",
    [("timeline", "iran", "russia"), ("db", "status"), ("db", "build"), ("db", "upgrade")],
)
def test_a_missing_driver_is_named_with_the_extra_that_brings_it(
    kb: Kb, command: tuple[str, ...]
) -> None:
    url = f"postgresql://user:{SECRET}@127.0.0.1:1/name"
    refused = kb.after(NO_DRIVER, *command, "--database", url)
    assert SECRET not in refused.err
    assert_refused(
        refused, 2, "driver for postgresql is not installed", "'relations-kb[postgresql]'"
    )


@pytest.mark.parametrize(
    "command",
    [("timeline", "iran", "russia"), ("db", "status"), ("db", "build"), ("db", "upgrade")],
)
def test_a_server_that_is_down_is_refused(kb: Kb, command: tuple[str, ...]) -> None:
    pytest.importorskip("psycopg", reason="the extra 'postgresql' is not installed")
    url = f"postgresql://user:{SECRET}@127.0.0.1:1/name"
    refused = kb(*command, "--database", url)
    assert SECRET not in refused.err
    assert_refused(refused, 2, "postgresql://user:***@127.0.0.1:1/name", "Check the URL")


def test_the_path_of_a_server_hides_the_password(here: Here) -> None:
    found = here("db", "path", "--database", f"postgresql://user:{SECRET}@host/name")
    assert (found.code, found.out) == (0, "postgresql://user:***@host/name\n")


def test_a_password_in_the_query_of_a_url_is_hidden_too(here: Here) -> None:
    found = here("db", "path", "--database", f"postgresql://user@host/name?password={SECRET}")
    assert SECRET not in found.out + found.err


@pytest.mark.skipif(
    not os.environ.get("KB_TEST_POSTGRES_URL"), reason="KB_TEST_POSTGRES_URL names no server"
)
def test_a_database_that_the_server_does_not_have_is_refused(kb: Kb) -> None:
    from sqlalchemy import make_url

    url = make_url(os.environ["KB_TEST_POSTGRES_URL"]).set(database="kb_test_absent")
    refused = kb("db", "status", "--database", url.render_as_string(hide_password=False))
    assert_refused(refused, 2, "kb_test_absent", "does not exist")


def test_a_state_known_by_a_day_is_told_as_of_that_day(ask: Callable[..., str], mini: Path) -> None:
    view = json.loads(
        ask(mini, "status", "alba-borea-pact-2005", "--known-by", "2006-12-31", "--format", "json")
    )
    assert (view["on"], view["status"]) == ("2006-12-31", "signed")


def test_a_day_that_cannot_be_read_is_named_with_its_own_option(
    here: Callable[..., Outcome], mini: Path
) -> None:
    found = here("status", "alba-borea-pact-2005", "--known-by", "2025-13", "--database", mini)
    assert_refused(found, 2, "--known-by: '2025-13' has no month 13")
