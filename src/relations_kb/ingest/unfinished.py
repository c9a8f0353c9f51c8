"""A base that is not finished: in a file beside its place, moved there once it is whole."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relations_kb.domain.errors import KbError

_STALE_SECONDS = 3600


@contextmanager
def unfinished_base(path: Path) -> Iterator[Path]:
    """Give a file beside the place; move it there at the end, or remove it if that is not reached.

    Raises:
        KbError: if the folder cannot be made or written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(path)
        unfinished = path.with_name(f".{path.name}.building-{os.getpid()}")
        unfinished.touch()
    except OSError as error:
        raise KbError(
            f"The base cannot be built in {path.parent} ({error.strerror}).",
            "Choose a place that you may write to with --database or KB_DATABASE_URL.",
        ) from None
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        for leftover in (unfinished, Path(f"{unfinished}-journal")):
            leftover.unlink(missing_ok=True)


def _remove_stale(path: Path) -> None:
    """Remove what a build that was killed an hour ago or more has left behind."""
    for leftover in path.parent.glob(f".{path.name}.building-*"):
        if time.time() - leftover.stat().st_mtime > _STALE_SECONDS:
            leftover.unlink(missing_ok=True)
