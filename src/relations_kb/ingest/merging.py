"""Merging records that are one thing, or saying that they are two."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, and_, insert, or_, select, update

from relations_kb.domain.errors import KbError
from relations_kb.store import tables as t
from relations_kb.store.changesets import Written, close_changeset, insert_changeset
from relations_kb.store.redirects import read_redirects, repoint, standing_record
from relations_kb.store.resolved import write_resolved

MERGE = "merge"
DISTINCT = "distinct"


@dataclass(frozen=True, slots=True)
class MergeView:
    """What a merge does, or has done.

    Attributes:
        record: id that leads to the other from now on; or the first of two that are distinct.
        title: its title.
        into: id of the record that stays.
        into_title: its title.
        verdict: ``merge`` or ``distinct``.
        claims: number of claims that come to the record that stays.
        changeset: number of the changeset; None as long as nothing is written.
    """

    record: str
    title: str
    into: str
    into_title: str
    verdict: str
    claims: int
    changeset: int | None = None


def merge(connection: Connection, record: str, into: str) -> MergeView:
    """Let one record be a part of another, in the caller's transaction.

    Raises:
        KbError: if either is not there, they are one already, or they are of two kinds.
    """
    old, new = standing_record(connection, record), standing_record(connection, into)
    if old.id == new.id:
        raise KbError(f"{record} and {into} are one record already.", f"See: kb show {new.slug}")
    if old.kind != new.kind:
        raise KbError(
            f"{old.slug} is a {old.kind} and {new.slug} a {new.kind}; they cannot be one.",
            "Correct the kind where it was imported from, and import that again.",
        )
    claims = t.claim.c.record_id == old.id
    number = len(connection.execute(select(t.claim.c.id).where(claims, t.claim.c.active)).all())
    changeset = insert_changeset(connection, MERGE, f"{old.slug} is {new.slug}", "")
    before = read_redirects(connection)
    connection.execute(
        insert(t.redirect).values(
            record_id=old.id, target_id=new.id, changeset_id=changeset, owner_id=changeset
        )
    )
    repoint(connection, before, read_redirects(connection))
    _answer(connection, changeset, old.id, new.id)
    write_resolved(connection, [old.id, new.id])
    close_changeset(connection, Written(changeset, 0, 0))
    return MergeView(old.slug, old.title, new.slug, new.title, MERGE, number, changeset)


def keep_apart(connection: Connection, record: str, other: str) -> MergeView:
    """Note that two records are two things, so that it is not asked again.

    Raises:
        KbError: if either is not there, or they are one record.
    """
    one, two = standing_record(connection, record), standing_record(connection, other)
    if one.id == two.id:
        raise KbError(
            f"{record} and {other} are one record.", "Undo the merge: kb log --kind merge"
        )
    changeset = insert_changeset(connection, DISTINCT, f"{one.slug} is not {two.slug}", "")
    _answer(connection, changeset, one.id, two.id)
    connection.execute(
        insert(t.likeness).values(
            record_id=one.id, other_id=two.id, rule="said", score="1.00", reason="said so",
            apart=True, changeset_id=changeset, owner_id=changeset,
        )
    )  # fmt: skip
    close_changeset(connection, Written(changeset, 0, 0))
    return MergeView(one.slug, one.title, two.slug, two.title, DISTINCT, 0, changeset)


def as_planned(view: MergeView) -> MergeView:
    """Return what was done in a transaction that was rolled back as what would be done."""
    return replace(view, changeset=None)


def _answer(connection: Connection, changeset: int, one: int, two: int) -> None:
    """Let the questions whether two records are one stand no more."""
    likeness = t.likeness
    pair = or_(
        and_(likeness.c.record_id == one, likeness.c.other_id == two),
        and_(likeness.c.record_id == two, likeness.c.other_id == one),
    )
    open_ones = update(likeness).where(pair, likeness.c.withdrawn_id.is_(None))
    connection.execute(open_ones.values(withdrawn_id=changeset))
