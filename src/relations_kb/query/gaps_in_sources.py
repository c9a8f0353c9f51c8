"""Values that should rest on more, or on better, sources."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from relations_kb.domain.vocabulary import Assertion
from relations_kb.query.dyad import Dyad, worded
from relations_kb.query.gaps_in_steps import Gap, step_gap
from relations_kb.query.quality import KEY_STEPS
from relations_kb.query.show import MilestoneView, RecordView
from relations_kb.query.sources import SourceView
from relations_kb.query.status import known_on

_WEAK = frozenset({"D", "E", "F"})
_YEAR = 4


def single_origins(dyad: Dyad, on: datetime.date) -> Iterator[Gap]:
    """Find key steps for which all sources repeat one."""
    for record, m in _dated(dyad, on):
        if m.step in KEY_STEPS and m.assertion != Assertion.DENIED and m.origins == 1:
            closes = f"a source that does not repeat {_first_of(record, m.sources)}"
            yield step_gap(record, m, f"{_words(m)}: one origin", closes)


def weak_values(dyad: Dyad, on: datetime.date) -> Iterator[Gap]:
    """Find milestones and figures for which no source is better than grade D."""
    for record, m in _dated(dyad, on):
        grades = _grades(record, m.sources)
        if grades and grades <= _WEAK:
            closes = "a source of grade C or better"
            yield step_gap(record, m, f"{_words(m)}: grade {_listed(grades)}", closes)
    for record in dyad.own:
        if not dyad.has_begun(record, on):
            continue
        for f in record.figures:
            grades = _grades(record, f.sources)
            if grades and grades <= _WEAK and (f.as_of or "")[:_YEAR] <= str(on.year):
                of = f" of {f.of}" if f.of else ""
                yield Gap(
                    records=(record.id,),
                    what=f"{f.metric}{of} {f.value} {f.unit}: grade {_listed(grades)}",
                    date=f.as_of,
                    day=(f.as_of or "")[:10],
                    sources=f.sources,
                    closes="a source of grade C or better",
                )


def one_sided_topics(dyad: Dyad, on: datetime.date) -> Iterator[Gap]:
    """Find topics on which sources of one side are cited, and none of the other.

    Sources of third parties are counted, and do not speak for the missing side.
    """
    by_topic: dict[str, list[tuple[RecordView, MilestoneView]]] = {}
    for record, m in _dated(dyad, on):
        for topic in record.topics:
            by_topic.setdefault(topic, []).append((record, m))
    for topic in sorted(by_topic):
        told = by_topic[topic]
        cited = {s.id: s for r, m in told for s in r.sources if s.id in m.sources}
        by_side = {
            side: [s.id for s in cited.values() if dyad.side_of(s.side) == side]
            for side in dyad.sides
        }
        silent = [side for side, sources in by_side.items() if not sources]
        if len(silent) == 1:
            speaking = next(side for side in dyad.sides if side not in silent)
            own = by_side[speaking]
            others = len(cited) - len(own)
            newest = max(told, key=lambda pair: pair[1].date_min or pair[1].date_max or "")[1]
            yield Gap(
                records=tuple(dict.fromkeys(r.id for r, _ in told)),
                what=f"{topic}: {len(own)} of {speaking}, {others} of others, none of {silent[0]}",
                date=worded(newest.date, newest.calendar),
                day=newest.date_min or newest.date_max or "",
                sources=tuple(sorted(own)),
                closes=f"a source of {silent[0]}: ministry, gazette, agency or press",
            )


def _dated(dyad: Dyad, on: datetime.date) -> Iterator[tuple[RecordView, MilestoneView]]:
    for record in dyad.own:
        for m in dyad.steps_of(record):
            if m.date and m.assertion != Assertion.PLANNED and known_on(m, on):
                yield record, m


def _grades(record: RecordView, sources: tuple[str, ...]) -> set[str]:
    return {s.reliability for s in _of(record, sources)}


def _first_of(record: RecordView, sources: tuple[str, ...]) -> str:
    """Return the source at the beginning of the chain of repeats, as far as it is told here."""
    return next((s.origin or s.id for s in _of(record, sources)), "the one cited")


def _of(record: RecordView, sources: tuple[str, ...]) -> Iterator[SourceView]:
    by_id = {source.id: source for source in record.sources}
    return (by_id[slug] for slug in sources if slug in by_id)


def _words(m: MilestoneView) -> str:
    part = m.part.replace("-", " ") if m.part else None
    return " ".join(word for word in (m.step, part, m.actor) if word)


def _listed(grades: Iterable[str]) -> str:
    return ", ".join(sorted(grades))
