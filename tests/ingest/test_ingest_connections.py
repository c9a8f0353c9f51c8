"""Whoever opens a base closes it: nothing is left to the collector of garbage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, event, text
from sqlalchemy.pool import Pool

from harness import MINI_SEED
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base, open_base, upgrade_base
from relations_kb.ingest.describing import describe
from relations_kb.store.engine import connect, engine_for


@pytest.fixture
def left_open() -> Iterator[Callable[[], int]]:
    """Count the connections that were opened and not closed."""
    opened: set[int] = set()

    def connected(connection: object, record: object) -> None:
        opened.add(id(record))

    def closed(connection: object, record: object) -> None:
        opened.discard(id(record))

    event.listen(Pool, "connect", connected)
    event.listen(Pool, "close", closed)
    yield lambda: len(opened)
    event.remove(Pool, "connect", connected)
    event.remove(Pool, "close", closed)


def silent(step: str) -> None:
    """Take progress and show nothing."""


def test_building_leaves_no_connection_open(url: URL, left_open: Callable[[], int]) -> None:
    build_base(url, progress=silent, seed=MINI_SEED)
    assert left_open() == 0


def test_a_build_that_is_refused_leaves_no_connection_open(
    url: URL, left_open: Callable[[], int]
) -> None:
    build_base(url, progress=silent, seed=MINI_SEED)
    with pytest.raises(KbError):
        build_base(url, progress=silent, seed=MINI_SEED)
    assert left_open() == 0


def test_describing_leaves_no_connection_open(url: URL, left_open: Callable[[], int]) -> None:
    build_base(url, progress=silent, seed=MINI_SEED)
    describe(url)
    assert left_open() == 0


def test_upgrading_leaves_no_connection_open(
    url: URL, packaged_mini: Path, left_open: Callable[[], int]
) -> None:
    build_base(url, progress=silent)
    upgrade_base(url, silent)
    path = packaged_mini / "sources.yaml"
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    upgrade_base(url, silent)
    assert left_open() == 0


def test_opening_leaves_the_connections_of_its_engine_alone(
    url: URL, packaged_mini: Path, left_open: Callable[[], int]
) -> None:
    open_base(url, silent).dispose()
    open_base(url, silent).dispose()
    assert left_open() == 0


def test_an_opening_that_is_refused_leaves_no_connection_open(
    url: URL, packaged_mini: Path, left_open: Callable[[], int]
) -> None:
    build_base(url, progress=silent)
    with engine_for(url) as engine, connect(engine, write=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(KbError):
        open_base(url, silent)
    assert left_open() == 0


def test_an_upgrade_that_is_broken_off_leaves_no_connection_open(
    url: URL, packaged_mini: Path, left_open: Callable[[], int]
) -> None:
    def break_off(told: str) -> None:
        if told == "Writing claims":
            raise KeyboardInterrupt

    build_base(url, progress=silent)
    path = packaged_mini / "sources.yaml"
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        open_base(url, break_off)
    assert left_open() == 0
