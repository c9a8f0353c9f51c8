"""The years of a pair as numbers to be drawn: milestones by year and kind, instruments in force."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from relations_kb.domain.vocabulary import Kind
from relations_kb.query.actors import list_actors
from relations_kb.query.bars import Bar, bar_of
from relations_kb.query.show import all_records
from relations_kb.query.timeline import TimelineEntry, TimelineFilter, TimelineView, timeline

_INSTRUMENTS = frozenset({Kind.TREATY, Kind.AGREEMENT})
_NOT_CONFIRMED = frozenset({"planned", "reported", "denied"})


@dataclass(frozen=True, slots=True)
class Count:
    """Milestones of one kind.

    Attributes:
        done: those that happened.
        not_confirmed: those that are planned, reported or denied.
    """

    done: int = 0
    not_confirmed: int = 0

    @property
    def all(self) -> int:
        """The number of both."""
        return self.done + self.not_confirmed


@dataclass(frozen=True, slots=True)
class Period:
    """The milestones of some years, by kind; of a range of years its first counts."""

    first: int
    last: int
    kinds: Mapping[str, Count]

    @property
    def all(self) -> int:
        """The number of milestones."""
        return sum(count.all for count in self.kinds.values())


@dataclass(frozen=True, slots=True)
class Range:
    """A milestone whose date is a range that reaches beyond a year.

    Attributes:
        first: first day that it may mean.
        last: last day.
        kind: kind of its record.
        confirmed: whether it happened, and is not only planned, reported or denied.
    """

    first: datetime.date
    last: datetime.date
    kind: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ChartView:
    """What is drawn of a pair.

    Attributes:
        timeline: the timeline behind it.
        on: the day up to which is told what is in force.
        first: first year of the axis.
        last: last year of the axis.
        years: the milestones by year, every year of the axis in order.
        ranges: milestones that are dated to a range of years.
        bars: the instruments in force within the axis, by their start.
        undated: milestones without any date, which are not drawn.
    """

    timeline: TimelineView
    on: datetime.date
    first: int
    last: int
    years: tuple[Period, ...]
    ranges: tuple[Range, ...]
    bars: tuple[Bar, ...]
    undated: int

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that occur, in the order of the vocabulary."""
        found = {kind for year in self.years for kind in year.kinds}
        return tuple(str(kind) for kind in Kind if kind in found)


def chart(
    connection: Connection, one: str, other: str, wanted: TimelineFilter, on: datetime.date
) -> ChartView:
    """Count the milestones of two actors by year, and find what was in force between them.

    The window and the steps of the filter choose milestones; an instrument is drawn if it was in
    force within the window, whenever its steps were. Limit and order of the filter have no effect.

    Args:
        connection: to the base.
        one: the one actor, as a user types it.
        other: the other.
        wanted: what to show.
        on: the day up to which is told what is in force.

    Raises:
        KbError: if an actor is not found.
    """
    wanted = replace(wanted, limit=0, reverse=False)
    view = timeline(connection, one, other, wanted)
    whole = view
    if wanted.window or wanted.steps:
        whole = timeline(connection, one, other, replace(wanted, window=None, steps=()))
    bars = _bars(connection, whole, on)
    first, last = _axis(view, bars, on)
    return ChartView(
        timeline=view,
        on=on,
        first=first,
        last=last,
        years=_years(view.entries, first, last),
        ranges=tuple(_ranges(view.entries, first, last)),
        bars=tuple(bar for bar in bars if _is_within(bar, first, last)),
        undated=sum(_days(entry) is None for entry in view.entries),
    )


def periods(view: ChartView, size: int) -> list[Period]:
    """Join the years into periods of a size, which begin with the years that it divides."""
    grouped: dict[int, list[Period]] = {}
    for year in range(view.first // size * size, view.last + 1, size):
        grouped[year] = []
    for one in view.years:
        grouped[one.first // size * size].append(one)
    return [Period(year, year + size - 1, _sum(years)) for year, years in grouped.items()]


def _sum(years: Iterable[Period]) -> dict[str, Count]:
    kinds: dict[str, Count] = {}
    for year in years:
        for kind, count in year.kinds.items():
            before = kinds.get(kind, Count())
            kinds[kind] = Count(
                before.done + count.done, before.not_confirmed + count.not_confirmed
            )
    return kinds


def _bars(connection: Connection, view: TimelineView, on: datetime.date) -> list[Bar]:
    records = {record.id: record for record in all_records(connection)}
    lines = {actor.id: actor.line for actor in list_actors(connection)}
    sides = (view.one.line, view.other.line)
    routes: dict[str, str] = {}
    for entry in view.entries:
        if entry.kind in _INSTRUMENTS:
            routes.setdefault(entry.record, entry.route)
    bars = (bar_of(records[r], route, records, sides, lines, on) for r, route in routes.items())
    return sorted((bar for bar in bars if bar), key=lambda bar: (bar.spans[0].first, bar.record))


def _axis(view: TimelineView, bars: Iterable[Bar], on: datetime.date) -> tuple[int, int]:
    """Return the first and the last year: those asked for, else those that hold everything."""
    days = [days for entry in view.entries if (days := _days(entry))]
    window = view.filter.window
    firsts = [first.year for first, _ in days]
    if window is None or window.earliest is None:
        firsts += [bar.spans[0].first.year for bar in bars]
    lasts = [*firsts, *(on.year for bar in bars if bar.ongoing)]
    first = window.earliest.year if window and window.earliest else min(firsts, default=on.year)
    last = window.latest.year if window and window.latest else max(lasts, default=on.year)
    return min(first, last), max(first, last)


def _days(entry: TimelineEntry) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day that an entry may mean; of an open range the end known."""
    first, last = entry.date_min or entry.date_max, entry.date_max or entry.date_min
    if first is None or last is None:
        return None
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)


def _years(entries: Iterable[TimelineEntry], first: int, last: int) -> tuple[Period, ...]:
    done: Counter[tuple[int, str]] = Counter()
    other: Counter[tuple[int, str]] = Counter()
    for entry in entries:
        if days := _days(entry):
            # What began before the window and may reach into it counts at its edge.
            key = min(max(days[0].year, first), last), entry.kind
            (done if _is_confirmed(entry) else other)[key] += 1
    return tuple(
        Period(
            year,
            year,
            {
                str(kind): Count(done[year, kind], other[year, kind])
                for kind in Kind
                if done[year, kind] or other[year, kind]
            },
        )
        for year in range(first, last + 1)
    )


def _ranges(entries: Iterable[TimelineEntry], first: int, last: int) -> Iterable[Range]:
    for entry in entries:
        days = _days(entry)
        if days and entry.date_min and days[0].year < days[1].year:
            yield Range(
                max(days[0], datetime.date(first, 1, 1)),
                min(days[1], datetime.date(last, 12, 31)),
                entry.kind,
                _is_confirmed(entry),
            )


def _is_confirmed(entry: TimelineEntry) -> bool:
    return not _NOT_CONFIRMED & set(entry.flags)


def _is_within(bar: Bar, first: int, last: int) -> bool:
    return any(
        span.first.year <= last and (span.last is None or span.last.year >= first)
        for span in bar.spans
    )
