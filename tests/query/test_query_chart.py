"""What is drawn of two actors: milestones by year and kind, and when instruments were in force."""

from __future__ import annotations

import datetime

import pytest
from sqlalchemy import Connection

from relations_kb.domain.dates import FuzzyDate
from relations_kb.query.bars import Bar, State
from relations_kb.query.chart import ChartView, Count, chart, periods
from relations_kb.query.timeline import TimelineFilter, timeline

ON = datetime.date(2014, 6, 1)


def drawn(connection: Connection, window: str = "", **wanted: object) -> ChartView:
    within = FuzzyDate.parse(window) if window else None
    return chart(connection, "alba", "borea", TimelineFilter(window=within, **wanted), ON)  # type: ignore[arg-type]


def bar(view: ChartView, record: str) -> Bar:
    (found,) = [one for one in view.bars if one.record == record]
    return found


def parts(one: Bar) -> list[tuple[str, str, State]]:
    return [(str(s.first), str(s.last), s.state) for s in one.spans]


def test_every_dated_milestone_is_counted_once(mini_connection: Connection) -> None:
    view = drawn(mini_connection)
    entries = timeline(mini_connection, "alba", "borea").entries
    dated = [e for e in entries if e.date_min or e.date_max]
    assert sum(year.all for year in view.years) == len(dated)
    assert view.undated == len(entries) - len(dated)


@pytest.mark.parametrize("size", [1, 2, 5, 10, 100])
def test_longer_periods_hold_the_same_milestones(mini_connection: Connection, size: int) -> None:
    view = drawn(mini_connection)
    found = periods(view, size)
    assert sum(p.all for p in found) == sum(year.all for year in view.years)
    assert all(p.first % size == 0 and p.last == p.first + size - 1 for p in found)
    assert found[0].first <= view.first
    assert found[-1].last >= view.last


def test_every_year_of_the_axis_is_there(mini_connection: Connection) -> None:
    view = drawn(mini_connection)
    assert [y.first for y in view.years] == list(range(view.first, view.last + 1))
    assert (view.first, view.last) == (1900, 2030)


def test_what_is_planned_reported_or_denied_is_counted_apart(mini_connection: Connection) -> None:
    years = {year.first: year for year in drawn(mini_connection).years}
    assert years[2013].kinds["project"] == Count(done=0, not_confirmed=2)
    assert years[2030].kinds["project"] == Count(done=0, not_confirmed=1)


def test_the_window_is_the_axis(mini_connection: Connection) -> None:
    view = drawn(mini_connection, "2008-12-01/2012-12-31")
    assert (view.first, view.last) == (2008, 2012)


def test_what_reaches_into_the_window_counts_at_its_edge(mini_connection: Connection) -> None:
    # The duty applied from 2008-10 to 2009-03.
    view = drawn(mini_connection, "2009-01-01/2010-12-31", kinds=("trade_measure",))
    assert [y.first for y in view.years if y.all] == [2009]


def test_an_instrument_is_drawn_though_its_steps_lie_outside_the_window(
    mini_connection: Connection,
) -> None:
    view = drawn(mini_connection, "2008-01-01/2009-12-31")
    assert "alba-borea-pact-2005" in {one.record for one in view.bars}


def test_an_instrument_that_ended_before_the_window_is_not_drawn(
    mini_connection: Connection,
) -> None:
    view = drawn(mini_connection, "2008-01-01/2009-12-31")
    assert "alba-borea-friendship-1900" not in {one.record for one in view.bars}


def test_a_treaty_lasts_from_its_entry_into_force_to_the_day_asked_for(
    mini_connection: Connection,
) -> None:
    pact = bar(drawn(mini_connection), "alba-borea-pact-2005")
    assert parts(pact) == [("2006-01-01", "2014-06-01", State.IN_FORCE)]
    assert pact.ongoing
    assert str(pact.start) == "2006-01-01"
    assert pact.end is None


def test_a_start_that_a_source_contradicts_is_marked(mini_connection: Connection) -> None:
    view = drawn(mini_connection)
    assert {one.record for one in view.bars if one.disputed} == {"alba-borea-pact-2005"}


def test_a_start_of_which_the_year_alone_is_known_is_a_range(mini_connection: Connection) -> None:
    friendship = bar(drawn(mini_connection), "alba-borea-friendship-1900")
    assert parts(friendship)[0] == ("1901-01-01", "1901-12-31", State.UNSURE)


def test_a_later_treaty_ends_the_one_that_it_supersedes(mini_connection: Connection) -> None:
    friendship = bar(drawn(mini_connection), "alba-borea-friendship-1900")
    assert parts(friendship)[-1] == ("1902-01-01", "2005-12-31", State.IN_FORCE)
    assert not friendship.ongoing
    assert str(friendship.end) == "2006-01-01"


def test_what_was_only_signed_has_no_bar(mini_connection: Connection) -> None:
    assert "ab-customs-note-2005" not in {one.record for one in drawn(mini_connection).bars}


def test_limit_and_order_make_no_difference(mini_connection: Connection) -> None:
    shown = drawn(mini_connection, limit=1, reverse=True)
    assert shown.years == drawn(mini_connection).years
    assert shown.bars == drawn(mini_connection).bars


def test_a_pair_without_records_has_an_axis_and_nothing_on_it(mini_connection: Connection) -> None:
    view = chart(mini_connection, "north-dor", "south-dor", TimelineFilter(), ON)
    assert (view.first, view.last, view.bars, view.kinds) == (2014, 2014, (), ())


def test_many_parties_are_bound_each_from_its_own_consent(connection: Connection) -> None:
    view = chart(connection, "iran", "israel", TimelineFilter(), datetime.date(2026, 1, 1))
    assert parts(bar(view, "un-charter-1945"))[0][0] == "1949-05-11"


def test_an_observer_is_not_bound(connection: Connection) -> None:
    view = chart(connection, "iran", "russia", TimelineFilter(), datetime.date(2026, 1, 1))
    assert "eaeu-treaty-2014" not in {one.record for one in view.bars}


def test_parts_of_a_bar_follow_each_other(connection: Connection) -> None:
    view = chart(connection, "iran", "russia", TimelineFilter(), datetime.date(2026, 1, 1))
    assert len(view.bars) > 20
    for one in view.bars:
        for before, after in zip(one.spans, one.spans[1:], strict=False):
            assert before.last is not None
            assert before.last < after.first
        assert all(s.last is None or s.first <= s.last for s in one.spans)
