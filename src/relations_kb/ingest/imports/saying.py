"""Record by record: what the rows say that the base does not, written and noted in the plan."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from sqlalchemy import Connection

from relations_kb.domain.vocabulary import Kind
from relations_kb.ingest.imports.deciding import decide
from relations_kb.ingest.imports.grouping import read_groups
from relations_kb.ingest.imports.others import is_another, reject_others
from relations_kb.ingest.imports.plan import Alike, Outcome
from relations_kb.ingest.imports.request import Counted, Request
from relations_kb.ingest.imports.staging import Staging
from relations_kb.ingest.imports.standing import TrackedRow, read_rows, read_standing
from relations_kb.ingest.imports.telling import Telling
from relations_kb.store.changesets import ROOM
from relations_kb.store.imports import (
    Counts,
    RecordSaid,
    changesets_of,
    insert_records,
    write_said,
)

_AT_ONCE = 500

_COLUMNS = "dataset, key, kind, title, file, line, record, rule, replaces, alike"


class Saying:
    """Writes what the staged groups say, in batches of records.

    Args:
        connection: a connection in a transaction.
        staging: the groups, and where the plan is noted.
        request: what is asked for.
        changeset: number of the import.
        counted: told how many rows are done.
    """

    def __init__(
        self,
        connection: Connection,
        staging: Staging,
        request: Request,
        changeset: int,
        counted: Counted,
    ) -> None:
        self._connection = connection
        self._staging = staging
        self._request = request
        self._changeset = changeset
        self._counted = counted
        datasets = {name for (name,) in staging.rows("SELECT DISTINCT dataset FROM grp")}
        self._earlier = changesets_of(connection, datasets)

    def say_all(self) -> Counts:
        """Write all groups; return how many claims became active, and how many are no more."""
        total = self._staging.number("SELECT count(*) FROM grp")
        insert_records(self._connection, self._new_records())
        added = withdrawn = done = 0
        for batch in self._batches():
            said = self._say(batch)
            if said:
                counts = write_said(self._connection, self._changeset, list(self._earlier), said)
                added += counts.added
                withdrawn += counts.withdrawn
            done += sum(map(len, batch))
            self._counted("Writing", done, total)
        return Counts(added, withdrawn)

    def _new_records(self) -> Iterator[tuple[str, str, str, str]]:
        statement = (
            "SELECT g.record, g.kind, json_extract(d.data, '$.form'), g.title FROM grp g "
            "JOIN draft d ON d.id = (SELECT min(id) FROM draft WHERE draft.dataset = g.dataset "
            "AND draft.key = g.key) ORDER BY g.record"
        )
        return ((row[0], row[1], row[2], row[3]) for row in self._staging.rows(statement))

    def _batches(self) -> Iterator[list[list[Telling]]]:
        """Yield what the rows tell, by record, some records at a time."""
        last = ""
        statement = (
            f"SELECT {_COLUMNS} FROM grp WHERE record IN (SELECT DISTINCT record FROM grp "  # noqa: S608
            "WHERE record > ? ORDER BY record LIMIT ?) ORDER BY record, dataset, key"
        )
        while rows := list(self._staging.rows(statement, (last, _AT_ONCE))):
            tellings = (self._telling(row) for row in rows)
            batch = [list(own) for _, own in groupby(tellings, key=lambda one: one.record)]
            last = batch[-1][0].record
            yield batch

    def _telling(self, row: Sequence[str | int | None]) -> Telling:
        dataset, key, kind, title, file, line, record, rule, replaces, alike = row
        group = next(read_groups(self._staging, str(dataset), str(key)))
        found = tuple(Alike(**one) for one in json.loads(str(alike))) if alike else ()
        return Telling(
            dataset=str(dataset), key=str(key), kind=Kind(str(kind)), title=str(title),
            file=str(file), line=int(line or 0), record=str(record), rule=str(rule or ""),
            replaces=str(replaces or ""), alike=found, group=group,
            apart=self._request.is_distinct(str(record)),
        )  # fmt: skip

    def _say(self, batch: Sequence[Sequence[Telling]]) -> list[RecordSaid]:
        """Compare a batch of records with the base; note it in the plan."""
        rows = read_rows(self._connection, [one for own in batch for one in own])
        stands = [all(_stands(one, rows) for one in own) for own in batch]
        fresh = [own for own, known in zip(batch, stands, strict=True) if not known]
        entries = [
            one.entry(Outcome.SAME)
            for own, known in zip(batch, stands, strict=True)
            for one in own
            if known
        ]
        standing = read_standing(
            self._connection, [one for own in fresh for one in own], rows, self._earlier
        )
        said: list[RecordSaid] = []
        for own in fresh:
            others = [one for one in own if is_another(one, standing)]
            if others:
                reject_others(self._staging, others)
                continue
            spoken, noted = decide(own, standing, self._changeset * ROOM)
            entries += noted
            said += [spoken] if spoken else []
        self._staging.add_entries((0, entry) for entry in entries)
        return said


def _stands(telling: Telling, rows: Mapping[tuple[str, str], Sequence[TrackedRow]]) -> bool:
    """Tell whether all rows of a record stand already as they are, and no others."""
    known = rows.get((telling.dataset, telling.key), ())
    return bool(known) and {(row.part, row.digest) for row in known} == telling.rows
