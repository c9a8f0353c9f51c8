"""Copies, backups and the look at a base, on either engine and between them."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from history_steps import applied, corrected, hashed, merged, shown, silent, undo
from sqlalchemy import URL, delete, update

from harness import MINI_SEED, POSTGRES, digest, empty_schema, row_counts
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base
from relations_kb.ingest.downgrading import downgrade_base
from relations_kb.ingest.keeping import check_base, copy_to
from relations_kb.store import tables as t
from relations_kb.store.engine import connect, engine_for, make_engine
from relations_kb.store.urls import database_url, sqlite_path

ROWS = """external_id,date,title,actor1,actor2,kind,place,source_url
1,2015-03-01,Talks on fish,Alba,Borea,talks,Northport,https://example.org/fish
2,2015-03-02,Talks on ships,Alba,Cadia,talks,,https://example.org/ships
"""
FISH, SHIPS = "talks-on-fish-2015", "talks-on-ships-2015"


@pytest.fixture
def lived_in(url: URL, tmp_path: Path) -> URL:
    """A base with a history: an import, its correction, a merge, an undo."""
    build_base(url, progress=silent, seed=MINI_SEED)
    path = tmp_path / "talks.csv"
    path.write_text(ROWS, encoding="utf-8")
    applied(url, path)
    corrected(url, FISH, "occurred:date", "2015-03-31")
    undo(url, merged(url, FISH, SHIPS).changeset)
    merged(url, SHIPS, FISH)
    return url


@contextmanager
def other_engine(url: URL, folder: Path) -> Iterator[URL]:
    """Give an empty place on the engine that a base is not on."""
    if url.get_backend_name() == "sqlite":
        if not os.environ.get(POSTGRES):
            pytest.skip("there is no server")
        with empty_schema() as server:
            yield server
    else:
        yield database_url(str(folder / "copy.db"))


def counts(url: URL) -> dict[str, int]:
    engine = make_engine(url)
    found = row_counts(engine)
    engine.dispose()
    return found


def problems(url: URL) -> list[tuple[str, int]]:
    return [(p.check, p.number) for p in check_base(url, silent).problems]


def test_a_base_goes_to_the_other_engine_and_back(lived_in: URL, tmp_path: Path) -> None:
    before, rows = hashed(lived_in), counts(lived_in)
    with other_engine(lived_in, tmp_path) as there:
        assert copy_to(lived_in, there, silent) == before
        assert (hashed(there), counts(there), problems(there)) == (before, rows, [])
        back = database_url(str(tmp_path / "back.db"))
        assert copy_to(there, back, silent) == before
        assert (hashed(back), counts(back)) == (before, rows)


def test_a_copy_lives_on(lived_in: URL, tmp_path: Path) -> None:
    with other_engine(lived_in, tmp_path) as there:
        copy_to(lived_in, there, silent)
        path = tmp_path / "more.csv"
        path.write_text(ROWS.replace("fish", "eels").replace("ships", "nets"), encoding="utf-8")
        number = applied(there, path).changeset
        assert number == applied(lived_in, path).changeset
        assert hashed(there) == hashed(lived_in)
        undo(there, number)
        assert shown(there, SHIPS).id == FISH


def test_nothing_is_replaced_unless_that_is_asked_for(lived_in: URL, tmp_path: Path) -> None:
    with other_engine(lived_in, tmp_path) as there:
        build_base(there, progress=silent, seed=MINI_SEED)
        before = hashed(there)
        with pytest.raises(KbError, match="There is a base already"):
            copy_to(lived_in, there, silent)
        assert hashed(there) == before
        copy_to(lived_in, there, silent, force=True)
        assert hashed(there) == hashed(lived_in)


def test_a_base_is_not_copied_onto_itself(lived_in: URL) -> None:
    before = hashed(lived_in)
    with pytest.raises(KbError, match="onto itself"):
        copy_to(lived_in, lived_in, silent, force=True)
    assert hashed(lived_in) == before


def test_what_is_not_there_is_not_copied(tmp_path: Path) -> None:
    nowhere = database_url(str(tmp_path / "nowhere.db"))
    with pytest.raises(KbError, match="There is no base in"):
        copy_to(nowhere, database_url(str(tmp_path / "copy.db")), silent)
    assert list(tmp_path.iterdir()) == []


def test_a_base_of_an_older_schema_is_not_copied(url: URL, tmp_path: Path) -> None:
    build_base(url, progress=silent, seed=MINI_SEED)
    downgrade_base(url, "0003", silent)
    with pytest.raises(KbError, match="has an older schema"):
        copy_to(url, database_url(str(tmp_path / "copy.db")), silent)


def test_a_copy_that_is_broken_off_leaves_nothing(
    lived_in: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(step: str, done: int, total: int | None) -> None:
        if step == "Copying claim":
            raise KeyboardInterrupt

    with other_engine(lived_in, tmp_path) as there:
        with pytest.raises(KeyboardInterrupt):
            copy_to(lived_in, there, stop)
        path = sqlite_path(there)
        if path:
            assert list(path.parent.glob("*copy*")) == []
        else:
            with pytest.raises(KbError, match="There is no base"):
                check_base(there, silent)


def test_a_copy_is_of_one_moment_though_others_write(lived_in: URL, tmp_path: Path) -> None:
    before = hashed(lived_in)
    path = tmp_path / "more.csv"
    path.write_text(ROWS.replace("fish", "eels").replace("ships", "nets"), encoding="utf-8")
    writers: list[threading.Thread] = []

    def write_meanwhile(step: str, done: int, total: int | None) -> None:
        if step == "Copying claim" and not writers:
            writers.append(threading.Thread(target=applied, args=(lived_in, path)))
            writers[0].start()

    copy = database_url(str(tmp_path / "copy.db"))
    copied = copy_to(lived_in, copy, write_meanwhile)
    writers[0].join()
    assert (copied, hashed(copy)) == (before, before)
    assert hashed(lived_in) != before


def test_a_base_that_has_lived_is_sound(lived_in: URL) -> None:
    health = check_base(lived_in, silent)
    assert (health.problems, health.content) == ((), hashed(lived_in))


def test_a_look_changes_nothing(lived_in: URL) -> None:
    path = sqlite_path(lived_in)
    before = digest(path) if path else None
    check_base(lived_in, silent)
    assert (digest(path) if path else None) == before


DAMAGES = {
    "a shown value that no claim gives": (
        update(t.milestone).values(date="1066-10-14"), "values",
    ),
    "a record hidden that stands": (update(t.record).values(active=False), "values"),
    "a typed row that is gone": (delete(t.topic), "values"),
    "claims switched off": (update(t.claim).values(active=False), "claims"),
    "sayings that are gone": (delete(t.claim_changeset), "claims"),
    "a source that does not stand": (update(t.source).values(active=False), "sources"),
    "a claim that says something else than it did": (
        update(t.claim).where(t.claim.c.leaf == "title").values(value="Another"), "claims",
    ),
    "a merge undone by half": (update(t.claim).values(record_id=1, said_of=None), "values"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_wrong_is_found(lived_in: URL, damage: str) -> None:
    statement, check = DAMAGES[damage]
    with engine_for(lived_in) as engine, connect(engine, write=True) as connection:
        connection.execute(statement)
    assert check in {name for name, _ in problems(lived_in)}


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "relations.db"
    build_base(database_url(str(path)), progress=silent, seed=MINI_SEED)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20_000] = b"\xff" * 20_000
    broken = tmp_path / "broken.db"
    broken.write_bytes(content)
    try:
        found = {name for name, _ in problems(database_url(str(broken)))}
    except KbError as error:
        assert "damaged" in error.message  # noqa: PT017 - either way it is told
    else:
        assert "file" in found


def test_a_backup_is_a_base(lived_in: URL, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    copy_to(lived_in, database_url(str(backup)), silent)
    moved = Path(shutil.move(backup, tmp_path / "moved.db"))
    assert shown(database_url(str(moved)), SHIPS).id == FISH
