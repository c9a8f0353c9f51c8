"""From claims to the record that makes them: the way back of ``claims_of``.

Where the sources of an entry do not all say all of it, those of its first source's voice stand in
the entry, and what the others say stands under ``claims``: of the entry if it has room there, else
of the record. So whatever claims a base holds on a record, the record makes the same, but for
their order and variants.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from relations_kb.domain.claims import Claim, FigureKey, MilestoneKey, Slot
from relations_kb.domain.vocabulary import Kind, Rank
from relations_kb.records.models import RECORD_CLASSES, Record
from relations_kb.records.slot_names import slot_name
from relations_kb.records.voices import FORM, TITLE, Voices, head_of, is_plain, part

_Said = Mapping[str, Claim]
_Built = tuple[dict[str, Any], list[Claim]]
"""An entry as data, and the claims that stand under its ``claims``."""

_LISTS = {
    "party": "parties",
    "obligation": "obligations",
    "milestone": "milestones",
    "figure": "figures",
}
"""Items whose entries have sources of their own, and the lists that they stand in."""


def record_of(record_id: str, kind: Kind, claims: Iterable[Claim]) -> Record:
    """Put a record together from all claims about it, in the order of their ordinals.

    What has no room in an entry, or under its ``claims``, stands under the ``claims`` of the
    record, so that nothing is lost.

    Args:
        record_id: of the record.
        kind: of the record.
        claims: about it; a source must give title and form, and one the role of a party.
    """
    ordered = sorted(claims, key=_place)
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in ordered:
        groups.setdefault(_entry(claim.slot), []).append(claim)
    data: dict[str, Any] = {
        "id": record_id, "titles": {}, "parties": [], "topics": [], "identifiers": {}, "codes": {},
        "obligations": [], "milestones": [], "figures": [], "links": [],
    }  # fmt: skip
    rest: list[Claim] = []
    for (item, key), group in groups.items():
        rest += _add_entry(data, item, key, group)
    data["claims"] = [
        {"slot": slot_name(c.slot), "value": c.value, "calendar": c.calendar, **_dissent_fields(c)}
        for c in sorted(rest, key=_place)
    ]
    return RECORD_CLASSES[kind].model_validate(data)


def _place(claim: Claim) -> tuple[bool, int]:
    return claim.variant > 0, claim.ordinal


def _entry(slot: Slot) -> tuple[str, str]:
    """Return what the sources of a slot are the sources of: an entry, the term, the record."""
    if slot.item in _LISTS:
        return slot.item, slot.key
    return ("term" if slot.leaf.startswith("term-") else "record"), ""


def _add_entry(data: dict[str, Any], item: str, key: str, group: list[Claim]) -> list[Claim]:
    """Add an entry to the data of a record; return the claims that have no room in it."""
    if item == "record":
        return _add_record_level(data, group)
    voices = part(group, () if item == "term" else (head_of(group[0].slot),))
    if not voices.said:
        return group
    if item == "term":
        parts = {s.leaf.removeprefix("term-"): claim.value for s, claim in voices.said.items()}
        data["term"] = {**parts, "sources": voices.sources}
        return voices.rest
    said = {slot.leaf: claim for slot, claim in voices.said.items()}
    entry, own = _BUILDERS[item](key, said, voices.rest)
    data[_LISTS[item]].append({**entry, "sources": voices.sources})
    return [claim for claim in voices.rest if claim not in own]


def _add_record_level(data: dict[str, Any], group: list[Claim]) -> list[Claim]:
    voices = part(group, (TITLE, FORM))
    if not voices.said:
        voices = _called(group)
    data["sources"] = voices.sources
    for slot, claim in voices.said.items():
        match slot.item:
            case "attribute":
                data[slot.leaf] = claim.value
            case "title":
                data["titles"][slot.key] = claim.value
            case "topic":
                data["topics"].append(slot.key)
            case "identifier":
                data["identifiers"][slot.key] = claim.value
            case "code":
                data["codes"].setdefault(slot.key.partition("|")[0], []).append(claim.value)
            case "link" if slot.leaf == "to":
                note = voices.said.get(slot._replace(leaf="note"))
                link = {"rel": slot.key.partition("|")[0], "to": claim.value}
                data["links"].append({**link, "note": note.value if note else None})
    return voices.rest


def _called(group: list[Claim]) -> Voices:
    """Let a source stand for title and form of whose word there is more to tell."""
    forms = {claim.source: claim for claim in reversed(group) if claim.slot == FORM}
    titles = [claim for claim in group if claim.slot == TITLE]
    title = next((claim for claim in titles if claim.source in forms), titles[0])
    form = forms.get(title.source) or next(iter(forms.values()))
    rest = [c for c in group if c not in (title, form) or not is_plain(c)]
    return Voices({TITLE: title, FORM: form}, [title.source], rest)


def _party(actor: str, said: _Said, rest: list[Claim]) -> _Built:
    own = [claim for claim in rest if claim.slot.leaf == "role"]
    entry = {
        "actor": actor,
        **{leaf: claim.value for leaf, claim in said.items()},
        "claims": [{"role": claim.value, **_dissent_fields(claim)} for claim in own],
    }
    return entry, own


def _obligation(key: str, said: _Said, _rest: list[Claim]) -> _Built:
    code, _, article = key.partition("|")
    values = {leaf: claim.value for leaf, claim in said.items()}
    return {"code": code, "article": article or None, **values}, []


def _milestone(text: str, said: _Said, rest: list[Claim]) -> _Built:
    key = MilestoneKey.parse(text)
    own = [claim for claim in rest if claim.slot.leaf != "note"]
    entry = {
        "step": key.step,
        "actor": key.actor,
        "part": key.part,
        **{leaf: _typed(claim) for leaf, claim in said.items()},
        "rank": said["assertion"].rank,
        "reason": said["assertion"].reason,
        "claims": [
            {**_dissent_fields(bundle[0]), **{c.slot.leaf: _typed(c) for c in bundle}}
            for bundle in _bundles(own)
        ],
    }
    return entry, own


def _bundles(claims: list[Claim]) -> list[list[Claim]]:
    """Put together what a source says of a milestone in one breath, each field once."""
    bundles: dict[tuple[object, ...], list[Claim]] = {}
    seen: Counter[tuple[object, ...]] = Counter()
    for claim in claims:
        breath = (claim.variant, *_dissent_fields(claim).items())
        seen[(claim.slot, *breath)] += 1
        bundles.setdefault((seen[(claim.slot, *breath)], *breath), []).append(claim)
    return list(bundles.values())


def _figure(text: str, said: _Said, rest: list[Claim]) -> _Built:
    key = FigureKey.parse(text)
    main = said["quantity"]
    value, _, unit = main.value.partition(" ")
    own = [c for c in rest if c.slot.leaf == "quantity" and c.calendar is main.calendar]
    claims = []
    for claim in own:
        other, _, other_unit = claim.value.partition(" ")
        own_unit = None if other_unit == unit else other_unit
        claims.append({"value": other, "unit": own_unit, **_dissent_fields(claim)})
    entry = {
        "metric": key.metric,
        "of": key.of or None,
        "as_of": {"value": key.as_of, "calendar": str(main.calendar)} if key.as_of else None,
        "value": value,
        "unit": unit,
        "note": said["note"].value if "note" in said else None,
        "rank": main.rank,
        "reason": main.reason,
        "claims": claims,
    }
    return entry, own


_BUILDERS: dict[str, Callable[[str, _Said, list[Claim]], _Built]] = {
    "party": _party,
    "obligation": _obligation,
    "milestone": _milestone,
    "figure": _figure,
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
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value is not Rank.NORMAL
    }


def _typed(claim: Claim) -> Any:
    if claim.slot.leaf == "date":
        return {"value": claim.value, "calendar": str(claim.calendar)}
    return claim.value
