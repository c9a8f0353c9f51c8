"""Rows to records: which rows of the files tell of one thing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.identity import slugify
from relations_kb.domain.likeness import natural_key
from relations_kb.domain.vocabulary import Assertion, Calendar, Kind
from relations_kb.ingest.imports.staging import Staged, Staging
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.models import RECORD_CLASSES, Record

_LONGEST_KEY = 120
_PLACEHOLDER = "draft"


def staged_key(external: str) -> str:
    """Return the key of a row that has an id, however long that is."""
    if len(external) <= _LONGEST_KEY:
        return f"id:{external}"
    return f"id-hash:{hashlib.sha256(external.encode('utf-8', 'surrogatepass')).hexdigest()}"


def natural_row_key(kind: Kind, data: Mapping[str, Any]) -> str:
    """Return the key of a row without an id: what it tells of, by its natural key.

    Events of one title come again, so that their day tells them apart; the steps of an instrument,
    a measure or a project belong together.
    """
    key = f"natural:{natural_of(kind, data)}"
    return f"{key}:{'|'.join(dates_of(data))}" if kind is Kind.EVENT else key


def natural_of(kind: Kind, data: Mapping[str, Any]) -> str:
    """Return the natural key of a record in the shape of a seed file."""
    return natural_key(kind, str(data["title"]), parties_of(data))


def parties_of(data: Mapping[str, Any]) -> list[str]:
    """Return the ids of the parties of a record in the shape of a seed file."""
    return [p if isinstance(p, str) else str(p["actor"]) for p in data["parties"]]


def dates_of(data: Mapping[str, Any]) -> list[str]:
    """Return step, date and calendar of every dated step, as ``signed 2025-01-17 gregorian``."""
    found = []
    for milestone in data.get("milestones", ()):
        date = milestone.get("date")
        if date and milestone.get("assertion") != Assertion.PLANNED:
            text, calendar = date_parts(date)
            found.append(f"{milestone['step']} {text} {calendar}")
    return sorted(found)


def date_parts(date: Any) -> tuple[str, str]:
    """Return text and calendar of a date in the shape of a seed file."""
    if isinstance(date, str):
        return date, str(Calendar.GREGORIAN)
    return str(date["value"]), str(date.get("calendar", Calendar.GREGORIAN))


def record_from(kind: Kind, record_id: str, data: Mapping[str, Any]) -> Record:
    """Make the record that a draft says, under an id, in canonical form."""
    return with_explicit_sources(RECORD_CLASSES[kind].model_validate({**data, "id": record_id}))


def assumed_roles(data: Mapping[str, Any]) -> set[str]:
    """Return the parties of a draft whose role is the one that parties have by default."""
    return {
        party if isinstance(party, str) else str(party["actor"])
        for party in data["parties"]
        if isinstance(party, str) or not party.get("role")
    }


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one record.

    Attributes:
        rows: one for each thing said, in an order that the order of the file has no part in.
    """

    rows: tuple[Staged, ...]

    @property
    def first(self) -> Staged:
        """The row that the record is named by."""
        return self.rows[0]

    @property
    def wish(self) -> str:
        """The id that the record is to have; empty if no row says."""
        return next((row.wish for row in self.rows if row.wish), "")

    @property
    def line(self) -> int:
        """The first line of the group in its file."""
        return min(row.line for row in self.rows)

    @property
    def parts(self) -> set[str]:
        """What of the record its rows tell."""
        return {row.part for row in self.rows}


_ORDERED = """
SELECT dataset, file, line, key, part, kind, wish, keyed, data FROM draft
WHERE NOT EXISTS (SELECT 1 FROM bad WHERE bad.file = draft.file AND bad.line = draft.line)
"""


def read_groups(staging: Staging, dataset: str = "", key: str = "") -> Iterator[Group]:
    """Yield the groups of all rows, or the one of a key, without the rows that cannot be used."""
    where, values = (" AND dataset = ? AND key = ?", (dataset, key)) if key else ("", ())
    ordered = f"{_ORDERED}{where} ORDER BY dataset, key, part, data, file, line"
    drafts = (_staged(row) for row in staging.rows(ordered, values))
    for _, rows in groupby(drafts, key=attrgetter("dataset", "key")):
        yield Group(tuple(rows))


def _staged(row: Sequence[Any]) -> Staged:
    dataset, file, line, key, part, kind, wish, keyed, data = row
    return Staged(
        dataset, file, line, key, part, Kind(kind), wish, bool(keyed), json.loads(data)
    )  # fmt: skip


def proposed_id(kind: Kind, data: Mapping[str, Any], dates: Sequence[str] | None = None) -> str:
    """Return an id for a new record: words of its title, else its parties, and the first year.

    Args:
        kind: its kind.
        data: the record in the shape of a seed file.
        dates: its dates, as ``dates_of`` gives them, if others than those in ``data``.
    """
    words = slugify(str(data["title"]))
    if len(words) < 4 or words.replace("-", "").isdigit():
        words = "-".join([*parties_of(data)[:2], str(data.get("form", kind))]).replace("_", "-")
    year = _first_year(dates_of(data) if dates is None else dates)
    return words if not year or year in words.split("-") else f"{words[:70].rstrip('-')}-{year}"


def _first_year(dates: Sequence[str]) -> str:
    days = []
    for text in dates:
        _, date, calendar = text.split(" ")
        earliest = FuzzyDate.parse(date, Calendar(calendar)).earliest
        days += [earliest] if earliest else []
    return f"{min(days).year:04d}" if days else ""
