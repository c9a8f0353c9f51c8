"""What is wrong with a cell, before it is known in which file, line and column it stands."""

from __future__ import annotations

import re

_LONG_QUOTE = re.compile(r"(?<!\S)(['\"])((?:(?!\1)[^\\]|\\.){60})(?:(?!\1)[^\\]|\\.){40,}\1")
"""A text, as ``repr`` writes it, that nobody reads to its end."""


class CellError(ValueError):
    """A value that cannot be read.

    Attributes:
        code: key of ``records.findings.CODES``.
        message: what was read and what would be right, in one sentence; long texts are cut.
        field: the field at fault; empty for the one that is being read.
    """

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = _LONG_QUOTE.sub(r"\1\2...\1", message)
        self.field = field
