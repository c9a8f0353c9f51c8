"""``kb log`` and ``kb diff`` as people and programs read them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from harness import Kb, Outcome, assert_refused, on_terminal, without_escapes
from history_base import CORRECTED, FIRST, MERGED, TALKS, bring, lines, make_history
from relations_kb.store.engine import make_engine
from relations_kb.store.urls import database_url

Ask = Callable[..., str]

LOG = [
    "changeset", "kind", "applied_at", "label", "files", "added", "withdrawn", "records",
    "undoes", "undone_by", "package_version", "content_hash",
]  # fmt: skip
LOG_CSV = [
    "changeset", "kind", "applied_at", "label", "files", "datasets", "hashes", "rows", "added",
    "withdrawn", "records", "undoes", "undone_by", "package_version", "content_hash",
]  # fmt: skip
DIFF = [
    "changeset", "record", "title", "what", "slot", "value", "calendar", "source", "others",
    "active", "withdrawn_by", "instead", "reason", "said_of",
]  # fmt: skip
CASES = {
    "log.txt": ("log",),
    "log.md": ("log", "--kind", "undo", "--format", "md"),
    "log.csv": ("log", "--format", "csv"),
    "log.json": ("log", "--dataset", "visits", "--format", "json"),
    "log_none.txt": ("log", "--dataset", "unheard-of"),
    "diff.txt": ("diff", "2"),
    "diff_correction.txt": ("diff", "4"),
    "diff_undo.txt": ("diff", "6"),
    "diff_none.txt": ("diff", "3", "3"),
    "diff_between.txt": ("diff", "2", "8"),
    "diff_back.txt": ("diff", "8", "2"),
    "diff_record.md": ("diff", "1", "--record", "ab-customs-note-2005", "--format", "md"),
    "diff.csv": ("diff", "3", "--format", "csv"),
    "diff.json": ("diff", "4", "--format", "json"),
}


@pytest.fixture(scope="module")
def past(mini: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with a history; tests only read it."""
    folder = tmp_path_factory.mktemp("past")
    path = Path(shutil.copy(mini, folder / "past.db"))
    engine = make_engine(database_url(str(path)))
    make_history(engine, folder)
    engine.dispose()
    return path


@pytest.fixture
def own(own_mini: Path) -> Iterator[Engine]:
    """An engine on the small base that a test may change."""
    engine = make_engine(database_url(str(own_mini)))
    yield engine
    engine.dispose()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


@pytest.mark.parametrize("name", CASES)
def test_the_history_is_printed_as_it_always_was(
    ask: Ask, past: Path, golden: Callable[[str, str], None], name: str
) -> None:
    golden(name, ask(past, *CASES[name]))


def test_the_keys_and_columns_of_the_log_never_move(ask: Ask, past: Path) -> None:
    entries = json.loads(ask(past, "log", "--format", "json"))
    assert [list(entry) for entry in entries] == [LOG] * MERGED
    assert {tuple(file) for entry in entries for file in entry["files"]} == {
        ("name", "dataset", "content_hash", "rows")
    }
    table = rows(ask(past, "log", "--format", "csv"))
    assert [list(row) for row in table] == [LOG_CSV] * MERGED


def test_the_log_in_csv_says_what_it_says_in_json(ask: Ask, past: Path) -> None:
    entries = json.loads(ask(past, "log", "--format", "json"))
    flat = [
        {key: cell(value) for key, value in entry.items() if key != "files"}
        | {
            column: ";".join(str(file[key]) for file in entry["files"])
            for column, key in (
                ("files", "name"), ("datasets", "dataset"), ("hashes", "content_hash"),
                ("rows", "rows"),
            )
        }
        for entry in entries
    ]  # fmt: skip
    assert rows(ask(past, "log", "--format", "csv")) == flat


@pytest.mark.parametrize("numbers", [("1",), ("2",), ("4",), ("1", "8"), ("8", "1")])
def test_every_format_for_programs_has_the_same_rows(
    ask: Ask, past: Path, numbers: tuple[str, ...]
) -> None:
    array = json.loads(ask(past, "diff", *numbers, "--format", "json"))
    assert [list(row) for row in array] == [DIFF] * len(array)
    one_a_line = ask(past, "diff", *numbers, "--format", "jsonl").splitlines()
    assert [json.loads(line) for line in one_a_line] == array
    table = rows(ask(past, "diff", *numbers, "--format", "csv"))
    assert table == [{key: cell(value) for key, value in row.items()} for row in array]


def test_the_lines_of_the_log_are_the_objects_of_the_array(ask: Ask, past: Path) -> None:
    array = json.loads(ask(past, "log", "--limit", "3", "--format", "json"))
    one_a_line = ask(past, "log", "--limit", "3", "--format", "jsonl").splitlines()
    assert [json.loads(line) for line in one_a_line] == array
    assert len(array) == 3


def test_a_diff_that_is_empty_is_fine(ask: Ask, past: Path) -> None:
    assert ask(past, "diff", "3", "3", "--format", "json") == "[]\n"
    assert ask(past, "diff", "3", "3", "--format", "csv") == ",".join(DIFF) + "\n"
    assert ask(past, "diff", "3", "3", "--format", "jsonl") == ""
    assert ask(past, "log", "--dataset", "unheard-of", "--format", "json") == "[]\n"


@pytest.mark.parametrize("numbers", [("99",), ("1", "99"), ("99", "1"), ("0",)])
def test_an_unknown_changeset_is_refused_and_the_log_is_named(
    here: Callable[..., Outcome], past: Path, numbers: tuple[str, ...]
) -> None:
    unknown = max(numbers, key=int) if "99" in numbers else "0"
    refused = here("diff", *numbers, "--database", past)
    assert_refused(refused, 2, f"There is no changeset {unknown}.", "kb log")


def test_an_unknown_record_or_kind_is_refused(here: Callable[..., Outcome], past: Path) -> None:
    for command in (("log",), ("diff", "1")):
        refused = here(*command, "--record", "alba-borea-pakt-2005", "--database", past)
        assert_refused(refused, 2, "No record has the id", "alba-borea-pact-2005")
    assert here("log", "--kind", "imports", "--database", past).code == 2


def test_a_diff_is_written_to_a_file(ask: Ask, past: Path, tmp_path: Path) -> None:
    file = tmp_path / "diff.csv"
    assert ask(past, "diff", "2", "--format", "csv", "--output", file) == ""
    assert file.read_text(encoding="utf-8") == ask(past, "diff", "2", "--format", "csv")


def test_text_from_data_cannot_act_on_a_terminal_or_a_spreadsheet(
    ask: Ask, own: Engine, own_mini: Path, tmp_path: Path
) -> None:
    evil = TALKS.replace("Talks on fish", "=1+1").replace("cadia", "borea")
    number = bring(own, tmp_path / "=evil\x1b[2J.csv", lines((evil, "v-9")))
    table = rows(ask(own_mini, "diff", number, "--format", "csv"))
    assert {row["value"] for row in table if row["slot"] == "record, title"} == {"'=1+1"}
    for command in (("log",), ("diff", number), ("log", "--format", "md")):
        assert "\x1b" not in ask(own_mini, *command)


def many(count: int) -> str:
    """Write a file of as many records, each with a source of its own."""
    return lines(
        *(
            (TALKS.replace("fish", f"matter {n:02}").replace("a.example", f"a{n:02}.example"), n)
            for n in range(count)
        )
    )


def test_a_terminal_gets_the_first_records_and_the_rest_counted(
    kb: Kb, own: Engine, own_mini: Path, tmp_path: Path
) -> None:
    number = bring(own, tmp_path / "many.csv", many(23))
    own.dispose()
    shown = without_escapes(on_terminal(kb, 200, "diff", number, "--database", own_mini))
    titles = [f"talks-on-matter-{n:02}-2016: Talks on matter {n:02}" for n in range(23)]
    assert [title for title in titles if title in shown] == titles[:20]
    assert "161 said, 23 defined; 23 records." in shown
    assert "And 3 more records\n  print them with --all" in shown
    assert shown.count("  defined: source") == 20
    assert "  and 3 more definitions; see --all" in shown
    whole = without_escapes(on_terminal(kb, 200, "diff", number, "--all", "--database", own_mini))
    assert [title for title in titles if title in whole] == titles
    assert "more" not in whole


def test_a_pipe_gets_all_records(ask: Ask, own: Engine, own_mini: Path, tmp_path: Path) -> None:
    number = bring(own, tmp_path / "many.csv", many(23))
    text = ask(own_mini, "diff", number)
    assert text.count("said: record, title: Talks on matter ") == 23
    assert text.count("  defined: source") == 23
    assert "more" not in text


def test_a_narrow_terminal_shows_what_a_changeset_is_and_what_undoes_it(kb: Kb, past: Path) -> None:
    shown = without_escapes(on_terminal(kb, 90, "log", "--database", past))
    (header,) = (line for line in shown.splitlines() if "No." in line)
    assert header.split() == ["No.", "When", "(UTC)", "Kind", "What", "Undo"]
    assert "8 changesets" in shown


def test_the_limit_is_told(ask: Ask, past: Path) -> None:
    text = ask(past, "log", "--limit", "2")
    assert text.splitlines()[-1] == "2 changesets; 6 older left out by --limit"


def test_nothing_is_said_of_the_times_after_when_two_changesets_are_compared(
    ask: Ask, past: Path
) -> None:
    assert "(taken back by changeset 3) (not active now)" in ask(past, "diff", str(FIRST))
    assert "(taken back" not in ask(past, "diff", "1", str(CORRECTED))
