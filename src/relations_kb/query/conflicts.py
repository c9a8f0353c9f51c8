"""Every slot on which sources give different values: what is shown, by which rule, who differs.

Values are compared after calendars and precision are set aside: the same day in two calendars is
one day, and a month does not contradict a day that lies in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from relations_kb.domain.bearing import OPEN_QUESTIONS, Bearing, bearing
from relations_kb.domain.claims import Claim, MilestoneKey, Slot, SourceWeight
from relations_kb.domain.resolution import Decision, Ground, count_origins, decide
from relations_kb.domain.vocabulary import Calendar, Rank
from relations_kb.query.claims import slots_with_many_values, worded
from relations_kb.query.run import fetch
from relations_kb.query.show import get_record
from relations_kb.query.timeline import timeline
from relations_kb.query.told import ToldValue, told_value, value_of
from relations_kb.store import tables as t
from relations_kb.store.read import read_weights


@dataclass(frozen=True, slots=True)
class SlotConflict:
    """A slot for which sources give more than one value.

    Attributes:
        record: id of the record.
        title: its title.
        kind: its kind.
        item: what sort of entry the slot belongs to.
        entry: the entry in words: step, part, actor.
        step: the step, if it is a milestone.
        part: its part.
        actor: its actor, or the party.
        leaf: the field of the entry.
        shown: the value shown; None if all are known errors.
        support: independent origins behind it, those that only agree with it included.
        rule: word of ``Ground`` by which it is shown; None if nothing is.
        because: what decided by that rule, or the editor's reason.
        preferred: whether the editor preferred the value shown.
        others: the other values, from the nearest to the farthest.
    """

    record: str
    title: str
    kind: str
    item: str
    entry: str
    step: str | None
    part: str | None
    actor: str | None
    leaf: str
    shown: ToldValue | None
    support: int
    rule: str | None
    because: str
    preferred: bool
    others: tuple[ToldValue, ...]

    @property
    def disagrees(self) -> bool:
        """Tell whether a value overlaps or conflicts with the one shown."""
        return any(other.relation in OPEN_QUESTIONS for other in self.others)

    @property
    def unresolved(self) -> bool:
        """Tell whether a value conflicts with one that the editor has not preferred."""
        conflicting = any(other.relation == Bearing.CONFLICTS for other in self.others)
        return conflicting and not self.preferred


@dataclass(frozen=True, slots=True)
class ConflictsView:
    """The slots on which sources differ.

    Attributes:
        scope: what was asked for, in words.
        slots: the slots, by the first date of their record.
        agreeing: slots left out, since their values agree or are known errors.
    """

    scope: str
    slots: tuple[SlotConflict, ...]
    agreeing: int = field(default=0)

    @property
    def unresolved(self) -> int:
        """Count the slots in conflict that the editor has not decided."""
        return sum(slot.unresolved for slot in self.slots)


_RECORDS = (
    select(
        t.record.c.slug,
        t.record.c.title,
        t.record.c.kind,
        func.min(t.milestone.c.sort_key).label("first"),
    )
    .outerjoin(t.milestone, t.milestone.c.record_id == t.record.c.id)
    .where(t.record.c.active)
    .group_by(t.record.c.slug, t.record.c.title, t.record.c.kind)
)
_UNDATED = "~"
_NEAREST_FIRST = {str(word): number for number, word in enumerate(Bearing)}


def conflicts_of_all(connection: Connection, *, agreeing: bool = False) -> ConflictsView:
    """Find the slots of the whole base on which sources disagree.

    Args:
        connection: to the base.
        agreeing: whether slots are wanted, too, whose values agree or are known errors.
    """
    return _view(connection, "the whole base", "", None, agreeing)


def conflicts_of_record(
    connection: Connection, record: str, *, agreeing: bool = False
) -> ConflictsView:
    """Find the slots of a record on which sources disagree.

    Raises:
        KbError: if there is no record of that id.
    """
    title = get_record(connection, record).title
    return _view(connection, title, record, None, agreeing)


def conflicts_of_pair(
    connection: Connection, one: str, other: str, *, agreeing: bool = False
) -> ConflictsView:
    """Find the slots on which sources disagree in the records of two actors, blocs included.

    Raises:
        KbError: if an actor is not found.
    """
    pair = timeline(connection, one, other)
    return _view(
        connection, f"{pair.one.name} – {pair.other.name}", "", frozenset(pair.titles), agreeing
    )


def _view(
    connection: Connection, scope: str, record: str, among: frozenset[str] | None, agreeing: bool
) -> ConflictsView:
    weights = read_weights(connection)
    records = {row.slug: row for row in fetch(connection, _RECORDS)}
    found = [
        _slot(records[slug].title, records[slug].kind, slot, claims, weights)
        for (slug, slot), claims in slots_with_many_values(connection, record).items()
        if among is None or slug in among
    ]
    # The sort is stable, so that slots keep the order of their record.
    found.sort(key=lambda slot: (records[slot.record].first or _UNDATED, slot.record))
    shown = [slot for slot in found if agreeing or slot.disagrees]
    return ConflictsView(scope, tuple(shown), len(found) - len(shown))


def _slot(
    title: str, kind: str, slot: Slot, claims: Sequence[Claim], weights: Mapping[str, SourceWeight]
) -> SlotConflict:
    decision = decide(claims, weights)
    chosen = decision.chosen if decision else None
    groups = _by_value(claims)
    shown = groups.pop(_identity(chosen)) if chosen else []
    others = [told_value(group, weights, chosen) for group in groups.values()]
    others.sort(key=lambda other: _NEAREST_FIRST[str(other.relation)])
    key = MilestoneKey.parse(slot.key) if slot.item == "milestone" else None
    return SlotConflict(
        record=claims[0].record,
        title=title,
        kind=kind,
        item=slot.item,
        entry=worded(slot),
        step=str(key.step) if key else None,
        part=key.part if key else None,
        actor=_actor(slot, key),
        leaf=slot.leaf,
        shown=told_value(shown, weights, None) if shown else None,
        support=_support(chosen, claims, weights),
        rule=str(decision.ground) if decision else None,
        because=_because(decision, claims, weights),
        preferred=bool(chosen and chosen.rank is Rank.PREFERRED),
        others=tuple(others),
    )


def _actor(slot: Slot, key: MilestoneKey | None) -> str | None:
    if key:
        return key.actor
    return slot.key if slot.item == "party" else None


def _identity(claim: Claim) -> tuple[str, Calendar, bool]:
    return claim.value, claim.calendar, claim.rank is Rank.DEPRECATED


def _by_value(claims: Iterable[Claim]) -> dict[tuple[str, Calendar, bool], list[Claim]]:
    """Group claims that tell the very same value; known errors stand by themselves."""
    groups: dict[tuple[str, Calendar, bool], list[Claim]] = {}
    for claim in claims:
        groups.setdefault(_identity(claim), []).append(claim)
    return groups


def _support(
    chosen: Claim | None, claims: Iterable[Claim], weights: Mapping[str, SourceWeight]
) -> int:
    if chosen is None:
        return 0
    return count_origins(_agreeing(chosen, claims), weights)


def _agreeing(claim: Claim, claims: Iterable[Claim]) -> list[Claim]:
    near = {Bearing.SAME, Bearing.REFINES}
    return [
        other
        for other in claims
        if other.rank is not Rank.DEPRECATED
        and bearing(claim.slot.leaf, value_of(claim), value_of(other)) in near
    ]


def _because(
    decision: Decision | None, claims: Sequence[Claim], weights: Mapping[str, SourceWeight]
) -> str:
    """Write what decided: which kind, grade, number or date went before which, or the reason."""
    if decision is None:
        return "every value is known to be wrong"
    chosen, rival = decision.chosen, decision.rival
    if rival is None:
        return decision.ground.meaning
    mine, theirs = weights[chosen.source], weights[rival.source]
    match decision.ground:
        case Ground.AUTHORITY:
            text = f"{mine.kind} before {theirs.kind}"
        case Ground.RELIABILITY:
            text = f"grade {mine.reliability} before {theirs.reliability}"
        case Ground.PRECISION:
            text = f"{chosen.value} is narrower than {rival.value}"
        case Ground.REFINEMENT:
            text = f"{chosen.value} is a part of {rival.value}, which came out first"
        case Ground.ORIGINS:
            more, less = (count_origins(_agreeing(c, claims), weights) for c in (chosen, rival))
            text = f"{more} independent origins before {less}"
        case Ground.EARLIEST:
            text = f"published {mine.date} before {theirs.date or 'undated'}"
        case _:
            text = chosen.reason or decision.ground.meaning
    return text
