"""Where the rows of an import wait on disk, so that its memory does not grow with the file.

An SQLite database of its own, without a name: the system removes it with the program, however that
ends.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from relations_kb.domain.errors import KbError
from relations_kb.domain.vocabulary import Kind
from relations_kb.ingest.imports.plan import Entry as PlanEntry
from relations_kb.ingest.imports.plan import Outcome
from relations_kb.records.findings import Finding
from relations_kb.records.models import Entry, Source

_TABLES = """
CREATE TABLE draft (
    id INTEGER PRIMARY KEY, dataset TEXT, file TEXT, line INTEGER, key TEXT, part TEXT, kind TEXT,
    wish TEXT, keyed INTEGER, data TEXT, digest TEXT);
CREATE TABLE bad (file TEXT, line INTEGER, PRIMARY KEY (file, line));
CREATE TABLE finding (file TEXT, line INTEGER, code TEXT, field TEXT, message TEXT);
CREATE TABLE source (slug TEXT PRIMARY KEY, dataset TEXT, content TEXT);
CREATE TABLE grp (
    id INTEGER PRIMARY KEY, dataset TEXT, key TEXT, kind TEXT, file TEXT, line INTEGER, title TEXT,
    wish TEXT, keyed INTEGER, natural TEXT, dates TEXT, lines TEXT, identifiers TEXT,
    base_slug TEXT, record TEXT, rule TEXT, twin INTEGER, replaces TEXT, alike TEXT);
CREATE TABLE entry (file TEXT, line INTEGER, id INTEGER, outcome TEXT, content TEXT);
"""
_INDEXES = """
CREATE INDEX draft_key ON draft (dataset, key, part, data);
CREATE INDEX draft_line ON draft (file, line);
"""
_GROUP_INDEXES = """
CREATE INDEX IF NOT EXISTS grp_slug ON grp (base_slug);
CREATE INDEX IF NOT EXISTS grp_lines ON grp (lines);
CREATE INDEX IF NOT EXISTS grp_record ON grp (record);
"""


@dataclass(frozen=True, slots=True)
class Staged:
    """A draft as it waits.

    Attributes:
        dataset: data set of its file.
        file: path as given.
        line: its line.
        key: what tells its record from the others of the data set.
        part: what tells it from the other rows of its record.
        kind: of the record.
        wish: id that it asks for, or an empty text.
        keyed: whether the key is one that the file gives.
        data: the record in the shape of a seed file, without its id.
    """

    dataset: str
    file: str
    line: int
    key: str
    part: str
    kind: Kind
    wish: str
    keyed: bool
    data: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """Hash of what it says, and of nothing else."""
        return _hash(f"{self.kind}\x1f{self.wish}\x1f{canonical(self.data)}")


def canonical(data: Any) -> str:
    """Write data as the same JSON, whatever the order of its keys."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def definition_json(entry: Entry) -> str:
    """Write a source, actor, membership or statement in the shape of a seed file."""
    return entry.model_dump_json(by_alias=True, exclude_none=True)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class _Database(sqlite3.Connection):
    """A connection whose faults are told for what they are: those of the temporary file."""

    def execute(self, *args: Any) -> sqlite3.Cursor:
        """Run a statement."""
        with _faults_told():
            return super().execute(*args)

    def executemany(self, *args: Any) -> sqlite3.Cursor:
        """Run a statement for many rows."""
        with _faults_told():
            return super().executemany(*args)

    def executescript(self, script: str) -> sqlite3.Cursor:
        """Run several statements."""
        with _faults_told():
            return super().executescript(script)


@contextmanager
def _faults_told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        full = "full" in str(error) or "I/O" in str(error)
        raise KbError(
            "The disk is full where the rows wait; nothing was changed."
            if full
            else f"The rows cannot wait in a temporary file ({error}); nothing was changed.",
            "Make room, or name another folder for temporary files with SQLITE_TMPDIR or TMPDIR.",
        ) from error


class Staging:
    """The rows of an import, its faults and its plan."""

    def __init__(self) -> None:
        self.db = sqlite3.connect("", isolation_level=None, factory=_Database)
        # Nothing here outlives the program, so nothing needs to be safe on disk.
        self.db.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;" + _TABLES)
        self.db.execute("BEGIN")

    def close(self) -> None:
        """Let go of the disk."""
        self.db.close()

    def add_drafts(self, drafts: Iterable[Staged]) -> None:
        """Put drafts down."""
        self.db.executemany(
            "INSERT INTO draft (dataset, file, line, key, part, kind, wish, keyed, data, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (d.dataset, d.file, d.line, d.key, d.part, str(d.kind), d.wish, d.keyed,
                 canonical(d.data), d.digest)
                for d in drafts
            ),
        )  # fmt: skip

    def add_findings(self, findings: Iterable[Finding]) -> None:
        """Put faults and doubts down."""
        self.db.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?)",
            ((f.file, f.line, f.code, f.field, f.message) for f in findings),
        )

    def add_bad_lines(self, places: Iterable[tuple[str, int]]) -> None:
        """Put rows down that cannot be used, by file and line."""
        self.db.executemany("INSERT OR IGNORE INTO bad VALUES (?, ?)", places)

    def bad_lines(self, file: str) -> set[int]:
        """Return the lines of the rows of a file that cannot be used."""
        return {line for (line,) in self.rows("SELECT line FROM bad WHERE file = ?", (file,))}

    def add_sources(self, dataset: str, sources: Iterable[Source]) -> None:
        """Put definitions of sources down."""
        self.db.executemany(
            "INSERT OR IGNORE INTO source VALUES (?, ?, ?)",
            ((source.id, dataset, definition_json(source)) for source in sources),
        )

    def sources(self) -> Iterator[tuple[str, Source]]:
        """Yield the sources that rows define, each with its data set."""
        for dataset, text in self.rows("SELECT dataset, content FROM source ORDER BY slug"):
            yield dataset, Source.model_validate_json(text)

    def index(self) -> None:
        """Make ready to be read in the order of keys."""
        self.db.executescript(_INDEXES)

    def index_groups(self) -> None:
        """Make ready to be read in the order of records."""
        self.db.executescript(_GROUP_INDEXES)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Run a statement and yield its rows one by one."""
        with _faults_told():
            # Left before its end, it would close a cursor, perhaps after the file was let go.
            yield from iter(self.db.execute(statement, values).fetchone, None)

    def number(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run a statement that gives one number."""
        return int(self.db.execute(statement, values).fetchone()[0] or 0)

    def has_source(self, slug: str) -> bool:
        """Tell whether a row has defined a source."""
        return bool(self.number("SELECT count(*) FROM source WHERE slug = ?", (slug,)))

    def add_entries(self, entries: Iterable[tuple[int, PlanEntry]]) -> None:
        """Put entries of the plan down, each with the number of its group."""
        self.db.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?)",
            ((e.file, e.line, n, e.outcome, e.as_json()) for n, e in entries),
        )

    def forget_plan(self) -> None:
        """Make ready to plan once more."""
        self.db.execute("DELETE FROM entry")
        self.db.execute("DELETE FROM grp")

    def entries(self) -> Iterator[PlanEntry]:
        """Yield the plan in the order of files and lines."""
        ordered = "SELECT content FROM entry ORDER BY file, line, id, content"
        return (PlanEntry.from_json(text) for (text,) in self.rows(ordered))

    def outcomes(self) -> dict[str, int]:
        """Count the entries of each outcome."""
        counts = dict(self.db.execute("SELECT outcome, count(*) FROM entry GROUP BY outcome"))
        return {str(outcome): counts.get(str(outcome), 0) for outcome in Outcome}

    def fingerprint(self) -> str:
        """Hash the plan."""
        digest = hashlib.sha256()
        for (text,) in self.rows("SELECT content FROM entry ORDER BY content"):
            digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def findings(self) -> Iterator[Finding]:
        """Yield faults and doubts in the order of files and lines, each once."""
        ordered = "SELECT DISTINCT * FROM finding ORDER BY file, line, code, field, message"
        return (Finding(*row) for row in self.rows(ordered))

    def count_findings(self, letter: str) -> int:
        """Count the faults (``E``) or doubts (``W``)."""
        inner = "SELECT DISTINCT * FROM finding WHERE substr(code, 1, 1) = ?"
        return self.number(f"SELECT count(*) FROM ({inner})", (letter,))  # noqa: S608
