"""What a set of files may refer to: the ids that are known, and the weight of each source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from relations_kb.domain.claims import SourceWeight
from relations_kb.domain.dates import FuzzyDate
from relations_kb.records.models import Source
from relations_kb.records.seed_file import Seed

Span = tuple[FuzzyDate | None, FuzzyDate | None]


@dataclass(frozen=True, slots=True)
class Known:
    """Ids that may be referred to.

    Attributes:
        actors: beginning and end of every actor by id, None where unknown.
        records: ids of records.
        sources: weight of every source by id.
    """

    actors: Mapping[str, Span] = field(default_factory=dict)
    records: frozenset[str] = frozenset()
    sources: Mapping[str, SourceWeight] = field(default_factory=dict)

    @classmethod
    def of(cls, seed: Seed) -> Known:
        """Return what a seed defines."""
        return cls(
            actors={actor.id: (actor.start, actor.end) for actor in seed.actors},
            records=frozenset(record.id for record in seed.records),
            sources=weights(seed.sources),
        )

    def __or__(self, other: Known) -> Known:
        return Known(
            {**other.actors, **self.actors},
            self.records | other.records,
            {**other.sources, **self.sources},
        )


def weights(sources: Iterable[Source]) -> dict[str, SourceWeight]:
    """Return the weight of each source, its chain of repeats followed to the first origin."""
    by_id = {source.id: source for source in sources}
    return {
        source.id: SourceWeight(
            kind=source.kind,
            reliability=source.reliability,
            origin=first_origin(source.id, {s.id: s.origin for s in by_id.values()}) or source.id,
            date=source.date.text if source.date else "",
        )
        for source in by_id.values()
    }


def first_origin(source: str, origins: Mapping[str, str | None]) -> str | None:
    """Follow the chain of repeats to its beginning; None if it runs in a circle."""
    seen = {source}
    while (origin := origins.get(source)) is not None:
        if origin in seen:
            return None
        seen.add(origin)
        source = origin
    return source
