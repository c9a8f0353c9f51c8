"""Dates as the command line takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relations_kb.domain.errors import KbError

if TYPE_CHECKING:
    from datetime import date

    from relations_kb.domain.dates import FuzzyDate


def window(start: str | None, end: str | None) -> FuzzyDate | None:
    """Make the interval from the first day that ``--from`` means to the last that ``--to`` means.

    Raises:
        KbError: if a date cannot be read, or the end lies before the start.
    """
    from relations_kb.domain.dates import DateError, FuzzyDate

    if start is None and end is None:
        return None
    first = _bound("--from", start, "earliest") if start is not None else None
    last = _bound("--to", end, "latest") if end is not None else None
    try:
        return FuzzyDate.parse(f"{first or '..'}/{last or '..'}")
    except DateError:
        raise KbError(
            f"--from {start} lies after --to {end}.", "Give the earlier date to --from."
        ) from None


def _bound(option: str, text: str, end: str) -> date:
    bound: date | None = getattr(_date(option, text), end)
    if bound is None:
        raise KbError(
            f"{option} {text} is open at that end.", f"Leave {option} out, or give it a date."
        )
    return bound


def day(option: str, text: str | None) -> date:
    """Read a single day; today if none is given.

    Raises:
        KbError: if the text is no day.
    """
    from datetime import date

    if text is None:
        return date.today()
    read = _date(option, text)
    if read.earliest is None or read.earliest != read.latest:
        raise KbError(f"{option} {text} is no single day.", "Write it as 2025-01-17.")
    return read.earliest


def day_told(on: str | None, known_by: str | None) -> date:
    """Read the day whose state is told: ``--on``, else ``--known-by``, else today.

    Raises:
        KbError: if the text is no day.
    """
    return day("--known-by", known_by) if on is None and known_by else day("--on", on)


def _date(option: str, text: str) -> FuzzyDate:
    from relations_kb.domain.dates import DateError, FuzzyDate

    try:
        return FuzzyDate.parse(text)
    except DateError as error:
        raise KbError(
            f"{option}: {error}", "Dates are EDTF: 2025, 2025-01, 2025-01-17, 2025-01~."
        ) from None
