"""Numbers as tables write them: decimal commas, and blanks, dots or commas between thousands."""

from __future__ import annotations

import re

from relations_kb.domain.quantities import Quantity, QuantityError
from relations_kb.ingest.flat.faults import CellError

_SIGNED = re.compile(r"\s*([<>]=?|~)?\s*([-\u2212]?)(.*)", re.DOTALL)
_SPACED = re.compile(r"\d{1,3}(?:[\s\u00a0\u2009\u202f]\d{3})+(?=[.,]|$)")
_BY_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_BY_DOTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMA = re.compile(r"\d+,\d+")


def read_number(text: str, decimal: str | None) -> str:
    """Return a quantity as the base writes it: ``4,8`` is ``4.8``, ``1 234`` is ``1234``.

    Args:
        text: a number, a bound or a range ``a..b``, as ``domain.quantities`` reads them.
        decimal: the decimal sign of the table, a comma or a dot; None if it is not known.

    Raises:
        CellError: E206, if it is no number, or if what its comma means is not known.
    """
    number = "..".join(_plain(part, decimal) for part in text.split(".."))
    try:
        Quantity.parse(number)
    except QuantityError as error:
        raise CellError("E206", str(error).replace(repr(number), repr(text))) from None
    return number


def _plain(text: str, decimal: str | None) -> str:
    if text.isascii() and text.isdigit():
        return text
    match = _SIGNED.fullmatch(text)
    if match is None:
        return text
    sign, minus, digits = match.groups(default="")
    if spaced := _SPACED.match(digits):
        digits = re.sub(r"\D", "", spaced[0]) + digits[spaced.end() :]
    return sign + ("-" if minus else "") + _DECIMALS[decimal](digits, text)


def _with_comma(digits: str, text: str) -> str:
    if _BY_DOTS.fullmatch(digits):
        digits = digits.replace(".", "")
    elif "." in digits:
        raise CellError("E206", f"{text!r} has a dot, and the decimal sign is a comma; write 4,8")
    return digits.replace(",", ".")


def _with_dot(digits: str, text: str) -> str:
    if _BY_COMMAS.fullmatch(digits):
        return digits.replace(",", "")
    if "," in digits:
        raise CellError("E206", f"{text!r} has a comma, and the decimal sign is a dot; write 4.8")
    return digits


def _undecided(digits: str, text: str) -> str:
    if "," not in digits:
        # 1.234.567 can be nothing but thousands; 1.234 is a number as the base writes it.
        return digits.replace(".", "") if digits.count(".") > 1 else digits
    if _COMMA.fullmatch(digits):
        if len(digits.partition(",")[2]) == 3:
            whole, _, rest = digits.partition(",")
            raise CellError(
                "E206",
                f"{text!r} can be {whole}.{rest} or {whole}{rest}; say which by "
                "decimal: ',' or decimal: '.' in the mapping",
            )
        return digits.replace(",", ".")
    if _BY_COMMAS.fullmatch(digits):
        return _with_dot(digits, text)
    return _with_comma(digits, text) if _BY_DOTS.fullmatch(digits) else digits


_DECIMALS = {",": _with_comma, ".": _with_dot, None: _undecided}
