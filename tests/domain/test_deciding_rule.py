"""By which rule the value shown goes before the best other claim."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.claims import Claim, Slot, SourceWeight
from relations_kb.domain.resolution import Ground, decide, resolve
from relations_kb.domain.vocabulary import Calendar, Rank, Reliability, SourceKind

DATE = Slot("milestone", "signed", "date")
TEXT = {"text": ("treaty-text", "A", "", "")}


def says(source, value, calendar=Calendar.GREGORIAN, rank=Rank.NORMAL):
    return Claim("turkmenchay-1828", DATE, value, source, calendar, rank=rank)


def weights(claims, known):
    """Weights of sources: independent press of grade B, undated, unless told otherwise."""
    found = {}
    for claim in claims:
        kind, grade, origin, date = known.get(claim.source, ("press", "B", "", ""))
        found[claim.source] = SourceWeight(
            SourceKind(kind), Reliability(grade), origin or claim.source, date
        )
    return found


def ground(*claims, **known):
    return decide(claims, weights(claims, known)).ground


PREFERRED, DEPRECATED = Rank.PREFERRED, Rank.DEPRECATED
CASES = [
    (Ground.ONLY, [says("a", "1828-02-22"), says("b", "1828-02-22")], {}),
    (Ground.ONLY, [says("a", "1828-02-22"), says("b", "1828-02-02", rank=DEPRECATED)], {}),
    (Ground.PREFERRED, [says("a", "1828-02-22"), says("b", "1828-02-21", rank=PREFERRED)], {}),
    (Ground.AUTHORITY, [says("text", "1828-02-22"), says("b", "1828-02-21")], TEXT),
    (
        Ground.RELIABILITY,
        [says("a", "1828-02-22"), says("b", "1828-02-21")],
        {"b": ("press", "C", "", "1828")},
    ),
    (Ground.PRECISION, [says("a", "1828-02-22"), says("b", "1828-03")], {}),
    (Ground.PRECISION, [says("a", "1828-02-22"), says("b", "1828-02")], {}),
    (Ground.REFINEMENT, [says("text", "1828-02"), says("b", "1828-02-22")], TEXT),
    (
        Ground.ORIGINS,
        [says("a", "1828-02-22"), says("b", "1828-02-22"), says("c", "1828-02-21")],
        {"c": ("press", "B", "", "1828")},
    ),
    (
        Ground.EARLIEST,
        [says("a", "1828-02-22"), says("b", "1828-02-21")],
        {"a": ("press", "B", "", "1990")},
    ),
    (Ground.ORDER, [says("a", "1828-02-22"), says("b", "1828-02-21")], {}),
]


@pytest.mark.parametrize(("expected", "claims", "known"), CASES)
def test_the_rule_that_decided(expected, claims, known):
    assert ground(*claims, **known) is expected


def test_reprints_do_not_decide_by_their_number():
    one_report = dict.fromkeys(("a", "b"), ("press", "B", "agency-report", "1990"))
    reprints = [says("a", "1828-02-22"), says("b", "1828-02-22")]
    known = {**one_report, "c": ("press", "B", "", "1991")}
    assert ground(*reprints, says("c", "1828-02-21"), **known) is Ground.EARLIEST


def test_the_rival_is_a_claim_that_contradicts_before_one_that_is_only_vaguer():
    claims = [says("text", "1828-02-22"), says("b", "1828-02"), says("c", "1828-02-21")]
    known = {**TEXT, "c": ("content-farm", "E", "", "")}
    decision = decide(claims, weights(claims, known))
    assert (decision.chosen.source, decision.rival.source) == ("text", "c")


def test_nothing_is_decided_where_every_value_is_known_to_be_wrong():
    claims = [says("a", "1828-02-22", rank=DEPRECATED)]
    assert decide(claims, weights(claims, {})) is None


def test_the_same_days_in_another_calendar_are_no_contradiction():
    claims = [says("text", "1828-02-10", Calendar.JULIAN), says("b", "1828-02-22")]
    decision = decide(claims, weights(claims, TEXT))
    assert (decision.ground, decision.rival.value) == (Ground.AUTHORITY, "1828-02-22")


CLAIMS = st.lists(
    st.builds(
        says,
        st.sampled_from("abcdef"),
        st.sampled_from(["1828-02-22", "1828-02-21", "1828-02", "1828", "1829"]),
        rank=st.sampled_from([Rank.NORMAL, Rank.NORMAL, PREFERRED, DEPRECATED]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda claim: claim.id,
)
KNOWN = {
    "a": ("treaty-text", "B", "", "1900"), "b": ("press", "B", "", "1901"),
    "c": ("press", "C", "", ""), "d": ("press", "B", "b", "1950"),
}  # fmt: skip


@given(CLAIMS, st.randoms(use_true_random=False))
def test_what_is_decided_is_what_is_shown_in_whatever_order_it_is_read(claims, random):
    known = weights(claims, KNOWN)
    shuffled = random.sample(claims, len(claims))
    decision, again = decide(claims, known), decide(shuffled, known)
    chosen = resolve(claims, known).chosen
    assert decision == again
    assert (decision.chosen if decision else None) == chosen


@given(CLAIMS)
def test_an_editors_word_is_named_only_where_there_is_one(claims):
    decision = decide(claims, weights(claims, KNOWN))
    normal = [replace(claim, rank=Rank.NORMAL) for claim in claims]
    assert decide(normal, weights(normal, KNOWN)).ground is not Ground.PREFERRED
    if decision and decision.ground is Ground.PREFERRED:
        assert decision.chosen.rank is PREFERRED
