"""Slots as the ``claims`` of a record name them: ``title:ru``, ``code:cameo``, ``in-force:note``.

A name says which slot a statement is about, and so what its value may be. A milestone's is its key
and a field, a figure's ``figure:`` and its key, of which empty parts at the end are left out.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, TypeAdapter, ValidationError
from pydantic_core import PydanticKnownError

from relations_kb.domain.claims import FigureKey, MilestoneKey, Slot
from relations_kb.domain.codes import CODE_LISTS, OBLIGATION
from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.quantities import Quantity
from relations_kb.domain.vocabulary import (
    Assertion,
    Calendar,
    Form,
    Relation,
    Role,
    Scheme,
    Step,
    Topic,
)
from relations_kb.records.fields import Duration, Language, Slug, Text, YesNo


def _quantity(text: str) -> str:
    number, _, unit = text.partition(" ")
    Quantity.parse(number)
    if not unit.strip():
        raise ValueError(f"{text!r} has no unit; write it after a blank, as in '4.8 percent'")
    return text


Checker = TypeAdapter[Any]

_TEXT: Checker = TypeAdapter(Text)
_SLUG: Checker = TypeAdapter(Slug)
_QUANTITY: Checker = TypeAdapter(Annotated[str, AfterValidator(_quantity)])
_DURATION: Checker = TypeAdapter(Duration)
_RELATION: Checker = TypeAdapter(Relation)
_ASSERTION: Checker = TypeAdapter(Assertion)
_ANY: Checker = TypeAdapter(str)


class _Sort(NamedTuple):
    """A sort of slot.

    Attributes:
        item: as in ``Slot``.
        leaf: as in ``Slot``.
        value: what a value must be.
        keys: what the parts of the key must be.
        value_in_key: whether the value is the last part of the slot's key.
    """

    item: str
    leaf: str
    value: Checker = _TEXT
    keys: tuple[Checker, ...] = ()
    value_in_key: bool = False


_SORTS: dict[str, _Sort] = {
    "title": _Sort("attribute", "title"),
    "form": _Sort("attribute", "form", TypeAdapter(Form)),
    "note": _Sort("attribute", "note"),
    "term-initial": _Sort("attribute", "term-initial", _DURATION),
    "term-renewal": _Sort("attribute", "term-renewal", _DURATION),
    "term-notice": _Sort("attribute", "term-notice", _DURATION),
    "topic": _Sort("topic", "topic", TypeAdapter(Topic), value_in_key=True),
    "title:": _Sort("title", "text", keys=(TypeAdapter(Language),)),
    "identifier:": _Sort("identifier", "value", keys=(_SLUG,)),
    "code:": _Sort("code", "code", keys=(TypeAdapter(Scheme),), value_in_key=True),
    "link:": _Sort("link", "to", _SLUG, (_RELATION,), value_in_key=True),
    "link-note:": _Sort("link", "note", keys=(_RELATION, _SLUG)),
    "obligation:": _Sort("obligation", "value", TypeAdapter(YesNo), (_ANY, _ANY)),
    "obligation-note:": _Sort("obligation", "note", keys=(_ANY, _ANY)),
    "party:": _Sort("party", "role", TypeAdapter(Role), (_SLUG,)),
    "party-via:": _Sort("party", "via", _SLUG, (_SLUG,)),
    "figure:": _Sort("figure", "quantity", _QUANTITY, (_SLUG, _ANY, _ANY)),
    "figure-note:": _Sort("figure", "note", keys=(_SLUG, _ANY, _ANY)),
}
"""Sorts of slots by their name; a colon at its end tells that a key follows."""

_MILESTONE_VALUES = {
    "assertion": _ASSERTION,
    "date": _ANY,
    "place": _TEXT,
    "organ": _TEXT,
    "note": _TEXT,
}
_NAMES = {(sort.item, sort.leaf): name for name, sort in _SORTS.items()}


def slot_name(slot: Slot) -> str:
    """Return the name of a slot."""
    if slot.item == "milestone":
        return f"{slot.key}:{slot.leaf}"
    name = _NAMES[(slot.item, slot.leaf)]
    count = len(_SORTS[name].keys)
    parts = slot.key.split("|", max(count - 1, 1))[:count]
    while parts and not parts[-1]:
        parts.pop()
    return name + "|".join(parts)


def named_slot(name: str, value: str) -> Slot:
    """Return the slot that a checked name means; a topic, code or link is told by its value."""
    sort, parts = _read(name)
    if sort.value_in_key:
        parts = [*parts, value]
    return Slot(sort.item, "|".join(parts), sort.leaf)


def check_name(name: str) -> str:
    """Check the name of a slot and return it in the one way in which it is written.

    Raises:
        ValueError: if it names none.
        PydanticKnownError: if a part of its key is no id or word.
    """
    sort, parts = _read(name)
    if sort.item == "milestone":
        return name
    for checker, part in zip(sort.keys, parts, strict=True):
        _checked(checker, part)
    if sort.item == "obligation":
        CODE_LISTS[OBLIGATION].check(parts[0])
    if sort.item == "figure" and "|" in parts[-1]:
        raise ValueError(f"{name!r} is no figure's key; write figure:METRIC|OF|AS-OF")
    return slot_name(Slot(sort.item, "|".join(parts), sort.leaf))


def check_value(name: str, value: str, calendar: Calendar) -> str:
    """Check a value by what its slot holds, and return it.

    Args:
        name: checked name of the slot.
        value: of the slot; that of a figure has its unit after a blank.
        calendar: of a date, or of a figure's day.

    Raises:
        ValueError: if the value does not fit.
        PydanticKnownError: if it is no id or word.
    """
    sort, parts = _read(name)
    if sort.leaf == "date":
        return FuzzyDate.parse(value, calendar).text
    if sort.item == "figure":
        as_of = FigureKey(*parts).as_of
        _ = FuzzyDate.parse(as_of, calendar) if as_of else None
    elif calendar is not Calendar.GREGORIAN:
        raise ValueError(f"{name} has no calendar, only dates and figures do; leave it out")
    if sort.item == "code":
        CODE_LISTS[parts[0]].check(value)
    return str(_checked(sort.value, value))


def _read(name: str) -> tuple[_Sort, list[str]]:
    """Find the sort of a slot and the parts of its key."""
    head, colon, key = name.partition(":")
    sort = _SORTS.get(head + colon)
    if sort is None:
        return _milestone(name)
    parts = key.split("|", len(sort.keys) - 1) if sort.keys else []
    return sort, parts + [""] * (len(sort.keys) - len(parts))


def _milestone(name: str) -> tuple[_Sort, list[str]]:
    key, _, leaf = name.rpartition(":")
    identity = _milestone_key(key)
    if identity is None or leaf not in _MILESTONE_VALUES:
        known = ", ".join(n + ("…" if n.endswith(":") else "") for n in _SORTS)
        raise ValueError(
            f"{name!r} is no slot; use one of {known}, or the key of a milestone and its field, "
            "as in in-force:note"
        )
    for part in (identity.actor, identity.part):
        if part:
            _checked(_SLUG, part)
    return _Sort("milestone", leaf, _MILESTONE_VALUES[leaf]), [key]


def _milestone_key(text: str) -> MilestoneKey | None:
    if text.partition("?")[0].partition(":")[0].partition("@")[0] not in set(Step):
        return None
    key = MilestoneKey.parse(text)
    return key if str(key) == text else None


def _checked(checker: Checker, text: str) -> Any:
    """Check a text; what is wrong with it is raised as if it stood in a field of its own."""
    try:
        return checker.validate_python(text)
    except ValidationError as error:
        detail: Any = error.errors()[0]
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        raise context["error"]
    raise PydanticKnownError(detail["type"], context)
