"""What a changeset did, or what lies between two: one row for each thing that came or went.

The rows are read from the base as they are asked for, so that a changeset of a million claims
takes no more memory than one of ten.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Executable

from relations_kb.domain.claims import Slot
from relations_kb.domain.vocabulary import Calendar, Term
from relations_kb.query import diff_statements as s
from relations_kb.query.claims import worded
from relations_kb.query.log import LogEntry, changeset_entry, record_key


class Act(Term):
    """What a changeset did to one thing."""

    SAID = "said", "the changeset says the claim"
    WITHDRAWN = "withdrawn", "a changeset that said the claim says it no more"
    CORRECTED = "corrected", "an erratum puts another value in the place of the claim"
    RETRACTED = "retracted", "an erratum takes the claim back, without another in its place"
    RESTORED = "restored", "an erratum on the claim is taken back"
    DEFINED = "defined", "a source, actor, membership or statement is defined"
    DROPPED = "dropped", "such a definition is taken back, or another takes its place"
    MERGED = "merged", "another record is found to be this one, and its id leads here"
    PARTED = "parted", "such a merge is taken back"
    ASKED = "asked", "the record looks like another, and the question is open"
    APART = "apart", "the record looks like another, and is not the same"
    CLOSED = "closed", "such a question or its answer is taken back"


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One thing that came or went.

    Attributes:
        changeset: number of the changeset with which it came or went.
        record: id of the record; None for a definition.
        title: title of the record; for a definition, what is defined, in words.
        what: see ``Act``.
        slot: the place in the record, in words; for a definition its kind; else None.
        value: of the claim; else the id of the definition, or of the other record.
        calendar: of the value; None where there is no claim.
        source: id of the source of the claim.
        others: of a claim that came, whether others had said it before; of one that went, whether
            others still said it then; None for all else.
        active: whether the claim is active now, or the definition, merge or question stands.
        withdrawn_by: number of the changeset that took back later what came here.
        instead: the value that a correction puts in the place of the claim.
        reason: why, in the words of the erratum or question.
        said_of: id of the record of which the claim was said, if that was merged into this one.
    """

    changeset: int
    record: str | None
    title: str
    what: str
    slot: str | None
    value: str
    calendar: str | None
    source: str | None
    others: bool | None
    active: bool
    withdrawn_by: int | None
    instead: str | None
    reason: str | None
    said_of: str | None


@dataclass(frozen=True, slots=True)
class Diff:
    """What a changeset did, or what lies between two.

    Attributes:
        base: the changeset from whose base the span leads; None if one changeset alone is told.
        changeset: the one to whose base it leads, or the one that is told.
        record: id of the record that is told alone; empty for all.
        rows: yields the rows, definitions first, then by record; may be asked again as long as
            the connection is open.
    """

    base: LogEntry | None
    changeset: LogEntry
    record: str
    rows: Callable[[], Iterator[DiffRow]] = field(compare=False)


_AT_ONCE = 1000
"""Rows that are held at once."""

_ACTS = {
    s.CLAIM: (str(Act.SAID), str(Act.WITHDRAWN)),
    s.CORRECTION: (str(Act.CORRECTED), str(Act.RESTORED)),
    s.RETRACTION: (str(Act.RETRACTED), str(Act.RESTORED)),
    s.DEFINITION: (str(Act.DEFINED), str(Act.DROPPED)),
    s.MERGE: (str(Act.MERGED), str(Act.PARTED)),
    s.QUESTION: (str(Act.ASKED), str(Act.CLOSED)),
    s.ANSWER: (str(Act.APART), str(Act.CLOSED)),
}
"""What is done when a thing comes, and when it goes."""


def diff(connection: Connection, changeset: int, record: str = "") -> Diff:
    """Tell what a changeset did.

    Args:
        connection: to the base.
        changeset: its number.
        record: id of the record that is told alone; empty for all.

    Raises:
        KbError: if there is no such changeset or record.
    """
    told = changeset_entry(connection, changeset)
    reader = _Reader(connection, record, changeset - 1, changeset, net=False)
    return Diff(None, told, record, reader.rows)


def diff_between(connection: Connection, base: int, changeset: int, record: str = "") -> Diff:
    """Tell what changed from the base after one changeset to that after another.

    Only the net is told: what came and went again in between is no part of it. If the first is the
    newer, the way back is told.

    Args:
        connection: to the base.
        base: number of the one changeset.
        changeset: number of the other.
        record: id of the record that is told alone; empty for all.

    Raises:
        KbError: if there is no such changeset or record.
    """
    ends = changeset_entry(connection, base), changeset_entry(connection, changeset)
    first, last = sorted((base, changeset))
    reader = _Reader(connection, record, first, last, net=True, back=base > changeset)
    return Diff(*ends, record, reader.rows)


class _Reader:
    """Reads the rows of a span, from its start to its end or the way back."""

    def __init__(
        self,
        connection: Connection,
        record: str,
        after: int,
        until: int,
        *,
        net: bool,
        back: bool = False,
    ) -> None:
        self._connection = connection
        self._span = {"after": after, "until": until}
        self._of = {"key": record_key(connection, record), "record": record} if record else {}
        self._net = net
        self._back = back

    def rows(self) -> Iterator[DiffRow]:
        """Yield the rows, definitions first."""
        if not self._of:
            for row in self._read(s.DEFINITIONS[self._net]):
                yield self._definition(row)
        for row in self._read(s.ROWS[self._net, bool(self._of)], **self._of):
            yield self._about_record(row)

    def _read(self, statement: Executable, **values: Any) -> Iterator[Sequence[Any]]:
        options = {"yield_per": _AT_ONCE}
        parameters = self._span | values
        yield from self._connection.execute(statement, parameters, execution_options=options)

    def _definition(self, row: Sequence[Any]) -> DiffRow:
        changeset, withdrawn_by, came, act, kind, name, content, active, _ = row
        return DiffRow(
            changeset,
            record=None,
            title=_defined(kind, content),
            what=_ACTS[act][came == self._back],
            slot=kind,
            value=name,
            calendar=None,
            source=None,
            others=None,
            active=active,
            withdrawn_by=None if self._back else withdrawn_by,
            instead=None,
            reason=None,
            said_of=None,
        )

    def _about_record(self, row: Sequence[Any]) -> DiffRow:
        # Taken apart at once, since looking up each column by its name takes as long as the base.
        (
            changeset, withdrawn_by, came, act, record, title, said_of, item, key, leaf, value,
            calendar, source, others, active, instead, instead_calendar, reason, *_,
        ) = row  # fmt: skip
        return DiffRow(
            changeset,
            record,
            title,
            _ACTS[act][came == self._back],
            _place(item, key, leaf) if item else None,
            value,
            calendar,
            source,
            others,
            active,
            None if self._back else withdrawn_by,
            _dated(instead, instead_calendar),
            reason,
            said_of,
        )


@lru_cache(maxsize=4096)
def _place(item: str, key: str, leaf: str) -> str:
    return f"{worded(Slot(item, key, leaf))}, {leaf}"


def _dated(value: str | None, calendar: str | None) -> str | None:
    plain = calendar is None or calendar == Calendar.GREGORIAN
    return value if plain else f"{value} {calendar}"


def _defined(kind: str, content: str) -> str:
    """Say what is defined, from what stands in a seed file."""
    entry = json.loads(content)
    match kind:
        case "source":
            return str(entry.get("title") or entry["publisher"])
        case "actor":
            return str(entry["names"][0]["text"])
        case "membership":
            start, end = entry.get("from"), entry.get("to")
            span = f", {start or '..'}/{end or '..'}" if start or end else ""
            return f"{entry['actor']}, {entry['status']} of {entry['of']}{span}"
    return str(entry["says"])
