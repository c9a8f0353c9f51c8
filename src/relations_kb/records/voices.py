"""Who speaks with one voice: the claims on one entry, parted by what their sources say.

In a file an entry has one value for each field and one list of sources, all of which say all of
it. A base knows each statement by itself. So the first source that says enough for an entry, and
all that say word for word the same, stand in it; every other statement stands under ``claims``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from relations_kb.domain.claims import Claim, Slot
from relations_kb.domain.vocabulary import Rank

TITLE = Slot("attribute", "", "title")
FORM = Slot("attribute", "", "form")

_HEADS = {
    "party": "role",
    "obligation": "value",
    "link": "to",
    "milestone": "assertion",
    "figure": "quantity",
}
"""The field of an entry that its other fields need; items that are left out have one field."""

_NORMAL = (Rank.NORMAL, None)


class Voices(NamedTuple):
    """The claims on one entry.

    Attributes:
        said: what stands in the entry, by slot; empty if no source says enough for it.
        sources: who says all of that, and no more and no less.
        rest: every other claim.
    """

    said: dict[Slot, Claim]
    sources: list[str]
    rest: list[Claim]


def head_of(slot: Slot) -> Slot:
    """Return the slot without which a slot's entry does not stand."""
    return slot._replace(leaf=_HEADS.get(slot.item, slot.leaf))


def is_plain(claim: Claim) -> bool:
    """Tell whether a claim is a value and no more: nobody quoted, no remark, no editor's word."""
    return _word(claim) == _NORMAL and _is_bare(claim)


def part(claims: Sequence[Claim], needed: Collection[Slot]) -> Voices:
    """Part the claims on one entry.

    Args:
        claims: on the entry, in order.
        needed: slots that a source must speak of to stand in the entry.
    """
    voices = _by_source(claims)
    first = next((v for v in voices.values() if v and v.keys() >= set(needed)), {})
    same = _values(first)
    sources = [source for source, voice in voices.items() if first and _values(voice) == same]
    standing = {claim.id for source in sources for claim in voices[source].values()}
    return Voices(first, sources, [claim for claim in claims if claim.id not in standing])


def _by_source(claims: Iterable[Claim]) -> dict[str, dict[Slot, Claim]]:
    """Return what each source says that can stand in an entry, one claim for each slot."""
    voices: dict[str, dict[Slot, Claim]] = {}
    for claim in sorted(claims, key=lambda claim: claim.slot != head_of(claim.slot)):
        voice = voices.setdefault(claim.source, {})
        if claim.slot not in voice and _can_stand(claim, voice):
            voice[claim.slot] = claim
    return voices


def _can_stand(claim: Claim, voice: dict[Slot, Claim]) -> bool:
    """Tell whether an entry has room for a claim beside what its source says already."""
    is_head = claim.slot == head_of(claim.slot)
    head = claim if is_head else voice.get(head_of(claim.slot))
    if head is None or claim.variant or not _is_bare(claim):
        return False
    match claim.slot.item:
        case "milestone":  # one rank for the whole entry
            return _word(claim) == _word(head)
        case "figure":  # its rank is that of its value, its calendar that of its day
            return is_head or (_word(claim) == _NORMAL and claim.calendar is head.calendar)
        case _:
            return _word(claim) == _NORMAL


def _is_bare(claim: Claim) -> bool:
    return not (claim.said_by or claim.said_on or claim.valid or claim.note)


def _word(claim: Claim) -> tuple[Rank, str | None]:
    return claim.rank, claim.reason


def _values(voice: dict[Slot, Claim]) -> dict[Slot, tuple[object, ...]]:
    return {slot: (c.value, c.calendar, _word(c)) for slot, c in voice.items()}
