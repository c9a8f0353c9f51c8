"""From a flat row to a draft of a record: every value read, typed and sourced, or a finding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pydantic import ValidationError

from relations_kb.domain.codes import CODE_LISTS
from relations_kb.domain.limits import FAULTY_ROWS, FINDINGS
from relations_kb.domain.vocabulary import Kind, Step
from relations_kb.ingest.flat.actors import PartyReader, actor_reader
from relations_kb.ingest.flat.citations import Citer
from relations_kb.ingest.flat.columns import Columns
from relations_kb.ingest.flat.dates import DateReader
from relations_kb.ingest.flat.faults import CellError, listed
from relations_kb.ingest.flat.fields import CODE_FIELDS
from relations_kb.ingest.flat.mapping import Mapping
from relations_kb.ingest.flat.numbers import read_number
from relations_kb.ingest.flat.row_reading import RowReading
from relations_kb.ingest.flat.settled import settled_problems
from relations_kb.ingest.flat.words import Sort, read_sort, read_step, with_article
from relations_kb.ingest.tables.table import Row, UnreadableError
from relations_kb.records.claiming import figure_key, milestone_key
from relations_kb.records.findings import Finding
from relations_kb.records.models import RECORD_CLASSES, Record, Source
from relations_kb.records.reading import explain

_ALL_FAULTY = (
    f"{FAULTY_ROWS:,} rows up to here cannot be used, one after the other; "
    "mend what is wrong with the first of them"
)
_PLACEHOLDER = "draft"
_UNKNOWN_SORT: Sort = read_sort("", "")
"""What a row is checked as whose kind cannot be read, so that its other faults are told too."""

_OF_A_STEP = frozenset(
    {"date", "date.year", "date.month", "date.day"}
    | {"step", "part", "by", "organ", "place", "assertion"}
)
"""Fields that make a row with a figure tell of a step as well."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What one row says of a record.

    Attributes:
        line: line of the row.
        key: the external id; empty if the row has none.
        part: what of the record the row tells: key of a milestone, as ``ratified@iran``, or of a
            figure, as ``figure:cost||2024``.
        kind: kind of the record.
        data: the record in the shape of a seed file, without its id, every value sourced.
        wish: the id that the row wishes for; empty if it wishes for none.
        sources: sources that the row defines, which the base does not have.
    """

    line: int
    key: str
    part: str
    kind: Kind
    data: dict[str, Any]
    wish: str
    sources: tuple[Source, ...]


class Drafter:
    """Makes drafts of the rows of one table.

    Args:
        table_name: name of the table in findings.
        columns: its columns.
        mapping: how it is read.
        dataset: name under which external ids are kept.
        actor_of: returns the id of the actor that a text names, or raises a ``KbError``.
        known_page: returns the id of the base's source with the address; None if there is none.
        has_source: tells whether the base has a source.
        default_source: source of the rows that name none; None for that of the mapping, if any.
        first_day: the day that a spreadsheet's serial number 0 means, ISO.
        header_line: line of the names of the columns; 0 if they are in no line of the table.

    Attributes:
        problems: what is wrong with the columns and with the mapping's constants and values.
    """

    def __init__(
        self,
        table_name: str,
        columns: Sequence[str],
        mapping: Mapping,
        *,
        dataset: str,
        actor_of: Callable[[str], str],
        known_page: Callable[[str], str | None],
        has_source: Callable[[str], bool],
        default_source: str | None,
        first_day: str = "1899-12-30",
        header_line: int = 0,
    ) -> None:
        self._table = table_name
        self._dataset = dataset
        self._faulty = 0
        self._columns = found = Columns(table_name, columns, mapping, header_line)
        self._calendar = mapping.calendar.value
        self._decimal = mapping.decimal
        self._separator = mapping.separator
        self._dates = DateReader(mapping.date_format, first_day)
        self._actor = actor_reader(actor_of)
        first_actor = next(iter(found.actors), "actors")
        self._parties = PartyReader(self._actor, found.actors, first_actor, mapping.separator)
        self._citer = Citer(
            has_source=lambda source: source == mapping.defined_id or has_source(source),
            known_page=known_page,
            actor=self._actor,
            date=self._dates.read,
            default=default_source or mapping.source_id,
            from_cells=found.from_cells,
            separator=mapping.separator,
        )
        self.problems = listed(found.problems, len(found.problems))
        settled = settled_problems(table_name, mapping, self._actor, self._dates)
        self.problems += islice(settled, FINDINGS)
        if unknown := self._citer.default_fault():
            self.problems.append(Finding(table_name, 0, unknown.code, "source", unknown.message))

    def notes(self) -> list[str]:
        """Return what is to be told of the rows as a whole, once they are read."""
        count = self._dates.serials
        if not count:
            return []
        one = "1 date was an Excel serial number"
        what = one if count == 1 else f"{count} dates were Excel serial numbers"
        return [f"{what}, counted from {self._dates.first_day}"]

    def draft(self, row: Row) -> Draft | list[Finding]:
        """Read a row.

        Returns:
            The draft, or a finding for everything that is wrong with the row.

        Raises:
            UnreadableError: if so many rows before it were faulty that the whole file must be.
        """
        drafted = self._drafted(row)
        self._faulty = 0 if isinstance(drafted, Draft) else self._faulty + 1
        if self._faulty > FAULTY_ROWS:
            raise UnreadableError.of(self._table, "E106", _ALL_FAULTY, row.line)
        return drafted

    def _drafted(self, row: Row) -> Draft | list[Finding]:
        reading = RowReading(self._columns.texts(row.cells))
        if reading.is_too_long():
            return self._findings(row.line, reading)
        texts = reading.texts
        words = texts.get("kind", ""), texts.get("form", "")
        kind, form = reading.attempt("kind", read_sort, *words) or _UNKNOWN_SORT
        ids, defined = reading.attempt("source", self._citer.cite, texts) or ((), ())
        data = self._record(reading, kind, list(ids))
        data["form"] = form.value
        self._add_entries(reading, kind, data)
        wish = reading.word("id") or ""
        if reading.faults:
            return self._findings(row.line, reading)
        record = self._validated(row.line, kind, data)
        if not isinstance(record, Record):
            return record
        key = texts.get("external_id", "")
        return Draft(row.line, key, _part(record), kind, data, wish, defined)

    def _add_entries(self, reading: RowReading, kind: Kind, data: dict[str, Any]) -> None:
        """Add the step and the figure of the row, and its note to what the note is about."""
        texts = reading.texts
        told = data
        if figure := self._figure(reading, data["sources"]):
            data["figures"] = [figure]
            told = figure
        if not figure or not _OF_A_STEP.isdisjoint(texts):
            milestone = self._milestone(reading, kind, data["sources"])
            data["milestones"] = [milestone]
            told = milestone if "step" in texts else data
        if "note" in texts:
            told["note"] = texts["note"]

    def _record(self, reading: RowReading, kind: Kind, sources: list[str]) -> dict[str, Any]:
        texts = reading.texts
        parties = self._parties.read(texts, reading.report)
        data: dict[str, Any] = {
            "title": reading.needed("title", "write what the record is called"),
            "parties": [
                {"actor": actor, **({"role": role} if role else {}), "sources": [*sources]}
                for actor, role in parties
            ],
            "sources": [*sources],
        }
        if self._columns.titles:
            titles = {code: texts[field] for field, code in self._columns.titles if field in texts}
            if titles:
                data["titles"] = titles
        if "topic" in texts:
            data["topics"] = reading.words("topic", self._separator)
        codes = self._codes(reading, kind)
        if codes:
            data["codes"] = codes
        if "external_id" in texts:
            data["identifiers"] = {self._dataset: texts["external_id"]}
        return data

    def _codes(self, reading: RowReading, kind: Kind) -> dict[str, list[str]]:
        found = {}
        unknown = reading.has_fault("kind") or reading.has_fault("form")
        for scheme in CODE_FIELDS:
            if scheme not in reading.texts:
                continue
            if kind not in CODE_LISTS[scheme].kinds and not unknown:
                message = f"{scheme} is no code of {with_article(kind)}; leave the cell empty"
                reading.report(CellError("E206", message), scheme)
            else:
                found[scheme] = reading.words(scheme, self._separator)
        return found

    def _milestone(self, reading: RowReading, kind: Kind, sources: list[str]) -> dict[str, Any]:
        texts = reading.texts
        step = reading.attempt("step", read_step, texts.get("step", ""), kind)
        date = self._date(reading, "date")
        if date is None and not reading.has_fault("date"):
            field = "date" if "date" in self._columns.names else "date.year"
            reading.needed(field, "write the date, at least its year, or leave the row out")
        entry = {
            "step": step or Step.OCCURRED.value,
            "date": date,
            "part": reading.word("part"),
            "actor": reading.attempt("by", self._actor, texts["by"]) if "by" in texts else None,
            "organ": texts.get("organ"),
            "place": texts.get("place"),
            "assertion": reading.word("assertion"),
            "sources": [*sources],
        }
        return {key: value for key, value in entry.items() if value is not None}

    def _figure(self, reading: RowReading, sources: list[str]) -> dict[str, Any] | None:
        texts = reading.texts
        if "value" not in texts:
            self._no_figure(reading)
            return None
        reading.needed("metric", "write what is measured")
        entry = {
            "metric": reading.word("metric"),
            "value": reading.attempt("value", read_number, texts["value"], self._decimal),
            "unit": reading.needed("unit", "write the unit of the value"),
            "of": reading.word("of"),
            "as-of": self._date(reading, "as_of"),
            "sources": [*sources],
        }
        return {key: value for key, value in entry.items() if value is not None}

    def _no_figure(self, reading: RowReading) -> None:
        """Refuse cells that tell of a figure where there is no value.

        Metric and unit alone do not: in a data set they stand in every row.
        """
        for field in ("of", "as_of", "as_of.year"):
            if field in reading.texts and field in self._columns.from_cells:
                text = reading.texts[field]
                message = f"{text!r} tells of a figure that has no value; write the value"
                reading.report(CellError("E311", message), field)

    def _date(self, reading: RowReading, field: str) -> str | dict[str, str] | None:
        texts = reading.texts
        calendar = self._calendar
        if "calendar" in texts:
            calendar = reading.word("calendar") or calendar
        if field in texts:
            date = reading.attempt(field, self._dates.read, texts[field], calendar)
        elif f"{field}.year" in self._columns.names:
            date = reading.attempt(field, self._dates.join, texts, field, calendar)
        else:
            return None
        if date is None or calendar == "gregorian":
            return date
        return {"value": date, "calendar": calendar}

    def _validated(self, line: int, kind: Kind, data: dict[str, Any]) -> Record | list[Finding]:
        try:
            return RECORD_CLASSES[kind].model_validate({"id": _PLACEHOLDER, **data})
        except ValidationError as error:
            faults = ((*explain(detail), detail["loc"]) for detail in error.errors())
            return [
                self._finding(line, code, message, _field_at(place))
                for code, message, place in faults
            ]

    def _findings(self, line: int, reading: RowReading) -> list[Finding]:
        # One column may give several fields.
        return list(dict.fromkeys(self._finding(line, *fault) for fault in reading.faults))

    def _finding(self, line: int, code: str, message: str, field: str) -> Finding:
        return Finding(self._table, line, code, self._columns.name(field), message)


def _part(record: Record) -> str:
    if record.milestones:
        return str(milestone_key(record.milestones[0]))
    return f"figure:{figure_key(record.figures[0])}"


_FIELDS_OF_RECORD = {"identifiers": "external_id", "topics": "topic", "sources": "source"}
_FIELDS_OF_ENTRY = {"actor": "by", "as_of": "as_of", "as-of": "as_of", "sources": "source"}


def _field_at(place: tuple[int | str, ...]) -> str:
    """Return the field that gave the value at a place of the record; empty for the whole."""
    match place:
        case ("titles", str() as language, *_):
            return f"title_{language}"
        case ("codes", str() as scheme, *_):
            return scheme
        case ("parties", int() as number, *_):
            return f"actor{number + 1}"
        case ("milestones" | "figures", _, str() as key, *_):
            return _FIELDS_OF_ENTRY.get(key, key)
        case (str() as key, *_):
            return _FIELDS_OF_RECORD.get(key, key)
    return ""
