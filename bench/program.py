"""Runs of ``kb`` that tell their phases, and can be killed at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from marked import PHASES
from places import Place

MARKED = Path(__file__).with_name("marked.py")
SECONDS = 120
"""A run that takes longer hangs."""


@dataclass(frozen=True)
class Moment:
    """When to kill: so many seconds after a phase has begun."""

    phase: str
    seconds: float
    signal: signal.Signals


@dataclass(frozen=True)
class Run:
    """What a run left.

    Attributes:
        code: its exit code.
        out: what it wrote to stdout.
        err: what it wrote to stderr.
        begun: when each phase began, in seconds from the start.
        seconds: when it ended.
        signal: what it was killed by; None if it ended before.
    """

    code: int
    out: str
    err: str
    begun: dict[str, float]
    seconds: float
    signal: signal.Signals | None = None

    @property
    def phase(self) -> str:
        """The phase in which it ended."""
        return list(self.begun)[-1]


class Program:
    """``kb`` on the base of a place, with a folder for its temporary files that must stay empty."""

    def __init__(self, place: Place, folder: Path) -> None:
        self._temporary = folder / "temporary"
        self._temporary.mkdir()
        self._environment = {
            **os.environ,
            "KB_DATABASE_URL": place.url,
            "TMPDIR": str(self._temporary),
            "SQLITE_TMPDIR": str(self._temporary),
        }

    @property
    def leftovers(self) -> list[str]:
        """Return the names of temporary files that are still there."""
        return [path.name for path in self._temporary.iterdir()]

    def run(self, command: Sequence[str], moment: Moment | None = None) -> Run:
        """Run it to its end, or kill it."""
        reading, writing = os.pipe()
        marked = [sys.executable, str(MARKED), str(writing), *command]
        start = time.monotonic()
        process = subprocess.Popen(
            marked, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL, text=True, pass_fds=[writing],
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as marks:
            begun = {PHASES[0]: 0.0}
            killed = moment and _kill(process, moment, start, _phases(marks, start, begun))
            out, err = process.communicate(timeout=SECONDS)
            seconds = time.monotonic() - start
            for _ in _phases(marks, start, begun):
                pass
        return Run(process.returncode, out, err, begun, seconds, killed)

    def whole(self, *command: str) -> Run:
        """Run it to its end, which must be a good one."""
        run = self.run(command)
        if run.code:
            sys.exit(f"kb {' '.join(command)} failed with {run.code}:\n{run.err}")
        return run


def _phases(marks: IO[str], start: float, begun: dict[str, float]) -> Iterator[str]:
    for line in marks:
        phase, at = line.split()
        begun[phase] = float(at) - start
        yield phase


def _kill(
    process: subprocess.Popen[str], moment: Moment, start: float, phases: Iterator[str]
) -> signal.Signals | None:
    """Send a signal at a moment; return None if the program has ended by then."""
    if moment.phase != PHASES[0]:
        next((phase for phase in phases if phase == moment.phase), None)
        start = time.monotonic()
    try:
        process.wait(max(0, start + moment.seconds - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.send_signal(moment.signal)
        return moment.signal
    return None
