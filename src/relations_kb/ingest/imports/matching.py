"""Which record of the base a group of rows tells of, if any; else the id of a new one.

Only what is certain decides: the same row of the same data set, the id, an identifier, the natural
key. In every step the outcome depends on the set of rows and never on their order.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from relations_kb.domain.vocabulary import Assertion
from relations_kb.ingest.imports.grouping import (
    Group,
    dates_of,
    natural_of,
    parties_of,
    proposed_id,
)
from relations_kb.ingest.imports.plan import MatchRule
from relations_kb.ingest.imports.staging import Staging
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks
from relations_kb.store.names import ActorNames
from relations_kb.store.redirects import read_redirects

_AT_ONCE = 400
_LONGEST_ID = 80


def stage_groups(
    staging: Staging, groups: Iterable[Group], names: ActorNames, new_lines: Mapping[str, str]
) -> None:
    """Put the groups down with what they are matched by.

    Args:
        staging: takes them.
        groups: the groups.
        names: the actors of the base.
        new_lines: the line of each actor that the files define.
    """

    def line(actor: str) -> str:
        return names.line(actor) if actor in names else new_lines[actor]

    for chunk in chunks(groups, 1000):
        staging.db.executemany(
            "INSERT INTO grp (dataset, key, kind, file, line, title, wish, keyed, natural, dates,"
            " lines, identifiers, base_slug) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_group_row(group, line) for group in chunk],
        )
    staging.index_groups()


def _group_row(group: Group, line: Callable[[str], str]) -> tuple[Any, ...]:
    first = group.first
    dates = sorted({date for row in group.rows for date in dates_of(row.data)})
    parties = sorted({party for row in group.rows for party in parties_of(row.data)})
    lines = sorted({line(party) for party in parties})
    identifiers = sorted(
        {pair for row in group.rows for pair in row.data.get("identifiers", {}).items()}
    )
    return (
        first.dataset, first.key, str(first.kind), first.file, group.line, first.data["title"],
        group.wish, first.keyed, natural_of(first.kind, first.data), json.dumps(dates),
        " ".join(lines), json.dumps(identifiers),
        group.wish or proposed_id(first.kind, first.data, dates),
    )  # fmt: skip


class Matcher:
    """Finds the records that the staged groups tell of."""

    def __init__(self, connection: Connection, staging: Staging) -> None:
        self._connection = connection
        self._staging = staging
        self._redirects = read_redirects(connection)

    def match_certain(self) -> None:
        """Match by row that stands, id, external id and natural key."""
        for chunk in self._unmatched("id, dataset, key, wish, identifiers, natural, dates, keyed"):
            self._keep(self._by_row(chunk, standing=True))
            self._keep(self._by_id(chunk))
            self._keep(self._by_identifier(chunk))
            self._keep(self._by_natural_key(chunk))
        self._undo_crowds()

    def match_undone(self) -> None:
        """Match by rows that stand no more: a record that comes back has the id that it had."""
        for chunk in self._unmatched("id, dataset, key"):
            self._keep(self._by_row(chunk, standing=False))

    def name_new(self) -> None:
        """Give ids to the groups that no record was found for; tellings of one thing share one."""
        db = self._staging.db
        self._join_new()
        db.execute("UPDATE grp SET record = wish WHERE record IS NULL AND wish <> ''")
        new = "SELECT id, base_slug, dataset, key FROM grp WHERE record IS NULL AND twin IS NULL"
        repeated = (
            "SELECT base_slug FROM grp WHERE twin IS NULL AND (rule IS NULL OR record = base_slug)"
            " GROUP BY base_slug HAVING count(*) > 1"
        )
        apart = [
            *self._staging.rows(f"{new} AND base_slug IN ({repeated})"),
            *self._taken(new),
        ]
        db.executemany(
            "UPDATE grp SET record = ? WHERE id = ?",
            ((_with_hash(slug, f"{dataset}|{key}"), group) for group, slug, dataset, key in apart),
        )
        db.execute("UPDATE grp SET record = base_slug WHERE record IS NULL AND twin IS NULL")
        db.execute(
            "UPDATE grp SET record = (SELECT record FROM grp AS own WHERE own.id = grp.twin)"
            " WHERE twin IS NOT NULL"
        )

    def _taken(self, new: str) -> Iterator[tuple[Any, ...]]:
        """Yield the new groups whose id belongs to another record already."""
        for chunk in chunks(self._staging.rows(new), _AT_ONCE):
            statement = select(t.record.c.slug).where(t.record.c.slug.in_({r[1] for r in chunk}))
            known = set(self._connection.execute(statement).scalars())
            yield from (row for row in chunk if row[1] in known)

    def _unmatched(self, columns: str) -> Iterator[list[tuple[Any, ...]]]:
        number = 0
        statement = f"SELECT {columns} FROM grp WHERE record IS NULL AND id > ? ORDER BY id LIMIT ?"  # noqa: S608
        while chunk := list(self._staging.rows(statement, (number, _AT_ONCE))):
            yield chunk
            number = chunk[-1][0]

    def _keep(self, found: Iterable[tuple[int, int | str, MatchRule]]) -> None:
        """Note matches, given by the key or id of a record; the first match of a group counts."""
        matches = list(found)
        keys = {self._end(key) for _, key, _ in matches if isinstance(key, int)}
        statement = select(t.record.c.id, t.record.c.slug).where(t.record.c.id.in_(keys))
        slugs = {row.id: row.slug for row in self._connection.execute(statement)} if keys else {}
        self._staging.db.executemany(
            "UPDATE grp SET record = ?, rule = ? WHERE id = ? AND record IS NULL",
            (
                (slugs[self._end(key)] if isinstance(key, int) else key, str(rule), group)
                for group, key, rule in matches
            ),
        )

    def _end(self, record: int) -> int:
        return self._redirects.get(record, record)

    def _by_row(
        self, chunk: Sequence[tuple[Any, ...]], *, standing: bool
    ) -> Iterator[tuple[int, int, MatchRule]]:
        """Match rows that were imported before."""
        own = {(row[1], row[2]): row[0] for row in chunk}
        withdrawn = t.import_row.c.withdrawn_id
        statement = select(t.import_row).where(
            t.import_row.c.dataset.in_({row[1] for row in chunk}),
            t.import_row.c.key.in_({row[2] for row in chunk}),
            withdrawn.is_(None) if standing else withdrawn.is_not(None),
        )
        found = {
            (row.dataset, row.key): row.record_id
            for row in self._connection.execute(statement.order_by(t.import_row.c.id))
        }
        for pair, record in found.items():
            if pair in own:
                yield own[pair], record, MatchRule.ROW

    def _by_id(self, chunk: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, int, MatchRule]]:
        wished = {row[3] for row in chunk if row[3]}
        if not wished:
            return
        statement = select(t.record.c.slug, t.record.c.id).where(t.record.c.slug.in_(wished))
        known = {row.slug: row.id for row in self._connection.execute(statement)}
        for row in chunk:
            if row[3] in known:
                yield row[0], known[row[3]], MatchRule.ID

    def _by_identifier(
        self, chunk: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, int, MatchRule]]:
        own: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row in chunk:
            for scheme, value in json.loads(row[4]):
                own[scheme, value].append(row[0])
        if not own:
            return
        statement = select(t.identifier).where(
            t.identifier.c.scheme.in_({scheme for scheme, _ in own}),
            t.identifier.c.value.in_({value for _, value in own}),
        )
        found: dict[int, set[int]] = defaultdict(set)
        for known in self._connection.execute(statement):
            for group in own.get((known.scheme, known.value), ()):
                found[group].add(known.record_id)
        # Identifiers that lead to two records are no certainty.
        yield from ((g, r.pop(), MatchRule.EXTERNAL_ID) for g, r in found.items() if len(r) == 1)

    def _by_natural_key(
        self, chunk: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, int, MatchRule]]:
        statement = (
            select(t.record.c.natural, t.record.c.id, t.milestone)
            .outerjoin(t.milestone, t.milestone.c.record_id == t.record.c.id)
            .where(t.record.c.active, t.record.c.natural.in_({row[5] for row in chunk}))
        )
        known: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self._connection.execute(statement):
            dates = known[row.natural][row.id]
            if row.date and row.assertion != Assertion.PLANNED:
                dates.add(f"{row.step} {row.date} {row.calendar}")
        numbered = self._numbered(record for dates in known.values() for record in dates)
        for group, dataset, _, _, _, natural, own_dates, keyed in chunk:
            own = set(json.loads(own_dates))
            records = [
                record
                for record, dates in known.get(natural, {}).items()
                if (own & dates or not (own or dates))
                and not (keyed and dataset in numbered.get(record, ()))
            ]
            if len(records) == 1:
                yield group, records[0], MatchRule.NATURAL_KEY

    def _numbered(self, records: Iterable[int]) -> dict[int, set[str]]:
        """Return the schemes in which records have numbers: another number is another thing."""
        found: dict[int, set[str]] = defaultdict(set)
        for chunk in chunks(records):
            statement = select(t.identifier).where(t.identifier.c.record_id.in_(chunk))
            for row in self._connection.execute(statement):
                found[row.record_id].add(row.scheme)
        return found

    def _undo_crowds(self) -> None:
        """Of several numbered rows with the natural key of one record, none is that for certain."""
        self._staging.db.execute(
            "UPDATE grp SET record = NULL, rule = NULL WHERE rule = ? AND (dataset, record) IN "
            "(SELECT dataset, record FROM grp WHERE rule = ? GROUP BY dataset, record"
            " HAVING count(*) > 1)",
            (str(MatchRule.NATURAL_KEY), str(MatchRule.NATURAL_KEY)),
        )

    def _join_new(self) -> None:
        """Let new groups of different data sets with one natural key and a common date be one."""
        repeated = self._staging.rows(
            "SELECT natural, id, dataset, dates FROM grp WHERE record IS NULL AND wish = '' AND "
            "natural IN (SELECT natural FROM grp WHERE record IS NULL AND wish = '' "
            "GROUP BY natural HAVING count(DISTINCT dataset) > 1) ORDER BY natural, dataset, key"
        )
        joined: list[tuple[int, int]] = []
        seen: list[tuple[str, int, str, set[str]]] = []
        for natural, group, dataset, dates in list(repeated):
            own = set(json.loads(dates))
            seen = [place for place in seen if place[0] == natural]
            twin = next((s for s in seen if s[2] != dataset and (s[3] & own or s[3] == own)), None)
            if twin:
                joined.append((twin[1], group))
            else:
                seen.append((natural, group, dataset, own))
        self._staging.db.executemany(
            "UPDATE grp SET twin = ?, rule = ? WHERE id = ?",
            [(twin, str(MatchRule.NATURAL_KEY), group) for twin, group in joined],
        )


def _with_hash(slug: str, identity: str) -> str:
    mark = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{slug[: _LONGEST_ID - 7].rstrip('-')}-{mark}"
