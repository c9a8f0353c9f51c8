"""The resolved values: typed rows made from the claims, all of them again each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from relations_kb.domain.claims import Claim, FigureKey, MilestoneKey, Slot, SourceWeight
from relations_kb.domain.dates import FuzzyDate, sort_key
from relations_kb.domain.identity import fold
from relations_kb.domain.resolution import Resolution, count_origins, resolve
from relations_kb.domain.vocabulary import Assertion, Calendar
from relations_kb.store import tables as t
from relations_kb.store.errata import is_withdrawn, read_errata, under_errata
from relations_kb.store.read import read_claims, read_weights

# Children before parents, since no key cascades.
_TYPED = (
    t.milestone_source,
    t.milestone,
    t.figure_source,
    t.figure,
    t.link,
    t.obligation,
    t.party,
    t.code,
    t.identifier,
    t.topic,
    t.record_title,
)

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class _Keys:
    """Integer keys by slug, the weights of the sources, and the claims under an erratum."""

    actors: Mapping[str, int]
    sources: Mapping[str, int]
    records: Mapping[str, int]
    weights: Mapping[str, SourceWeight]
    against: Set[Claim]


def write_resolved(connection: Connection) -> None:
    """Make every typed row again from the active claims and the errata on them."""
    for table in _TYPED:
        connection.execute(delete(table))
    connection.execute(update(t.record).values(active=False))
    claims, against = under_errata(read_claims(connection), read_errata(connection))
    keys = _Keys(
        actors=_ids(connection, t.actor),
        sources=_ids(connection, t.source),
        records=_ids(connection, t.record),
        weights=read_weights(connection),
        against=against,
    )
    numbers = {"milestone": 0, "figure": 0}
    rows: Rows = {table.name: [] for table in _TYPED}
    for slug, group in groupby(claims, key=lambda claim: claim.record):
        values = _record_rows(slug, list(group), keys, rows, numbers)
        connection.execute(update(t.record).where(t.record.c.slug == slug).values(values))
    for table in reversed(_TYPED):
        if rows[table.name]:
            connection.execute(insert(table), rows[table.name])


def _ids(connection: Connection, table: Any) -> dict[str, int]:
    return {slug: key for key, slug in connection.execute(select(table.c.id, table.c.slug))}


def _record_rows(
    slug: str, claims: list[Claim], keys: _Keys, rows: Rows, numbers: dict[str, int]
) -> dict[str, Any]:
    """Add the typed rows of a record; return the values of its own row."""
    entries = _resolved_entries(claims, keys.weights)
    words: list[str] = []
    for ordinal, ((item, key), entry) in enumerate(entries.items()):
        if is_withdrawn(entry.leaves, keys.against):
            continue
        base = {"record_id": keys.records[slug], "ordinal": ordinal}
        words += entry.words()
        match item:
            case "milestone":
                numbers["milestone"] += 1
                _add_milestone(base, key, entry, keys, rows, numbers["milestone"])
            case "figure":
                numbers["figure"] += 1
                _add_figure(base, key, entry, keys, rows, numbers["figure"])
            case _:
                _add_simple(base, item, key, entry, keys, rows)
    attributes = entries[("attribute", "")]
    return {
        "active": True,
        "form": attributes.text("form"),
        # Were every title wrong, the record would still need one to be called by.
        "title": attributes.text("title") or attributes.leaves["title"].dissenting[0].value,
        "note": attributes.text("note"),
        "term_initial": attributes.text("term-initial"),
        "term_renewal": attributes.text("term-renewal"),
        "term_notice": attributes.text("term-notice"),
        "folded": " ".join([slug, slug.replace("-", " "), *dict.fromkeys(words)]),
    }


class _Entry:
    """The resolved leaves of one entry of a list."""

    def __init__(self, leaves: Mapping[str, Resolution], weights: Mapping[str, SourceWeight]):
        self.leaves = leaves
        self._weights = weights

    def text(self, leaf: str) -> str | None:
        chosen = self._chosen(leaf)
        return chosen.value if chosen else None

    def date(self) -> FuzzyDate | None:
        chosen = self._chosen("date")
        return FuzzyDate.parse(chosen.value, chosen.calendar) if chosen else None

    def calendar(self, leaf: str) -> Calendar:
        chosen = self._chosen(leaf)
        return chosen.calendar if chosen else Calendar.GREGORIAN

    @property
    def disputed(self) -> bool:
        return any(resolution.disputed for resolution in self.leaves.values())

    def support(self, leaf: str) -> list[Claim]:
        """Return the claims behind the shown value of a leaf, in the order of the record."""
        return sorted(self.leaves[leaf].agreeing, key=lambda claim: claim.ordinal)

    def origins(self, leaf: str) -> int:
        return count_origins(self.support(leaf), self._weights)

    def words(self) -> list[str]:
        """Return the folded texts by which a search finds the entry."""
        texts = (self.text(leaf) for leaf in ("title", "note", "text", "place", "organ", "value"))
        return [fold(text) for text in texts if text]

    def _chosen(self, leaf: str) -> Claim | None:
        return self.leaves[leaf].chosen if leaf in self.leaves else None


def _resolved_entries(
    claims: Iterable[Claim], weights: Mapping[str, SourceWeight]
) -> dict[tuple[str, str], _Entry]:
    slots: dict[Slot, list[Claim]] = {}
    for claim in claims:
        slots.setdefault(claim.slot, []).append(claim)
    entries: dict[tuple[str, str], dict[str, Resolution]] = {}
    for slot, group in slots.items():
        entries.setdefault((slot.item, slot.key), {})[slot.leaf] = resolve(group, weights)
    return {key: _Entry(leaves, weights) for key, leaves in entries.items()}


def _assumed(identity: MilestoneKey) -> Assertion:
    """How a step is held to be while no claim known by the day says: a plan stays a plan."""
    return Assertion.PLANNED if identity.planned else Assertion.ACTUAL


def _add_milestone(
    base: dict[str, Any], key: str, entry: _Entry, keys: _Keys, rows: Rows, number: int
) -> None:
    identity = MilestoneKey.parse(key)
    date = entry.date()
    # An undated milestone rests on the claim that it happened at all.
    leaf = "date" if date else "assertion"
    rows["milestone"].append(
        {
            **base,
            "id": number,
            "key": key,
            "step": str(identity.step),
            "actor_id": keys.actors[identity.actor] if identity.actor else None,
            "part": identity.part,
            "assertion": entry.text("assertion") or str(_assumed(identity)),
            "date": date.text if date else None,
            "calendar": str(entry.calendar("date")),
            "date_min": _day(date.earliest if date else None),
            "date_max": _day(date.latest if date else None),
            "precision": date.precision.value if date else None,
            "sort_key": _sort_text(date),
            "place": entry.text("place"),
            "organ": entry.text("organ"),
            "note": entry.text("note"),
            "disputed": entry.disputed,
            "origins": entry.origins(leaf),
        }
    )
    for source in dict.fromkeys(claim.source for claim in entry.support(leaf)):
        rows["milestone_source"].append({"milestone_id": number, "source_id": keys.sources[source]})


def _add_figure(
    base: dict[str, Any], key: str, entry: _Entry, keys: _Keys, rows: Rows, number: int
) -> None:
    identity = FigureKey.parse(key)
    value, _, unit = (entry.text("quantity") or "").partition(" ")
    calendar = entry.calendar("quantity")
    as_of = FuzzyDate.parse(identity.as_of, calendar) if identity.as_of else None
    rows["figure"].append(
        {
            **base,
            "id": number,
            "key": key,
            "metric": identity.metric,
            "value": value,
            "unit": unit,
            "of": identity.of or None,
            "as_of": identity.as_of or None,
            "calendar": str(calendar),
            "sort_key": _sort_text(as_of),
            "note": entry.text("note"),
            "disputed": entry.disputed,
            "origins": entry.origins("quantity"),
        }
    )
    for source in dict.fromkeys(claim.source for claim in entry.support("quantity")):
        rows["figure_source"].append({"figure_id": number, "source_id": keys.sources[source]})


def _add_simple(
    base: dict[str, Any], item: str, key: str, entry: _Entry, keys: _Keys, rows: Rows
) -> None:
    record = {"record_id": base["record_id"]}
    match item:
        case "title":
            row = {**record, "language": key, "text": entry.text("text")}
            rows["record_title"].append(row)
        case "topic":
            rows["topic"].append({**record, "topic": key})
        case "identifier":
            rows["identifier"].append({**record, "scheme": key, "value": entry.text("value")})
        case "code":
            scheme, _, code = key.partition("|")
            rows["code"].append({**record, "scheme": scheme, "code": code})
        case "party":
            via = entry.text("via")
            row = {
                **base,
                "actor_id": keys.actors[key],
                "role": entry.text("role"),
                "via_id": keys.actors[via] if via else None,
                "disputed": entry.disputed,
            }
            rows["party"].append(row)
        case "obligation":
            code, _, article = key.partition("|")
            row = {
                **base,
                "code": code,
                "article": article or None,
                "value": entry.text("value"),
                "note": entry.text("note"),
            }
            rows["obligation"].append(row)
        case "link":
            rel, _, target = key.partition("|")
            row = {
                **base,
                "rel": rel,
                "target_id": keys.records[target],
                "note": entry.text("note"),
            }
            rows["link"].append(row)


def _day(day: object | None) -> str | None:
    return None if day is None else str(day)


def _sort_text(date: FuzzyDate | None) -> str:
    """Write the sort key of a date as text that sorts alike on every engine."""
    return "|".join(
        f"{part:08d}" if isinstance(part, int) else str(part) for part in sort_key(date)
    )
