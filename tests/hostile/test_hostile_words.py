"""Hostile words for every argument and option of every command: none harms, none is run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commands import COMMANDS, called, valued
from harness import Outcome, digest

Here = Callable[..., Outcome]

WORDS = (
    "\x1b]0;owned\x07\x9b2J [bold]x[/bold][link=https://e.example]y[/link] \u202egnp.exe\u2066",
    "=cmd|'; DROP TABLE claim; --\n%s%n{0.__class__}${HOME}`id`\u200b",
)
CONTROLS = set("\x1b\x07\x9b\u202e\u2066\u200b")


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_a_hostile_word_is_data_wherever_it_stands(
    here: Here,
    own_mini: Path,
    packaged_mini: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: tuple[str, ...],
) -> None:
    assert packaged_mini.exists()  # what is built under a hostile name is small
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "talks.csv").write_text("date,title,actor1,actor2\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    before = digest(own_mini)
    for given in valued(path):
        for word in WORDS:
            done = here(
                *called(path, str(own_mini), **{given.name: word}), KB_DATABASE_URL=str(own_mini)
            )
            shown = done.out + done.err
            assert done.code in {0, 1, 2}, (given.name, word, shown)
            assert "Traceback" not in shown
            # A program is given the path of the base as it is.
            assert path == ("db", "path") or not CONTROLS & set(shown), (given.name, word)
            assert digest(own_mini) == before, (given.name, word)
    assert {file.name for file in tmp_path.iterdir()} <= {"here", "home", "own", "packaged-seed"}
