"""Undoing a changeset: whether that can be, what it does, and doing it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from relations_kb.domain.errors import KbError
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks
from relations_kb.store.changesets import SEED
from relations_kb.store.dependents import Dependent, dependents_of
from relations_kb.store.undo import write_undo

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class UndoView:
    """What an undo does, or has done.

    Attributes:
        undoes: number of the changeset that is taken back.
        kind: its kind.
        label: what it was.
        applied_at: when it was made, ISO.
        withdrawn: claims that are active no more.
        brought_back: claims that are active again.
        fallen: ids of records that are shown no more.
        returned: ids of records that are shown again.
        changeset: number of the undo; None as long as nothing is written.
    """

    undoes: int
    kind: str
    label: str
    applied_at: str
    withdrawn: int
    brought_back: int
    fallen: tuple[str, ...]
    returned: tuple[str, ...]
    changeset: int | None = None


def carry_out_undo(connection: Connection, number: int) -> UndoView:
    """Undo a changeset, in the caller's transaction.

    Raises:
        KbError: if there is no such changeset, or it cannot be undone; the reasons are named.
    """
    changeset = _changeset(connection, number)
    _refuse_if_undone(connection, changeset)
    standing = _standing(connection, number)
    dependents = dependents_of(connection, number)
    if dependents:
        raise _depended_on(number, dependents)
    written = write_undo(connection, number, f"undo of {number}: {changeset.label}")
    after = _active(connection, standing)
    return UndoView(
        undoes=number,
        kind=changeset.kind,
        label=changeset.label,
        applied_at=changeset.applied_at,
        withdrawn=written.withdrawn,
        brought_back=written.added,
        fallen=tuple(sorted(slug for slug, was in standing.items() if was and slug not in after)),
        returned=tuple(sorted(slug for slug, was in standing.items() if not was and slug in after)),
        changeset=written.changeset,
    )


def as_planned(view: UndoView) -> UndoView:
    """Return what was done in a transaction that was rolled back as what would be done."""
    return replace(view, changeset=None)


def _changeset(connection: Connection, number: int) -> Row[Any]:
    row = connection.execute(select(t.changeset).where(t.changeset.c.id == number)).first()
    if row is None:
        raise KbError(f"There is no changeset {number}.", "List them with: kb log")
    if row.kind == SEED:
        raise KbError(
            f"Changeset {number} is a seed, which is not undone.",
            "A newer seed takes its place: kb db upgrade; or build another base: kb db build.",
        )
    return row


def _refuse_if_undone(connection: Connection, changeset: Row[Any]) -> None:
    """Refuse what an undo that stands has taken back already."""
    later = select(t.changeset.c.id).where(t.changeset.c.undoes_id == changeset.id)
    for undo in connection.execute(later.order_by(t.changeset.c.id.desc())).scalars():
        if not _is_undone(connection, undo):
            raise KbError(
                f"Changeset {changeset.id} was undone already, by changeset {undo}.",
                f"Bring it back with: kb undo {undo}",
            )


def _is_undone(connection: Connection, number: int) -> bool:
    later = select(t.changeset.c.id).where(t.changeset.c.undoes_id == number)
    return any(not _is_undone(connection, n) for n in connection.execute(later).scalars())


def _standing(connection: Connection, number: int) -> dict[str, bool]:
    """Return the records of which a changeset speaks, and whether they are shown."""
    statement = (
        select(t.record.c.slug, t.record.c.active)
        .join(t.claim, t.claim.c.record_id == t.record.c.id)
        .join(t.claim_changeset, t.claim_changeset.c.claim_id == t.claim.c.id)
        .where(
            or_(
                t.claim_changeset.c.changeset_id == number,
                t.claim_changeset.c.withdrawn_id == number,
            )
        )
        .distinct()
    )
    found = {row.slug: row.active for row in connection.execute(statement)}
    merged = (
        select(t.record.c.slug, t.record.c.active)
        .join(t.redirect, t.redirect.c.record_id == t.record.c.id)
        .where(or_(t.redirect.c.changeset_id == number, t.redirect.c.withdrawn_id == number))
    )
    return found | {row.slug: row.active for row in connection.execute(merged)}


def _active(connection: Connection, slugs: Collection[str]) -> set[str]:
    found: set[str] = set()
    for chunk in chunks(slugs):
        own = select(t.record.c.slug).where(t.record.c.slug.in_(chunk), t.record.c.active)
        found |= set(connection.execute(own).scalars())
    return found


def _depended_on(number: int, dependents: Collection[Dependent]) -> KbError:
    reasons = [
        f"changeset {one.changeset} ({one.label}) {one.reason}: {_named(one.names)}"
        for one in dependents
    ]
    later = sorted({one.changeset for one in dependents}, reverse=True)
    return KbError(
        f"Changeset {number} cannot be undone, since later ones depend on it; nothing was "
        "changed.\n" + "\n".join(reasons),
        "Undo those first: " + ", ".join(f"kb undo {one}" for one in later),
        exit_code=1,
    )


def _named(names: Collection[str]) -> str:
    shown = list(names)[:_MOST_NAMED]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" +{more}" if more else "")
