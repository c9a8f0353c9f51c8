"""The log of changesets and what one of them did, laid out for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from relations_kb.domain.vocabulary import Calendar
from relations_kb.query.diff import Act, Diff, DiffRow
from relations_kb.query.log import ChangesetFile, Log, LogEntry
from relations_kb.render.layout import Sheet
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, shown_date

FIRST = 20
"""Records, and definitions, that are shown where not all are asked for."""

_HASH = 8
_MINUTE = len("2026-01-01T00:00")


def log_sheet(log: Log) -> Sheet:
    """Lay out changesets, newest first."""
    rows = [
        (
            str(entry.changeset),
            _when(entry),
            entry.kind,
            _what(entry),
            _undo(entry),
            str(entry.added),
            str(entry.withdrawn),
            str(entry.records),
        )
        for entry in log.entries
    ]
    more = f"; {log.more} older left out by --limit" if log.more else ""
    return Sheet(
        header=("No.", "When (UTC)", "Kind", "What", "Undo", "Added", "Withdrawn", "Records"),
        rows=rows,
        wide=3,
        essential=5,
        below=(f"{counted(len(rows), 'changeset')}{more}",),
    )


def _when(entry: LogEntry) -> str:
    return entry.applied_at[:_MINUTE].replace("T", " ")


def _what(entry: LogEntry) -> str:
    """Say what a changeset is: its label, unless that only names its files, and its files."""
    names = ", ".join(file.name for file in entry.files)
    labels = [] if entry.files and entry.label == names else [entry.label]
    return "; ".join([*labels, *map(_file, entry.files)])


def _file(file: ChangesetFile) -> str:
    rows = counted(file.rows, "row")
    return f"{file.name} ({file.dataset}, {file.content_hash[:_HASH]}, {rows})"


def _undo(entry: LogEntry) -> str:
    undoes = f"undoes {entry.undoes}" if entry.undoes else ""
    by = f"undone by {entry.undone_by}" if entry.undone_by else ""
    return ", ".join(word for word in (undoes, by) if word)


@dataclass(slots=True)
class _Told:
    """What is shown of the rows, and how much there is.

    Attributes:
        acts: number of rows by what was done.
        definitions: lines of the definitions that are shown.
        records: lines of the records that are shown, by id and title.
        defined: number of definitions.
        found: number of records.
    """

    acts: Counter[str] = field(default_factory=Counter)
    definitions: list[str] = field(default_factory=list)
    records: dict[str, list[str]] = field(default_factory=dict)
    defined: int = 0
    found: int = 0


def diff_page(diff: Diff, limit: int = 0) -> Page:
    """Lay out what a changeset did, or what lies between two, record by record.

    Args:
        diff: whose rows are read once.
        limit: how many records, and definitions, are shown, while the rest is counted; 0 for all.
    """
    told = _told(diff, limit)
    return Page(_title(diff), [*_intro(diff), _counts(told)], list(_sections(told)))


def _told(diff: Diff, limit: int) -> _Told:
    told, last, alone = _Told(), None, diff.base is None
    for row in diff.rows():
        told.acts[row.what] += 1
        if row.record is None:
            told.defined += 1
            if not limit or told.defined <= limit:
                told.definitions.append(_line(row, alone=alone))
            continue
        told.found += row.record != last
        last = row.record
        if not limit or told.found <= limit:
            lines = told.records.setdefault(f"{row.record}: {row.title}", [])
            lines.append(_line(row, alone=alone))
    return told


def _title(diff: Diff) -> str:
    number = diff.changeset.changeset
    if diff.base is None:
        return f"Changeset {number}: {diff.changeset.kind}"
    return f"From changeset {diff.base.changeset} to changeset {number}"


def _intro(diff: Diff) -> Iterator[str]:
    for entry in (diff.base, diff.changeset):
        if entry is not None:
            number = "" if diff.base is None else f"Changeset {entry.changeset}, "
            undo = f" ({_undo(entry)})" if _undo(entry) else ""
            yield f"{number}{_when(entry)} UTC: {_what(entry)}{undo}"
    if diff.record:
        yield f"Only what is about {diff.record}."


def _counts(told: _Told) -> str:
    acts = ", ".join(f"{told.acts[act]} {act}" for act in Act if told.acts[act])
    return f"{acts or 'nothing'}; {counted(told.found, 'record')}."


def _sections(told: _Told) -> Iterator[Section]:
    if told.definitions:
        rest = told.defined - len(told.definitions)
        more = [f"and {counted(rest, 'more definition')}; see --all"] if rest else []
        yield Section("Definitions", [*told.definitions, *more])
    for title, lines in told.records.items():
        yield Section(title, lines)
    rest = told.found - len(told.records)
    if rest:
        yield Section(f"And {counted(rest, 'more record')}", ["print them with --all"])


def _line(row: DiffRow, *, alone: bool) -> str:
    marks = "".join(f" ({mark})" for mark in (*_marks(row), *(_since(row) if alone else ())))
    return f"{row.what}: {_thing(row)}{marks}"


def _thing(row: DiffRow) -> str:
    why = f": {row.reason}" if row.reason else ""
    match row.what:
        case Act.DEFINED | Act.DROPPED:
            return f"{row.slot} {row.value}: {row.title}"
        case Act.MERGED:
            return f"{row.value} leads here"
        case Act.PARTED:
            return f"{row.value} leads here no more"
        case Act.ASKED | Act.CLOSED:
            return f"is it {row.value}? {row.reason}"
        case Act.APART:
            return f"it is not {row.value}{why}"
    value = shown_date(row.value, Calendar(row.calendar or Calendar.GREGORIAN))
    now = f", now {row.instead}" if row.what == Act.CORRECTED else ""
    return f"{row.slot}: {value} [{row.source}]{now}{why}"


def _marks(row: DiffRow) -> Iterator[str]:
    if row.others:
        yield "others said it before" if row.what == Act.SAID else "others still said it"
    if row.said_of:
        yield f"of {row.said_of}"


def _since(row: DiffRow) -> Iterator[str]:
    """Yield what became of it after that changeset."""
    if row.withdrawn_by:
        yield f"taken back by changeset {row.withdrawn_by}"
    if row.what == Act.SAID and not row.active:
        yield "not active now"
    if row.what == Act.WITHDRAWN and row.active:
        yield "active now"
