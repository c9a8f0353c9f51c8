"""Where sources contradict each other: who says what."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from relations_kb.domain.vocabulary import Calendar, Kind, Step
from relations_kb.query.show import ClaimView, RecordView
from relations_kb.query.status import known_on

_KEY_STEPS = (Step.IN_FORCE, Step.SIGNED, Step.TERMINATED, Step.STARTED, Step.ENDED)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A slot on which sources disagree: who says what.

    Attributes:
        record: id of the record.
        what: the slot, in words.
        shown: value shown.
        sources: sources of the value shown.
        others: other values, each with who says so.
    """

    record: str
    what: str
    shown: str
    sources: tuple[str, ...]
    others: tuple[str, ...]


def find_contradictions(records: Iterable[RecordView], on: datetime.date) -> list[Contradiction]:
    """Find what sources dispute in records, the weightiest first.

    By kind of record, treaties first; in each the key steps before the rest; newest records first.

    Args:
        records: records in the order of their first date.
        on: the day up to which milestones count.
    """
    kinds = list(Kind)
    found = [(record, c) for record in records for c in _contradictions(record, on)]
    found.reverse()
    found.sort(
        key=lambda pair: (
            kinds.index(Kind(pair[0].kind)),
            not pair[1].what.startswith(_KEY_STEPS),
        )
    )
    return [contradiction for _, contradiction in found]


def _contradictions(record: RecordView, on: datetime.date) -> Iterator[Contradiction]:
    for m in record.milestones:
        if not known_on(m, on):
            continue
        what = " ".join(filter(None, (m.step, m.part, m.actor)))
        date = _worded(m.date, m.calendar) if m.date else None
        shown = {"date": date, "assertion": m.assertion, "place": m.place, "organ": m.organ}
        yield from _disputes(record.id, what, shown, m.sources, m.claims)
    for f in record.figures:
        what = " ".join(filter(None, (f.metric, f.of, f.as_of)))
        value = {"quantity": f"{f.value} {f.unit}"}
        yield from _disputes(record.id, what, value, f.sources, f.claims)
    for party in record.parties:
        yield from _disputes(record.id, party.actor, {"role": party.role}, (), party.claims)
    attributes = {"title": record.title, "form": record.form}
    attributes |= {f"term-{name}": value for name, value in record.term.items()}
    yield from _disputes(record.id, "", attributes, (), record.claims)


def _disputes(
    record: str,
    what: str,
    shown: Mapping[str, str | None],
    sources: tuple[str, ...],
    claims: Iterable[ClaimView],
) -> Iterator[Contradiction]:
    """Yield one contradiction for each field whose shown value a claim really contradicts."""
    for leaf, value in shown.items():
        against = [c for c in claims if c.leaf == leaf and c.contradicts]
        if against:
            yield Contradiction(
                record=record,
                what=f"{what} {leaf}".strip(),
                shown=str(value),
                sources=sources,
                others=tuple(
                    f"{_worded(c.value, c.calendar)} ({c.said_by or c.source})" for c in against
                ),
            )


def _worded(value: str, calendar: str) -> str:
    """Write a value with its calendar, where that is not the Gregorian."""
    return value if calendar == Calendar.GREGORIAN else f"{value} {calendar}"
