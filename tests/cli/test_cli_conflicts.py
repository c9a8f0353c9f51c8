"""How ``kb conflicts`` and ``kb sides`` end, and what they refuse."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome, assert_refused

Here = Callable[..., Outcome]


def test_strict_ends_with_1_and_prints_all_the_same(here: Here, mini: Path) -> None:
    plain = here("--database", mini, "conflicts", "alba", "borea")
    strict = here("--database", mini, "conflicts", "alba", "borea", "--strict")
    assert (plain.code, strict.code) == (0, 1)
    assert strict.out == plain.out
    assert "not decided: 2" in strict.err


def test_strict_is_content_where_nothing_conflicts(here: Here, mini: Path) -> None:
    done = here("--database", mini, "conflicts", "--known-by", "2014-05-31", "--strict")
    assert (done.code, done.err) == (0, "")
    assert "published by 2014-05-31" in done.out


@pytest.mark.parametrize(
    ("command", "fragments"),
    [
        (("conflicts", "a", "b", "c"), ("two actors, one record, or nothing",)),
        (("conflicts", "alba-borea-pact-2006"), ("No record", "alba-borea-pact-2005")),
        (("conflicts", "alba", "nowhere"), ("No actor is called 'nowhere'",)),
        (("conflicts", "--known-by", "2014"), ("no single day",)),
        (("conflicts", "--at", "99"), ("no changeset 99",)),
        (("sides", "alba", "alba"), ("Both names mean Alba",)),
        (("sides", "alba", "borea", "--known-by", "soon"), ("--known-by",)),
    ],
)
def test_wrong_use_is_refused(
    here: Here, mini: Path, command: tuple[str, ...], fragments: tuple[str, ...]
) -> None:
    assert_refused(here("--database", mini, *command), 2, *fragments)


def test_every_slot_in_csv_shows_one_value(ask: Callable[..., str], base: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(base, "conflicts", "--format", "csv"))))
    slots = {(row["record"], row["entry"], row["leaf"]) for row in rows}
    shown = [row for row in rows if row["relation"] == "shown"]
    assert len(shown) == len(slots) > 100
    assert all(row["rule"] for row in shown)
