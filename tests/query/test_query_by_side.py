"""What sources of each side say."""

from __future__ import annotations

import datetime

import pytest
from sqlalchemy import Connection

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.errors import KbError
from relations_kb.domain.vocabulary import Calendar
from relations_kb.query.by_side import SideEntry, SidesView, by_side
from relations_kb.query.clock import as_it_was

PACT = "alba-borea-pact-2005"


def entry(view: SidesView, record: str, words: str) -> SideEntry:
    (found,) = [e for e in view.entries if (e.record, e.entry) == (record, words)]
    return found


@pytest.fixture
def view(mini_connection: Connection) -> SidesView:
    return by_side(mini_connection, "alba", "borea")


def test_each_step_is_told_by_one_side_both_or_neither(view: SidesView) -> None:
    assert entry(view, PACT, "signed").told_by == "other"
    assert entry(view, PACT, "in-force").told_by == "both"
    assert entry(view, "alba-timber-duty-2008", "applied").told_by == "one"
    assert entry(view, "straits-bridge", "inaugurated").told_by == "third"
    assert view.counts == {"one": 6, "other": 2, "both": 1, "third": 10}
    assert sum(view.counts.values()) == len(view.entries)


def test_where_both_sides_differ_both_values_are_told(view: SidesView) -> None:
    in_force = entry(view, PACT, "in-force")
    date = next(slot for slot in in_force.slots if slot.leaf == "date")
    assert date.relation == "conflicts"
    assert [(v.value, v.sources) for v in date.one] == [("2006-01-01", ("alba-ministry",))]
    assert [(v.value, v.sources) for v in date.other] == [("2006-02-01", ("borea-agency",))]
    assert view.differing == 1


def test_known_errors_are_nobodys_word(view: SidesView) -> None:
    dates = next(slot for slot in entry(view, PACT, "in-force").slots if slot.leaf == "date")
    assert [value.value for value in dates.third] == ["2006"]


def test_a_figure_is_told_like_a_step(view: SidesView) -> None:
    cost = entry(view, "straits-bridge", "cost, of pier-1, as of 2012")
    assert (cost.item, cost.told_by, cost.date) == ("figure", "one", "2012")


def test_the_order_of_the_two_turns_the_sides(mini_connection: Connection, view: SidesView) -> None:
    turned = by_side(mini_connection, "borea", "alba")
    assert turned.counts == {"one": 2, "other": 6, "both": 1, "third": 10}
    assert [e.entry for e in turned.entries] == [e.entry for e in view.entries]


def test_topics_and_earlier_days(mini_connection: Connection) -> None:
    assert {
        e.record for e in by_side(mini_connection, "alba", "borea", ("transport",)).entries
    } == {"straits-bridge"}
    with as_it_was(mini_connection, known_by=datetime.date(2014, 5, 31)) as earlier:
        assert by_side(earlier, "alba", "borea").counts["other"] == 0


def test_an_unknown_actor_is_refused(mini_connection: Connection) -> None:
    with pytest.raises(KbError, match="No actor is called"):
        by_side(mini_connection, "alba", "nowhere")


def test_the_soviet_union_speaks_on_the_side_of_russia(connection: Connection) -> None:
    view = by_side(connection, "iran", "russia")
    told = {
        source
        for e in view.entries
        for slot in e.slots
        for value in slot.other
        for source in value.sources
    }
    rows = connection.exec_driver_sql(
        "SELECT s.slug FROM source s JOIN actor a ON a.id = s.side_id WHERE a.slug = 'soviet-union'"
    )
    assert told & {row.slug for row in rows}


def test_entries_stand_in_the_order_of_time(connection: Connection) -> None:
    view = by_side(connection, "iran", "russia", ("nuclear",))
    dates = [FuzzyDate.parse(e.date, Calendar(e.calendar)).sort_key for e in view.entries if e.date]
    assert dates == sorted(dates)
    assert min(view.counts.values()) > 0


def test_a_vaguer_date_of_the_other_side_is_no_difference(connection: Connection) -> None:
    view = by_side(connection, "iran", "russia")
    slots = [slot for e in view.entries for slot in e.slots if slot.relation == "refines"]
    assert slots
    assert not any(slot.differs for slot in slots)
