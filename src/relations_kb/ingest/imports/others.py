"""Rows whose number was given to something else: most likely another file of the same name."""

from __future__ import annotations

from collections.abc import Sequence

from relations_kb.domain.claims import Claim
from relations_kb.domain.identity import fold
from relations_kb.ingest.imports.plan import MatchRule
from relations_kb.ingest.imports.staging import Staging
from relations_kb.ingest.imports.standing import Standing
from relations_kb.ingest.imports.telling import Telling
from relations_kb.records.findings import Finding

_ITEMS = ("title", "party", "date")


def is_another(telling: Telling, standing: Standing) -> bool:
    """Tell whether a row shares nothing with what its number stood for: title, party or date."""
    if telling.rule != MatchRule.ROW or not telling.key.startswith("id"):
        return False
    known = standing.of_dataset(telling.dataset, telling.record)
    claims = [claim for row in telling.said for claim in row]
    return bool(known) and not any(_told(known, item) & _told(claims, item) for item in _ITEMS)


def _told(claims: Sequence[Claim], item: str) -> set[str]:
    match item:
        case "title":
            return {fold(claim.value) for claim in claims if claim.slot.leaf == "title"}
        case "party":
            return {claim.slot.key for claim in claims if claim.slot.item == "party"}
    return {claim.value for claim in claims if claim.slot.leaf == "date"}


def reject_others(staging: Staging, tellings: Sequence[Telling]) -> None:
    """E314: a number of a data set means one thing for ever."""
    for telling in tellings:
        for row in telling.group.rows:
            message = (
                f"this row of the data set {telling.dataset!r} was {telling.record} before, with "
                "which it shares neither title nor parties nor date; name the data set of another "
                "file with --dataset, or give the row a number of its own"
            )
            staging.add_findings([Finding(row.file, row.line, "E314", "", message)])
            staging.add_bad_lines([(row.file, row.line)])
