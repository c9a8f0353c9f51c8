"""Names fold to one key in any script, and likeness only ever proposes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relations_kb.domain.identity import fold, nearest

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"

# One key may be typed in all these ways.
SAME_NAMES = {
    "cote d ivoire": [
        "Côte d'Ivoire",
        "Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire",
        "Co\N{COMBINING CIRCUMFLEX ACCENT}te d'Ivoire",
        "COTE D IVOIRE",
        "  cote-d'ivoire. ",
    ],
    "ایران": ["ایران", "ايران", "اىران", "ایـــران", "إيران", "\ufe8d\ufbfeﺮان"],
    "иран": ["Иран", "ИРАН", "иран"],
    "gambia": ["The Gambia", "Gambia", "the gambia", "Gambia, "],
    "turkiye": ["Türkiye", "TÜRKİYE", "turkiye"],
    "کرهشمالی": [f"کره{ZWNJ}شمالی", "کرهشمالی", "كرهشمالي"],
    "korea dem people s rep of": ["Korea (Dem. People's Rep. of)", "KOREA, Dem People s Rep of"],
    "iran": ["\uff29\uff32\uff21\uff2e", "Iran", "I\N{SOFT HYPHEN}ran"],
    "fiji": ["\N{LATIN SMALL LIGATURE FI}ji", "Fiji"],
    "中国": ["中国", " 中国 "],
    "россииская федерация": ["Российская Федерация", "Росси\u0438\u0306ская_Федерация"],
}


@pytest.mark.parametrize(
    ("key", "name"), [(key, name) for key, names in SAME_NAMES.items() for name in names]
)
def test_a_name_folds_to_its_key_however_it_is_typed(key, name):
    assert fold(name) == key


@pytest.mark.parametrize(
    "name",
    [
        "Côte d\N{MODIFIER LETTER APOSTROPHE}Ivoire",
        "Côte d\N{LEFT SINGLE QUOTATION MARK}Ivoire",
    ],
)
def test_every_apostrophe_counts_as_a_blank(name):
    assert fold(name) == "cote d ivoire"


def test_the_uzbek_apostrophe_may_be_typed_on_any_keyboard():
    assert fold("O\N{MODIFIER LETTER TURNED COMMA}zbekiston") == fold("O'zbekiston")


def test_arabic_and_persian_spellings_with_a_hamza_are_one_name():
    assert fold("الجزائر") == fold("الجزایر")


def test_arabic_letters_in_their_printed_forms_fold_like_the_plain_ones():
    assert fold("\ufe8d\ufef3\ufeae\ufe8d\ufee5") == fold("ايران")


def test_a_plus_tells_two_organizations_apart():
    assert fold("OPEC+") == fold("opec plus") != fold("OPEC")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Niger", "Nigeria"), ("Iran", "Iraq"), ("Guinea", "Guinea-Bissau"), ("Иран", "Ирак")],
)
def test_different_names_keep_different_keys(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("name", "key"), [("The", "the"), ("Thebes", "thebes"), ("", "")])
def test_an_article_is_dropped_only_before_a_name(name, key):
    assert fold(name) == key


SCRIPTS = st.text("aZéßİıĞ'’-_.,() ЖйёЇ آأإئؤيىیكکةۀـ\u200c\u200d\u0301中국あ㎒№", max_size=12)


@given(st.one_of(st.text(max_size=12), SCRIPTS))
@example("الجزائر")
@example("㎒")
def test_folding_a_key_changes_nothing(name):
    assert fold(fold(name)) == fold(name)


@given(st.one_of(st.text(max_size=12), SCRIPTS))
@example("a._b")
def test_a_key_holds_neither_punctuation_nor_outer_blanks(name):
    key = fold(name)
    assert key == " ".join(key.split())
    assert all(char == " " or char.isalnum() for char in key)


@given(st.text("abcxyzéöАБВабвЙй ", max_size=12))
def test_case_makes_no_difference(name):
    assert fold(name.upper()) == fold(name.lower()) == fold(name)


def test_nearest_names_the_likest_first():
    assert nearest("rusia", ["prussia", "iran", "russia"]) == ["russia", "prussia"]


def test_nearest_gives_at_most_the_limit():
    known = ["unit-1", "unit-2", "unit-3", "unit-4"]
    assert len(nearest("unit-9", known)) == 3
    assert len(nearest("unit-9", known, limit=1)) == 1


def test_nearest_proposes_nothing_where_nothing_is_like():
    assert nearest("uk", ["ukraine", "france"]) == []
    assert nearest("iran", []) == []
