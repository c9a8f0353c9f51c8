"""What each side says, as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from relations_kb.domain.vocabulary import Assertion
from relations_kb.query.by_side import BOTH, ONE, OTHER, SaidValue, SideEntry, SideSlot, SidesView
from relations_kb.render.conflicts import clock_lines
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, listed, shown_date

_LINES_SHOWN = 10
_DIFFERENCES_SHOWN = 25
_SOURCES_SHOWN = 3
_DOUBTFUL = frozenset({Assertion.REPORTED, Assertion.DENIED})


def sides_page(view: SidesView, *, known_by: str | None = None) -> Page:
    """Lay out what each side says; of long sections the newest entries are shown.

    Args:
        view: what each side says.
        known_by: the day by which sources had to be published, if one was asked for.
    """
    one, other = view.one.name, view.other.name

    def told(group: str, *, differing: bool = False) -> list[SideEntry]:
        return [e for e in view.entries if e.told_by == group and e.differs == differing]

    def contrast(entry: SideEntry) -> str:
        return _contrast(entry, view)

    return Page(
        title=f"{one} – {other}: what each side says",
        intro=[*_intro(view), *clock_lines(known_by)],
        sections=(
            Section(
                "Both sides, differently",
                _newest(told(BOTH, differing=True), contrast, view, _DIFFERENCES_SHOWN),
            ),
            Section("Both sides, without difference", _newest(told(BOTH), _line, view)),
            Section(f"Only sources of {one}", _newest(told(ONE), _line, view)),
            Section(f"Only sources of {other}", _newest(told(OTHER), _line, view)),
        ),
    )


def _intro(view: SidesView) -> list[str]:
    counts = view.counts
    return [
        f"{counted(len(view.entries), 'step or figure', 'steps and figures')}: {counts['both']} "
        f"told by both sides, {view.differing} of them differently; {counts['one']} only by "
        f"sources of {view.one.name}, {counts['other']} only by sources of {view.other.name}; "
        f"{counts['third']} only by third parties ({view.base}).",
        f"Told by third parties alone: {counted(view.only_third, 'value')}.",
    ]


def _newest(
    entries: Sequence[SideEntry],
    line: Callable[[SideEntry], str],
    view: SidesView,
    limit: int = _LINES_SHOWN,
) -> list[str]:
    """Write the last dated entries of a section, in the order of time, and count the rest."""
    dated = [entry for entry in entries if entry.date] or entries
    lines = [line(entry) for entry in dated[-limit:]]
    rest = len(entries) - len(lines)
    if rest:
        pair = f"{view.one.slug} {view.other.slug}"
        lines.append(f"… and {rest} earlier or undated: kb sides {pair} --format csv")
    return lines


def _line(entry: SideEntry) -> str:
    sources = (
        source
        for slot in entry.slots
        for said in (*slot.one, *slot.other)
        for source in said.sources
    )
    named = listed(dict.fromkeys(sources), _SOURCES_SHOWN)
    return f"{_head(entry)}{_doubt(entry)}{_amount(entry)} [{entry.record}: {named}]"


def _contrast(entry: SideEntry, view: SidesView) -> str:
    differences = "; ".join(
        f"{slot.leaf} {slot.relation}: {_said(view.one.name, slot.one, slot)}, "
        f"{_said(view.other.name, slot.other, slot)}"
        for slot in entry.slots
        if slot.differs
    )
    return f"{_head(entry)} – {differences} [{entry.record}]"


def _head(entry: SideEntry) -> str:
    return f"{shown_date(entry.date, entry.calendar)}  {entry.entry}: {entry.title}"


def _doubt(entry: SideEntry) -> str:
    """Tell where a side only reports a step, or denies it."""
    values = (said.value for said in _of_sides(entry, "assertion"))
    words = [word for word in dict.fromkeys(values) if word in _DOUBTFUL]
    return f" ({listed(words)})" if words else ""


def _amount(entry: SideEntry) -> str:
    """Give the amounts of a figure, which its words do not tell."""
    text = " / ".join(dict.fromkeys(said.value for said in _of_sides(entry, "quantity")))
    return f" – {text}" if text else ""


def _of_sides(entry: SideEntry, leaf: str) -> list[SaidValue]:
    """Return what the two sides say of a field."""
    slots = (slot for slot in entry.slots if slot.leaf == leaf)
    return [said for slot in slots for said in (*slot.one, *slot.other)]


def _said(name: str, values: Iterable[SaidValue], slot: SideSlot) -> str:
    told = " and ".join(
        f"{_value(said, slot.leaf)} ({listed(said.sources, _SOURCES_SHOWN)})" for said in values
    )
    return f"{name} {told}"


def _value(said: SaidValue, leaf: str) -> str:
    return shown_date(said.value, said.calendar) if leaf == "date" else said.value
