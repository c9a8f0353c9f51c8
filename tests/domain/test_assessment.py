"""The verdict on a statement from what the evidence shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.assessment import judge
from relations_kb.domain.vocabulary import Verdict

YES, NO, OLD, OPEN = (
    Verdict.CONFIRMED, Verdict.CONTRADICTED, Verdict.OUTDATED, Verdict.UNDATABLE,
)  # fmt: skip
SHOWN = st.lists(st.sampled_from(Verdict))


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ([], "undatable"),
        ([OPEN], "undatable"),
        ([YES], "confirmed"),
        ([YES, YES, OPEN], "confirmed"),
        ([OLD], "outdated"),
        ([YES, OLD], "outdated in part"),
        ([NO], "contradicted"),
        ([YES, NO], "contradicted in part"),
        ([OLD, NO, YES], "contradicted in part"),
    ],
)
def test_the_weightiest_verdict_is_the_verdict_on_the_whole(
    shown: list[Verdict], text: str
) -> None:
    assert str(judge(shown)) == text


@given(SHOWN, st.randoms())
def test_the_order_of_the_evidence_makes_no_difference(shown: list[Verdict], random) -> None:
    other = random.sample(shown, len(shown))
    assert judge(shown) == judge(other)


@given(SHOWN)
def test_evidence_that_decides_nothing_changes_nothing(shown: list[Verdict]) -> None:
    assert judge([*shown, OPEN]) == judge(shown)


@given(SHOWN)
def test_one_contradiction_is_never_outweighed(shown: list[Verdict]) -> None:
    assert judge([*shown, NO]).verdict is NO
