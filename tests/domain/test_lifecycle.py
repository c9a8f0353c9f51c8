"""The legal status on a day follows from the milestones, whatever their order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.lifecycle import LIVE, LegalStatus, LifeStep, Status, Terms, legal_status
from relations_kb.domain.vocabulary import Assertion, Step


def step(what, when=None, assertion=Assertion.ACTUAL, whole=True):
    day = FuzzyDate.parse(when) if when else None
    return LifeStep(Step(what), day, Assertion(assertion), whole)


def status_on(day, *steps, **terms):
    return legal_status(steps, date.fromisoformat(day), Terms(**terms)).status


TREATY_OF_2025 = [
    step("negotiation-opened", "2022-01"),
    step("signed", "2025-01-17"),
    step("domestically-approved", "2025-04-08"),
    step("domestically-promulgated", "2025-04-21"),
    step("domestically-approved", "2025-05-21"),
    step("in-force", "2025-07-18", "reported"),
    step("completion-notified", "2025-09-02"),
    step("in-force", "2025-10-02"),
]


@pytest.mark.parametrize(
    ("day", "status", "since", "by"),
    [
        ("2021-12-31", Status.UNKNOWN, None, None),
        ("2025-01-16", Status.NEGOTIATING, "2022-01", Step.NEGOTIATION_OPENED),
        ("2025-01-17", Status.SIGNED, "2025-01-17", Step.SIGNED),
        ("2025-02-01", Status.SIGNED, "2025-01-17", Step.SIGNED),
        ("2025-08-01", Status.SIGNED, "2025-01-17", Step.SIGNED),
        ("2025-10-01", Status.SIGNED, "2025-01-17", Step.SIGNED),
        ("2025-10-02", Status.IN_FORCE, "2025-10-02", Step.IN_FORCE),
        ("2025-10-03", Status.IN_FORCE, "2025-10-02", Step.IN_FORCE),
    ],
)
def test_the_treaty_of_2025_on_the_days_of_its_life(day, status, since, by):
    found = legal_status(TREATY_OF_2025, date.fromisoformat(day))
    assert found == LegalStatus(status, FuzzyDate.parse(since) if since else None, by)


@pytest.mark.parametrize(
    "approval",
    ["domestically-submitted", "domestically-approved", "domestically-promulgated", "ratified",
     "completion-notified", "instruments-exchanged", "announced"],
)  # fmt: skip
def test_approval_ratification_and_announcement_do_not_bring_into_force(approval):
    steps = [step("signed", "2025-01-17"), step(approval, "2025-04-08")]
    assert status_on("2026-01-01", *steps) is Status.SIGNED


@pytest.mark.parametrize("assertion", ["planned", "reported", "denied"])
def test_what_is_planned_reported_or_denied_has_no_effect(assertion):
    steps = [step("signed", "2025-01-17"), step("in-force", "2025-07-18", assertion)]
    assert status_on("2026-01-01", *steps) is Status.SIGNED


def test_a_step_of_a_part_or_of_one_of_many_parties_leaves_the_whole_alone():
    steps = [step("in-force", "2001-03-12"), step("terminated", "2005-01-01", whole=False)]
    assert status_on("2026-01-01", *steps) is Status.IN_FORCE


def test_a_step_with_an_open_start_has_effect_from_its_last_day_on():
    steps = [step("in-force", "../1979")]
    assert status_on("1979-12-30", *steps) is Status.UNKNOWN
    assert status_on("1979-12-31", *steps) is Status.IN_FORCE


def test_an_undated_step_has_no_effect():
    assert status_on("2026-01-01", step("in-force")) is Status.UNKNOWN
    assert status_on("2026-01-01") is Status.UNKNOWN


@pytest.mark.parametrize(
    ("last", "status"),
    [
        ("text-agreed", Status.NEGOTIATING),
        ("adopted", Status.ADOPTED),
        ("provisionally-applied", Status.PROVISIONAL),
        ("in-force", Status.IN_FORCE),
        ("suspended", Status.SUSPENDED),
        ("resumed", Status.IN_FORCE),
        ("denounced", Status.NOTICE_GIVEN),
        ("terminated", Status.TERMINATED),
        ("expired", Status.EXPIRED),
        ("superseded", Status.SUPERSEDED),
    ],
)
def test_each_step_brings_about_its_status_from_its_day_on(last, status):
    steps = [step("negotiation-opened", "1999"), step(last, "2001-03-12")]
    assert status_on("2001-03-11", *steps) is Status.NEGOTIATING
    assert status_on("2001-03-12", *steps) is status


def test_of_two_steps_on_one_day_the_later_in_a_life_counts():
    steps = [step("in-force", "1921-02-26"), step("signed", "1921-02-26")]
    assert status_on("1921-02-26", *steps) is Status.IN_FORCE


@pytest.mark.parametrize("vague", ["1940", "1940-03"])
def test_a_vaguely_dated_entry_into_force_is_not_undone_by_the_signature(vague):
    steps = [step("signed", "1940-03-25"), step("in-force", vague)]
    assert status_on("1941-01-01", *steps) is Status.IN_FORCE


@pytest.mark.parametrize("late", ["signed", "negotiation-opened"])
def test_a_signature_or_talks_after_the_entry_into_force_do_not_end_it(late):
    steps = [step("signed", "2001"), step("in-force", "2003"), step(late, "2005")]
    assert status_on("2006-01-01", *steps) is Status.IN_FORCE


def test_only_what_is_in_force_or_provisional_or_under_notice_has_effect():
    assert {
        Status.IN_FORCE,
        Status.PARTLY_IN_FORCE,
        Status.PROVISIONAL,
        Status.NOTICE_GIVEN,
    } == LIVE


# The term.


@pytest.mark.parametrize(
    ("term", "day", "status"),
    [
        ("P10Y", "2012-04-04", Status.IN_FORCE),
        ("P10Y", "2012-04-05", Status.EXPIRED),
        ("P20Y", "2012-04-05", Status.IN_FORCE),
        ("P1Y6M", "2003-06-01", Status.IN_FORCE),
        ("P1Y6M", "2003-10-05", Status.EXPIRED),
        ("P6M", "2002-10-04", Status.IN_FORCE),
        ("P6M", "2002-10-05", Status.EXPIRED),
    ],
)
def test_a_term_runs_out_on_its_last_day(term, day, status):
    assert status_on(day, step("in-force", "2002-04-05"), initial=term) is status


def test_a_vaguely_dated_term_runs_from_the_last_possible_day():
    steps = [step("in-force", "2002-04")]
    assert status_on("2012-04-29", *steps, initial="P10Y") is Status.IN_FORCE
    assert status_on("2012-04-30", *steps, initial="P10Y") is Status.EXPIRED


def test_a_term_that_began_on_a_leap_day_runs_out_after_february():
    steps = [step("in-force", "2000-02-29")]
    assert status_on("2001-02-28", *steps, initial="P1Y") is Status.IN_FORCE
    assert status_on("2001-03-01", *steps, initial="P1Y") is Status.EXPIRED


def test_a_renewed_term_does_not_run_out():
    steps = [step("in-force", "2002-04-05")]
    assert status_on("2026-01-01", *steps, initial="P10Y", renewed=True) is Status.IN_FORCE


def test_an_instrument_that_never_came_into_force_does_not_expire():
    assert status_on("2026-01-01", step("signed", "2002"), initial="P1Y") is Status.SIGNED


def test_a_suspension_does_not_lengthen_the_term():
    steps = [step("in-force", "1990-01-01"), step("suspended", "1995"), step("resumed", "1997")]
    assert status_on("2001-01-01", *steps, initial="P10Y") is Status.EXPIRED


def test_an_expired_instrument_is_not_said_to_be_expired_since_its_entry_into_force():
    steps = [step("in-force", "2002-04-05")]
    found = legal_status(steps, date(2026, 1, 1), Terms("P10Y"))
    assert found.status is Status.EXPIRED
    assert found.since != FuzzyDate.parse("2002-04-05")


# Supersession.


def test_an_instrument_is_superseded_from_the_day_on_which_the_other_enters_into_force():
    steps = [step("in-force", "2002-04-05"), step("superseded", "2025-10-02")]
    assert status_on("2025-10-01", *steps) is Status.IN_FORCE
    found = legal_status(steps, date(2025, 10, 2))
    day = FuzzyDate.parse("2025-10-02")
    assert found == LegalStatus(Status.SUPERSEDED, day, Step.SUPERSEDED)


def test_an_instrument_is_superseded_by_one_whose_entry_into_force_has_an_open_start():
    steps = [step("in-force", "2002-04-05"), step("superseded", "../2025-10-02")]
    assert status_on("2025-10-02", *steps) is Status.SUPERSEDED


def test_supersession_goes_before_the_end_of_the_term():
    steps = [step("in-force", "2002"), step("superseded", "2025-10-02")]
    assert status_on("2026-01-01", *steps, initial="P10Y") is Status.SUPERSEDED


def test_what_was_terminated_before_is_not_superseded():
    steps = [step("in-force", "2002"), step("terminated", "2010"), step("superseded", "2025")]
    assert status_on("2026-01-01", *steps) is Status.TERMINATED


def test_an_instrument_that_was_only_signed_can_be_superseded_and_can_lapse():
    assert status_on("1941-01-01", step("signed", "1939"), step("superseded", "1940")) is (
        Status.SUPERSEDED
    )
    assert status_on("1950-01-01", step("signed", "1946"), step("refused", "1947")) is Status.LAPSED


def test_what_is_in_force_can_be_cancelled_but_not_refused():
    in_force = step("in-force", "2002")
    assert status_on("2026-01-01", in_force, step("refused", "2003")) is Status.IN_FORCE
    assert status_on("2026-01-01", in_force, step("cancelled", "2003")) is Status.TERMINATED


# Laws.

STEPS = st.builds(
    step,
    st.sampled_from(Step),
    st.sampled_from([None, "2001", "2001-03", "2001-03-12", "2005-01-01", "2010", "../2003"]),
    st.sampled_from([Assertion.ACTUAL, *Assertion]),
    st.sampled_from([True, True, False]),
)
DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(st.lists(STEPS, max_size=8), DAYS, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_the_steps_makes_no_difference(steps, day, random, renewed):
    shuffled = random.sample(steps, len(steps))
    terms = Terms("P3Y", renewed)
    assert legal_status(shuffled, day, terms) == legal_status(steps, day, terms)


def test_the_order_makes_no_difference_between_two_texts_of_one_day():
    one, other = step("denounced", "2001-03-12"), step("denounced", "2001-03-12?")
    day = date(2002, 1, 1)
    assert legal_status([one, other], day) == legal_status([other, one], day)


@given(st.lists(STEPS, max_size=8), DAYS)
def test_what_has_not_happened_by_the_day_changes_nothing(steps, day):
    future = LifeStep(Step.TERMINATED, FuzzyDate.parse("2031"), Assertion.ACTUAL, whole=True)
    assert legal_status([*steps, future], day) == legal_status(steps, day)
