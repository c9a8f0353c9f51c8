"""How large what is read may be: far above what people write, far below what fills a machine.

``docs/limits.md`` lists them. A text beyond its limit is refused with both lengths, never cut.
"""

from __future__ import annotations

TEXT = 20_000
"""Characters of a text in a record, as a note; the longest of the packaged seed has some 400."""

URL = 2_000
"""Characters of a web address; the longest of the packaged seed has some 800."""

DATE = 1_000
"""Characters of a date; a set of ninety days."""

NUMBER = 100
"""Characters of a figure's value."""

YAML_BYTES = 50 * 1024 * 1024
"""Bytes of a YAML file."""

YAML_LEVELS = 50
"""Levels of lists and mappings in a YAML file; a seed file has eight."""

YAML_VALUES = 500_000
"""Values in a YAML file; the packaged seed has some 100,000 in all its files."""

FINDINGS = 1_000
"""Findings about the shape of one file; the rest is counted."""

COLUMNS = 5_000
"""Columns of a table, and of a mapping; the widest public data sets have some 3,000."""

COLUMN_NAME = 1_000
"""Characters of the name of a column; a question of a survey has some 300."""

LINE_BYTES = 8 * 1024 * 1024
"""Bytes of a line of a text file, and of a row of an Excel sheet."""

LINES_AHEAD = 10_000
"""Lines of comments and blank lines, one after the other, before a table begins or goes on."""

LONE_CELLS = 1_000
"""Rows of one cell, one after the other, in a table of several columns."""

FAULTY_ROWS = 100_000
"""Rows that cannot be used, one after the other; no remedy for single rows helps such a file."""

DATE_FORMAT = 100
"""Characters of the format of a date in a mapping."""

_LIKENED = 200
_SHOWN = 400


def likened(text: str) -> bool:
    """Tell whether a text is short enough to look for words that are like it."""
    return len(text) <= _LIKENED


def shortened(text: str, length: int = _SHOWN) -> str:
    """Return a text for a message: of a very long one, its beginning and its end."""
    half = length // 2
    return text if len(text) <= length else f"{text[:half]} … {text[-half:]}"


def check_length(text: str, limit: int) -> str:
    """Return a text that is within its limit.

    Raises:
        ValueError: if it is longer.
    """
    if len(text) > limit:
        raise ValueError(f"the value has {len(text):,} characters; write at most {limit:,}")
    return text
