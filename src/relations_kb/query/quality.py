"""How good the base is, dyad by dyad: what is sourced, by whom, how exactly, and where it is thin.

Shares are whole percentages, rounded down, so that 100 means all.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection

from relations_kb.domain.vocabulary import Assertion, Form, Kind, Scheme, SourceKind, Step
from relations_kb.query.actors import list_actors
from relations_kb.query.contradictions import find_contradictions
from relations_kb.query.pair import OWN_STEPS
from relations_kb.query.show import MilestoneView, RecordView, all_records
from relations_kb.query.sources import SourceView
from relations_kb.query.timeline import TimelineFilter, timeline

KEY_STEPS = frozenset(
    {
        Step.SIGNED, Step.IN_FORCE, Step.STARTED, Step.ENDED, Step.TERMINATED, Step.EXPIRED,
    }
)  # fmt: skip
"""Signature, entry into force, start and end: the steps on which all else hangs."""

_ACTS = frozenset({Step.SIGNED, Step.IN_FORCE})
_OFFICIAL = frozenset(
    {
        SourceKind.TREATY_TEXT, SourceKind.DEPOSITARY, SourceKind.GAZETTE, SourceKind.MINISTRY,
        SourceKind.ORGANIZATION,
    }
)  # fmt: skip
_EVENT_CODES = frozenset({Scheme.CAMEO, Scheme.PLOVER})
_MEASURE_CODES = frozenset({Scheme.MAST, Scheme.GSDB})
_MEANT = frozenset({Assertion.PLANNED, Assertion.DENIED})


@dataclass(frozen=True, slots=True)
class Quality:
    """The measurements of a dyad, or of the whole base.

    Attributes:
        dyad: ids of the two actors; empty for the whole base.
        records: number of records.
        milestones: number of dated milestones.
        sourced: percentage of milestones and figures with a source.
        coded: percentage of events with a CAMEO and a PLOVER code, and of trade measures other
            than tariffs with a MAST chapter or a GSDB type.
        key: number of key milestones (``KEY_STEPS``) that are neither planned nor denied.
        two_origins: percentage of them with two independent origins or more.
        acts: number of signatures and entries into force among them.
        official: percentage of those with an official source: treaty text, depositary, gazette,
            ministry or organization.
        sides: percentage of citations of milestones by the side of the source.
        precision: number of dated milestones by precision.
        first: year of the first milestone that was not only planned.
        last: year of the last.
        empty_years: years between them without any, as ``1522-1552`` or ``1905``.
        contradictions: number of slots on which sources disagree.
        newest_source: date of the newest source cited.
    """

    dyad: tuple[str, ...]
    records: int
    milestones: int
    sourced: int
    coded: int
    key: int
    two_origins: int
    acts: int
    official: int
    sides: Mapping[str, int]
    precision: Mapping[str, int]
    first: int | None
    last: int | None
    empty_years: tuple[str, ...]
    contradictions: int
    newest_source: str | None


def measure(connection: Connection, dyads: Sequence[tuple[str, str]]) -> list[Quality]:
    """Measure the whole base, then dyads, each as a user types its actors.

    Of a dyad count the records in which both states stand themselves or through an earlier state
    of their line; not those of a bloc, and no third party's.

    Raises:
        KbError: if an actor is not found.
    """
    records = {record.id: record for record in all_records(connection)}
    lines = {actor.id: actor.line for actor in list_actors(connection)}
    return [
        _measured((), list(records.values()), lines),
        *(_dyad(connection, pair, records, lines) for pair in dyads),
    ]


def _dyad(
    connection: Connection,
    pair: tuple[str, str],
    records: Mapping[str, RecordView],
    lines: Mapping[str, str],
) -> Quality:
    view = timeline(connection, *pair, TimelineFilter(blocs=False))
    own = dict.fromkeys(entry.record for entry in view.entries)
    return _measured((view.one.slug, view.other.slug), [records[slug] for slug in own], lines)


def _measured(
    dyad: tuple[str, ...], records: Sequence[RecordView], lines: Mapping[str, str]
) -> Quality:
    sources = {source.id: source for record in records for source in record.sources}
    milestones = [m for r in records for m in r.milestones if _concerns(m, dyad, lines)]
    dated = [m for m in milestones if m.date]
    cited = [bool(m.sources) for m in milestones]
    cited += [bool(f.sources) for record in records for f in record.figures]
    key = [m for m in dated if m.step in KEY_STEPS and m.assertion not in _MEANT]
    acts = [m for m in key if m.step in _ACTS]
    done = [m.date_min or m.date_max for m in dated if m.assertion != Assertion.PLANNED]
    years = sorted({int(day[:4]) for day in done if day})
    return Quality(
        dyad=dyad,
        records=len(records),
        milestones=len(dated),
        sourced=_percent(cited),
        coded=_percent(_codings(records)),
        key=len(key),
        two_origins=_percent(m.origins > 1 for m in key),
        acts=len(acts),
        official=_percent(_is_official(m, sources) for m in acts),
        sides=_sides(dyad, dated, sources, lines),
        precision=dict(Counter(str(m.precision) for m in dated).most_common()),
        first=years[0] if years else None,
        last=years[-1] if years else None,
        empty_years=tuple(_gaps(years)),
        contradictions=len(find_contradictions(records, datetime.date.max)),
        newest_source=max((s.date for s in sources.values() if s.date), default=None),
    )


def _concerns(milestone: MilestoneView, dyad: tuple[str, ...], lines: Mapping[str, str]) -> bool:
    """Tell whether a milestone is not merely the own step of a third state."""
    third = milestone.actor is not None and lines[milestone.actor] not in dyad
    return not (dyad and third and milestone.step in OWN_STEPS)


def _percent(truths: Iterable[bool]) -> int:
    values = list(truths)
    return 100 * sum(values) // len(values) if values else 100


def _codings(records: Iterable[RecordView]) -> Iterator[bool]:
    """Tell of each record that is to be coded whether it is."""
    for record in records:
        if record.kind == Kind.EVENT:
            yield record.codes.keys() >= _EVENT_CODES
        elif record.kind == Kind.TRADE_MEASURE and record.form != Form.TARIFF:
            yield bool(record.codes.keys() & _MEASURE_CODES)


def _is_official(milestone: MilestoneView, sources: Mapping[str, SourceView]) -> bool:
    return any(sources[slug].kind in _OFFICIAL for slug in milestone.sources)


def _sides(
    dyad: tuple[str, ...],
    milestones: Iterable[MilestoneView],
    sources: Mapping[str, SourceView],
    lines: Mapping[str, str],
) -> dict[str, int]:
    """Return the percentages of citations that speak for each side of a dyad, and for neither.

    For the whole base, for each side that speaks for one per cent or more.
    """
    counts: Counter[str] = Counter()
    for milestone in milestones:
        for slug in milestone.sources:
            side = sources[slug].side
            line = lines.get(side, side) if side else None
            counts[line if line and (not dyad or line in dyad) else "others"] += 1
    total = sum(counts.values())
    shares = {side: 100 * n // total for side, n in counts.most_common()}
    wanted = {*dyad, "others"}
    return {side: share for side, share in shares.items() if side in wanted or (not dyad and share)}


def _gaps(years: Sequence[int]) -> Iterator[str]:
    for before, after in pairwise(years):
        if after - before == 2:
            yield str(before + 1)
        elif after - before > 1:
            yield f"{before + 1}-{after - 1}"
