"""A quantity keeps its text and knows its bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.quantities import Quantity, QuantityError


@pytest.mark.parametrize(
    ("text", "low", "high", "approximate"),
    [
        ("25", "25", "25", False),
        ("0", "0", "0", False),
        ("-12.5", "-12.5", "-12.5", False),
        ("-3..-1", "-3", "-1", False),
        ("4.60", "4.60", "4.60", False),
        ("~600", "600", "600", True),
        (">95", "95", None, False),
        (">=95", "95", None, False),
        ("<4", None, "4", False),
        ("<=4.5", None, "4.5", False),
        ("610..974", "610", "974", False),
        ("~610..974.5", "610", "974.5", True),
        ("7..7", "7", "7", False),
    ],
)
def test_a_quantity_has_the_bounds_that_its_text_states(text, low, high, approximate):
    quantity = Quantity.parse(text)
    assert quantity.text == text
    assert quantity.low == (None if low is None else Decimal(low))
    assert quantity.high == (None if high is None else Decimal(high))
    assert quantity.approximate is approximate


@pytest.mark.parametrize(
    "text",
    ["", " ", "many", "25 USD", "1,000", "1 000", "--5", ".5", "5.", "1e3", "610-974", "610...974",
     "..5", "5..", "≈600", "~~6", "25\n", "۲۵"],
)  # fmt: skip
def test_a_text_that_is_no_number_is_refused_with_what_would_be_right(text):
    with pytest.raises(QuantityError) as caught:
        Quantity.parse(text)
    assert str(caught.value) == (
        f"{text!r} is not a number; write 25, 4.6, -12, ~600, >95, <=4 or a range 610..974, "
        "and put the unit under 'unit'"
    )


def test_a_range_that_runs_backwards_is_refused():
    with pytest.raises(QuantityError) as caught:
        Quantity.parse("974..610")
    assert str(caught.value) == "'974..610' runs backwards; write the smaller number first"


@pytest.mark.parametrize("text", [">610..974", "<610..974", ">=1..2", "<=1..2"])
def test_a_range_cannot_be_a_bound_as_well(text):
    with pytest.raises(QuantityError):
        Quantity.parse(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("25", "25.0"),
        ("25", "~25"),
        ("610..974", "627"),
        ("610..974", "700..800"),
        (">95", "96"),
        (">95", ">100"),
        ("<4", "3.9"),
        ("<=4", "0..4"),
        (">=95", "100..200"),
    ],
)
def test_a_quantity_agrees_with_one_that_it_contains(one, other):
    assert Quantity.parse(one).agrees_with(Quantity.parse(other))
    assert Quantity.parse(other).agrees_with(Quantity.parse(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("25", "26"),
        ("~600", "610"),
        ("610..974", "609"),
        ("610..974", "900..1000"),
        (">95", "94"),
        ("<4", "4.1"),
        (">95", "<95"),
        (">95", "90..100"),
    ],
)
def test_a_quantity_contradicts_one_that_lies_outside_or_across_its_bounds(one, other):
    assert not Quantity.parse(one).agrees_with(Quantity.parse(other))
    assert not Quantity.parse(other).agrees_with(Quantity.parse(one))


NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=2).map(str)


@given(st.sampled_from(["", "~", ">", "<", ">=", "<="]), NUMBERS)
def test_what_is_read_is_printed_as_given_and_agrees_with_itself(sign, number):
    quantity = Quantity.parse(sign + number)
    assert quantity.text == sign + number
    assert quantity.agrees_with(quantity)
    assert Decimal(number) in (quantity.low, quantity.high)
