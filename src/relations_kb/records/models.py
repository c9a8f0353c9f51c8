"""The shape of records in seed files, as Pydantic models.

One class for all five kinds: they have the same keys and differ in what they may be. Instances
are frozen; keys of more than one word are written with hyphens (``said-by``).
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from relations_kb.domain.claims import Slot
from relations_kb.domain.codes import CODE_LISTS, OBLIGATION
from relations_kb.domain.vocabulary import (
    FORMS_OF_KIND,
    Assertion,
    Calendar,
    Form,
    Kind,
    Rank,
    Relation,
    Reliability,
    Role,
    Scheme,
    Seen,
    SourceKind,
    Step,
    Topic,
)
from relations_kb.records.fields import (
    Date,
    Duration,
    GregorianDate,
    Language,
    Number,
    Slug,
    Text,
    Url,
    YesNo,
)
from relations_kb.records.slot_names import check_name, check_value, named_slot


def _hyphenated(name: str) -> str:
    return name.replace("_", "-")


class Entry(BaseModel):
    """Base of everything that stands in a seed file: unknown keys are errors."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=_hyphenated, populate_by_name=True
    )


class Source(Entry):
    """A document: who published it, where and when, for whom it speaks and how far to trust it."""

    id: Slug
    publisher: Text
    title: Text | None = None
    url: Url | None = None
    date: GregorianDate | None = None
    language: Language = "en"
    side: Slug | None = Field(None, description="actor for whose side the source speaks")
    kind: SourceKind
    reliability: Reliability
    origin: Slug | None = Field(None, description="the source that this one merely repeats")
    seen: Seen = Seen.EXCERPT
    licence: Text | None = None
    note: Text | None = None


class Ranked(Entry):
    """What an editor may have a word on: a rank is given with its reason, or not at all."""

    rank: Rank = Rank.NORMAL
    reason: Text | None = None

    @model_validator(mode="after")
    def _rank_has_a_reason(self) -> Self:
        if self.rank is not Rank.NORMAL and not self.reason:
            raise ValueError(f"rank {self.rank} needs a reason; add 'reason: …'")
        return self


class Dissent(Ranked):
    """The part that all dissenting statements share: who says so, and what we make of it."""

    source: Slug
    said_by: Text | None = None
    said_on: GregorianDate | None = None
    valid: GregorianDate | None = Field(None, description="interval in which the statement held")
    note: Text | None = None


class MilestoneClaim(Dissent):
    """Another source's different statement on a milestone."""

    date: Date | None = None
    place: Text | None = None
    organ: Text | None = None
    assertion: Assertion | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.date or self.place or self.organ or self.assertion):
            raise ValueError("the claim says nothing; give date, place, organ or assertion")
        return self


class FigureClaim(Dissent):
    """Another source's different value of a figure."""

    value: Number
    unit: Text | None = None


class PartyClaim(Dissent):
    """Another source's statement on the role of a party."""

    role: Role


class Milestone(Ranked):
    """One dated step in the life of a record."""

    step: Step
    date: Date | None = None
    part: Slug | None = Field(None, description="the part of the record concerned: unit-1, phase-2")
    actor: Slug | None = Field(None, description="whose act it is")
    organ: Text | None = None
    place: Text | None = None
    assertion: Assertion = Assertion.ACTUAL
    note: Text | None = None
    sources: tuple[Slug, ...] = ()
    claims: tuple[MilestoneClaim, ...] = ()


class Figure(Ranked):
    """A measured value: metric, value, unit, of what, as of when."""

    metric: Slug
    value: Number
    unit: Text
    of: Annotated[Text, Field(pattern=r"^[^|]+$")] | None = None
    as_of: Date | None = None
    note: Text | None = None
    sources: tuple[Slug, ...] = ()
    claims: tuple[FigureClaim, ...] = ()


class Party(Entry):
    """An actor in a record, with its role; ``via`` names the organization that it acts through."""

    actor: Slug
    role: Role | None = None
    via: Slug | None = None
    sources: tuple[Slug, ...] = ()
    claims: tuple[PartyClaim, ...] = ()


class Term(Entry):
    """How long an instrument runs, how it is prolonged, and the notice to end it."""

    initial: Duration | None = None
    renewal: Duration | None = None
    notice: Duration | None = None
    sources: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.initial or self.renewal or self.notice):
            raise ValueError("the term says nothing; give initial, renewal or notice")
        return self


_DUTIES: list[JsonValue] = list(CODE_LISTS[OBLIGATION].codes)


def _duty(code: str) -> str:
    CODE_LISTS[OBLIGATION].check(code)
    return code


class Obligation(Entry):
    """What an instrument obliges to; ``value: no`` for what it expressly does not."""

    code: Annotated[Slug, AfterValidator(_duty), Field(json_schema_extra={"enum": _DUTIES})]
    article: Text | None = None
    value: YesNo = "yes"
    note: Text | None = None
    sources: tuple[Slug, ...] = ()


class Link(Entry):
    """A tie to another record."""

    rel: Relation
    to: Slug
    note: Text | None = None


class AttributeClaim(Dissent):
    """Another source's statement on a slot of the record, whatever slot that is."""

    slot: Annotated[str, AfterValidator(check_name)] = Field(
        description="name of the slot: title, title:ru, topic, code:cameo, link:REL, in-force:note"
    )
    calendar: Calendar = Calendar.GREGORIAN
    value: Text

    @field_validator("value")
    @classmethod
    def _fits_its_slot(cls, value: str, info: ValidationInfo) -> str:
        if {"slot", "calendar"} <= info.data.keys():
            return check_value(info.data["slot"], value, info.data["calendar"])
        return value

    @property
    def target(self) -> Slot:
        """The slot that is spoken of."""
        return named_slot(self.slot, self.value)


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Codes = Annotated[
    tuple[Text, ...],
    BeforeValidator(_listed),
    WithJsonSchema({"type": ["string", "number", "array"], "description": "a code, or a list"}),
]


def _party_from(value: Any) -> Any:
    return {"actor": value} if isinstance(value, str) else value


class Record(Entry):
    """One thing that the base knows. ``kind`` is given by the list that it stands in."""

    kind: ClassVar[Kind]

    id: Slug
    title: Text
    titles: dict[Language, Text] = {}
    form: Form
    note: Text | None = None
    parties: tuple[Annotated[Party, BeforeValidator(_party_from)], ...] = Field(min_length=1)
    topics: tuple[Topic, ...] = ()
    identifiers: dict[Slug, Text] = {}
    codes: dict[Scheme, Codes] = {}
    term: Term | None = None
    obligations: tuple[Obligation, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    figures: tuple[Figure, ...] = ()
    links: tuple[Link, ...] = ()
    sources: tuple[Slug, ...] = ()
    claims: tuple[AttributeClaim, ...] = ()

    @model_validator(mode="after")
    def _codes_are_listed(self) -> Self:
        claimed = [
            (claim.slot.removeprefix("code:"), (claim.value,))
            for claim in self.claims
            if claim.slot.startswith("code:")
        ]
        for scheme, codes in (*self.codes.items(), *claimed):
            listed = CODE_LISTS[scheme]
            if self.kind not in listed.kinds:
                raise ValueError(f"{scheme} is no code of a {self.kind}; leave it out")
            for code in codes:
                listed.check(code)
        return self

    @model_validator(mode="after")
    def _form_fits_kind(self) -> Self:
        claimed = [claim.value for claim in self.claims if claim.slot == "form"]
        for form in (self.form, *claimed):
            if form not in FORMS_OF_KIND[self.kind]:
                fitting = ", ".join(sorted(FORMS_OF_KIND[self.kind]))
                raise ValueError(f"form {form} does not fit a {self.kind}; use one of {fitting}")
        return self


class Treaty(Record):
    """An instrument binding under international law."""

    kind = Kind.TREATY


class Agreement(Record):
    """Any other negotiated instrument."""

    kind = Kind.AGREEMENT


class TradeMeasure(Record):
    """An act on trade and payments."""

    kind = Kind.TRADE_MEASURE


class Project(Record):
    """A work with phases."""

    kind = Kind.PROJECT


class Event(Record):
    """Something that happened."""

    kind = Kind.EVENT


RECORD_CLASSES: dict[Kind, type[Record]] = {
    cls.kind: cls for cls in (Treaty, Agreement, TradeMeasure, Project, Event)
}
