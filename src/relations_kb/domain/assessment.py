"""What the records make of a statement: confirmed, contradicted, outdated, or not to be dated.

A statement in words often says several things, and the records show another verdict on each. The
verdict on the whole is the weightiest of them, and says whether it is so in part only.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from relations_kb.domain.vocabulary import Verdict

_WEIGHT = (Verdict.CONTRADICTED, Verdict.OUTDATED, Verdict.CONFIRMED)
"""The verdicts that records can show, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a whole statement.

    Attributes:
        verdict: the weightiest verdict that the evidence shows.
        partly: whether other evidence shows another verdict.
    """

    verdict: Verdict
    partly: bool = False

    def __str__(self) -> str:
        return f"{self.verdict} in part" if self.partly else str(self.verdict)


def judge(shown: Collection[Verdict]) -> Judgement:
    """Judge a statement by what each piece of evidence shows.

    Evidence that only bears on the statement (``undatable``) decides nothing; a statement with no
    other evidence cannot be dated.
    """
    decisive = [verdict for verdict in _WEIGHT if verdict in shown]
    if not decisive:
        return Judgement(Verdict.UNDATABLE)
    return Judgement(decisive[0], len(decisive) > 1)
