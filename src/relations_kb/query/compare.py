"""Two or three dyads of one actor, measured alike."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from relations_kb.domain.errors import KbError
from relations_kb.query.base import BaseView
from relations_kb.query.contradictions import find_contradictions
from relations_kb.query.dyad import Dyad, begun, read_dyad, read_stock
from relations_kb.query.measures import (
    Cell,
    arms_transfers,
    last_meeting,
    latest_turnover,
    obligation,
    oldest_in_force,
    sanctions_in_effect,
    treaties_in_force,
    two_origins,
)

MOST = 3
"""So many dyads fit beside each other on a page."""

FAMILIES = {
    "defence": frozenset({"atop-defense"}),
    "non-aggression": frozenset({"atop-nonaggression"}),
    "consultation": frozenset({"atop-consultation", "consultation-on-threats"}),
    "no aid to aggressor": frozenset({"no-aid-to-aggressor"}),
}
"""The families of obligations that are compared, with their codes."""


@dataclass(frozen=True, slots=True)
class DyadName:
    """A dyad as the head of a column."""

    one: str
    other: str
    name: str
    other_name: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A row: what is measured, and a cell for each dyad in the order of the columns."""

    measure: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """The table.

    Attributes:
        shared: id of the actor that all dyads share.
        name: its name.
        on: the day whose state is told, ISO.
        dyads: the columns.
        rows: the measures.
        base: which base was asked.
    """

    shared: str
    name: str
    on: str
    dyads: tuple[DyadName, ...]
    rows: tuple[Measure, ...]
    base: BaseView


def compare(
    connection: Connection, shared: str, others: Sequence[str], on: datetime.date
) -> CompareView:
    """Compare the dyads of one actor with each of several others.

    Args:
        connection: to the base.
        shared: the actor that all dyads share, as a user types it.
        others: the others, two or three.
        on: the day whose state is told.

    Raises:
        KbError: if an actor is not found, is named twice, or there are too few or too many.
    """
    if not 2 <= len(others) <= MOST:
        raise KbError(
            f"Two or three dyads are compared, not {len(others)}.",
            "Name one or two more actors, as in: kb compare iran russia --with china",
        )
    stock = read_stock(connection)
    dyads = [read_dyad(connection, shared, other, stock) for other in others]
    lines = [dyad.other.line for dyad in dyads]
    if len(set(lines)) < len(lines):
        twice = next(d.other.name for d in dyads if lines.count(d.other.line) > 1)
        raise KbError(f"{twice} is named twice.", "Name different actors.")
    rows = [
        Measure(name, tuple(measure(dyad, on) for dyad in dyads))
        for name, measure in _MEASURES.items()
    ]
    return CompareView(
        shared=dyads[0].one.slug,
        name=dyads[0].one.name,
        on=on.isoformat(),
        dyads=tuple(
            DyadName(d.one.slug, d.other.slug, f"{d.one.name} – {d.other.name}", d.other.name)
            for d in dyads
        ),
        rows=(*rows, *_decades(dyads, on)),
        base=stock.base,
    )


def _records(dyad: Dyad, on: datetime.date) -> Cell:
    return Cell(str(len({entry.record for entry in dyad.entries if begun(entry, on)})))


def _disputes(dyad: Dyad, on: datetime.date) -> Cell:
    own = [record for record in dyad.own if dyad.has_begun(record, on)]
    return Cell(str(len(find_contradictions(own, on))))


def _duty(name: str) -> Callable[[Dyad, datetime.date], Cell]:
    return lambda dyad, on: obligation(dyad, on, FAMILIES[name])


_MEASURES: dict[str, Callable[[Dyad, datetime.date], Cell]] = {
    "records": _records,
    "treaties in force": treaties_in_force,
    "oldest treaty in force": oldest_in_force,
    **{f"obliges: {name}": _duty(name) for name in FAMILIES},
    "last summit or visit": last_meeting,
    "trade turnover": latest_turnover,
    "sanctions in effect": sanctions_in_effect,
    "arms transfers": arms_transfers,
    "open contradictions": _disputes,
    "two origins": two_origins,
}


def _decades(dyads: Sequence[Dyad], on: datetime.date) -> list[Measure]:
    """Count milestones by decade, for the decades in which any of the dyads has one."""
    counts: list[dict[int, int]] = []
    for dyad in dyads:
        own: dict[int, int] = {}
        for entry in dyad.entries:
            if begun(entry, on):
                decade = int((entry.date_min or entry.date_max or "")[:3])
                own[decade] = own.get(decade, 0) + 1
        counts.append(own)
    decades = sorted({decade for own in counts for decade in own}, reverse=True)
    return [
        Measure(f"milestones {d}0s", tuple(Cell(str(own.get(d, 0))) for own in counts))
        for d in decades
    ]
