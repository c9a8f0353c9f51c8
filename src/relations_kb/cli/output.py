"""Writing what a command has to say: data to stdout or a file, and nothing cut in a pipe."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from relations_kb.domain.errors import KbError


def terminal_width() -> int | None:
    """Return the columns of the terminal that stdout is, or None if it is a pipe or file."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size().columns if terminal else None


def width_for(output: Path | None) -> int | None:
    """Return the width to fit to: none when writing to a file."""
    return None if output else terminal_width()


def emit(text: str | Iterable[str], output: Path | None) -> None:
    """Write a text to a file, whole or not at all, or to stdout (also for ``-``).

    Args:
        text: all of it, or its parts as they come.
        output: the file.

    Raises:
        KbError: if it cannot be written.
    """
    parts = (text,) if isinstance(text, str) else text
    if output is None or str(output) == "-":
        _to_stdout(parts)
    else:
        _to_file(parts, output)


def check_place(output: Path | None) -> None:
    """Refuse a place that cannot be written to, before any work is done.

    Raises:
        KbError: if its folder is not there, or may not be written to.
    """
    if output is None or str(output) == "-":
        return
    folder = output.resolve().parent
    if output.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise KbError(f"{output} cannot be written.", "Choose a file in a folder that is there.")


def _to_stdout(parts: Iterable[str]) -> None:
    if sys.stdout is None:
        raise KbError("There is no standard output.", "Name a file with --output.")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Files and pipes are UTF-8 by contract; a terminal shows what it can.
        terminal = sys.stdout.isatty()
        sys.stdout.reconfigure(
            encoding=None if terminal else "utf-8", errors="replace" if terminal else "strict"
        )
    try:
        sys.stdout.writelines(parts)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone; there is nobody to tell.
        _give_up_stdout()
    except OSError as error:
        _give_up_stdout()
        raise KbError(
            f"The output cannot be written ({error.strerror}).",
            "Make room, or choose a file with --output.",
        ) from None


def _give_up_stdout() -> None:
    """Let what is left in the buffer go nowhere, so that the exit does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _to_file(parts: Iterable[str], output: Path) -> None:
    from relations_kb.records.whole_file import whole_file

    try:
        if output.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if output.exists() and not output.is_file():
            # A device or a named pipe is written to, and not replaced.
            _write(parts, output)
            return
        with whole_file(output) as unfinished:
            _write(parts, unfinished)
    except OSError as error:
        raise KbError(
            f"{output} cannot be written ({error.strerror}).", "Choose another file with --output."
        ) from None


def _write(parts: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(parts)
