"""The fields that a flat row can have: what they mean, which are needed, and how they are named."""

from __future__ import annotations

import re
from dataclasses import dataclass

from relations_kb.domain.identity import nearest
from relations_kb.domain.limits import shortened
from relations_kb.ingest.flat.faults import CellError


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row.

    Attributes:
        name: how it is written; ``N`` stands for a number from 1, ``LANG`` for a language.
        meaning: what stands in it.
        needed: when a row needs it; empty if it may always be left out.
        example: a value, as it would stand in a cell.
    """

    name: str
    meaning: str
    needed: str = ""
    example: str = ""


FIELDS: tuple[Field, ...] = (
    Field("date", "when the step was taken, EDTF", "always, but for a figure", "2025-01-17"),
    Field("date.year", "year of the date, where its parts stand in columns of their own"),
    Field("date.month", "month of the date, a number"),
    Field("date.day", "day of the date"),
    Field("calendar", "calendar of date and as_of: gregorian, julian, solar-hijri", "", "julian"),
    Field("title", "what the record is called", "always", "Treaty of Gulistan"),
    Field("title_LANG", "its title in another language", "", "Гюлистанский мирный договор"),
    Field("id", "id that the record is to have", "", "gulistan-1813"),
    Field("kind", "kind of the record, or a form that only one kind has", "", "treaty"),
    Field("form", "form within the kind", "for agreements, trade measures, projects", "tariff"),
    Field("step", "step that was taken", "for trade measures and projects", "signed"),
    Field("part", "part of the record that the step concerns, an id of your own", "", "unit-1"),
    Field("by", "actor whose act the step is", "", "Iran"),
    Field("organ", "organ that acted", "", "Majlis"),
    Field("place", "where", "", "Moscow"),
    Field("assertion", "actual, planned, reported or denied", "", "planned"),
    Field("note", "remark on the step if the row names one, else on the record"),
    Field("actorN", "an actor: name, code or id", "for actor1, unless actors is given", "Iran"),
    Field("actors", "actors in one cell, separated by ;", "unless actor1 is given", "Iran; Russia"),
    Field("role", "role of all actors, or one for each, separated by ;", "", "visitor; host"),
    Field("roleN", "role of the actor with the same number", "", "host"),
    Field("topic", "topics, separated by ;", "", "trade; tariffs"),
    Field("cameo", "CAMEO codes of an event, separated by ;", "", "042"),
    Field("plover", "PLOVER codes of an event, separated by ;", "", "CONSULT-visit"),
    Field("mast", "MAST chapters of a trade measure, separated by ;", "", "E"),
    Field("gsdb", "GSDB types of a sanction, separated by ;", "", "financial; travel"),
    Field("external_id", "id of the record in the data set", "", "DCADv1.0-0001"),
    Field("metric", "what a figure measures, an id", "with value", "trade"),
    Field("value", "measured value", "with metric", "4.8"),
    Field("unit", "its unit", "with value", "USD billion"),
    Field("of", "what is measured, where the metric does not say it", "", "exports"),
    Field("as_of", "day, month or year for which the figure holds, EDTF", "", "2024"),
    Field("as_of.year", "year of as_of, where its parts stand in columns of their own"),
    Field("as_of.month", "month of as_of, a number"),
    Field("as_of.day", "day of as_of"),
    Field("source", "ids of sources of the base, separated by ;", "", "tass-2025-10-02"),
    Field("source_url", "address of the page that says it", "", "https://example.org/a"),
    Field("source_title", "title of the page", "", "A page"),
    Field("source_publisher", "who published it", "for a page without address", "TASS"),
    Field("source_date", "when it was published, EDTF", "", "2025-01-18"),
    Field("source_kind", "kind of document; left out, it is unclassified", "", "agency"),
    Field("source_reliability", "grade A to F; left out, it is F", "", "C"),
    Field("source_language", "code of its language; left out, it is en", "", "ru"),
    Field("source_side", "actor for whose side it speaks", "", "Russia"),
)
"""Every field; template, documentation and error messages are made from it."""

LIMIT = 100_000
"""Characters that a cell may have at most, in a column that is used."""

PAGE_FIELDS = tuple(f.name for f in FIELDS if f.name.startswith("source_"))
CODE_FIELDS = ("cameo", "plover", "mast", "gsdb")
LIST_FIELDS = frozenset({"actors", "role", "topic", "source", *CODE_FIELDS})
"""Fields whose cells may hold several values."""

FAMILIES = frozenset({"actorN", "roleN"})
"""Names that stand for all numbered fields of a family."""

_GAPS = re.compile(r"[\s_-]+")
_NUMBERED = re.compile(r"(actor|role)0*([1-9]\d?)")
_TITLE = re.compile(r"title[\s_-]+([a-z]{2,3})")
_FOLDED = {
    _GAPS.sub("", field.name): field.name
    for field in FIELDS
    if not field.name.endswith(("N", "LANG"))
}


def field_named(name: str) -> str | None:
    """Return the field that a name means; case, blanks, hyphens and underscores do not matter.

    ``Source URL`` is ``source_url``, ``Actor 1`` is ``actor1``; None if there is no such field.
    """
    lower = name.strip().casefold()
    if title := _TITLE.fullmatch(lower):
        return f"title_{title[1]}"
    folded = _GAPS.sub("", lower)
    if numbered := _NUMBERED.fullmatch(folded):
        return numbered[1] + numbered[2]
    return _FOLDED.get(folded)


class UnknownFieldError(CellError):
    """A name that is no field. What it may mean is looked for only when it is told."""

    def __init__(self, name: str) -> None:
        super().__init__("E110", f"{shortened(name)!r} is no field")
        self._name = name

    @property
    def told(self) -> str:
        """The message with what the name may mean."""
        return f"{self.message}; {_hint(self._name)}"


def checked_field(name: str, families: bool = False) -> str:
    """Return the field that a name means.

    Args:
        name: as written in a mapping.
        families: whether it may be ``actorN`` or ``roleN``, for all fields of the family.

    Raises:
        UnknownFieldError: E110, if there is none.
    """
    field = name if families and name in FAMILIES else field_named(name)
    if field is None:
        raise UnknownFieldError(name)
    return field


def family_of(field: str) -> str:
    """Return the family of a field, ``actorN`` for ``actor2``; the field itself if it has none."""
    numbered = _NUMBERED.fullmatch(field)
    return f"{numbered[1]}N" if numbered else field


def _hint(name: str) -> str:
    known = [_GAPS.sub("", field.name) for field in FIELDS]
    near = nearest(_GAPS.sub("", name.casefold()), known)
    if near:
        return f"did you mean {FIELDS[known.index(near[0])].name!r}?"
    return f"use one of {', '.join(field.name for field in FIELDS)}"
