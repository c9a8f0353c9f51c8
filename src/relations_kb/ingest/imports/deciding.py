"""From what rows tell and what the base has to what is written, and what the plan says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from relations_kb.domain.claims import Claim
from relations_kb.ingest.imports.comparing import Record, no_longer_said, withdrawn_change
from relations_kb.ingest.imports.plan import Effect, Entry, Outcome, ValueChange
from relations_kb.ingest.imports.standing import Standing, TrackedRow
from relations_kb.ingest.imports.telling import Telling
from relations_kb.store.imports import RecordSaid, RowSaid


@dataclass(slots=True)
class _Spoken:
    """What the tellings of one record amount to."""

    new: list[Claim] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    rows: list[RowSaid] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def decide(
    tellings: Sequence[Telling], standing: Standing, first_number: int
) -> tuple[RecordSaid | None, list[Entry]]:
    """Decide what the tellings of one record do.

    Args:
        tellings: of one record, at least one.
        standing: what the base has.
        first_number: from which claims and statements are numbered.

    Returns:
        What is to be written, None for nothing; and an entry of the plan for each telling.
    """
    slug = tellings[0].record
    is_new = not standing.claims.get(slug)
    spoken = _Spoken()
    changes: list[list[ValueChange]] = [[] for _ in tellings]
    withdrawn = _withdrawn(tellings, standing)
    for telling, values in zip(tellings, changes, strict=True):
        values += [withdrawn_change(c) for c in withdrawn.get(telling.dataset, ())]
        spoken.withdrawn += [claim.id for claim in withdrawn.pop(telling.dataset, ())]
    left = _left(standing, slug, spoken.withdrawn, {telling.dataset for telling in tellings})
    record = Record(left, standing.weights, first_number)
    for telling, values in zip(tellings, changes, strict=True):
        _add(telling, record, standing, spoken, None if is_new else values)
        _add_rows(telling, standing, spoken)
    entries = [
        telling.entry(_outcome(telling, values, is_new=is_new), values)
        for telling, values in zip(tellings, changes, strict=True)
    ]
    if not (spoken.new or spoken.withdrawn):
        return None, entries
    said = RecordSaid(
        slug,
        tuple(spoken.new),
        tuple(spoken.repeated),
        tuple(spoken.withdrawn),
        tuple(spoken.rows),
        tuple(spoken.gone),
    )
    return said, entries


def _withdrawn(tellings: Sequence[Telling], standing: Standing) -> dict[str, list[Claim]]:
    """Return what each data set says of the record no more."""
    found = {}
    for dataset in {telling.dataset for telling in tellings}:
        own = [telling for telling in tellings if telling.dataset == dataset]
        keys = {key for telling in own for key in (telling.key, telling.replaces)}
        rows = [row for key in keys for row in standing.rows.get((dataset, key), ())]
        # Rows that this file does not have may say the same, so nothing can be taken for dropped.
        if rows and standing.keys.get((dataset, own[0].record), set()) <= keys:
            found[dataset] = no_longer_said(
                standing.of_dataset(dataset, own[0].record),
                [claim for telling in own for claims in telling.said for claim in claims],
                {row.part for row in rows},
                {part for telling in own for part in telling.group.parts},
            )
    return found


def _left(
    standing: Standing, slug: str, withdrawn: Sequence[str], datasets: set[str]
) -> list[Claim]:
    """Return the claims that stand once the data sets have withdrawn theirs."""
    gone = {claim for claim in withdrawn if standing.said_by[claim] <= datasets}
    return [claim for claim in standing.claims.get(slug, ()) if claim.id not in gone]


def _add(
    telling: Telling,
    record: Record,
    standing: Standing,
    spoken: _Spoken,
    values: list[ValueChange] | None,
) -> None:
    for row in telling.said:
        claims = [c for c in row if c.slot not in telling.assumed or record.admits(c)]
        for claim in claims:
            known = record.said(claim)
            if known is None and values is not None:
                values.append(record.effect(claim))
            elif known is not None and not standing.says(telling.dataset, known):
                spoken.repeated.append(known.id)
        spoken.new += record.add(claims)


def _add_rows(telling: Telling, standing: Standing, spoken: _Spoken) -> None:
    """Note which rows stand from now on, and which stand no more."""
    old = standing.rows.get((telling.dataset, telling.key), [])
    kept = {(row.part, row.digest) for row in old} & telling.rows
    replaced = old if len(old) == len(telling.rows) == 1 else _same_part(old, telling)
    spoken.gone += [row.number for row in replaced if (row.part, row.digest) not in kept]
    spoken.gone += [r.number for r in standing.rows.get((telling.dataset, telling.replaces), ())]
    spoken.rows += [
        RowSaid(telling.dataset, telling.key, part, digest)
        for part, digest in sorted(telling.rows - kept)
    ]


def _same_part(old: Sequence[TrackedRow], telling: Telling) -> list[TrackedRow]:
    return [row for row in old if row.part in telling.group.parts]


def _outcome(telling: Telling, values: Sequence[ValueChange], *, is_new: bool) -> Outcome:
    if is_new:
        return Outcome.DUPLICATE if telling.alike and not telling.apart else Outcome.NEW
    effects = {value.effect for value in values}
    for effect, outcome in (
        (Effect.WITHDRAWN, Outcome.CHANGED),
        (Effect.CONFLICT, Outcome.CONFLICT),
        (Effect.ADDED, Outcome.ADDED),
        (Effect.SOURCE, Outcome.SOURCE),
    ):
        if effect in effects:
            return outcome
    return Outcome.SAME
