"""The shape of one seed file, and of all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import Field

from relations_kb.records.actors import Actor, Membership
from relations_kb.records.fields import Slug
from relations_kb.records.models import (
    Agreement,
    Entry,
    Event,
    Project,
    Record,
    Source,
    TradeMeasure,
    Treaty,
)
from relations_kb.records.statements import Statement

RECORD_LISTS = ("treaties", "agreements", "trade_measures", "projects", "events")
"""The keys of a seed file that hold records, in the order of the kinds."""


class SeedFile(Entry):
    """Everything that one file may hold; ``sources`` are the default for its values."""

    sources: tuple[Slug, ...] = ()
    bibliography: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    memberships: tuple[Membership, ...] = ()
    treaties: tuple[Treaty, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    trade_measures: tuple[TradeMeasure, ...] = Field((), alias="trade_measures")
    projects: tuple[Project, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()

    def records(self) -> Iterator[tuple[tuple[str, int], Record]]:
        """Yield every record with its place in the file, as ``("treaties", 0)``."""
        for section in RECORD_LISTS:
            for index, record in enumerate(getattr(self, section)):
                yield (section, index), record


@dataclass(frozen=True, slots=True)
class Seed:
    """The content of a set of seed files, every value with its sources made explicit."""

    sources: tuple[Source, ...]
    actors: tuple[Actor, ...]
    memberships: tuple[Membership, ...]
    records: tuple[Record, ...]
    statements: tuple[Statement, ...] = ()
