"""Tables of made-up events, to import in bulk: the same for the same numbers."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

COLUMNS = (
    "external_id", "date", "title", "actor1", "actor2", "kind", "topic", "place", "cameo",
)  # fmt: skip
MINI_ACTORS = ("alba", "XBO", "Cadia", "XND", "south-dor")
"""Actors of the seed in tests/mini_seed, by names of several sorts."""

PACKAGED_ACTORS = (
    "ARM", "IRQ", "USA", "Syria", "India", "Iran", "Israel", "DEU", "France", "Egypt",
    "China", "KAZ", "TUR", "RUS", "SAU", "Italy", "UKR", "BRA", "Pakistan", "Japan",
)  # fmt: skip
"""Actors of the packaged seed, by names of several sorts."""


def write_events(
    path: Path, rows: int, actors: Sequence[str], *, seed: int = 0, changed: bool = False
) -> Path:
    """Write a table of events and return its path.

    Args:
        path: where to.
        rows: how many events.
        actors: names to take the parties from, two at least.
        seed: of the random numbers.
        changed: whether it is a later state of the table: of every ten rows one is gone, one is
            new, and two have another date or place.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        events = _events(rows, actors, random.Random(seed))  # noqa: S311 - nothing is secret
        writer.writerows(_changed(events) if changed else events)
    return path


def _events(rows: int, actors: Sequence[str], chance: random.Random) -> Iterator[list[str]]:
    for number in range(rows):
        one, two = chance.sample(actors, 2)
        date = f"{chance.randint(1990, 2023)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        title = f"Meeting {number} of delegations on item {number}"
        yield [
            str(number), date, title, one, two, "talks", "diplomacy", f"City {number % 500}", "040",
        ]  # fmt: skip


def _changed(events: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, event in enumerate(events):
        later = dict(zip(COLUMNS, event, strict=True))
        match number % 10:
            case 0:
                later["external_id"] = f"new-{number}"
                later["title"] = f"New {later['title']}"
            case 1:
                later["date"] = f"{later['date'][:4]}-12-31"
            case 2:
                later["place"] = "Another city"
        yield list(later.values())
