"""The shape of statements: what a source says in words, and the records that it is held against.

A claim is a value in a slot. Some sources make statements that are no single value, such as "the
two vote in concert"; they are kept in our own words, with the evidence for and against them.
"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from relations_kb.domain.vocabulary import Verdict
from relations_kb.records.fields import GregorianDate, Slug, Text
from relations_kb.records.models import Entry


class Evidence(Entry):
    """A record, or one milestone or figure of it, and what it shows of the statement."""

    record: Slug
    milestone: Text | None = Field(
        None, description="key of a milestone: step@actor:part, with ?planned for a plan"
    )
    figure: Text | None = Field(None, description="key of a figure: metric|of|as-of")
    shows: Verdict
    note: Text | None = None

    @model_validator(mode="after")
    def _names_one_entry(self) -> Self:
        if self.milestone and self.figure:
            raise ValueError("name a milestone or a figure, not both; write two pieces of evidence")
        return self


class Statement(Entry):
    """What a source says, when that was true, and what the records make of it."""

    id: Slug
    source: Slug
    says: Text
    date: GregorianDate | None = Field(None, description="when what it tells took place or held")
    because: Text
    evidence: tuple[Evidence, ...] = ()
