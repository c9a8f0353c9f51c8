"""What an import writes, batch by batch: claims, who says them, rows, files, questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from relations_kb.domain.claims import Claim
from relations_kb.domain.errors import KbError
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks, ids, insert_dicts, insert_rows, update_rows
from relations_kb.store.redirects import RecordKeys
from relations_kb.store.resolved import write_resolved
from relations_kb.store.write import claim_row

IMPORT = "import"
"""The kind of changeset that ``kb import`` and ``kb add`` make."""


@dataclass(frozen=True, slots=True)
class RowSaid:
    """A row of a data set that stands from now on.

    Attributes:
        dataset: its data set.
        key: what tells its record from the others of the data set.
        part: what of the record it tells.
        digest: hash of what it says.
    """

    dataset: str
    key: str
    part: str
    digest: str


@dataclass(frozen=True, slots=True)
class RecordSaid:
    """What an import says of one record.

    Attributes:
        record: its id.
        new: claims that the base does not have.
        repeated: ids of claims that it has, and that the rows say, too.
        withdrawn: ids of claims that the data set says no more.
        rows: the rows that say it.
        gone: numbers of the rows that these take the place of.
    """

    record: str
    new: tuple[Claim, ...]
    repeated: tuple[str, ...]
    withdrawn: tuple[str, ...]
    rows: tuple[RowSaid, ...]
    gone: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many claims became active, and how many are active no more."""

    added: int
    withdrawn: int


def insert_records(connection: Connection, rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Insert the rows of new records: id, kind, form, title; those that are there stay."""
    for chunk in chunks(rows):
        known = ids(connection, t.record, {row[0] for row in chunk})
        new = {row[0]: row for row in chunk if row[0] not in known}
        insert_rows(
            connection,
            t.record,
            ("slug", "kind", "form", "title", "active", "folded"),
            [(slug, kind, form, title, True, "") for slug, kind, form, title in new.values()],
        )


def write_said(
    connection: Connection, changeset: int, datasets: Collection[int], said: Sequence[RecordSaid]
) -> Counts:
    """Write what an import says of some records, in the caller's transaction.

    Args:
        connection: a connection in a transaction.
        changeset: number of the import.
        datasets: numbers of the earlier changesets of the data sets, whose claims may be withdrawn.
        said: the records.

    Raises:
        KbError: if a source is there no more.
    """
    records = RecordKeys(connection)
    records.load({one.record for one in said})
    added = _insert_claims(connection, [claim for one in said for claim in one.new], records)
    spoken = [claim.id for one in said for claim in one.new]
    spoken += [claim for one in said for claim in one.repeated]
    insert_rows(
        connection,
        t.claim_changeset,
        ("claim_id", "changeset_id", "owner_id"),
        [(claim, changeset, changeset) for claim in dict.fromkeys(spoken)],
    )
    gone = [claim for one in said for claim in one.withdrawn]
    withdrawn = _withdraw(connection, changeset, datasets, gone)
    _write_rows(connection, changeset, said, records)
    write_resolved(connection, [records.key(one.record) for one in said])
    return Counts(added, withdrawn)


def standing_sources(connection: Connection, slugs: Collection[str]) -> dict[str, int]:
    """Return the keys of those of some sources that stand."""
    found: dict[str, int] = {}
    for chunk in chunks(slugs):
        own = select(t.source.c.slug, t.source.c.id).where(t.source.c.slug.in_(chunk))
        found |= {row.slug: row.id for row in connection.execute(own.where(t.source.c.active))}
    return found


def _insert_claims(connection: Connection, claims: Sequence[Claim], records: RecordKeys) -> int:
    """Insert claims; those that were said once and withdrawn are said in the new words."""
    cited = {claim.source for claim in claims}
    sources = standing_sources(connection, cited)
    missing = cited - sources.keys()
    if missing:
        raise KbError(
            f"The base was changed in the meantime: it has no source {min(missing)!r} now.",
            "Run the command again.",
        )
    rows = {claim.id: claim_row(claim, records, sources, 0) for claim in claims}
    known: set[str] = set()
    for chunk in chunks(rows):
        statement = select(t.claim.c.id).where(t.claim.c.id.in_(chunk))
        known |= set(connection.execute(statement).scalars())
    insert_dicts(connection, t.claim, [row for key, row in rows.items() if key not in known])
    again = [{"this": key, **row} for key, row in rows.items() if key in known]
    update_rows(connection, t.claim, again)
    return len(rows)


def _withdraw(
    connection: Connection, changeset: int, datasets: Collection[int], claims: Sequence[str]
) -> int:
    """Let the data sets say claims no more; return how many nobody says then."""
    said = t.claim_changeset
    for chunk in chunks(claims):
        connection.execute(
            update(said)
            .where(
                said.c.claim_id.in_(chunk),
                said.c.owner_id.in_(datasets),
                said.c.withdrawn_id.is_(None),
            )
            .values(withdrawn_id=changeset)
        )
    return deactivate_unsaid(connection, claims)


def deactivate_unsaid(connection: Connection, claims: Iterable[str]) -> int:
    """Make claims inactive that no changeset says any more; return their number."""
    said = t.claim_changeset
    number = 0
    for chunk in chunks(claims):
        statement = select(said.c.claim_id).where(
            said.c.claim_id.in_(chunk), said.c.withdrawn_id.is_(None)
        )
        unsaid = set(chunk) - set(connection.execute(statement).scalars())
        active = t.claim.c.id.in_(unsaid) & t.claim.c.active
        number += connection.execute(update(t.claim).where(active).values(active=False)).rowcount
    return number


def _write_rows(
    connection: Connection, changeset: int, said: Sequence[RecordSaid], records: RecordKeys
) -> None:
    for chunk in chunks(row for one in said for row in one.gone):
        gone = t.import_row.c.id.in_(chunk)
        connection.execute(update(t.import_row).where(gone).values(withdrawn_id=changeset))
    insert_rows(
        connection,
        t.import_row,
        ("changeset_id", "owner_id", "dataset", "key", "part", "digest", "record_id"),
        [
            (
                changeset,
                changeset,
                row.dataset,
                row.key,
                row.part,
                row.digest,
                records.own(one.record),
            )
            for one in said
            for row in one.rows
        ],
    )


def insert_files(
    connection: Connection, changeset: int, files: Sequence[Mapping[str, Any]]
) -> None:
    """Note which files a changeset brought: name, dataset, content_hash, rows."""
    insert_dicts(connection, t.import_file, [{**file, "changeset_id": changeset} for file in files])


def insert_likeness(
    connection: Connection, changeset: int, pairs: Sequence[Mapping[str, Any]]
) -> None:
    """Note pairs of records that look alike: record, other, rule, score, reason, apart."""
    named = {pair[side] for pair in pairs for side in ("record", "other")}
    keys = ids(connection, t.record, named)
    insert_dicts(
        connection,
        t.likeness,
        [
            {
                "record_id": keys[pair["record"]],
                "other_id": keys[pair["other"]],
                "rule": pair["rule"],
                "score": f"{pair['score']:.2f}",
                "reason": pair["reason"],
                "apart": pair["apart"],
                "changeset_id": changeset,
                "owner_id": changeset,
            }
            for pair in pairs
        ],
    )


def changesets_of(connection: Connection, datasets: Collection[str]) -> dict[int, str]:
    """Return the numbers of the changesets of data sets, and which each is of."""
    statement = select(t.import_file.c.changeset_id, t.import_file.c.dataset).where(
        t.import_file.c.dataset.in_(datasets)
    )
    return {row.changeset_id: row.dataset for row in connection.execute(statement)}
