"""One record with everything the base knows of it, and records found by what they speak of."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from relations_kb.domain.errors import KbError
from relations_kb.query.search import search
from relations_kb.query.show import all_records, get_record
from relations_kb.query.sources import list_sources

PACT = "alba-borea-pact-2005"


def test_a_record_is_shown_with_all_its_attributes(mini_connection: Connection) -> None:
    view = get_record(mini_connection, PACT)
    assert (view.kind, view.form, view.title) == ("treaty", "treaty", "Pact of Good Neighbours")
    assert view.titles == {"ru": "Пакт о добрососедстве", "fa": "پیمان همسایگی"}
    assert view.topics == ("security", "trade")
    assert view.identifiers == {"archive": "AB-2005/1"}
    assert view.term == {"initial": "P20Y", "renewal": "P5Y", "notice": "P1Y"}
    assert [(p.actor, p.role, p.via) for p in view.parties] == [
        ("alba", "signatory", None), ("borea", "signatory", None),
    ]  # fmt: skip
    assert [(d.code, d.article, d.value) for d in view.obligations] == [
        ("consultation-on-threats", "3", "yes"), ("atop-defense", None, "no"),
    ]  # fmt: skip
    assert [(link.rel, link.to, link.note) for link in view.links] == [
        ("supersedes", "alba-borea-friendship-1900", "By its article 9.")
    ]


def test_milestones_stand_in_the_order_of_time(mini_connection: Connection) -> None:
    assert [m.step for m in get_record(mini_connection, PACT).milestones] == [
        "signed", "domestically-approved", "in-force",
    ]  # fmt: skip


def test_other_statements_stand_at_the_value_and_tell_whether_they_agree(
    mini_connection: Connection,
) -> None:
    in_force = get_record(mini_connection, PACT).milestones[-1]
    assert (in_force.date, in_force.disputed, in_force.origins) == ("2006-01-01", True, 2)
    found = [(c.value, c.source, c.agrees, c.contradicts, c.rank) for c in in_force.claims]
    assert found == [
        ("2006-02-01", "borea-agency", False, True, "normal"),
        ("2006", "harbour-post", True, False, "normal"),
        ("2016-01-01", "mirror-site", False, False, "deprecated"),
    ]
    assert (in_force.claims[0].said_by, in_force.claims[0].said_on) == (
        "Borea's ambassador", "2006-02-02",
    )  # fmt: skip
    assert in_force.claims[2].reason == "A misprint of the year."


def test_a_figure_keeps_the_value_of_the_weightier_source(mini_connection: Connection) -> None:
    cost = get_record(mini_connection, "straits-bridge").figures[0]
    assert (cost.metric, cost.of, cost.as_of, cost.value, cost.unit) == (
        "cost", "pier-1", "2012", "310", "million-usd",
    )  # fmt: skip
    assert set(cost.sources) == {"alba-ministry", "union-secretariat"}
    assert [(c.value, c.source, c.agrees) for c in cost.claims] == [
        ("290 million-usd", "harbour-post", False)
    ]


def test_every_source_that_a_record_cites_is_described(mini_connection: Connection) -> None:
    sources = {s.id: s for s in get_record(mini_connection, PACT).sources}
    assert sources.keys() == {
        "pact-text", "alba-ministry", "borea-agency", "borea-reprint", "harbour-post",
        "mirror-site",
    }  # fmt: skip
    reprint = sources["borea-reprint"]
    assert (reprint.origin, reprint.side, reprint.kind, reprint.reliability) == (
        "borea-agency", "borea", "press", "C",
    )  # fmt: skip


def test_all_records_are_the_same_as_each_alone(mini_connection: Connection) -> None:
    views = all_records(mini_connection)
    assert [view.id for view in views] == sorted(view.id for view in views)
    assert len(views) == 11
    assert views == [get_record(mini_connection, view.id) for view in views]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("alba-borea-pact-2006", "Did you mean alba-borea-pact-2005"),
        ("Straits-Bridge", "Did you mean straits-bridge?"),
        ("qqqq", "Find it with: kb search TEXT"),
        ("", "Find it with: kb search TEXT"),
        ("%", "Find it with: kb search TEXT"),
    ],
)
def test_an_unknown_record_is_refused(mini_connection: Connection, text: str, remedy: str) -> None:
    with pytest.raises(KbError) as refused:
        get_record(mini_connection, text)
    assert refused.value.message == f"No record has the id {text!r}."
    assert refused.value.remedy.startswith(remedy)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("northport", ["alba-borea-friendship-1900", PACT]),
        ("NORTHPORT", ["alba-borea-friendship-1900", PACT]),
        ("добрососедстве", [PACT]),
        ("همسايگي", [PACT]),
        ("海峡", ["straits-bridge"]),
        ("straits bridge", ["straits-bridge"]),
        ("bridge the over", ["straits-bridge"]),
        ("never renounced", ["alba-borea-friendship-1900"]),
        ("assembly", [PACT]),
        ("AB-2005/1", [PACT]),
        (PACT, [PACT]),
        ("cadia's president", ["cadia-visit-2007"]),
        ("Борея customs", ["ab-customs-note-2005"]),
        ("bridge customs", []),
        ("nowhere", []),
        ("", []),
        ("...", []),
    ],
)
def test_a_search_finds_the_records_in_which_every_word_occurs(
    mini_connection: Connection, text: str, found: list[str]
) -> None:
    assert [hit.id for hit in search(mini_connection, text)] == found


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("Bushehr", "bushehr-npp"),
        ("گلستان", "gulistan-1813"),
        ("Гюлистанский", "gulistan-1813"),
        ("туркманчай", "turkmenchay-1828"),
        ("Turkmenchay", "turkmenchay-1828"),
        ("стратегическом партнёрстве", "iran-russia-strategic-partnership-2025"),
        ("стратегическом партнерстве", "iran-russia-strategic-partnership-2025"),
    ],
)
def test_a_search_reads_any_script(connection: Connection, text: str, record: str) -> None:
    assert record in [hit.id for hit in search(connection, text)]


def test_a_hit_tells_since_when_and_who(mini_connection: Connection) -> None:
    (hit,) = search(mini_connection, "straits bridge")
    assert (hit.kind, hit.title, hit.date, hit.parties) == (
        "project", "Bridge over the straits", "[2008,2009-04]", ("alba", "borea"),
    )  # fmt: skip


def test_sources_tell_how_many_records_cite_them(mini_connection: Connection) -> None:
    assert {c.source.id: c.records for c in list_sources(mini_connection)} == {
        "alba-ministry": 3, "borea-agency": 2, "borea-reprint": 1, "harbour-post": 6,
        "mirror-site": 1, "old-history": 2, "pact-text": 1, "union-secretariat": 3,
    }  # fmt: skip
