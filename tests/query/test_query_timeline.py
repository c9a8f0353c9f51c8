"""Which milestones stand on a timeline, by which route, in which order and with which marks."""

from __future__ import annotations

import pytest
from sqlalchemy import URL, Connection

from harness import MINI_SEED
from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base
from relations_kb.query.timeline import ENTRY_FIELDS, TimelineEntry, TimelineFilter, timeline
from relations_kb.store.engine import connect, make_engine

FRIENDSHIP = "alba-borea-friendship-1900"
PACT = "alba-borea-pact-2005"
UNION = "coast-union-alba-trade-2004"

WHOLE = [
    # date, record, step, route, flags
    ("1900-02-10", FRIENDSHIP, "signed", "line", ("predecessor", "single-source")),
    ("1901~", FRIENDSHIP, "in-force", "line", ("predecessor", "single-source")),
    ("2004-06-15", UNION, "signed", "bloc", ("bloc", "single-source")),
    ("2005-03-01", "a-grain-note-2005", "signed", "direct", ("single-source",)),
    ("2005-03-01", "ab-customs-note-2005", "signed", "direct", ("single-source",)),
    ("2005-03-01", PACT, "signed", "direct", ()),
    # The agency and its reprint are one origin.
    ("2005-11", PACT, "domestically-approved", "direct", ("single-source",)),
    ("2006-01-01", PACT, "in-force", "direct", ("disputed",)),
    ("[2008,2009-04]", "straits-bridge", "construction-started", "direct", ()),
    ("2008-10/2009-03", "alba-timber-duty-2008", "applied", "direct", ("single-source",)),
    ("2010", "straits-bridge", "construction-started", "direct", ("single-source",)),
    ("2010/2011", UNION, "in-force", "bloc", ("bloc", "single-source")),
    ("2012", "straits-bridge", "completed", "direct", ("planned",)),
    ("2013-06-01", "straits-bridge", "inaugurated", "direct", ("reported", "single-source")),
    ("2013-07", "straits-bridge", "delivered", "direct", ("denied", "single-source")),
    ("2030", "straits-bridge", "operational", "direct", ("planned", "single-source")),
    (None, "a-grain-note-2005", "extended", "direct", ("single-source",)),
]


def told(
    connection: Connection, one: str = "alba", other: str = "borea", **wanted: object
) -> list[TimelineEntry]:
    found = timeline(connection, one, other, TimelineFilter(**wanted))
    return list(found.entries)


def steps(entries: list[TimelineEntry]) -> list[tuple[str, str]]:
    return [(entry.record, entry.step) for entry in entries]


def records(entries: list[TimelineEntry]) -> set[str]:
    return {entry.record for entry in entries}


def dates(entries: list[TimelineEntry]) -> list[str | None]:
    return [entry.date for entry in entries]


def test_the_whole_timeline_has_its_routes_flags_and_order(mini_connection: Connection) -> None:
    entries = told(mini_connection)
    found = [(e.date, e.record, e.step, e.route, e.flags) for e in entries]
    assert found == WHOLE


def test_an_entry_has_the_fields_of_the_contract() -> None:
    assert ENTRY_FIELDS == (
        "date", "date_min", "date_max", "precision", "calendar", "kind", "record", "step", "actor",
        "title", "parties", "route", "flags", "sources", "place", "note",
    )  # fmt: skip


def test_every_field_of_an_entry_is_filled_from_the_base(mini_connection: Connection) -> None:
    old = told(mini_connection)[0]
    assert old == TimelineEntry(
        date="1900-02-10",
        date_min="1900-02-22",
        date_max="1900-02-22",
        precision="day",
        calendar="julian",
        kind="treaty",
        record=FRIENDSHIP,
        step="signed",
        actor=None,
        title="Treaty of Friendship",
        parties=("kingdom-of-alba", "borea"),
        route="line",
        flags=("predecessor", "single-source"),
        sources=("old-history",),
        place="Northport",
        note=None,
    )


def test_a_date_is_told_as_stored_with_its_bounds(mini_connection: Connection) -> None:
    bounds = {e.date: (e.date_min, e.date_max, e.precision) for e in told(mini_connection)}
    assert bounds["[2008,2009-04]"] == ("2008-01-01", "2009-04-30", "set")
    assert bounds["2008-10/2009-03"] == ("2008-10-01", "2009-03-31", "interval")
    assert bounds["1901~"] == ("1901-01-01", "1901-12-31", "year")
    assert bounds["2005-11"] == ("2005-11-01", "2005-11-30", "month")
    assert bounds[None] == (None, None, None)


def test_the_part_of_a_record_stands_in_the_title(mini_connection: Connection) -> None:
    titles = [e.title for e in told(mini_connection, steps=("construction-started",))]
    assert titles == ["Bridge over the straits (pier 1)", "Bridge over the straits (pier 2)"]


@pytest.mark.parametrize(
    ("one", "other"), [("alba", "borea"), ("iran", "russia"), ("russia", "north-korea")]
)
@pytest.mark.parametrize("context", [False, True])
def test_the_order_of_the_actors_makes_no_difference(
    mini_connection: Connection, connection: Connection, one: str, other: str, context: bool
) -> None:
    base = mini_connection if one == "alba" else connection
    forth, back = told(base, one, other, context=context), told(base, other, one, context=context)
    assert forth == back
    assert len(forth) > 10


def test_a_former_state_typed_alone_is_itself_only(mini_connection: Connection) -> None:
    entries = told(mini_connection, "kingdom-of-alba", "borea")
    assert steps(entries) == [(FRIENDSHIP, "signed"), (FRIENDSHIP, "in-force")]
    assert {entry.route for entry in entries} == {"direct"}
    assert {entry.flags for entry in entries} == {("single-source",)}


def test_without_lines_earlier_states_are_left_out(mini_connection: Connection) -> None:
    view = timeline(mini_connection, "alba", "borea", TimelineFilter(lines=False))
    assert FRIENDSHIP not in records(list(view.entries))
    assert view.total == len(WHOLE) - 2
    assert view.lines == ()


def test_without_blocs_what_comes_through_them_is_left_out(mini_connection: Connection) -> None:
    view = timeline(mini_connection, "alba", "borea", TimelineFilter(blocs=False))
    assert UNION not in records(list(view.entries))
    assert view.total == len(WHOLE) - 2
    assert view.blocs == ()


def test_the_header_names_the_lines_and_blocs_that_appear(mini_connection: Connection) -> None:
    view = timeline(mini_connection, "alba", "borea")
    assert (view.lines, view.blocs) == (("Kingdom of Alba",), ("Coast Union",))
    assert (view.one.name, view.other.name) == ("Alba", "Borea")
    assert (view.total, view.context) == (17, 2)


def test_a_bloc_counts_while_the_membership_lasted_only(mini_connection: Connection) -> None:
    borea = [e.date for e in told(mini_connection) if e.record == UNION]
    cadia = [e.date for e in told(mini_connection, "alba", "cadia") if e.record == UNION]
    # Borea left at the end of 2010, in the midst of what may be the day of entry into force.
    assert borea == ["2004-06-15", "2010/2011"]
    assert cadia == ["2004-06-15", "2010/2011", "2012-09-01"]


def test_an_observer_is_not_in_what_the_bloc_does(mini_connection: Connection) -> None:
    assert told(mini_connection, "cadia", "coast-union") == []
    assert records(told(mini_connection, "alba", "coast-union")) == {UNION}
    assert {e.route for e in told(mini_connection, "alba", "coast-union")} == {"direct"}


def test_an_organization_open_to_all_is_no_bloc(mini_connection: Connection) -> None:
    assert "world-forum-vote-2009" not in records(told(mini_connection, context=True))
    vote = told(mini_connection, "alba", "world-forum")
    assert [(e.record, e.route) for e in vote] == [("world-forum-vote-2009", "direct")]


def test_third_party_events_are_shown_where_asked_for(mini_connection: Connection) -> None:
    entries = told(mini_connection, context=True)
    context = [(e.date, e.record) for e in entries if e.route == "context"]
    assert context == [("2007-07-07", "cadia-visit-2007"), ("2013-10-10", "cadia-embargo-2013")]
    assert len(entries) == len(WHOLE) + 2


def test_what_is_context_for_one_pair_is_direct_for_another(mini_connection: Connection) -> None:
    entries = told(mini_connection, "alba", "cadia")
    routes = {e.record: e.route for e in entries}
    assert routes["cadia-visit-2007"] == "direct"
    assert routes["cadia-embargo-2013"] == "direct"


def test_a_record_of_others_is_not_shown(mini_connection: Connection) -> None:
    assert "borea-cadia-note-2003" not in records(told(mini_connection, context=True))
    assert records(told(mini_connection, "borea", "cadia")) == {
        "borea-cadia-note-2003", "cadia-embargo-2013",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ("2005/2006", {"2005-03-01": False, "2005-11": False, "2006-01-01": False}),
        ("2005-11-15/2005-11-20", {"2005-11": True}),
        ("2005-11-01/2005-11-30", {"2005-11": False}),
        ("../1900-02-21", {}),
        ("../1900-02-22", {"1900-02-10": False}),
        ("1901-06-01/1901-06-30", {"1901~": True}),
        ("2008-05-01/2008-05-31", {"[2008,2009-04]": True}),
        ("2009-05-01/2009-12-31", {}),
        ("2009-02-01/2009-02-28", {"2008-10/2009-03": True}),
        ("2013-07-31/..", {"2013-07": True, "2030": False}),
        ("2100/2200", {}),
    ],
)
def test_a_window_selects_by_overlap_and_marks_what_only_may_fall_inside(
    mini_connection: Connection, window: str, expected: dict[str, bool]
) -> None:
    entries = told(mini_connection, window=FuzzyDate.parse(window))
    assert {e.date: "may" in e.flags for e in entries} == expected


def test_the_undated_are_never_in_a_window(mini_connection: Connection) -> None:
    assert None not in dates(told(mini_connection, window=FuzzyDate.parse("0001/9999")))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"kinds": ("trade_measure",)}, {"alba-timber-duty-2008"}),
        ({"kinds": ("agreement",)}, {"a-grain-note-2005", "ab-customs-note-2005"}),
        ({"kinds": ("event",)}, set()),
        ({"kinds": ("event",), "context": True}, {"cadia-visit-2007"}),
        ({"topics": ("tariffs",)}, {UNION, "alba-timber-duty-2008"}),
        ({"topics": ("transport", "security")}, {"straits-bridge", PACT}),
        ({"topics": ("trade",), "kinds": ("treaty",)}, {UNION, PACT}),
        ({"topics": ("space",)}, set()),
        ({"steps": ("in-force",)}, {FRIENDSHIP, PACT, UNION}),
        ({"steps": ("in-force",), "kinds": ("treaty",), "blocs": False}, {FRIENDSHIP, PACT}),
        ({"actor": "coast-union"}, {UNION}),
        ({"actor": "Kingdom of Alba"}, {FRIENDSHIP}),
        ({"actor": "cadia", "context": True}, {"cadia-visit-2007", "cadia-embargo-2013"}),
        ({"actor": "cadia"}, set()),
    ],
)
def test_filters_choose_records(
    mini_connection: Connection, wanted: dict[str, object], expected: set[str]
) -> None:
    assert records(told(mini_connection, **wanted)) == expected


def test_a_limit_keeps_the_first_entries_and_tells_the_total(mini_connection: Connection) -> None:
    view = timeline(mini_connection, "alba", "borea", TimelineFilter(limit=3))
    assert [(e.date, e.record) for e in view.entries] == [row[:2] for row in WHOLE[:3]]
    assert view.total == 17


def test_reverse_puts_the_newest_first_and_limits_afterwards(mini_connection: Connection) -> None:
    assert told(mini_connection, reverse=True) == told(mini_connection)[::-1]
    last = told(mini_connection, reverse=True, limit=2)
    assert dates(last) == [None, "2030"]


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("alba", "kingdom-of-alba", "Alba and Kingdom of Alba belong to one line of states"),
        ("alba", "alba", "Both names mean Alba"),
        ("Альба", "XAL", "Both names mean Alba"),
        ("borea", "cow:902", "Both names mean Borea"),
    ],
)
def test_two_actors_of_one_line_are_refused(
    mini_connection: Connection, one: str, other: str, message: str
) -> None:
    with pytest.raises(KbError, match=message) as refused:
        timeline(mini_connection, one, other)
    assert refused.value.exit_code == 2
    assert "kb timeline iran russia" in refused.value.remedy


def test_the_same_base_gives_the_same_timeline_on_every_engine(
    url: URL, mini_connection: Connection
) -> None:
    """The order of texts must not depend on the collation of a server."""
    build_base(url, progress=lambda step: None, seed=MINI_SEED)
    engine = make_engine(url)
    with connect(engine) as connection:
        entries = told(connection, context=True)
    engine.dispose()
    assert entries == told(mini_connection, context=True)


def test_iran_and_russia_have_at_least_sixty_records(connection: Connection) -> None:
    assert len(records(told(connection, "iran", "russia", blocs=False))) >= 60


def test_no_entry_of_iran_and_russia_lacks_a_source_or_lies_out_of_order(
    connection: Connection,
) -> None:
    entries = told(connection, "iran", "russia", context=True)
    assert [e for e in entries if not e.sources] == []
    starts = [e.date_min or e.date_max for e in entries]
    dated = [start for start in starts if start is not None]
    assert starts[: len(dated)] == dated == sorted(dated)


def test_the_earlier_states_of_both_lines_are_on_the_timeline(connection: Connection) -> None:
    view = timeline(connection, "iran", "russia")
    for state in ("Qajar Persia", "Russian Empire", "Russian SFSR", "Soviet Union"):
        assert state in view.lines
    assert "Eurasian Economic Union" in view.blocs


@pytest.mark.parametrize(
    ("record", "step", "date", "calendar", "route"),
    [
        ("turkmenchay-1828", "signed", "1828-02-10", "julian", "line"),
        ("russia-persia-friendship-1921", "signed", "1921-02-26", "gregorian", "line"),
        ("iran-soviet-trade-navigation-1940", "signed", "1940-03-25", "gregorian", "line"),
        ("iran-russia-basis-of-relations-2001", "signed", "2001-03-12", "gregorian", "direct"),
        (
            "iran-russia-strategic-partnership-2025", "signed", "2025-01-17", "gregorian", "direct",
        ),
        (
            "iran-russia-strategic-partnership-2025", "in-force", "2025-10-02", "gregorian",
            "direct",
        ),
        ("eaeu-iran-interim-2018", "signed", "2018-05-17", "gregorian", "bloc"),
        ("eaeu-iran-interim-2018", "in-force", "2019-10-27", "gregorian", "bloc"),
        ("eaeu-iran-fta-2023", "signed", "2023-12-25", "gregorian", "bloc"),
        ("eaeu-iran-fta-2023", "in-force", "2025-05-15", "gregorian", "bloc"),
    ],
)  # fmt: skip
def test_the_great_instruments_stand_on_the_timeline(
    connection: Connection, record: str, step: str, date: str, calendar: str, route: str
) -> None:
    entries = told(connection, "iran", "russia")
    found = [(e.date, e.calendar, e.route) for e in entries if (e.record, e.step) == (record, step)]
    assert (date, calendar, route) in found


@pytest.mark.parametrize("context", [False, True])
def test_the_own_step_of_a_third_state_in_a_shared_treaty_is_context(
    connection: Connection, context: bool
) -> None:
    view = timeline(connection, "iran", "russia", TimelineFilter(context=context))
    signed = {
        entry.actor: entry.route
        for entry in view.entries
        if entry.record == "vienna-diplomatic-relations-1961" and entry.step == "signed"
    }
    own = {"iran": "line", "soviet-union": "line"}
    third = dict.fromkeys(("israel", "united-states"), "context")
    assert signed == (own | third if context else own)
