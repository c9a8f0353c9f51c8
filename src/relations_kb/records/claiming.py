"""From a record to the claims it makes, and back.

``record_of(r.id, r.kind, claims_of(r)) == r`` for every record in canonical form (see
``explicit``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from relations_kb.domain.claims import Claim, FigureKey, MilestoneKey, Slot
from relations_kb.domain.vocabulary import Assertion, Calendar, Kind, Rank
from relations_kb.records.models import RECORD_CLASSES, Dissent, Figure, Milestone, Record

_MILESTONE_LEAVES = ("assertion", "date", "place", "organ", "note")
_TERM_PARTS = ("initial", "renewal", "notice")


def claims_of(record: Record) -> list[Claim]:
    """Take a record in canonical form apart: one claim for each value and source."""
    numbers = count()
    return [replace(claim, ordinal=next(numbers)) for claim in _all_claims(record)]


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
    yield from _attribute_claims(record)
    yield from _list_claims(record)
    for milestone in record.milestones:
        yield from _milestone_claims(record.id, milestone)
    for figure in record.figures:
        yield from _figure_claims(record.id, figure)


def _attribute_claims(record: Record) -> Iterator[Claim]:
    def each(leaf: str, value: str | None, sources: Sequence[str]) -> Iterator[Claim]:
        for source in sources if value else ():
            yield Claim(record.id, Slot("attribute", "", leaf), str(value), source)

    yield from each("title", record.title, record.sources)
    yield from each("form", record.form, record.sources)
    yield from each("note", record.note, record.sources)
    if record.term:
        for part in _TERM_PARTS:
            yield from each(f"term-{part}", getattr(record.term, part), record.term.sources)
    for variant, claim in enumerate(record.claims, start=1):
        slot = Slot("attribute", "", claim.slot)
        yield _dissenting(record.id, slot, claim.value, claim, variant)


def _list_claims(record: Record) -> Iterator[Claim]:
    def each(slot: Slot, value: str | None, sources: Sequence[str]) -> Iterator[Claim]:
        for source in sources if value else ():
            yield Claim(record.id, slot, str(value), source)

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


def record_of(record_id: str, kind: Kind, claims: Sequence[Claim]) -> Record:
    """Put a record together again from all its claims, in the order of their ordinals."""
    entries = _grouped(sorted(claims, key=lambda claim: claim.ordinal))
    main = entries[("attribute", "")]
    data: dict[str, Any] = {
        "id": record_id,
        "sources": _sources(main, "title"),
        "claims": [
            {"slot": c.slot.leaf, "value": c.value, **_dissent_fields(c)}
            for c in main
            if c.variant
        ],
        "titles": {}, "parties": [], "topics": [], "identifiers": {}, "codes": {},
        "obligations": [], "milestones": [], "figures": [], "links": [],
    }  # fmt: skip
    for leaf in ("title", "form", "note"):
        data[leaf] = _value(main, leaf)
    data["term"] = _term(main)
    for (item, key), group in entries.items():
        _add_entry(data, item, key, group)
    return RECORD_CLASSES[kind].model_validate(data)


_Groups = dict[tuple[str, str], list[Claim]]


def _grouped(claims: Sequence[Claim]) -> _Groups:
    groups: _Groups = {}
    for claim in claims:
        groups.setdefault((claim.slot.item, claim.slot.key), []).append(claim)
    return groups


def _add_entry(data: dict[str, Any], item: str, key: str, group: list[Claim]) -> None:
    match item:
        case "title":
            data["titles"][key] = _value(group, "text")
        case "topic":
            data["topics"].append(key)
        case "identifier":
            data["identifiers"][key] = _value(group, "value")
        case "code":
            scheme, _, code = key.partition("|")
            data["codes"][scheme] = (*data["codes"].get(scheme, ()), code)
        case "party":
            data["parties"].append(_party(key, group))
        case "obligation":
            data["obligations"].append(_obligation(key, group))
        case "link":
            rel, _, target = key.partition("|")
            data["links"].append({"rel": rel, "to": target, "note": _value(group, "note")})
        case "milestone":
            data["milestones"].append(_milestone(MilestoneKey.parse(key), group))
        case "figure":
            data["figures"].append(_figure(FigureKey.parse(key), group))


def _term(group: list[Claim]) -> dict[str, Any] | None:
    parts = {part: _value(group, f"term-{part}") for part in _TERM_PARTS}
    for part, value in parts.items():
        if value:
            return {**parts, "sources": _sources(group, f"term-{part}")}
    return None


def _party(actor: str, group: list[Claim]) -> dict[str, Any]:
    return {
        "actor": actor,
        "role": _value(group, "role"),
        "via": _value(group, "via"),
        "sources": _sources(group, "role"),
        "claims": [{"role": c.value, **_dissent_fields(c)} for c in group if c.variant],
    }


def _obligation(key: str, group: list[Claim]) -> dict[str, Any]:
    code, _, article = key.partition("|")
    return {
        "code": code,
        "article": article or None,
        "value": _value(group, "value"),
        "note": _value(group, "note"),
        "sources": _sources(group, "value"),
    }


def _milestone(key: MilestoneKey, group: list[Claim]) -> dict[str, Any]:
    main = next(c for c in group if not c.variant)
    variants: dict[int, dict[str, Any]] = {}
    for claim in group:
        if claim.variant:
            entry = variants.setdefault(claim.variant, _dissent_fields(claim))
            entry[claim.slot.leaf] = _typed(claim)
    return {
        "step": key.step,
        "actor": key.actor,
        "part": key.part,
        **{leaf: _main_value(group, leaf) for leaf in _MILESTONE_LEAVES},
        "rank": main.rank,
        "reason": main.reason,
        "sources": _sources(group, "assertion"),
        "claims": list(variants.values()),
    }


def _figure(key: FigureKey, group: list[Claim]) -> dict[str, Any]:
    main = next(c for c in group if not c.variant)
    value, _, unit = main.value.partition(" ")
    claims = []
    for claim in group:
        if claim.variant:
            other, _, other_unit = claim.value.partition(" ")
            own_unit = None if other_unit == unit else other_unit
            claims.append({"value": other, "unit": own_unit, **_dissent_fields(claim)})
    as_of = {"value": key.as_of, "calendar": str(main.calendar)} if key.as_of else None
    return {
        "metric": key.metric,
        "of": key.of or None,
        "as_of": as_of,
        "value": value,
        "unit": unit,
        "note": _value(group, "note"),
        "rank": main.rank,
        "reason": main.reason,
        "sources": _sources(group, "quantity"),
        "claims": claims,
    }


def _dissent_fields(claim: Claim) -> dict[str, Any]:
    fields: Mapping[str, Any] = {
        "source": claim.source,
        "said_by": claim.said_by,
        "said_on": claim.said_on,
        "valid": claim.valid,
        "note": claim.note,
        "rank": claim.rank,
        "reason": claim.reason,
    }
    return {name: value for name, value in fields.items() if value not in (None, Rank.NORMAL)}


def _value(group: list[Claim], leaf: str) -> str | None:
    return next((c.value for c in group if c.slot.leaf == leaf and not c.variant), None)


def _main_value(group: list[Claim], leaf: str) -> Any:
    return next((_typed(c) for c in group if c.slot.leaf == leaf and not c.variant), None)


def _typed(claim: Claim) -> Any:
    if claim.slot.leaf == "date":
        return {"value": claim.value, "calendar": str(claim.calendar)}
    return claim.value


def _sources(group: list[Claim], leaf: str) -> list[str]:
    return [c.source for c in group if c.slot.leaf == leaf and not c.variant]
