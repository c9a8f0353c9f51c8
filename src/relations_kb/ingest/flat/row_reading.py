"""The texts of one row by their fields, and everything that is found wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from relations_kb.ingest.flat.faults import CellError
from relations_kb.ingest.flat.fields import LIMIT
from relations_kb.ingest.flat.words import READERS

_T = TypeVar("_T")


class RowReading:
    """A row while it is read; a value at fault is None, and the next one is read.

    Attributes:
        texts: the text of each field that the row gives.
        faults: code, message and field of everything that is wrong.
    """

    __slots__ = ("faults", "texts")

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.faults: list[tuple[str, str, str]] = []

    def report(self, fault: CellError, field: str) -> None:
        """Note a fault of a field, once."""
        found = fault.code, fault.message, fault.field or field
        if found not in self.faults:
            self.faults.append(found)

    def is_too_long(self) -> bool:
        """Tell whether a text is longer than a cell may be, and note each that is."""
        if sum(map(len, self.texts.values())) <= LIMIT:
            return False
        for field, text in self.texts.items():
            if len(text) > LIMIT:
                message = (
                    f"the cell has {len(text):,} characters, and at most {LIMIT:,} are read; "
                    "shorten it, or name the column under ignore"
                )
                self.report(CellError("E206", message), field)
        return bool(self.faults)

    def attempt(self, field: str, read: Callable[..., _T], *arguments: object) -> _T | None:
        """Call a reader; None, with its fault noted, if the field cannot be read."""
        try:
            return read(*arguments)
        except CellError as fault:
            self.report(fault, field)
            return None

    def needed(self, field: str, remedy: str) -> str:
        """Return the text of a field; an empty one, with a fault noted, if there is none."""
        text = self.texts.get(field, "")
        if not text:
            self.report(CellError("E311", f"the cell is empty and is needed; {remedy}"), field)
        return text

    def word(self, field: str) -> str | None:
        """Return the word that a field holds; None if it is not given or at fault."""
        text = self.texts.get(field)
        return None if text is None else self.attempt(field, READERS[field], text)

    def words(self, field: str, separator: str) -> list[str]:
        """Return each of the words that a field holds, once; those at fault are left out."""
        parts = dict.fromkeys(part.strip() for part in self.texts[field].split(separator))
        found = (self.attempt(field, READERS[field], part) for part in parts if part)
        return list(dict.fromkeys(word for word in found if word is not None))

    def has_fault(self, field: str) -> bool:
        """Tell whether a field, or a part of it such as ``date.month``, is at fault."""
        return any(name == field or name.startswith(f"{field}.") for _, _, name in self.faults)
