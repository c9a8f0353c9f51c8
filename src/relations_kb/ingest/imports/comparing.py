"""What the rows of a record say that the base does not, and what each new value does to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from relations_kb.domain.claims import Claim, Slot, SourceWeight
from relations_kb.domain.resolution import agree, resolve
from relations_kb.domain.vocabulary import Calendar, Rank
from relations_kb.ingest.imports.plan import Effect, ValueChange

Content = tuple[Slot, str, Calendar, str]
"""What a claim says, whatever the record is called: slot, value, calendar, source."""


def content(claim: Claim) -> Content:
    """Return what a claim says."""
    return claim.slot, claim.value, claim.calendar, claim.source


class Record:
    """A record as it stands in the base, and as it grows by the rows of an import.

    Args:
        claims: active claims; errata are in their ranks.
        weights: of all sources cited, those of the rows included.
        first_number: from which claims and statements of this import are numbered.
    """

    def __init__(
        self, claims: Iterable[Claim], weights: Mapping[str, SourceWeight], first_number: int
    ) -> None:
        self._claims = list(claims)
        self._weights = weights
        self._number = first_number
        self._said = {content(claim): claim for claim in self._claims}
        self._main = {claim.slot for claim in self._claims if not claim.variant}

    def said(self, claim: Claim) -> Claim | None:
        """Return the claim by which the base says the same already."""
        return self._said.get(content(claim))

    def admits(self, claim: Claim) -> bool:
        """Tell whether a claim contradicts nothing that is shown."""
        return self.effect(claim).effect != Effect.CONFLICT

    def add(self, claims: Iterable[Claim]) -> list[Claim]:
        """Add what one row says, and return the claims that are new, numbered.

        Where the record has a value of its own already, what is new stands beside it as a
        statement; the statements of one source on one entry stay together.
        """
        main = frozenset(self._main)
        numbers: dict[tuple[str, str, str, int], int] = {}
        added = []
        for claim in claims:
            if self.said(claim):
                continue
            self._number += 1
            variant = claim.variant
            if claim.slot in main or variant:
                place = (claim.slot.item, claim.slot.key, claim.source, variant)
                variant = numbers.setdefault(place, self._number)
            else:
                self._main.add(claim.slot)
            new = claim.numbered(variant, self._number)
            added.append(new)
            self._claims.append(new)
            self._said[content(new)] = new
        return added

    def effect(self, claim: Claim) -> ValueChange:
        """Tell what a claim does that is about to be added."""
        before = [known for known in self._claims if known.slot == claim.slot]
        chosen = resolve(before, self._weights).chosen if before else None
        if chosen is None or claim.rank is Rank.DEPRECATED:
            effect = Effect.SOURCE if before and claim.rank is Rank.DEPRECATED else Effect.ADDED
        elif agree(claim.slot.leaf, (chosen.value, chosen.calendar), (claim.value, claim.calendar)):
            effect = Effect.SOURCE
        else:
            effect = Effect.CONFLICT
        return ValueChange(
            effect=str(effect),
            slot=str(claim.slot),
            value=_worded(claim),
            source=claim.source,
            shown=_worded(chosen) if chosen else None,
        )


def withdrawn_change(claim: Claim) -> ValueChange:
    """Tell that a file says something no more."""
    return ValueChange(
        str(Effect.WITHDRAWN), str(claim.slot), _worded(claim), claim.source, _worded(claim)
    )


def contradictions(rows: Iterable[Sequence[Claim]]) -> list[tuple[Claim, Claim, int]]:
    """Find what one source says in two ways in the rows of one record.

    Returns:
        The earlier and the later claim, and the number of the later row.
    """
    first: dict[tuple[Slot, str], Claim] = {}
    found = []
    for number, claims in enumerate(rows):
        for claim in claims:
            known = first.setdefault((claim.slot, claim.source), claim)
            values = (known.value, known.calendar), (claim.value, claim.calendar)
            if not claim.variant and not known.variant and not agree(claim.slot.leaf, *values):
                found.append((known, claim, number))
    return found


def no_longer_said(
    said: Iterable[Claim],
    rows: Iterable[Claim],
    old_parts: Collection[str],
    parts: Collection[str],
) -> list[Claim]:
    """Return what the data set said of a record and says no more.

    A step whose row is gone is only absent, and stays, with all that its source says; but where one
    row took the place of one other, the step was corrected.

    Args:
        said: claims that the data set says now.
        rows: claims of the rows of this import.
        old_parts: parts of the rows that were imported before.
        parts: parts of the rows of this import.
    """
    claims = list(rows)
    contents = {content(claim) for claim in claims}
    cited = {claim.source for claim in claims}
    gone = set(old_parts) - set(parts)
    if len(old_parts) == 1 and len(parts) == 1:
        gone = set()

    def is_absent(claim: Claim) -> bool:
        part = f"figure:{claim.slot.key}" if claim.slot.item == "figure" else claim.slot.key
        return part in gone or (bool(gone) and claim.source not in cited)

    return [claim for claim in said if content(claim) not in contents and not is_absent(claim)]


def _worded(claim: Claim) -> str:
    if claim.calendar is Calendar.GREGORIAN:
        return claim.value
    return f"{claim.value} {claim.calendar}"
