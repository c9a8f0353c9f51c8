"""Shell completion: commands, options, actors and records; silent where there is nothing to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import Kb, Outcome, digest


def complete(kb: Kb, line: str, **env: str) -> Outcome:
    words = line.split(" ")
    asked = {
        "_KB_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    return kb(env=asked | env)


@pytest.mark.parametrize(
    ("line", "proposals"),
    [
        ("kb time", {"timeline"}),
        ("kb s", {"summary", "show", "search", "sources"}),
        ("kb db ", {"build", "status", "upgrade", "path"}),
        ("kb timeline alba borea --no", {"--no-lines", "--no-blocs"}),
        ("kb timeline al", {"alba"}),
        ("kb timeline alba bor", {"borea"}),
        ("kb timeline alba borea --kind tr", {"treaty", "trade_measure"}),
        ("kb show str", {"straits-bridge"}),
    ],
)
def test_a_shell_completes_words(kb: Kb, mini: Path, line: str, proposals: set[str]) -> None:
    found = complete(kb, line, KB_DATABASE_URL=str(mini))
    assert set(found.out.split()) == proposals
    assert found.err == ""


def test_completion_without_a_base_is_silent_and_builds_nothing(kb: Kb) -> None:
    found = complete(kb, "kb timeline ir")
    assert (found.out.strip(), found.err) == ("", "")
    assert not kb.data.exists()


@pytest.mark.parametrize("content", ["hello", ""])
def test_completion_of_a_file_that_is_no_base_is_silent(
    kb: Kb, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "x.db"
    path.write_text(content)
    before = digest(path)
    found = complete(kb, "kb timeline ir", KB_DATABASE_URL=str(path))
    assert (found.out.strip(), found.err) == ("", "")
    assert digest(path) == before


@pytest.mark.parametrize("url", ["nonsense://x", "postgresql://user@127.0.0.1:1/name"])
def test_completion_of_a_base_that_cannot_be_reached_is_silent(kb: Kb, url: str) -> None:
    found = complete(kb, "kb timeline ir", KB_DATABASE_URL=url)
    assert (found.out.strip(), found.err) == ("", "")
