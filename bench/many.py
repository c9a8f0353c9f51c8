"""Many programs at once on one base: a team that reads, imports, corrects and undoes.

Each process runs commands of ``kb``, one after the other, chosen at random. Imports bring records
in pairs, and a reader must see both of a pair or none; ``kb db check`` must find nothing, whenever
it looks. A command may be refused in words, or told after a while that the base is in use; the same
command is then tried again, a few times. At the end the base must be sound, and must hold what the
same changes give when they are made one after the other, in the order of their changesets.

Example: python bench/many.py --processes 16 --seconds 60 --url postgresql://user@host/empty
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from unittest import mock

MINI_SEED = Path(__file__).parent.parent / "tests" / "mini_seed"
HEADER = "external_id,date,title,actor1,actor2,kind,place,source_url\n"
SHARED = 3
"""Data sets that all processes bring versions of."""

PAGES = 30
"""Pages that all cite, so that an undo takes away a source that others are about to cite."""

SOURCES = ((), ("--source", "harbour-post"))
"""Who says what a correction says: the source that was misread, or another."""

TRIES = 5
"""How often a command is run that is told that the base is in use."""

IN_USE = "is in use by another program"
PAIRED = re.compile(r"Pair ([a-z0-9-]+) (left|right)")
WEIGHTS = {
    "timeline": 5, "show": 2, "hash": 1, "check": 1, "own": 4, "shared": 3, "correct": 2, "undo": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Done:
    """What became of a command.

    Attributes:
        work: its kind.
        command: arguments of ``kb``, but for the base.
        code: exit code; None after a traceback.
        out: what it wrote to stdout.
        err: what it wrote to stderr.
        seconds: how long the last try took.
        waits: how often it was told that the base is in use.
        changeset: number of what it wrote; None if nothing.
    """

    work: str
    command: tuple[str, ...]
    code: int | None
    out: str
    err: str
    seconds: float
    waits: int = 0
    changeset: int | None = None

    @property
    def gave_up(self) -> bool:
        """Tell whether the base was in use at every try."""
        return IN_USE in self.err


def kb(base: str, command: Sequence[str]) -> tuple[int | None, str, str]:
    """Run ``kb`` in this process; return its exit code, None after a traceback, and its streams."""
    from relations_kb.cli.main import run

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    code: int | None = None
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", ["kb", *command]),
        mock.patch.dict(os.environ, {"KB_DATABASE_URL": base}),
    ):
        try:
            run()
        except SystemExit as left:
            code = int(left.code or 0)
        except Exception:
            traceback.print_exc(file=err)
    said = []
    for stream in (out, err):
        stream.seek(0)
        said.append(stream.read())
    return code, said[0], said[1]


@dataclass
class Member:
    """One of the team: a process with its own files and its own chance."""

    base: str
    folder: Path
    name: str
    chance: random.Random
    done: list[Done] = field(default_factory=list)
    imports: int = 0
    highest: int = 1

    def work(self) -> None:
        """Do one thing at random, and note what came of it."""
        work = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        commands: dict[str, Callable[[], tuple[str, ...]]] = {
            "timeline": lambda: ("timeline", "alba", "borea", "--format", "json"),
            "show": lambda: ("show", self._solo(), "--format", "json"),
            "hash": lambda: ("db", "hash"),
            "check": lambda: ("db", "check"),
            "own": self._own,
            "shared": self._shared,
            "correct": self._correct,
            "undo": self._undo,
        }
        self._run(work, commands[work]())

    def _run(self, work: str, command: tuple[str, ...]) -> None:
        waits, err = 0, IN_USE
        while IN_USE in err and waits < TRIES:
            start = time.monotonic()
            code, out, err = kb(self.base, command)
            seconds = time.monotonic() - start
            waits += IN_USE in err
        number = None
        if code == 0 and work in {"own", "shared", "correct", "undo"}:
            number = json.loads(out)["changeset"]
            self.highest = max(self.highest, number or 0)
        self.done.append(Done(work, command, code, out, err, seconds, waits, number))

    def _own(self) -> tuple[str, ...]:
        """Import a new data set: a pair, and a record that is corrected later."""
        self.imports += 1
        name = f"{self.name}-{self.imports}"
        solo = f"solo,{self._day()},Solo {name},Alba,Borea,talks,X,{self._page()}\n"
        return self._import(f"own-{name}", self._pair(name, self._day()) + solo)

    def _shared(self) -> tuple[str, ...]:
        """Import a version of a data set of all: some of its pairs, with one date for both."""
        name = f"shared-{self.chance.randrange(SHARED)}"
        own = sorted(self.chance.sample(range(6), self.chance.randint(1, 4)))
        return self._import(name, "".join(self._pair(f"{name}-{n}", self._day()) for n in own))

    def _pair(self, name: str, day: str) -> str:
        rows = []
        for side in ("left", "right"):
            title = f"Pair {name} {side}"
            rows.append(f"{name}-{side},{day},{title},Alba,Borea,talks,Northport,{self._page()}\n")
        return "".join(rows)

    def _import(self, dataset: str, rows: str) -> tuple[str, ...]:
        path = self.folder / f"{self.name}-{len(self.done)}.csv"
        path.write_text(HEADER + rows, encoding="utf-8")
        answers = ("--distinct", "all", "--yes", "--format", "json")
        return ("import", str(path), "--dataset", dataset, *answers)

    def _correct(self) -> tuple[str, ...]:
        reason = ("--reason", "Misread.", "--date", "2024-01-01", "--yes", "--format", "json")
        place = f"City {self.chance.randrange(100)}"
        value = ("occurred:place", place, *self.chance.choice(SOURCES))
        return ("correct", self._solo(), *value, *reason)

    def _undo(self) -> tuple[str, ...]:
        number = self.chance.randint(2, max(2, self.highest))
        return ("undo", str(number), "--yes", "--format", "json")

    def _solo(self) -> str:
        """Return the id of a record that this or another process may have brought."""
        return f"solo-m{self.chance.randrange(16)}-{self.chance.randint(1, 3)}-2015"

    def _page(self) -> str:
        return f"https://example.org/{self.chance.randrange(PAGES)}"

    def _day(self) -> str:
        return f"2015-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"


def member(base: str, folder: Path, number: int, seed: int, limit: Limit) -> list[Done]:
    """Be one of the team for a while."""
    own = Member(base, folder, f"m{number}", random.Random(seed))  # noqa: S311 - nothing is secret
    end = time.monotonic() + limit.seconds if limit.seconds else None
    while len(own.done) < limit.operations if end is None else time.monotonic() < end:
        own.work()
    return own.done


@dataclass(frozen=True)
class Limit:
    """How long each works: so many seconds, or, if there are none, so many operations."""

    seconds: float
    operations: int


def team(
    base: str, folder: Path, processes: int, chance: random.Random, limit: Limit
) -> list[Done]:
    """Let the processes work at once; return what all have done."""
    seeds = [chance.randrange(10**9) for _ in range(processes)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        runs = [
            pool.submit(member, base, folder, number, seed, limit)
            for number, seed in enumerate(seeds)
        ]
        return [done for run in runs for done in run.result()]


def violations(done: Iterable[Done]) -> list[str]:
    """Return what went wrong while they worked."""
    return [f"{fault}: kb {' '.join(one.command)}" for one in done for fault in faults(one)]


def faults(one: Done) -> list[str]:
    """Return what is wrong with a command's end."""
    if one.code is None or "Traceback" in one.err:
        return [f"a traceback: {one.err}"]
    if "cannot be used" in one.err or "damaged" in one.err:
        return [f"a fault of the base: {one.err}"]
    if one.code and one.err.count("Error: ") != 1:
        return [f"it ended with {one.code}: {one.out} {one.err}"]
    if one.code and not one.gave_up and one.work in {"timeline", "hash", "check"}:
        return [f"a reader was refused: {one.err}"]
    if one.work == "timeline" and one.code == 0:
        return [f"half a changeset was seen: {name}" for name in halves(one.out)]
    return []


def halves(text: str) -> list[str]:
    """Return the names of the pairs of which only one side is in a text."""
    sides: dict[str, set[str]] = defaultdict(set)
    for name, side in PAIRED.findall(text):
        sides[name].add(side)
    return sorted(name for name, there in sides.items() if len(there) == 1)


def written(done: Iterable[Done]) -> list[Done]:
    """Return what changed the base, in the order of the changesets."""
    return sorted((d for d in done if d.changeset is not None), key=lambda d: d.changeset or 0)


def after_all(base: str, changes: Sequence[Done], folder: Path) -> list[str]:
    """Return what is wrong with the base at the end."""
    found = []
    numbers = [one.changeset for one in changes]
    if numbers != list(range(2, len(changes) + 2)):
        found.append(f"the changesets are not numbered one by one: {numbers}")
    code, out, err = kb(base, ("db", "check"))
    if code:
        found.append(f"the base is not sound: {out} {err}")
    serial = str(folder / "serial.db")
    kb(serial, ("db", "build", "--seed", str(MINI_SEED)))
    for one in changes:
        code, out, err = kb(serial, one.command)
        if code or json.loads(out)["changeset"] != one.changeset:
            found.append(f"one after the other, {' '.join(one.command)} ends so: {code} {err}")
    both = [kb(place, ("db", "hash"))[1] for place in (base, serial)]
    if both[0] != both[1] or len(both[0].strip()) != 64:
        found.append(f"the base is not what the same changes give in their order: {both}")
    return found


def report(done: Sequence[Done], seconds: float) -> None:
    """Print how many commands were run, and how they fared."""
    print(f"{len(done)} commands in {seconds:.0f} s, {len(done) / seconds:.1f} a second")
    print(f"{'work':<10} {'runs':>5} {'done':>5} {'refused':>8} {'waits':>6} {'gave up':>8}"
          f" {'median s':>9} {'longest s':>10}")  # fmt: skip
    for work in WEIGHTS:
        own = [one for one in done if one.work == work]
        times = sorted(one.seconds for one in own) or [0.0]
        good = sum(one.code == 0 for one in own)
        gave_up, waits = sum(one.gave_up for one in own), sum(one.waits for one in own)
        print(f"{work:<10} {len(own):>5} {good:>5} {len(own) - good - gave_up:>8} {waits:>6}"
              f" {gave_up:>8} {times[len(times) // 2]:>9.2f} {times[-1]:>10.2f}")  # fmt: skip
    reasons = Counter(
        re.sub(r"\d+", "N", re.sub(r"solo-\S+", "ID", one.err.partition("\n")[0]))
        for one in done
        if one.code
    )
    for reason, number in reasons.most_common(8):
        print(f"{number:>5} x {reason[:110]}")
    print(f"{len(written(done))} changesets")


def main() -> int:
    """Let the team work; the exit code is 1 if anything went wrong."""
    options = _options()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    limit = Limit(0 if options.operations else options.seconds, options.operations)
    print(f"seed {seed}, {options.processes} processes", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = options.url or str(folder / "base.db")
        code, _, err = kb(base, ("db", "build", "--seed", str(MINI_SEED)))
        if code:
            sys.exit(err)
        start = time.monotonic()
        chance = random.Random(seed)  # noqa: S311 - nothing is secret
        done = team(base, folder, options.processes, chance, limit)
        report(done, time.monotonic() - start)
        found = [*violations(done), *after_all(base, written(done), folder)]
    for fault in found:
        print(f"VIOLATION: {fault}")
    print(f"{len(found)} violations")
    return 1 if found else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Many programs at once on one base.")
    parser.add_argument("--processes", type=int, default=16, metavar="N", help="how many (16)")
    parser.add_argument("--seconds", type=float, default=60, metavar="S", help="how long (60)")
    parser.add_argument("--operations", type=int, default=0, metavar="N",
                        help="commands of each process, instead of a time")  # fmt: skip
    parser.add_argument("--url", help="an empty place for a base; else a file of SQLite")
    parser.add_argument("--seed", type=int, metavar="S", help="of the commands; else a new one")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
