"""The base as sources had it by a day, and as it was after a changeset."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from relations_kb.domain.errors import KbError
from relations_kb.query.clock import as_it_was
from relations_kb.query.show import all_records, get_record
from relations_kb.query.status import get_status
from relations_kb.query.timeline import timeline
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.models import Event
from relations_kb.records.seed_file import Seed
from relations_kb.store.engine import connect, engine_for
from relations_kb.store.urls import database_url
from relations_kb.store.write import write_seed

PACT = "alba-borea-pact-2005"
TREATY = "iran-russia-strategic-partnership-2025"


def test_without_a_clock_turned_back_the_base_itself_is_given(mini_connection: Connection) -> None:
    with as_it_was(mini_connection) as same:
        assert same is mini_connection


def test_only_what_was_published_by_the_day_is_known(mini_connection: Connection) -> None:
    # The text of the pact is of 2005, the ministry's page on its entry into force of 2014.
    with as_it_was(mini_connection, known_by=date(2006, 12, 31)) as known:
        assert [m.step for m in get_record(known, PACT).milestones] == ["signed"]
        assert get_status(known, PACT, date(2006, 12, 31)).status == "signed"
    with as_it_was(mini_connection, known_by=date(2014, 5, 31)) as known:
        steps = {m.step: m for m in get_record(known, PACT).milestones}
        assert steps["in-force"].date == "2006-01-01"
        assert not steps["in-force"].disputed


def test_what_speaks_against_it_is_known_when_it_is_published(mini_connection: Connection) -> None:
    with as_it_was(mini_connection, known_by=date(2014, 6, 1)) as known:
        steps = {m.step: m for m in get_record(known, PACT).milestones}
        assert steps["in-force"].disputed


def test_a_page_without_a_date_is_known_for_what_was_long_past(mini_connection: Connection) -> None:
    def records(day: date) -> set[str]:
        with as_it_was(mini_connection, known_by=day) as known:
            return {record.id for record in all_records(known)}

    # Both rest on one undated history.
    assert "alba-borea-friendship-1900" in records(date(1990, 1, 1))
    assert "world-forum-vote-2009" not in records(date(2010, 9, 8))
    assert "world-forum-vote-2009" in records(date(2010, 9, 10))


def test_a_record_of_which_nothing_was_known_is_not_there(mini_connection: Connection) -> None:
    with (
        as_it_was(mini_connection, known_by=date(2004, 1, 1)) as known,
        pytest.raises(KbError, match="No record has the id"),
    ):
        get_record(known, "straits-bridge")


def test_known_by_today_is_all_that_is_known(connection: Connection) -> None:
    now = timeline(connection, "iran", "israel").entries
    with as_it_was(connection, known_by=date(2100, 1, 1)) as known:
        assert timeline(known, "iran", "israel").entries == now


def test_a_desk_officer_of_july_2025_knew_no_more_than_an_ambassadors_word(
    connection: Connection,
) -> None:
    day = date(2025, 7, 20)
    with as_it_was(connection, known_by=day) as known:
        status = get_status(known, TREATY, day)
        records = all_records(known)
    assert status.status == "signed"
    dates = {s.id: s.date for record in records for s in record.sources}
    cited = {slug for record in records for m in record.milestones for slug in m.sources}
    assert max(dates[slug] or "" for slug in cited) <= "2025-07-20"


def test_the_base_after_a_changeset_lacks_what_came_later(own_mini: Path) -> None:
    visit = Event.model_validate(
        {
            "id": "my-visit-2020",
            "title": "A visit that only I know",
            "form": "visit",
            "parties": ["alba", "borea"],
            "sources": ["harbour-post"],
            "milestones": [{"step": "occurred", "date": "2020-02-02"}],
        }
    )
    seed = Seed((), (), (), (with_explicit_sources(visit),))
    with engine_for(database_url(str(own_mini))) as engine:
        with connect(engine, write=True) as connection:
            write_seed(connection, seed, kind="user", label="mine", content_hash="1")
        with connect(engine) as connection:
            now = {record.id for record in all_records(connection)}
            with as_it_was(connection, at=1) as before:
                then = {record.id for record in all_records(before)}
            with as_it_was(connection, at=2) as same:
                assert {record.id for record in all_records(same)} == now
    assert now - then == {"my-visit-2020"}


def test_an_unknown_changeset_is_refused(mini_connection: Connection) -> None:
    with (
        pytest.raises(KbError, match="There is no changeset 7"),
        as_it_was(mini_connection, at=7),
    ):
        pass


def test_a_plan_stays_a_plan_while_nothing_known_calls_it_one(connection: Connection) -> None:
    done = text("SELECT key FROM milestone WHERE key LIKE '%?planned' AND assertion = 'actual'")
    assert connection.scalars(done).all() == []
    with as_it_was(connection, known_by=date(2023, 1, 14)) as known:
        plans = known.scalars(text("SELECT key FROM milestone WHERE key LIKE '%?planned'")).all()
        assert plans
        assert known.scalars(done).all() == []
