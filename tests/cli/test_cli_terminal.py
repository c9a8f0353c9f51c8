"""On a terminal: fitted to its width, and text from data cannot steer it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from harness import Kb, on_terminal, without_escapes
from relations_kb.ingest.base import build_base
from relations_kb.store.urls import database_url

COLOUR = re.compile(r"\x1b\[[0-9;]*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m")
ALLOWED = re.compile(r"\x1b\[[0-9;]*m")

EVIL_TITLE = "[bold]Pact[/bold] \x1b[31mred\x1b[0m \x1b]0;owned\x07 line\nbreak \u202etxt.exe\u202c"
EVIL = """\
sources: [s]
bibliography:
  - {id: s, publisher: "Pub\\e[2J [red]lisher", title: "T\\x9b31m\\tt", kind: press, reliability: C}
actors:
  - {id: alba, kind: state, names: [{text: "Al\\e[1mba [link=x]", language: en}]}
  - {id: borea, kind: state, names: [{text: "Bo\\u2066rea", language: en}]}
treaties:
  - id: pact
    title: "TITLE"
    form: treaty
    note: "a\\rb [blink]c\\e[5m"
    parties: [alba, borea]
    sources: [s]
    milestones:
      - {step: signed, date: 2005-03-01, place: "=cmd()\\e[41m|x", note: "+1\\e[7m"}
"""


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize(
    "command",
    [
        ("timeline", "iran", "russia", "--limit", "150"),
        ("timeline", "iran", "russia", "--group", "--from", "2023"),
        ("summary", "iran", "russia", "--on", "2026-01-15"),
        ("show", "iran-russia-strategic-partnership-2025"),
    ],
)
def test_no_line_is_wider_than_the_terminal(
    kb: Kb, base: Path, columns: int, command: tuple[str, ...]
) -> None:
    shown = on_terminal(kb, columns, "--database", base, *command)
    lines = without_escapes(shown).splitlines()
    assert len(lines) > 20
    assert [line for line in lines if cell_len(line) > columns] == []
    assert max(cell_len(line) for line in lines) > columns * 2 // 3


@pytest.mark.parametrize("columns", [60])
def test_lists_fit_the_terminal_too(kb: Kb, mini: Path, columns: int) -> None:
    for command in (("countries",), ("sources",), ("search", "northport")):
        shown = on_terminal(kb, columns, "--database", mini, *command)
        lines = without_escapes(shown).splitlines()
        assert [line for line in lines if cell_len(line) > columns] == []


def test_the_same_entries_stand_on_a_narrow_and_a_wide_terminal(kb: Kb, mini: Path) -> None:
    for columns in (80, 140):
        text = without_escapes(
            on_terminal(kb, columns, "--database", mini, "timeline", "alba", "borea")
        )
        for word in ("1900-02-10", "1901~", "[2008,2009-04]", "2008-10/2009-03", "undated", "2030"):
            assert word in text


def test_no_color_gives_no_colours(kb: Kb, base: Path) -> None:
    command = ("timeline", "iran", "russia", "--limit", "30")
    shown = on_terminal(kb, 100, "--database", base, *command, NO_COLOR="1")
    assert COLOUR.findall(shown) == []


def test_a_dumb_terminal_gets_no_escapes(kb: Kb, mini: Path) -> None:
    shown = on_terminal(kb, 100, "--database", mini, "timeline", "alba", "borea", TERM="dumb")
    assert "\x1b" not in shown


def test_a_first_run_on_a_terminal_shows_progress_and_then_the_data(kb: Kb) -> None:
    from harness import MINI_SEED

    shown = on_terminal(kb, 80, "db", "build", "--seed", MINI_SEED)
    assert "Built " in without_escapes(shown)


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base whose texts try to steer the terminal."""
    seed = tmp_path_factory.mktemp("evil")
    title = json.dumps(EVIL_TITLE)[1:-1]
    (seed / "evil.yaml").write_text(EVIL.replace("TITLE", title), encoding="utf-8")
    path = seed / "evil.db"
    build_base(database_url(str(path)), progress=lambda step: None, seed=seed)
    return path


COMMANDS = [
    ("timeline", "alba", "borea"),
    ("timeline", "alba", "borea", "--format", "md"),
    ("summary", "alba", "borea", "--on", "2006-01-01"),
    ("show", "pact"),
    ("search", "pact"),
    ("countries",),
    ("sources",),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_text_from_data_is_no_control_of_the_terminal_and_no_markup(
    kb: Kb, evil: Path, command: tuple[str, ...]
) -> None:
    shown = on_terminal(kb, 100, "--database", evil, *command, NO_COLOR="1")
    assert set(ALLOWED.sub("", shown)) & set("\x1b\x07\x9b\r\t\u202e\u202c\u2066") == set()
    assert COLOUR.findall(shown) == []
    assert {"\x1b[5m", "\x1b[7m", "\x1b[2J"} & set(
        re.findall(r"\x1b\[[0-9;]*[A-Za-z]", shown)
    ) == set()


def test_markup_in_data_is_printed_as_it_is(ask: Callable[..., str], evil: Path) -> None:
    text = ask(evil, "timeline", "alba", "borea")
    assert "[bold]Pact[/bold]" in text
    assert "line break" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.splitlines()) == 3


def test_json_keeps_the_text_of_data_and_is_harmless(ask: Callable[..., str], evil: Path) -> None:
    text = ask(evil, "timeline", "alba", "borea", "--format", "json")
    assert "\x1b" not in text
    assert json.loads(text)[0]["title"] == EVIL_TITLE


def test_markdown_from_data_cannot_break_out_of_its_cell(
    ask: Callable[..., str], evil: Path
) -> None:
    text = ask(evil, "timeline", "alba", "borea", "--format", "md")
    (row,) = [line for line in text.splitlines() if line.startswith("| 2005")]
    assert row.count("|") - row.count("\\|") == 6
    assert "\\[bold\\]Pact\\[/bold\\]" in row


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@a", "\ta", "\ra"])
def test_a_csv_cell_cannot_start_a_formula(
    ask: Callable[..., str], tmp_path: Path, start: str
) -> None:
    seed = tmp_path / "formula"
    seed.mkdir()
    text = EVIL.replace('"TITLE"', json.dumps(f"{start} title"))
    (seed / "a.yaml").write_text(text, encoding="utf-8")
    path = tmp_path / "formula.db"
    build_base(database_url(str(path)), progress=lambda step: None, seed=seed)
    import csv
    import io

    out = ask(path, "export", "timeline", "alba", "borea")
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert row["title"] == f"'{start} title"
    assert row["place"].startswith("'=cmd()")
    assert row["note"].startswith("'+1")
    assert row["date"] == "2005-03-01"


def test_findings_about_a_file_are_harmless_on_a_terminal(kb: Kb, tmp_path: Path) -> None:
    import os
    import pty
    import subprocess

    from harness import KB

    bad = tmp_path / "bad.yaml"
    bad.write_text(
        '"\\e[31mred\\e[0m": x\n'
        "events:\n"
        '  - {id: "\\e[2J", title: "\\e[5m", form: "\\e[7m", parties: ["\\e[8m"],\n'
        '     milestones: [{step: "\\e[9m", date: "\\e[41m"}]}\n',
        encoding="utf-8",
    )
    master, slave = pty.openpty()
    done = subprocess.run(
        [str(KB), "validate", str(bad)],
        env=kb.environment | {"TERM": "xterm"},
        stdin=slave, stdout=slave, stderr=slave, check=False,
    )  # fmt: skip
    os.close(slave)
    shown = os.read(master, 65536)
    os.close(master)
    assert done.returncode == 1
    assert b"E201" in shown
    assert b"\x1b" not in shown
