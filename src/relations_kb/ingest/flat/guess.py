"""A mapping proposed for a table, as text that a person completes; nothing is imported by it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from relations_kb.domain.errors import KbError
from relations_kb.domain.identity import SLUG_PATTERN
from relations_kb.ingest.flat.date_formats import DateFormat
from relations_kb.ingest.flat.dates import DateReader
from relations_kb.ingest.flat.faults import CellError
from relations_kb.ingest.flat.fields import LIST_FIELDS, family_of
from relations_kb.ingest.flat.synonyms import likely_field
from relations_kb.ingest.flat.words import word_reader
from relations_kb.ingest.tables.table import Row, Table

_MISSING_MARKS = (
    "-9", "-99", "-999", "-9999", "-77", "-88", "NA", "N/A", "n/a", "NULL", "null", "None", ".",
    "..", "-", "?", "1111-11-11", "9999-99-99", "0000-00-00",
)  # fmt: skip
_FORMATS = (
    "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "MM-DD-YYYY", "YYYYMMDD",
    "YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD", "DD MMM YYYY", "DD-MMM-YYYY", "MMM DD, YYYY",
    "MMM YYYY", "MM/YYYY", "MM.YYYY",
)  # fmt: skip
_ACTORS = ("actorN", "actors", "by")
_PROPOSAL = re.compile(r"did you mean [^?]*\?|Say which: .*", re.IGNORECASE)
_SLUG = re.compile(SLUG_PATTERN)
_FIRST_DAY = "1899-12-30"
_MOST_WORDS = 30
_NEEDED = (
    ({"date", "date.year"}, "date", "no column gives the date; map one, or write the date"),
    ({"title"}, "title", "no column gives the title; map one, or write what each row is called"),
    ({"actor1", "actors"}, "actor1", "no column gives an actor; map one, or write the actor"),
)

Values = dict[str, list[str]]
"""The different texts of each column, without marks of missing values."""


def guess(table: Table, actor_of: Callable[[str], str], limit: int = 200) -> str:
    """Propose a mapping file for a table.

    The text is read as a mapping once its gaps are filled: words without a target, constants
    without a text, and columns of which nobody has decided.

    Args:
        table: whose first rows are read.
        actor_of: returns the id of the actor that a text names, or raises a ``KbError``.
        limit: how many rows to look at.
    """
    rows = [row for row in islice(table.rows, limit) if isinstance(row, Row)]
    values, marks = _values(table.columns, rows)
    fields = _fields(table.columns, values)
    texts = _texts_by_field(fields, values)
    name = _quoted(table.name)
    parts = [
        f"# A mapping proposed for {name}, from its first {len(rows)} rows.\n"
        "# Look at every line: columns were matched by their names alone.\n",
        "# dataset: my-dataset   # a name under which the external ids are kept\n",
        _columns_part(fields),
        _date_part(fields, values),
        f"missing: [{', '.join(_quoted(mark) for mark in marks)}]\n" if marks else "",
        _prefix_part({f: texts[f] for f in _ACTORS if f in texts}, actor_of),
        _constants_part(fields),
        _values_part(texts, actor_of),
        _ignore_part([column for column in table.columns if column not in fields]),
        "# source: ID            # of rows that name none; or a definition as in a seed file\n",
    ]
    return "\n".join(part for part in parts if part)


def _values(columns: Sequence[str], rows: Sequence[Row]) -> tuple[Values, list[str]]:
    """Return the texts of each column, and the marks of missing values that were found."""
    values: Values = {}
    found: set[str] = set()
    for column in columns:
        texts = dict.fromkeys(row.cells.get(column, "") for row in rows)
        found.update(mark for mark in _MISSING_MARKS if mark in texts)
        values[column] = [text for text in texts if text and text not in _MISSING_MARKS]
    return values, [mark for mark in _MISSING_MARKS if mark in found]


def _fields(columns: Sequence[str], values: Values) -> dict[str, str]:
    """Return the likely field of each column, each field once; the first column has it."""
    fields: dict[str, str] = {}
    for column in columns:
        field = likely_field(column)
        if field == "date.year" and not all(_is_number(text) for text in values[column]):
            field = "date"
        if field == "source" and not all(_SLUG.fullmatch(text) for text in values[column]):
            field = "source_publisher"
        if field and field not in fields.values():
            fields[column] = field
    if "date" in fields.values():
        fields = {c: f for c, f in fields.items() if not f.startswith("date.")}
    parts = [field for field in fields.values() if field.startswith("date.")]
    if parts and "date.year" not in parts:
        fields = {c: f for c, f in fields.items() if f not in parts}
    return fields


def _columns_part(fields: Mapping[str, str]) -> str:
    lines = [f"  {_quoted(column)}: {field}\n" for column, field in fields.items()]
    return "columns:\n" + "".join(lines)


def _date_part(fields: Mapping[str, str], values: Values) -> str:
    texts = [
        text
        for column, field in fields.items()
        for text in values[column]
        if field in ("date", "as_of", "source_date")
    ]
    if all(_is_date(text) for text in texts):
        return ""
    fitting = [form for form in _FORMATS if all(_fits(form, text) for text in texts)]
    if len(fitting) == 1:
        return f"date-format: {fitting[0]}\n"
    if fitting:
        lines = [
            "# The dates fit more than one format, and no value tells which; keep the right one.\n",
            *(f"# date-format: {form}\n" for form in fitting),
        ]
        return "".join(lines)
    unread = next(text for text in texts if not _is_date(text))
    return (
        f"# Some dates are in no format that was tried, such as {_quoted(unread)}.\n"
        "# date-format: DD.MM.YYYY   # or a list of formats\n"
    )


def _is_date(text: str) -> bool:
    return _reads(text, DateReader((), _FIRST_DAY).read)


def _fits(form: str, text: str) -> bool:
    """Tell whether a text is in a format, or says only a year or is EDTF anyway."""
    try:
        edtf = DateFormat(form).edtf(text)
    except CellError:
        return False
    return _is_date(edtf or text)


def _reads(text: str, read: Callable[[str], str]) -> bool:
    try:
        read(text)
    except (CellError, KbError):
        return False
    return True


def _prefix_part(actors: Mapping[str, list[str]], actor_of: Callable[[str], str]) -> str:
    prefixed = [field for field, texts in actors.items() if _are_cow_codes(texts, actor_of)]
    if not prefixed:
        return ""
    entries = ", ".join(f'{field}: "cow:"' for field in prefixed)
    return (
        "# The actors are bare numbers that COW's list has; gw: and numeric: are other lists.\n"
        f"prefix: {{{entries}}}\n"
    )


def _are_cow_codes(texts: Sequence[str], actor_of: Callable[[str], str]) -> bool:
    if not texts or not all(_is_number(text) for text in texts):
        return False
    known = sum(_reads(f"cow:{text}", actor_of) for text in texts)
    return 2 * known > len(texts)


def _constants_part(fields: Mapping[str, str]) -> str:
    given = set(fields.values())
    lacking = [(name, why) for names, name, why in _NEEDED if not names & given]
    lines = [f'  {name}: ""   # {why}\n' for name, why in lacking]
    return "constants:\n" + "".join(lines) if lines else ""


def _texts_by_field(fields: Mapping[str, str], values: Values) -> dict[str, list[str]]:
    """Return the different texts of each field, those of all numbered actors together."""
    texts: dict[str, dict[str, None]] = {}
    for column, field in fields.items():
        found = texts.setdefault(family_of(field), {})
        for text in values[column]:
            parts = text.split(";") if field in LIST_FIELDS else [text]
            found.update((part.strip(), None) for part in parts if part.strip())
    return {field: list(found) for field, found in texts.items()}


def _values_part(texts: Mapping[str, list[str]], actor_of: Callable[[str], str]) -> str:
    parts = []
    for field, found in texts.items():
        if field in _ACTORS:
            prefix = "cow:" if _are_cow_codes(found, actor_of) else ""
            unknown = _unknown(found, actor_of, prefix)
        elif reader := word_reader(field):
            unknown = _unknown(found, reader)
        else:
            continue
        if unknown:
            parts.append(f"  {field}:\n{_gaps(unknown)}")
    if not parts:
        return ""
    return "# What stands on the left is no word of the base: write one on the right.\n" + (
        "values:\n" + "".join(parts)
    )


def _gaps(unknown: Mapping[str, str]) -> str:
    lines = [
        f'    {_quoted(text)}: ""   # {_printable(proposal)}\n'
        for text, proposal in islice(unknown.items(), _MOST_WORDS)
    ]
    if len(unknown) > _MOST_WORDS:
        lines.append(f"    # and {len(unknown) - _MOST_WORDS} more\n")
    return "".join(lines)


def _unknown(texts: Iterable[str], read: Callable[[str], str], prefix: str = "") -> dict[str, str]:
    """Return the texts that cannot be read, each with what it may mean."""
    unknown = {}
    for text in texts:
        try:
            read(prefix + text)
        except CellError as fault:
            unknown[text] = _proposal(fault.message)
        except KbError as error:
            unknown[text] = _proposal(error.remedy)
    return unknown


def _proposal(message: str) -> str:
    found = _PROPOSAL.search(message)
    return found[0] if found else "nothing known is like it"


def _ignore_part(columns: Sequence[str]) -> str:
    if not columns:
        return ""
    head = "# No field was found for these: map each above, or take its # away to pass it over.\n"
    return head + "ignore:\n" + "".join(f"#  - {_quoted(column)}\n" for column in columns)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _quoted(text: str) -> str:
    """Return a text as a YAML scalar in quotes, on one line."""
    return "".join(_escaped(sign) for sign in json.dumps(text, ensure_ascii=False))


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _escaped(sign: str) -> str:
    return sign if sign.isprintable() else f"\\U{ord(sign):08X}"
