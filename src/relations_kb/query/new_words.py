"""What sources published in a span say otherwise than all that was said before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from relations_kb.domain.claims import FigureKey, MilestoneKey
from relations_kb.domain.dates import DateError, FuzzyDate
from relations_kb.domain.resolution import agree
from relations_kb.domain.vocabulary import Assertion, Calendar, Rank
from relations_kb.query.run import fetch
from relations_kb.store import tables as t


@dataclass(frozen=True, slots=True)
class Span:
    """The days after ``since``, up to and with ``until``."""

    since: datetime.date
    until: datetime.date

    def holds(self, day: datetime.date | None) -> bool:
        """Tell whether a day lies in the span."""
        return day is not None and self.since < day <= self.until


@dataclass(frozen=True, slots=True)
class NewWord:
    """A value that nobody had given before, while others had been given.

    Attributes:
        record: id of the record.
        what: the slot, in words.
        value: the new value.
        sources: who says so: ids of sources published in the span, or whom they quote.
        published: date of the first of them, as stored.
        before: what had been said, each value with who said it.
    """

    record: str
    what: str
    value: str
    sources: tuple[str, ...]
    published: str
    before: tuple[str, ...]


_UNDER_ERRATA = select(t.erratum.c.claim_id).where(t.erratum.c.withdrawn_id.is_(None))
_CLAIMS = (
    select(
        t.claim.c.item,
        t.claim.c.key,
        t.claim.c.leaf,
        t.claim.c.value,
        t.claim.c.calendar,
        t.claim.c.said_by,
        t.record.c.slug.label("record"),
        t.source.c.slug.label("source"),
        t.source.c.date.label("published"),
    )
    .join(t.record, t.record.c.id == t.claim.c.record_id)
    .join(t.source, t.source.c.id == t.claim.c.source_id)
    .where(
        t.claim.c.active,
        t.claim.c.rank != str(Rank.DEPRECATED),
        t.claim.c.id.not_in(_UNDER_ERRATA),
        t.record.c.slug.in_(bindparam("records", expanding=True)),
    )
    .order_by(
        t.record.c.slug, t.claim.c.item, t.claim.c.key, t.claim.c.leaf,
        t.claim.c.ordinal, t.claim.c.id,
    )
)  # fmt: skip


def new_words(connection: Connection, records: Iterable[str], span: Span) -> Iterator[NewWord]:
    """Find what sources of the span say otherwise, slot by slot, in the order of the ids.

    A source without a date cannot be placed in the span and counts as one that was there before.

    Args:
        connection: to the base.
        records: ids of records.
        span: when the sources were published.
    """
    claims = fetch(connection, _CLAIMS, records=sorted(records))
    for _, group in groupby(claims, key=lambda c: (c.record, c.item, c.key, c.leaf)):
        slot = list(group)
        if len({(c.value, c.calendar) for c in slot}) > 1:
            yield from _of_slot(slot, span)


def _of_slot(slot: Sequence[Row[Any]], span: Span) -> Iterator[NewWord]:
    earlier = [c for c in slot if _was_there(c, span)]
    later = [c for c in slot if span.holds(published_by(c.published))]
    if not earlier:
        return
    new = [c for c in later if not any(_agree(c, old) for old in earlier)]
    for value in dict.fromkeys(_worded(c) for c in new):
        who = [c for c in new if _worded(c) == value]
        yield NewWord(
            record=slot[0].record,
            what=slot_words(slot[0].item, slot[0].key, slot[0].leaf),
            value=value,
            sources=tuple(dict.fromkeys(_speaker(c) for c in who)),
            published=min(c.published for c in who),
            before=tuple(_told(earlier)),
        )


def _was_there(claim: Row[Any], span: Span) -> bool:
    day = published_by(claim.published)
    return day is None or day <= span.since


def _agree(one: Row[Any], other: Row[Any]) -> bool:
    return agree(
        one.leaf,
        (one.value, Calendar(one.calendar)),
        (other.value, Calendar(other.calendar)),
    )


def _told(claims: Iterable[Row[Any]]) -> Iterator[str]:
    by_value: dict[str, list[str]] = {}
    for claim in claims:
        by_value.setdefault(_worded(claim), []).append(_speaker(claim))
    for value, speakers in by_value.items():
        yield f"{value} ({', '.join(dict.fromkeys(speakers))})"


def _speaker(claim: Row[Any]) -> str:
    return str(claim.said_by or claim.source)


def _worded(claim: Row[Any]) -> str:
    plain = claim.calendar == Calendar.GREGORIAN
    return str(claim.value if plain else f"{claim.value} {claim.calendar}")


def published_by(text: str | None) -> datetime.date | None:
    """Return the day by which a source was certainly published; None if it bears no date."""
    try:
        return FuzzyDate.parse(text).latest if text else None
    except DateError:
        return None


def slot_words(item: str, key: str, leaf: str) -> str:
    """Write a slot of a record in words, such as ``signed russia date``."""
    parts: tuple[str | None, ...] = (key, leaf)
    if item == "milestone":
        m = MilestoneKey.parse(key)
        parts = (m.step, m.part, m.actor, str(Assertion.PLANNED) if m.planned else None, leaf)
    elif item == "figure":
        parts = FigureKey.parse(key)
    return " ".join(part for part in parts if part)
