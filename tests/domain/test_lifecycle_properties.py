"""Laws of the legal status, whatever the milestones say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.lifecycle import (
    LIVE,
    LegalStatus,
    LifeStep,
    Rule,
    Status,
    Terms,
    after,
    legal_status,
    party_status,
    without_effect,
)
from relations_kb.domain.vocabulary import Assertion, Step

ALBA, BOREA, CADIA = "alba", "borea", "cadia"
FIRST, LAST = date(2000, 1, 1), date(2030, 1, 1)
DAYS = st.dates(FIRST, LAST)

RANK = {
    Status.UNKNOWN: 0,
    Status.NEGOTIATING: 1,
    Status.ADOPTED: 2,
    Status.SIGNED: 3,
    Status.LAPSED: 3,
    Status.PROVISIONAL: 4,
    Status.IN_FORCE: 5,
    Status.PARTLY_IN_FORCE: 5,
    Status.SUSPENDED: 5,
    Status.NOTICE_GIVEN: 5,
    Status.TERMINATED: 6,
    Status.EXPIRED: 6,
    Status.SUPERSEDED: 6,
}
"""How far a life has come; what was refused had come no further than the signature."""
BOUND = LIVE | {Status.SUSPENDED}
WITHOUT_EFFECT = (
    Step.DOMESTICALLY_SUBMITTED,
    Step.DOMESTICALLY_APPROVED,
    Step.DOMESTICALLY_PROMULGATED,
    Step.RATIFIED,
    Step.ACCEDED,
    Step.COMPLETION_NOTIFIED,
    Step.INSTRUMENTS_EXCHANGED,
    Step.ANNOUNCED,
    Step.STATED,
    Step.REGISTERED,
    Step.AMENDED,
)


def step(
    what: Step | str,
    when: str | None = None,
    party: str | None = None,
    assertion: Assertion = Assertion.ACTUAL,
    *,
    whole: bool = True,
    part: str | None = None,
) -> LifeStep:
    day = FuzzyDate.parse(when) if when else None
    return LifeStep(Step(what), day, assertion, whole and part is None, party, part)


def on(text: str) -> date:
    return date.fromisoformat(text)


TEXTS = st.one_of(
    DAYS.map(str),
    st.sampled_from(["2001", "2001-03", "2005-21", "2002/2004", "../2003", "2010?", "[2006,2008]"]),
    st.none(),
)
ACTUAL = st.builds(step, st.sampled_from(Step), TEXTS, st.sampled_from([None, ALBA, BOREA]))
NOT_ACTUAL = st.sampled_from([Assertion.PLANNED, Assertion.REPORTED, Assertion.DENIED])
ANY = st.builds(
    step,
    st.sampled_from(Step),
    TEXTS,
    st.sampled_from([None, ALBA, BOREA]),
    st.sampled_from([Assertion.ACTUAL, *Assertion]),
    part=st.sampled_from([None, None, "annex"]),
)
LIVES = st.lists(ANY, max_size=8)
TERMS = st.builds(
    Terms,
    st.sampled_from([None, "P3Y", "P10Y"]),
    st.booleans(),
    st.sampled_from([None, "P6M", "P1Y"]),
    st.sampled_from([None, "P5Y"]),
    st.booleans(),
)


@given(LIVES, DAYS)
def test_an_earlier_entry_into_force_never_moves_a_status_backwards(
    life: list[LifeStep], day: date
) -> None:
    before = legal_status(life, day)
    entered = legal_status([*life, step("in-force", "1990-01-01")], day)
    assert RANK[entered.status] >= RANK[before.status]
    assert RANK[entered.status] >= RANK[Status.IN_FORCE]


@given(LIVES, DAYS, TERMS, st.randoms(use_true_random=False))
def test_the_order_of_the_milestones_makes_no_difference(
    life: list[LifeStep], day: date, terms: Terms, random: object
) -> None:
    shuffled = random.sample(life, len(life))  # type: ignore[attr-defined]
    one, other = legal_status(life, day, terms), legal_status(shuffled, day, terms)
    assert (one, one.reasons) == (other, other.reasons)
    for number in (2, 3):
        assert party_status(life, day, ALBA, number, terms) == party_status(
            shuffled, day, ALBA, number, terms
        )
    assert without_effect(life, day) == without_effect(shuffled, day)


@given(LIVES, DAYS, TERMS, st.sampled_from(WITHOUT_EFFECT), TEXTS)
def test_approval_consent_and_announcement_never_change_the_whole(
    life: list[LifeStep], day: date, terms: Terms, what: Step, when: str | None
) -> None:
    assert legal_status([*life, step(what, when)], day, terms) == legal_status(life, day, terms)


@given(LIVES, DAYS, TERMS, st.sampled_from(Step), TEXTS, NOT_ACTUAL)
def test_a_plan_a_report_or_a_denial_never_changes_the_status(
    life: list[LifeStep], day: date, terms: Terms, what: Step, when: str | None, said: Assertion
) -> None:
    more = [*life, step(what, when, ALBA, said)]
    assert legal_status(more, day, terms) == legal_status(life, day, terms)
    assert party_status(more, day, ALBA, 2, terms) == party_status(life, day, ALBA, 2, terms)
    assert party_status(more, day, ALBA, 3, terms) == party_status(life, day, ALBA, 3, terms)


@given(DAYS, st.integers(1, 900), st.integers(1, 900), st.sampled_from([None, ALBA]))
def test_what_is_suspended_and_then_resumed_is_in_force(
    entry: date, rest: int, again: int, party: str | None
) -> None:
    stopped = entry + timedelta(rest)
    resumed = stopped + timedelta(again)
    life = [
        step("in-force", str(entry)),
        step("suspended", str(stopped), party),
        step("resumed", str(resumed), party),
    ]
    assert legal_status(life, stopped).status is Status.SUSPENDED
    assert legal_status(life, resumed - timedelta(1)).status is Status.SUSPENDED
    assert legal_status(life, resumed).status is Status.IN_FORCE


@given(LIVES, DAYS, TERMS)
def test_both_of_two_parties_stand_as_the_whole_unless_one_declared_it_void(
    life: list[LifeStep], day: date, terms: Terms
) -> None:
    life = [s for s in life if s.step is not Step.REPUDIATED]
    whole = legal_status(life, day, terms)
    assert party_status(life, day, ALBA, 2, terms) == whole
    assert party_status(life, day, BOREA, 2, terms) == whole


@given(DAYS, st.sampled_from(["P3M", "P6M", "P1Y"]), st.sampled_from([None, ALBA]))
def test_notice_ends_it_when_its_period_has_run_out(
    entry: date, period: str, party: str | None
) -> None:
    given_on = entry + timedelta(400)
    end = after(given_on, period)
    assert end is not None
    life = [step("in-force", str(entry)), step("denounced", str(given_on), party)]
    terms = Terms(notice=period)
    assert legal_status(life, given_on - timedelta(1), terms).status is Status.IN_FORCE
    assert legal_status(life, end - timedelta(1), terms).status is Status.NOTICE_GIVEN
    ended = legal_status(life, end, terms)
    assert (ended.status, str(ended.since)) == (Status.TERMINATED, str(end))


@given(DAYS, st.integers(0, 4000), st.booleans(), st.booleans())
def test_a_term_ends_it_unless_it_is_renewed_or_extended(
    entry: date, days: int, renewed: bool, extended: bool
) -> None:
    day = entry + timedelta(days)
    life = [step("in-force", str(entry))]
    if extended:
        life.append(step("extended", str(entry)))
    end = after(entry, "P5Y")
    assert end is not None
    over = day >= end and not renewed and not extended
    expected = Status.EXPIRED if over else Status.IN_FORCE
    assert legal_status(life, day, Terms("P5Y", renewed)).status is expected


@given(LIVES, DAYS, TERMS, TEXTS, st.sampled_from([Step.RATIFIED, Step.ACCEDED, Step.ADMITTED]))
def test_the_own_consent_of_a_party_never_binds_it_before_the_whole_is_in_force(
    life: list[LifeStep], day: date, terms: Terms, when: str | None, consent: Step
) -> None:
    more = [*life, step(consent, when, ALBA, whole=False)]
    if legal_status(more, day, terms).status not in BOUND:
        assert party_status(more, day, ALBA, 3, terms).status not in BOUND


@given(LIVES, DAYS, TERMS)
def test_a_status_other_than_unknown_has_reasons_and_a_day_that_has_come(
    life: list[LifeStep], day: date, terms: Terms
) -> None:
    found = legal_status(life, day, terms)
    assert found.reasons
    assert (found.since is None) == (found.status is Status.UNKNOWN)
    if found.since:
        assert (found.since.earliest or found.since.latest) <= day  # type: ignore[operator]


@given(LIVES, DAYS, TERMS)
def test_only_a_party_can_be_no_party(life: list[LifeStep], day: date, terms: Terms) -> None:
    assert legal_status(life, day, terms).status is not Status.NOT_A_PARTY


# What the open points were settled to be.

IN_FORCE = step("in-force", "2001-01-01")


def test_a_notice_without_a_clause_runs_for_twelve_months() -> None:
    life = [IN_FORCE, step("denounced", "2005-03-01", ALBA)]
    assert legal_status(life, on("2006-02-28")).status is Status.NOTICE_GIVEN
    ended = legal_status(life, on("2006-03-01"))
    assert (ended.status, str(ended.since)) == (Status.TERMINATED, "2006-03-01")
    assert ended.reasons[-1].rule is Rule.NOTICE_OVER_BY_LAW


def test_an_end_on_record_goes_before_the_twelve_months() -> None:
    life = [IN_FORCE, step("denounced", "2005-03-01", ALBA), step("terminated", "2005-09-01")]
    assert legal_status(life, on("2005-08-31")).status is Status.NOTICE_GIVEN
    assert str(legal_status(life, on("2007-01-01")).since) == "2005-09-01"


def test_what_is_no_treaty_needs_no_notice() -> None:
    life = [IN_FORCE, step("denounced", "2005-03-01", ALBA)]
    ended = legal_status(life, on("2005-03-01"), Terms(binding=False))
    assert (ended.status, str(ended.since)) == (Status.TERMINATED, "2005-03-01")


@pytest.mark.parametrize(
    ("notice", "renewal", "end"),
    [
        ("2010-01-01", "P5Y", "2011-01-01"),
        ("2010-06-01", "P5Y", "2016-01-01"),
        ("2015-01-01", "P5Y", "2016-01-01"),
        ("2015-01-02", "P5Y", "2021-01-01"),
    ],
)
def test_a_notice_does_not_cut_a_term_short(notice: str, renewal: str, end: str) -> None:
    life = [IN_FORCE, step("denounced", notice, ALBA)]
    terms = Terms("P10Y", renewed=True, notice="P1Y", renewal=renewal)
    last = on(end) - timedelta(1)
    assert legal_status(life, last, terms).status is Status.NOTICE_GIVEN
    ended = legal_status(life, on(end), terms)
    assert (ended.status, str(ended.since)) == (Status.EXPIRED, end)
    assert ended.reasons[-1].rule is Rule.NOT_RENEWED


def test_a_term_with_a_clause_on_notice_runs_on_until_notice() -> None:
    terms = Terms("P10Y", notice="P1Y")
    found = legal_status([IN_FORCE], on("2020-01-01"), terms)
    assert (found.status, found.reasons[-1].rule) == (Status.IN_FORCE, Rule.RUNS_ON)
    life = [IN_FORCE, step("denounced", "2020-01-01", ALBA)]
    assert legal_status(life, on("2021-01-01"), terms).status is Status.TERMINATED


def test_a_suspended_instrument_under_notice_rests_until_the_notice_is_over() -> None:
    life = [IN_FORCE, step("suspended", "2004"), step("denounced", "2005-03-01")]
    found = legal_status(life, on("2005-06-01"))
    assert (found.status, found.reasons[-1].rule) == (Status.SUSPENDED, Rule.NOTICE)
    assert legal_status(life, on("2006-03-01")).status is Status.TERMINATED


def test_a_resumption_takes_a_notice_back() -> None:
    life = [IN_FORCE, step("denounced", "2005-03-01"), step("resumed", "2005-06-01")]
    assert legal_status(life, on("2010-01-01")).status is Status.IN_FORCE


def test_what_one_of_two_suspends_rests_for_both_and_says_by_whom() -> None:
    life = [IN_FORCE, step("suspended", "2004-01-01", ALBA)]
    for party in (ALBA, BOREA):
        found = party_status(life, on("2005-01-01"), party, 2)
        assert (found.status, found.reasons[-1].rule) == (Status.SUSPENDED, Rule.SUSPENSION_BY_ONE)
    both = [*life, step("suspended", "2004-06-01", BOREA)]
    found = legal_status(both, on("2005-01-01"))
    assert (found.reasons[-1].rule, str(found.since)) == (Rule.SUSPENSION, "2004-01-01")


def test_one_of_many_suspends_for_itself_alone() -> None:
    life = [
        IN_FORCE,
        step("suspended", "2004-01-01", ALBA, whole=False),
        step("resumed", "2006-01-01", ALBA, whole=False),
    ]
    assert party_status(life, on("2005-01-01"), ALBA, 3).status is Status.SUSPENDED
    assert party_status(life, on("2005-01-01"), BOREA, 3).status is Status.IN_FORCE
    assert party_status(life, on("2006-01-01"), ALBA, 3).status is Status.IN_FORCE


@pytest.mark.parametrize("early", ["suspended", "denounced", "cancelled", "refused"])
def test_what_was_stopped_before_its_entry_into_force_is_in_force_from_then_on(early: str) -> None:
    life = [step("signed", "1998"), step(early, "1999"), IN_FORCE]
    assert legal_status(life, on("2002-01-01")).status is Status.IN_FORCE


def test_the_ratification_of_both_is_no_entry_into_force() -> None:
    life = [
        step("signed", "2001"),
        step("ratified", "2002-01-01", ALBA),
        step("ratified", "2002-02-01", BOREA),
        step("instruments-exchanged", "2002-03-01"),
    ]
    assert legal_status(life, on("2005-01-01")).status is Status.SIGNED
    rules = {reason.rule for reason in without_effect(life, on("2005-01-01"))}
    assert rules == {Rule.NOT_ENTRY}
    assert without_effect([*life, step("in-force", "2004")], on("2005-01-01")) == []


def test_an_adopted_text_is_open_for_signature_and_binds_nobody() -> None:
    life = [step("adopted", "2001-01-01")]
    found = legal_status(life, on("2002-01-01"))
    assert (found.status, found.reasons[-1].rule) == (Status.ADOPTED, Rule.ADOPTION)
    assert found.status not in LIVE


def test_registration_changes_nothing() -> None:
    life = [step("signed", "2001"), step("registered", "2002-01-01")]
    assert legal_status(life, on("2005-01-01")).status is Status.SIGNED
    assert [r.rule for r in without_effect(life, on("2005-01-01"))] == [Rule.REGISTRATION]


def test_an_entry_with_an_open_start_is_told_as_uncertain_until_its_last_day() -> None:
    life = [step("signed", "1940-03-25"), step("in-force", "../1979")]
    assert [r.rule for r in without_effect(life, on("1950-01-01"))] == [Rule.UNCERTAIN]
    assert without_effect(life, on("1980-01-01")) == []


def test_many_parties_are_bound_each_by_its_own_consent() -> None:
    life = [
        step("signed", "2000-01-01"),
        IN_FORCE,
        step("ratified", "2000-06-01", ALBA, whole=False),
        step("ratified", "2004-01-01", BOREA, whole=False),
        step("acceded", "2005-01-01", CADIA, whole=False),
    ]
    first = {p: party_status(life, on("2002-01-01"), p, 4).status for p in (ALBA, BOREA, CADIA)}
    assert first == {ALBA: Status.IN_FORCE, BOREA: Status.SIGNED, CADIA: Status.NOT_A_PARTY}
    later = party_status(life, on("2006-01-01"), CADIA, 4)
    assert later == LegalStatus(Status.IN_FORCE, FuzzyDate.parse("2005-01-01"), Step.ACCEDED)
    fourth = party_status(life, on("2006-01-01"), "dor", 4)
    assert fourth.status is Status.SIGNED
    named = party_status(life, on("2006-01-01"), "dor", 4, named=True)
    assert (named.status, named.reasons[-1].rule) == (Status.IN_FORCE, Rule.PARTY_ON_RECORD)


def test_who_left_one_of_many_has_left_also_when_the_whole_ends_later() -> None:
    life = [
        IN_FORCE,
        step("terminated", "2005-01-01", ALBA, whole=False),
        step("expired", "2010-01-01"),
    ]
    gone = party_status(life, on("2012-01-01"), ALBA, 3)
    assert (gone.status, str(gone.since)) == (Status.TERMINATED, "2005-01-01")
    assert party_status(life, on("2012-01-01"), BOREA, 3).status is Status.EXPIRED


def test_who_joins_again_is_bound_again() -> None:
    life = [
        IN_FORCE,
        step("terminated", "2005-01-01", ALBA, whole=False),
        step("acceded", "2008-01-01", ALBA, whole=False),
    ]
    assert party_status(life, on("2006-01-01"), ALBA, 3).status is Status.TERMINATED
    assert party_status(life, on("2008-01-01"), ALBA, 3).status is Status.IN_FORCE


def test_who_declares_void_what_was_never_in_force_lets_it_lapse_for_itself() -> None:
    life = [step("signed", "2001"), step("repudiated", "2005-01-01", ALBA)]
    assert legal_status(life, on("2006-01-01")).status is Status.SIGNED
    assert party_status(life, on("2006-01-01"), ALBA, 2).status is Status.LAPSED
    assert party_status(life, on("2006-01-01"), BOREA, 2).status is Status.SIGNED


def test_a_part_declared_void_by_one_stays_in_force_for_the_other() -> None:
    life = [IN_FORCE, replace(step("repudiated", "2005-01-01", ALBA), part="annex", whole=False)]
    assert legal_status(life, on("2006-01-01")).status is Status.PARTLY_IN_FORCE
    assert party_status(life, on("2006-01-01"), ALBA, 2).status is Status.PARTLY_IN_FORCE
    assert party_status(life, on("2006-01-01"), BOREA, 2).status is Status.IN_FORCE
