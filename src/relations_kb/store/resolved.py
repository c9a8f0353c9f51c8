"""The resolved values: typed rows made from the claims, for the whole base or for some records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update

from relations_kb.domain.claims import Claim, FigureKey, MilestoneKey, Slot, SourceWeight
from relations_kb.domain.dates import FuzzyDate, sort_key
from relations_kb.domain.identity import fold
from relations_kb.domain.likeness import natural_key
from relations_kb.domain.resolution import Resolution, count_origins, resolve
from relations_kb.domain.vocabulary import Assertion, Calendar, Rank
from relations_kb.store import tables as t
from relations_kb.store.bulk import chunks, ids, insert_dicts, update_rows
from relations_kb.store.errata import Erratum, is_withdrawn, read_errata, under_errata
from relations_kb.store.read import TITLE, read_claims, read_claims_of, read_weights
from relations_kb.store.redirects import RecordKeys

# Children before parents, since no key cascades.
TYPED = (
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
    records: RecordKeys
    weights: Mapping[str, SourceWeight]
    against: Set[Claim]


RECORDS_AT_ONCE = 1000
"""Records whose claims are in memory together where only some are made again."""


def write_resolved(connection: Connection, records: Iterable[int] | None = None) -> None:
    """Make typed rows again from the active claims and the errata on them.

    Args:
        connection: a connection in a transaction.
        records: keys of the records that were touched; all of the base if None.
    """
    errata = read_errata(connection)
    if records is None:
        for table in TYPED:
            connection.execute(delete(table))
        connection.execute(update(t.record).values(active=False, natural=None))
        _write(connection, read_claims(connection), errata, None)
        return
    for chunk in chunks(sorted(set(records)), RECORDS_AT_ONCE):
        _delete_typed(connection, chunk)
        _write(connection, read_claims_of(connection, chunk), errata, chunk)


def _delete_typed(connection: Connection, records: Sequence[int]) -> None:
    for table in TYPED:
        if "record_id" in table.c:
            of_records = table.c.record_id.in_(records)
        else:
            parent = t.milestone if table is t.milestone_source else t.figure
            own = select(parent.c.id).where(parent.c.record_id.in_(records))
            of_records = table.c[f"{parent.name}_id"].in_(own)
        connection.execute(delete(table).where(of_records))
    own_rows = t.record.c.id.in_(records)
    connection.execute(update(t.record).where(own_rows).values(active=False, natural=None))


def _write(
    connection: Connection,
    said: list[Claim],
    errata: Mapping[str, Sequence[Erratum]],
    records: Sequence[int] | None,
) -> None:
    rows, changed = _made(connection, said, errata, everything=records is None)
    for table in reversed(TYPED):
        insert_dicts(connection, table, rows[table.name])
    update_rows(connection, t.record, changed)


def made_of_claims(
    connection: Connection, records: Sequence[int]
) -> tuple[Rows, list[dict[str, Any]]]:
    """Return the typed rows that the claims of some records make, and write nothing.

    Returns:
        Rows by table, and the values of the rows of the records, each with its key under ``this``.
    """
    errata = read_errata(connection)
    return _made(connection, read_claims_of(connection, records), errata, everything=False)


def _made(
    connection: Connection,
    said: list[Claim],
    errata: Mapping[str, Sequence[Erratum]],
    *,
    everything: bool,
) -> tuple[Rows, list[dict[str, Any]]]:
    claims, against = under_errata(said, errata)
    keys = _keys(connection, claims, against, everything=everything)
    numbers = {table.name: _highest(connection, table) for table in (t.milestone, t.figure)}
    rows: Rows = {table.name: [] for table in TYPED}
    changed = []
    for slug, group in groupby(claims, key=lambda claim: claim.record):
        values = _record_rows(slug, list(group), keys, rows, numbers)
        changed.append({"this": keys.records.own(slug), **values})
    return rows, changed


def _highest(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.max(table.c.id))).scalar() or 0


def _keys(
    connection: Connection, claims: list[Claim], against: Set[Claim], *, everything: bool
) -> _Keys:
    cited = {claim.source for claim in claims}
    records = RecordKeys(connection)
    linked = {claim.slot.key.partition("|")[2] for claim in claims if claim.slot.item == "link"}
    records.load({claim.record for claim in claims} | linked)
    return _Keys(
        actors=ids(connection, t.actor),
        sources=ids(connection, t.source, None if everything else cited),
        records=records,
        weights=read_weights(connection, None if everything else cited),
        against=against,
    )


def _record_rows(
    slug: str, claims: list[Claim], keys: _Keys, rows: Rows, numbers: dict[str, int]
) -> dict[str, Any]:
    """Add the typed rows of a record; return the values of its own row."""
    entries = _resolved_entries(claims, keys.weights)
    words: list[str] = []
    for ordinal, ((item, key), entry) in enumerate(entries.items()):
        if is_withdrawn(entry.leaves, keys.against):
            continue
        base = {"record_id": keys.records.own(slug), "ordinal": ordinal}
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
    # Were every title wrong, the record would still need one to be called by.
    title = attributes.text("title") or attributes.leaves["title"].dissenting[0].value
    parties = [key for item, key in entries if item == "party"]
    return {
        "active": True,
        "form": attributes.text("form"),
        "title": title,
        "note": attributes.text("note"),
        "term_initial": attributes.text("term-initial"),
        "term_renewal": attributes.text("term-renewal"),
        "term_notice": attributes.text("term-notice"),
        "folded": " ".join([slug, slug.replace("-", " "), *dict.fromkeys(words)]),
        "natural": natural_key(keys.records.kind(slug), title, parties),
    }


class _Entry:
    """The resolved leaves of one entry of a list."""

    def __init__(self, leaves: Mapping[str, Resolution], weights: Mapping[str, SourceWeight]):
        self.leaves = leaves
        self._weights = weights

    def text(self, leaf: str) -> str | None:
        chosen = self._chosen(leaf)
        return chosen.value if chosen else None

    def texts(self, leaf: str) -> list[str]:
        """Return every value of a leaf that is not known to be wrong, the one shown first."""
        resolution = self.leaves[leaf]
        living = [c for c in resolution.dissenting if c.rank is not Rank.DEPRECATED]
        return list(dict.fromkeys(claim.value for claim in (*resolution.agreeing, *living)))

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
        entries.setdefault((slot.item, slot.key), {})[slot.leaf] = _resolved(group, weights)
    return {key: _Entry(leaves, weights) for key, leaves in entries.items()}


def _resolved(claims: list[Claim], weights: Mapping[str, SourceWeight]) -> Resolution:
    """Resolve a slot; a record's own title and numbers go before those of one merged into it."""
    slot = claims[0].slot
    own = [claim for claim in claims if not claim.said_of]
    names = slot == TITLE or slot.item == "identifier"
    if not names or not own or len(own) == len(claims):
        return resolve(claims, weights)
    titled = resolve(own, weights)
    merged = tuple(claim for claim in claims if claim.said_of)
    return replace(titled, dissenting=(*titled.dissenting, *merged))


def _assumed(identity: MilestoneKey) -> Assertion:
    """How a step is held to be while no claim known by the day says: a plan stays a plan."""
    return Assertion.PLANNED if identity.planned else Assertion.ACTUAL


def _add_milestone(
    base: dict[str, Any], key: str, entry: _Entry, keys: _Keys, rows: Rows, number: int
) -> None:
    identity = MilestoneKey.parse(key)
    date = entry.date()
    # An undated milestone rests on the claim that it happened at all, or on what is left of it.
    told = [name for name in ("date", "assertion", *entry.leaves) if entry.text(name)]
    leaf = told[0] if told else next(iter(entry.leaves))
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
            rows["identifier"] += [
                {**record, "scheme": key, "value": value} for value in entry.texts("value")
            ]
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
                "target_id": keys.records.key(target),
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
