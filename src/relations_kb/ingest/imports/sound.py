"""Checks of rows together: those of one record agree, and it is what they take it for."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from relations_kb.ingest.imports.comparing import contradictions
from relations_kb.ingest.imports.grouping import Group, read_groups, record_from
from relations_kb.ingest.imports.staging import Staged, Staging
from relations_kb.records.claiming import claims_of
from relations_kb.records.findings import Finding
from relations_kb.store import tables as t

_SEVERAL = "SELECT dataset, key FROM draft GROUP BY dataset, key HAVING count(*) > 1"


def check_groups(staging: Staging) -> None:
    """E313: one source says one thing of a slot, however many rows a record has."""
    for dataset, key in staging.rows(_SEVERAL):
        for group in read_groups(staging, dataset, key):
            found = list(_disagreements(group))
            staging.add_findings(finding for _, finding in found)
            staging.add_bad_lines((row.file, row.line) for row, _ in found)


def _disagreements(group: Group) -> Iterator[tuple[Staged, Finding]]:
    for row in group.rows:
        if row.kind is not group.first.kind:
            kinds = f"its kind is {row.kind}, and {group.first.kind} in another row"
            yield row, _finding(row, f"{kinds} of the same record ({_at(group)})")
        elif row.wish not in ("", group.wish):
            wishes = f"it is to be {row.wish!r}, and {group.wish!r} in another row"
            yield row, _finding(row, f"{wishes} of the same record ({_at(group)})")
    same = [row for row in group.rows if row.kind is group.first.kind]
    said = [claims_of(record_from(row.kind, "draft", row.data)) for row in same]
    for known, claim, number in contradictions(said):
        yield (
            same[number],
            _finding(
                same[number],
                f"{claim.source} says {claim.value!r} of {claim.slot}, and {known.value!r} in "
                f"another row of the same record ({_at(group)})",
            ),
        )


def _at(group: Group) -> str:
    return ", ".join(sorted({f"{row.file}:{row.line}" for row in group.rows}))


def _finding(row: Staged, message: str) -> Finding:
    remedy = "mend one, give each its own source, or give different external ids"
    return Finding(row.file, row.line, "E313", "", f"{message}; {remedy}")


def check_matches(connection: Connection, staging: Staging) -> None:
    """E314: a record is of the kind that the base knows it as."""
    for chunk in _matched(staging):
        known = select(t.record.c.slug, t.record.c.kind).where(
            t.record.c.slug.in_({row[1] for row in chunk})
        )
        kinds = {row.slug: row.kind for row in connection.execute(known)}
        for number, record, kind, dataset, key in chunk:
            if kinds[record] != kind:
                for group in read_groups(staging, dataset, key):
                    _reject(staging, group, f"the kind of {record} is {kinds[record]} in the base")
                staging.db.execute("DELETE FROM grp WHERE id = ?", (number,))


def _matched(staging: Staging) -> Iterator[list[tuple[int, str, str, str, str]]]:
    """Yield the matched groups, some at a time; what is done to them may delete them."""
    last = 0
    statement = (
        "SELECT id, record, kind, dataset, key FROM grp WHERE record IS NOT NULL AND id > ? "
        "ORDER BY id LIMIT 500"
    )
    while rows := list(staging.rows(statement, (last,))):
        yield [(row[0], row[1], row[2], row[3], row[4]) for row in rows]
        last = rows[-1][0]


def _reject(staging: Staging, group: Group, message: str) -> None:
    staging.add_findings(
        Finding(
            row.file, row.line, "E314", "kind",
            f"{message}, and {row.kind} here; write the same kind, or another id",
        )
        for row in group.rows
    )  # fmt: skip
    staging.add_bad_lines((row.file, row.line) for row in group.rows)
