"""Which column gives which field: found once for a table, before its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Cells
from dataclasses import dataclass

from relations_kb.domain.identity import nearest
from relations_kb.domain.limits import shortened
from relations_kb.ingest.flat.fields import LIST_FIELDS, family_of, field_named
from relations_kb.ingest.flat.mapping import Mapping
from relations_kb.ingest.tables.table import short
from relations_kb.records.findings import Finding

_FORMULA_STARTS = frozenset("=+-@")
_MOST_LIKENED = 20
"""Names of a mapping for which a column like them is looked for."""

_MAPPING_HINT = "name the column that does under columns in a mapping"


@dataclass(frozen=True, slots=True)
class Origin:
    """A column and the field that it gives.

    Attributes:
        column: name of the column in the file.
        field: name of the field.
        convert: what values and prefix of the mapping make of a cell; None if nothing.
    """

    column: str
    field: str
    convert: Callable[[str], str] | None


class Columns:
    """The columns of a table and the constants of its mapping, as fields.

    Args:
        table_name: name of the table in findings.
        columns: its columns.
        mapping: how it is read.
        line: line of the names of the columns; 0 if they are in no line of the table.

    Attributes:
        problems: what is wrong with the columns as a whole.
        names: fields that a column or a constant gives, each with the name of the column, or
            with ``constants.FIELD``.
        actors: the fields of single actors in their order.
        titles: the fields of titles in other languages, each with its language.
    """

    def __init__(
        self, table_name: str, columns: Sequence[str], mapping: Mapping, line: int = 0
    ) -> None:
        self._table = table_name
        self._line = line
        self._mapping = mapping
        self._missing = frozenset(mapping.missing)
        self.problems: list[Finding] = []
        self._origins = self._found(columns)
        self.names = {f: f"constants.{f}" for f in mapping.constants}
        self._named_once()
        self.actors = sorted(
            (f for f in self.names if f[5:].isdigit() and f.startswith("actor")),
            key=lambda f: int(f[5:]),
        )
        self.titles = [(f, f.removeprefix("title_")) for f in self.names if f[:6] == "title_"]
        self.from_cells = frozenset(origin.field for origin in self._origins)
        self._complete()
        self._consistent()

    def texts(self, cells: Cells[str, str]) -> dict[str, str]:
        """Return the text of each field that a row gives; empty and missing cells are left out."""
        texts = dict(self._mapping.constants)
        missing = self._missing
        for origin in self._origins:
            text = cells.get(origin.column, "")
            if not text:
                continue
            if text[0] == "'" and text[1:2] in _FORMULA_STARTS:
                text = text[1:]
            if origin.convert:
                text = origin.convert(text)
            elif text in missing:
                continue
            if text:
                texts[origin.field] = text
        return texts

    def name(self, field: str) -> str:
        """Return the column that gives a field, as a finding names it; else the field itself."""
        return self.names.get(field, field)

    def _problem(self, code: str, column: str, message: str) -> None:
        self.problems.append(Finding(self._table, self._line, code, column, message))

    def _found(self, columns: Sequence[str]) -> list[Origin]:
        mapping, origins = self._mapping, []
        ignored = frozenset(mapping.ignore)
        for column in columns:
            if column in ignored:
                continue
            fields = mapping.columns.get(column) or self._unmapped(column)
            origins += [Origin(column, f, self._converter(f)) for f in fields]
        known, near = set(columns), _MOST_LIKENED
        for key, names in (("columns", mapping.columns), ("ignore", mapping.ignore)):
            for name in names:
                if name not in known:
                    self._problem("E110", name, _no_column(name, key, columns if near > 0 else ()))
                    near -= 1
        return origins

    def _unmapped(self, column: str) -> Iterator[str]:
        field = field_named(column)
        if field is not None:
            yield field
        else:
            message = "the column is not used; map it to a field, or name it under ignore"
            self._problem("W409", column, message)

    def _converter(self, field: str) -> Callable[[str], str] | None:
        mapping, family = self._mapping, family_of(field)
        values = {**mapping.values.get(family, {}), **mapping.values.get(field, {})}
        prefix = mapping.prefix.get(field, mapping.prefix.get(family, ""))
        if not values and not prefix:
            return None
        missing, separator = self._missing, self._mapping.separator

        def convert(text: str) -> str:
            word = values.get(text)
            if word is not None:
                return word
            return "" if text in missing else prefix + text

        def convert_each(text: str) -> str:
            if text in values or text in missing:
                return convert(text)
            parts = (part.strip() for part in text.split(separator))
            return separator.join(convert(part) for part in parts if part)

        return convert_each if field in LIST_FIELDS else convert

    def _named_once(self) -> None:
        for origin in self._origins:
            other = self.names.get(origin.field)
            if other is None:
                self.names[origin.field] = origin.column
            elif other.startswith("constants."):
                message = (
                    f"both a constant and this column give {origin.field!r}; "
                    "leave the constant out, or name the column under ignore"
                )
                self._problem("E110", origin.column, message)
            else:
                message = (
                    f"the columns {short(other)} and {short(origin.column)} both give "
                    f"{origin.field!r}; "
                    "name one of them under ignore"
                )
                self._problem("E110", origin.column, message)

    def _complete(self) -> None:
        """Say which needed field no column gives."""
        names = self.names
        if not {"date", "date.year", "value"} & names.keys():
            self._lacking("'date'")
        if "title" not in names:
            self._lacking("'title'")
        if not self.actors and "actors" not in names:
            self._lacking("'actor1' or 'actors'")
        if "value" in names:
            for field in ("metric", "unit"):
                if field not in names:
                    self._lacking(f"{field!r}, which a 'value' needs")
        elif "metric" in self.from_cells:
            self._lacking("'value', which a 'metric' needs")

    def _lacking(self, what: str) -> None:
        self._problem("E108", "", f"neither a column nor a constant gives {what}; {_MAPPING_HINT}")

    def _consistent(self) -> None:
        """Say which fields are given in two ways, or in a part that is nothing alone."""
        for field in ("date", "as_of"):
            parts = [f for f in self.names if f.startswith(f"{field}.")]
            if parts and field in self.names:
                message = f"{field!r} is given whole and by {parts[0]!r}; keep one of the ways"
                self._problem("E110", self.names[parts[0]], message)
            elif parts and f"{field}.year" not in parts:
                self._lacking(f"'{field}.year', without which {parts[0]!r} is no date")
        roles = [f for f in self.names if f.startswith("role") and f != "role"]
        if roles and "role" in self.names:
            message = "roles are given by 'role' and by 'role1', 'role2' …; keep one of the ways"
            self._problem("E110", self.names["role"], message)
        for role in roles:
            if role.replace("role", "actor") not in self.names:
                self._lacking(f"{role.replace('role', 'actor')!r}, whose role {role!r} is")


def _no_column(name: str, key: str, columns: Sequence[str]) -> str:
    """Say that the table lacks a column; without its columns, no hint is given."""
    near = nearest(name, columns)
    if near:
        hint = f"did you mean {short(near[0])}?"
    else:
        hint = f"it has {shortened(', '.join(columns))}" if columns else "leave it out"
    return f"{key} names it, and the table has no such column; {hint}"
