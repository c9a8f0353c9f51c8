"""The gaps of a dyad as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relations_kb.query.gaps import GapKind, GapsView
from relations_kb.query.gaps_in_steps import Gap
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, listed

_SHOWN = 20
_RECORDS_SHOWN = 4
_SOURCES_SHOWN = 4


def gaps_page(view: GapsView) -> Page:
    """Lay out the gaps, a section for each kind; a kind without any says so."""
    sections = [
        Section(f"{kind.meaning} ({len(view.gaps[kind])})", list(_some(view, view.gaps[kind])))
        for kind in GapKind
    ]
    number = sum(len(found) for found in view.gaps.values())
    intro = [f"{counted(number, 'gap')}; of each kind the newest first ({view.base})."]
    return Page(f"{' – '.join(view.names)}: gaps on {view.on}", intro, sections)


def _some(view: GapsView, found: Sequence[Gap]) -> Iterator[str]:
    """Write the first gaps of a section, and count the rest."""
    for gap in found[:_SHOWN]:
        yield _gap(gap)
    if len(found) > _SHOWN:
        rest = len(found) - _SHOWN
        yield f"… and {rest} more: kb gaps {view.one} {view.other} --on {view.on} --format csv"


def _gap(gap: Gap) -> str:
    sources = f" [{listed(gap.sources, _SOURCES_SHOWN)}]" if gap.sources else ""
    where = listed(gap.records, _RECORDS_SHOWN)
    return f"{gap.date or 'undated'}  {where}: {gap.what}{sources}; wanted: {gap.closes}"
