"""What is measured of a dyad where dyads are compared."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from relations_kb.domain.dates import DateError, FuzzyDate
from relations_kb.domain.vocabulary import Assertion, Calendar, Form, Kind, Role, Step
from relations_kb.query.dyad import Dyad, begun, is_live_between, worded
from relations_kb.query.quality import KEY_STEPS
from relations_kb.query.show import FigureView, MilestoneView, RecordView
from relations_kb.query.status import known_on, status_of, status_view

_INSTRUMENTS = frozenset({Kind.TREATY, Kind.AGREEMENT})
_MEETINGS = frozenset({Form.SUMMIT, Form.VISIT})
_MEASURES = frozenset({Form.SANCTION, Form.EMBARGO})
_BEGINS = frozenset({Step.IMPOSED, Step.APPLIED, Step.RESUMED, Step.EXTENDED})
_STOPS = frozenset(
    {
        Step.LIFTED, Step.SUSPENDED, Step.ENDED, Step.TERMINATED, Step.EXPIRED, Step.CANCELLED,
        Step.SUPERSEDED,
    }
)  # fmt: skip
_MEANT = frozenset({Assertion.PLANNED, Assertion.DENIED})
_TURNOVER = "trade-turnover"
NONE = "none on record"


@dataclass(frozen=True, slots=True)
class Cell:
    """What is measured of one dyad.

    Attributes:
        value: the value, as text.
        date: the date that it is of.
        records: ids of the records that it is taken from.
        article: the article of the instrument.
        sources: ids of its sources.
        disputed: whether a source contradicts a step on which the status of the instrument rests.
    """

    value: str
    date: str | None = None
    records: tuple[str, ...] = ()
    article: str | None = None
    sources: tuple[str, ...] = ()
    disputed: bool = False


def treaties_in_force(dyad: Dyad, on: datetime.date) -> Cell:
    """Count the treaties that have effect between the two on a day."""
    found = [r for r in _live(dyad, on) if r.kind == Kind.TREATY]
    return Cell(str(len(found)), records=tuple(r.id for r in found))


def oldest_in_force(dyad: Dyad, on: datetime.date) -> Cell:
    """Find the treaty that has been in force for the longest time."""
    dated = [
        (day, record, m)
        for record in _live(dyad, on)
        if record.kind == Kind.TREATY
        for m in record.milestones
        if (day := m.date_min or m.date_max)
        and m.step in {Step.IN_FORCE, Step.APPLIED, Step.PROVISIONALLY_APPLIED}
        and m.assertion == Assertion.ACTUAL
        and m.part is None
        and m.actor is None
        and known_on(m, on)
    ]
    if not dated:
        return Cell(NONE)
    _, record, m = min(dated, key=lambda found: (found[0], found[1].id))
    return Cell(record.title, worded(m.date, m.calendar), (record.id,), None, m.sources, m.disputed)


def obligation(dyad: Dyad, on: datetime.date, codes: Collection[str]) -> Cell:
    """Tell whether an instrument in force obliges the two to one of some codes.

    An express duty goes before an express exclusion; of several instruments that with the fewest
    parties is named, and of those the newest.
    """
    coded = [
        (record, duty) for record in _live(dyad, on) for duty in record.obligations
        if duty.code in codes
    ]  # fmt: skip
    for value in ("yes", "no"):
        named = [(record, duty) for record, duty in coded if duty.value == value]
        if named:
            record, duty = min(reversed(named), key=lambda pair: len(pair[0].parties))
            stock = dyad.stock
            since = status_of(record, on, stock.records).since
            date = worded(since.text, since.calendar) if since else None
            view = status_view(record, on, stock.records, stock.lines, stock.base)
            word = "yes" if value == "yes" else "no, expressly"
            return Cell(word, date, (record.id,), duty.article, duty.sources, view.disputed)
    return Cell("no, none coded")


def last_meeting(dyad: Dyad, on: datetime.date) -> Cell:
    """Find the last summit or visit that took place."""
    found = [
        entry
        for entry in dyad.entries
        if begun(entry, on)
        and dyad.stock.records[entry.record].form in _MEETINGS
        and entry.step in {Step.OCCURRED, Step.STARTED, Step.ENDED}
        and not {"denied", "reported"} & set(entry.flags)
    ]
    if not found:
        return Cell(NONE)
    last = max(found, key=lambda entry: (entry.date_min or entry.date_max or "", entry.record))
    return Cell(last.title, worded(last.date, last.calendar), (last.record,), None, last.sources)


def latest_turnover(dyad: Dyad, on: datetime.date) -> Cell:
    """Find the trade turnover of the latest full year, else of the latest shorter time.

    Figures of a part of trade, or of a time not over by the day, do not count; nor those of a
    bloc, whose trade is not that of its members.
    """
    found = []
    for record in dyad.own:
        if dyad.routes[record.id] == "bloc":
            continue
        for figure in record.figures:
            span = _span(figure)
            if figure.metric == _TURNOVER and span and not figure.of and span[1] <= on:
                year = (span[1] - span[0]).days >= _FULL_YEAR
                found.append((year, span[1], record.id, figure))
    if not found:
        return Cell(NONE)
    _, _, slug, figure = max(found, key=lambda f: f[:3])
    return Cell(f"{figure.value} {figure.unit}", figure.as_of, (slug,), None, figure.sources)


_FULL_YEAR = 360


def sanctions_in_effect(dyad: Dyad, on: datetime.date) -> Cell:
    """Count the sanctions and embargoes of one side on the other that are in effect."""
    found = [
        (side, record)
        for record in dyad.own
        if record.form in _MEASURES and _in_effect(record, on)
        for side in _imposing(dyad, record)
    ]
    by_side = Counter(side for side, _ in found)
    told = ", ".join(f"{by_side[side]} by {side}" for side in dyad.sides if by_side[side])
    records = dict.fromkeys(record.id for _, record in found)
    return Cell(told or NONE, records=tuple(records))


def arms_transfers(dyad: Dyad, on: datetime.date) -> Cell:
    """Count the arms transfers that had begun by a day."""
    found = [
        r.id for r in dyad.own if r.form == Form.ARMS_TRANSFER and dyad.has_begun(r, on)
    ]  # fmt: skip
    return Cell(str(len(found)), records=tuple(found))


def two_origins(dyad: Dyad, on: datetime.date) -> Cell:
    """Tell the share of key steps that rest on two independent origins or more."""
    key = [
        m
        for record in dyad.own
        for m in dyad.steps_of(record)
        if m.step in KEY_STEPS and m.date and m.assertion not in _MEANT and known_on(m, on)
    ]
    if not key:
        return Cell(NONE)
    share = 100 * sum(m.origins > 1 for m in key) // len(key)
    return Cell(f"{share} % of {len(key)} key steps")


def _live(dyad: Dyad, on: datetime.date) -> Iterator[RecordView]:
    for record in dyad.own:
        if record.kind in _INSTRUMENTS and is_live_between(dyad, record, on):
            yield record


def _span(figure: FigureView) -> tuple[datetime.date, datetime.date] | None:
    try:
        date = FuzzyDate.parse(figure.as_of or "", Calendar.GREGORIAN)
    except DateError:
        return None
    return (date.earliest, date.latest) if date.earliest and date.latest else None


def _imposing(dyad: Dyad, record: RecordView) -> Iterator[str]:
    """Yield the side that imposes a measure, itself or through a bloc, if it hits the other."""
    acting, hit = (
        {dyad.side_of(p.actor) for p in record.parties if p.role == role}
        for role in (Role.IMPOSER, Role.TARGET)
    )
    through_bloc = dyad.routes[record.id] == "bloc"
    for one, other in (dyad.sides, dyad.sides[::-1]):
        if other in hit and (one in acting or (through_bloc and None in acting)):
            yield one


def _in_effect(record: RecordView, on: datetime.date) -> bool:
    """Tell whether a measure was imposed, and not lifted or suspended since."""
    steps = [
        m
        for m in record.milestones
        if m.assertion == Assertion.ACTUAL
        and m.part is None
        and m.date
        and known_on(m, on)
        and m.step in _BEGINS | _STOPS
    ]
    return bool(steps) and _last(steps).step in _BEGINS


def _last(steps: list[MilestoneView]) -> MilestoneView:
    """Return the last step; of two on one day the one by which it stops."""
    return max(steps, key=lambda m: (m.date_min or m.date_max or "", m.step in _STOPS))
