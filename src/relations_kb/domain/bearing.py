"""How one value of a slot bears on another, after calendars and precision are set aside."""

from __future__ import annotations

from decimal import Decimal

from relations_kb.domain.dates import FuzzyDate, Overlap
from relations_kb.domain.quantities import Quantity
from relations_kb.domain.resolution import Value, agree
from relations_kb.domain.vocabulary import Term


class Bearing(Term):
    """How a value bears on the one that is shown, from the nearest to the farthest."""

    SAME = "same", "the same days, amount or words, told in another calendar or wording"
    REFINES = "refines", "one lies inside the other; they differ in precision alone"
    OVERLAPS = "overlaps", "both can be true in part; neither contains the other"
    CONFLICTS = "conflicts", "both cannot be true"
    DEPRECATED = "deprecated", "known to be wrong (a misprint, a misreading)"


OPEN_QUESTIONS = frozenset({Bearing.OVERLAPS, Bearing.CONFLICTS})
"""Bearings of values on which sources disagree."""


def bearing(leaf: str, one: Value, other: Value) -> Bearing:
    """Tell how two values of a slot bear on each other; the order makes no difference.

    What ``agree`` says holds here: values that agree are ``same`` or ``refines``.

    Args:
        leaf: name of the slot's field, which tells how to compare.
        one: a value with the calendar of its date.
        other: the other.
    """
    if agree(leaf, one, other):
        inside = holds(leaf, one, other), holds(leaf, other, one)
        return Bearing.SAME if all(inside) else Bearing.REFINES
    if leaf == "date":
        apart = FuzzyDate.parse(*one).overlap(FuzzyDate.parse(*other)) is Overlap.NO
        return Bearing.CONFLICTS if apart else Bearing.OVERLAPS
    if leaf == "quantity" and _amounts_meet(one[0], other[0]):
        return Bearing.OVERLAPS
    return Bearing.CONFLICTS


def holds(leaf: str, outer: Value, inner: Value) -> bool:
    """Tell whether a value contains another; of two that only have words, equal ones do."""
    if leaf == "date":
        return FuzzyDate.parse(*outer).contains(FuzzyDate.parse(*inner))
    if leaf == "quantity":
        low, high = _bounds(outer[0])
        least, most = _bounds(inner[0])
        return _unit(outer[0]) == _unit(inner[0]) and low <= least and most <= high
    return agree(leaf, outer, inner)


def _amounts_meet(one: str, other: str) -> bool:
    low, high = _bounds(one)
    least, most = _bounds(other)
    return _unit(one) == _unit(other) and low <= most and least <= high


def _unit(text: str) -> str:
    return text.partition(" ")[2]


def _bounds(text: str) -> tuple[Decimal, Decimal]:
    quantity = Quantity.parse(text.partition(" ")[0])
    low = Decimal("-Infinity") if quantity.low is None else quantity.low
    high = Decimal("Infinity") if quantity.high is None else quantity.high
    return low, high
