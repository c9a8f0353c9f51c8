"""Field types of the file shape: every scalar arrives as text and is typed here."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from relations_kb.domain.dates import DateError, FuzzyDate
from relations_kb.domain.identity import SLUG_PATTERN
from relations_kb.domain.limits import NUMBER, TEXT, URL, check_length
from relations_kb.domain.quantities import QUANTITY_PATTERN, Quantity
from relations_kb.domain.vocabulary import Calendar

_DURATION = re.compile(r"P(?=\d)(\d{1,5}Y)?(\d{1,5}M)?(\d{1,5}D)?", re.ASCII)
_URL = re.compile(r"^https?://[^\s/]+\.[^\s]+$")
# Neither SQLite nor PostgreSQL takes these in a text; other control characters are kept as given
# and cleaned wherever they are shown.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")

# An editor reads `date: 1828` as a number and `value: no` as text or a boolean; the loader reads
# both as text, so the published schema must let them pass.
_SCALAR: JsonSchemaValue = {"type": ["string", "number", "boolean"]}


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("the value is empty; write one or leave the key out")
    if found := _NO_TEXT.search(text):
        raise ValueError(f"the value holds the sign U+{ord(found[0]):04X}; remove it")
    return check_length(text, TEXT)


def _date_from(value: Any) -> FuzzyDate:
    if isinstance(value, FuzzyDate):
        return value
    if isinstance(value, str):
        return FuzzyDate.parse(value)
    if isinstance(value, dict) and set(value) <= {"value", "calendar"}:
        text, calendar = value.get("value"), value.get("calendar", Calendar.GREGORIAN)
        if isinstance(text, str) and isinstance(calendar, str):
            return FuzzyDate.parse(text, _calendar(calendar))
    raise DateError(
        'a date is EDTF text, a set of dates in quotes ("[2016-09-10,2019-11-10]"), '
        "or {value: 1828-02-10, calendar: julian}"
    )


def _gregorian(date: FuzzyDate) -> FuzzyDate:
    if date.calendar is not Calendar.GREGORIAN:
        raise ValueError(f"{date} is {date.calendar}; this date must be Gregorian")
    return date


def _calendar(text: str) -> Calendar:
    try:
        return Calendar(text)
    except ValueError:
        known = ", ".join(Calendar)
        raise DateError(f"{text!r} is no calendar of the base; use one of {known}") from None


def _date_out(date: FuzzyDate) -> str | dict[str, str]:
    if date.calendar is Calendar.GREGORIAN:
        return date.text
    return {"value": date.text, "calendar": str(date.calendar)}


def _duration(text: str) -> str:
    if not _DURATION.fullmatch(text):
        raise ValueError(f"{text!r} is no duration; write P20Y, P6M, P90D or P1Y6M (ISO 8601)")
    return text


def _url(text: str) -> str:
    if not _URL.fullmatch(check_length(text, URL)) or _NO_TEXT.search(text):
        raise ValueError(f"{text!r} is no web address; write it in full, with https://")
    return text


def _quantity(text: str) -> str:
    Quantity.parse(check_length(text, NUMBER))
    return text


class _DateSchema:
    """JSON Schema of a date: text, or text with its calendar."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        calendar = {"enum": [str(c) for c in Calendar]}
        return {
            "description": "EDTF text, or {value: …, calendar: julian | solar-hijri}",
            "anyOf": [
                {"type": ["string", "number"]},
                {
                    "type": "object",
                    "properties": {"value": {"type": ["string", "number"]}, "calendar": calendar},
                    "required": ["value"],
                    "additionalProperties": False,
                },
            ],
        }


Text = Annotated[str, AfterValidator(_text), WithJsonSchema(_SCALAR)]
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
Date = Annotated[FuzzyDate, BeforeValidator(_date_from), PlainSerializer(_date_out), _DateSchema()]
GregorianDate = Annotated[Date, AfterValidator(_gregorian)]
"""A date of which no other calendar is kept: of a publication, a name, a membership."""

Duration = Annotated[
    str,
    AfterValidator(_duration),
    WithJsonSchema({"type": "string", "description": "ISO 8601 duration: P20Y, P6M, P90D"}),
]
Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})]
Number = Annotated[
    str,
    AfterValidator(_quantity),
    WithJsonSchema({"type": ["string", "number"], "pattern": QUANTITY_PATTERN}),
]
YesNo = Annotated[str, StringConstraints(pattern="^(yes|no)$")]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")]
