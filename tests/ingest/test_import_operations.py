"""Random histories: what always holds of a base, and that both engines come to the same."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from history_steps import applied, corrected, hashed, merged, silent, undo
from sqlalchemy import URL, select

from harness import MINI_SEED, POSTGRES, empty_schema
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base
from relations_kb.store import tables as t
from relations_kb.store.engine import connect, engine_for
from relations_kb.store.resolved import write_resolved
from relations_kb.store.urls import database_url

HEADER = "external_id,date,title,actor1,actor2,kind,place,source_url"
ACTORS = ("Alba", "Borea", "Cadia", "North Dor")
TYPED = (
    t.milestone, t.milestone_source, t.figure, t.party, t.topic, t.identifier, t.code, t.link,
)  # fmt: skip
STEPS = 14


@dataclass
class History:
    """A base that grows, and what was done to it."""

    url: URL
    folder: Path
    chance: random.Random
    rows: dict[str, dict[int, str]] = field(default_factory=dict)
    changesets: list[int] = field(default_factory=list)

    def step(self) -> str:
        """Do something at random; return what was done, and what came of it."""
        work = self.chance.choice(
            [self.import_new, self.import_new, self.import_changed, self.undo_one, self.correct_one,
             self.merge_two]
        )  # fmt: skip
        try:
            return f"{work.__name__}: {work()}"
        except KbError as refused:
            return f"{work.__name__}: {refused.message}"

    def import_new(self) -> str:
        """Add rows to a file, some of them new, and import it in any order."""
        name = self.chance.choice(["red", "blue", "green"])
        rows = self.rows.setdefault(name, {})
        for _ in range(self.chance.randrange(1, 4)):
            number = len(rows) + 1
            rows[number] = self._row(number)
        return self._import(name)

    def import_changed(self) -> str:
        """Change a row of a file, or leave one out, and import it."""
        names = sorted(name for name, rows in self.rows.items() if rows)
        if not names:
            return "nothing yet"
        name = self.chance.choice(names)
        number = self.chance.choice(sorted(self.rows[name]))
        if self.chance.random() < 0.3:
            del self.rows[name][number]
        else:
            title = self.rows[name][number].split(",")[2]
            changed = self._row(number).split(",")
            self.rows[name][number] = ",".join([*changed[:2], title, *changed[3:]])
        return self._import(name)

    def undo_one(self) -> str:
        """Undo a changeset, if it can be."""
        if not self.changesets:
            return "nothing yet"
        number = self.chance.choice(self.changesets)
        view = undo(self.url, number)
        self._note(view.changeset)
        return f"{number}: {view.withdrawn} {view.brought_back} {view.fallen} {view.returned}"

    def correct_one(self) -> str:
        """Correct the place or date of a record."""
        record = self._some_record()
        slot, value = self.chance.choice(
            [("occurred:date", f"2015-0{self.chance.randrange(1, 9)}-20"), ("occurred:place", "X")]
        )
        self._note(corrected(self.url, record, slot, value))
        return f"{record} {slot} {value}"

    def merge_two(self) -> str:
        """Merge two records."""
        one, other = self._some_record(), self._some_record()
        self._note(merged(self.url, one, other).changeset)
        return f"{one} {other}"

    def _row(self, number: int) -> str:
        one, other = self.chance.sample(ACTORS, 2)
        day = f"201{self.chance.randrange(4, 6)}-0{self.chance.randrange(1, 9)}-11"
        title = f"Talks on {self.chance.choice(['fish', 'ships', 'salt', 'grain'])} {number}"
        place = self.chance.choice(["", "Northport", "Southport"])
        page = f"https://example.org/{self.chance.randrange(5)}"
        return f"{number},{day},{title},{one},{other},talks,{place},{page}"

    def _import(self, name: str) -> str:
        rows = list(self.rows[name].values())
        self.chance.shuffle(rows)
        path = self.folder / f"{name}.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        plan = applied(self.url, path)
        self._note(plan.changeset)
        return f"{name} {dict(plan.outcomes)} {plan.claims_added} {plan.claims_withdrawn}"

    def _some_record(self) -> str:
        with engine_for(self.url) as engine, connect(engine) as connection:
            statement = select(t.record.c.slug).where(t.record.c.kind == "event")
            return self.chance.choice(sorted(connection.execute(statement).scalars()))

    def _note(self, changeset: int | None) -> None:
        if changeset is not None:
            self.changesets.append(changeset)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a base of the small seed."""
    path = tmp_path_factory.mktemp("small") / "relations.db"
    build_base(database_url(str(path)), progress=silent, seed=MINI_SEED)
    return path


def history(url: URL, folder: Path, seed: int) -> History:
    folder.mkdir(exist_ok=True)
    return History(url, folder, random.Random(seed))  # noqa: S311 - a history, no secret


def typed(url: URL) -> dict[str, set[tuple[object, ...]]]:
    """Return what the resolved rows say, apart from their keys."""
    found = {}
    with engine_for(url) as engine, connect(engine) as connection:
        for table in TYPED:
            own = [c for c in table.c if c.name not in {"id", "milestone_id", "ordinal"}]
            found[table.name] = {tuple(row) for row in connection.execute(select(*own))}
        shown_records = select(t.record.c.slug, t.record.c.title, t.record.c.natural)
        found["record"] = set(
            map(tuple, connection.execute(shown_records.where(t.record.c.active)))
        )
    return found


@pytest.mark.parametrize("seed", range(5))
def test_what_is_shown_is_always_what_the_claims_give(
    seed: int, small: Path, tmp_path: Path
) -> None:
    url = database_url(str(shutil.copy(small, tmp_path / "own.db")))
    told = history(url, tmp_path / "files", seed)
    done = [told.step() for _ in range(STEPS)]
    before = typed(url)
    with engine_for(url) as engine, connect(engine, write=True) as connection:
        write_resolved(connection)
    assert typed(url) == before, done


@pytest.mark.parametrize("seed", range(5, 10))
def test_whatever_is_done_last_can_be_undone_without_a_trace(
    seed: int, small: Path, tmp_path: Path
) -> None:
    url = database_url(str(shutil.copy(small, tmp_path / "own.db")))
    told = history(url, tmp_path / "files", seed)
    for _ in range(STEPS):
        before, number = hashed(url), len(told.changesets)
        done = told.step()
        if len(told.changesets) > number:
            after = hashed(url)
            view = undo(url, told.changesets[-1])
            assert hashed(url) == before, done
            undo(url, view.changeset)
            assert hashed(url) == after, done


def test_every_state_of_a_history_can_be_asked_for(small: Path, tmp_path: Path) -> None:
    url = database_url(str(shutil.copy(small, tmp_path / "own.db")))
    told = history(url, tmp_path / "files", 77)
    states = {}
    for _ in range(STEPS):
        told.step()
        last = told.changesets[-1] if told.changesets else 1
        states[last] = _shown_records(url, None)
    assert {at: _shown_records(url, at) for at in states} == states


def _shown_records(url: URL, at: int | None) -> dict[str, tuple[object, ...]]:
    from relations_kb.query.clock import as_it_was
    from relations_kb.query.show import all_records

    with (
        engine_for(url) as engine,
        connect(engine) as connection,
        as_it_was(connection, at=at) as then,
    ):
        return {
            view.id: (view.title, view.parties, view.milestones, view.former_ids)
            for view in all_records(then)
        }


@pytest.mark.parametrize("seed", range(20, 23))
def test_both_engines_come_to_the_same(seed: int, small: Path, tmp_path: Path) -> None:
    file = database_url(str(shutil.copy(small, tmp_path / "own.db")))
    with on_server() as server:
        build_base(server, progress=silent, seed=MINI_SEED)
        one = history(file, tmp_path / "one", seed)
        other = history(server, tmp_path / "other", seed)
        for _ in range(STEPS):
            assert one.step() == other.step()
            assert hashed(file) == hashed(server)
        assert typed(file) == typed(server)
        assert one.changesets == other.changesets


@contextmanager
def on_server() -> Iterator[URL]:
    if not os.environ.get(POSTGRES):
        pytest.skip("there is no server")
    with empty_schema() as url:
        yield url
