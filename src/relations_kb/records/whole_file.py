"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a file to be written beside a place; at the end it takes that place, or is removed.

    The place may be a link, which stays; the rights of a file that is replaced stay, too.

    Raises:
        OSError: if it cannot be written.
    """
    target = path.resolve()
    unfinished = target.parent / f".{target.name}.{os.getpid()}"
    try:
        yield unfinished
        if target.exists():
            shutil.copymode(target, unfinished)
        unfinished.replace(target)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
