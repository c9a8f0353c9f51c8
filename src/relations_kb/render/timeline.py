"""A timeline as a sheet, flat or with the milestones under their record."""

from __future__ import annotations

from enum import Enum

from relations_kb.query.timeline import TimelineEntry, TimelineView
from relations_kb.render.layout import Sheet
from relations_kb.render.text import counted, listed, shown_date

_WIDE = 130

_MARKS = {
    "planned": "planned",
    "reported": "reported",
    "denied": "denied",
    "disputed": "disputed",
    "bloc": "bloc",
    "predecessor": "pred.",
    "single-source": "1 source",
    "may": "may",
}


class _Layout(Enum):
    """How an entry is spread over columns."""

    PIPE = ("Date", "What", "Who", "Marks", "Sources")
    WIDE = ("Date", "What", "Marks", "Sources")
    NARROW = ("Date", "What")

    @classmethod
    def of(cls, width: int | None) -> _Layout:
        if width is None:
            return cls.PIPE
        return cls.WIDE if width >= _WIDE else cls.NARROW


def timeline_sheet(view: TimelineView, *, grouped: bool, width: int | None) -> Sheet:
    """Lay out a timeline.

    Args:
        view: the timeline.
        grouped: whether milestones stand under their record.
        width: columns of the terminal; None for a pipe, where nothing is cut.
    """
    layout = _Layout.of(width)
    rows = _grouped_rows if grouped else _flat_rows
    return Sheet(
        header=layout.value,
        rows=rows(view, layout),
        above=_heading(view),
        below=_closing(view),
    )


def _heading(view: TimelineView) -> list[str]:
    lines = [f"{view.one.name} – {view.other.name}: {_number(view)} ({view.base})"]
    wanted = view.filter
    if not wanted.lines:
        lines.append("Lines: left out (--no-lines)")
    elif view.lines:
        lines.append(f"Lines: earlier states included: {listed(view.lines)}")
    if not wanted.blocs:
        lines.append("Blocs: left out (--no-blocs)")
    elif view.blocs:
        lines.append(f"Blocs: seen from their members: {listed(view.blocs)}")
    return lines


def _number(view: TimelineView) -> str:
    shown = counted(view.total, "entry", "entries")
    return shown if len(view.entries) == view.total else f"first {len(view.entries)} of {shown}"


def _closing(view: TimelineView) -> list[str]:
    if not view.total and not view.context:
        return ["Nothing on record; leave filters out, or see who is known with: kb countries"]
    if view.context and not view.filter.context:
        left_out = counted(view.context, "third-party entry", "third-party entries")
        return [f"Left out: {left_out} bearing on the pair; see them with --context"]
    return []


def _flat_rows(view: TimelineView, layout: _Layout) -> list[tuple[str, ...]]:
    return [_row(entry, f"{entry.step}: {entry.title}", layout) for entry in view.entries]


def _grouped_rows(view: TimelineView, layout: _Layout) -> list[tuple[str, ...]]:
    records: dict[str, list[TimelineEntry]] = {}
    for entry in view.entries:
        records.setdefault(entry.record, []).append(entry)
    rows: list[tuple[str, ...]] = []
    empty = ("",) * (len(layout.value) - 2)
    for record, group in records.items():
        title = view.titles[record]
        rows.append(("", f"{title} [{record}]", *empty))
        for entry in group:
            part = entry.title.removeprefix(title)
            rows.append(_row(entry, f"    {entry.step}{part}", layout))
    return rows


def _row(entry: TimelineEntry, what: str, layout: _Layout) -> tuple[str, ...]:
    date = shown_date(entry.date, entry.calendar)
    marks = ", ".join(_MARKS[flag] for flag in entry.flags)
    if entry.route == "context":
        marks = ", ".join(filter(None, ("context", marks)))
    named = entry.place and entry.place.casefold() in entry.title.casefold()
    what += f" ({entry.place})" if entry.place and not named else ""
    who = entry.actor or listed(entry.parties)
    if layout is _Layout.PIPE:
        return date, what, who, marks, listed(entry.sources)
    if layout is _Layout.WIDE:
        return date, f"{what} · {who}", marks, listed(entry.sources, limit=1)
    # On a narrow terminal everything stands under one heading, the marks in brackets.
    marked = f" [{marks}]" if marks else ""
    return date, f"{what} · {who}{marked} · {listed(entry.sources, limit=1)}"
