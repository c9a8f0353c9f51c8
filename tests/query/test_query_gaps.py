"""What a dyad lacks, and what would close it."""

from __future__ import annotations

import datetime

import pytest
from sqlalchemy import Connection

from relations_kb.domain.errors import KbError
from relations_kb.query.gaps import GapKind, GapsView, gaps
from relations_kb.query.gaps_in_steps import Gap

PACT = "alba-borea-pact-2005"


def on(connection: Connection, day: str, *pair: str) -> GapsView:
    one, other = pair or ("alba", "borea")
    return gaps(connection, one, other, datetime.date.fromisoformat(day))


def of(view: GapsView, kind: GapKind) -> dict[str, Gap]:
    return {gap.records[0]: gap for gap in view.gaps[kind]}


def test_every_kind_is_there_and_every_gap_names_a_record_and_what_would_close_it(
    mini_connection: Connection,
) -> None:
    view = on(mini_connection, "2014-06-01")
    assert list(view.gaps) == [str(kind) for kind in GapKind]
    found = [gap for several in view.gaps.values() for gap in several]
    assert len(found) > 10
    assert all(gap.records and gap.closes and gap.what for gap in found)


def test_a_treaty_signed_and_not_yet_in_force_lacks_its_entry(mini_connection: Connection) -> None:
    assert PACT in of(on(mini_connection, "2005-06-01"), GapKind.NO_ENTRY)
    assert PACT not in of(on(mini_connection, "2006-06-01"), GapKind.NO_ENTRY)
    assert of(on(mini_connection, "2005-02-01"), GapKind.NO_ENTRY).keys() == {
        "coast-union-alba-trade-2004"
    }


def test_a_memorandum_needs_no_entry_into_force(mini_connection: Connection) -> None:
    assert "ab-customs-note-2005" not in of(on(mini_connection, "2014-06-01"), GapKind.NO_ENTRY)


def test_the_approval_of_one_side_asks_for_that_of_the_other(mini_connection: Connection) -> None:
    gap = of(on(mini_connection, "2014-06-01"), GapKind.ONE_APPROVAL)[PACT]
    assert "by borea" in gap.what
    assert gap.closes == "gazette, parliament or ministry of alba"
    assert of(on(mini_connection, "2005-10-01"), GapKind.ONE_APPROVAL) == {}


def test_what_was_to_be_completed_and_is_not_on_record_is_overdue(
    mini_connection: Connection,
) -> None:
    assert of(on(mini_connection, "2012-06-01"), GapKind.OVERDUE) == {}
    # Its opening was only reported, its delivery denied.
    gap = of(on(mini_connection, "2014-06-01"), GapKind.OVERDUE)["straits-bridge"]
    assert gap.what == "completed planned for 2012; neither done nor given up"
    both = on(mini_connection, "2031-01-01").gaps[GapKind.OVERDUE]
    assert [g.date for g in both] == ["2030", "2012"]


def test_key_steps_with_one_origin_come_newest_first_and_dates_keep_their_calendar(
    mini_connection: Connection,
) -> None:
    found = on(mini_connection, "2014-06-01").gaps[GapKind.SINGLE_ORIGIN]
    assert [gap.date for gap in found] == [
        "2010/2011", "2005-03-01", "2005-03-01", "2004-06-15", "1901~", "1900-02-10 julian",
    ]  # fmt: skip
    assert PACT not in {gap.records[0] for gap in found}
    assert found[0].closes == "a source that does not repeat union-secretariat"


def test_a_topic_without_a_voice_of_one_side_is_told_with_the_count(
    mini_connection: Connection,
) -> None:
    found = {g.what.split(":")[0]: g for g in on(mini_connection, "2014-06-01").gaps["one-sided"]}
    assert set(found) == {"tariffs", "transport"}
    assert found["tariffs"].what == "tariffs: 1 of alba, 1 of others, none of borea"
    assert found["tariffs"].sources == ("alba-ministry",)


def test_years_without_entries_reach_to_the_year_before_the_day(
    mini_connection: Connection,
) -> None:
    years = [gap.date for gap in on(mini_connection, "2016-06-01").gaps[GapKind.EMPTY_YEARS]]
    assert years[0] == "2014/2015"
    assert years[-1] == "1902/2003"
    early = [gap.date for gap in on(mini_connection, "2014-06-01").gaps[GapKind.EMPTY_YEARS]]
    assert early[0] == "2011/2012"


def test_two_without_anything_between_them_lack_nothing_that_could_be_named(
    mini_connection: Connection,
) -> None:
    view = on(mini_connection, "2014-06-01", "north-dor", "south-dor")
    assert all(found == () for found in view.gaps.values())


def test_an_unknown_actor_is_refused(mini_connection: Connection) -> None:
    with pytest.raises(KbError, match="No actor is called"):
        on(mini_connection, "2014-06-01", "alba", "atlantis")


def test_the_packaged_base_names_what_is_missing_of_iran_and_russia(
    connection: Connection,
) -> None:
    view = on(connection, "2025-12-31", "iran", "russia")
    assert "caspian-convention-2018" in of(view, GapKind.NO_ENTRY)
    assert "iran-russia-strategic-partnership-2025" not in of(view, GapKind.NO_ENTRY)
    weak = view.gaps[GapKind.WEAK]
    assert weak
    assert all("grade" in gap.what for gap in weak)
    assert "russia-iran-gas-supply" in of(view, GapKind.NOT_STARTED)
