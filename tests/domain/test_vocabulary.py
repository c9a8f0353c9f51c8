"""The controlled words: one spelling, one meaning, and no word without a use."""

from __future__ import annotations

import re

import pytest

from relations_kb.domain import vocabulary
from relations_kb.domain.lifecycle import Status
from relations_kb.domain.resolution import AUTHORITY
from relations_kb.domain.vocabulary import (
    FORMS_OF_KIND,
    Form,
    Kind,
    Reliability,
    SourceKind,
    Step,
    Term,
)

KEBAB = r"[a-z]+(-[a-z]+)*"
SNAKE = r"[a-z]+(_[a-z]+)*"
GRADE = r"[A-F]"

VOCABULARIES = [
    cls
    for cls in vars(vocabulary).values()
    if isinstance(cls, type) and issubclass(cls, Term) and cls is not Term
]
SPELLING = {Kind: SNAKE, Reliability: GRADE}


def test_all_vocabularies_are_looked_at():
    names = {cls.__name__ for cls in VOCABULARIES}
    assert {"Kind", "Form", "Step", "Role", "SourceKind", "Calendar"} <= names


@pytest.mark.parametrize("cls", VOCABULARIES, ids=lambda cls: cls.__name__)
def test_every_word_is_spelt_by_the_rule(cls):
    pattern = SPELLING.get(cls, KEBAB)
    assert [word for word in cls if not re.fullmatch(pattern, word)] == []


@pytest.mark.parametrize("cls", [*VOCABULARIES, Status], ids=lambda cls: cls.__name__)
def test_every_word_has_a_meaning_of_one_line(cls):
    assert [word for word in cls if not re.fullmatch(r"\S.*\S", word.meaning)] == []


@pytest.mark.parametrize("cls", [*VOCABULARIES, Status], ids=lambda cls: cls.__name__)
def test_no_word_stands_twice(cls):
    assert len(cls) == len(cls.__members__)


def test_a_word_prints_and_compares_as_its_text():
    assert Step("in-force") is Step.IN_FORCE
    assert Step.IN_FORCE == "in-force"
    assert f"{Step.IN_FORCE}" == "in-force"
    assert Step.IN_FORCE.meaning == "entered into force (Art. 24)"


def test_every_kind_has_forms():
    assert set(FORMS_OF_KIND) == set(Kind)
    assert all(FORMS_OF_KIND.values())


def test_every_form_belongs_to_a_kind():
    assert frozenset().union(*FORMS_OF_KIND.values()) == set(Form)


def test_no_contract_or_memorandum_is_a_treaty():
    assert Form.CONTRACT not in FORMS_OF_KIND[Kind.TREATY]
    assert Form.MEMORANDUM not in FORMS_OF_KIND[Kind.TREATY]


def test_every_kind_of_source_has_an_authority():
    assert set(AUTHORITY) == set(SourceKind)


def test_the_text_of_a_treaty_has_the_highest_authority_and_made_up_text_the_lowest():
    assert min(AUTHORITY, key=AUTHORITY.__getitem__) is SourceKind.TREATY_TEXT
    assert max(AUTHORITY, key=AUTHORITY.__getitem__) is SourceKind.CONTENT_FARM
