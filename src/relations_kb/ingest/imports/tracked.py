"""The rows that a data set brought before: which are gone, and which were corrected."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from relations_kb.domain.vocabulary import Assertion
from relations_kb.ingest.imports.plan import Entry, FileRead, MatchRule, Outcome
from relations_kb.ingest.imports.request import Request, is_part
from relations_kb.ingest.imports.staging import Staging
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks

_MOST_PAIRED = 20_000
"""Rows without ids of one file that are looked through for corrections at most."""


def absent_entries(
    connection: Connection, staging: Staging, files: Sequence[FileRead], request: Request
) -> Iterator[tuple[int, Entry]]:
    """Yield the rows that a data set brought once and its file has no more.

    Not looked for in files of left-over rows, nor while rows cannot be read, for what they were is
    not known then.
    """
    partial = {str(path) for path in request.files if is_part(path)}
    faulty = {file for (file,) in staging.rows(_FAULTY)}
    whole = {
        file.dataset: file.name
        for file in files
        if file.name not in partial and file.name not in faulty
    }
    gone = _absent(connection, staging, sorted(whole)) if whole else iter(())
    for chunk in chunks(gone):
        own = select(t.record.c.id, t.record.c.slug, t.record.c.title).where(
            t.record.c.id.in_({row.record_id for row in chunk})
        )
        records = {row.id: row for row in connection.execute(own)}
        for row in chunk:
            record = records[row.record_id]
            file = whole[row.dataset]
            step = row.part and f"its step {row.part}"
            yield 0, Entry(str(Outcome.ABSENT), record.slug, record.title, file, 0, message=step)


_FAULTY = "SELECT DISTINCT file FROM finding WHERE substr(code, 1, 1) = 'E'"


def _absent(connection: Connection, staging: Staging, datasets: Sequence[str]) -> Iterator[Any]:
    here = "SELECT 1 FROM draft WHERE dataset = ? AND key = ? AND part = ? LIMIT 1"
    statement = (
        select(t.import_row)
        .where(t.import_row.c.dataset.in_(datasets), t.import_row.c.withdrawn_id.is_(None))
        .order_by(t.import_row.c.id)
        .execution_options(yield_per=1000)
    )
    for row in connection.execute(statement):
        if not staging.db.execute(here, (row.dataset, row.key, row.part)).fetchone():
            yield row


def pair_corrected(connection: Connection, staging: Staging) -> None:
    """Match rows without an id that differ from one that is gone in a single thing.

    The title, the date or the actors of such a row may be corrected; the other two, together with
    kind and step, must be those of exactly one row that is gone and one that is new.
    """
    datasets = staging.rows("SELECT DISTINCT dataset FROM grp WHERE keyed = 0 AND record IS NULL")
    for (dataset,) in list(datasets):
        new = list(staging.rows(_NEW, (dataset, _MOST_PAIRED + 1)))
        gone = [
            row for row in _absent(connection, staging, [dataset]) if row.key.startswith("natural:")
        ]
        if len(new) <= _MOST_PAIRED and 0 < len(gone) <= _MOST_PAIRED:
            _pair(connection, staging, new, gone)


_NEW = """
SELECT id, kind, title, lines, dates FROM grp
WHERE dataset = ? AND keyed = 0 AND record IS NULL ORDER BY id LIMIT ?
"""

_Telling = tuple[str, str, str, tuple[str, ...]]
"""Kind, title, lines of the parties, steps with their dates."""


def _pair(
    connection: Connection, staging: Staging, new: Sequence[tuple[Any, ...]], gone: Sequence[Any]
) -> None:
    told = _told(connection, {row.record_id for row in gone})
    old = {row.key: told[row.record_id] for row in gone if row.record_id in told}
    fresh = {row[0]: (row[1], row[2], row[3], tuple(json.loads(row[4]))) for row in new}
    records = {row.key: row.record_id for row in gone}
    slugs = _slugs(connection, set(records.values()))
    for without in (_without_date, _without_title, _without_parties):
        for key, group in _unique_pairs(old, fresh, without):
            staging.db.execute(
                "UPDATE grp SET record = ?, rule = ?, replaces = ? WHERE id = ?",
                (slugs[records[key]], str(MatchRule.CORRECTED_ROW), key, group),
            )
            del old[key], fresh[group]


def _unique_pairs(
    old: dict[str, _Telling], fresh: dict[int, _Telling], reduced: Callable[[_Telling], Any]
) -> list[tuple[str, int]]:
    olds: dict[Any, list[str]] = defaultdict(list)
    news: dict[Any, list[int]] = defaultdict(list)
    for key, telling in old.items():
        olds[reduced(telling)].append(key)
    for group, telling in fresh.items():
        news[reduced(telling)].append(group)
    olds.pop(None, None)
    return [
        (keys[0], news[rest][0])
        for rest, keys in olds.items()
        if len(keys) == 1 and len(news.get(rest, ())) == 1
    ]


def _without_date(telling: _Telling) -> Any:
    kind, title, lines, dates = telling
    return kind, title, lines, tuple(date.split(" ")[0] for date in dates)


def _without_title(telling: _Telling) -> Any:
    kind, _, lines, dates = telling
    return (kind, lines, dates) if dates else None


def _without_parties(telling: _Telling) -> Any:
    kind, title, _, dates = telling
    return kind, title, dates


def _told(connection: Connection, records: Collection[int]) -> dict[int, _Telling]:
    """Read of records what is compared."""
    found: dict[int, _Telling] = {}
    for chunk in chunks(sorted(records)):
        lines: dict[int, set[str]] = defaultdict(set)
        parties = (
            select(t.party.c.record_id, t.actor.c.line)
            .join(t.actor, t.actor.c.id == t.party.c.actor_id)
            .where(t.party.c.record_id.in_(chunk))
        )
        for row in connection.execute(parties):
            lines[row.record_id].add(row.line)
        dates: dict[int, list[str]] = defaultdict(list)
        steps = select(t.milestone).where(
            t.milestone.c.record_id.in_(chunk),
            t.milestone.c.date.is_not(None),
            t.milestone.c.assertion != str(Assertion.PLANNED),
        )
        for row in connection.execute(steps):
            dates[row.record_id].append(f"{row.step} {row.date} {row.calendar}")
        for row in connection.execute(select(t.record).where(t.record.c.id.in_(chunk))):
            own = " ".join(sorted(lines[row.id])), tuple(sorted(dates[row.id]))
            found[row.id] = (row.kind, row.title, *own)
    return found


def _slugs(connection: Connection, records: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for chunk in chunks(sorted(records)):
        own = select(t.record.c.id, t.record.c.slug).where(t.record.c.id.in_(chunk))
        found |= {row.id: row.slug for row in connection.execute(own)}
    return found
