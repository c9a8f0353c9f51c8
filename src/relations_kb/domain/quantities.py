"""Measured values as sources give them: exact, approximate, bounded, or a range.

A quantity is text (``25``, ``-12``, ``~600``, ``>95``, ``610..974``), printed as it was given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
QUANTITY_PATTERN = rf"^(?:~|>=|<=|>|<)?{_NUMBER}(?:\.\.{_NUMBER})?$"
_QUANTITY = re.compile(rf"(~|>=|<=|>|<)?({_NUMBER})(?:\.\.({_NUMBER}))?")
_BOUNDS = frozenset({">=", "<=", ">", "<"})


class QuantityError(ValueError):
    """A text that is no quantity; the message says what was read and what would be right."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or range with an optional qualifier.

    Attributes:
        text: as given.
        low: lower bound; None where open.
        high: upper bound; None where open.
        approximate: whether the source says "about".
    """

    text: str
    low: Decimal | None
    high: Decimal | None
    approximate: bool

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read a quantity.

        Raises:
            QuantityError: if the text is none.
        """
        match = _QUANTITY.fullmatch(text)
        if match is None:
            raise QuantityError(
                f"{text!r} is not a number; write 25, 4.6, -12, ~600, >95, <=4 or a range "
                "610..974, and put the unit under 'unit'"
            )
        sign, first, second = match.groups()
        if second and sign in _BOUNDS:
            raise QuantityError(f"{text!r} is both a bound and a range; write one of the two")
        low = Decimal(first)
        high = Decimal(second) if second else low
        if high < low:
            raise QuantityError(f"{text!r} runs backwards; write the smaller number first")
        return cls(
            text=text,
            low=None if sign in {"<", "<="} else low,
            high=None if sign in {">", ">="} else high,
            approximate=sign == "~",
        )

    def agrees_with(self, other: Quantity) -> bool:
        """Tell whether one of the two contains the other ("610..974" agrees with "627")."""
        return self._contains(other) or other._contains(self)

    def _contains(self, other: Quantity) -> bool:
        low_fits = self.low is None or (other.low is not None and other.low >= self.low)
        high_fits = self.high is None or (other.high is not None and other.high <= self.high)
        return low_fits and high_fits
