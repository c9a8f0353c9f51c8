"""The first commands of a newcomer, in a home without anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness import MINI_SEED, Kb, Outcome, digest
from relations_kb import __version__
from relations_kb.store.migrate import HEAD

COMMANDS = ["timeline", "summary", "show", "search", "countries", "sources", "validate"]


def test_the_first_command_builds_the_base_and_answers_and_the_next_only_answers(kb: Kb) -> None:
    first = kb("timeline", "iran", "russia", "--limit", "3")
    assert first.code == 0, first.err
    assert first.err.splitlines()[0] == f"Building the base {kb.default_base} …"
    assert first.out.startswith("Iran – Russia: first 3 of ")
    assert [path.name for path in kb.default_base.parent.iterdir()] == ["relations.db"]
    before = digest(kb.default_base)
    second = kb("timeline", "iran", "russia", "--limit", "3")
    assert (second.code, second.out, second.err) == (0, first.out, "")
    assert digest(kb.default_base) == before


def test_the_state_of_a_base_is_told(here: Callable[..., Outcome], mini: Path) -> None:
    found = here("db", "status", "--database", mini)
    assert (found.code, found.err) == (0, "")
    told = dict(line.split(maxsplit=1) for line in found.out.splitlines() if "  " in line)
    assert told["base"] == str(mini)
    assert told["state"] == "up to date"
    assert told["schema"] == HEAD
    assert told["records"] == "11"
    assert told["actors"] == "8"
    assert told["changesets"] == "1"


def test_building_says_on_stderr_what_was_built(
    here: Callable[..., Outcome], tmp_path: Path
) -> None:
    path = tmp_path / "x.db"
    found = here("db", "build", "--seed", MINI_SEED, "--database", path)
    assert (found.code, found.out) == (0, "")
    assert found.err.splitlines()[-1].startswith(f"Built sqlite:///{path}: ")


def test_a_base_that_is_up_to_date_is_said_so(here: Callable[..., Outcome], mini: Path) -> None:
    found = here("db", "upgrade", "--database", mini)
    assert (found.code, found.out, found.err) == (0, "", "The base is up to date.\n")


def test_the_version_is_printed(kb: Kb) -> None:
    assert kb("--version").out == f"kb {__version__}\n"
    assert not kb.data.exists()


@pytest.mark.parametrize("command", [[], *([c] for c in COMMANDS), ["export", "timeline"],
                                     ["export", "records"], ["db", "build"], ["db", "status"],
                                     ["db", "upgrade"], ["db", "path"]])  # fmt: skip
def test_the_help_of_every_command_has_an_example(
    here: Callable[..., Outcome], tmp_path: Path, command: list[str]
) -> None:
    found = here(*command, "--help")
    assert (found.code, found.err) == (0, "")
    assert f"Example: kb {' '.join(command)}".rstrip() in found.out
    assert list(tmp_path.iterdir()) == []


def test_without_arguments_help_is_shown(kb: Kb) -> None:
    found = kb()
    assert "Usage: kb" in found.out + found.err
    for command in COMMANDS:
        assert command in found.out + found.err


NAMES = [
    ("IRN", "RUS"),
    ("Иран", "Россия"),
    ("ايران", "روسيا"),
    ("ایران", "روسیه"),
    ("cow:630", "cow:365"),
    ("Persia", "Russian Federation"),
    ("伊朗", "俄罗斯"),
]


@pytest.mark.parametrize("names", NAMES)
def test_names_typed_in_any_way_give_the_same_timeline(
    ask: Callable[..., str], base: Path, names: tuple[str, str]
) -> None:
    plain = ask(base, "timeline", "iran", "russia", "--limit", "5")
    assert ask(base, "timeline", *names, "--limit", "5") == plain
