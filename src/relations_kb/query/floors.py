"""The floors of the corpus: the dyads that the seed is kept for, and the least that they hold."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from relations_kb.domain.errors import KbError
from relations_kb.query.quality import Quality
from relations_kb.store.packaged import seed_folder

FLOORS = ("records", "milestones", "sourced", "coded", "two_origins", "official")
"""The measurements for which a floor may be set, all of them better if higher."""

ALL = "all"
"""Name of the floors of the whole base; every other name is a dyad, such as ``iran russia``."""


def floors_file() -> Path:
    """Return the file of the floors, which lies beside the seed files."""
    return seed_folder() / "quality.toml"


def read_floors(path: Path) -> dict[str, dict[str, int]]:
    """Read the floors by the name of the dyad and of the measurement.

    Raises:
        KbError: if the file is missing or malformed.
    """
    try:
        floors = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise KbError(f"{path} cannot be read ({error.strerror}).", "Check the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KbError(f"{path} is no TOML file: {error}.", "Mend it.") from None
    for name, least in floors.items():
        sound = isinstance(least, dict) and all(
            metric in FLOORS and type(value) is int for metric, value in least.items()
        )
        if not sound or (name != ALL and len(name.split()) != len(("one", "other"))):
            raise KbError(
                f"{path}: the floors of {name!r} cannot be read.",
                f"Name two actors, and give whole numbers for any of {', '.join(FLOORS)}.",
            )
    return floors


def dyads_of(floors: dict[str, dict[str, int]]) -> list[tuple[str, str]]:
    """Return the dyads for which there are floors, in the order of the file."""
    return [(one, other) for one, other in (name.split() for name in floors if name != ALL)]


def shortfalls(
    measured: Iterable[Quality], floors: Mapping[str, Mapping[str, int]]
) -> Iterator[str]:
    """Say where measurements lie below their floors, or are missing."""
    by_name = {" ".join(quality.dyad) or ALL: quality for quality in measured}
    for name, least in floors.items():
        quality = by_name.get(name)
        if quality is None:
            yield f"{name}: not measured; write the ids of the two actors"
            continue
        for metric, floor in least.items():
            value = getattr(quality, metric)
            if value < floor:
                yield f"{name}: {metric} is {value}, less than {floor}"
