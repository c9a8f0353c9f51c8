"""An assessment as a page: each statement of a source, the verdict, and the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from relations_kb.domain.vocabulary import Verdict
from relations_kb.query.assessment import Assessment, EvidenceView, StatementView
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, listed, shown_date


def assessment_page(assessments: Sequence[Assessment]) -> Page:
    """Lay out the statements of sources, one section for each."""
    sections = [
        Section(f"{s.id.upper()}: {verdict_of(s)}", list(_lines(s)))
        for assessment in assessments
        for s in assessment.statements
    ]
    return Page("Statements held against the records", _intro(assessments), sections)


def verdict_of(statement: StatementView) -> str:
    """Say the verdict in words."""
    return f"{statement.verdict} in part" if statement.partly else statement.verdict


def _intro(assessments: Sequence[Assessment]) -> list[str]:
    lines = []
    for assessment in assessments:
        source = assessment.source
        what = f"{source.title or source.publisher}, {source.date or 'undated'}"
        lines.append(f"{source.id}: {what}; grade {source.reliability}")
        counts = Counter(statement.verdict for statement in assessment.statements)
        verdicts = listed(f"{counts[v]} {v}" for v in Verdict if counts[v])
        lines.append(f"{counted(len(assessment.statements), 'statement')}: {verdicts}")
        if source.note:
            lines.append(source.note)
    return lines


def _lines(statement: StatementView) -> Iterable[str]:
    yield f"Says: {statement.says}"
    yield f"Date: {statement.date or 'none can be given'}"
    yield statement.because
    yield from (_evidence(piece) for piece in statement.evidence)


def _evidence(piece: EvidenceView) -> str:
    text = f"{piece.shows}: {piece.record} ({piece.title})"
    if piece.entry:
        value = shown_date(piece.value, piece.calendar) if piece.value else "undated"
        text += f", {piece.entry.replace('|', ' ').strip()}: {value}"
    if piece.sources:
        text += f" [{listed(piece.sources)}]"
    return text + (f" – {piece.note}" if piece.note else "")
