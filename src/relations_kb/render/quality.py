"""The measurements of the base as a page, one section for each dyad."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relations_kb.query.quality import Quality
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, listed

_GAPS_SHOWN = 12


def quality_page(measured: Sequence[Quality]) -> Page:
    """Lay out measurements."""
    sections = [Section(_name(quality), list(_lines(quality))) for quality in measured]
    return Page("Quality of the base", (), sections)


def _name(quality: Quality) -> str:
    return " – ".join(quality.dyad) or "All records"


def _lines(q: Quality) -> Iterable[str]:
    span = f", {q.first}–{q.last}" if q.first else ""
    yield f"{counted(q.records, 'record')}, {counted(q.milestones, 'dated milestone')}{span}"
    yield f"Sourced: {q.sourced} % of all values; coded: {q.coded} % of events and sanctions"
    yield f"Two independent origins: {q.two_origins} % of {q.key} key milestones"
    yield f"Official source: {q.official} % of {q.acts} signatures and entries into force"
    yield "Sides: " + listed(f"{side} {share} %" for side, share in q.sides.items())
    yield "Precision: " + listed(f"{word} {n}" for word, n in q.precision.items())
    yield f"Years without entries: {_gaps(q.empty_years) or 'none'}"
    yield f"Open contradictions: {q.contradictions}; newest source: {q.newest_source or 'undated'}"


def _gaps(years: Sequence[str]) -> str:
    """List the latest gaps, which an editor is likeliest to close."""
    hidden = len(years) - _GAPS_SHOWN
    return (f"{hidden} earlier gaps, " if hidden > 0 else "") + listed(years[-_GAPS_SHOWN:])
