"""The mapping file: how the columns and cells of a table say what the fields of a row need."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from relations_kb.domain.identity import nearest
from relations_kb.domain.limits import COLUMNS, DATE_FORMAT, FINDINGS, check_length, shortened
from relations_kb.domain.vocabulary import Calendar
from relations_kb.ingest.flat.date_formats import DateFormat
from relations_kb.ingest.flat.faults import listed
from relations_kb.ingest.flat.fields import UnknownFieldError, checked_field, field_named
from relations_kb.ingest.tables.regular import check_regular
from relations_kb.ingest.tables.table import UnreadableError, short
from relations_kb.records.fields import Slug, Text
from relations_kb.records.findings import Finding
from relations_kb.records.models import Entry, Source
from relations_kb.records.reading import explain
from relations_kb.records.yaml_text import Path as Place
from relations_kb.records.yaml_text import YamlError, read_yaml

_MOST_ERRORS = 2 * FINDINGS
_MOST_FORMATS = 50

_DEFINED = "a definition"
_NAMED = "an id"


def _empty_as(make: Callable[[], Any]) -> BeforeValidator:
    """Read a key without a value, or with nothing but comments under it, as an empty one."""
    return BeforeValidator(lambda value: make() if value == "" else value)


def _line_count(value: Any) -> int:
    text = str(value)
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise ValueError(f"{text!r} is no number of lines; write a whole one, such as 2")
    return int(text)


def _listed(value: Any) -> Any:
    if value == "":
        return ()
    return (value,) if isinstance(value, str) else value


def _sign(text: str) -> str:
    sign = "\t" if text == "tab" else text
    if len(sign) != 1:
        raise ValueError(f"{text!r} is not one sign; write ';', ',', '|' or tab")
    return sign


def _encoding(text: str) -> str:
    try:
        codecs.lookup(text)
    except LookupError:
        right = "write one such as utf-8, windows-1251 or latin-1"
        raise ValueError(f"{text!r} is no encoding that is known; {right}") from None
    return text


def _date_format(text: str) -> str:
    DateFormat(check_length(text, DATE_FORMAT))
    return text


def _at_most(number: int, what: str) -> BeforeValidator:
    """Refuse a list or mapping that is longer than any use of it."""

    def checked(value: Any) -> Any:
        if isinstance(value, (list, dict)) and len(value) > number:
            raise ValueError(f"{len(value):,} {what} stand here; write at most {number:,}")
        return value

    return BeforeValidator(checked)


def _formats_differ(formats: tuple[str, ...]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for text in formats:
        other = first.setdefault(DateFormat(text).shape, text)
        if other != text:
            message = f"{other} and {text} fit the same texts and read them differently; keep one"
            raise ValueError(message)
    return formats


def _fields_once(value: Any) -> Any:
    """Refuse two keys that name one field, of which one would be lost."""
    if not isinstance(value, dict):
        return value
    first: dict[str, str] = {}
    for name in value:
        field = field_named(name)
        if field in first:
            raise ValueError(f"{first[field]!r} and {name!r} are one field; join the two")
        if field:
            first[field] = name
    return value


FieldName = Annotated[str, AfterValidator(partial(checked_field, families=False))]
FamilyName = Annotated[str, AfterValidator(partial(checked_field, families=True))]
_Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]
_ByField = (_empty_as(dict), BeforeValidator(_fields_once))


class Mapping(Entry):
    """How a table is read; every key may be left out."""

    dataset: Slug | None = None
    encoding: Annotated[str, AfterValidator(_encoding)] | None = None
    delimiter: Annotated[str, AfterValidator(_sign)] | None = None
    skip_lines: Annotated[int, BeforeValidator(_line_count)] = 0
    header: Annotated[_Texts, _at_most(COLUMNS, "columns")] = ()
    sheet: Text | None = None
    date_format: Annotated[
        tuple[Annotated[str, AfterValidator(_date_format)], ...],
        BeforeValidator(_listed),
        _at_most(_MOST_FORMATS, "formats"),
        AfterValidator(_formats_differ),
    ] = ()
    calendar: Calendar = Calendar.GREGORIAN
    decimal: Literal[",", "."] | None = None
    missing: _Texts = ()
    separator: Annotated[str, AfterValidator(_sign)] = ";"
    prefix: Annotated[dict[FamilyName, str], *_ByField] = Field({})
    constants: Annotated[dict[FieldName, Text], *_ByField] = Field({})
    columns: Annotated[
        dict[Text, Annotated[tuple[FieldName, ...], BeforeValidator(_listed)]],
        _empty_as(dict),
        _at_most(COLUMNS, "columns"),
    ] = Field({})
    values: Annotated[dict[FamilyName, dict[str, Text]], *_ByField] = Field({})
    ignore: Annotated[_Texts, _at_most(COLUMNS, "columns")] = ()
    source: (
        Annotated[
            Annotated[Source, Tag(_DEFINED)] | Annotated[Slug, Tag(_NAMED)],
            Discriminator(lambda value: _NAMED if isinstance(value, str) else _DEFINED),
        ]
        | None
    ) = None

    @property
    def source_id(self) -> str | None:
        """The id of the source of the whole table, if the mapping names or defines one."""
        return self.source.id if isinstance(self.source, Source) else self.source

    @property
    def defined_id(self) -> str | None:
        """The id of the source of the whole table, if the mapping defines it."""
        return self.source.id if isinstance(self.source, Source) else None

    @property
    def definition(self) -> Source | None:
        """The source of the whole table, if the mapping defines it."""
        return self.source if isinstance(self.source, Source) else None

    @model_validator(mode="after")
    def _nothing_is_said_twice(self) -> Self:
        both = next((name for name in self.ignore if name in self.columns), None)
        if both is not None:
            raise ValueError(f"column {both!r} stands under columns and under ignore; keep one")
        return self


def layout_of(mapping: Mapping) -> dict[str, Any]:
    """Return what the reader of the table needs to know, as plain values.

    Returns:
        ``encoding``, ``delimiter`` and ``sheet`` (None to find out), ``skip_lines``, and
        ``columns``: names where the file has no header line, else None.
    """
    return {
        "encoding": mapping.encoding,
        "delimiter": mapping.delimiter,
        "skip_lines": mapping.skip_lines,
        "columns": mapping.header or None,
        "sheet": mapping.sheet,
    }


def read_mapping(path: Path) -> tuple[Mapping, list[Finding]]:
    """Read a mapping file.

    Returns:
        The mapping and no findings; or an empty mapping and everything that is wrong.
    """
    name = str(path)
    try:
        data, lines = _parsed(path)
        return Mapping.model_validate(data), []
    except UnreadableError as error:
        return Mapping(), error.findings
    except ValidationError as error:
        return Mapping(), _findings(name, lines, error)


def _parsed(path: Path) -> tuple[dict[str, Any], dict[Place, int]]:
    """Return what a mapping file holds and the line of each value, or raise UnreadableError."""
    name = str(path)
    check_regular(path)
    try:
        data, lines = read_yaml(path)
    except OSError as error:
        raise UnreadableError.closed(name, error) from None
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        raise UnreadableError.of(name, "E101", message) from None
    except YamlError as error:
        raise UnreadableError.of(name, error.code, error.message, error.line) from None
    if not isinstance(data, dict):
        message = "the file must be a mapping with keys such as columns, values, missing"
        raise UnreadableError.of(name, "E110", message, 1)
    return data, lines


def _findings(name: str, lines: dict[Place, int], error: ValidationError) -> list[Finding]:
    """Tell what is wrong with a mapping, as far as anybody reads it."""
    count = error.error_count()
    if count > _MOST_ERRORS:  # with their values they would fill the memory
        message = f"{count:,} errors stand in it; begin anew with: kb import --template M.yaml"
        return [Finding(name, 0, "E110", "", message)]
    details = error.errors(include_url=False)
    return listed([_finding(name, lines, detail) for detail in details[:FINDINGS]], count)


def _finding(name: str, lines: dict[Place, int], detail: ErrorDetails) -> Finding:
    hidden = {"[key]", _DEFINED, _NAMED}
    place = tuple(part for part in detail["loc"] if part not in hidden)
    at = place
    while at and at not in lines:
        at = at[:-1]
    # A single text may stand for a list of one, so the number of an entry would mislead.
    dotted = ".".join(shortened(part) for part in place if isinstance(part, str))
    return Finding(name, lines.get(at, 0), "E110", dotted, _message(place, detail))


def _message(place: Place, detail: ErrorDetails) -> str:
    if detail["type"] == "extra_forbidden" and len(place) == 1:
        keys = [str(field.alias) for field in Mapping.model_fields.values()]
        near = nearest(str(place[0]), keys)
        hint = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(keys)}"
        return f"{short(str(place[0]))} is no key of a mapping; {hint}"
    if place[:1] == ("values",) and detail["input"] == "":
        return "the text is given no word; write one, or name it under missing"
    if detail["type"] == "string_type":
        return f"{str(detail['input'])[:60]} is no single text; write one"
    if detail["type"] == "literal_error":
        return f"{short(str(detail['input']))} cannot stand here; write {detail['ctx']['expected']}"
    error = detail.get("ctx", {}).get("error")
    return error.told if isinstance(error, UnknownFieldError) else explain(detail)[1]
