"""What the rows of one record tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from relations_kb.domain.claims import Claim, Slot
from relations_kb.domain.vocabulary import Kind
from relations_kb.ingest.imports.grouping import Group, assumed_roles, record_from
from relations_kb.ingest.imports.plan import Alike, Entry, Outcome, ValueChange
from relations_kb.records.claiming import claims_of

MOST_VALUES = 50
"""Values of a record that a plan tells one by one at most."""


@dataclass(frozen=True)
class Telling:
    """What the rows of a data set tell of one record.

    Attributes:
        dataset: name of the data set.
        key: what tells the record from the others of the data set.
        kind: of the record.
        title: as the first row gives it.
        file: path as given.
        line: first line.
        record: id of the record.
        rule: by which the record was found; empty for a new one.
        replaces: key of a row that these correct; empty as a rule.
        alike: records that it looks like.
        group: the rows.
        apart: whether it was said that it is not what it looks like.
    """

    dataset: str
    key: str
    kind: Kind
    title: str
    file: str
    line: int
    record: str
    rule: str
    replaces: str
    alike: tuple[Alike, ...]
    group: Group
    apart: bool

    @cached_property
    def said(self) -> list[list[Claim]]:
        """The claims of each row."""
        rows = {row.digest: row for row in self.group.rows}
        return [claims_of(record_from(self.kind, self.record, row.data)) for row in rows.values()]

    @cached_property
    def assumed(self) -> set[Slot]:
        """Roles that no row gives: they hold for a party that the base does not know."""
        parties = {party for row in self.group.rows for party in assumed_roles(row.data)}
        return {Slot("party", party, "role") for party in parties}

    @cached_property
    def rows(self) -> set[tuple[str, str]]:
        """Part and digest of each row."""
        return {(row.part, row.digest) for row in self.group.rows}

    @property
    def cited(self) -> set[str]:
        """Ids of the sources that the rows cite."""
        return {claim.source for claims in self.said for claim in claims}

    def entry(self, outcome: Outcome, values: Sequence[ValueChange] = ()) -> Entry:
        """Make the entry of the plan."""
        shown = tuple(values[:MOST_VALUES])
        more = len(values) - len(shown)
        return Entry(
            str(outcome), self.record, self.title, self.file, self.line, self.rule, shown,
            self.alike, f"{more} more values" if more else "",
        )  # fmt: skip
