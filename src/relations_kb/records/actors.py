"""The shape of actors and memberships in seed files."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from relations_kb.domain.vocabulary import ActorKind, Continuity, MemberStatus
from relations_kb.records.fields import GregorianDate, Language, Slug, Text, YesNo
from relations_kb.records.models import Entry


class Name(Entry):
    """A name of an actor in one language, with the years in which it was used."""

    text: Text
    language: Language
    official: YesNo = "no"
    start: GregorianDate | None = Field(None, alias="from")
    end: GregorianDate | None = Field(None, alias="to")


class Codes(Entry):
    """Identifiers of an actor in the lists of the field; text, since leading zeros count."""

    iso2: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    iso3: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    iso4: Annotated[str, Field(pattern="^[A-Z]{4}$")] | None = None
    numeric: Annotated[str, Field(pattern="^[0-9]{3}$")] | None = None
    cow: Annotated[str, Field(pattern="^[0-9]{1,4}$")] | None = None
    gw: Annotated[str, Field(pattern="^[0-9]{1,4}$")] | None = None
    wikidata: Annotated[str, Field(pattern="^Q[0-9]+$")] | None = None


class Predecessor(Entry):
    """The state that this one follows, and how."""

    actor: Slug
    continuity: Continuity
    date: GregorianDate | None = None


class Actor(Entry):
    """A country, present or former, or an organization."""

    id: Slug
    kind: ActorKind
    line: Slug | None = Field(None, description="the present state of the line; own id if left out")
    names: tuple[Name, ...] = Field(min_length=1)
    codes: Codes = Codes()
    start: GregorianDate | None = Field(None, alias="from")
    end: GregorianDate | None = Field(None, alias="to")
    predecessors: tuple[Predecessor, ...] = ()
    note: Text | None = None
    sources: tuple[Slug, ...] = ()


class Membership(Entry):
    """The status of an actor in an organization over a time."""

    actor: Slug
    of: Slug
    status: MemberStatus
    start: GregorianDate | None = Field(None, alias="from")
    end: GregorianDate | None = Field(None, alias="to")
    note: Text | None = None
    sources: tuple[Slug, ...] = ()
