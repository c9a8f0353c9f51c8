"""A record as a person gives it by hand: each field read, and all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, select

from relations_kb.domain.dates import DateError, FuzzyDate
from relations_kb.domain.identity import nearest
from relations_kb.domain.vocabulary import Calendar, Form, Kind, Step
from relations_kb.ingest.flat.actors import PartyReader, actor_reader
from relations_kb.ingest.flat.citations import Citer
from relations_kb.ingest.flat.faults import CellError
from relations_kb.ingest.flat.fields import LIST_FIELDS, PAGE_FIELDS
from relations_kb.ingest.flat.row_reading import RowReading
from relations_kb.ingest.flat.words import READERS, Reader, Sort, read_sort, read_step
from relations_kb.ingest.imports.grouping import proposed_id, record_from
from relations_kb.records.addresses import same_page
from relations_kb.records.fields import Url
from relations_kb.records.models import RECORD_CLASSES, Record, Source
from relations_kb.records.reading import explain
from relations_kb.store import tables as t
from relations_kb.store.names import ActorNames

SEPARATOR = ";"
"""What stands between several topics or codes."""

LISTED = LIST_FIELDS - {"source"}
"""Fields that may hold several words."""

_LONGEST_ID = 80
_URL = TypeAdapter[str](Url)
_UNKNOWN_SORT: Sort = read_sort("", "")
"""What a record is read as whose kind cannot be read, so that its other faults are told too."""

_WORDS = {"topics": "topic", "sources": "source", "milestones": "step", "parties": "actor"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        field: name of the field, as in a table; empty if it is about the record as a whole.
        message: what was read and what would be right.
    """

    field: str
    message: str


class FaultyError(Exception):
    """Fields that make no record.

    Attributes:
        faults: everything that is wrong; at least one.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Drafted:
    """A record that still lacks its id.

    Attributes:
        kind: of the record.
        form: of the record.
        step: that was taken.
        data: the record in the shape of a seed file.
        source: the source that is defined with it; None if the base has it.
    """

    kind: Kind
    form: Form
    step: Step
    data: dict[str, Any]
    source: Source | None

    @property
    def proposed_id(self) -> str:
        """The id that the record would have if nobody had it yet."""
        return proposed_id(self.kind, self.data)

    def named(self, record_id: str) -> Record:
        """Make the record under an id."""
        return record_from(self.kind, record_id, self.data)


class RecordDrafter:
    """Reads the fields of a record by what a base knows.

    The fields are those of the rows of a table: ``title``, ``actor1``, ``role1``, ``source_url`` …

    Args:
        connection: to the base; it is read at once.

    Attributes:
        names: the actors of the base.
        shown: the name shown of each actor, by id.
        spoken: all names of actors, as they are written.
        sources: title, or else publisher, of each source by its id.
    """

    def __init__(self, connection: Connection) -> None:
        self.names = ActorNames(connection)
        actors = connection.execute(select(t.actor.c.slug, t.actor.c.name))
        self.shown = {row.slug: row.name for row in actors}
        self.spoken = list(connection.execute(select(t.actor_name.c.text).distinct()).scalars())
        own = select(t.source).where(t.source.c.active).order_by(t.source.c.slug.desc())
        rows = connection.execute(own).all()
        self.sources = {row.slug: row.title or row.publisher for row in rows}
        self._pages = {same_page(row.url): row.slug for row in rows if row.url}
        self._actor = actor_reader(self.names.resolve)

    def page(self, url: str) -> str | None:
        """Return the id of the base's source with an address; None if it has none."""
        return self._pages.get(same_page(url))

    def reader(self, field: str, calendar: str = Calendar.GREGORIAN) -> Reader:
        """Return what reads the text of a field, or raises a ``CellError``."""
        if field == "source_side" or field.startswith("actor"):
            return self._actor
        if field.startswith("role"):
            return READERS["role"]
        if field in ("date", "source_date"):
            return lambda text: _date(text, calendar if field == "date" else Calendar.GREGORIAN)
        if field == "source":
            return self._source
        if field == "source_url":
            return _url
        return READERS.get(field, str)

    def lacking(self, texts: Mapping[str, str]) -> list[str]:
        """Return the fields that are needed and not given."""
        found = [] if texts.keys() & {"kind", "form"} else ["kind"]
        found += [field for field in ("title", "date") if field not in texts]
        found += [] if "actor1" in texts else ["actor1"]
        found += [] if texts.keys() & {"source", "source_url", "source_publisher"} else ["source"]
        if "kind" not in found:
            found += _lacking_for_kind(texts)
        return found

    def faults(self, texts: Mapping[str, str]) -> list[Fault]:
        """Return what is wrong with single fields, whether or not others are lacking."""
        reading = RowReading(texts)
        calendar = reading.word("calendar") or Calendar.GREGORIAN
        for field, text in texts.items():
            reading.attempt(field, _readable, text)
            for part in text.split(SEPARATOR) if field in LISTED else [text]:
                reading.attempt(field, self.reader(field, calendar), part.strip())
        if not reading.faults:
            reading.attempt("kind", _check_sort, texts)
        return [Fault(field, message) for _, message, field in reading.faults]

    def draft(self, texts: Mapping[str, str]) -> Drafted:
        """Make a record of all fields.

        Args:
            texts: text of each field that is given, none of them empty, none lacking.

        Raises:
            FaultyError: with all that is wrong.
        """
        reading = RowReading(texts)
        words = texts.get("kind", ""), texts.get("form", "")
        kind, form = reading.attempt("kind", read_sort, *words) or _UNKNOWN_SORT
        step = reading.attempt("step", read_step, texts.get("step", ""), kind)
        ids, defined = reading.attempt("source", self._citer().cite, texts) or ((), ())
        data = self._data(reading, step)
        data |= {"form": str(form), "sources": list(ids)}
        if reading.faults:
            raise FaultyError([Fault(field, message) for _, message, field in reading.faults])
        _validate(kind, data)
        return Drafted(
            kind, form, Step(data["milestones"][0]["step"]), data, next(iter(defined), None)
        )

    def _data(self, reading: RowReading, step: str | None) -> dict[str, Any]:
        texts = reading.texts
        numbered = (f.replace("role", "actor") for f in texts if f.startswith(("actor", "role")))
        parties = PartyReader(self._actor, list(dict.fromkeys(numbered)), "actor1", SEPARATOR)
        milestone = {"step": step, "date": self._dated(reading), "place": texts.get("place")}
        codes = {
            scheme: reading.words(scheme, SEPARATOR)
            for scheme in ("cameo", "plover")
            if scheme in texts
        }
        data: dict[str, Any] = {
            "title": texts["title"],
            "parties": [
                {"actor": actor, **({"role": role} if role else {})}
                for actor, role in parties.read(texts, reading.report)
            ],
            "topics": reading.words("topic", SEPARATOR) if "topic" in texts else [],
            "codes": codes,
            "milestones": [{key: value for key, value in milestone.items() if value}],
        }
        return data | ({"note": texts["note"]} if "note" in texts else {})

    def _dated(self, reading: RowReading) -> str | dict[str, str] | None:
        calendar = reading.word("calendar") or str(Calendar.GREGORIAN)
        date = reading.attempt("date", _date, reading.texts["date"], calendar)
        if date is None or calendar == Calendar.GREGORIAN:
            return date
        return {"value": date, "calendar": calendar}

    def _citer(self) -> Citer:
        return Citer(
            has_source=self.sources.__contains__,
            known_page=self.page,
            actor=self._actor,
            date=lambda text: _date(text, Calendar.GREGORIAN),
            default=None,
            from_cells=frozenset(PAGE_FIELDS),
            separator=SEPARATOR,
        )

    def _source(self, text: str) -> str:
        if text not in self.sources:
            near = nearest(text, self.sources)
            hint = f"did you mean {' or '.join(near)}?" if near else "'kb sources' lists all ids"
            raise CellError("E303", f"no source is called {text!r}; {hint}")
        return text


def free_id(connection: Connection, wish: str, used: Sequence[str]) -> str:
    """Return an id that no record has: the wish, or the wish with the first number that is free.

    Args:
        connection: to the base.
        wish: the id if it is free.
        used: ids that are taken besides those of the base.
    """
    number, candidate = 1, wish
    while is_taken(connection, candidate) or candidate in used:
        number += 1
        ending = f"-{number}"
        candidate = wish[: _LONGEST_ID - len(ending)].rstrip("-") + ending
    return candidate


def is_taken(connection: Connection, record_id: str) -> bool:
    """Tell whether the base has, or once had, a record of an id."""
    own = select(t.record.c.id).where(t.record.c.slug == record_id)
    return connection.execute(own).first() is not None


def _lacking_for_kind(texts: Mapping[str, str]) -> list[str]:
    """Return which of form and step the kind needs, having no usual one."""
    try:
        kind, _ = read_sort(texts.get("kind", ""), texts.get("form", ""))
    except CellError as fault:
        return [fault.field] if fault.code == "E311" else []
    try:
        read_step(texts.get("step", ""), kind)
    except CellError as fault:
        return ["step"] if fault.code == "E311" else []
    return []


def _check_sort(texts: Mapping[str, str]) -> None:
    """Check that kind and form fit, as far as they are given."""
    try:
        read_sort(texts.get("kind", ""), texts.get("form", ""))
    except CellError as fault:
        if fault.code != "E311":
            raise


def _readable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise CellError("E206", f"{text!r} is not UTF-8; type it anew") from None


def _url(text: str) -> str:
    try:
        urlsplit(text)
        return _URL.validate_python(text)
    except ValidationError as error:
        raise CellError("E206", explain(error.errors()[0])[1]) from None
    except ValueError:
        right = "write it in full, with https://"
        raise CellError("E206", f"{text!r} is no web address; {right}") from None


def _date(text: str, calendar: str) -> str:
    try:
        return FuzzyDate.parse(text, Calendar(calendar)).text
    except DateError as error:
        raise CellError("E204", str(error)) from None


def _validate(kind: Kind, data: Mapping[str, Any]) -> None:
    try:
        RECORD_CLASSES[kind].model_validate({"id": "draft", **data})
    except ValidationError as error:
        details = [(detail["loc"], explain(detail)[1]) for detail in error.errors()]
        raise FaultyError([Fault(_field_at(loc), message) for loc, message in details]) from None


def _field_at(place: tuple[int | str, ...]) -> str:
    match place:
        case ("codes", str() as scheme, *_):
            return scheme
        case ("milestones", _, str() as key, *_):
            return key
        case (str() as key, *_):
            return _WORDS.get(key, key)
    return ""
