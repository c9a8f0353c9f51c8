"""Statements of sources held against the records."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from relations_kb.domain.errors import KbError
from relations_kb.query.assessment import assess, only
from relations_kb.query.show import get_record


def test_statements_stand_by_source_in_their_order(mini_connection: Connection) -> None:
    found = assess(mini_connection)
    assert [(a.source.id, [s.id for s in a.statements]) for a in found] == [
        ("harbour-post", ["q1"]),
        ("mirror-site", ["q2", "q3"]),
    ]


def test_a_verdict_is_computed_from_the_evidence(mini_connection: Connection) -> None:
    verdicts = {s.id: (s.verdict, s.partly) for a in assess(mini_connection) for s in a.statements}
    assert verdicts == {
        "q1": ("confirmed", False),
        "q2": ("contradicted", True),
        "q3": ("undatable", False),
    }


def test_evidence_tells_what_the_base_shows_there_and_by_which_sources(
    mini_connection: Connection,
) -> None:
    (bridge,) = only(assess(mini_connection, "mirror-site"), "q2")
    evidence = bridge.statements[0].evidence
    assert [(e.record, e.entry, e.value, e.sources) for e in evidence] == [
        ("straits-bridge", "cost|pier-1|2012", "310 million-usd",
         ("alba-ministry", "union-secretariat")),
        ("straits-bridge", "completed?planned", "2012", ("alba-ministry", "harbour-post")),
        ("cadia-visit-2007", None, None, ()),
    ]  # fmt: skip


def test_a_record_tells_which_statements_it_bears_on(mini_connection: Connection) -> None:
    (statement,) = get_record(mini_connection, "cadia-visit-2007").statements
    assert (statement.id, statement.verdict) == ("q2", "contradicted")
    assert [e.record for e in statement.evidence] == ["cadia-visit-2007"]


def test_a_source_without_statements_is_refused_with_those_that_have_some(
    mini_connection: Connection,
) -> None:
    with pytest.raises(KbError) as refused:
        assess(mini_connection, "pact-text")
    assert refused.value.message == "No statements of 'pact-text' are on record."
    assert refused.value.remedy == "Sources with statements: harbour-post, mirror-site"


def test_a_statement_is_found_in_any_case_and_refused_if_unknown(
    mini_connection: Connection,
) -> None:
    found = assess(mini_connection)
    assert [s.id for a in only(found, "Q1") for s in a.statements] == ["q1"]
    with pytest.raises(KbError, match="No statement has the id 'q9'"):
        only(found, "q9")


# The founding article.


def test_the_founding_article_is_a_source_of_grade_e_with_28_statements(
    connection: Connection,
) -> None:
    (article,) = assess(connection, "founding-article")
    assert article.source.reliability == "E"
    assert [s.id for s in article.statements] == [f"s{number:02d}" for number in range(1, 29)]
    assert {s.verdict for s in article.statements} == {
        "confirmed", "contradicted", "outdated", "undatable",
    }  # fmt: skip


def test_every_statement_of_the_article_rests_on_records_or_cannot_be_dated(
    connection: Connection,
) -> None:
    (article,) = assess(connection, "founding-article")
    for statement in article.statements:
        assert statement.evidence
        assert statement.date or statement.verdict == "undatable"
        assert all(e.value for e in statement.evidence if e.entry)
