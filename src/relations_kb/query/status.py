"""The legal status of a record on a day, links of other records included."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.lifecycle import LegalStatus, LifeStep, legal_status
from relations_kb.domain.vocabulary import Assertion, Calendar, Relation, Step
from relations_kb.query.show import MilestoneView, RecordView

_BILATERAL = 2
_ENDING_LINKS = {
    Relation.SUPERSEDES: Step.SUPERSEDED,
    Relation.TERMINATES: Step.TERMINATED,
}


def known_on(milestone: MilestoneView, on: datetime.date) -> bool:
    """Tell whether a milestone has begun by a day; a plan, and what is undated, always has."""
    known = milestone.date_min or milestone.date_max
    planned = milestone.assertion == Assertion.PLANNED
    return planned or known is None or known <= on.isoformat()


def status_of(
    record: RecordView, on: datetime.date, records: Mapping[str, RecordView]
) -> LegalStatus:
    """Compute the legal status of a record on a day, the links of other records included."""
    return legal_status(
        [*_life(record), *_done_by_others(record, records)],
        on,
        initial_term=record.term.get("initial"),
        renewed="renewal" in record.term,
    )


def _done_by_others(record: RecordView, records: Mapping[str, RecordView]) -> Iterator[LifeStep]:
    """Yield the ends that later instruments put to a record, from their entry into force on.

    They stay done when the later instrument itself ends.
    """
    for other in records.values():
        for link in other.links:
            if link.to == record.id and link.rel in _ENDING_LINKS:
                for step in _life(other):
                    if step.step is Step.IN_FORCE and step.whole:
                        yield dataclasses.replace(step, step=_ENDING_LINKS[Relation(link.rel)])


def _life(record: RecordView) -> list[LifeStep]:
    return [
        LifeStep(Step(m.step), _date(m), Assertion(m.assertion), _touches_whole(record, m))
        for m in record.milestones
    ]


def _touches_whole(record: RecordView, milestone: MilestoneView) -> bool:
    """One of two parties can end an instrument for both; one of many only for itself."""
    bilateral = len(record.parties) <= _BILATERAL
    signed = milestone.step == Step.SIGNED
    return milestone.part is None and (milestone.actor is None or bilateral or signed)


def _date(milestone: MilestoneView) -> FuzzyDate | None:
    if milestone.date is None:
        return None
    return FuzzyDate.parse(milestone.date, Calendar(milestone.calendar))
