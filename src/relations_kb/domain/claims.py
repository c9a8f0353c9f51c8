"""Claims: what one source says about one slot of one record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from relations_kb.domain.vocabulary import (
    Assertion,
    Calendar,
    Rank,
    Reliability,
    SourceKind,
    Step,
)


class Slot(NamedTuple):
    """The place of a value in a record: ``("milestone", "in-force", "date")``.

    ``item`` is the list that the value stands in (or ``attribute``), ``key`` tells the entry of
    that list, ``leaf`` the field of the entry.
    """

    item: str
    key: str
    leaf: str

    def __str__(self) -> str:
        return " ".join(part for part in self if part)


class MilestoneKey(NamedTuple):
    """What tells one milestone of a record from the others.

    A plan and its fulfilment are two milestones, so ``planned`` is a part of the key; whether
    something happened, was reported or is denied is a value that sources may dispute.
    """

    step: Step
    actor: str | None
    part: str | None
    planned: bool

    def __str__(self) -> str:
        text = str(self.step)
        if self.actor:
            text += f"@{self.actor}"
        if self.part:
            text += f":{self.part}"
        return text + ("?planned" if self.planned else "")

    @classmethod
    def parse(cls, text: str) -> MilestoneKey:
        """Read a key back from its text."""
        rest, _, planned = text.partition("?")
        rest, _, part = rest.partition(":")
        step, _, actor = rest.partition("@")
        return cls(Step(step), actor or None, part or None, planned == Assertion.PLANNED)


class FigureKey(NamedTuple):
    """What tells one figure of a record from the others: metric, of what, as of when."""

    metric: str
    of: str
    as_of: str

    def __str__(self) -> str:
        return "|".join(self)

    @classmethod
    def parse(cls, text: str) -> FigureKey:
        """Read a key back from its text."""
        return cls(*text.split("|"))


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's statement about one slot of one record.

    Attributes:
        record: id of the record.
        slot: the place in the record.
        value: the value as text; a quantity carries its unit after a blank.
        source: id of the source.
        calendar: of a date; Gregorian elsewhere.
        variant: 0 for the value that stands in the record itself, n for its n-th dissenting
            statement; statements with one number belong together.
        ordinal: running number in the record; keeps the order in which a person wrote.
        said_by: who says so, where the source quotes somebody.
        said_on: when it was said (EDTF).
        valid: the interval in which the statement held (EDTF).
        note: remark on the statement.
        rank: the editor's word.
        reason: why that rank.
        said_of: id of the record of which it was said, if that has since been merged into
            ``record``.
    """

    record: str
    slot: Slot
    value: str
    source: str
    calendar: Calendar = Calendar.GREGORIAN
    variant: int = 0
    ordinal: int = 0
    said_by: str | None = None
    said_on: str | None = None
    valid: str | None = None
    note: str | None = None
    rank: Rank = Rank.NORMAL
    reason: str | None = None
    said_of: str | None = None

    @property
    def id(self) -> str:
        """Hash of record, slot, value and source: the same statement has the same id for ever."""
        record = self.said_of or self.record
        text = "\x1f".join((record, *self.slot, self.value, self.calendar, self.source))
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    def numbered(self, variant: int, ordinal: int) -> Claim:
        """Return the claim with other numbers; what it says stays."""
        # Spelled out, since an import numbers every claim and ``replace`` is four times slower.
        return Claim(
            self.record, self.slot, self.value, self.source, self.calendar, variant, ordinal,
            self.said_by, self.said_on, self.valid, self.note, self.rank, self.reason,
            self.said_of,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceWeight:
    """What resolution needs to know of a source.

    Attributes:
        kind: gives its authority.
        reliability: Admiralty grade.
        origin: id of the source that stands at the beginning of the chain of repeats; the
            source's own id if it repeats none.
        date: EDTF text of publication, or an empty text.
    """

    kind: SourceKind
    reliability: Reliability
    origin: str
    date: str
