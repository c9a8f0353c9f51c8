"""Dyads of one actor beside each other."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from harness import Outcome, assert_refused
from relations_kb.domain.errors import KbError
from relations_kb.query.compare import CompareView, compare
from relations_kb.query.measures import Cell


def on(connection: Connection, day: str, *actors: str) -> CompareView:
    return compare(connection, actors[0], actors[1:], datetime.date.fromisoformat(day))


def row(view: CompareView, measure: str) -> tuple[Cell, ...]:
    (found,) = [row.cells for row in view.rows if row.measure == measure]
    return found


def values(view: CompareView, measure: str) -> list[str]:
    return [cell.value for cell in row(view, measure)]


@pytest.fixture
def three(mini_connection: Connection) -> CompareView:
    return on(mini_connection, "2014-06-01", "alba", "borea", "cadia", "coast-union")


def test_the_columns_are_the_first_with_each_of_the_others(three: CompareView) -> None:
    assert (three.shared, three.name) == ("alba", "Alba")
    assert [(d.one, d.other) for d in three.dyads] == [
        ("alba", "borea"), ("alba", "cadia"), ("alba", "coast-union"),
    ]  # fmt: skip
    assert all(len(row.cells) == 3 for row in three.rows)


def test_treaties_count_as_long_as_they_are_in_force(
    mini_connection: Connection, three: CompareView
) -> None:
    assert values(three, "treaties in force") == ["2", "1", "1"]
    borea, *_ = row(three, "treaties in force")
    assert borea.records == ("coast-union-alba-trade-2004", "alba-borea-pact-2005")
    early = on(mini_connection, "2004-01-01", "alba", "borea", "coast-union")
    assert row(early, "treaties in force")[0].records == ("alba-borea-friendship-1900",)
    assert values(early, "treaties in force")[1] == "0"


def test_the_oldest_treaty_is_the_longest_in_force_and_not_the_first_signed(
    three: CompareView,
) -> None:
    pact, *_ = row(three, "oldest treaty in force")
    assert (pact.records, pact.date) == (("alba-borea-pact-2005",), "2006-01-01")


def test_obligations_come_with_article_or_their_express_exclusion(three: CompareView) -> None:
    duty, *others = row(three, "obliges: consultation")
    assert (duty.value, duty.article, duty.records) == ("yes", "3", ("alba-borea-pact-2005",))
    assert {cell.value for cell in others} == {"no, none coded"}
    assert values(three, "obliges: defence")[0] == "no, expressly"
    assert values(three, "obliges: no aid to aggressor") == ["no, none coded"] * 3


def test_what_is_not_yet_in_force_obliges_to_nothing(mini_connection: Connection) -> None:
    view = on(mini_connection, "2005-06-01", "alba", "borea", "cadia")
    assert values(view, "obliges: consultation")[0] == "no, none coded"


def test_a_visit_counts_for_those_who_met_and_not_for_those_it_touched(three: CompareView) -> None:
    borea, cadia, _ = row(three, "last summit or visit")
    assert borea.value == "none on record"
    assert (cadia.date, cadia.records) == ("2007-07-07", ("cadia-visit-2007",))


def test_a_measure_counts_between_who_imposes_and_who_is_hit(
    mini_connection: Connection, three: CompareView
) -> None:
    borea, cadia, _ = row(three, "sanctions in effect")
    assert borea.value == "none on record"
    assert (cadia.value, cadia.records) == ("1 by cadia", ("cadia-embargo-2013",))
    early = on(mini_connection, "2013-01-01", "alba", "borea", "cadia")
    assert values(early, "sanctions in effect") == ["none on record"] * 2


def test_decades_are_those_in_which_any_dyad_has_a_milestone(three: CompareView) -> None:
    decades = [row.measure for row in three.rows if row.measure.startswith("milestones")]
    assert decades == ["milestones 2010s", "milestones 2000s", "milestones 1900s"]
    assert values(three, "milestones 1900s") == ["2", "0", "0"]


def test_too_few_too_many_the_same_twice_and_the_same_line_are_refused(
    mini_connection: Connection,
) -> None:
    for actors in (("alba", "borea"), ("alba", "borea", "cadia", "north-dor", "south-dor")):
        with pytest.raises(KbError, match="Two or three dyads"):
            on(mini_connection, "2014-06-01", *actors)
    with pytest.raises(KbError, match="Borea is named twice"):
        on(mini_connection, "2014-06-01", "alba", "borea", "cow:902")
    with pytest.raises(KbError, match="line of states"):
        on(mini_connection, "2014-06-01", "alba", "borea", "kingdom-of-alba")


def test_turnover_is_that_of_the_last_full_year_before_the_day(connection: Connection) -> None:
    view = on(connection, "2025-12-31", "russia", "iran", "china", "saudi-arabia")
    iran, china, saudi = row(view, "trade turnover")
    assert (iran.date, iran.value, iran.records) == (
        "2024", "4.8 USD billion", ("iran-russia-trade",),
    )  # fmt: skip
    assert iran.sources
    assert china.date == "2025"
    assert saudi.value == "none on record"


def test_what_a_side_has_left_is_not_in_force_between_the_two(connection: Connection) -> None:
    view = on(connection, "2025-12-31", "iran", "russia", "north-korea")
    russia, korea = row(view, "treaties in force")
    assert "npt-1968" in russia.records
    assert "npt-1968" not in korea.records


def test_the_partnership_treaty_obliges_to_no_defence(connection: Connection) -> None:
    view = on(connection, "2025-12-31", "iran", "russia", "china")
    duty, _ = row(view, "obliges: no aid to aggressor")
    assert (duty.value, duty.article) == ("yes", "3")
    assert values(view, "obliges: defence")[0] == "no, expressly"


def test_the_command_asks_for_another_dyad(here: Callable[..., Outcome], mini: Path) -> None:
    outcome = here("compare", "alba", "borea", "--database", mini)
    assert_refused(outcome, 2, "nothing to compare with", "--with china")
