"""Sheets of the lists: countries, sources, search hits, findings, the state of a base."""

from __future__ import annotations

from collections.abc import Sequence

from relations_kb.query.actors import ActorView
from relations_kb.query.search import SearchHit
from relations_kb.query.sources import CitedSource
from relations_kb.render.layout import Sheet
from relations_kb.render.text import counted, listed, shown_date


def actors_sheet(actors: Sequence[ActorView]) -> Sheet:
    """Lay out actors with their codes and years."""
    rows = [
        (
            actor.id,
            actor.name,
            actor.iso3 or "",
            actor.cow or "",
            actor.wikidata or "",
            _years(actor),
            "" if actor.line == actor.id else actor.line,
        )
        for actor in actors
    ]
    return Sheet(
        header=("Id", "Name", "ISO", "COW", "Wikidata", "Years", "Line"),
        rows=rows,
        essential=3,
        below=(counted(len(rows), "actor"),),
    )


def sources_sheet(sources: Sequence[CitedSource]) -> Sheet:
    """Lay out sources with their grade and use."""
    rows = [
        (
            cited.source.id,
            cited.source.title or cited.source.publisher,
            cited.source.date or "undated",
            cited.source.kind,
            cited.source.reliability,
            cited.source.side or "third party",
            str(cited.records),
        )
        for cited in sources
    ]
    return Sheet(
        header=("Id", "Title or publisher", "Date", "Kind", "Grade", "Side", "Records"),
        rows=rows,
        essential=3,
        below=(counted(len(rows), "source"),),
    )


def hits_sheet(hits: Sequence[SearchHit]) -> Sheet:
    """Lay out the records that a search found."""
    rows = [
        (hit.id, hit.title, shown_date(hit.date, hit.calendar), hit.kind, listed(hit.parties))
        for hit in hits
    ]
    return Sheet(
        header=("Id", "Title", "Since", "Kind", "Parties"),
        rows=rows,
        essential=3,
        below=(counted(len(rows), "record"),),
    )


def _years(actor: ActorView) -> str:
    if not actor.start and not actor.end:
        return ""
    return f"{actor.start or '?'} – {actor.end or ''}".rstrip()
