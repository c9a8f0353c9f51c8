"""Text from data made safe to print, and small pieces of wording."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from relations_kb.domain.vocabulary import Calendar

# Marks that turn the reading direction around; data must not reorder what stands beside it.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Signs of no width, by which two names that differ look alike. The joiners U+200C and U+200D stay,
# for Persian and emoji are spelled with them, and so do the marks U+200E and U+200F, which turn
# nothing around that letters of their script would not.
_NO_WIDTH = frozenset(
    {
        "\u00ad",
        "\u180e",
        "\u200b",
        "\ufeff",
        *map(chr, (*range(0x2060, 0x2066), *range(0x206A, 0x2070))),
    }
    | set(map(chr, (*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080))))
)
_STYLES = {Calendar.JULIAN: "O.S.", Calendar.SOLAR_HIJRI: "S.H."}


def clean(text: str | None) -> str:
    """Make a text from data safe for a terminal: nothing unseen, no line breaks."""
    if text is None:
        return ""
    if text.isprintable():
        return text
    return "".join(_safe(char) for char in text)


def _safe(char: str) -> str:
    if char in "\n\t\u2028\u2029":
        return " "
    if char in _BIDI or char in _NO_WIDTH:
        return ""
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in {"Cc", "Cs"} else char


def shown_date(date: str | None, calendar: str = Calendar.GREGORIAN) -> str:
    """Write a date as stored, with its style where it is not Gregorian."""
    if date is None:
        return "undated"
    style = _STYLES.get(Calendar(calendar))
    return f"{date} {style}" if style else date


def listed(items: Iterable[str], limit: int = 0) -> str:
    """Join items with commas; beyond the limit, count the rest."""
    parts = [clean(item) for item in items]
    if limit and len(parts) > limit:
        return ", ".join(parts[:limit]) + f" +{len(parts) - limit}"
    return ", ".join(parts)


def counted(number: int, singular: str, plural: str = "") -> str:
    """Write a number with its noun in the right form."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table; text from data cannot break out of its cell."""
    lines = [_markdown_row(header), _markdown_row(["---"] * len(header))]
    lines += [_markdown_row([escaped(cell) for cell in row]) for row in rows]
    return "\n".join(lines) + "\n"


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Make a text from data plain in Markdown: nothing in it is markup."""
    plain = clean(text)
    for char in "\\`*_[]<>|":
        plain = plain.replace(char, f"\\{char}")
    return plain
