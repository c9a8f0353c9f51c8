"""One record with everything the base knows of it; the shape is the contract for scripts."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from relations_kb.domain.resolution import Value, agree
from relations_kb.domain.vocabulary import Calendar, Rank
from relations_kb.query.assessment import StatementView, statements_by_record
from relations_kb.query.errata import AGAINST, ErratumView, errata_by_claim
from relations_kb.query.grouping import grouped
from relations_kb.query.run import fetch
from relations_kb.query.sources import SOURCES, SourceView, source_view
from relations_kb.store import tables as t
from relations_kb.store.redirects import former_ids, standing_record


@dataclass(frozen=True, slots=True)
class ClaimView:
    """Another statement on an entry; it agrees with what is shown, or contradicts it.

    Under an ``erratum`` it is deprecated, for its reason; ``earlier_errata`` holds those before
    it, and those that were taken back.
    """

    leaf: str
    value: str
    calendar: str
    agrees: bool
    source: str
    said_by: str | None
    said_on: str | None
    valid: str | None
    rank: str
    reason: str | None
    note: str | None
    erratum: ErratumView | None
    earlier_errata: tuple[ErratumView, ...]

    @property
    def contradicts(self) -> bool:
        """Tell whether the statement is a living contradiction, not a known error."""
        return not self.agrees and self.rank != Rank.DEPRECATED


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party with its role."""

    actor: str
    role: str
    via: str | None
    name: str
    claims: tuple[ClaimView, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone as shown, and what other sources say."""

    step: str
    actor: str | None
    part: str | None
    date: str | None
    calendar: str
    date_min: str | None
    date_max: str | None
    precision: str | None
    assertion: str
    place: str | None
    organ: str | None
    note: str | None
    disputed: bool
    origins: int
    sources: tuple[str, ...]
    claims: tuple[ClaimView, ...]
    key: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class FigureView:
    """A measured value as shown, and what other sources say."""

    metric: str
    value: str
    unit: str
    of: str | None
    as_of: str | None
    note: str | None
    disputed: bool
    origins: int
    sources: tuple[str, ...]
    claims: tuple[ClaimView, ...]
    key: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class ObligationView:
    """What an instrument obliges to, or expressly does not."""

    code: str
    article: str | None
    value: str
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkView:
    """A tie to another record."""

    rel: str
    to: str
    note: str | None


@dataclass(frozen=True, slots=True)
class WithdrawnView:
    """A milestone or figure that errata have taken out: what had been said of it, and why not."""

    item: str
    key: str
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record with everything the base knows of it."""

    id: str
    kind: str
    form: str
    title: str
    titles: Mapping[str, str]
    note: str | None
    parties: tuple[PartyView, ...]
    topics: tuple[str, ...]
    identifiers: Mapping[str, str]
    codes: Mapping[str, tuple[str, ...]]
    term: Mapping[str, str]
    term_sources: tuple[str, ...]
    obligations: tuple[ObligationView, ...]
    milestones: tuple[MilestoneView, ...]
    figures: tuple[FigureView, ...]
    links: tuple[LinkView, ...]
    claims: tuple[ClaimView, ...]
    sources: tuple[SourceView, ...]
    statements: tuple[StatementView, ...]
    withdrawn: tuple[WithdrawnView, ...]
    former_ids: tuple[str, ...]


TERM_PARTS = ("initial", "renewal", "notice")


def _wanted(column: Any) -> Any:
    """Limit a statement to one record, or to none of them for all."""
    return (bindparam("record") == "") | (column == bindparam("record"))


def _of_record(table: Any, *columns: Any) -> Select[Any]:
    statement = select(table, *columns, t.record.c.slug.label("record")).join(
        t.record, t.record.c.id == table.c.record_id
    )
    return statement.where(_wanted(t.record.c.slug), t.record.c.active)


_target = t.record.alias("target")
_via = t.actor.alias("via")

_RECORDS = (
    select(t.record).where(_wanted(t.record.c.slug), t.record.c.active).order_by(t.record.c.slug)
)
_TITLES = _of_record(t.record_title).order_by(t.record_title.c.id)
_TOPICS = _of_record(t.topic).order_by(t.topic.c.id)
_IDENTIFIERS = _of_record(t.identifier).order_by(t.identifier.c.id)
_CODES = _of_record(t.code).order_by(t.code.c.id)
_PARTIES = (
    _of_record(t.party, t.actor.c.slug.label("actor"), t.actor.c.name, _via.c.slug.label("via"))
    .join(t.actor, t.actor.c.id == t.party.c.actor_id)
    .outerjoin(_via, _via.c.id == t.party.c.via_id)
    .order_by(t.party.c.ordinal)
)
_OBLIGATIONS = _of_record(t.obligation).order_by(t.obligation.c.ordinal)
_LINKS = (
    _of_record(t.link, _target.c.slug.label("target"))
    .join(_target, _target.c.id == t.link.c.target_id)
    .order_by(t.link.c.ordinal)
)
_MILESTONES = (
    _of_record(t.milestone, t.actor.c.slug.label("actor"))
    .outerjoin(t.actor, t.actor.c.id == t.milestone.c.actor_id)
    .order_by(t.milestone.c.sort_key, t.milestone.c.ordinal)
)
_FIGURES = _of_record(t.figure).order_by(t.figure.c.metric, t.figure.c.sort_key, t.figure.c.ordinal)
_CLAIMS = (
    _of_record(t.claim, t.source.c.slug.label("source"))
    .join(t.source, t.source.c.id == t.claim.c.source_id)
    # A statement under an erratum stays in sight, even when a newer seed says it no more.
    .where(t.claim.c.active | t.claim.c.id.in_(AGAINST))
    .order_by(t.claim.c.ordinal, t.claim.c.id)
)
_MILESTONE_SOURCES = (
    select(t.milestone_source.c.milestone_id, t.source.c.slug)
    .join(t.source, t.source.c.id == t.milestone_source.c.source_id)
    .order_by(t.milestone_source.c.id)
)
_FIGURE_SOURCES = (
    select(t.figure_source.c.figure_id, t.source.c.slug)
    .join(t.source, t.source.c.id == t.figure_source.c.source_id)
    .order_by(t.figure_source.c.id)
)


def get_record(connection: Connection, record_id: str) -> RecordView:
    """Read one record.

    Raises:
        KbError: if there is none of that id; the remedy names the likeliest.
    """
    slug = standing_record(connection, record_id).slug
    return next(iter(_views(connection, slug)))


def all_records(connection: Connection) -> list[RecordView]:
    """Read every record, in the order of the ids."""
    return list(_views(connection, ""))


class _Parts:
    """The rows of one table, by record."""

    def __init__(self, connection: Connection, statement: Select[Any], record: str) -> None:
        self._rows: dict[str, list[Row[Any]]] = {}
        for row in fetch(connection, statement, record=record):
            self._rows.setdefault(row.record, []).append(row)

    def of(self, record: str) -> list[Row[Any]]:
        return self._rows.get(record, [])


def _views(connection: Connection, record: str) -> Iterator[RecordView]:
    rows = fetch(connection, _RECORDS, record=record)
    if not rows:
        return
    statements = (
        _TITLES, _TOPICS, _IDENTIFIERS, _PARTIES, _OBLIGATIONS, _LINKS, _MILESTONES, _FIGURES,
        _CLAIMS, _CODES,
    )  # fmt: skip
    parts = [_Parts(connection, statement, record) for statement in statements]
    cited = {
        "milestone": grouped(fetch(connection, _MILESTONE_SOURCES)),
        "figure": grouped(fetch(connection, _FIGURE_SOURCES)),
    }
    sources = {row.slug: source_view(row) for row in fetch(connection, SOURCES)}
    statements_on = statements_by_record(connection)
    errata = errata_by_claim(connection, record)
    former = former_ids(connection)
    for row in rows:
        own = tuple(statements_on.get(row.slug, ()))
        view = _view(row, [part.of(row.slug) for part in parts], cited, sources, own, errata)
        yield replace(view, former_ids=former.get(row.id, ()))


def _view(
    row: Row[Any],
    parts: list[list[Row[Any]]],
    cited: Mapping[str, Mapping[int, list[str]]],
    sources: Mapping[str, SourceView],
    statements_on: tuple[StatementView, ...],
    errata: Mapping[str, tuple[ErratumView, ...]],
) -> RecordView:
    titles, topics, identifiers, parties, duties, links, milestones, figures, claims, codes = parts
    said = _Said(claims, errata)
    return RecordView(
        id=row.slug,
        kind=row.kind,
        form=row.form,
        title=row.title,
        titles={r.language: r.text for r in titles},
        note=row.note,
        parties=tuple(
            PartyView(
                actor=r.actor,
                role=r.role,
                via=r.via,
                name=r.name,
                claims=said.otherwise("party", r.actor, {"role": r.role}),
                sources=said.sources("party", r.actor, "role", r.role),
            )
            for r in parties
        ),
        topics=tuple(r.topic for r in topics),
        identifiers=_by_first(identifiers),
        codes=_by_scheme(codes),
        term={name: value for name in TERM_PARTS if (value := getattr(row, f"term_{name}"))},
        term_sources=said.sources("attribute", "", *_first_term(row)),
        obligations=tuple(_obligation(r, said) for r in duties),
        milestones=tuple(
            _milestone(r, tuple(cited["milestone"].get(r.id, ())), said) for r in milestones
        ),
        figures=tuple(_figure(r, tuple(cited["figure"].get(r.id, ())), said) for r in figures),
        links=tuple(LinkView(r.rel, r.target, r.note) for r in links),
        claims=said.otherwise("attribute", "", _attributes(row)),
        sources=tuple(sources[slug] for slug in dict.fromkeys(c.source for c in claims)),
        statements=statements_on,
        withdrawn=said.withdrawn(
            {("milestone", r.key) for r in milestones} | {("figure", r.key) for r in figures}
        ),
        former_ids=(),
    )


def _by_first(identifiers: Iterable[Row[Any]]) -> dict[str, str]:
    """Return identifiers by their scheme; of several, as merged records have, the first counts."""
    found: dict[str, str] = {}
    for row in identifiers:
        found.setdefault(row.scheme, row.value)
    return found


def _by_scheme(codes: Iterable[Row[Any]]) -> dict[str, tuple[str, ...]]:
    lists: dict[str, tuple[str, ...]] = {}
    for row in codes:
        lists[row.scheme] = (*lists.get(row.scheme, ()), row.code)
    return lists


def _attributes(row: Row[Any]) -> dict[str, str | None]:
    """Return the attributes of a record that sources may dispute, as shown."""
    terms = {f"term-{name}": getattr(row, f"term_{name}") for name in TERM_PARTS}
    return {"title": row.title, "form": row.form, **terms}


def _first_term(row: Row[Any]) -> tuple[str, str | None]:
    """Return the first part of a term that is given: its parts have the same sources."""
    for name in TERM_PARTS:
        if value := getattr(row, f"term_{name}"):
            return f"term-{name}", value
    return "term-initial", None


class _Said:
    """What sources say of the entries of a record."""

    def __init__(
        self, claims: Iterable[Row[Any]], errata: Mapping[str, tuple[ErratumView, ...]]
    ) -> None:
        self._errata = errata
        self._claims: dict[tuple[str, str], list[Row[Any]]] = {}
        for claim in claims:
            self._claims.setdefault((claim.item, claim.key), []).append(claim)

    def sources(self, item: str, key: str, leaf: str, value: str | None) -> tuple[str, ...]:
        """Return the sources that say a value."""
        return tuple(dict.fromkeys(c.source for c in self._saying(item, key, leaf, value)))

    def reason(self, item: str, key: str, leaf: str, value: str | None) -> str | None:
        """Return the editor's reason for a value that goes before the rules."""
        return next((c.reason for c in self._saying(item, key, leaf, value) if c.reason), None)

    def otherwise(
        self,
        item: str,
        key: str,
        shown: Mapping[str, str | None],
        calendar: str = Calendar.GREGORIAN,
    ) -> tuple[ClaimView, ...]:
        """Return what differs from what is shown, was said by somebody else, or has errata."""
        return tuple(
            self._view(c, (shown[c.leaf] or "", Calendar(calendar)))
            for c in self._claims.get((item, key), ())
            if c.leaf in shown
            and (
                c.value != shown[c.leaf]
                or (c.leaf == "date" and c.calendar != calendar)
                or c.said_by
                or c.id in self._errata
            )
        )

    def withdrawn(self, standing: Container[tuple[str, str]]) -> tuple[WithdrawnView, ...]:
        """Return the milestones and figures of which statements are left, and no value."""
        return tuple(
            WithdrawnView(item, key, tuple(self._view(c, ("", Calendar.GREGORIAN)) for c in claims))
            for (item, key), claims in self._claims.items()
            if item in {"milestone", "figure"} and (item, key) not in standing
        )

    def _saying(self, item: str, key: str, leaf: str, value: str | None) -> Iterator[Row[Any]]:
        for claim in self._claims.get((item, key), ()):
            if claim.leaf == leaf and claim.value == value and self._counts(claim):
                yield claim

    def _counts(self, claim: Row[Any]) -> bool:
        return claim.rank != Rank.DEPRECATED and self._governing(claim) is None

    def _governing(self, claim: Row[Any]) -> ErratumView | None:
        """Return the newest erratum on a claim that has not been taken back."""
        standing = (e for e in reversed(self._errata.get(claim.id, ())) if e.taken_back is None)
        return next(standing, None)

    def _view(self, claim: Row[Any], shown: Value) -> ClaimView:
        own = self._errata.get(claim.id, ())
        governing = self._governing(claim)
        return _claim(claim, shown, governing, tuple(e for e in own if e is not governing))


def _obligation(row: Row[Any], said: _Said) -> ObligationView:
    sources = said.sources("obligation", f"{row.code}|{row.article or ''}", "value", row.value)
    return ObligationView(row.code, row.article, row.value, row.note, sources)


def _claim(
    row: Row[Any],
    shown: Value,
    erratum: ErratumView | None,
    earlier: tuple[ErratumView, ...],
) -> ClaimView:
    return ClaimView(
        leaf=row.leaf,
        value=row.value,
        calendar=row.calendar,
        agrees=bool(shown[0]) and agree(row.leaf, (row.value, Calendar(row.calendar)), shown),
        source=row.source,
        said_by=row.said_by,
        said_on=row.said_on,
        valid=row.valid,
        rank=str(Rank.DEPRECATED) if erratum else row.rank,
        reason=erratum.reason if erratum else row.reason,
        note=row.note,
        erratum=erratum,
        earlier_errata=earlier,
    )


def _milestone(row: Row[Any], sources: tuple[str, ...], said: _Said) -> MilestoneView:
    shown = {"date": row.date, "assertion": row.assertion, "place": row.place, "organ": row.organ}
    return MilestoneView(
        step=row.step,
        actor=row.actor,
        part=row.part,
        date=row.date,
        calendar=row.calendar,
        date_min=row.date_min,
        date_max=row.date_max,
        precision=row.precision,
        assertion=row.assertion,
        place=row.place,
        organ=row.organ,
        note=row.note,
        disputed=row.disputed,
        origins=row.origins,
        sources=sources,
        claims=said.otherwise("milestone", row.key, shown, row.calendar),
        key=row.key,
        reason=said.reason("milestone", row.key, "date", row.date),
    )


def _figure(row: Row[Any], sources: tuple[str, ...], said: _Said) -> FigureView:
    quantity = f"{row.value} {row.unit}"
    return FigureView(
        metric=row.metric,
        value=row.value,
        unit=row.unit,
        of=row.of,
        as_of=row.as_of,
        note=row.note,
        disputed=row.disputed,
        origins=row.origins,
        sources=sources,
        claims=said.otherwise("figure", row.key, {"quantity": quantity}),
        key=row.key,
        reason=said.reason("figure", row.key, "quantity", quantity),
    )
