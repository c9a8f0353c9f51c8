"""The history of the base: which changeset came when, from which files, and whether it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, Row, Select, bindparam, func, or_, select, union

from relations_kb.domain.errors import KbError
from relations_kb.domain.identity import nearest
from relations_kb.query.run import fetch
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks


@dataclass(frozen=True, slots=True)
class ChangesetFile:
    """A file that a changeset brought.

    Attributes:
        name: its path, as it was given.
        dataset: name as which it is remembered.
        content_hash: SHA-256 of its bytes.
        rows: rows, or records of a seed file, that were read.
    """

    name: str
    dataset: str
    content_hash: str
    rows: int


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A changeset.

    Attributes:
        changeset: its number.
        kind: ``seed``, ``import``, ``correction``, ``retraction``, ``undo``, ``merge`` or
            ``distinct``.
        applied_at: when it was written, ISO with the offset of UTC.
        label: what it is, in words.
        files: the files that it brought.
        added: number of claims that became active.
        withdrawn: number of claims that are active no more, or that errata speak against.
        records: number of records of which it says, withdraws or corrects something, or into
            which it merges others.
        undoes: number of the changeset that it undoes.
        undone_by: number of the changeset that undoes it and is not undone itself.
        package_version: version of the package that wrote it.
        content_hash: hash of what it brought.
    """

    changeset: int
    kind: str
    applied_at: str
    label: str
    files: tuple[ChangesetFile, ...]
    added: int
    withdrawn: int
    records: int
    undoes: int | None
    undone_by: int | None
    package_version: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Log:
    """Changesets, newest first.

    Attributes:
        entries: those that are shown.
        more: number of older ones that were asked for, too, and are left out by the limit.
    """

    entries: tuple[LogEntry, ...]
    more: int


_CHANGESETS = (
    select(t.changeset)
    .where(
        (bindparam("kind") == "") | (t.changeset.c.kind == bindparam("kind")),
        (bindparam("dataset") == "")
        | t.changeset.c.id.in_(
            select(t.import_file.c.changeset_id).where(
                t.import_file.c.dataset == bindparam("dataset")
            )
        ),
    )
    .order_by(t.changeset.c.id.desc())
)
_UNDOES = (
    select(t.changeset.c.id, t.changeset.c.undoes_id)
    .where(t.changeset.c.undoes_id.is_not(None))
    .order_by(t.changeset.c.id.desc())
)
_SLUGS = select(t.record.c.slug)
_KEY = select(t.record.c.id).where(t.record.c.slug == bindparam("record"))
_NUMBERS = bindparam("changesets", type_=Integer, expanding=True)
_FILES = (
    select(t.import_file)
    .where(t.import_file.c.changeset_id.in_(_NUMBERS))
    .order_by(t.import_file.c.id)
)
_OWN = bindparam("key", type_=Integer)
_OF_RECORD = or_(t.claim.c.record_id == _OWN, t.claim.c.said_of == bindparam("record"))


def _touching() -> Iterator[tuple[Any, Select[Any]]]:
    """Yield which changeset touched which record, and the number of the changeset therein."""
    for table in (t.claim_changeset, t.erratum):
        for number in (table.c.changeset_id, table.c.withdrawn_id):
            touched = select(number.label("changeset"), t.claim.c.record_id.label("record"))
            yield number, touched.join(table, table.c.claim_id == t.claim.c.id)
    for number in (t.redirect.c.changeset_id, t.redirect.c.withdrawn_id):
        yield number, select(number.label("changeset"), t.redirect.c.target_id.label("record"))


_touched = union(*(s.where(number.in_(_NUMBERS)) for number, s in _touching())).subquery()
_RECORDS = select(_touched.c.changeset, func.count().label("records")).group_by(
    _touched.c.changeset
)


def _naming() -> Iterator[Select[Any]]:
    """Yield the numbers of the changesets that touched one record, null for none."""
    for table in (t.claim_changeset, t.erratum):
        for number in (table.c.changeset_id, table.c.withdrawn_id):
            said = select(number.label("changeset"))
            yield said.join(t.claim, t.claim.c.id == table.c.claim_id).where(_OF_RECORD)
    for table, other in (
        (t.redirect, t.redirect.c.target_id),
        (t.likeness, t.likeness.c.other_id),
    ):
        pair = or_(table.c.record_id == _OWN, other == _OWN)
        for number in (table.c.changeset_id, table.c.withdrawn_id):
            yield select(number.label("changeset")).where(pair)


_NAMING = union(*_naming())


def log(
    connection: Connection,
    *,
    limit: int = 0,
    dataset: str = "",
    kind: str = "",
    record: str = "",
) -> Log:
    """List changesets, newest first.

    Args:
        connection: to the base.
        limit: at most so many; 0 for all.
        dataset: only those that brought a file of this data set; empty for all.
        kind: only those of this kind; empty for all.
        record: only those that said, withdrew or corrected something of this record, merged it, or
            asked or answered whether it is another; empty for all.

    Raises:
        KbError: if there is no such record.
    """
    rows = fetch(connection, _CHANGESETS, kind=kind, dataset=dataset)
    if record:
        key = record_key(connection, record)
        naming = {row.changeset for row in fetch(connection, _NAMING, key=key, record=record)}
        rows = [row for row in rows if row.id in naming]
    shown = rows[:limit] if limit else rows
    return Log(tuple(_entries(connection, shown)), len(rows) - len(shown))


def changeset_entry(connection: Connection, number: int) -> LogEntry:
    """Read one changeset.

    Raises:
        KbError: if there is none of that number.
    """
    rows = [row for row in fetch(connection, _CHANGESETS, kind="", dataset="") if row.id == number]
    if not rows:
        raise KbError(f"There is no changeset {number}.", "List them with: kb log")
    return next(_entries(connection, rows))


def record_key(connection: Connection, record: str) -> int:
    """Return the key of a record, whether it is shown or not.

    Raises:
        KbError: if there is none of that id; the remedy names the likeliest.
    """
    rows = fetch(connection, _KEY, record=record)
    if rows:
        return int(rows[0].id)
    likely = nearest(record.casefold(), [row.slug for row in fetch(connection, _SLUGS)], limit=3)
    remedy = f"Did you mean {' or '.join(likely)}?" if likely else "Find it with: kb search TEXT"
    raise KbError(f"No record has the id {record!r}.", remedy)


def undone(undoes: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Tell by which changeset each is undone; an undo that is undone itself undoes nothing.

    Args:
        undoes: pairs of a changeset and the earlier one that it undoes, the newest first.
    """
    by: dict[int, int] = {}
    for number, earlier in undoes:
        # Whatever undoes this one is newer and has been seen.
        if number not in by:
            by.setdefault(earlier, number)
    return by


def _entries(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[LogEntry]:
    by = undone((row.id, row.undoes_id) for row in fetch(connection, _UNDOES))
    for chunk in chunks(rows):
        numbers = [row.id for row in chunk]
        files = _files(connection, numbers)
        counts = fetch(connection, _RECORDS, changesets=numbers)
        records = {row.changeset: row.records for row in counts}
        for row in chunk:
            yield LogEntry(
                changeset=row.id,
                kind=row.kind,
                applied_at=row.applied_at,
                label=row.label,
                files=tuple(files.get(row.id, ())),
                added=row.added,
                withdrawn=row.withdrawn,
                records=records.get(row.id, 0),
                undoes=row.undoes_id,
                undone_by=by.get(row.id),
                package_version=row.package_version,
                content_hash=row.content_hash,
            )


def _files(connection: Connection, numbers: Sequence[int]) -> Mapping[int, list[ChangesetFile]]:
    files: dict[int, list[ChangesetFile]] = {}
    for row in fetch(connection, _FILES, changesets=numbers):
        file = ChangesetFile(row.name, row.dataset, row.content_hash, row.rows)
        files.setdefault(row.changeset_id, []).append(file)
    return files
