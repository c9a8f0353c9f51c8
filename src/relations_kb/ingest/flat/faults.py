"""What is wrong with a cell, before it is known in which file, line and column it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from relations_kb.domain.limits import FINDINGS
from relations_kb.records.findings import Finding

_LONG_QUOTE = re.compile(r"(?<!\S)(['\"])((?:(?!\1)[^\\]|\\.){60})(?:(?!\1)[^\\]|\\.){40,}\1")
"""A text, as ``repr`` writes it, that nobody reads to its end."""


def listed(findings: Sequence[Finding], count: int) -> list[Finding]:
    """Return the first findings about the shape of a file, and one that counts the rest.

    Args:
        findings: at least one, and as many as were looked for.
        count: how many there are.
    """
    shown = list(findings[:FINDINGS])
    if count > FINDINGS:
        message = f"{count - FINDINGS:,} more errors are not listed; mend these first"
        shown.append(replace(shown[-1], line=0, field="", message=message))
    return shown


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
