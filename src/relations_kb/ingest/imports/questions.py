"""Which new records look like others, and what was answered to that before."""

from __future__ import annotations

import datetime
import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, or_, select

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.errors import KbError
from relations_kb.domain.likeness import Profile, likeness
from relations_kb.domain.vocabulary import Assertion, Calendar, Kind
from relations_kb.ingest.imports.plan import Alike, MatchRule
from relations_kb.ingest.imports.request import EVERY, Request
from relations_kb.ingest.imports.staging import Staging
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks

_WINDOW = datetime.timedelta(days=400)
"""How far apart two records may lie in time to be compared at all."""

_MOST_COMPARED = 40
"""Dated records of one pair that a new one is compared with at most on either side in time."""

_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A record to compare with: of the base, or a new one of the import."""

    record: str
    title: str
    profile: Profile
    days: tuple[datetime.date, ...]
    group: int | None = None
    keyed_in: str = ""


def ask(connection: Connection, staging: Staging, request: Request) -> None:
    """Find what the new groups look like; match those of which that was accepted."""
    buckets = list(staging.rows("SELECT DISTINCT lines FROM grp WHERE rule IS NULL ORDER BY lines"))
    for (lines,) in buckets:
        _ask_of_parties(connection, staging, request, lines)


def _ask_of_parties(connection: Connection, staging: Staging, request: Request, lines: str) -> None:
    new = [_new_candidate(row) for row in staging.rows(_NEW, (lines,))]
    known = _InTime(_of_base(connection, lines.split(" "), new))
    peers = _InTime(new)
    found: list[tuple[str, str | None, str | None, int | None]] = []
    for candidate in new:
        of_base = _alike(candidate, known.near(candidate))
        accepted = next(
            (a for a in of_base if request.is_accepted(candidate.record, a.record)), None
        )
        if accepted:
            found.append((accepted.record, str(MatchRule.ACCEPTED), None, candidate.group))
            continue
        of_file = _alike(candidate, (o for o in peers.near(candidate) if _may_be(candidate, o)))
        alike = sorted([*of_base, *of_file], key=_best_first)[:_MOST_SHOWN]
        if alike:
            text = json.dumps([asdict(a) for a in alike], ensure_ascii=False)
            found.append((candidate.record, None, text, candidate.group))
    staging.db.executemany("UPDATE grp SET record = ?, rule = ?, alike = ? WHERE id = ?", found)


class _InTime:
    """Records in the order of their days, to find those that are near."""

    def __init__(self, candidates: Iterable[_Candidate]) -> None:
        ordered = sorted(candidates, key=lambda c: c.record)
        self._undated = [c for c in ordered if not c.days]
        self._all = ordered
        self._by_day = sorted(
            ((day, c) for c in ordered for day in c.days), key=lambda pair: pair[0]
        )
        self._days = [day for day, _ in self._by_day]

    def near(self, candidate: _Candidate) -> Iterator[_Candidate]:
        """Yield the records that a new one may be the same as by its time, each once."""
        found = {c.record: c for c in self._undated[:_MOST_COMPARED]}
        if not candidate.days:
            found = {c.record: c for c in self._all[:_MOST_COMPARED]}
        for day in candidate.days:
            middle = bisect_left(self._days, day)
            around = self._by_day[max(0, middle - _MOST_COMPARED) : middle + _MOST_COMPARED]
            found |= {c.record: c for other, c in around if abs(other - day) <= _WINDOW}
        yield from found.values()


_NEW = """
SELECT g.id, g.record, g.title, g.kind, g.lines, g.dates, g.keyed, g.dataset, d.data
FROM grp g JOIN draft d ON d.id = (
    SELECT min(id) FROM draft WHERE draft.dataset = g.dataset AND draft.key = g.key)
WHERE g.rule IS NULL AND g.lines = ? ORDER BY g.record
"""


def _new_candidate(row: Sequence[Any]) -> _Candidate:
    group, record, title, kind, lines, dates, keyed, dataset, data = row
    form = str(json.loads(data).get("form", ""))
    steps = [tuple(text.split(" ")) for text in json.loads(dates)]
    profile = _profile(kind, form, title, lines.split(" "), steps)
    return _Candidate(
        record, title, profile, _days(profile), group, dataset if keyed else ""
    )  # fmt: skip


def _profile(
    kind: str, form: str, title: str, lines: Collection[str], steps: Iterable[Sequence[str]]
) -> Profile:
    dated = [(step, FuzzyDate.parse(date, Calendar(calendar))) for step, date, calendar in steps]
    return Profile(
        kind=Kind(kind),
        form=form,
        title=title,
        parties=frozenset(lines),
        dates=tuple(date for _, date in dated),
        steps=tuple(step for step, _ in dated),
    )


def _days(profile: Profile) -> tuple[datetime.date, ...]:
    days = (date.earliest or date.latest for date in profile.dates)
    return tuple(sorted({day for day in days if day}))


def _may_be(candidate: _Candidate, other: _Candidate) -> bool:
    """Tell whether to compare two new records, once; a file's own numbers tell its rows apart."""
    if candidate.keyed_in and candidate.keyed_in == other.keyed_in:
        return False
    return other.record < candidate.record


def _alike(candidate: _Candidate, others: Iterable[_Candidate]) -> list[Alike]:
    found = []
    for other in others:
        result = likeness(candidate.profile, other.profile)
        if result:
            found.append(
                Alike(other.record, other.title, result.score, str(result.rule), result.reason)
            )
    return sorted(found, key=_best_first)


def _best_first(alike: Alike) -> tuple[float, str]:
    return -alike.score, alike.record


def _of_base(
    connection: Connection, lines: Sequence[str], new: Sequence[_Candidate]
) -> list[_Candidate]:
    """Read the records of the base that share parties with the new ones and lie near in time."""
    days = [day for candidate in new for day in candidate.days]
    start, end = (min(days) - _margin(min(days)), max(days) + _WINDOW) if days else (None, None)
    statement = (
        select(t.party.c.record_id)
        .join(t.actor, t.actor.c.id == t.party.c.actor_id)
        .where(t.actor.c.line.in_(lines))
        .group_by(t.party.c.record_id)
        .having(func.count(t.actor.c.line.distinct()) >= min(2, len(lines)))
    )
    if start and end:
        statement = statement.outerjoin(
            t.milestone, t.milestone.c.record_id == t.party.c.record_id
        ).where(
            or_(
                t.milestone.c.id.is_(None),
                t.milestone.c.date.is_(None),
                t.milestone.c.date_min.between(str(start), str(end)),
                t.milestone.c.date_max.between(str(start), str(end)),
            )
        )
    records = list(connection.execute(statement).scalars())
    return [c for chunk in chunks(records) for c in read_candidates(connection, chunk)]


def _margin(day: datetime.date) -> datetime.timedelta:
    return min(_WINDOW, day - datetime.date.min)


def read_candidates(connection: Connection, records: Sequence[int]) -> list[_Candidate]:
    """Read records as they are compared."""
    parties: Mapping[int, set[str]] = defaultdict(set)
    statement = (
        select(t.party.c.record_id, t.actor.c.line)
        .join(t.actor, t.actor.c.id == t.party.c.actor_id)
        .where(t.party.c.record_id.in_(records))
    )
    for row in connection.execute(statement):
        parties[row.record_id].add(row.line)
    steps: Mapping[int, list[tuple[str, str, str]]] = defaultdict(list)
    dated = select(t.milestone).where(
        t.milestone.c.record_id.in_(records),
        t.milestone.c.date.is_not(None),
        t.milestone.c.assertion != str(Assertion.PLANNED),
    )
    for row in connection.execute(dated.order_by(t.milestone.c.record_id, t.milestone.c.ordinal)):
        steps[row.record_id].append((row.step, row.date, row.calendar))
    own = select(t.record).where(t.record.c.id.in_(records), t.record.c.active)
    return [
        _Candidate(row.slug, row.title, profile, _days(profile))
        for row in connection.execute(own.order_by(t.record.c.slug))
        for profile in (_profile(row.kind, row.form, row.title, parties[row.id], steps[row.id]),)
    ]


def noted_pairs(staging: Staging, request: Request) -> Iterator[dict[str, Any]]:
    """Yield the pairs that looked alike and were not taken for one: questions, and answers."""
    asked = "SELECT record, alike FROM grp WHERE alike IS NOT NULL ORDER BY record"
    for record, text in staging.rows(asked):
        for alike in json.loads(text):
            yield {
                "record": record,
                "other": alike["record"],
                "rule": alike["rule"],
                "score": alike["score"],
                "reason": alike["reason"],
                "apart": request.is_distinct(record),
            }


def check_answers(staging: Staging, request: Request) -> None:
    """Refuse answers to questions that the import does not ask.

    Raises:
        KbError: if a record that is accepted or distinct is none of the files, or does not look
            like the one that it is to be.
    """
    answers = {**(request.accept or {}), **dict.fromkeys(request.distinct, "")}
    for record, other in answers.items():
        if record == EVERY:
            continue
        named = "SELECT count(*) FROM grp WHERE ? IN (record, base_slug)"
        if not staging.number(named, (record,)):
            raise KbError(
                f"No record of the files has the id {record!r}.",
                "Take an id from the plan: kb import FILE --dry-run",
            )
        joined = "SELECT count(*) FROM grp WHERE base_slug = ? AND record = ?"
        if other and not staging.number(joined, (record, other)):
            raise KbError(
                f"{record} does not look like {other!r}.",
                f"Import it, and then: kb merge {record} {other}",
            )
