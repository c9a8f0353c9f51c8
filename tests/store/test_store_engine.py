"""Connections: what URLs may be, and faults of the database said in words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from relations_kb.domain.errors import KbError
from relations_kb.store import engine as engine_module
from relations_kb.store.engine import connect, make_engine
from relations_kb.store.urls import database_url, is_sqlite_file, sqlite_path


@pytest.mark.parametrize("name", ["relations.db", "with blank.db", "100%.db", "отношения.db"])
def test_a_path_is_the_url_of_an_sqlite_file(tmp_path: Path, name: str) -> None:
    assert sqlite_path(database_url(str(tmp_path / name))) == tmp_path / name


def test_a_relative_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert sqlite_path(database_url("x.db")) == tmp_path / "x.db"


def test_a_path_in_the_home_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert sqlite_path(database_url("~/x.db")) == tmp_path / "x.db"


def test_a_server_and_a_base_in_memory_have_no_file() -> None:
    assert sqlite_path(database_url("postgresql://user@host/name")) is None
    assert sqlite_path(database_url("sqlite://")) is None
    assert sqlite_path(database_url("sqlite:///:memory:")) is None


@pytest.mark.parametrize(
    "url",
    [
        "mysql://user:s3cret@host/name",
        "://s3cret",
        "postgres ql://user:s3cret@host/name",
        "postgresql://user:s3cret@host:port/name",
        "http://s3cret@example.org/",
    ],
)
def test_a_url_that_cannot_be_used_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(KbError) as refused:
        database_url(url)
    assert refused.value.message == "The database URL cannot be read."
    assert "sqlite:///path/to/file.db" in refused.value.remedy
    assert "s3cret" not in refused.value.message + refused.value.remedy
    assert refused.value.exit_code == 2


def test_a_folder_is_refused_as_a_database(tmp_path: Path) -> None:
    with pytest.raises(KbError, match="is a folder, not a database file"):
        is_sqlite_file(tmp_path)


@pytest.mark.parametrize("content", [b"hello", b"PK\x03\x04", b"SQLite format 2\x00", b"\x00" * 64])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(KbError, match="it is no SQLite file"):
        is_sqlite_file(path)
    assert path.read_bytes() == content


def test_an_empty_or_missing_file_is_a_place_for_a_base(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    assert not is_sqlite_file(path)
    assert not path.exists()
    path.touch()
    assert not is_sqlite_file(path)
    assert path.stat().st_size == 0


def test_a_database_with_content_is_told_from_a_place_for_one(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE a (x)")
    connection.close()
    assert is_sqlite_file(path)


def _write_and_fail(engine: Engine, statement: str) -> None:
    with connect(engine, write=True) as connection:
        connection.execute(text(statement))
        raise ZeroDivisionError


def test_a_change_that_fails_is_rolled_back(engine: Engine) -> None:
    with connect(engine, write=True) as connection:
        connection.execute(text("CREATE TABLE a (x INTEGER)"))
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(engine, "INSERT INTO a VALUES (1)")
    with connect(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM a")).scalar() == 0


def test_a_table_that_fails_to_be_filled_is_rolled_back(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(engine, "CREATE TABLE a (x INTEGER)")
    with pytest.raises(KbError), connect(engine) as connection:
        connection.execute(text("SELECT count(*) FROM a"))


def test_sqlite_keeps_foreign_keys(tmp_path: Path) -> None:
    engine = make_engine(database_url(str(tmp_path / "x.db")))
    with connect(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        timeout = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    engine.dispose()
    assert timeout == engine_module.BUSY_MILLISECONDS


def _refusal(path: Path, statement: str, *, write: bool = True) -> KbError:
    engine = make_engine(database_url(str(path)))
    with pytest.raises(KbError) as refused, connect(engine, write=write) as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
    return refused.value


def test_a_base_that_another_program_holds_is_said_to_be_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MILLISECONDS", 1)
    path = tmp_path / "x.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE a (x)")
    other.execute("BEGIN EXCLUSIVE")
    refused = _refusal(path, "INSERT INTO a VALUES (1)")
    other.execute("ROLLBACK")
    other.close()
    assert refused.message == f"sqlite:///{path} is in use by another program."
    assert "Wait" in refused.remedy


def test_a_base_that_may_not_be_written_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    sqlite3.connect(path).close()
    engine = make_engine(database_url(f"sqlite:///file:{path}?mode=ro&uri=true"))
    with pytest.raises(KbError, match="may not be written to"), connect(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE a (x)")
    engine.dispose()


def _fill_two_pages(engine: Engine) -> None:
    with connect(engine) as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 2")
        connection.exec_driver_sql("CREATE TABLE a (x)")
        for _ in range(100):
            connection.exec_driver_sql("INSERT INTO a VALUES (zeroblob(4000))")


def test_a_full_disk_is_said_so(tmp_path: Path) -> None:
    engine = make_engine(database_url(str(tmp_path / "x.db")))
    with pytest.raises(KbError) as refused:
        _fill_two_pages(engine)
    engine.dispose()
    assert refused.value.message.startswith("The disk is full; nothing was changed in ")
    assert "Make room" in refused.value.remedy


def test_a_damaged_base_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"no database at all" * 100)
    refused = _refusal(path, "CREATE TABLE a (x)")
    assert refused.message == f"sqlite:///{path} is damaged or no database of this program."
    assert "Restore it" in refused.remedy


def test_any_other_fault_names_the_base_and_the_reason(tmp_path: Path) -> None:
    refused = _refusal(tmp_path / "x.db", "SELECT * FROM absent", write=False)
    assert refused.message.endswith("cannot be used: no such table: absent.")
    assert str(tmp_path) in refused.message
