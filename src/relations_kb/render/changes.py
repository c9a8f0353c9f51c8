"""What changed between two days as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relations_kb.domain.vocabulary import Kind
from relations_kb.query.changes import ChangesView, StatusChange, ValueChange
from relations_kb.query.corrections import Correction
from relations_kb.query.new_words import NewWord
from relations_kb.query.timeline import TimelineEntry
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, listed, shown_date

_KINDS = {
    Kind.TREATY: "Treaties",
    Kind.AGREEMENT: "Agreements",
    Kind.TRADE_MEASURE: "Trade measures",
    Kind.PROJECT: "Projects",
    Kind.EVENT: "Events",
}


def changes_page(view: ChangesView) -> Page:
    """Lay out the changes; a section without data says so, a kind without entries is left out."""
    sections = [
        Section("Status changes", [line for c in view.status for line in _status(c)]),
        *_milestones(view),
        Section("Said otherwise by new sources", [line for w in view.said for line in _word(w)]),
    ]
    if view.known:
        sections.append(Section("Shown otherwise", [_shown(change) for change in view.shown]))
    sections.append(
        Section("Corrected and withdrawn values", [_correction(c) for c in view.corrections])
    )
    return Page(f"{' – '.join(view.names)}: {_title(view)}", list(_intro(view)), sections)


def _title(view: ChangesView) -> str:
    if view.known:
        return f"what came to be known after {view.since}, up to {view.until}"
    return f"changes after {view.since}, up to {view.until}"


def _intro(view: ChangesView) -> Iterator[str]:
    if view.known:
        yield f"Both ends tell of {view.on}; only what sources had published differs."
    sources = counted(len(view.published), "cited source")
    yield (
        f"{counted(len(view.status), 'status change')}, "
        f"{counted(len(view.milestones), 'new milestone')}; "
        f"{sources} published in the span ({view.base})."
    )


def _status(change: StatusChange) -> Iterator[str]:
    before = _since(change.before, change.before_since)
    yield f"{change.record}: {before} → {_since(change.after, change.since)} ({change.title})"
    for step in change.steps:
        if step.milestone is None:
            yield f"  {step.text}"
            continue
        where = f" of {step.record}" if step.record != change.record else ""
        date = shown_date(step.date, step.calendar)
        yield f"  {date}  {step.milestone}{where}: {step.text} [{listed(step.sources)}]"


def _since(status: str, since: str | None) -> str:
    return f"{status} since {since}" if since else status


def _milestones(view: ChangesView) -> Iterable[Section]:
    sections = [
        Section(f"New milestones: {name}", [_entry(e) for e in view.milestones if e.kind == kind])
        for kind, name in _KINDS.items()
    ]
    return [s for s in sections if s.lines] or [Section("New milestones", [])]


def _entry(entry: TimelineEntry) -> str:
    who = f" ({entry.actor})" if entry.actor else ""
    marks = [flag for flag in entry.flags if flag in {"may", "reported", "denied", "disputed"}]
    marked = f" ({listed(marks)})" if marks else ""
    date = shown_date(entry.date, entry.calendar)
    cited = listed(entry.sources)
    return f"{date}  {entry.step}{who}: {entry.title}{marked} {{{entry.record}}} [{cited}]"


def _word(word: NewWord) -> Iterator[str]:
    who = f"{listed(word.sources)}, published {word.published}"
    yield f"{word.record}, {word.what}: {word.value} ({who})"
    yield f"  before: {listed(word.before)}"


def _shown(change: ValueChange) -> str:
    cited = listed(change.sources)
    return f"{change.record}, {change.what}: {change.before} → {change.after} [{cited}]"


def _correction(c: Correction) -> str:
    told = f"{c.before or 'nothing'} → {c.after or 'nothing'}"
    why = f": {c.reason}" if c.reason else ""
    return f"{c.day}  {c.record}, {c.what}: {told} ({c.kind}{why}) [{c.source}]"
