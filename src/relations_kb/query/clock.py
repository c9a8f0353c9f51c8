"""The base as it was: by what sources had published by a day, or after a changeset.

Three clocks run in the base. ``--on`` is the world's: what had happened by a day. ``--known-by`` is
that of the sources: what they had published by then. ``--at`` is the base's own: what its claims
were after a changeset. The second and third are asked of a copy of the base in memory, in which
only the claims of that time are active and the values are resolved anew, so that every question
is asked of it in the same way. Errata count from the changeset that brought them to the one that
took them back; by what was published, a correction counts once the statement that it puts forward
was known, and a retraction always, since it only says what no source had said.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Select, create_engine, insert, select

from relations_kb.domain.dates import DateError, FuzzyDate
from relations_kb.domain.errors import KbError
from relations_kb.domain.vocabulary import Rank
from relations_kb.query.run import fetch
from relations_kb.store import tables as t
from relations_kb.store.redirects import last_of
from relations_kb.store.resolved import write_resolved

_COPIED = (
    t.meta, t.changeset, t.actor, t.actor_code, t.actor_name, t.succession, t.source,
    t.actor_source, t.membership, t.membership_source, t.record, t.statement, t.evidence,
)  # fmt: skip
_DATED = frozenset({"milestone", "figure"})
_KNOWLEDGE = _DATED | {"obligation"}
_VALUES = frozenset({"date", "assertion", "quantity"})
_TELLING = frozenset({"note", "term-initial", "term-renewal", "term-notice"})
"""Items and leaves that tell something; the others only say which record is meant."""

_OLD_NEWS = 365
"""Days after which what an undated page tells is taken to have been known."""

_CHANGESETS = select(t.changeset.c.id)
_CLAIMS = select(t.claim).order_by(t.claim.c.record_id, t.claim.c.ordinal)
_SAID = select(t.claim_changeset)
_ERRATA = select(t.erratum).order_by(t.erratum.c.id)
_REDIRECTS = select(t.redirect)
_SLUGS = select(t.record.c.slug, t.record.c.id)
_SOURCE_DATES = select(t.source.c.id, t.source.c.date, t.changeset.c.applied_at).join(
    t.changeset, t.changeset.c.id == t.source.c.changeset_id
)


@contextmanager
def as_it_was(
    connection: Connection,
    *,
    known_by: datetime.date | None = None,
    at: int | None = None,
) -> Iterator[Connection]:
    """Give the base as it was known by a day, or after a changeset, or both.

    A source counts if it was certainly published by the day. A page without a date counts from the
    day on which it was entered here, and before that for what it tells of times at least a year
    before the day.

    Args:
        connection: to the base; given back itself if no clock is turned back.
        known_by: last day of publication.
        at: number of the last changeset that counts.

    Raises:
        KbError: if there is no such changeset.
    """
    if known_by is None and at is None:
        yield connection
        return
    claims: list[Mapping[str, Any]] = [dict(row._mapping) for row in fetch(connection, _CLAIMS)]
    errata = _at(connection, _ERRATA, at)
    redirects = _at(connection, _REDIRECTS, at)
    if at is not None:
        claims = _said_at(connection, claims, at, {row["claim_id"] for row in errata})
        claims = _unmerged(connection, claims, redirects)
    if known_by is not None:
        active = [claim for claim in claims if claim["active"]]
        claims = _published_by(connection, active, known_by)
    engine = create_engine("sqlite://")
    try:
        t.metadata.create_all(engine)
        with engine.connect() as copy:
            _fill(connection, copy, claims, errata, redirects)
            yield copy
    finally:
        engine.dispose()


def _fill(
    connection: Connection,
    copy: Connection,
    claims: list[Mapping[str, Any]],
    errata: Iterable[Mapping[str, Any]],
    redirects: list[dict[str, Any]],
) -> None:
    for table in _COPIED:
        rows = [dict(row._mapping) for row in fetch(connection, select(table))]
        if rows:
            copy.execute(insert(table), rows)
    if claims:
        copy.execute(insert(t.claim), claims)
    known = {None, *(claim["id"] for claim in claims)}
    own = [row for row in errata if {row["claim_id"], row["replaced_by"]} <= known]
    if own:
        copy.execute(insert(t.erratum), own)
    if redirects:
        copy.execute(insert(t.redirect), redirects)
    write_resolved(copy)


def _at(connection: Connection, statement: Select[Any], at: int | None) -> list[dict[str, Any]]:
    """Return errata or redirects as they were after a changeset, or as they are."""
    rows = [dict(row._mapping) for row in fetch(connection, statement)]
    if at is None:
        return rows
    later = (
        {**row, "withdrawn_id": None} if (row["withdrawn_id"] or 0) > at else row for row in rows
    )
    return [row for row in later if row["changeset_id"] <= at]


def _said_at(
    connection: Connection, claims: Iterable[Mapping[str, Any]], at: int, against: set[str]
) -> list[Mapping[str, Any]]:
    if at not in {row.id for row in fetch(connection, _CHANGESETS)}:
        raise KbError(f"There is no changeset {at}.", "kb db status tells how many there are.")
    said = {
        row.claim_id
        for row in fetch(connection, _SAID)
        if row.changeset_id <= at and (row.withdrawn_id is None or row.withdrawn_id > at)
    }
    return [
        {**claim, "active": claim["id"] in said}
        for claim in claims
        if claim["id"] in said or claim["id"] in against
    ]


def _unmerged(
    connection: Connection,
    claims: list[Mapping[str, Any]],
    redirects: Iterable[Mapping[str, Any]],
) -> list[Mapping[str, Any]]:
    """Let claims stand under the records that their own led to at the time."""
    direct = {r["record_id"]: r["target_id"] for r in redirects if r["withdrawn_id"] is None}
    keys = {row.slug: row.id for row in fetch(connection, _SLUGS)}
    slugs = {key: slug for slug, key in keys.items()}
    moved: list[Mapping[str, Any]] = []
    for claim in claims:
        own = keys[claim["said_of"]] if claim["said_of"] else claim["record_id"]
        end = last_of(own, direct)
        said_of = slugs[own] if end != own else None
        moved.append({**claim, "record_id": end, "said_of": said_of})
    return moved


def _published_by(
    connection: Connection, claims: Iterable[Mapping[str, Any]], day: datetime.date
) -> list[Mapping[str, Any]]:
    sources = {row.id: row for row in fetch(connection, _SOURCE_DATES)}
    published = {key: _last_day(row.date) for key, row in sources.items()}
    entered = {
        key: datetime.date.fromisoformat(row.applied_at[:10]) for key, row in sources.items()
    }
    by_record: dict[int, list[Mapping[str, Any]]] = {}
    for claim in claims:
        by_record.setdefault(claim["record_id"], []).append(claim)
    kept: list[Mapping[str, Any]] = []
    for group in by_record.values():
        old = _old_entries(group, day)

        def is_known(claim: Mapping[str, Any], old: set[tuple[str, str]] = old) -> bool:
            source = claim["source_id"]
            last = published[source]
            if last is not None:
                return last <= day
            # A page without a date was there at the latest when it was entered.
            return entered[source] <= day or (claim["item"], claim["key"]) in old

        known = _with_a_value([claim for claim in group if is_known(claim)])
        # A record of which nothing was known is not there at all.
        if any(claim["item"] in _DATED for claim in known):
            kept += [*known, *_names_of(group, known)]
    return kept


def _with_a_value(claims: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Leave out the milestones and figures of which only known errors or side remarks are left."""
    claims = list(claims)
    told = {
        (claim["item"], claim["key"])
        for claim in claims
        if claim["leaf"] in _VALUES and claim["rank"] != Rank.DEPRECATED
    }
    return [c for c in claims if c["item"] not in _DATED or (c["item"], c["key"]) in told]


def _names_of(
    group: Iterable[Mapping[str, Any]], known: Iterable[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """Yield what says which record is meant, where no page of the time does."""
    slots = {(claim["item"], claim["key"], claim["leaf"]) for claim in known}
    for claim in group:
        slot = (claim["item"], claim["key"], claim["leaf"])
        names = claim["item"] not in _KNOWLEDGE and claim["leaf"] not in _TELLING
        if names and not claim["variant"] and slot not in slots:
            yield claim


def _old_entries(claims: Iterable[Mapping[str, Any]], day: datetime.date) -> set[tuple[str, str]]:
    """Return the milestones and figures of times long before a day."""
    limit = day - datetime.timedelta(_OLD_NEWS)
    found = set()
    for claim in claims:
        text = claim["value"] if claim["leaf"] == "date" else None
        if claim["item"] == "figure":
            text = claim["key"].rpartition("|")[2]
        last = _last_day(text)
        if last is not None and last <= limit:
            found.add((claim["item"], claim["key"]))
    return found


def _last_day(text: str | None) -> datetime.date | None:
    """Return the last day that a Gregorian date may mean; years suffice for other calendars."""
    try:
        return FuzzyDate.parse(text).latest if text else None
    except DateError:
        return None
