"""Writing what a command has to say: data to stdout or a file, and nothing cut in a pipe."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import sys
from pathlib import Path

from relations_kb.domain.errors import KbError


def terminal_width() -> int | None:
    """Return the columns of the terminal that stdout is, or None if it is a pipe or file."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size().columns if terminal else None


def width_for(output: Path | None) -> int | None:
    """Return the width to fit to: none when writing to a file."""
    return None if output else terminal_width()


def emit(text: str, output: Path | None) -> None:
    """Write a text to a file, whole or not at all, or to stdout (also for ``-``).

    Raises:
        KbError: if it cannot be written.
    """
    if output is None or str(output) == "-":
        _to_stdout(text)
    else:
        _to_file(text, output)


def _to_stdout(text: str) -> None:
    if sys.stdout is None:
        raise KbError("There is no standard output.", "Name a file with --output.")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Files and pipes are UTF-8 by contract; a terminal shows what it can.
        terminal = sys.stdout.isatty()
        sys.stdout.reconfigure(
            encoding=None if terminal else "utf-8", errors="replace" if terminal else "strict"
        )
    try:
        sys.stdout.write(text)
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


def _to_file(text: str, output: Path) -> None:
    # Through a link, so that the link stays and its target is replaced.
    target = output.resolve()
    unfinished = target.parent / f".{target.name}.{os.getpid()}"
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not target.is_file():
            # A device or a named pipe is written to, and not replaced.
            target.write_text(text, encoding="utf-8")
            return
        unfinished.write_text(text, encoding="utf-8")
        if target.exists():
            shutil.copymode(target, unfinished)
        unfinished.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise KbError(
            f"{output} cannot be written ({error.strerror}).", "Choose another file with --output."
        ) from None
