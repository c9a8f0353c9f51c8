"""Statements of a source held against the records: what each says, and what the records show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from relations_kb.domain.assessment import judge
from relations_kb.domain.errors import KbError
from relations_kb.domain.identity import nearest
from relations_kb.domain.vocabulary import Verdict
from relations_kb.query.grouping import grouped
from relations_kb.query.run import fetch
from relations_kb.query.sources import SOURCES, SourceView, source_view
from relations_kb.store import tables as t


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A record held against a statement, and what the base shows there today.

    Attributes:
        record: id of the record.
        title: its title.
        entry: the milestone or figure meant, as its key; None for the record as a whole.
        value: date or quantity that the base shows for the entry; None for a whole record.
        calendar: of the date.
        shows: word of ``Verdict``.
        note: remark.
        sources: ids of the sources of the value.
    """

    record: str
    title: str
    entry: str | None
    value: str | None
    calendar: str
    shows: str
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement of a source, and the verdict of the records.

    Attributes:
        id: id among the statements of the source.
        source: id of the source.
        says: what it says, in our words.
        date: EDTF date at which what it tells took place or held; None if it has none.
        verdict: word of ``Verdict``, computed from the evidence.
        partly: whether other evidence shows another verdict.
        because: the reason in a sentence.
        evidence: what it was held against.
    """

    id: str
    source: str
    says: str
    date: str | None
    verdict: str
    partly: bool
    because: str
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A source and its statements, in its order."""

    source: SourceView
    statements: tuple[StatementView, ...]


_STATEMENTS = (
    select(t.statement, t.source.c.slug.label("source"))
    .join(t.source, t.source.c.id == t.statement.c.source_id)
    .order_by(t.source.c.slug, t.statement.c.ordinal, t.statement.c.id)
)
_EVIDENCE = (
    select(
        t.evidence,
        t.record.c.slug,
        t.record.c.title,
        t.milestone.c.id.label("milestone_id"),
        t.milestone.c.date,
        t.milestone.c.calendar,
        t.figure.c.id.label("figure_id"),
        t.figure.c.value,
        t.figure.c.unit,
    )
    .join(t.record, t.record.c.id == t.evidence.c.record_id)
    .outerjoin(
        t.milestone,
        (t.milestone.c.record_id == t.evidence.c.record_id)
        & (t.milestone.c.key == t.evidence.c.milestone),
    )
    .outerjoin(
        t.figure,
        (t.figure.c.record_id == t.evidence.c.record_id) & (t.figure.c.key == t.evidence.c.figure),
    )
    .where(t.record.c.active)
    .order_by(t.evidence.c.id)
)
_MILESTONE_SOURCES = (
    select(t.milestone_source.c.milestone_id, t.source.c.slug)
    .join(t.source, t.source.c.id == t.milestone_source.c.source_id)
    .where(t.milestone_source.c.milestone_id.in_(bindparam("keys", expanding=True)))
    .order_by(t.milestone_source.c.id)
)
_FIGURE_SOURCES = (
    select(t.figure_source.c.figure_id, t.source.c.slug)
    .join(t.source, t.source.c.id == t.figure_source.c.source_id)
    .where(t.figure_source.c.figure_id.in_(bindparam("keys", expanding=True)))
    .order_by(t.figure_source.c.id)
)


def assess(connection: Connection, source: str = "") -> list[Assessment]:
    """Hold the statements of sources against the records.

    Args:
        connection: to the base.
        source: id of a source; empty for every source that has statements.

    Raises:
        KbError: if the source has none.
    """
    statements = _statements(connection)
    if source and not any(statement.source == source for statement in statements):
        ids = sorted({statement.source for statement in statements})
        likely = nearest(source, ids) or ids
        raise KbError(
            f"No statements of {source!r} are on record.",
            f"Sources with statements: {', '.join(likely) or 'none'}",
        )
    views = {row.slug: source_view(row) for row in fetch(connection, SOURCES)}
    wanted = dict.fromkeys(s.source for s in statements if source in ("", s.source))
    return [
        Assessment(views[slug], tuple(s for s in statements if s.source == slug)) for slug in wanted
    ]


def only(assessments: Iterable[Assessment], statement: str) -> list[Assessment]:
    """Keep the statements of an id, in any case of letters.

    Raises:
        KbError: if there is none.
    """
    kept = [
        replace(assessment, statements=own)
        for assessment in assessments
        if (own := tuple(s for s in assessment.statements if s.id == statement.casefold()))
    ]
    if not kept:
        raise KbError(f"No statement has the id {statement!r}.", "List them with: kb assess")
    return kept


def statements_by_record(connection: Connection) -> dict[str, list[StatementView]]:
    """Return the statements that each record is held against, with that evidence alone."""
    found: dict[str, list[StatementView]] = {}
    for statement in _statements(connection):
        for record in dict.fromkeys(piece.record for piece in statement.evidence):
            own = tuple(piece for piece in statement.evidence if piece.record == record)
            found.setdefault(record, []).append(replace(statement, evidence=own))
    return found


def _statements(connection: Connection) -> list[StatementView]:
    rows = fetch(connection, _EVIDENCE)
    cited = {
        "milestone": grouped(
            fetch(connection, _MILESTONE_SOURCES, keys=[r.milestone_id for r in rows])
        ),
        "figure": grouped(fetch(connection, _FIGURE_SOURCES, keys=[r.figure_id for r in rows])),
    }
    evidence: dict[int, list[EvidenceView]] = {}
    for row in rows:
        sources = cited["milestone"].get(row.milestone_id) or cited["figure"].get(row.figure_id)
        evidence.setdefault(row.statement_id, []).append(_evidence(row, sources or []))
    return [_statement(row, evidence.get(row.id, [])) for row in fetch(connection, _STATEMENTS)]


def _evidence(row: Row[Any], sources: list[str]) -> EvidenceView:
    quantity = f"{row.value} {row.unit}" if row.value is not None else None
    return EvidenceView(
        record=row.slug,
        title=row.title,
        entry=row.milestone or row.figure,
        value=row.date or quantity,
        calendar=row.calendar or "gregorian",
        shows=row.shows,
        note=row.note,
        sources=tuple(sources),
    )


def _statement(row: Row[Any], evidence: list[EvidenceView]) -> StatementView:
    judgement = judge([Verdict(piece.shows) for piece in evidence])
    return StatementView(
        id=row.slug,
        source=row.source,
        says=row.says,
        date=row.date,
        verdict=str(judgement.verdict),
        partly=judgement.partly,
        because=row.because,
        evidence=tuple(evidence),
    )
