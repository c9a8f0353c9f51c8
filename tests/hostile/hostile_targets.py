"""What every reader must do with any bytes: give data, findings or its own error."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL

from relations_kb.domain.claims import Slot
from relations_kb.domain.dates import DateError, FuzzyDate
from relations_kb.domain.errors import KbError
from relations_kb.domain.identity import SLUG_PATTERN, fold, nearest
from relations_kb.domain.naming import coded, unknown_name
from relations_kb.ingest.base import build_base
from relations_kb.ingest.flat.mapping import Mapping, read_mapping
from relations_kb.ingest.slots import find_slot, read_value
from relations_kb.ingest.tables.reading import UnreadableError, open_table
from relations_kb.ingest.tables.table import Row
from relations_kb.records.findings import CODES, IMPORT_CODES, Finding
from relations_kb.records.reading import read_files
from relations_kb.records.yaml_text import YamlError, parse_yaml
from relations_kb.store.engine import connect, engine_for
from relations_kb.store.names import ActorNames
from relations_kb.store.urls import database_url

MINI_SEED = Path(__file__).parents[1] / "mini_seed"
ALL_CODES = CODES | IMPORT_CODES
SLOTS = (
    Slot("attribute", "", "title"),
    Slot("milestone", "signed", "date"),
    Slot("milestone", "in-force", "place"),
    Slot("milestone", "in-force", "assertion"),
    Slot("figure", "cost||", "quantity"),
)


def check_yaml(content: bytes, folder: Path) -> None:
    """A text is plain data or a coded error; a file is read or found fault with."""
    try:
        data, lines = parse_yaml(content.decode("utf-8", "replace"))
        _must(_is_plain(data) and all(line >= 1 for line in lines.values()), "data are plain")
    except YamlError as error:
        _must(error.code in CODES and error.line >= 0, "the error has a code")
    files, findings = read_files([_written(folder / "a.yaml", content)])
    _must(len(files) == (not findings), "a file is read or not")
    _must(all(finding.code in CODES for finding in findings), "findings have codes")


def check_mapping(content: bytes, folder: Path) -> None:
    """A mapping file is read, or it is empty and everything wrong is told."""
    mapping, findings = read_mapping(_written(folder / "m.yaml", content))
    _must(all(finding.code in ALL_CODES for finding in findings), "findings have codes")
    _must(not findings or mapping == Mapping(), "a faulty mapping is not used")


def check_table(content: bytes, folder: Path, name: str = "a.csv") -> None:
    """A file is rows with all columns and findings, or unreadable for reasons that are told."""
    try:
        with open_table(_written(folder / name, content)) as table:
            rows = list(table.rows)
    except UnreadableError as error:
        _must(bool(error.findings), "there is a reason")
        _must(all(finding.code in ALL_CODES for finding in error.findings), "with a code")
        return
    for row in rows:
        _must(isinstance(row, Row | Finding), "rows or findings")
        if isinstance(row, Row):
            _must(tuple(row.cells) == table.columns, "a row has all columns")
            "".join(row.cells.values()).encode()


def check_date(content: bytes, _folder: Path | None = None) -> None:
    """A text is a date that keeps it, or an error of one line."""
    text = content.decode("utf-8", "replace")
    try:
        date = FuzzyDate.parse(text)
    except DateError as error:
        _must(len(str(error)) < 1_000 and str(error).isprintable(), "the error is one line")
        return
    _must(date.text == text and date.agrees_with(date), "the text is kept")
    ordered = not (date.earliest and date.latest) or date.earliest <= date.latest
    _must(ordered, "it ends after it begins")


def check_name(content: bytes, _folder: Path | None = None) -> None:
    """A text folds to one key, and is like words or like none."""
    text = content.decode("utf-8", "surrogateescape")
    _must(fold(fold(text)) == fold(text), "folding is done once")
    _must(len(nearest(text, ["alba", "borea"])) <= 2, "the words known")
    coded(text)
    error = unknown_name(text, [("alba", "alba")])
    _must(error.message.isprintable() and bool(error.remedy), "the error is one line")


def check_actor(content: bytes, folder: Path) -> None:
    """A text names an actor of a base, or is refused in one line with a remedy."""
    text = content.decode("utf-8", "surrogateescape")
    with engine_for(_base(folder)) as engine, connect(engine) as connection:
        try:
            slug = ActorNames(connection).resolve(text)
        except KbError as error:
            _must(error.message.isprintable() and bool(error.remedy), "the error is one line")
        else:
            _must(re.fullmatch(SLUG_PATTERN, slug) is not None, "an id is given")


def check_slot(content: bytes, _folder: Path | None = None) -> None:
    """A text is a slot of the record, and a value of each sort of slot, or is refused."""
    text = content.decode("utf-8", "replace")
    try:
        _must(find_slot(text, "pact", SLOTS) in SLOTS, "a slot of the record")
    except KbError as error:
        _must(error.message == f"pact has no slot {text!r}.", "the text is named")
    for slot in SLOTS:
        try:
            value, _ = read_value(slot, text)
        except KbError:
            continue
        _must(bool(value.strip()), "a value is not blank")


TARGETS: dict[str, Callable[[bytes, Path], None]] = {
    "yaml": check_yaml,
    "mapping": check_mapping,
    "csv": check_table,
    "date": check_date,
    "name": check_name,
    "actor": check_actor,
    "slot": check_slot,
}


class BrokenPromiseError(AssertionError):
    """A reader that gave what it must not give."""


def _must(kept: bool, promise: str) -> None:
    if not kept:
        raise BrokenPromiseError(promise)


def _is_plain(data: object) -> bool:
    if isinstance(data, dict):
        return all(isinstance(key, str) and _is_plain(value) for key, value in data.items())
    return isinstance(data, str) or (isinstance(data, list) and all(map(_is_plain, data)))


def _base(folder: Path) -> URL:
    """Return a base of the small seed, built once in a folder."""
    path = folder / "actors.db"
    if not path.exists():
        build_base(database_url(str(path)), progress=lambda step: None, seed=MINI_SEED)
    return database_url(str(path))


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
