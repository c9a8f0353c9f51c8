"""Laws of likeness, for any two records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.likeness import NEAR_DAYS, Profile, likeness
from relations_kb.domain.vocabulary import FORMS_OF_KIND, Kind, Step

PAIR = frozenset({"iran", "russia"})
PARTIES = st.frozensets(st.sampled_from(["iran", "russia", "china", "syria"]), max_size=4)
WORDS = st.sampled_from(
    [
        "treaty",
        "on",
        "the",
        "Caspian",
        "cooperate",
        "cooperation",
        "Putin",
        "2",
        "second",
        "S-300",
        "2024",
        "March",
        "twenty",
        "first",
        "معاهده",
        "договор",
        "Iranian",
        "extending",
        "protocol",
        "power",
        "station",
        "Moscow",
    ]
)
TITLES = st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=20)
DATES = st.sampled_from(
    [
        "2024-03-01",
        "2024-03-02",
        "2024-03-06",
        "2024-03",
        "2024",
        "202X",
        "../2024-03-01",
        "2024-03-01/2024-03-05",
    ]
)


@st.composite
def profiles(draw, parties=PARTIES, least_dates=0, kinds=tuple(Kind)):
    kind = draw(st.sampled_from(kinds))
    dates = draw(st.lists(DATES, min_size=least_dates, max_size=3))
    return Profile(
        kind,
        draw(st.sampled_from(sorted(FORMS_OF_KIND[kind]))),
        draw(TITLES),
        draw(parties),
        tuple(map(FuzzyDate.parse, dates)),
        tuple(draw(st.sampled_from([Step.SIGNED, Step.OCCURRED])) for _ in dates),
    )


@given(profiles(), profiles())
def test_likeness_is_symmetric_and_its_score_a_share(one, other):
    found = likeness(one, other)
    assert likeness(other, one) == found
    if found is not None:
        assert 0 < found.score <= 1
        assert round(found.score, 2) == found.score


@given(profiles(parties=PARTIES.filter(lambda ids: len(ids) >= 2), least_dates=1))
def test_a_dated_record_of_two_is_like_itself(one):
    assert likeness(one, one) is not None


KINDS_APART = ((Kind.TREATY, Kind.AGREEMENT), (Kind.TRADE_MEASURE,), (Kind.PROJECT,), (Kind.EVENT,))


@given(st.permutations(KINDS_APART), st.data())
def test_records_of_two_kinds_are_never_alike(kinds, data):
    one = data.draw(profiles(kinds=kinds[0]))
    other = data.draw(profiles(kinds=kinds[1]))
    other = replace(other, title=one.title, parties=one.parties, dates=one.dates, steps=one.steps)
    assert likeness(one, other) is None


@given(
    profiles(parties=st.just(PAIR)),
    st.lists(st.sampled_from(["fisheries", "customs", "tariff"]), min_size=1).map(" ".join),
    st.lists(st.sampled_from(["space", "airlines", "museums"]), min_size=1).map(" ".join),
    st.dates(date(1900, 1, 1), date(2000, 12, 31)),
    st.integers(NEAR_DAYS + 1, 5000),
)
def test_other_titles_on_far_dates_are_never_alike(one, title, other_title, day, days):
    def dated(title, day):
        dates = (FuzzyDate.parse(day.isoformat()),)
        return replace(one, title=title, dates=dates, steps=(Step.SIGNED,))

    assert likeness(dated(title, day), dated(other_title, day + timedelta(days))) is None
