"""Dates as tables write them, turned into EDTF: no more precise than the cell, never guessed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

from relations_kb.domain.dates import DateError, FuzzyDate
from relations_kb.domain.vocabulary import Calendar
from relations_kb.ingest.flat.date_formats import DateFormat
from relations_kb.ingest.flat.faults import CellError

_SERIAL = re.compile(r"[1-9]\d{4}", re.ASCII)
_MIDNIGHT = re.compile(r"(.*\d)[T ]0?0:00(?::00(?:\.0+)?)?", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])(?:\d{1,2}|[^\W\d]{3,9})\1\d{2}")
_IN_A_FORMAT = re.compile(r"(?=.*\d)(?=.*[./ *]|.*[^\W\d_]{3}).*")
_UNKNOWN = re.compile(r"0*|[*?xX]+")
_NO_GREGORIAN = "is a day number of a spreadsheet, which is Gregorian; write the date as text"


class DateReader:
    """Reads the dates of one table.

    Attributes:
        first_day: the day that the serial number 0 means, ISO.
        serials: how many cells were day numbers of a spreadsheet.
    """

    def __init__(self, formats: Sequence[str], first_day: str) -> None:
        self._formats = [DateFormat(text) for text in formats]
        self._named = " or ".join(formats)
        self._day_zero = datetime.date.fromisoformat(first_day)
        self.first_day = first_day
        self.serials = 0

    def read(self, text: str, calendar: str = Calendar.GREGORIAN) -> str:
        """Return the EDTF text of a cell.

        Args:
            text: in a format of the mapping, EDTF, a day at midnight, or a serial day number.
            calendar: that the date is given in.

        Raises:
            CellError: E204, if it is no date.
        """
        day = _MIDNIGHT.fullmatch(text)
        text = day[1].strip() if day else text
        found = next((edtf for form in self._formats if (edtf := form.edtf(text))), None)
        if found is None and _SERIAL.fullmatch(text):
            return self._serial(text, calendar)
        return self._checked(found or text, text, calendar)

    def check(self, text: str, calendar: str) -> str:
        """Read a text that no row gives; it is not counted."""
        counted = self.serials
        try:
            return self.read(text, calendar)
        finally:
            self.serials = counted

    def join(self, texts: Mapping[str, str], field: str, calendar: str) -> str | None:
        """Return the date whose parts stand in fields of their own; None if none is known.

        Raises:
            CellError: E204, with the field of the part at fault.
        """
        year, month, day = (_known(texts.get(f"{field}.{p}", "")) for p in _PARTS)
        if not (year or month or day):
            return None
        if not re.fullmatch(r"\d{4}", year, re.ASCII):
            what = f"{year!r} is not a year of four digits" if year else "the year is missing"
            message = f"{what}; write it, or leave month and day out"
            raise CellError("E204", message, f"{field}.year")
        for name, part in (("month", month), ("day", day)):
            if part and not re.fullmatch(r"\d{1,2}", part, re.ASCII):
                right = "write it, or map its texts under values"
                raise CellError(
                    "E204", f"{part!r} is no number of a {name}; {right}", f"{field}.{name}"
                )
        if day and not month:
            message = f"there is a day and no month; write the month, or the year {year} alone"
            raise CellError("E204", message, f"{field}.month")
        edtf = "-".join(f"{part:0>2}" for part in (year, month, day) if part)
        try:
            return self._checked(edtf, edtf, calendar)
        except CellError as fault:
            last = "day" if day else "month" if month else "year"
            raise CellError(fault.code, fault.message, f"{field}.{last}") from None

    def _serial(self, text: str, calendar: str) -> str:
        if calendar != Calendar.GREGORIAN:
            raise CellError("E204", f"{text!r} {_NO_GREGORIAN}")
        self.serials += 1
        return (self._day_zero + datetime.timedelta(days=int(text))).isoformat()

    def _checked(self, edtf: str, text: str, calendar: str) -> str:
        try:
            FuzzyDate.parse(edtf, Calendar(calendar))
        except DateError as error:
            raise CellError("E204", self._message(text, edtf, str(error))) from None
        return edtf

    def _message(self, text: str, edtf: str, message: str) -> str:
        if edtf == text and _SHORT_YEAR.fullmatch(text):
            return f"{text!r} has a year of two digits; write the year in full"
        if edtf != text:
            return f"{text!r} is read as {edtf!r}, and {message}"
        message = message.rstrip(".")
        if self._formats:
            return f"{message}; the date-format of the mapping is {self._named}"
        if _IN_A_FORMAT.fullmatch(text) and "time of day" not in message:
            return f"{message}; or name the habit of the table by date-format in a mapping"
        return message


_PARTS = ("year", "month", "day")


def _known(text: str) -> str:
    """Return a part of a date; an empty text for zeros or signs that stand for unknown digits."""
    return "" if _UNKNOWN.fullmatch(text) else text
