"""The parts of a summary that are chosen and computed: changes, frictions, trade, trend, dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.quantities import Quantity
from relations_kb.domain.vocabulary import Form, Kind, Role, Step
from relations_kb.query.show import FigureView, MilestoneView, RecordView
from relations_kb.query.sides import Sides, conflict_codes, face_each_other, score
from relations_kb.query.timeline import TimelineEntry

TREND_YEARS = 8
LEAST_CODED = 5
"""Fewer coded events than these make no mean."""

_VIOLENT = frozenset({Form.WAR, Form.ATTACK, Form.OCCUPATION, Form.CEASEFIRE})
_MEETINGS = frozenset({Form.VISIT, Form.SUMMIT, Form.TALKS, Form.CALL, Form.MEDIATION})
_WORDS = frozenset({Form.STATEMENT, Form.VOTE, Form.RESOLUTION})
GROUPS = (
    "treaty step", "war or attack", "sanction or tariff", "agreement", "visit or talks",
    "other event", "project", "statement or vote",
)  # fmt: skip
"""Kinds of change, the weightiest first."""

_WEIGHTY = (
    Step.TERMINATED, Step.SUPERSEDED, Step.EXPIRED, Step.DENOUNCED, Step.SUSPENDED, Step.IN_FORCE,
    Step.PROVISIONALLY_APPLIED, Step.SIGNED, Step.STARTED, Step.ENDED, Step.IMPOSED, Step.APPLIED,
    Step.LIFTED, Step.VETOED, Step.ADOPTED, Step.OCCURRED,
)  # fmt: skip
"""Of several steps of a record in the months told, the first of these is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry that the page tells.

    Attributes:
        group: one of ``GROUPS``.
        entry: the milestone.
        keys: keys of the milestone in its record.
        more: further steps of the same record that are not told.
    """

    group: str
    entry: TimelineEntry
    keys: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Friction:
    """A quarrel between the two, or a refusal by one of them.

    Attributes:
        entry: the milestone.
        keys: its keys.
        codes: PLOVER codes of conflict; empty for a refusal.
        refused_by: id of the actor that refused, if it is a refusal.
    """

    entry: TimelineEntry
    keys: tuple[str, ...]
    codes: tuple[str, ...]
    refused_by: str | None


@dataclass(frozen=True, slots=True)
class Flow:
    """A figure of trade, and what it is compared with.

    Attributes:
        record: id of the record.
        figure: the figure.
        before: the figure of the year before, in the same unit.
        change: change in per cent, rounded, computed from the two.
        said: the growth that a source gives for the same year.
    """

    record: str
    figure: FigureView
    before: FigureView | None
    change: int | None
    said: FigureView | None


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a pair.

    Attributes:
        year: the year.
        milestones: dated steps that began in it.
        coded: events with PLOVER codes that began in it.
        mean: their mean score, None for fewer than ``LEAST_CODED``.
        records: ids of the coded events.
    """

    year: int
    milestones: int
    coded: int
    mean: float | None
    records: tuple[str, ...]


def group_of(record: RecordView) -> str:
    """Return the kind of change that a step of a record is."""
    by_kind = {
        Kind.TREATY: "treaty step",
        Kind.TRADE_MEASURE: "sanction or tariff",
        Kind.AGREEMENT: "agreement",
        Kind.PROJECT: "project",
    }
    if record.kind in by_kind:
        return by_kind[Kind(record.kind)]
    by_form = ((_VIOLENT, "war or attack"), (_MEETINGS, "visit or talks"))
    for forms, name in by_form:
        if record.form in forms:
            return name
    return "statement or vote" if record.form in _WORDS else "other event"


def told_entries(entries: Iterable[TimelineEntry], records: Mapping[str, RecordView]) -> list[Told]:
    """Choose one step of each record, and order by kind of change, the newest first."""
    by_record: dict[str, list[TimelineEntry]] = {}
    for entry in entries:
        by_record.setdefault(entry.record, []).append(entry)
    told = []
    for slug, own in by_record.items():
        chosen = min(reversed(own), key=_weight)
        group = group_of(records[slug])
        told.append(Told(group, chosen, keys_of(chosen, records[slug]), len(own) - 1))
    told.sort(key=lambda t: (_day(t.entry), t.entry.record), reverse=True)
    told.sort(key=lambda t: GROUPS.index(t.group))
    return told


def weightiest(told: Sequence[Told], limit: int) -> list[Told]:
    """Choose what fits on a page: two of each kind, the weightiest kinds first, then the rest."""
    seen: dict[str, int] = {}
    first = []
    for change in told:
        seen[change.group] = seen.get(change.group, 0) + 1
        if seen[change.group] <= 2:
            first.append(change)
    rest = [change for change in told if change not in first]
    chosen = [*first, *rest][:limit]
    return [change for change in told if change in chosen]


def keys_of(entry: TimelineEntry, record: RecordView) -> tuple[str, ...]:
    """Return the keys of the milestone that an entry shows."""
    return tuple(
        m.key
        for m in record.milestones
        if (m.step, m.actor, m.date, m.calendar, m.place, m.note)
        == (entry.step, entry.actor, entry.date, entry.calendar, entry.place, entry.note)
    )


def _weight(entry: TimelineEntry) -> int:
    doubtful = {"reported", "denied"} & set(entry.flags)
    rank = _WEIGHTY.index(Step(entry.step)) if entry.step in _WEIGHTY else len(_WEIGHTY)
    return rank + (len(_WEIGHTY) + 1 if doubtful else 0)


def _day(entry: TimelineEntry) -> str:
    return entry.date_min or entry.date_max or ""


def find_frictions(
    past: Iterable[TimelineEntry], records: Mapping[str, RecordView], sides: Sides
) -> list[Friction]:
    """Find quarrels between the two and refusals by one of them, the newest first."""
    found: dict[str, Friction] = {}
    refusals = []
    for entry in past:
        record = records[entry.record]
        keys = keys_of(entry, record)
        if entry.step == Step.REFUSED and entry.actor in sides.of and _is_deed(entry):
            if entry.route in {"direct", "line"} and _between(sides, record):
                refusals.append(Friction(entry, keys, (), entry.actor))
        elif entry.record not in found and record.kind == Kind.EVENT:
            codes = conflict_codes(record)
            if codes and face_each_other(sides, record):
                found[entry.record] = Friction(entry, keys, codes, None)
    frictions = [*found.values(), *refusals]
    return sorted(frictions, key=lambda f: (_day(f.entry), f.entry.record), reverse=True)


def _between(sides: Sides, record: RecordView) -> bool:
    """Tell whether a refusal is one between the two: nobody else takes part as an equal."""
    return all(party.role == Role.CONCERNED for party in sides.others(record))


def _is_deed(entry: TimelineEntry) -> bool:
    return not {"denied", "reported", "planned"} & set(entry.flags)


def trend(
    past: Iterable[TimelineEntry],
    records: Mapping[str, RecordView],
    sides: Sides,
    on: datetime.date,
) -> list[Year]:
    """Count the steps of the last years and take the mean score of the coded events in each."""
    steps: dict[int, int] = {}
    events: dict[int, dict[str, float]] = {}
    begun: set[str] = set()
    for entry in past:
        day = _day(entry)
        year = int(day[:4])
        steps[year] = steps.get(year, 0) + 1
        record = records[entry.record]
        if entry.record in begun or record.kind != Kind.EVENT:
            continue
        begun.add(entry.record)
        value = score(sides, record)
        if value is not None:
            events.setdefault(year, {})[entry.record] = value
    years = range(on.year - TREND_YEARS + 1, on.year + 1)
    return [_year(year, steps.get(year, 0), events.get(year, {})) for year in years]


def _year(year: int, steps: int, events: Mapping[str, float]) -> Year:
    enough = len(events) >= LEAST_CODED
    mean = round(sum(events.values()) / len(events), 1) if enough else None
    return Year(year, steps, len(events), mean, tuple(events))


def flows(records: Iterable[RecordView], on: datetime.date) -> list[Flow]:
    """Return the latest turnover on record, or else the latest flow each way, by a day."""
    figures = [
        (record.id, figure)
        for record in records
        if record.form == Form.TRADE_FLOW
        for figure in record.figures
        if _over_by(figure, on)
    ]
    turnovers = [(slug, f) for slug, f in figures if f.metric == "trade-turnover" and f.of is None]
    whole = [pair for pair in turnovers if _is_year(pair[1])]
    latest_by: dict[tuple[str, str, str], FigureView] = {}
    for slug, f in figures:
        if f.metric in {"exports", "imports"}:
            key = (slug, f.metric, f.of or "")
            if key not in latest_by or _as_of(f) > _as_of(latest_by[key]):
                latest_by[key] = f
    best = max(whole or turnovers, key=lambda pair: _as_of(pair[1]), default=None)
    if best and all(_as_of(best[1])[0] >= _as_of(f)[0] for f in latest_by.values() if _is_year(f)):
        return [_flow(best[0], best[1], [f for s, f in figures if s == best[0]])]
    newest = sorted(latest_by.items(), key=lambda item: (_as_of(item[1]), item[0]), reverse=True)
    return [_flow(key[0], f, [g for s, g in figures if s == key[0]]) for key, f in newest[:2]]


def _flow(record: str, latest: FigureView, figures: Sequence[FigureView]) -> Flow:
    before = said = None
    if _is_year(latest):
        year = int(str(latest.as_of))
        alike = [f for f in figures if (f.metric, f.of) == (latest.metric, latest.of)]
        before = next(
            (f for f in alike if f.as_of == str(year - 1) and f.unit == latest.unit), None
        )
        said = next(
            (
                f for f in figures
                if f.metric == "trade-growth" and f.as_of == latest.as_of and not f.of
            ),
            None,
        )  # fmt: skip
    return Flow(record, latest, before, _change(before, latest), said)


def _change(before: FigureView | None, latest: FigureView) -> int | None:
    """Return the change in per cent; none where a figure is a bound or a range."""
    if before is None:
        return None
    old, new = Quantity.parse(before.value), Quantity.parse(latest.value)
    if old.low is None or old.low != old.high or new.low is None or new.low != new.high:
        return None
    return int(((new.low / old.low - 1) * 100).quantize(Decimal(1))) if old.low else None


def _is_year(figure: FigureView) -> bool:
    return bool(figure.as_of and len(figure.as_of) == 4 and figure.as_of.isdigit())


def _as_of(figure: FigureView) -> tuple[str, str]:
    date = FuzzyDate.parse(figure.as_of) if figure.as_of else None
    return (str(date.latest) if date and date.latest else "", figure.key)


def _over_by(figure: FigureView, on: datetime.date) -> bool:
    date = FuzzyDate.parse(figure.as_of) if figure.as_of else None
    return bool(date and date.latest and date.latest <= on)


def undone(last: MilestoneView | None) -> bool:
    """Tell whether a measure is over by its last step."""
    ends = {Step.LIFTED, Step.ENDED, Step.EXPIRED, Step.TERMINATED, Step.SUPERSEDED, Step.CANCELLED}
    return bool(last and last.part is None and last.step in ends)


def directions(records: Iterable[RecordView], sides: Sides) -> Iterator[tuple[RecordView, str]]:
    """Tell of each measure who imposes it: ``one``, ``other``, ``both`` or ``third``."""
    for record in records:
        others = {party.role for party in sides.others(record)}
        roles = sides.roles(record)
        # A side that is in a record through its bloc has done what the bloc has.
        through_bloc = [not own for own in roles]
        imposing = [
            Role.IMPOSER in (others if absent else own)
            for own, absent in zip(roles, through_bloc, strict=True)
        ]
        names = {(True, False): "one", (False, True): "other", (True, True): "both"}
        yield record, names.get((imposing[0], imposing[1]), "third")
