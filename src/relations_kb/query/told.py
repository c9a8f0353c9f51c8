"""A value of a slot with all that tell it, and how it bears on the one that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from relations_kb.domain.bearing import Bearing, bearing, holds
from relations_kb.domain.claims import Claim, SourceWeight
from relations_kb.domain.dates import FuzzyDate, sort_key
from relations_kb.domain.resolution import Value, count_origins
from relations_kb.domain.vocabulary import Calendar, Rank


@dataclass(frozen=True, slots=True)
class Voice:
    """One source that tells a value.

    Attributes:
        source: id of the source.
        kind: its kind.
        grade: its reliability.
        origin: id of the source that it goes back to; its own if it repeats none.
        published: date of publication; None if undated.
        said_by: whom it quotes.
        said_on: when that was said.
        valid: the time in which the value is said to have held.
        reason: the editor's reason for the rank of the claim.
        note: remark on the claim.
    """

    source: str
    kind: str
    grade: str
    origin: str
    published: str | None
    said_by: str | None
    said_on: str | None
    valid: str | None
    reason: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ToldValue:
    """A value of a slot with all that tell it.

    Attributes:
        value: the value as told.
        calendar: calendar of a date.
        days: the Gregorian days that a date of another calendar means; None elsewhere.
        relation: word of ``Bearing`` to the value shown; None for that itself.
        apart: how it bears on the value shown whatever its rank, so that a known error tells how
            far it is off; None for the value shown, and where nothing is shown.
        vaguer: whether it contains the value shown and says less.
        since: when it was first said or published; None if no source is dated.
        grade: the best reliability of its sources.
        origins: number of independent origins that tell this very value.
        voices: who says so, in the order of the record.
    """

    value: str
    calendar: str
    days: str | None
    relation: str | None
    apart: str | None
    vaguer: bool
    since: str | None
    grade: str
    origins: int
    voices: tuple[Voice, ...]


def told_value(
    claims: Sequence[Claim], weights: Mapping[str, SourceWeight], chosen: Claim | None
) -> ToldValue:
    """Make the view of a value from the claims that tell it.

    Args:
        claims: the claims; at least one.
        weights: weight of every source cited.
        chosen: the claim shown that the value is held against; None for that value itself.
    """
    first = claims[0]
    deprecated = first.rank is Rank.DEPRECATED
    apart = bearing(first.slot.leaf, value_of(first), value_of(chosen)) if chosen else None
    relation = Bearing.DEPRECATED if deprecated else apart
    return ToldValue(
        value=first.value,
        calendar=str(first.calendar),
        days=_days(first),
        relation=str(relation) if relation else None,
        apart=str(apart) if apart else None,
        vaguer=bool(
            chosen
            and apart is Bearing.REFINES
            and holds(first.slot.leaf, value_of(first), value_of(chosen))
        ),
        since=_since(claims, weights),
        grade=str(min(weights[claim.source].reliability for claim in claims)),
        origins=count_origins(claims, weights),
        voices=tuple(_voice(claim, weights[claim.source]) for claim in claims),
    )


def value_of(claim: Claim) -> Value:
    """Return the value of a claim with its calendar, as values are compared."""
    return claim.value, claim.calendar


def _voice(claim: Claim, weight: SourceWeight) -> Voice:
    return Voice(
        source=claim.source,
        kind=str(weight.kind),
        grade=str(weight.reliability),
        origin=weight.origin,
        published=weight.date or None,
        said_by=claim.said_by,
        said_on=claim.said_on,
        valid=claim.valid,
        reason=claim.reason,
        note=claim.note,
    )


def _days(claim: Claim) -> str | None:
    if claim.slot.leaf != "date" or claim.calendar is Calendar.GREGORIAN:
        return None
    date = FuzzyDate.parse(claim.value, claim.calendar)
    ends = dict.fromkeys(str(day) if day else ".." for day in (date.earliest, date.latest))
    return "/".join(ends)


def _since(claims: Iterable[Claim], weights: Mapping[str, SourceWeight]) -> str | None:
    """Return when a value was first said: a quoted word when it was spoken, else published."""
    dates = [FuzzyDate.parse(text) for text in _saying_dates(claims, weights)]
    return min(dates, key=sort_key).text if dates else None


def _saying_dates(claims: Iterable[Claim], weights: Mapping[str, SourceWeight]) -> Iterator[str]:
    for claim in claims:
        text = claim.said_on or weights[claim.source].date
        if text:
            yield text
