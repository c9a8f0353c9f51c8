"""Shell completion: commands, options, actors and records; silent where there is nothing to ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Kb, Outcome, digest

Here = Callable[..., Outcome]


def complete(here: Here, line: str, **env: str) -> Outcome:
    words = line.split(" ")
    asked = {
        "_KB_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    return here(**(asked | env))


@pytest.mark.parametrize(
    ("line", "proposals"),
    [
        ("kb time", {"timeline"}),
        ("kb s", {"summary", "show", "search", "sources", "sides", "status"}),
        (
            "kb db ",
            {
                "backup",
                "build",
                "check",
                "copy",
                "downgrade",
                "hash",
                "init",
                "path",
                "restore",
                "roles",
                "status",
                "upgrade",
            },
        ),
        ("kb timeline alba borea --no", {"--no-lines", "--no-blocs"}),
        ("kb timeline al", {"alba"}),
        ("kb timeline alba bor", {"borea"}),
        ("kb timeline alba borea --kind tr", {"treaty", "trade_measure"}),
        ("kb show str", {"straits-bridge"}),
    ],
)
def test_a_shell_completes_words(here: Here, mini: Path, line: str, proposals: set[str]) -> None:
    found = complete(here, line, KB_DATABASE_URL=str(mini))
    assert set(found.out.split()) == proposals
    assert found.err == ""


def test_completion_without_a_base_is_silent_and_builds_nothing(here: Here, tmp_path: Path) -> None:
    found = complete(here, "kb timeline ir")
    assert (found.out.strip(), found.err) == ("", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["hello", ""])
def test_completion_of_a_file_that_is_no_base_is_silent(
    here: Here, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "x.db"
    path.write_text(content)
    before = digest(path)
    found = complete(here, "kb timeline ir", KB_DATABASE_URL=str(path))
    assert (found.out.strip(), found.err) == ("", "")
    assert digest(path) == before


@pytest.mark.parametrize("url", ["nonsense://x", "postgresql://user@127.0.0.1:1/name"])
def test_completion_of_a_base_that_cannot_be_reached_is_silent(here: Here, url: str) -> None:
    found = complete(here, "kb timeline ir", KB_DATABASE_URL=url)
    assert (found.out.strip(), found.err) == ("", "")


def test_the_installed_program_completes(kb: Kb, mini: Path) -> None:
    asked = {"_KB_COMPLETE": "complete_bash", "COMP_WORDS": "kb show str", "COMP_CWORD": "2"}
    found = kb(env=asked | {"KB_DATABASE_URL": str(mini)})
    assert (found.code, found.out.split(), found.err) == (0, ["straits-bridge"], "")
