"""What changed between two days as rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relations_kb.export.tabular import plain
from relations_kb.query.changes import ChangesView
from relations_kb.query.dyad import worded

CHANGES_COLUMNS = (
    "section", "record", "title", "kind", "what", "before", "after", "date", "flags", "sources",
)  # fmt: skip
_EMPTY = dict.fromkeys(CHANGES_COLUMNS)


def changes_object(view: ChangesView) -> dict[str, Any]:
    """Return the changes as an object for JSON, the base in words as on every page."""
    return {**plain(view), "base": str(view.base)}


def changes_rows(view: ChangesView) -> Iterator[dict[str, Any]]:
    """Yield one row for each change, section by section."""
    yield from _status(view)
    yield from _milestones(view)
    for w in view.said:
        yield _row(
            "said", w.record, what=w.what, before=w.before, after=w.value, date=w.published,
            sources=w.sources,
        )  # fmt: skip
    for v in view.shown:
        yield _row(
            "shown", v.record, what=v.what, before=v.before, after=v.after, sources=v.sources
        )
    for c in view.corrections:
        yield _row(
            "correction", c.record, kind=c.kind, what=c.what, before=c.before, after=c.after,
            date=c.day, sources=(c.source,),
        )  # fmt: skip


def _status(view: ChangesView) -> Iterator[dict[str, Any]]:
    for s in view.status:
        sources = dict.fromkeys(source for step in s.steps for source in step.sources)
        yield _row(
            "status", s.record, title=s.title, kind=s.kind, what="status", before=s.before,
            after=s.after, date=s.since, sources=tuple(sources),
        )  # fmt: skip


def _milestones(view: ChangesView) -> Iterator[dict[str, Any]]:
    for e in view.milestones:
        yield _row(
            "milestone", e.record, title=e.title, kind=e.kind,
            what=" ".join(filter(None, (e.step, e.actor))), after=worded(e.date, e.calendar),
            date=worded(e.date, e.calendar), flags=e.flags, sources=e.sources,
        )  # fmt: skip


def _row(section: str, record: str, **cells: Any) -> dict[str, Any]:
    return {**_EMPTY, "section": section, "record": record, **cells}
