"""From the claims about one slot to the value shown: rule by rule, and laws of all rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.claims import Claim, Slot, SourceWeight
from relations_kb.domain.resolution import agree, count_origins, resolve
from relations_kb.domain.vocabulary import Calendar, Rank, Reliability, SourceKind

DATE = Slot("milestone", "signed", "date")
PLACE = Slot("milestone", "signed", "place")
QUANTITY = Slot("figure", "trade-turnover||2024", "quantity")

GREGORIAN, JULIAN = Calendar.GREGORIAN, Calendar.JULIAN


def says(source, value, slot=DATE, calendar=GREGORIAN, rank=Rank.NORMAL):
    return Claim("turkmenchay-1828", slot, value, source, calendar, rank=rank)


def weight(kind=SourceKind.PRESS, reliability="B", origin="", date=""):
    return SourceWeight(SourceKind(kind), Reliability(reliability), origin, date)


def resolved(*claims, **sources):
    """Resolve claims of sources that are independent ``B`` press unless told otherwise."""
    weights = {claim.source: sources.get(claim.source, weight()) for claim in claims}
    own = {name: w if w.origin else replace(w, origin=name) for name, w in weights.items()}
    return resolve(claims, own)


def value_of(resolution):
    return resolution.chosen.value


# The order of the rules: each winner loses by every later rule.


def test_the_editors_rank_goes_before_the_authority_of_the_source():
    result = resolved(
        says("farm", "1828-03", rank=Rank.PREFERRED),
        says("text", "1828-02-22"),
        farm=weight(SourceKind.CONTENT_FARM, "F"),
        text=weight(SourceKind.TREATY_TEXT, "A"),
    )
    assert value_of(result) == "1828-03"


def test_authority_goes_before_reliability():
    result = resolved(
        says("text", "1828-03"),
        says("agency", "1828-02-22"),
        says("press", "1828-02-22"),
        text=weight(SourceKind.TREATY_TEXT, "F"),
        agency=weight(SourceKind.AGENCY, "A", date="1828"),
    )
    assert value_of(result) == "1828-03"


def test_reliability_goes_before_precision():
    result = resolved(
        says("good", "1828-03"),
        says("poor", "1828-02-22"),
        says("poorer", "1828-02-22"),
        good=weight(reliability="B"),
        poor=weight(reliability="C", date="1828"),
        poorer=weight(reliability="D"),
    )
    assert value_of(result) == "1828-03"


def test_precision_goes_before_the_number_of_origins():
    result = resolved(
        says("one", "1828-03-05"),
        says("two", "1828-02"),
        says("three", "1828-02"),
        two=weight(date="1828"),
    )
    assert value_of(result) == "1828-03-05"


def test_the_number_of_origins_goes_before_the_earliest_publication():
    result = resolved(
        says("one", "1828-02-21"),
        says("two", "1828-02-22"),
        says("three", "1828-02-22"),
        one=weight(date="1828"),
        two=weight(date="1990"),
        three=weight(date="1991"),
    )
    assert value_of(result) == "1828-02-22"
    assert result.origins == 2


def test_of_equal_claims_the_earliest_published_is_shown():
    earliest_last = [
        says("new", "1828-02-21"), says("undated", "1828-02-02"), says("old", "1828-02-22"),
    ]  # fmt: skip
    result = resolved(*earliest_last, new=weight(date="1991-05"), old=weight(date="1991-04-30"))
    assert value_of(result) == "1828-02-22"


def test_an_undated_source_comes_after_every_dated_one():
    result = resolved(
        says("undated", "1828-02-22"), says("new", "1828-02-21"), new=weight(date="2026-01-01")
    )
    assert value_of(result) == "1828-02-21"


def test_the_value_decides_where_no_rule_does_and_never_its_source():
    claims = [says("one", "1828-02-21"), says("two", "1828-02-22"), says("three", "1828-02-02")]
    assert value_of(resolved(*claims)) == "1828-02-02"


# Origins.


def test_twelve_reprints_are_one_origin():
    reprints = [says(f"reprint-{n}", "1828-02-21") for n in range(12)]
    origin = {c.source: weight(origin="reuters", date="1828") for c in reprints}
    independent = [says("archive", "1828-02-22"), says("diary", "1828-02-22")]
    result = resolved(*reprints, *independent, **origin)
    assert value_of(result) == "1828-02-22"
    assert result.origins == 2
    assert len(result.dissenting) == 12


def test_origins_are_counted_once_each():
    sources = {"a": weight(origin="x"), "b": weight(origin="x"), "c": weight(origin="c")}
    assert count_origins([says(name, "1828") for name in "abc"], sources) == 2
    assert count_origins([], sources) == 0


def test_a_source_with_a_vaguer_date_counts_as_an_origin_of_the_precise_one():
    result = resolved(says("one", "1828-02-22"), says("two", "1828"))
    assert value_of(result) == "1828-02-22"
    assert result.origins == 2


# Agreement and dispute.


def test_a_vaguer_date_agrees_with_the_precise_one():
    result = resolved(says("one", "1828-02-22"), says("two", "1828-02"), says("three", "1828"))
    assert result.chosen.source == "one"
    assert {claim.source for claim in result.agreeing} == {"one", "two", "three"}
    assert result.dissenting == ()
    assert not result.disputed


@pytest.mark.parametrize(
    ("value", "calendar", "disputed"),
    [
        ("1828-02-10", JULIAN, False),
        ("1828-02-22", GREGORIAN, False),
        ("1828-02", GREGORIAN, False),
        ("1828", GREGORIAN, False),
        ("1828-02-21/1828-02-23", GREGORIAN, False),
        ("1828-02-21", GREGORIAN, True),
        ("1828-02-02", GREGORIAN, True),
        ("1828-02-10", GREGORIAN, True),
    ],
)
def test_what_contradicts_the_signature_of_turkmenchay(value, calendar, disputed):
    result = resolved(
        says("text", "1828-02-10", calendar=JULIAN),
        says("other", value, calendar=calendar),
        text=weight(SourceKind.TREATY_TEXT, "A"),
    )
    assert (value_of(result), result.chosen.calendar) == ("1828-02-10", JULIAN)
    assert result.disputed is disputed
    assert len(result.dissenting) == int(disputed)


def test_turkmenchay_with_all_its_dates_shows_the_text_and_keeps_both_misprints():
    result = resolved(
        says("text", "1828-02-10", calendar=JULIAN),
        says("new-style", "1828-02-22"),
        says("month", "1828-02"),
        says("misprint", "1828-02-21"),
        says("typo", "1828-02-02"),
        text=weight(SourceKind.TREATY_TEXT, "A"),
    )
    assert result.chosen.source == "text"
    assert {claim.source for claim in result.agreeing} == {"text", "new-style", "month"}
    assert {claim.source for claim in result.dissenting} == {"misprint", "typo"}
    assert result.disputed
    assert result.origins == 3


@pytest.mark.parametrize(
    ("leaf", "one", "other", "expected"),
    [
        ("quantity", "4.8 USD billion", "4.80 USD billion", True),
        ("quantity", "4.8 USD billion", "4.8 EUR billion", False),
        ("quantity", "4.8 USD billion", "4.8 USD", False),
        ("quantity", "610..974 people", "627 people", True),
        ("quantity", "610..974 people", "1190 people", False),
        ("quantity", ">95 percent", "96 percent", True),
        ("place", "Kazan'", "kazan", True),
        ("place", "Kazan", "Moscow", False),
        ("assertion", "actual", "denied", False),
        ("role", "signatory", "host", False),
        ("title", "Treaty of Turkmenchay", "Peace of Turkmanchai", True),
        ("note", "one remark", "another", True),
    ],
)
def test_values_of_a_field_agree_as_that_field_demands(leaf, one, other, expected):
    assert agree(leaf, (one, GREGORIAN), (other, GREGORIAN)) is expected
    assert agree(leaf, (other, GREGORIAN), (one, GREGORIAN)) is expected


def test_quantities_of_different_units_are_disputed():
    result = resolved(
        says("one", "4.8 USD billion", QUANTITY),
        says("two", "4.8 EUR billion", QUANTITY),
        one=weight(SourceKind.ORGANIZATION),
    )
    assert value_of(result) == "4.8 USD billion"
    assert result.disputed


# A vague winner.


def test_a_vague_winner_is_made_precise_by_a_lesser_source_that_agrees():
    result = resolved(
        says("text", "1828-02"),
        says("press", "1828-02-22"),
        text=weight(SourceKind.TREATY_TEXT, "A"),
    )
    assert result.chosen.source == "press"
    assert {claim.source for claim in result.agreeing} == {"press", "text"}
    assert not result.disputed


def test_the_best_of_several_precise_claims_refines_the_vague_winner():
    result = resolved(
        says("text", "1828-02"),
        says("farm", "1828-02-02"),
        says("agency", "1828-02-22"),
        text=weight(SourceKind.TREATY_TEXT),
        farm=weight(SourceKind.CONTENT_FARM),
        agency=weight(SourceKind.AGENCY),
    )
    assert result.chosen.source == "agency"
    assert [claim.source for claim in result.dissenting] == ["farm"]
    assert result.disputed


def test_a_precise_date_outside_the_vague_winner_does_not_refine_it():
    result = resolved(
        says("text", "1828-02"),
        says("press", "1828-03-01"),
        text=weight(SourceKind.TREATY_TEXT),
    )
    assert value_of(result) == "1828-02"
    assert result.disputed


@pytest.mark.parametrize(
    "vague", ["2024-04-13/2024-04-14", "[2024-04-13,2024-04-14]", "../2024-04"]
)
def test_intervals_and_sets_are_not_refined(vague):
    result = resolved(
        says("text", vague), says("press", "2024-04-13"), text=weight(SourceKind.TREATY_TEXT)
    )
    assert value_of(result) == vague
    assert not result.disputed


def test_a_vague_date_that_the_editor_prefers_is_not_refined():
    result = resolved(says("one", "1828-02", rank=Rank.PREFERRED), says("two", "1828-02-22"))
    assert value_of(result) == "1828-02"


def test_a_deprecated_claim_does_not_refine():
    result = resolved(says("one", "1828-02"), says("two", "1828-02-22", rank=Rank.DEPRECATED))
    assert value_of(result) == "1828-02"


# Deprecated claims.


def test_a_deprecated_claim_is_kept_but_never_shown_nor_counted_as_a_dispute():
    wrong = says("text", "1828-02-21", rank=Rank.DEPRECATED)
    right = says("farm", "1828-02-22")
    result = resolved(
        wrong,
        right,
        text=weight(SourceKind.TREATY_TEXT, "A"),
        farm=weight(SourceKind.CONTENT_FARM, "F"),
    )
    assert result.chosen is right
    assert result.dissenting == (wrong,)
    assert not result.disputed


def test_a_deprecated_claim_supports_nothing_even_where_it_says_the_same():
    deprecated = says("two", "1828-02-22", rank=Rank.DEPRECATED)
    result = resolved(says("one", "1828-02-22"), deprecated)
    assert result.origins == 1
    assert result.dissenting == (deprecated,)


def test_where_every_claim_is_deprecated_nothing_is_shown():
    claims = [says(name, "1828", rank=Rank.DEPRECATED) for name in ("one", "two", "three")]
    result = resolved(*claims)
    assert result.chosen is None
    assert result.agreeing == ()
    assert set(result.dissenting) == set(claims)
    assert not result.disputed
    assert result.origins == 0


# Laws.

VALUES = ["1828", "1828-02", "1828-02-22", "1828-02-21", "1828-02-02", "1828/1829", "../1828-02",
          "[1828-02-21,1828-02-22]", "1828-02-22~", "1829-03"]  # fmt: skip


@st.composite
def disputes(draw):
    """Draw claims of different sources on one date, and the weights of the sources."""
    claims, weights = [], {}
    for n in range(draw(st.integers(1, 7))):
        name = f"source-{n}"
        claims.append(
            says(
                name,
                draw(st.sampled_from(VALUES)),
                calendar=draw(st.sampled_from([GREGORIAN, GREGORIAN, JULIAN])),
                rank=draw(st.sampled_from([Rank.NORMAL, *Rank])),
            )
        )
        weights[name] = weight(
            draw(st.sampled_from([SourceKind.TREATY_TEXT, SourceKind.AGENCY, SourceKind.PRESS])),
            draw(st.sampled_from("AB")),
            draw(st.sampled_from([name, name, "source-0", "source-1"])),
            draw(st.sampled_from(["1990", "1990-05-01", "2001-02"])),
        )
    return claims, weights


@given(disputes(), st.randoms(use_true_random=False))
def test_the_order_of_the_claims_makes_no_difference(dispute, random):
    claims, weights = dispute
    shuffled = random.sample(claims, len(claims))
    assert resolve(shuffled, weights) == resolve(claims, weights)


@given(disputes())
def test_a_deprecated_claim_is_never_chosen(dispute):
    claims, weights = dispute
    result = resolve(claims, weights)
    assert (result.chosen is None) == all(c.rank is Rank.DEPRECATED for c in claims)
    assert all(claim.rank is not Rank.DEPRECATED for claim in result.agreeing)


@given(disputes())
def test_every_claim_either_agrees_or_dissents(dispute):
    claims, weights = dispute
    result = resolve(claims, weights)
    both = [*result.agreeing, *result.dissenting]
    assert sorted(claim.id for claim in both) == sorted(claim.id for claim in claims)
    assert result.chosen is None or result.agreeing[0] is result.chosen


@given(disputes(), st.data())
def test_a_later_reprint_never_changes_the_value_shown_nor_the_number_of_origins(dispute, data):
    claims, weights = dispute
    reprinted = data.draw(st.sampled_from(claims))
    later = replace(weights[reprinted.source], date="2025-01-01")
    before = resolve(claims, weights)
    after = resolve([*claims, replace(reprinted, source="reprint")], {**weights, "reprint": later})
    assert after.chosen == before.chosen
    assert after.origins == before.origins
    assert after.disputed == before.disputed


@pytest.mark.parametrize("date", ["", "1990-05-01"])
def test_a_reprint_of_the_same_day_never_changes_the_value_shown(date):
    claims = [says("one", "1828-02-21"), says("two", "1828-02-22")]
    weights = {name: weight(origin=name, date=date) for name in ("one", "two")}
    shown = resolve(claims, weights).chosen
    other = next(claim for claim in claims if claim is not shown)
    for n in range(200):
        reprint = replace(other, source=f"reprint-{n}")
        known = {**weights, reprint.source: weights[other.source]}
        assert resolve([*claims, reprint], known).chosen.value == shown.value
