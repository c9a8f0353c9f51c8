"""Time whole processes: ``kb`` beside ``sqlite-utils``, in one interleaved run.

Seconds differ from machine to machine and ratios hold, so each command has a peer that runs
in turn with it, on the same database file. The programs are those beside this Python.

Example: python bench/startup.py --rounds 31 --strict
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

BINARIES = Path(sys.executable).parent


@dataclass(frozen=True)
class Comparison:
    """A command, its peer, and how many times the peer's median it may take."""

    name: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    budget: float


def comparisons(base: Path) -> tuple[Comparison, ...]:
    """Return what is compared, on a base that is built."""
    return (
        Comparison("help", ("kb", "--help"), ("sqlite-utils", "--help"), budget=1.0),
        Comparison(
            "timeline",
            ("kb", "timeline", "iran", "russia"),
            ("sqlite-utils", "rows", str(base), "milestone"),
            budget=2.5,
        ),
    )


def run(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Run a command with its output in a pipe, and return the seconds it took."""
    name, *arguments = command
    start = time.perf_counter()
    done = subprocess.run(
        [str(BINARIES / name), *arguments], env=environment, capture_output=True, check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr.decode(errors='replace')}")
    return seconds


def measure(
    commands: Sequence[tuple[str, ...]], rounds: int, environment: Mapping[str, str]
) -> dict[tuple[str, ...], list[float]]:
    """Run every command once a round, after one round that is not counted."""
    times: dict[tuple[str, ...], list[float]] = {command: [] for command in commands}
    for number in range(-1, rounds):
        for command in commands:
            seconds = run(command, environment)
            if number >= 0:
                times[command].append(seconds)
    return times


def report(
    compared: Sequence[Comparison], times: Mapping[tuple[str, ...], Sequence[float]]
) -> list[str]:
    """Print the times and the ratios; return the names of what is over its budget."""
    print(f"{'seconds':<38} {'min':>7} {'median':>7} {'max':>7}")
    for command, seconds in times.items():
        shown = " ".join(Path(word).name for word in command)
        low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
        print(f"{shown:<38} {low:7.3f} {middle:7.3f} {high:7.3f}")
    over = []
    print(f"\n{'ratio of medians':<38} {'ratio':>7} {'budget':>7}")
    for one in compared:
        ratio = statistics.median(times[one.ours]) / statistics.median(times[one.theirs])
        met = ratio <= one.budget
        print(f"{one.name:<38} {ratio:7.2f} {one.budget:7.2f}  {'met' if met else 'OVER'}")
        if not met:
            over.append(one.name)
    return over


def main() -> int:
    """Measure and report; with ``--strict`` the exit code is 1 if a budget is not met."""
    parser = argparse.ArgumentParser(description="Time kb beside sqlite-utils.")
    parser.add_argument("--rounds", type=int, default=15, help="runs of each command (15)")
    parser.add_argument("--base", type=Path, help="an SQLite base to copy, else one is built")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if over budget")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    for name in ("kb", "sqlite-utils"):
        if not (BINARIES / name).exists():
            parser.error(f"{name} is not beside {sys.executable}; run: pip install -e '.[dev]'")
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base.db"
        environment = {**os.environ, "KB_DATABASE_URL": str(base)}
        if options.base:
            shutil.copy(options.base, base)
        else:
            run(("kb", "db", "build"), environment)
        compared = comparisons(base)
        commands = [command for one in compared for command in (one.ours, one.theirs)]
        times = measure(commands, options.rounds, environment)
    over = report(compared, times)
    return 1 if over and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())
