"""Kill ``kb`` while it writes: the base is then as it was before, or as it is afterwards.

Imports, a second import of a changed table, an undo and a correction are killed in turn. Three
kills of four fall evenly over the time of a whole run, the fourth into its commit, which is too
short to be hit by chance. After each, the content hash and the number of rows of every table must
be those before or those of a whole run, the file must be sound, nothing may be left beside it, and
the same command must then give what a whole run gives. Ctrl-C may, besides, not show a traceback,
nor say that nothing was changed where something was.

Example: python bench/kill.py --kills 200 --signal both
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count, groupby
from pathlib import Path

from events import MINI_ACTORS, PACKAGED_ACTORS, write_events
from marked import PHASES
from places import JOURNAL, Folder, Place, Server, State
from program import Moment, Program, Run

BENCH = Path(__file__).parent
MINI_SEED = BENCH.parent / "tests" / "mini_seed"
MINI_SOURCE, PACKAGED_SOURCE = "harbour-post", "1905-az-turkmenchay-text"
AIMED_EVERY = 4
"""One kill of so many is aimed at the commit."""

SIGNALS = {
    "KILL": [signal.SIGKILL],
    "INT": [signal.SIGINT],
    "both": [signal.SIGKILL, signal.SIGKILL, signal.SIGINT],
}
SIDES = ("before", "after", "NEITHER")
UNCHANGED = "nothing was changed"


@dataclass(frozen=True)
class Scene:
    """A change to be killed.

    Attributes:
        name: what it is called, and its base before it.
        command: arguments of ``kb``.
        before: the base before it.
        after: the base after a whole run.
        whole: that run.
        again: exit code of the same command after a whole run.
    """

    name: str
    command: tuple[str, ...]
    before: State
    after: State
    whole: Run
    again: int

    def moments(self, signals: Sequence[signal.Signals], chance: random.Random) -> Iterator[Moment]:
        """Yield moments to kill at, without end."""
        begun = self.whole.begun
        for number in count(1):
            sent = signals[number % len(signals)]
            if number % AIMED_EVERY:
                # Told from the begin of its phase, a moment stays in it when the machine is slower.
                at = chance.uniform(0, self.whole.seconds)
                phase = max((one for one in begun if begun[one] <= at), key=PHASES.index)
                yield Moment(phase, at - begun[phase], sent)
            else:
                yield Moment("commit", chance.uniform(0, begun["print"] - begun["commit"]), sent)


@dataclass
class Tally:
    """What the kills came to."""

    hits: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    journals: int = 0
    late: int = 0
    violations: list[tuple[str, str, str]] = field(default_factory=list)


def build(place: Place, program: Program, seed: Path | None) -> None:
    """Build the base of a place, and keep a copy."""
    program.whole("db", "build", *(["--seed", str(seed)] if seed else []))
    place.keep("import")


def scenes(
    place: Place, program: Program, folder: Path, options: argparse.Namespace
) -> list[Scene]:
    """Make what is killed; each change is run once as a whole."""
    packaged = options.packaged
    actors, source = (PACKAGED_ACTORS, PACKAGED_SOURCE) if packaged else (MINI_ACTORS, MINI_SOURCE)
    build(place, program, None if packaged else MINI_SEED)
    first = write_events(folder / "first.csv", options.rows, actors)
    second = write_events(folder / "second.csv", options.rows, actors, changed=True)
    common = ("--dataset", "events", "--source", source, "--yes", "--format", "json")
    made = [scene(place, program, "import", "import", str(first), *common)]
    plan = json.loads(made[0].whole.out)
    place.keep("imported")
    record, changeset = plan["entries"][0]["record"], str(plan["changeset"])
    reason = ("--reason", "Misread.", "--date", "2024-01-01", "--yes")
    for name, *command in (
        ("second import", "import", str(second), *common),
        ("undo", "undo", changeset, "--yes"),
        ("correct", "correct", record, "title", "The right title", *reason),
    ):
        place.bring("imported")
        made.append(scene(place, program, name, *command))
    if made[2].after.content != made[0].before.content:
        sys.exit("The undo does not give back what was there before the import.")
    return made


def scene(place: Place, program: Program, name: str, *command: str) -> Scene:
    """Run a change as a whole on the base as it is, twice, and note what comes of it."""
    before = place.state()
    whole = program.whole(*command)
    after = place.state()
    again = program.run(command)
    if place.state() != after:
        sys.exit(f"{name}: the second run changes what the first has done.")
    return Scene(name, command, before, after, whole, again.code)


def kill_all(
    place: Place,
    program: Program,
    made: Sequence[Scene],
    moments: Sequence[Iterator[Moment]],
    kills: int,
) -> Tally:
    """Kill as often as asked, the changes in turn."""
    tally = Tally()
    while tally.sent.total() < kills:
        turn = (tally.sent.total() + tally.late) % len(made)
        one = made[turn]
        place.bring("import" if one.name == "import" else "imported")
        moment = next(moments[turn])
        run = program.run(one.command, moment)
        if run.signal is None:
            tally.late += 1
            continue
        tally.sent[moment.signal.name] += 1
        _check(place, program, one, run, tally)
        done = tally.sent.total()
        if done % 20 == 0:
            print(f"{done} kills, {len(tally.violations)} violations", file=sys.stderr)
    return tally


def _check(place: Place, program: Program, one: Scene, run: Run, tally: Tally) -> None:
    """Look at the base after a kill, and run the change once more."""
    beside = place.beside()
    tally.journals += JOURNAL in beside
    found = [f"{name} is left" for name in beside if name != JOURNAL]
    found += [*place.faults(), *(f"temporary file {name}" for name in program.leftovers)]
    state = place.state()
    side = {one.before: "before", one.after: "after"}.get(state, "NEITHER")
    broken_off = run.signal is signal.SIGINT and run.phase == "print" and side == "before"
    phase = "commit" if broken_off else run.phase
    tally.hits[one.name, phase, side] += 1
    if phase == "print" and side == "before":
        found.append("a commit that was done is lost")
    if side == "NEITHER":
        found.append(f"the base is neither as before nor as after: {state}")
    found += _faults_of_message(run, side)
    again = program.run(one.command)
    if again.code != (0 if side == "before" else one.again):
        found.append(f"the next run ended with {again.code}: {again.err}")
    if place.state() != one.after:
        found.append(f"the next run gives another base: {place.state()}, not {one.after}")
    found += [f"{name} is still there after the next run" for name in place.beside()]
    where = f"{one.name}, {run.signal and run.signal.name} in {phase}"
    tally.violations += [(fault, where, run.err) for fault in found]


def _faults_of_message(run: Run, side: str) -> list[str]:
    """Return what is wrong with what was said of a Ctrl-C."""
    if run.signal is not signal.SIGINT:
        return []
    # Before the program takes over, the interpreter answers in its own way.
    traced = "Traceback" in run.err and run.phase != PHASES[0]
    found = ["it shows a traceback"] if traced else []
    if UNCHANGED in run.err and side != "before":
        found.append("it says that nothing was changed, and something was")
    return found


def report(made: Sequence[Scene], tally: Tally) -> None:
    """Print where the kills fell, what the base was then, and every violation."""
    for one in made:
        begun = ", ".join(f"{phase} {at:.2f}" for phase, at in one.whole.begun.items())
        print(f"{one.name}: a whole run takes {one.whole.seconds:.2f} s; begun at: {begun}")
    print(f"\n{'change':<15} {'phase':<7} {'kills':>6} {'before':>7} {'after':>6}")
    for one in made:
        for phase in PHASES:
            sides = {side: tally.hits[one.name, phase, side] for side in SIDES}
            total = sum(sides.values())
            counts = f"{total:>6} {sides['before']:>7} {sides['after']:>6}"
            print(f"{one.name:<15} {phase:<7} {counts}")
    print(f"\n{dict(tally.sent)}; {tally.journals} left a journal of SQLite beside the base")
    print(f"{tally.late} runs ended before their moment and are not counted")
    print(f"{len(tally.violations)} violations")
    for fault, numbers in groupby(sorted(tally.violations), key=lambda one: one[0]):
        places = [(where, err) for _, where, err in numbers]
        print(f"\n{fault}")
        for where, number in Counter(where for where, _ in places).items():
            print(f"  {number} x {where}")
        if places[0][1]:
            print("  the first of them said: " + places[0][1].strip().replace("\n", "\n    "))


def main() -> int:
    """Kill and report; the exit code is 1 if any kill did harm."""
    options = _options()
    # A shell that starts this in the background lets Ctrl-C be ignored; programs inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    print(f"seed {seed}, {options.rows} rows, {options.kills} kills", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = Server(options.postgresql) if options.postgresql else Folder(folder)
        with closing(place):
            program = Program(place, folder)
            made = scenes(place, program, folder, options)
            chance = random.Random(seed)  # noqa: S311 - nothing is secret
            moments = [one.moments(SIGNALS[options.signal], chance) for one in made]
            tally = kill_all(place, program, made, moments, options.kills)
    report(made, tally)
    return 1 if tally.violations else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kill kb while it writes.")
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="how often (200)")
    parser.add_argument("--rows", type=int, default=500, metavar="N", help="rows to import (500)")
    parser.add_argument("--signal", choices=sorted(SIGNALS), default="both", help="which (both)")
    parser.add_argument("--seed", type=int, metavar="S", help="of the moments; else a new one")
    parser.add_argument("--packaged", action="store_true", help="import into the packaged seed")
    parser.add_argument("--postgresql", metavar="URL", help="a server, else a file of SQLite")
    options = parser.parse_args()
    if options.kills < 1 or options.rows < 10:
        parser.error("--kills must be at least 1, and --rows at least 10")
    return options


if __name__ == "__main__":
    sys.exit(main())
