"""What sources of the one side say of two actors, what those of the other say, and what both say.

The side of a source is the state that it speaks for, by its line: a page of the Soviet Foreign
Ministry is on Russia's side. A side tells a step or figure if a source of it does; what third
parties tell as well does not matter for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from relations_kb.domain.bearing import OPEN_QUESTIONS, Bearing, bearing
from relations_kb.domain.claims import Claim, FigureKey, MilestoneKey, Slot
from relations_kb.domain.dates import FuzzyDate, SortKey, sort_key
from relations_kb.domain.vocabulary import Assertion, Calendar, Rank
from relations_kb.query.actors import ActorRef, resolve_pair
from relations_kb.query.base import BaseView, base_view
from relations_kb.query.claims import slots_of, worded
from relations_kb.query.run import fetch
from relations_kb.query.timeline import TimelineEntry, TimelineFilter, timeline
from relations_kb.store import tables as t

ONE, OTHER, BOTH, THIRD = GROUPS = ("one", "other", "both", "third")
"""Who tells an entry: the one side alone, the other alone, both, or neither."""

_LEAVES = ("date", "assertion", "place", "organ", "quantity")
"""Fields that are compared; remarks are the editor's."""


@dataclass(frozen=True, slots=True)
class SaidValue:
    """A value with the sources of one side that tell it."""

    value: str
    calendar: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideSlot:
    """A field of an entry, as each side tells it.

    Attributes:
        leaf: the field.
        one: values of the one side.
        other: values of the other.
        third: values of everybody else.
        relation: word of ``Bearing`` between the two sides: each value of a side is held against
            the nearest of the other's, and the farthest of these counts. None unless both tell it.
    """

    leaf: str
    one: tuple[SaidValue, ...]
    other: tuple[SaidValue, ...]
    third: tuple[SaidValue, ...]
    relation: str | None

    @property
    def differs(self) -> bool:
        """Tell whether both sides tell the field, and more than calendar or precision differs."""
        return self.relation in OPEN_QUESTIONS


@dataclass(frozen=True, slots=True)
class SideEntry:
    """A milestone or figure, and who tells it.

    Attributes:
        date: date as shown; None if undated.
        calendar: its calendar.
        kind: kind of the record.
        record: id of the record.
        title: its title.
        item: ``milestone`` or ``figure``.
        entry: the entry in words.
        told_by: word of ``GROUPS``.
        slots: its fields.
    """

    date: str | None
    calendar: str
    kind: str
    record: str
    title: str
    item: str
    entry: str
    told_by: str
    slots: tuple[SideSlot, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the sides differ in a field."""
        return any(slot.differs for slot in self.slots)


@dataclass(frozen=True, slots=True)
class SidesView:
    """What each side says.

    Attributes:
        one: the one actor.
        other: the other.
        base: which base was asked.
        counts: number of entries in each of ``GROUPS``.
        differing: number of entries on which both sides differ.
        only_third: number of values that only third parties tell.
        entries: all entries, by date; those that only third parties tell as well.
    """

    one: ActorRef
    other: ActorRef
    base: BaseView
    counts: Mapping[str, int]
    differing: int
    only_third: int
    entries: tuple[SideEntry, ...]


_SIDES = select(t.source.c.slug, t.actor.c.line).join(t.actor, t.actor.c.id == t.source.c.side_id)
_RECORDS = select(t.record.c.slug, t.record.c.title, t.record.c.kind).where(t.record.c.active)
_DATES = select(
    t.record.c.slug, t.milestone.c.key, t.milestone.c.date, t.milestone.c.calendar
).join(t.record, t.record.c.id == t.milestone.c.record_id)


def by_side(
    connection: Connection, one: str, other: str, topics: tuple[str, ...] = ()
) -> SidesView:
    """Compare what the sources of two sides say of the relations between them.

    Args:
        connection: to the base.
        one: the one actor, as a user types it.
        other: the other.
        topics: topics of record, any of them; empty for all.

    Raises:
        KbError: if an actor is not found.
    """
    pair = resolve_pair(connection, one, other)
    told = timeline(connection, one, other, TimelineFilter(topics=topics))
    dated = sorted(_Reader(connection, pair, told.entries).entries(), key=lambda entry: entry[0])
    entries = tuple(entry for _, entry in dated)
    return SidesView(
        one=pair[0],
        other=pair[1],
        base=base_view(connection),
        counts={group: sum(entry.told_by == group for entry in entries) for group in GROUPS},
        differing=sum(entry.differs for entry in entries),
        only_third=sum(_only_third(slot) for entry in entries for slot in entry.slots),
        entries=entries,
    )


_Dated = tuple[tuple[SortKey, str], SideEntry]


class _Reader:
    """Reads the milestones and figures of a pair, each with who tells it."""

    def __init__(
        self, connection: Connection, pair: tuple[ActorRef, ActorRef], told: Iterable[TimelineEntry]
    ) -> None:
        self._titles = {row.slug: (row.title, row.kind) for row in fetch(connection, _RECORDS)}
        self._dates = {(r.slug, r.key): (r.date, r.calendar) for r in fetch(connection, _DATES)}
        self._told = {_mark(entry) for entry in told}
        lines = {pair[0].line: ONE, pair[1].line: OTHER}
        self._side_of = {
            row.slug: lines[row.line] for row in fetch(connection, _SIDES) if row.line in lines
        }
        self._slots = slots_of(connection, {mark[0] for mark in self._told})

    def entries(self) -> Iterator[_Dated]:
        """Yield the entries of the pair, each with the key by which it is sorted."""
        groups: dict[tuple[str, str, str], dict[str, list[Claim]]] = {}
        for (record, slot), claims in self._slots.items():
            living = [claim for claim in claims if claim.rank is not Rank.DEPRECATED]
            if slot.leaf in _LEAVES and living:
                groups.setdefault((record, slot.item, slot.key), {})[slot.leaf] = living
        for (record, item, key), leaves in groups.items():
            if item == "figure" or self._comes_to_pair(record, key):
                yield self._entry(record, Slot(item, key, ""), leaves)

    def _comes_to_pair(self, record: str, key: str) -> bool:
        """Tell whether a milestone is one of the pair's, and not a third state's own step."""
        date, _ = self._dates.get((record, key), (None, None))
        step, actor, _, planned = MilestoneKey.parse(key)
        return (record, str(step), actor, planned, date) in self._told

    def _entry(self, record: str, slot: Slot, leaves: Mapping[str, list[Claim]]) -> _Dated:
        title, kind = self._titles[record]
        date, calendar = self._date(record, slot, leaves)
        who = {self._side(claim) for claims in leaves.values() for claim in claims}
        entry = SideEntry(
            date=date,
            calendar=calendar,
            kind=kind,
            record=record,
            title=title,
            item=slot.item,
            entry=worded(slot),
            told_by=_group(who),
            slots=tuple(self._slot(leaf, leaves[leaf]) for leaf in _LEAVES if leaf in leaves),
        )
        read = FuzzyDate.parse(date, Calendar(calendar)) if date else None
        return (sort_key(read), record), entry

    def _date(
        self, record: str, slot: Slot, leaves: Mapping[str, list[Claim]]
    ) -> tuple[str | None, str]:
        """Return the date by which an entry is sorted: that of a step, or of a measurement."""
        if slot.item == "milestone":
            return self._dates[(record, slot.key)]
        calendar = str(leaves["quantity"][0].calendar)
        return FigureKey.parse(slot.key).as_of or None, calendar

    def _slot(self, leaf: str, claims: Iterable[Claim]) -> SideSlot:
        values = {group: self._said(group, claims) for group in (ONE, OTHER, THIRD)}
        return SideSlot(
            leaf=leaf,
            one=values[ONE],
            other=values[OTHER],
            third=values[THIRD],
            relation=_relation(leaf, values[ONE], values[OTHER]),
        )

    def _said(self, side: str, claims: Iterable[Claim]) -> tuple[SaidValue, ...]:
        found: dict[tuple[str, str], list[str]] = {}
        for claim in claims:
            if self._side(claim) == side:
                found.setdefault((claim.value, str(claim.calendar)), []).append(claim.source)
        return tuple(
            SaidValue(value, calendar, tuple(dict.fromkeys(sources)))
            for (value, calendar), sources in found.items()
        )

    def _side(self, claim: Claim) -> str:
        return self._side_of.get(claim.source, THIRD)


def _mark(entry: TimelineEntry) -> tuple[str, str, str | None, bool, str | None]:
    planned = Assertion.PLANNED in entry.flags
    return entry.record, entry.step, entry.actor, planned, entry.date


def _group(who: set[str]) -> str:
    if {ONE, OTHER} <= who:
        return BOTH
    return next((side for side in (ONE, OTHER) if side in who), THIRD)


def _only_third(slot: SideSlot) -> int:
    """Count the values of a field that neither side tells in any calendar or precision."""
    told = (*slot.one, *slot.other)
    return sum(all(not _agree(slot.leaf, value, other) for other in told) for value in slot.third)


def _agree(leaf: str, one: SaidValue, other: SaidValue) -> bool:
    return _bearing(leaf, one, other) in {Bearing.SAME, Bearing.REFINES}


def _relation(leaf: str, one: tuple[SaidValue, ...], other: tuple[SaidValue, ...]) -> str | None:
    if not one or not other:
        return None
    order = list(Bearing)
    nearest = [
        min((_bearing(leaf, mine, theirs) for theirs in against), key=order.index)
        for values, against in ((one, other), (other, one))
        for mine in values
    ]
    return str(max(nearest, key=order.index))


def _bearing(leaf: str, one: SaidValue, other: SaidValue) -> Bearing:
    return bearing(
        leaf, (one.value, Calendar(one.calendar)), (other.value, Calendar(other.calendar))
    )
