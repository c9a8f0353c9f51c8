"""Calendars of what comes up, as RFC 5545 wants them."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from relations_kb.domain.errors import KbError
from relations_kb.export.icalendar import escaped, folded, to_icalendar
from relations_kb.query.upcoming import UpcomingsView, upcoming

ON = datetime.date(2014, 6, 1)
EVENT = {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY"}


@pytest.fixture
def view(mini_connection: Connection) -> UpcomingsView:
    """What comes up for two actors of the small base."""
    return upcoming(mini_connection, "alba", "borea", ON, "P20Y")


def events(text: str) -> list[dict[str, str]]:
    """Read the events of a calendar, lines unfolded."""
    found: list[dict[str, str]] = []
    for line in text.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1].setdefault(name, value)
    return found


def test_a_calendar_has_the_frame_that_the_standard_wants(view: UpcomingsView) -> None:
    lines = to_icalendar(view).split("\r\n")
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[2].startswith("PRODID:")
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(view.upcoming) == 3


def test_every_event_has_an_id_of_its_own_a_stamp_and_whole_days(view: UpcomingsView) -> None:
    found = events(to_icalendar(view))
    assert all(event.keys() >= EVENT for event in found)
    assert len({event["UID"] for event in found}) == len(found)
    assert {event["DTSTAMP"] for event in found} == {view.base.built.replace("-", "") + "T000000Z"}
    assert [(e["DTSTART;VALUE=DATE"], e["DTEND;VALUE=DATE"]) for e in found] == [
        ("20250101", "20250102"), ("20260101", "20260102"), ("20300101", "20310101"),
    ]  # fmt: skip


def test_an_id_stays_when_the_date_moves(view: UpcomingsView) -> None:
    moved = dataclasses.replace(
        view,
        upcoming=tuple(
            dataclasses.replace(u, date="2031", date_min="2031-01-01", date_max="2031-12-31")
            for u in view.upcoming
        ),
    )
    before, after = (events(to_icalendar(v)) for v in (view, moved))
    assert [e["UID"] for e in before] == [e["UID"] for e in after]
    assert before != after


def test_a_date_open_at_one_end_is_its_known_day(view: UpcomingsView) -> None:
    last = dataclasses.replace(
        view.upcoming[-1], date="../2030-12-31", date_min=None, date_max="2030-12-31"
    )
    (event,) = events(to_icalendar(dataclasses.replace(view, upcoming=(last,))))
    assert event["DTSTART;VALUE=DATE"] == "20301231"
    assert event["DTEND;VALUE=DATE"] == "20310101"


def test_nothing_makes_no_calendar(view: UpcomingsView) -> None:
    with pytest.raises(KbError, match="a calendar cannot be empty"):
        to_icalendar(dataclasses.replace(view, upcoming=()))


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_no_folded_line_is_longer_than_75_octets_and_nothing_is_lost(text: str) -> None:
    lines = folded(text).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])
    assert "".join([lines[0], *(line[1:] for line in lines[1:])]) == text


def test_text_is_escaped_and_cannot_begin_a_line_of_its_own() -> None:
    assert escaped("a, b; c\\d") == "a\\, b\\; c\\\\d"
    assert escaped("a\r\nEND:VEVENT\rb\x00") == "a\\nEND:VEVENT\\nb"


def test_the_command_writes_the_same_calendar_each_time(
    ask: Callable[..., str], base: Path, tmp_path: Path
) -> None:
    args = ("upcoming", "iran", "russia", "--on", "2025-06-01", "--within", "5y", "-f", "ics")
    outputs = []
    for name in ("one.ics", "two.ics"):
        assert ask(base, *args, "--output", tmp_path / name) == ""
        outputs.append((tmp_path / name).read_bytes())
    assert outputs[0] == outputs[1]
    lines = outputs[0].split(b"\r\n")
    assert len(lines) > 50
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
