"""A claim has the same id for ever, and the keys of its slot read back as written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.claims import Claim, FigureKey, MilestoneKey, Slot
from relations_kb.domain.identity import SLUG_PATTERN
from relations_kb.domain.vocabulary import Calendar, Rank, Step

SIGNED_ON = Claim(
    record="turkmenchay-1828",
    slot=Slot("milestone", "signed", "date"),
    value="1828-02-10",
    source="treaty-text-1828",
    calendar=Calendar.JULIAN,
)

SLUGS = st.from_regex(SLUG_PATTERN, fullmatch=True).map(str.strip)


def test_the_id_of_a_claim_never_changes():
    # Bases in the field hold ids: a new way to compute them needs a migration, not a new number.
    assert SIGNED_ON.id == "0d1dbe5154d6376c71549dc2"


def test_the_same_statement_has_the_same_id_whatever_else_is_said_about_it():
    again = replace(
        SIGNED_ON,
        variant=2,
        ordinal=7,
        said_by="a minister",
        said_on="1828-03",
        valid="1828/1829",
        note="old style",
        rank=Rank.DEPRECATED,
        reason="a misprint",
    )
    assert again != SIGNED_ON
    assert again.id == SIGNED_ON.id


@pytest.mark.parametrize(
    "change",
    [
        {"record": "gulistan-1813"},
        {"slot": Slot("milestone", "ratified", "date")},
        {"slot": Slot("milestone", "signed", "place")},
        {"slot": Slot("figure", "signed", "date")},
        {"value": "1828-02-22"},
        {"calendar": Calendar.GREGORIAN},
        {"source": "academic-1990"},
    ],
    ids=str,
)
def test_another_record_slot_value_calendar_or_source_has_another_id(change):
    assert replace(SIGNED_ON, **change).id != SIGNED_ON.id


def test_the_parts_of_a_claim_cannot_run_into_each_other():
    one = replace(SIGNED_ON, slot=Slot("title", "ru", "text"), value="a")
    other = replace(SIGNED_ON, slot=Slot("title", "r", "utext"), value="a")
    assert one.id != other.id


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        (Slot("milestone", "in-force", "date"), "milestone in-force date"),
        (Slot("attribute", "", "title"), "attribute title"),
    ],
)
def test_a_slot_prints_its_parts_and_skips_an_empty_one(slot, text):
    assert str(slot) == text


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (MilestoneKey(Step.SIGNED, None, None, False), "signed"),
        (MilestoneKey(Step.RATIFIED, "iran", None, False), "ratified@iran"),
        (MilestoneKey(Step.OPERATIONAL, None, "unit-1", True), "operational:unit-1?planned"),
        (MilestoneKey(Step.STATED, "iran", "p-2", True), "stated@iran:p-2?planned"),
    ],
)
def test_a_milestone_key_prints_step_actor_part_and_plan(key, text):
    assert str(key) == text
    assert MilestoneKey.parse(text) == key


@given(
    st.builds(
        MilestoneKey,
        st.sampled_from(Step),
        st.none() | SLUGS,
        st.none() | SLUGS,
        st.booleans(),
    )
)
def test_every_milestone_key_reads_back_as_written(key):
    assert MilestoneKey.parse(str(key)) == key


@given(st.lists(st.builds(
    MilestoneKey, st.sampled_from([Step.SIGNED, Step.ENDED]), st.sampled_from([None, "a", "b"]),
    st.sampled_from([None, "a", "b"]), st.booleans(),
), unique=True))  # fmt: skip
def test_different_milestones_have_different_keys(keys):
    assert len({str(key) for key in keys}) == len(keys)


def test_a_figure_key_prints_its_three_parts():
    assert str(FigureKey("trade-turnover", "", "2024")) == "trade-turnover||2024"


@given(st.builds(
    FigureKey,
    SLUGS,
    st.text().filter(lambda text: "|" not in text),
    st.sampled_from(["", "2024", "2024-01/2024-06", "[2023,2024]", "2015-09~"]),
))  # fmt: skip
def test_every_figure_key_reads_back_as_written(key):
    assert FigureKey.parse(str(key)) == key
