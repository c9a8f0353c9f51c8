"""Which words and numbers of a title count, and what two titles share."""

from __future__ import annotations

import pytest

from relations_kb.domain.likeness import title_words
from relations_kb.domain.titles import compare_titles

PAIR = frozenset({"iran", "russia"})


@pytest.mark.parametrize(
    ("title", "parties", "words"),
    [
        ("Treaty between the Soviet Union and Persia on the Caspian", PAIR, {"caspian"}),
        ("Iranian–Russian talks on the Black Sea", PAIR, {"black", "sea"}),
        ("Turkish gas pipelines", {"turkiye", "russia"}, {"gas", "pipeline"}),
        ("Turkish gas pipelines", PAIR, {"turkish", "gas", "pipeline"}),
        ("U.S. companies leave", {"united-states", "iran"}, {"company", "leave"}),
        ("20th session of March 2024 (S-300)", PAIR, set()),
        ("Переговоры о Каспии", PAIR, {"переговоры", "о", "каспии"}),
    ],
)
def test_only_telling_words_are_kept(title, parties, words):
    assert title_words(title, frozenset(parties)) == words


@pytest.mark.parametrize(
    ("one", "other", "shared", "total", "degree"),
    [
        ("Gas and oil", "Oil, gas, power and coal", 2, 4, 2 / 6 + 2 / 4),
        ("Cooperate on transport", "Transit", 0, 3, 0),
        ("Investing in refineries", "A refinery and investments", 2, 2, 1),
        ("S-400 systems", "Missiles S-400", 1, 3, 2 / 6 + 2 / 6),
        ("Gas of 2012", "Gas (2012)", 1, 1, 1),
        ("Gas", "Газ", 0, 2, None),
        ("Talks of Iran and Russia", "Gas", 0, 1, None),
        ("Talks", "talks!", 0, 0, 1),
    ],
)
def test_titles_share_words_and_numbers(one, other, shared, total, degree):
    found = compare_titles(one, other, PAIR, frozenset({2012}), instruments=False)
    assert found is not None
    assert (found.shared, found.total) == (shared, total)
    assert found.degree == (None if degree is None else pytest.approx(degree))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phase 2", "Phase 3"),
        ("Phases 2 and 3", "Phase 2"),
        ("Gas in 2011", "Gas in 2012"),
        ("Gas in May", "Gas in June"),
    ],
)
def test_titles_with_other_numbers_are_of_two_things(one, other):
    years = frozenset({2011, 2012})
    assert compare_titles(one, other, PAIR, years, instruments=False) is None


@pytest.mark.parametrize("instruments", [True, False])
def test_only_instruments_are_turned_by_an_amendment(instruments):
    found = compare_titles("Gas act", "Amended gas act", PAIR, frozenset(), instruments)
    assert (found is None) is instruments


def test_the_day_of_a_date_in_a_title_is_no_number():
    found = compare_titles("Call of 24 November", "Call", PAIR, frozenset(), instruments=False)
    assert found is not None
    assert found.same_numbers
