"""Slots on which sources differ as a page: what is shown and why, who says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from relations_kb.domain.bearing import Bearing
from relations_kb.query.conflicts import ConflictsView, SlotConflict
from relations_kb.query.told import ToldValue, Voice
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, listed, shown_date

_INDENT = "    "
_VOICES_SHOWN = 6


def conflicts_page(
    view: ConflictsView, *, known_by: str | None = None, at: int | None = None
) -> Page:
    """Lay out conflicts, a section for each record.

    Args:
        view: the conflicts.
        known_by: the day by which sources had to be published, if one was asked for.
        at: number of the changeset after which the base was asked, if one was.
    """
    sections = [
        Section(f"{slots[0].title} [{record}]", [line for slot in slots for line in _slot(slot)])
        for record, slots in _by_record(view.slots)
    ]
    return Page(
        title=f"What sources disagree on: {view.scope}",
        intro=[*_intro(view), *clock_lines(known_by, at)],
        sections=sections or [Section("Slots on which sources disagree", ())],
    )


def clock_lines(known_by: str | None, at: int | None = None) -> Iterator[str]:
    """Yield what a page must say of the clocks that were turned back."""
    if known_by:
        yield f"Only what sources had published by {known_by} is told."
    if at is not None:
        yield f"The base is told as it was after changeset {at}."


def _by_record(slots: Sequence[SlotConflict]) -> Iterator[tuple[str, list[SlotConflict]]]:
    for record, group in groupby(slots, key=lambda slot: slot.record):
        yield record, list(group)


def _intro(view: ConflictsView) -> list[str]:
    lines = [
        f"{counted(len(view.slots), 'slot')} in {counted(len(set(_records(view))), 'record')}; "
        f"{view.unresolved} in conflict and not decided by the editor."
    ]
    if view.agreeing:
        lines.append(
            f"{counted(view.agreeing, 'slot')} more with values that agree or are known to be "
            "wrong: --all."
        )
    return lines


def _records(view: ConflictsView) -> Iterator[str]:
    return (slot.record for slot in view.slots)


def _slot(slot: SlotConflict) -> Iterator[str]:
    yield f"{slot.entry}: {slot.leaf}"
    if slot.shown is None:
        yield f"{_INDENT}nothing is shown: {slot.because}"
    else:
        yield f"{_INDENT}shown: {_value(slot.shown, slot.leaf)}  {_backing(slot.shown)}"
        yield f"{_INDENT}by the rule '{slot.rule}': {slot.because}"
    for other in slot.others:
        yield f"{_INDENT}{_relation(other)}: {_value(other, slot.leaf)}  {_backing(other)}"
        yield from _reasons(other)


def _relation(other: ToldValue) -> str:
    if other.relation == Bearing.REFINES:
        return f"{other.relation} ({'vaguer' if other.vaguer else 'finer'})"
    if other.relation == Bearing.DEPRECATED and other.apart:
        return f"{other.relation} ({other.apart})"
    return str(other.relation)


def _value(told: ToldValue, leaf: str) -> str:
    if leaf != "date":
        return told.value
    text = shown_date(told.value, told.calendar)
    return f"{text} = {told.days}" if told.days else text


def _backing(told: ToldValue) -> str:
    since = f", since {told.since}" if told.since else ""
    voices = listed((_voice(voice) for voice in told.voices), _VOICES_SHOWN)
    return f"[{counted(told.origins, 'origin')}, best grade {told.grade}{since}: {voices}]"


def _voice(voice: Voice) -> str:
    text = f"{voice.source} {voice.grade}"
    if voice.origin != voice.source:
        text += f" from {voice.origin}"
    if voice.said_by:
        text += f" quoting {voice.said_by}"
    if voice.said_on:
        text += f" of {voice.said_on}"
    return f"{text} for {voice.valid}" if voice.valid else text


def _reasons(told: ToldValue) -> Iterator[str]:
    """Yield the editor's words on a value, each once."""
    words = (word for voice in told.voices for word in (voice.reason, voice.note) if word)
    for word in dict.fromkeys(words):
        yield f"{_INDENT * 2}{word}"
