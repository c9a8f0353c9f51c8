"""What an undo takes back, and what a merge joins, laid out for people."""

from __future__ import annotations

from collections.abc import Sequence

from relations_kb.ingest.merging import MERGE, MergeView
from relations_kb.ingest.undoing import UndoView
from relations_kb.query.questions import QuestionView
from relations_kb.render.layout import Sheet
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted

_MOST = 20


def undo_page(view: UndoView) -> Page:
    """Lay out an undo."""
    sections = [
        Section(f"Shown no more ({len(view.fallen)})", _some(view.fallen)),
        Section(f"Shown again ({len(view.returned)})", _some(view.returned)),
    ]
    return Page(
        title=f"Undo of changeset {view.undoes}",
        intro=[
            f"{view.kind} of {view.applied_at}: {view.label}",
            f"{counted(view.withdrawn, 'claim')} withdrawn, {view.brought_back} brought back",
            _state(view.changeset),
        ],
        sections=[section for section in sections if section.lines],
    )


def merge_page(view: MergeView) -> Page:
    """Lay out a merge, or that two records are two."""
    if view.verdict == MERGE:
        intro = [
            f"{view.record} is {view.into}: its id leads there from now on",
            f"{counted(view.claims, 'claim')} come with it",
        ]
    else:
        intro = [f"{view.record} is not {view.into}; this is not asked again"]
    records = [f"{view.record}: {view.title}", f"{view.into}: {view.into_title}"]
    return Page(
        title="Merge" if view.verdict == MERGE else "Two records",
        intro=[*intro, _state(view.changeset)],
        sections=[Section("Records", records)],
    )


def questions_sheet(questions: Sequence[QuestionView]) -> Sheet:
    """Lay out the records of which it is not settled whether they are one."""
    return Sheet(
        header=("Record", "Perhaps the same as", "Score", "Why", "Titles"),
        rows=[
            (q.record, q.other, q.score, f"{q.rule}: {q.reason}", f"{q.title} | {q.other_title}")
            for q in questions
        ],
        essential=4,
        below=(counted(len(questions), "open question"),),
    )


def _state(changeset: int | None) -> str:
    if changeset is None:
        return "Nothing is written yet."
    return f"Written as changeset {changeset}; take it back with: kb undo {changeset}"


def _some(slugs: Sequence[str]) -> list[str]:
    more = len(slugs) - _MOST
    return [*slugs[:_MOST], *([f"… and {more} more"] if more > 0 else [])]
