"""Hostile paths, names and cells: refused in few words, or kept and shown without harm."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from sqlalchemy import URL

from conftest import ENGINES, NO_SERVER, Here
from harness import POSTGRES, Kb, empty_schema
from relations_kb.ingest.keeping import copy_to
from relations_kb.ingest.tables.reading import open_table
from relations_kb.ingest.tables.table import Row
from relations_kb.records.findings import Finding
from relations_kb.store.urls import database_url

ONE_GB = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))"
UNSAFE = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
HEADER = "date,title,actor1,actor2,source\n"
GOOD = "2012-05-01,Good talks,Alba,Borea,harbour-post\n"
MB = 1024 * 1024

Content = str | bytes


def written(path: Path, content: Content) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path) -> list[Row | Finding]:
    with open_table(path) as table:
        return list(table.rows)


def test_a_pipe_is_not_waited_for(kb: Kb, here: Here, own_mini: Path, tmp_path: Path) -> None:
    for name in ("a.csv", "m.yaml"):
        os.mkfifo(tmp_path / name)
    table = written(tmp_path / "b.csv", HEADER + GOOD)
    told = "E101 it is a pipe or a device; write what comes from it into a file first"
    base = ("--database", own_mini, "import", "--dry-run")
    assert f"a.csv: {told}" in kb(*base, tmp_path / "a.csv").err
    assert f"m.yaml: {told}" in kb(*base, table, "--mapping", tmp_path / "m.yaml").err


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/stdin", "/dev/null"])
def test_a_device_is_not_read(here: Here, own_mini: Path, tmp_path: Path, device: str) -> None:
    (tmp_path / "a.csv").symlink_to("/dev/zero" if device == "/dev/stdin" else device)
    table = written(tmp_path / "b.csv", HEADER + GOOD)
    for args in ((tmp_path / "a.csv",), (table, "--mapping", tmp_path / "a.csv")):
        done = here("--database", own_mini, "import", *args, "--dry-run")
        assert done.code == 1
        assert "a.csv: E101 it is a pipe or a device" in done.err


def test_paths_that_lead_to_no_file_are_told_in_few_words(
    here: Here, own_mini: Path, tmp_path: Path
) -> None:
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "folder.csv").mkdir()
    table = written(tmp_path / "b.csv", HEADER + GOOD)
    for name in (
        "loop.csv",
        "folder.csv",
        "x" * 5_000 + ".csv",
        "../" * 9_000 + "a.csv",
        "n\ni.csv",
    ):
        for args in ((tmp_path / name,), (table, "--mapping", tmp_path / name)):
            done = here("--database", own_mini, "import", *args, "--dry-run")
            assert (done.code, done.err.count("\n")) == (1, 1), done
            assert "E101 it cannot be opened (" in done.err
            assert len(done.err) < 1_000
            assert not UNSAFE.search(done.out + done.err)


@pytest.mark.parametrize(
    "name", ["a\nb.csv", "\x1b[2J\x07.csv", "\u202evsc.csv", "[bold]x[bold].csv"]
)
def test_the_name_of_a_file_is_shown_without_harm(
    here: Here, own_mini: Path, tmp_path: Path, name: str
) -> None:
    good = written(tmp_path / name, HEADER + GOOD)
    done = here("--database", own_mini, "import", good, "--yes", "--dataset", "x")
    assert done.code == 0
    assert not UNSAFE.search(done.out + done.err)
    bad = written(tmp_path / name, HEADER + "2012,Talks,Nobody,Alba,harbour-post\n")
    told = here("--database", own_mini, "import", bad, "--dry-run", "--dataset", "x")
    assert "E302 actor1: No actor is called 'Nobody'" in told.err
    assert not UNSAFE.search(told.out + told.err)
    assert told.err.count("\n") == 1


# -- cells -----------------------------------------------------------------------------------------


def test_faulty_bytes_deep_in_a_file_are_told_with_their_line(tmp_path: Path) -> None:
    content = (HEADER + "2012,Переговоры,Alba,Borea,x\n" * 60_000).encode()
    path = written(tmp_path / "a.csv", content + b"2012,Pe\xff\xfe,Alba,Borea,x\n" + b"a,b\n")
    faults = [row for row in read(path) if isinstance(row, Finding) and row.is_error]
    assert [(fault.line, fault.code, fault.field) for fault in faults] == [
        (60_002, "E107", "title")
    ]
    assert faults[0].message.startswith("the byte 0xFF is not UTF-8; save the file as UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_wide_encodings_are_read_without_a_mark_too(tmp_path: Path, encoding: str) -> None:
    (row,) = read(written(tmp_path / "a.csv", (HEADER + GOOD).encode(encoding)))
    assert isinstance(row, Row)
    assert row.cells["title"] == "Good talks"


def test_a_hostile_header_is_shown_without_harm(here: Here, own_mini: Path, tmp_path: Path) -> None:
    names = ("=cmd|' /C calc'!A0", "\x1b]0;owned\x07", "[bold]x[/bold]", "\u202egnp.exe", '"a\nb"')
    path = written(tmp_path / "a.csv", ",".join(names) + "\n1,2,3,4,5\n")
    done = here("--database", own_mini, "import", path, "--dry-run")
    assert done.code == 1
    assert "[bold]x[/bold]: the column is not used" in done.err
    assert "=cmd|' /C calc'!A0: the column is not used" in done.err
    assert not UNSAFE.search(done.out + done.err)
    guessed = here("--database", own_mini, "import", "--guess", path)
    assert guessed.code == 0
    assert not UNSAFE.search(guessed.out)


@pytest.fixture(params=ENGINES)
def base(request: pytest.FixtureRequest, own_mini: Path) -> object:
    """The URL of a base of the small seed that a test may change, on each engine in turn."""
    if request.param == "sqlite":
        yield own_mini
        return
    if not os.environ.get(POSTGRES):
        pytest.skip(NO_SERVER)
    with empty_schema() as server:
        copy_to(database_url(str(own_mini)), server, lambda step, done, total: None)
        yield URL.render_as_string(server, hide_password=False)


HOSTILE = "'; DROP TABLE claim; -- \" \\ %s :a {0} [bold]x[/bold] \x1b[2J\u202e=1+1"


def test_what_is_code_elsewhere_is_kept_as_text(here: Here, base: object, tmp_path: Path) -> None:
    cells = {
        "date": "2012-05-01", "title": HOSTILE, "actor1": "Alba", "actor2": "Borea",
        "place": HOSTILE, "note": HOSTILE, "external_id": HOSTILE, "organ": HOSTILE,
        "source_title": HOSTILE, "source_publisher": HOSTILE, "title_ru": HOSTILE,
        "source_url": "https://a.example/%27;DROP",
    }  # fmt: skip
    path = written(tmp_path / "a.jsonl", json.dumps(cells) + "\n")
    done = here("--database", base, "import", path, "--yes")
    assert done.code == 0, done
    assert not UNSAFE.search(done.out + done.err)
    out = here("--database", base, "export", "records", "--format", "json", "--added").out
    kept = [text for text in _texts(json.loads(out)) if "DROP TABLE" in text]
    assert set(kept) == {HOSTILE}
    assert len(kept) >= 7
    page = here("--database", base, "timeline", "alba", "borea")
    assert "'; DROP TABLE claim; --" in page.out
    assert not UNSAFE.search(page.out)
    again = here("--database", base, "import", path, "--yes", "--format", "json")
    assert json.loads(again.out)["records"]["same"] == 1


def test_what_is_code_elsewhere_is_refused_as_a_name(
    here: Here, base: object, tmp_path: Path
) -> None:
    row = ",".join(f'"{HOSTILE.replace(chr(34), chr(34) * 2)}"' for _ in range(8))
    header = "date,title,actor1,kind,step,topic,source,id\n"
    path = written(tmp_path / "a.csv", f"{header}{row}\n")
    done = here("--database", base, "import", path, "--yes")
    assert done.code == 1
    told = {line.split(": ")[1].split(" ")[1] for line in done.err.splitlines()}
    assert {"date", "actor1", "kind", "topic", "source", "id"} <= told
    assert not UNSAFE.search(done.out + done.err)
    assert here("--database", base, "status", "alba").code in {0, 2}


def _texts(data: object) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in _texts(value)]
    if isinstance(data, list):
        return [text for value in data for text in _texts(value)]
    return [data] if isinstance(data, str) else []
