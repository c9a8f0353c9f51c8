"""Values of the base that were corrected, retracted or withdrawn, and by what.

An erratum speaks against a claim, which stays as it was said; a newer seed that says a claim no
more withdraws it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from relations_kb.domain.dates import FuzzyDate
from relations_kb.query.new_words import Span, slot_words
from relations_kb.query.run import fetch
from relations_kb.store import tables as t

WITHDRAWN = "withdrawn"
TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that the base gave for a source and no longer gives, or gives otherwise.

    Attributes:
        record: id of the record.
        what: the slot, in words.
        kind: ``correction`` or ``retraction`` of an erratum; ``withdrawn`` if a newer seed says
            otherwise or no more; ``taken back`` if an erratum was, and the value counts again.
        before: the value that counts no more; None if an erratum was taken back.
        after: the value that counts in its stead; None if none does.
        source: id of the source that was cited for it.
        changeset: number of the changeset that did it.
        day: the day of the erratum, or on which the changeset was applied, ISO.
        reason: why, in the words of the erratum; None if none was given.
    """

    record: str
    what: str
    kind: str
    before: str | None
    after: str | None
    source: str
    changeset: int
    day: str
    reason: str | None


_CHANGESETS = select(t.changeset.c.id, t.changeset.c.applied_at).order_by(t.changeset.c.id)
_ERRATA = select(t.erratum).order_by(t.erratum.c.id)
_SAID = select(
    t.claim_changeset.c.claim_id, t.claim_changeset.c.changeset_id, t.claim_changeset.c.withdrawn_id
)
_CLAIMS = (
    select(
        t.claim.c.id,
        t.claim.c.item,
        t.claim.c.key,
        t.claim.c.leaf,
        t.claim.c.value,
        t.record.c.slug.label("record"),
        t.source.c.slug.label("source"),
    )
    .join(t.record, t.record.c.id == t.claim.c.record_id)
    .join(t.source, t.source.c.id == t.claim.c.source_id)
    .order_by(t.record.c.slug, t.claim.c.ordinal, t.claim.c.id)
)


@dataclass(frozen=True, slots=True)
class _Act:
    """Something done to a claim: what, by which changeset, when, why, and what replaces it."""

    kind: str
    changeset: int
    day: str
    reason: str | None = None
    instead: str | None = None


def corrections(
    connection: Connection,
    sides: tuple[Collection[str], Collection[str]],
    records: Collection[str],
    span: Span,
    at: int | None = None,
) -> tuple[Correction, ...]:
    """Find what was corrected, retracted or withdrawn in a span of the base's own time.

    Args:
        connection: to the base itself; a copy of an earlier time knows no changesets.
        sides: ids of the actors that stand for each side; of a record that was withdrawn as a
            whole only its withdrawn claims tell who its parties were.
        records: ids of the records of the dyad.
        span: the days on which it was done.
        at: number of the last changeset that counts.
    """
    days = {
        row.id: row.applied_at[:10]
        for row in fetch(connection, _CHANGESETS)
        if at is None or row.id <= at
    }
    said = [row for row in fetch(connection, _SAID) if row.changeset_id in days]
    acts = {**_withdrawals(said, days, span), **_errata(connection, days, span)}
    if not acts:
        return ()
    claims = fetch(connection, _CLAIMS)
    own = {*records, *_of_sides(claims, sides)}
    brought = {row.claim_id: row.changeset_id for row in said}
    return tuple(_done([claim for claim in claims if claim.record in own], acts, brought))


def _withdrawals(
    said: Sequence[Row[Any]], days: Mapping[int, str], span: Span
) -> Mapping[str, _Act]:
    """Return the claims that no changeset says any more, and were still said before the span."""
    alive = {row.claim_id for row in said if row.withdrawn_id not in days}
    return {
        row.claim_id: _Act(WITHDRAWN, row.withdrawn_id, days[row.withdrawn_id])
        for row in said
        if row.claim_id not in alive and _in(days[row.withdrawn_id], span)
    }


def _errata(connection: Connection, days: Mapping[int, str], span: Span) -> Mapping[str, _Act]:
    """Return the claims that errata of the span speak against, or no longer speak against."""
    acts = {}
    for row in fetch(connection, _ERRATA):
        if row.changeset_id not in days:
            continue
        # One that was both made and taken back in the span has changed nothing.
        new, back = _in(row.date, span), row.withdrawn_id in days
        if new and not back:
            acts[row.claim_id] = _Act(
                row.kind, row.changeset_id, row.date, row.reason, row.replaced_by
            )
        elif back and not new and _in(days[row.withdrawn_id], span):
            acts[row.claim_id] = _Act(TAKEN_BACK, row.withdrawn_id, days[row.withdrawn_id])
    return acts


def _in(day: str, span: Span) -> bool:
    return span.holds(FuzzyDate.parse(day).earliest)


def _of_sides(
    claims: Sequence[Row[Any]], sides: tuple[Collection[str], Collection[str]]
) -> Iterator[str]:
    """Yield the records in which an actor of each side is, or was, a party."""
    parties: dict[str, set[str]] = {}
    for claim in claims:
        if claim.item == "party":
            parties.setdefault(claim.record, set()).add(claim.key)
    for record, actors in parties.items():
        if all(actors.intersection(side) for side in sides):
            yield record


def _done(
    claims: Sequence[Row[Any]], acts: Mapping[str, _Act], brought: Mapping[str, int]
) -> Iterator[Correction]:
    by_id = {claim.id: claim for claim in claims}
    by_slot: dict[tuple[str, ...], list[Row[Any]]] = {}
    for claim in claims:
        by_slot.setdefault((claim.record, claim.item, claim.key, claim.leaf), []).append(claim)
    for slot in by_slot.values():
        for claim in slot:
            act = acts.get(claim.id)
            if act is None:
                continue
            new = by_id.get(act.instead) if act.instead else None
            if act.kind == WITHDRAWN:
                new = _in_its_stead(claim, slot, act, brought)
            yield _correction(claim, new, act)


def _in_its_stead(
    old: Row[Any], slot: Sequence[Row[Any]], act: _Act, brought: Mapping[str, int]
) -> Row[Any] | None:
    """Return the claim of the withdrawing changeset on the same slot, its own source first."""
    new = [claim for claim in slot if brought.get(claim.id) == act.changeset]
    return next((c for c in new if c.source == old.source), new[0] if new else None)


def _correction(claim: Row[Any], new: Row[Any] | None, act: _Act) -> Correction:
    back = act.kind == TAKEN_BACK
    return Correction(
        record=claim.record,
        what=slot_words(claim.item, claim.key, claim.leaf),
        kind=act.kind,
        before=None if back else claim.value,
        after=claim.value if back else (new.value if new is not None else None),
        source=claim.source,
        changeset=act.changeset,
        day=act.day,
        reason=act.reason,
    )
