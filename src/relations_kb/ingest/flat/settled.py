"""What a mapping settles for all rows, its constants and its values, checked before the rows."""

from __future__ import annotations

from collections.abc import Iterator

from relations_kb.ingest.flat.dates import DateReader
from relations_kb.ingest.flat.faults import CellError
from relations_kb.ingest.flat.fields import LIST_FIELDS, family_of
from relations_kb.ingest.flat.mapping import Mapping
from relations_kb.ingest.flat.words import Reader, word_reader
from relations_kb.records.findings import Finding

_ACTOR_FIELDS = frozenset({"actors", "actorN", "by", "source_side"})
_DATE_FIELDS = frozenset({"date", "as_of", "source_date"})


def settled_problems(
    table_name: str, mapping: Mapping, actor: Reader, dates: DateReader
) -> Iterator[Finding]:
    """Check every word that the mapping gives in the place of a cell.

    Args:
        table_name: name of the table in findings.
        mapping: whose constants and values are checked.
        actor: reads the name of an actor.
        dates: reads the dates of the table.
    """
    for field, text in mapping.constants.items():
        for message in _faults(field, text, mapping, actor, dates):
            yield Finding(table_name, 0, "E110", f"constants.{field}", message)
    for field, words in mapping.values.items():
        for word in dict.fromkeys(words.values()):
            for message in _faults(field, word, mapping, actor, dates):
                yield Finding(table_name, 0, "E110", f"values.{field}", message)


def _faults(
    field: str, text: str, mapping: Mapping, actor: Reader, dates: DateReader
) -> Iterator[str]:
    reader = _reader(field, mapping, actor, dates)
    if reader is None:
        return
    for part in text.split(mapping.separator) if field in LIST_FIELDS else [text]:
        try:
            reader(part.strip())
        except CellError as fault:
            yield fault.message


def _reader(field: str, mapping: Mapping, actor: Reader, dates: DateReader) -> Reader | None:
    if field in _ACTOR_FIELDS or family_of(field) == "actorN":
        return actor
    if field in _DATE_FIELDS:
        return lambda text: dates.check(text, mapping.calendar)
    return word_reader(field)
