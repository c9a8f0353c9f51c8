"""What a batch of records is in the base: claims, who says them, the rows that stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from relations_kb.domain.claims import Claim, SourceWeight
from relations_kb.ingest.imports.telling import Telling
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks, ids
from relations_kb.store.errata import read_errata, under_errata
from relations_kb.store.read import read_claims_of, read_weights
from relations_kb.store.redirects import read_redirects


@dataclass(frozen=True, slots=True)
class TrackedRow:
    """A row that stands.

    Attributes:
        number: its key in the base.
        part: what of the record it tells.
        digest: hash of what it says.
    """

    number: int
    part: str
    digest: str


@dataclass(slots=True)
class Standing:
    """What a batch of records is in the base.

    Attributes:
        claims: active claims by record, errata in their ranks.
        weights: of every source cited there or by the rows.
        rows: rows that stand, by data set and key.
        keys: keys of all rows that stand, by data set and record.
        said_by: data sets that say a claim, by its id; an empty text for everybody else.
    """

    claims: Mapping[str, list[Claim]]
    weights: Mapping[str, SourceWeight]
    rows: Mapping[tuple[str, str], list[TrackedRow]]
    keys: Mapping[tuple[str, str], set[str]]
    said_by: Mapping[str, set[str]] = field(default_factory=dict)

    def says(self, dataset: str, claim: Claim) -> bool:
        """Tell whether a data set says a claim of the base."""
        return dataset in self.said_by.get(claim.id, ())

    def of_dataset(self, dataset: str, record: str) -> list[Claim]:
        """Return the claims of a record that a data set says."""
        return [claim for claim in self.claims.get(record, ()) if self.says(dataset, claim)]


def read_standing(
    connection: Connection,
    tellings: Sequence[Telling],
    rows: Mapping[tuple[str, str], list[TrackedRow]],
    earlier: Mapping[int, str],
) -> Standing:
    """Read what records are in the base.

    Args:
        connection: to the base.
        tellings: what the rows tell of the records.
        rows: rows that stand, by data set and key.
        earlier: data set of every changeset of the data sets of the import.
    """
    keys = ids(connection, t.record, {telling.record for telling in tellings})
    claims = _claims(connection, list(keys.values()))
    cited = {claim.source for own in claims.values() for claim in own}
    cited |= {source for telling in tellings for source in telling.cited}
    return Standing(
        claims=claims,
        weights=read_weights(connection, cited),
        rows=rows,
        keys=_keys(connection, keys, set(earlier.values())) if earlier else {},
        said_by=_said_by(connection, list(keys.values()), earlier) if claims else {},
    )


def _claims(connection: Connection, records: Sequence[int]) -> dict[str, list[Claim]]:
    claims, _ = under_errata(read_claims_of(connection, records), read_errata(connection))
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.record].append(claim)
    return found


def read_rows(
    connection: Connection, tellings: Sequence[Telling]
) -> dict[tuple[str, str], list[TrackedRow]]:
    """Read the rows that stand of what is told, by data set and key."""
    named = {(one.dataset, key) for one in tellings for key in (one.key, one.replaces) if key}
    found: dict[tuple[str, str], list[TrackedRow]] = defaultdict(list)
    for chunk in chunks(sorted(named)):
        statement = select(t.import_row).where(
            t.import_row.c.dataset.in_({dataset for dataset, _ in chunk}),
            t.import_row.c.key.in_({key for _, key in chunk}),
            t.import_row.c.withdrawn_id.is_(None),
        )
        for row in connection.execute(statement):
            tracked = TrackedRow(row.id, row.part, row.digest)
            found[row.dataset, row.key].append(tracked)
    return found


def _keys(
    connection: Connection, records: Mapping[str, int], datasets: set[str]
) -> dict[tuple[str, str], set[str]]:
    """Read under which keys data sets have rows of records, those merged into them included."""
    slugs = {key: slug for slug, key in records.items()}
    into = {old: slugs[new] for old, new in read_redirects(connection).items() if new in slugs}
    named = slugs | into
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for chunk in chunks(named):
        statement = select(t.import_row).where(
            t.import_row.c.record_id.in_(chunk), t.import_row.c.withdrawn_id.is_(None)
        )
        for row in connection.execute(statement):
            # Asked for in the statement, the data set would be taken for the way to the rows.
            if row.dataset in datasets:
                found[row.dataset, named[row.record_id]].add(row.key)
    return found


def _said_by(
    connection: Connection, records: Sequence[int], earlier: Mapping[int, str]
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    statement = (
        select(t.claim_changeset.c.claim_id, t.claim_changeset.c.owner_id)
        .join(t.claim, t.claim.c.id == t.claim_changeset.c.claim_id)
        .where(t.claim.c.record_id.in_(records), t.claim_changeset.c.withdrawn_id.is_(None))
    )
    for row in connection.execute(statement):
        found[row.claim_id].add(earlier.get(row.owner_id, ""))
    return found
