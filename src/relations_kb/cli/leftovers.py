"""The rows that an import could not use, in files that can be mended and imported."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from relations_kb.domain.errors import KbError

if TYPE_CHECKING:
    from relations_kb.ingest.imports.applying import Import

ENDING = ".bad.csv"


def leftover_places(files: Sequence[Path], bad: Path | None) -> dict[Path, Path]:
    """Return where the left-over rows of each file go.

    Raises:
        KbError: if something is there already, or one place is named for several files.
    """
    if bad and len(files) > 1:
        raise KbError("--bad takes the rows of one file.", "Import the files one by one.")
    places = {
        file: bad or file.with_name(f"{file.name.removesuffix(file.suffix)}{ENDING}")
        for file in files
    }
    taken = [place for place in places.values() if place.exists()]
    if taken:
        raise KbError(
            f"{taken[0]} is there already, perhaps with rows that were mended.",
            "Import it or move it away first, or name another file with --bad.",
        )
    return places


def write_leftovers(job: Import, places: Mapping[Path, Path]) -> None:
    """Write the rows that were left out, and say where they are.

    Raises:
        KbError: if that cannot be done; the rows are still in their own file.
    """
    from relations_kb.render.text import clean, counted

    for file, place in places.items():
        number, unreadable = job.write_bad_rows(file, place)
        if number:
            rows = counted(number, "left-over row")
            sys.stderr.write(f"{clean(str(place))} has {rows}, to be mended and imported\n")
        if unreadable:
            rows = counted(unreadable, "row")
            sys.stderr.write(
                f"{clean(str(file))} has {rows} without cells to write; mend them there\n"
            )
