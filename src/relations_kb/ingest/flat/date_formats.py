"""Formats of dates, such as ``DD.MM.YYYY``, as a mapping names them."""

from __future__ import annotations

import re

from relations_kb.ingest.flat.faults import CellError

_TOKENS = re.compile(r"YYYY|MMMM|MMM|MM|DD|[ ./,-]+")
_WHOLE = re.compile(rf"(?:{_TOKENS.pattern})+")
_UNKNOWN = re.compile(r"0+|[*?xX]+")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBER_OF_MONTH = {
    name: number
    for number, month in enumerate(_MONTHS, start=1)
    for name in (month, month[:3], f"{month[:3]}.")
} | {"sept": 9, "sept.": 9}

_LOOSE = r"\d{1,2}|\*{1,2}|\?{1,2}|[xX]{1,2}"
_FIXED = r"\d\d|\*\*|\?\?|[xX]{2}"
_PATTERNS = {
    "YYYY": r"(?P<year>\d{4})",
    "MMMM": r"(?P<name>[^\W\d_]{3,9}\.?)",
    "MMM": r"(?P<name>[^\W\d_]{3,9}\.?)",
    "MM": r"(?P<month>{two})",
    "DD": r"(?P<day>{two})",
}


class DateFormat:
    """How a table writes its dates.

    ``YYYY`` is the year, ``MM`` and ``DD`` are numbers of one or two digits (two where nothing
    stands between the parts), ``MMM`` and ``MMMM`` are English names of months. Zeros, ``*``,
    ``?`` and ``X`` stand for what is not known.

    Attributes:
        shape: equal for two formats that fit the same texts and may read them differently.

    Raises:
        CellError: E110, if the text is no format.
    """

    def __init__(self, text: str) -> None:
        tokens = _TOKENS.findall(text) if _WHOLE.fullmatch(text) else []
        if not _is_date(tokens):
            right = "write one such as DD.MM.YYYY, MM/DD/YYYY, YYYYMMDD or DD MMM YYYY"
            raise CellError("E110", f"{text!r} is no format of a date; {right}")
        two = _FIXED if all(token in _PATTERNS for token in tokens) else _LOOSE
        parts = (_PATTERNS.get(t, re.escape(t)).replace("{two}", two) for t in tokens)
        self._pattern = re.compile("".join(parts), re.ASCII)
        self.shape = re.sub("DD|MM", "##", re.sub("MMMM?", "name", text))

    def edtf(self, text: str) -> str | None:
        """Return the EDTF text of a date; None if the text is not in the format.

        That the day exists is not checked here.

        Raises:
            CellError: E204, if a day is given and its month is not.
        """
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        found = match.groupdict()
        month = _known(found.get("month"))
        if name := found.get("name"):
            month = str(_NUMBER_OF_MONTH.get(name.casefold(), ""))
            if not month:
                return None
        year, day = found["year"], _known(found.get("day"))
        if day and not month:
            message = f"{text!r} has a day and no month; write the month, or {year!r} alone"
            raise CellError("E204", message)
        return "-".join(f"{part:0>2}" for part in (year, month, day) if part)


def _known(part: str | None) -> str:
    return "" if part is None or _UNKNOWN.fullmatch(part) else part


def _is_date(tokens: list[str]) -> bool:
    months = [token for token in tokens if token in ("MM", "MMM", "MMMM")]
    days = tokens.count("DD")
    return tokens.count("YYYY") == 1 and len(months) == 1 and days <= 1
