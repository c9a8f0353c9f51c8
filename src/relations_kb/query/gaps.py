"""What a dyad lacks: steps that should be on record, and values that should rest on more."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from relations_kb.domain.vocabulary import Term
from relations_kb.query.base import BaseView
from relations_kb.query.dyad import Dyad, read_dyad, read_stock
from relations_kb.query.gaps_in_sources import one_sided_topics, single_origins, weak_values
from relations_kb.query.gaps_in_steps import (
    Gap,
    empty_years,
    missing_entries,
    missing_signatures,
    not_started,
    one_sided_approvals,
    only_announced,
    overdue,
    uncoded,
)


class GapKind(Term):
    """What sort of thing is missing."""

    NO_ENTRY = "no-entry", "Signed treaties without entry into force"
    NO_SIGNATURE = "no-signature", "In force without a date of signature"
    ONE_APPROVAL = "one-approval", "Approved by one side, nothing of the other"
    NOT_STARTED = "not-started", "Projects announced and never begun on record"
    OVERDUE = "overdue", "Begun, planned end passed, no end or operation on record"
    UNCODED = "uncoded", "Security treaties whose obligations are not coded"
    ONLY_ANNOUNCED = "only-announced", "Known only from announcements"
    ONE_SIDED = "one-sided", "Topics told by one side of the two only"
    WEAK = "weak", "Values that rest on sources of grade D to F alone"
    SINGLE_ORIGIN = "single-origin", "Key steps with a single origin"
    EMPTY_YEARS = "empty-years", "Years without entries"


@dataclass(frozen=True, slots=True)
class GapsView:
    """What a dyad lacks on a day.

    Attributes:
        one: id of the one actor.
        other: id of the other.
        names: their names.
        on: the day, ISO.
        gaps: the gaps by their kind; in each the newest first.
        base: which base was asked.
    """

    one: str
    other: str
    names: tuple[str, str]
    on: str
    gaps: dict[str, tuple[Gap, ...]]
    base: BaseView


_FINDERS: dict[GapKind, Callable[[Dyad, datetime.date], Iterator[Gap]]] = {
    GapKind.NO_ENTRY: missing_entries,
    GapKind.NO_SIGNATURE: missing_signatures,
    GapKind.ONE_APPROVAL: one_sided_approvals,
    GapKind.NOT_STARTED: not_started,
    GapKind.OVERDUE: overdue,
    GapKind.UNCODED: uncoded,
    GapKind.ONLY_ANNOUNCED: only_announced,
    GapKind.ONE_SIDED: one_sided_topics,
    GapKind.WEAK: weak_values,
    GapKind.SINGLE_ORIGIN: single_origins,
    GapKind.EMPTY_YEARS: empty_years,
}


def gaps(connection: Connection, one: str, other: str, on: datetime.date) -> GapsView:
    """Find what two actors' records lack, as far as it was to be expected by a day.

    Args:
        connection: to the base.
        one: the one actor, as a user types it.
        other: the other.
        on: the day; of what had not begun by then nothing is expected.

    Raises:
        KbError: if an actor is not found.
    """
    dyad = read_dyad(connection, one, other, read_stock(connection))
    return GapsView(
        one=dyad.one.slug,
        other=dyad.other.slug,
        names=(dyad.one.name, dyad.other.name),
        on=on.isoformat(),
        gaps={str(kind): _newest(find(dyad, on)) for kind, find in _FINDERS.items()},
        base=dyad.stock.base,
    )


def _newest(found: Iterator[Gap]) -> tuple[Gap, ...]:
    ordered = sorted(found, key=lambda gap: (gap.records, gap.what))
    return tuple(sorted(ordered, key=lambda gap: gap.day, reverse=True))
