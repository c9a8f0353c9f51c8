"""What no longer holds of a page, laid out."""

from __future__ import annotations

from relations_kb.query.verify import Difference, Verified
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted


def verified_page(verified: Verified, name: str) -> Page:
    """Lay out the outcome for a page."""
    number = len(verified.differences)
    said = (
        f"{counted(number, 'sentence')} of {verified.sentences} no longer holds."
        if number == 1
        else f"{number} sentences of {verified.sentences} no longer hold."
        if number
        else f"All {counted(verified.sentences, 'sentence')} hold."
    )
    sections = [
        Section(f"Line {difference.line}", _lines(difference))
        for difference in verified.differences
    ]
    return Page(f"{name}: {verified.head.one} – {verified.head.other}", [said], sections)


def _lines(difference: Difference) -> list[str]:
    expected = "nothing" if difference.expected is None else difference.expected
    now = "nothing of the kind" if difference.now is None else difference.now
    return [f"the page says: {expected}", f"the base says: {now}"]
