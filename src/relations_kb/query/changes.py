"""What changed between two actors from one day to another, in the world or in what was known."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from relations_kb.domain.claims import MilestoneKey
from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.errors import KbError
from relations_kb.domain.lifecycle import LegalStatus, Status
from relations_kb.domain.vocabulary import Kind
from relations_kb.query.actors import ActorRef
from relations_kb.query.base import BaseView
from relations_kb.query.clock import as_it_was
from relations_kb.query.corrections import Correction, corrections
from relations_kb.query.dyad import PLANNED, Dyad, begun, read_dyad, read_stock, worded
from relations_kb.query.new_words import (
    NewWord,
    Span,
    new_words,
    published_by,
    slot_words,
)
from relations_kb.query.show import RecordView
from relations_kb.query.status import ReasonView, status_of, status_view
from relations_kb.query.timeline import TimelineEntry, TimelineFilter, timeline

_INSTRUMENTS = frozenset({Kind.TREATY, Kind.AGREEMENT})
_DAY = datetime.timedelta(1)
_UNKNOWN = LegalStatus(Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class StatusChange:
    """An instrument whose status is not what it was.

    Attributes:
        record: id of the record.
        title: its title.
        kind: its kind.
        before: word of ``Status`` at the beginning.
        before_since: date of the step that had brought that about.
        after: word of ``Status`` at the end.
        since: date of the step that brought it about.
        steps: the rules and steps that count at the end and did not at the beginning.
    """

    record: str
    title: str
    kind: str
    before: str
    before_since: str | None
    after: str
    since: str | None
    steps: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value that was known and is now shown otherwise."""

    record: str
    what: str
    before: str
    after: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What changed; an empty list says that nothing of the sort is on record.

    Attributes:
        one: id of the one actor.
        other: id of the other.
        names: their names.
        since: the day that is compared with, ISO; what is of that day is no change.
        until: the last day of the span.
        known: whether what was known on the two days is compared, and not the days themselves.
        on: the day whose status is told in the end.
        status: instruments whose status changed.
        milestones: what happened in the span; if ``known``, what came to be known in it.
        published: ids of the sources of the dyad that were published in the span.
        said: what they say otherwise than all sources before them.
        shown: values shown otherwise; only if ``known``.
        corrections: values corrected or withdrawn in the base in the span.
        base: which base was asked.
    """

    one: str
    other: str
    names: tuple[str, str]
    since: str
    until: str
    known: bool
    on: str
    status: tuple[StatusChange, ...]
    milestones: tuple[TimelineEntry, ...]
    published: tuple[str, ...]
    said: tuple[NewWord, ...]
    shown: tuple[ValueChange, ...]
    corrections: tuple[Correction, ...]
    base: BaseView


@dataclass(frozen=True, slots=True)
class _Side:
    """One end of the comparison: a dyad and the day whose status is told."""

    dyad: Dyad
    day: datetime.date


def changes(
    connection: Connection,
    one: str,
    other: str,
    since: datetime.date,
    *,
    on: datetime.date | None = None,
    known_by: datetime.date | None = None,
    at: int | None = None,
) -> ChangesView:
    """Compare two days, or, with ``known_by``, what was known on two days.

    If knowledge is compared, both ends tell of the same day, so that nothing differs because time
    went by.

    Args:
        connection: to the base itself, not to a copy of an earlier time.
        one: the one actor, as a user types it.
        other: the other.
        since: the earlier day.
        on: the later day; if knowledge is compared, the day that both ends tell of.
        known_by: the day whose knowledge is compared with that of ``since``.
        at: number of the last changeset that counts.

    Raises:
        KbError: if an actor or the changeset is not found, or ``since`` is not the earlier day.
    """
    until = known_by or on or datetime.date.today()
    if since >= until:
        raise KbError(
            f"--since {since} does not lie before {until}.", "Give the earlier day to it."
        )
    span = Span(since, until)
    with as_it_was(connection, known_by=known_by, at=at) as now:
        after = _Side(read_dyad(now, one, other, read_stock(now)), on or until)
        if known_by is None:
            before = _Side(after.dyad, since)
            milestones = _happened(now, one, other, span)
        else:
            with as_it_was(connection, known_by=since, at=at) as then:
                before = _Side(read_dyad(then, one, other, read_stock(then)), after.day)
            milestones = _learned(before, after)
        said = tuple(new_words(now, after.dyad.routes, span))
    dyad = after.dyad
    return ChangesView(
        one=dyad.one.slug,
        other=dyad.other.slug,
        names=(dyad.one.name, dyad.other.name),
        since=since.isoformat(),
        until=until.isoformat(),
        known=known_by is not None,
        on=after.day.isoformat(),
        status=tuple(_status_changes(before, after)),
        milestones=milestones,
        published=_published(dyad, span),
        said=said,
        shown=tuple(_shown_otherwise(before, after)) if known_by else (),
        corrections=tuple(corrections(connection, _sides(dyad), tuple(dyad.routes), span, at)),
        base=dyad.stock.base,
    )


def _sides(dyad: Dyad) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of the actors that stand for each side: the states of its line."""

    def states(actor: ActorRef) -> frozenset[str]:
        lines = dyad.stock.lines
        return frozenset({actor.slug, *(slug for slug in lines if lines[slug] == actor.slug)})

    return states(dyad.one), states(dyad.other)


def _status_changes(before: _Side, after: _Side) -> Iterator[StatusChange]:
    for slug in dict.fromkeys((*after.dyad.routes, *before.dyad.routes)):
        record = after.dyad.stock.records.get(slug)
        if record is None or record.kind not in _INSTRUMENTS:
            continue
        earlier = before.dyad.stock.records.get(slug)
        old = status_of(earlier, before.day, before.dyad.stock.records) if earlier else _UNKNOWN
        new = status_of(record, after.day, after.dyad.stock.records)
        if (old.status, _since(old)) != (new.status, _since(new)):
            yield StatusChange(
                record=slug,
                title=record.title,
                kind=record.kind,
                before=str(old.status),
                before_since=_since(old),
                after=str(new.status),
                since=_since(new),
                steps=_new_reasons(earlier, record, before, after),
            )


def _since(status: LegalStatus) -> str | None:
    return worded(status.since.text, status.since.calendar) if status.since else None


def _new_reasons(
    earlier: RecordView | None, record: RecordView, before: _Side, after: _Side
) -> tuple[ReasonView, ...]:
    """Return the reasons of the later status that were none of the earlier."""
    old = _reasons(earlier, before) if earlier else ()
    known = {(r.rule, r.record, r.milestone, r.date) for r in old}
    return tuple(
        r for r in _reasons(record, after) if (r.rule, r.record, r.milestone, r.date) not in known
    )


def _reasons(record: RecordView, side: _Side) -> tuple[ReasonView, ...]:
    stock = side.dyad.stock
    return status_view(record, side.day, stock.records, stock.lines, stock.base).reasons


def _happened(
    connection: Connection, one: str, other: str, span: Span
) -> tuple[TimelineEntry, ...]:
    """Return what happened, or may have happened, in the span.

    What began before the span and has no known end is counted where it began.
    """
    window = FuzzyDate.parse(f"{span.since + _DAY}/{span.until}")
    view = timeline(connection, one, other, TimelineFilter(window=window))
    return tuple(
        entry
        for entry in view.entries
        if PLANNED not in entry.flags
        and (entry.date_max or (entry.date_min or "") > span.since.isoformat())
    )


def _learned(before: _Side, after: _Side) -> tuple[TimelineEntry, ...]:
    """Return what had happened by the day told of, and was not on record before."""
    known = {_same(entry) for entry in before.dyad.entries if PLANNED not in entry.flags}
    return tuple(
        entry
        for entry in after.dyad.entries
        if begun(entry, after.day) and _same(entry) not in known
    )


def _same(entry: TimelineEntry) -> tuple[str | None, ...]:
    """Return what tells an entry from others, whatever its date is taken to be."""
    return entry.record, entry.step, entry.actor, entry.title


def _published(dyad: Dyad, span: Span) -> tuple[str, ...]:
    dates = {source.id: source.date for record in dyad.own for source in record.sources}
    return tuple(sorted(slug for slug, date in dates.items() if span.holds(published_by(date))))


def _shown_otherwise(before: _Side, after: _Side) -> Iterator[ValueChange]:
    for record in after.dyad.own:
        earlier = before.dyad.stock.records.get(record.id)
        if earlier:
            old, new = _values(earlier), _values(record)
            yield from (
                ValueChange(record.id, what, old[what][0], value, sources)
                for what, (value, sources) in new.items()
                if what in old and old[what][0] != value
            )


def _values(record: RecordView) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return the values that a record shows, by what they are of, with their sources."""
    shown: Iterable[tuple[str, str | None, tuple[str, ...]]] = (
        *((slot_words("milestone", m.key, "date"), worded(m.date, m.calendar), m.sources)
          for m in record.milestones),
        *((slot_words("milestone", m.key, "assertion"), m.assertion, m.sources)
          for m in record.milestones if not MilestoneKey.parse(m.key).planned),
        *((slot_words("figure", f.key, ""), f"{f.value} {f.unit}", f.sources)
          for f in record.figures),
    )  # fmt: skip
    return {what: (value or "undated", sources) for what, value, sources in shown}
