"""Errata: what the editors of a base say against its claims.

A claim under an erratum stays as it was said. It counts as deprecated, for the reason of the
erratum, until every erratum on it has been taken back by a later changeset.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from relations_kb.domain.claims import Claim
from relations_kb.domain.resolution import Resolution
from relations_kb.domain.vocabulary import Rank
from relations_kb.store import tables as t

CORRECTION = "correction"
RETRACTION = "retraction"

BEARING_LEAVES = frozenset({"date", "assertion", "quantity"})
"""Fields without which a milestone or figure does not stand, once they have been retracted."""


@dataclass(frozen=True, slots=True)
class Erratum:
    """A word of the editors against one claim.

    Attributes:
        claim: id of the claim.
        kind: ``correction`` or ``retraction``.
        reason: why, in the editors' words.
        date: day of the erratum, ISO.
        replaced_by: id of the claim that takes its place; None for a retraction.
    """

    claim: str
    kind: str
    reason: str
    date: str
    replaced_by: str | None = None


def read_errata(connection: Connection) -> dict[str, list[Erratum]]:
    """Read the errata that have not been taken back, by the id of their claim, oldest first."""
    statement = select(t.erratum).where(t.erratum.c.withdrawn_id.is_(None)).order_by(t.erratum.c.id)
    found: dict[str, list[Erratum]] = {}
    for row in connection.execute(statement):
        erratum = Erratum(row.claim_id, row.kind, row.reason, row.date, row.replaced_by)
        found.setdefault(row.claim_id, []).append(erratum)
    return found


def under_errata(
    claims: Iterable[Claim], errata: Mapping[str, Sequence[Erratum]]
) -> tuple[list[Claim], set[Claim]]:
    """Deprecate the claims under an erratum, for the reason of its newest one.

    Returns:
        All claims in their order, and those of them that are under an erratum.
    """
    judged, against = [], set()
    for claim in claims:
        own = errata.get(claim.id) if errata else None
        if own:
            claim = replace(claim, rank=Rank.DEPRECATED, reason=own[-1].reason)  # noqa: PLW2901
            against.add(claim)
        judged.append(claim)
    return judged, against


def is_withdrawn(leaves: Mapping[str, Resolution], against: Container[Claim]) -> bool:
    """Tell whether errata leave nothing that a milestone or figure could stand on.

    Args:
        leaves: what was resolved of each of its fields.
        against: claims under an erratum.
    """
    return any(
        resolution.chosen is None and any(claim in against for claim in resolution.dissenting)
        for leaf, resolution in leaves.items()
        if leaf in BEARING_LEAVES
    )
