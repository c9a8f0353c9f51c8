"""Slots as people write them: ``in-force:date``, ``figure:cost|unit-1|2012``, ``title``.

A milestone's slot is its key, as ``kb show ID --format json`` prints it under ``key``, with the
field after a colon; without a field the date is meant. A figure's is ``figure:`` and its key, in
which empty parts at the end may be left out. What is read is looked up among the slots that the
record has, so a slot that nobody has said anything of is refused, and the others are listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pydantic import ValidationError

from relations_kb.domain.claims import MilestoneKey, Slot
from relations_kb.domain.errors import KbError
from relations_kb.domain.identity import nearest
from relations_kb.domain.vocabulary import Assertion, Calendar
from relations_kb.records.models import AttributeClaim, FigureClaim, MilestoneClaim
from relations_kb.store.read import TITLE

Value = tuple[str, Calendar]
"""A value as text, with the calendar of its date."""

_LEAVES = ("date", "place", "organ", "assertion")


def slot_text(slot: Slot) -> str:
    """Write a slot in the way in which it is read."""
    if slot == TITLE:
        return "title"
    if slot.item == "figure":
        return f"figure:{slot.key.rstrip('|')}"
    return f"{slot.key}:{slot.leaf}"


def find_slot(text: str, record: str, slots: Iterable[Slot]) -> Slot:
    """Find the slot that a user means among those of a record.

    Raises:
        KbError: if the record has no such slot; the remedy lists those that it has.
    """
    open_to_errata = [slot for slot in dict.fromkeys(slots) if _is_open(slot)]
    named = {slot_text(slot): slot for slot in open_to_errata}
    short = {slot.key: slot for slot in open_to_errata if slot.leaf == "date"}
    full = {f"figure:{slot.key}": slot for slot in open_to_errata if slot.item == "figure"}
    found = (full | short | named).get(text.strip())
    if found:
        return found
    likely = nearest(text.strip(), list(named), limit=2)
    meant = f"Did you mean {' or '.join(likely)}? " if likely else ""
    raise KbError(
        f"{record} has no slot {text!r}.", f"{meant}Slots of the record: {', '.join(named)}"
    )


def _is_open(slot: Slot) -> bool:
    return (
        slot == TITLE
        or (slot.item == "milestone" and slot.leaf in _LEAVES)
        or (slot.item == "figure" and slot.leaf == "quantity")
    )


def read_value(slot: Slot, text: str, unit: str = "") -> Value:
    """Read a value as a seed file takes it in that slot.

    Args:
        slot: where it is to stand.
        text: of the value; a date may be followed by its calendar, a number by its unit.
        unit: of the figure, where the text gives none.

    Raises:
        KbError: if the value does not fit the slot.
    """
    text = " ".join(text.split())
    if slot.item == "figure":
        return _checked(slot, lambda: _quantity(text, unit))
    if slot.leaf == "date":
        return _checked(slot, lambda: _date(text))
    if slot.leaf == "assertion":
        return _checked(slot, lambda: _assertion(slot, text))
    return _checked(slot, lambda: _wording(slot, text))


def _checked(slot: Slot, read: Callable[[], Value]) -> Value:
    try:
        return read()
    except ValidationError as error:
        detail = error.errors()[0]
        message = str(detail.get("ctx", {}).get("error") or detail["msg"])
    raise KbError(
        f"The value does not fit {slot_text(slot)}: {message.rstrip('.')}.",
        "Write it as in a seed file: 2006-01-11, '1828-02-10 julian', '310 million-usd'.",
    )


def _date(text: str) -> Value:
    value, _, last = text.rpartition(" ")
    calendar = last if last in set(Calendar) else Calendar.GREGORIAN
    written = {"value": value if last in set(Calendar) else text, "calendar": str(calendar)}
    date = MilestoneClaim.model_validate({"source": "any", "date": written}).date
    assert date is not None  # noqa: S101 - it was given
    return date.text, date.calendar


def _quantity(text: str, unit: str) -> Value:
    number, _, own = text.partition(" ")
    read = FigureClaim.model_validate({"source": "any", "value": number, "unit": own or unit})
    return f"{read.value} {read.unit}", Calendar.GREGORIAN


def _assertion(slot: Slot, text: str) -> Value:
    if MilestoneKey.parse(slot.key).planned or text == Assertion.PLANNED:
        raise KbError(
            "A plan and its fulfilment are two milestones; one is not corrected into the other.",
            "Retract the one that is wrong, and add the other to the seed.",
        )
    read = MilestoneClaim.model_validate({"source": "any", "assertion": text})
    return str(read.assertion), Calendar.GREGORIAN


def _wording(slot: Slot, text: str) -> Value:
    if slot == TITLE:
        AttributeClaim.model_validate({"source": "any", "slot": "title", "value": text})
    else:
        MilestoneClaim.model_validate({"source": "any", slot.leaf: text})
    return text, Calendar.GREGORIAN
