"""From a record to the claims it makes, and back.

``record_of(r.id, r.kind, claims_of(r)) == r`` for every record in canonical form (see
``explicit``) whose ``claims`` hold only what has no room in an entry; and whatever claims a base
holds on a record, those of ``record_of`` are the same, but for their order and variants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from relations_kb.domain.claims import Claim, FigureKey, MilestoneKey, Slot
from relations_kb.domain.vocabulary import Assertion, Calendar
from relations_kb.records.assembling import record_of
from relations_kb.records.models import AttributeClaim, Dissent, Figure, Milestone, Record
from relations_kb.records.voices import FORM, TITLE, is_plain

__all__ = ["claims_of", "entry_of", "figure_key", "milestone_key", "record_of"]

_MILESTONE_LEAVES = ("assertion", "date", "place", "organ", "note")
_TERM_PARTS = ("initial", "renewal", "notice")


def claims_of(record: Record) -> list[Claim]:
    """Take a record in canonical form apart: one claim for each value and source."""
    numbers = count()
    return [claim.numbered(claim.variant, next(numbers)) for claim in _all_claims(record)]


def milestone_key(milestone: Milestone) -> MilestoneKey:
    """Return what tells the milestone from the others of its record."""
    planned = milestone.assertion is Assertion.PLANNED
    return MilestoneKey(milestone.step, milestone.actor, milestone.part, planned)


def figure_key(figure: Figure) -> FigureKey:
    """Return what tells the figure from the others of its record."""
    return FigureKey(figure.metric, figure.of or "", figure.as_of.text if figure.as_of else "")


def entry_of(record: Record, slot: Slot) -> tuple[str, int] | tuple[()]:
    """Return the place of a slot's entry, as ``("milestones", 0)``; empty for other slots."""
    for i, milestone in enumerate(record.milestones):
        if slot.item == "milestone" and str(milestone_key(milestone)) == slot.key:
            return "milestones", i
    for i, figure in enumerate(record.figures):
        if slot.item == "figure" and str(figure_key(figure)) == slot.key:
            return "figures", i
    return ()


def _all_claims(record: Record) -> Iterator[Claim]:
    told = [_attribute_claim(record.id, claim, n) for n, claim in enumerate(record.claims, 1)]
    # A source's word on title or form takes with it what `claims` have to tell of that very word.
    more = {c.id: c for c in told if c.slot in {TITLE, FORM} and not is_plain(c)}
    own = list(_title_and_form(record))
    used = more.keys() & {claim.id for claim in own} if more else set()
    yield from (replace(more[c.id], variant=0) if used and c.id in used else c for c in own)
    yield from _note_and_term(record)
    yield from _list_claims(record)
    for milestone in record.milestones:
        yield from _milestone_claims(record.id, milestone)
    for figure in record.figures:
        yield from _figure_claims(record.id, figure)
    yield from (claim for claim in told if not used or claim.id not in used)


def _title_and_form(record: Record) -> Iterator[Claim]:
    yield from _each(record.id, TITLE, record.title, record.sources)
    yield from _each(record.id, FORM, record.form, record.sources)


def _note_and_term(record: Record) -> Iterator[Claim]:
    yield from _each(record.id, Slot("attribute", "", "note"), record.note, record.sources)
    if record.term:
        for name in _TERM_PARTS:
            slot = Slot("attribute", "", f"term-{name}")
            yield from _each(record.id, slot, getattr(record.term, name), record.term.sources)


def _each(record_id: str, slot: Slot, value: str | None, sources: Sequence[str]) -> Iterator[Claim]:
    for source in sources if value else ():
        yield Claim(record_id, slot, str(value), source)


def _attribute_claim(record_id: str, claim: AttributeClaim, variant: int) -> Claim:
    return _dissenting(record_id, claim.target, claim.value, claim, variant, claim.calendar)


def _list_claims(record: Record) -> Iterator[Claim]:
    def each(slot: Slot, value: str | None, sources: Sequence[str]) -> Iterator[Claim]:
        return _each(record.id, slot, value, sources)

    for language, text in record.titles.items():
        yield from each(Slot("title", language, "text"), text, record.sources)
    for party in record.parties:
        yield from each(Slot("party", party.actor, "role"), party.role, party.sources)
        yield from each(Slot("party", party.actor, "via"), party.via, party.sources)
        for variant, claim in enumerate(party.claims, start=1):
            slot = Slot("party", party.actor, "role")
            yield _dissenting(record.id, slot, claim.role, claim, variant)
    for topic in record.topics:
        yield from each(Slot("topic", topic, "topic"), topic, record.sources)
    for scheme, value in record.identifiers.items():
        yield from each(Slot("identifier", scheme, "value"), value, record.sources)
    for scheme, codes in record.codes.items():
        for code in codes:
            yield from each(Slot("code", f"{scheme}|{code}", "code"), code, record.sources)
    for duty in record.obligations:
        key = f"{duty.code}|{duty.article or ''}"
        yield from each(Slot("obligation", key, "value"), duty.value, duty.sources)
        yield from each(Slot("obligation", key, "note"), duty.note, duty.sources)
    for link in record.links:
        key = f"{link.rel}|{link.to}"
        yield from each(Slot("link", key, "to"), link.to, record.sources)
        yield from each(Slot("link", key, "note"), link.note, record.sources)


def _milestone_claims(record_id: str, milestone: Milestone) -> Iterator[Claim]:
    key = str(milestone_key(milestone))
    for leaf, value, calendar in _leaves(milestone, _MILESTONE_LEAVES):
        slot = Slot("milestone", key, leaf)
        for source in milestone.sources:
            yield Claim(
                record_id, slot, value, source, calendar,
                rank=milestone.rank, reason=milestone.reason,
            )  # fmt: skip
    for variant, claim in enumerate(milestone.claims, start=1):
        for leaf, value, calendar in _leaves(claim, _MILESTONE_LEAVES[:-1]):
            slot = Slot("milestone", key, leaf)
            yield _dissenting(record_id, slot, value, claim, variant, calendar)


def _figure_claims(record_id: str, figure: Figure) -> Iterator[Claim]:
    key = str(figure_key(figure))
    calendar = figure.as_of.calendar if figure.as_of else Calendar.GREGORIAN
    slot = Slot("figure", key, "quantity")
    for source in figure.sources:
        value = f"{figure.value} {figure.unit}"
        yield Claim(
            record_id, slot, value, source, calendar, rank=figure.rank, reason=figure.reason
        )
        if figure.note:
            yield Claim(record_id, slot._replace(leaf="note"), figure.note, source, calendar)
    for variant, claim in enumerate(figure.claims, start=1):
        value = f"{claim.value} {claim.unit or figure.unit}"
        yield _dissenting(record_id, slot, value, claim, variant, calendar)


def _leaves(entry: Any, names: Sequence[str]) -> Iterator[tuple[str, str, Calendar]]:
    for name in names:
        value = getattr(entry, name)
        if value is None:
            continue
        if name == "date":
            yield name, value.text, value.calendar
        else:
            yield name, str(value), Calendar.GREGORIAN


def _dissenting(
    record_id: str,
    slot: Slot,
    value: str,
    claim: Dissent,
    variant: int,
    calendar: Calendar = Calendar.GREGORIAN,
) -> Claim:
    return Claim(
        record=record_id,
        slot=slot,
        value=str(value),
        source=claim.source,
        calendar=calendar,
        variant=variant,
        said_by=claim.said_by,
        said_on=claim.said_on.text if claim.said_on else None,
        valid=claim.valid.text if claim.valid else None,
        note=claim.note,
        rank=claim.rank,
        reason=claim.reason,
    )
