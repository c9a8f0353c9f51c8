"""The chart of a pair in characters, and the picture."""

from __future__ import annotations

import datetime
import importlib.util
from pathlib import Path

import pytest
from rich.cells import cell_len
from sqlalchemy import Connection

from harness import without_stamp
from relations_kb.domain.dates import FuzzyDate
from relations_kb.query.chart import ChartView, chart
from relations_kb.query.timeline import TimelineFilter
from relations_kb.render.chart import chart_text, cut

GOLDEN = Path(__file__).parent / "golden"
needs_matplotlib = pytest.mark.skipif(
    importlib.util.find_spec("matplotlib") is None, reason="Matplotlib (extra plot) is absent"
)


def view_of(connection: Connection, window: str | None = None) -> ChartView:
    wanted = TimelineFilter(window=FuzzyDate.parse(window) if window else None)
    return chart(connection, "alba", "borea", wanted, datetime.date(2014, 6, 1))


@pytest.mark.parametrize(
    ("name", "width", "ascii_only", "window"),
    [
        ("chart_80.txt", 80, False, None),
        ("chart_140.txt", 140, False, "2004-01-01/2014-12-31"),
        ("chart_ascii_80.txt", 80, True, None),
        ("chart_pipe.txt", None, False, None),
    ],
)
def test_a_chart_is_drawn_as_it_always_was(
    mini_connection: Connection,
    request: pytest.FixtureRequest,
    name: str,
    width: int | None,
    ascii_only: bool,
    window: str | None,
) -> None:
    view = view_of(mini_connection, window)
    text = without_stamp(chart_text(view, width, ascii_only=ascii_only))
    path = GOLDEN / name
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140, 200])
def test_no_line_of_a_chart_is_wider_than_the_terminal(connection: Connection, width: int) -> None:
    view = chart(connection, "iran", "russia", TimelineFilter(), datetime.date(2026, 1, 1))
    lines = chart_text(view, width).splitlines()
    assert [line for line in lines if cell_len(line) > width] == []


def test_a_pipe_gets_whole_titles_and_no_escapes(connection: Connection) -> None:
    view = chart(connection, "iran", "russia", TimelineFilter(), datetime.date(2026, 1, 1))
    text = chart_text(view, None)
    assert "\x1b" not in text
    assert "…" not in text
    assert all(bar.title in text for bar in view.bars)


def test_ascii_has_no_other_characters(mini_connection: Connection) -> None:
    assert chart_text(view_of(mini_connection), 80, ascii_only=True).isascii()


def test_a_pair_without_records_says_so(mini_connection: Connection) -> None:
    day = datetime.date(2014, 6, 1)
    view = chart(mini_connection, "north-dor", "south-dor", TimelineFilter(), day)
    assert "Nothing on record" in chart_text(view, 80)


def test_a_title_that_is_too_long_loses_the_parties_first() -> None:
    title = "Agreement between Alba and Borea on the fisheries of the straits"
    assert cut(title, None) == title
    assert cut(title, 45) == "Agreement on the fisheries of the straits"
    assert cut(title, 30) == "Agreement on the fisheries…"


@needs_matplotlib
@pytest.mark.parametrize("window", [None, "2004-01-01/2014-12-31"])
def test_the_same_picture_has_the_same_bytes(
    mini_connection: Connection, window: str | None
) -> None:
    from relations_kb.render.plot import picture

    view = view_of(mini_connection, window)
    for ending in ("svg", "png"):
        assert picture(view, ending) == picture(view, ending)


@needs_matplotlib
def test_a_picture_bears_no_date_and_no_program(mini_connection: Connection) -> None:
    from relations_kb.render.plot import picture

    svg = picture(view_of(mini_connection), "svg").decode()
    assert svg.startswith("<?xml")
    assert "<dc:date>" not in svg
    assert "matplotlib.org" not in svg.partition("<metadata>")[2].partition("</metadata>")[0]


@needs_matplotlib
def test_a_pair_without_records_gives_a_picture(mini_connection: Connection) -> None:
    from relations_kb.render.plot import picture

    day = datetime.date(2014, 6, 1)
    view = chart(mini_connection, "north-dor", "south-dor", TimelineFilter(), day)
    assert picture(view, "png").startswith(b"\x89PNG")
