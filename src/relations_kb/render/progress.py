"""Progress on stderr: one moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from relations_kb.render.text import clean

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID
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
    sys.stderr.write(f"{clean(step)} …\n")
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
        self._status.update(escape(clean(step)))

    def __exit__(self, *_: object) -> None:
        if self._status is not None:
            self._status.stop()


class Counted(Protocol):
    """Told a step, how many of its rows are done, and of how many, if that is known."""

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """Show how far a step is."""


PATIENCE = 1.0
"""Seconds of work after which a bar is shown."""

_REPORT_EVERY = 10.0
"""Seconds between the lines that are written where there is no terminal."""


@contextmanager
def counting() -> Iterator[Counted]:
    """Show a bar on stderr for work that takes more than a second.

    Where there is no terminal, a line is written every ten seconds.
    """
    if not sys.stderr.isatty():
        yield _Lines()
        return
    with _Bar() as bar:
        yield bar


class _Lines:
    """Plain lines, not too many."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _REPORT_EVERY

    def __call__(self, step: str, done: int, total: int | None) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _REPORT_EVERY
            of = f" of {total:,}" if total else ""
            _say(f"{step}: {done:,}{of}" if done else step)


class _Bar:
    """A moving bar, started once the work has taken a second."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> _Bar:
        return self

    def __call__(self, step: str, done: int, total: int | None) -> None:
        if self._bar is None:
            if time.monotonic() - self._start < PATIENCE:
                return
            self._bar, self._task = _started_bar()
        assert self._task is not None  # noqa: S101 - made with the bar
        self._bar.update(self._task, description=clean(step), completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _started_bar() -> tuple[Bar, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    bar.start()
    return bar, bar.add_task("", total=None)
