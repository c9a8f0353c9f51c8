"""``kb plot`` and ``kb timeline --chart``: files whole or not at all, and clear refusals."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Kb, Outcome, on_terminal

needs_matplotlib = pytest.mark.skipif(
    importlib.util.find_spec("matplotlib") is None, reason="Matplotlib (extra plot) is absent"
)
PLOT = ("plot", "timeline", "alba", "borea")


@needs_matplotlib
@pytest.mark.parametrize(("name", "start"), [("a.svg", b"<?xml"), ("a.PNG", b"\x89PNG")])
def test_a_picture_is_written_in_the_format_of_its_name(
    ask: Callable[..., str], mini: Path, tmp_path: Path, name: str, start: bytes
) -> None:
    file = tmp_path / name
    assert ask(mini, *PLOT, "--on", "2014-06-01", "-o", file) == ""
    assert file.read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [name]


@pytest.mark.parametrize("name", ["picture", "picture.pdf"])
def test_another_ending_is_refused(
    here: Callable[..., Outcome], mini: Path, tmp_path: Path, name: str
) -> None:
    left = here("--database", mini, *PLOT, "-o", tmp_path / name)
    assert left.code == 2
    assert ".svg or .png" in left.err
    assert "Name it picture.svg." in left.err
    assert not (tmp_path / name).exists()


def test_without_matplotlib_the_remedy_is_named(
    here: Callable[..., Outcome], mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    left = here("--database", mini, *PLOT, "-o", tmp_path / "a.svg")
    assert left.code == 2
    assert "pip install 'relations-kb[plot]'" in left.err
    assert not (tmp_path / "a.svg").exists()


@needs_matplotlib
def test_a_folder_that_is_not_there_is_named(
    here: Callable[..., Outcome], mini: Path, tmp_path: Path
) -> None:
    left = here("--database", mini, *PLOT, "-o", tmp_path / "none" / "a.svg")
    assert left.code == 2
    assert "cannot be written" in left.err


def test_a_chart_in_a_pipe_has_blocks_and_no_escapes(ask: Callable[..., str], mini: Path) -> None:
    text = ask(mini, "timeline", "alba", "borea", "--chart", "--on", "2014-06-01")
    assert "█" in text
    assert "\x1b" not in text
    assert "2006*–" in text


def test_a_chart_as_markdown_is_a_block_of_text(ask: Callable[..., str], mini: Path) -> None:
    text = ask(mini, "timeline", "alba", "borea", "--chart", "-f", "md")
    assert text.startswith("```text\n")
    assert text.endswith("\n```\n")


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_a_chart_is_no_data(here: Callable[..., Outcome], mini: Path, form: str) -> None:
    left = here("--database", mini, "timeline", "alba", "borea", "--chart", "-f", form)
    assert left.code == 2
    assert form in left.err


def test_a_terminal_that_cannot_show_blocks_gets_ascii(kb: Kb, mini: Path) -> None:
    args = ("--database", mini, "timeline", "alba", "borea", "--chart")
    text = kb(*args, env={"PYTHONIOENCODING": "ascii"}).out
    assert text.isascii()
    assert "#" in text


def test_a_terminal_gets_no_colour(kb: Kb, mini: Path) -> None:
    args = ("--database", mini, "timeline", "alba", "borea", "--chart")
    assert "\x1b" not in on_terminal(kb, 80, *args)
