"""Import a big table: how fast, and within how much memory, whatever its number of rows.

The peer is ``sqlite-utils insert`` of the same file in the same run. It does far less: it reads
cells and writes one row for each line, while ``kb`` checks, matches, compares, explains and keeps
ten statements with their source for each, so that only the ratio of one version of ``kb`` to the
next says something.

Example: python bench/import_size.py --rows 100000 --all
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from events import PACKAGED_ACTORS, write_events

BINARIES = Path(sys.executable).parent
SOURCE = "1905-az-turkmenchay-text"
KIBIBYTE = 1 if sys.platform != "darwin" else 1024
"""What the system counts memory in: Linux KiB, macOS bytes."""


@dataclass(frozen=True)
class Measured:
    """What a process took: seconds, and MiB of memory at most."""

    name: str
    seconds: float
    peak: float


def measure(name: str, command: Sequence[str], folder: Path) -> Measured:
    """Run a program of this environment to its end, which must be a good one."""
    program, *arguments = command
    environment = {**os.environ, "KB_DATABASE_URL": str(folder / "base.db")}
    start = time.perf_counter()
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(
            [str(BINARIES / program), *arguments], env=environment, stdout=out,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed with {process.returncode}")
    return Measured(name, time.perf_counter() - start, used.ru_maxrss / 1024 / KIBIBYTE)


def measure_all(folder: Path, options: argparse.Namespace) -> list[Measured]:
    """Build a base, import into it and do the same with the peer; the peer comes last."""
    actors = PACKAGED_ACTORS[: options.actors]
    first = write_events(folder / "first.csv", options.rows, actors)
    common = ("--dataset", "events", "--source", SOURCE, "--yes", "--format", "json")
    measure("build", ("kb", "db", "build"), folder)
    found = [measure("import", ("kb", "import", str(first), *common), folder)]
    _check_rows(folder / "base.db", options.rows)
    if options.all:
        second = write_events(folder / "second.csv", options.rows, actors, changed=True)
        for name, *command in (
            ("the same again", "import", str(first), *common),
            ("a later state", "import", str(second), *common),
            ("undo", "undo", "3", "--yes", "--format", "json"),
        ):
            found.append(measure(name, ("kb", *command), folder))
            print(f"{name}: {found[-1].seconds:.1f} s", file=sys.stderr, flush=True)
    peer = ("sqlite-utils", "insert", str(folder / "peer.db"), "events", str(first), "--csv")
    return [*found, measure("sqlite-utils", peer, folder)]


def _check_rows(base: Path, rows: int) -> None:
    """Check that every row is in the base, so that no rate is told of what was not done."""
    with closing(sqlite3.connect(base)) as connection:
        (number,) = connection.execute("SELECT count(*) FROM import_row").fetchone()
    if number != rows:
        sys.exit(f"{number} rows of {rows} are in the base")


def report(found: Sequence[Measured], folder: Path, rows: int) -> None:
    """Print what each took, and the ratio to the peer."""
    print(f"{rows:,} rows: {_size(folder / 'first.csv')}; base {_size(folder / 'base.db')}")
    print(f"{'':<16} {'seconds':>8} {'rows/s':>8} {'peak MiB':>9}")
    for one in found:
        print(f"{one.name:<16} {one.seconds:8.1f} {rows / one.seconds:8.0f} {one.peak:9.0f}")
    own, peer = found[0].seconds, found[-1].seconds
    print(f"\n{'import':<16} {own / peer:8.1f} times as long as sqlite-utils, which does far less")


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 2**20:.1f} MiB"


def main() -> int:
    """Measure and report; the exit code is 1 if any run of kb took more memory than it may."""
    parser = argparse.ArgumentParser(description="Import a big table.")
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="N", help="rows (1,000,000)")
    parser.add_argument(
        "--actors", type=int, default=len(PACKAGED_ACTORS), metavar="N",
        help="how many actors the rows are between; with 2, all are of one dyad",
    )  # fmt: skip
    parser.add_argument("--all", action="store_true", help="also import again, change and undo")
    parser.add_argument("--budget", type=int, default=300, metavar="MIB", help="memory (300)")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="where to leave the base")
    options = parser.parse_args()
    if options.rows < 10 or not 2 <= options.actors <= len(PACKAGED_ACTORS):
        parser.error(f"--rows must be at least 10, --actors from 2 to {len(PACKAGED_ACTORS)}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = measure_all(folder, options)
        report(found, folder, options.rows)
        if options.keep:
            shutil.copy(folder / "base.db", options.keep)
    over = [one for one in found[:-1] if one.peak > options.budget]
    for one in over:
        print(f"{one.name}: {one.peak:.0f} MiB are more than {options.budget}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
