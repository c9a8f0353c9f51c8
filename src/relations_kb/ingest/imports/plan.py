"""What an import would do, or has done: one entry for each record, and the totals."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from relations_kb.domain.vocabulary import Term
from relations_kb.records.findings import Finding


class Outcome(Term):
    """What becomes of a record of an import."""

    NEW = "new", "the base has no such record; it is added"
    DUPLICATE = "possible-duplicate", "added as new, but it looks like a record that is there"
    CHANGED = "changed", "the file said otherwise when it was last imported; that is withdrawn"
    CONFLICT = "conflicting", "it contradicts a value that is shown; both are kept"
    ADDED = "added", "a known record gets values that it did not have"
    SOURCE = "new-source", "another source for values that are known"
    SAME = "same", "the base says all of it already"
    ABSENT = "absent", "it was in the file once and is there no more; it stays in the base"
    REJECTED = "rejected", "it cannot be read; see the message"


class MatchRule(Term):
    """By which rule a record of a file is taken for one of the base."""

    ROW = "row", "the same row of the same data set was imported before"
    ID = "id", "it has the id of the record"
    EXTERNAL_ID = "external-id", "it has an identifier of the record"
    NATURAL_KEY = "natural-key", "the same kind, title, parties, step and date"
    CORRECTED_ROW = "corrected-row", "a row without an id took the place of one that is gone"
    ACCEPTED = "accepted", "it looked alike, and that was accepted"


class Effect(Term):
    """What one value of a file does to a known record."""

    ADDED = "added", "nobody said anything there"
    SOURCE = "new-source", "another source says the same, or less or more precisely so"
    CONFLICT = "conflicting", "it contradicts what is shown"
    WITHDRAWN = "withdrawn", "the file says it no more"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value of a record and what it does.

    Attributes:
        effect: see ``Effect``.
        slot: the place in the record, in words.
        value: what the file says, or said.
        source: id of its source.
        shown: what the base shows there before; None for nothing.
    """

    effect: str
    slot: str
    value: str
    source: str
    shown: str | None


@dataclass(frozen=True, slots=True)
class Alike:
    """A record that another may be the same as.

    Attributes:
        record: its id.
        title: its title.
        score: likeness, from 0 to 1.
        rule: the rule by which it was found.
        reason: why, in words.
    """

    record: str
    title: str
    score: float
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What becomes of one record of the import.

    Attributes:
        outcome: see ``Outcome``.
        record: id of the record; empty if it has none.
        title: its title.
        file: file that it stands in.
        line: first line of it in the file.
        rule: why it is taken for that record of the base; empty for a new one.
        values: what it does to the record.
        alike: records that it looks like.
        message: what is wrong with a rejected one.
        column: of the file, for a rejected one.
    """

    outcome: str
    record: str
    title: str
    file: str
    line: int
    rule: str = ""
    values: tuple[ValueChange, ...] = ()
    alike: tuple[Alike, ...] = ()
    message: str = ""
    column: str = ""

    def as_json(self) -> str:
        """Write the entry as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Entry:
        """Read an entry back."""
        data: dict[str, Any] = json.loads(text)
        return cls(
            **{
                **data,
                "values": tuple(ValueChange(**value) for value in data["values"]),
                "alike": tuple(Alike(**alike) for alike in data["alike"]),
            }
        )


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file of an import.

    Attributes:
        name: path as given.
        dataset: name as which it is remembered.
        rows: rows, or records of a seed file, that were read.
        content_hash: SHA-256 of its bytes.
        notes: how it was read, in words.
        of: what it holds: ``row`` or ``record``.
    """

    name: str
    dataset: str
    rows: int
    content_hash: str
    notes: tuple[str, ...] = ()
    of: str = "row"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does.

    Attributes:
        files: what was read.
        outcomes: number of records of each outcome, all outcomes in their order.
        definitions: number of new sources, actors, memberships and statements, by kind.
        claims_added: claims that become active.
        claims_withdrawn: claims that are active no more.
        errors: number of faults in the files.
        warnings: number of doubts.
        stopped: whether what was found keeps it from being written.
        entries: yields the entries in the order of files and lines; may be asked again.
        findings: yields every fault and doubt in the order of files and lines.
        fingerprint: hash of all entries; two plans that do the same have the same.
        changeset: number of the changeset; None as long as nothing is written.
    """

    files: tuple[FileRead, ...]
    outcomes: Mapping[str, int]
    definitions: Mapping[str, int]
    claims_added: int
    claims_withdrawn: int
    errors: int
    warnings: int
    fingerprint: str
    stopped: bool
    entries: Callable[[], Iterator[Entry]] = field(compare=False)
    findings: Callable[[], Iterator[Finding]] = field(compare=False)
    changeset: int | None = field(default=None, compare=False)

    @property
    def changes_nothing(self) -> bool:
        """Tell whether there is nothing to write."""
        return not (self.claims_added or self.claims_withdrawn or any(self.definitions.values()))
