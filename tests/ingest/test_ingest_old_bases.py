"""Bases of earlier packages: brought to the newest schema, and back where that loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from history_steps import applied, corrected, hashed, merged, undo
from sqlalchemy import URL, Connection, MetaData, func, insert, select, text

from harness import MINI_SEED, Outcome, assert_refused
from old_bases.make_old_base import PACT, correct, live
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base, open_base, upgrade_base
from relations_kb.ingest.describing import describe
from relations_kb.ingest.downgrading import downgrade_base
from relations_kb.ingest.keeping import check_base
from relations_kb.query.clock import as_it_was
from relations_kb.query.show import get_record
from relations_kb.store import migrate
from relations_kb.store.engine import connect, engine_for
from relations_kb.store.packaged import migrations_folder
from relations_kb.store.urls import database_url, sqlite_path

Here = Callable[..., Outcome]

OLD_BASES = Path(__file__).parents[1] / "old_bases"
VERSIONS = sorted(path.stem for path in OLD_BASES.glob("*.sql"))
EARLIER = sorted(migrate.known_versions() - {migrate.HEAD})
ROWS = (
    "external_id,date,title,actor1,actor2,kind,source_url\n"
    "1,2015-03-01,Talks on fish,Alba,Borea,talks,https://example.org/fish\n"
    "2,2015-03-09,Talks on ships,Alba,Borea,talks,https://example.org/ships\n"
)
FISH, SHIPS = "talks-on-fish-2015", "talks-on-ships-2015"


def silent(step: str, done: int = 0, total: int | None = None) -> None:
    """Take progress and show nothing."""


# -- a base as an earlier package made it ----------------------------------------------------------


def restore(version: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((OLD_BASES / f"{version}.sql").read_text(encoding="utf-8"))


def put_on_server(file: URL, server: URL, version: str) -> None:
    """Make the schema of a version on a server and fill it with the rows of a file."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    with engine_for(server) as engine, connect(engine) as there, there.begin():
        config.attributes["connection"] = there
        command.upgrade(config, version)
        with engine_for(file) as source, connect(source) as here:
            copy_rows(here, there)


def copy_rows(here: Connection, there: Connection) -> None:
    tables = MetaData()
    tables.reflect(here)
    for table in tables.sorted_tables:
        rows = [dict(row._mapping) for row in here.execute(select(table))]
        if rows and table.name != "alembic_version":
            there.execute(insert(table), rows)
        if "id" in table.c and not isinstance(table.c.id.type.python_type(), str):
            last = select(func.max(table.c.id)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            there.execute(select(func.setval(sequence, func.coalesce(last, 1))))


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def old(url: URL, version: str, packaged_mini: Path, tmp_path: Path) -> URL:
    """A populated base of an earlier schema, on each engine in turn."""
    assert packaged_mini.exists()
    path = sqlite_path(url) or tmp_path / "old.db"
    restore(version, path)
    if not sqlite_path(url):
        put_on_server(database_url(str(path)), url, version)
    return url


def counts(url: URL) -> dict[str, int]:
    """Count the rows of every table that a base has, whatever its schema."""
    with engine_for(url) as engine, connect(engine) as connection:
        tables = MetaData()
        tables.reflect(connection)
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.tables.items()
        }


def in_force(url: URL, at: int | None = None) -> list[str | None]:
    """Return the dates of entry into force of the pact, now or after a changeset."""
    with engine_for(url) as engine, connect(engine) as connection:
        if at is None:
            view = get_record(connection, PACT)
        else:
            with as_it_was(connection, at=at) as earlier:
                view = get_record(earlier, PACT)
    return [m.date for m in view.milestones if m.step == "in-force"]


def test_there_is_a_base_of_every_earlier_schema() -> None:
    assert VERSIONS == EARLIER


def test_an_upgrade_loses_no_row_and_leaves_a_sound_base(old: URL, version: str) -> None:
    before = counts(old)
    assert describe(old)["schema"] == version
    upgrade_base(old, silent)
    after = counts(old)
    assert {name: (n, after[name]) for name, n in before.items() if after[name] < n} == {}
    assert describe(old)["schema"] == migrate.HEAD
    assert describe(old)["state"] == "up to date"
    assert check_base(old, silent).problems == ()


def test_an_upgraded_base_says_what_one_of_this_package_says(
    old: URL, version: str, tmp_path: Path
) -> None:
    open_base(old, silent).dispose()
    if version < "0003":  # which had no errata yet
        with engine_for(old) as engine, connect(engine, write=True) as connection:
            correct(connection)
    fresh = database_url(str(tmp_path / "fresh.db"))
    live(fresh, MINI_SEED, tmp_path)
    assert hashed(old) == hashed(fresh)


def test_an_upgraded_base_keeps_its_states(old: URL, version: str) -> None:
    upgrade_base(old, silent)
    dates = [in_force(old, at) for at in (1, 2, 3)]
    assert dates == [["2006-01-03"], ["2006-01-03"], ["2006-01-01"]]
    if version >= "0003":
        dates = [in_force(old, at) for at in (4, 5, 6, None)]
        assert dates == [["2006-01-11"], ["2006-01-01"], ["2006-01-12"], ["2006-01-12"]]


def test_an_upgraded_base_takes_every_change(old: URL, tmp_path: Path) -> None:
    path = tmp_path / "talks.csv"
    path.write_text(ROWS, encoding="utf-8")
    upgrade_base(old, silent)
    before = hashed(old)
    number = applied(old, path).changeset
    corrected(old, FISH, "occurred:date", "2015-03-02")
    merged(old, SHIPS, FISH)
    assert check_base(old, silent).problems == ()
    for wanted in range((number or 0) + 2, (number or 0) - 1, -1):
        undo(old, wanted)
    assert hashed(old) == before
    assert check_base(old, silent).problems == ()


# -- back to an earlier schema ---------------------------------------------------------------------


@pytest.mark.parametrize("earlier", EARLIER[1:])
def test_a_base_that_holds_nothing_newer_goes_back_and_comes_again(
    url: URL, packaged_mini: Path, earlier: str
) -> None:
    assert packaged_mini.exists()
    build_base(url, progress=silent)
    content, before = hashed(url), counts(url)
    assert downgrade_base(url, earlier, silent)
    assert describe(url)["schema"] == earlier
    after = counts(url)
    assert {name: n for name, n in after.items() if n != before[name]} == {}
    assert upgrade_base(url, silent) is None
    assert counts(url) == before
    assert hashed(url) == content
    assert check_base(url, silent).problems == ()


def test_statements_are_not_lost(url: URL) -> None:
    build_base(url, progress=silent, seed=MINI_SEED)
    assert_kept(url, "0001", "Schema 0001 has no place for what the base holds: statements (3).")


def test_a_base_without_statements_goes_back_to_the_first_schema(
    url: URL, tmp_path: Path, packaged_mini: Path
) -> None:
    (packaged_mini / "statements.yaml").unlink()
    build_base(url, progress=silent)
    content = hashed(url)
    assert downgrade_base(url, "0001", silent)
    assert "code" not in counts(url)
    assert upgrade_base(url, silent) is None
    assert hashed(url) == content
    assert counts(url)["code"] == 5


def test_errata_are_not_lost(url: URL) -> None:
    build_base(url, progress=silent, seed=MINI_SEED)
    corrected(url, PACT, "in-force:date", "2006-01-11")
    assert_kept(url, "0002", "Schema 0002 has no place for what the base holds: errata (1).")
    assert downgrade_base(url, "0003", silent)
    assert upgrade_base(url, silent) is None
    assert in_force(url) == ["2006-01-11"]


def test_what_imports_undos_and_merges_keep_is_not_lost(url: URL, tmp_path: Path) -> None:
    build_base(url, progress=silent, seed=MINI_SEED)
    path = tmp_path / "talks.csv"
    path.write_text(ROWS, encoding="utf-8")
    applied(url, path)
    merged(url, SHIPS, FISH)
    undo(url, corrected(url, PACT, "in-force:date", "2006-01-11"))
    assert_kept(
        url, "0003",
        "Schema 0003 has no place for what the base holds: imported files (1), imported rows (2), "
        "definitions of users (2), merges (1), undoings (1), claims of merged records (7).",
    )  # fmt: skip


def assert_kept(url: URL, version: str, message: str) -> None:
    """Assert that a base is not taken back, and is as it was."""
    before, state = hashed(url), counts(url)
    with pytest.raises(KbError) as refused:
        downgrade_base(url, version, silent)
    assert refused.value.message == message
    assert (hashed(url), counts(url)) == (before, state)
    assert describe(url)["schema"] == migrate.HEAD


def test_a_base_goes_back_step_by_step_and_stops_where_it_would_lose(url: URL) -> None:
    """It stays at the newest schema: a half of the way is none."""
    build_base(url, progress=silent, seed=MINI_SEED)
    with pytest.raises(KbError, match="statements"):
        downgrade_base(url, "0001", silent)
    assert describe(url)["schema"] == migrate.HEAD


def test_an_interrupted_way_back_changes_nothing(url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    build_base(url, progress=silent, seed=MINI_SEED)
    before = counts(url)

    def stop(connection: Connection, version: str) -> None:
        connection.execute(text("DROP TABLE likeness"))
        raise KeyboardInterrupt

    monkeypatch.setattr(migrate, "migrate_back", stop)
    with pytest.raises(KeyboardInterrupt):
        downgrade_base(url, "0003", silent)
    assert counts(url) == before


def test_the_way_back_is_told_and_what_cannot_be_is_refused(here: Here, own_mini: Path) -> None:
    def back(version: str) -> Outcome:
        return here("--database", own_mini, "db", "downgrade", version)

    assert_refused(back("0009"), 2, "There is no schema '0009'.", "Name one of: 0001, 0002, 0003")
    assert_refused(back("0001"), 2, "statements (3)", "Keep the newer schema")
    there = back("0003")
    assert (there.code, there.out) == (0, "")
    assert there.err.splitlines() == [
        "Taking the base back from schema 0004 to 0003 …",
        "The base has schema 0003 now.",
    ]
    assert back("0003").err == "The base has schema 0003 already.\n"
    assert_refused(back("0004"), 2, "has schema 0003, which is older than 0004", "kb db upgrade")


def test_there_must_be_a_base_to_take_back(here: Here, tmp_path: Path) -> None:
    done = here("--database", tmp_path / "none.db", "db", "downgrade", "0003")
    assert_refused(done, 2, "There is no base to take back.")
    assert list(tmp_path.glob("none*")) == []
