"""One record into a seed file and into the base, both or neither."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from sqlalchemy import Connection, Engine

from relations_kb.domain.errors import KbError
from relations_kb.domain.vocabulary import Kind
from relations_kb.ingest.by_hand import Drafted, free_id, is_taken
from relations_kb.ingest.imports.applying import Import
from relations_kb.ingest.imports.plan import Alike, Entry, Outcome, Plan
from relations_kb.ingest.imports.request import Request
from relations_kb.records.appending import appended
from relations_kb.records.findings import Finding
from relations_kb.records.models import Record, Source
from relations_kb.records.seed_file import RECORD_LISTS, Seed
from relations_kb.records.whole_file import whole_file
from relations_kb.records.yaml_out import record_yaml, seed_yaml
from relations_kb.records.yaml_text import YamlError, parse_yaml
from relations_kb.store.engine import connect

SUFFIXES = (".yaml", ".yml")

_SECTIONS = dict(zip(Kind, RECORD_LISTS, strict=True))
_STANDS = frozenset({Outcome.SAME, Outcome.ABSENT})
"""What becomes of the other records of a file that the base knows."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A record and the file that it goes into.

    Attributes:
        record: the record.
        source: the source that is defined with it; None if the base has it.
        path: the file.
        old: its bytes; None if there is no such file yet.
        new: its bytes with the record.
        line: line of the record in the new text.
    """

    record: Record
    source: Source | None
    path: Path
    old: bytes | None
    new: bytes
    line: int

    @property
    def yaml(self) -> str:
        """The record, and before it its source, as a seed file of their own."""
        return _added_to("", self.record, self.source)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the base makes of an addition.

    Attributes:
        alike: records that it looks like.
        warnings: what to look at again in the record.
    """

    alike: tuple[Alike, ...]
    warnings: tuple[Finding, ...]


def check_file(path: Path) -> None:
    """Check that a file can take records, as far as that can be told before there is one.

    Raises:
        KbError: if it cannot.
    """
    _file(path)
    if not path.parent.is_dir():
        raise KbError(f"There is no folder {path.parent}.", "Make it, or name another file.")


def addition(connection: Connection, drafted: Drafted, path: Path, wish: str | None) -> Addition:
    """Give a record its id and find its place in a file; nothing is written.

    Args:
        connection: to the base.
        drafted: the record.
        path: the file, which need not be there yet.
        wish: the id that it is to have; None for one made of its title.

    Raises:
        KbError: if the id is taken, or the file cannot be read or has no place for the record.
    """
    old, text = _file(path)
    used = _record_ids(text)
    if wish and (wish in used or is_taken(connection, wish)):
        raise KbError(f"The id {wish!r} is taken.", "Give another with --id, or leave it out.")
    record = drafted.named(wish or free_id(connection, drafted.proposed_id, used))
    try:
        new = _added_to(text, record, drafted.source)
    except KbError as error:
        raise KbError(f"{path}: {error.message}", error.remedy) from None
    section = _SECTIONS[record.kind]
    data, lines = parse_yaml(new.removeprefix("\ufeff"))
    line = lines[section, len(data[section]) - 1]
    return Addition(record, drafted.source, path, old, new.encode(), line)


def foresee(engine: Engine, added: Addition) -> Foreseen:
    """Import the file with the record from a copy, and take that back.

    Raises:
        KbError: if the import would be refused, the base has the record already, or the file
            holds more that is not in the base.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / added.path.name
        copy.write_bytes(added.new)
        with Import(Request((copy,)), _untold) as job:
            job.read(engine)
            plan = job.plan(engine)
            own = _own_entry(plan, added)
            doubts = tuple(_findings(plan, added.path, errors=False))
    lines = range(added.line, added.line + record_yaml(added.record).count("\n"))
    return Foreseen(own.alike, tuple(doubt for doubt in doubts if doubt.line in lines))


def carry_out(engine: Engine, added: Addition, *, apart: bool = False) -> int:
    """Write the file and import it; if the import does not come to its end, put the file back.

    Args:
        engine: of the base.
        added: the record and the file.
        apart: whether it was said that the record is not what it looks like.

    Returns:
        Number of the changeset.

    Raises:
        KbError: if the file or the base was changed in the meantime, or cannot be written.
    """
    if _bytes_of(added.path) != added.old:
        raise KbError(f"{added.path} was changed in the meantime.", "Run the command again.")
    distinct = frozenset({added.record.id}) if apart else frozenset()
    request = Request((added.path,), distinct=distinct)
    with _file_written(engine, added), Import(request, _untold) as job:
        job.read(engine)
        plan = job.plan(engine)
        _own_entry(plan, added)
        changeset = job.apply(engine, agreed=plan).changeset
        assert changeset is not None  # noqa: S101 - the plan has no errors and adds a record
        return changeset


def _untold(step: str, number: int, total: int | None) -> None:
    """Take the progress of an import of one record, which is not worth telling."""


def _added_to(text: str, record: Record, source: Source | None) -> str:
    block = _source_yaml(source) if source else None
    return appended(text, record_yaml(record), _SECTIONS[record.kind], block)


def _source_yaml(source: Source) -> str:
    """Write a source as one item of a list."""
    whole = seed_yaml(Seed(sources=(source,), actors=(), memberships=(), records=()))
    return dedent(whole.partition("\n")[2])


def _own_entry(plan: Plan, added: Addition) -> Entry:
    """Return what becomes of the record; everything else in the file must stand in the base."""
    errors = [str(finding) for finding in _findings(plan, added.path, errors=True)]
    if errors:
        raise KbError("\n".join([f"{added.path} cannot be imported with the record:", *errors]))
    own, strays = None, []
    for entry in plan.entries():
        if entry.line == added.line:
            own = entry
        elif entry.outcome not in _STANDS:
            strays.append(entry.record)
    defined = sum(plan.definitions.values()) - (added.source is not None)
    if strays or defined or own is None:
        what = ", ".join(strays[:5]) or f"{defined} definitions"
        raise KbError(
            f"{added.path} holds what is not in the base yet: {what}.",
            f"Bring that in first with: kb import {added.path}",
        )
    if own.rule:
        raise KbError(
            f"The base has that record already: {own.record}.",
            f"Look at it with: kb show {own.record}",
            exit_code=1,
        )
    return own


def _findings(plan: Plan, path: Path, *, errors: bool) -> Iterator[Finding]:
    """Yield faults or doubts, as of the file that was asked for."""
    for finding in plan.findings():
        if finding.is_error is errors:
            yield replace(finding, file=str(path))


def _file(path: Path) -> tuple[bytes | None, str]:
    """Read a file that is to take a record: its bytes, None if it is not there, and its text."""
    if path.suffix.lower() not in SUFFIXES:
        raise KbError(f"{path} is no YAML file.", f"Name one that ends in {SUFFIXES[0]}.")
    content = _bytes_of(path)
    try:
        text = (content or b"").decode()
        parse_yaml(text.removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        raise KbError(f"{path}: byte {error.start} is not UTF-8.", "Save it as UTF-8.") from None
    except YamlError as error:
        raise KbError(
            f"{path}:{error.line}: {error.message}.", f"Check it with: kb validate {path}"
        ) from None
    return content, text


def _record_ids(text: str) -> list[str]:
    """Return the ids of the records of a file."""
    data, _ = parse_yaml(text.removeprefix("\ufeff"))
    sections = [data.get(name) for name in RECORD_LISTS] if isinstance(data, dict) else []
    entries = [entry for section in sections if isinstance(section, list) for entry in section]
    return [str(entry.get("id")) for entry in entries if isinstance(entry, dict)]


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KbError(f"{path} cannot be read ({error.strerror}).", "Name another file.") from None


@contextlib.contextmanager
def _file_written(engine: Engine, added: Addition) -> Iterator[None]:
    """Write the file; put it back if what follows does not bring the record into the base."""
    _write(added.path, added.new)
    try:
        yield
    except BaseException:
        # Interrupted right after the base has it, the file keeps it, too.
        if not _arrived(engine, added) and _bytes_of(added.path) == added.new:
            _put_back(added)
        raise


def _arrived(engine: Engine, added: Addition) -> bool:
    try:
        with connect(engine) as connection:
            return is_taken(connection, added.record.id)
    except KbError:
        return False


def _put_back(added: Addition) -> None:
    if added.old is None:
        added.path.unlink()
    else:
        _write(added.path, added.old)


def _write(path: Path, content: bytes) -> None:
    try:
        with whole_file(path) as unfinished:
            unfinished.write_bytes(content)
    except OSError as error:
        raise KbError(
            f"{path} cannot be written ({error.strerror}).", "Name another file with --into."
        ) from None
