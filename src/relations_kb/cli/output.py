"""Writing what a command has to say: data to stdout or a file, and nothing cut in a pipe."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from relations_kb.domain.errors import KbError


def terminal_width() -> int | None:
    """Return the columns of the terminal that stdout is, or None if it is a pipe or file."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def width_for(output: Path | None) -> int | None:
    """Return the width to fit to: none when writing to a file."""
    return None if output else terminal_width()


def emit(text: str, output: Path | None) -> None:
    """Write a text to a file, whole or not at all, or to stdout.

    Raises:
        KbError: if the file cannot be written.
    """
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    unfinished = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(output)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise KbError(
            f"{output} cannot be written ({error.strerror}).", "Choose another file with --output."
        ) from None
