"""Progress on stderr: one moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.status import Status


class Progress(Protocol):
    """Told, in a few words, what is being done."""

    def __call__(self, step: str) -> None:
        """Show a step."""


@contextmanager
def progress() -> Iterator[Progress]:
    """Show steps on stderr as they are told; nothing is shown if nothing is told."""
    if not sys.stderr.isatty():
        yield _say
        return
    with _Moving() as moving:
        yield moving


def _say(step: str) -> None:
    sys.stderr.write(f"{step} …\n")
    sys.stderr.flush()


class _Moving:
    """A line with a spinner, started by the first step."""

    def __init__(self) -> None:
        self._status: Status | None = None

    def __enter__(self) -> _Moving:
        return self

    def __call__(self, step: str) -> None:
        from rich.markup import escape

        if self._status is None:
            from rich.console import Console
            from rich.status import Status

            self._status = Status("", console=Console(stderr=True))
            self._status.start()
        self._status.update(escape(step))

    def __exit__(self, *_: object) -> None:
        if self._status is not None:
            self._status.stop()
