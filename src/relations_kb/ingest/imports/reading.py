"""Files to staged drafts: every row read, checked and put down, with everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select

from relations_kb.domain.errors import KbError
from relations_kb.ingest.flat.drafts import Draft, Drafter
from relations_kb.ingest.flat.mapping import Mapping, layout_of, read_mapping
from relations_kb.ingest.imports.grouping import natural_row_key, staged_key
from relations_kb.ingest.imports.known import known_in
from relations_kb.ingest.imports.plan import FileRead
from relations_kb.ingest.imports.request import Counted, Request, dataset_of, file_hash
from relations_kb.ingest.imports.staging import Staged, Staging
from relations_kb.ingest.tables.reading import (
    FOUND_OUT,
    Layout,
    UnreadableError,
    file_sort,
    open_table,
)
from relations_kb.ingest.tables.table import Table
from relations_kb.records.addresses import same_page
from relations_kb.records.checks import check
from relations_kb.records.findings import Finding
from relations_kb.records.models import Record
from relations_kb.records.reading import ReadFile, read_files
from relations_kb.store import tables as t
from relations_kb.store.names import ActorNames

_AT_ONCE = 2000


@dataclass(slots=True)
class Read:
    """What was read besides the drafts that are staged.

    Attributes:
        files: the files.
        seeds: seed files that can be used, each with its data set.
        layout: how tables are laid out.
        unusable: whether a file, or the mapping, cannot be used at all.
    """

    files: list[FileRead] = field(default_factory=list)
    seeds: list[tuple[str, ReadFile]] = field(default_factory=list)
    layout: Layout = FOUND_OUT
    unusable: bool = False


class Reader:
    """Reads the files of an import.

    Args:
        connection: to the base that they are to go into; it is only read.
        staging: takes the drafts and findings.
        request: what is asked for.
        counted: told how many rows were read.
    """

    def __init__(
        self, connection: Connection, staging: Staging, request: Request, counted: Counted
    ) -> None:
        self._connection = connection
        self._staging = staging
        self._request = request
        self._counted = counted
        self._names = ActorNames(connection)
        self._mapping = Mapping()
        self._read = Read()
        own = select(t.source.c.slug, t.source.c.url).where(t.source.c.active)
        sources = connection.execute(own).all()
        self._sources = {row.slug for row in sources}
        self._pages = {same_page(row.url): row.slug for row in reversed(sources) if row.url}

    def read(self) -> Read:
        """Read all files; what is wrong with them is staged, too."""
        if self._request.mapping:
            self._mapping, findings = read_mapping(self._request.mapping)
            self._staging.add_findings(findings)
            if any(finding.is_error for finding in findings):
                self._read.unusable = True
                return self._read
        self._check_source()
        self._read.layout = self._layout()
        seeds = []
        for path in self._request.files:
            try:
                if file_sort(path) == "yaml":
                    seeds.append(path)
                else:
                    self._read_table(path)
            except UnreadableError as error:
                self._staging.add_findings(error.findings)
                self._read.unusable = True
        if seeds:
            self._read_seeds(seeds)
        self._staging.index()
        return self._read

    def _check_source(self) -> None:
        source = self._request.source
        if source and source not in self._sources and source != self._mapping.defined_id:
            raise KbError(
                f"No source has the id {source!r}.",
                "Define it under 'source' in a mapping, or list those that there are with: "
                "kb sources",
            )

    def _dataset(self, path: Path) -> str:
        return self._request.dataset or self._mapping.dataset or dataset_of(path)

    def _layout(self) -> Layout:
        layout = {name: value for name, value in layout_of(self._mapping).items() if value}
        if self._request.encoding:
            layout["encoding"] = self._request.encoding
        return Layout(**layout)

    def _read_table(self, path: Path) -> None:
        dataset = self._dataset(path)
        with open_table(path, self._read.layout) as table:
            drafter = self._drafter(table, dataset)
            self._staging.add_findings(drafter.problems)
            definition = self._mapping.definition
            self._staging.add_sources(dataset, [definition] if definition else [])
            usable = not any(problem.is_error for problem in drafter.problems)
            self._read.unusable |= not usable
            rows = self._stage_rows(table, drafter, dataset) if usable else 0
            notes = (*table.notes, *drafter.notes())
        self._read.files.append(FileRead(str(path), dataset, rows, file_hash(path), notes))

    def _drafter(self, table: Table, dataset: str) -> Drafter:
        return Drafter(
            table.name,
            table.columns,
            self._mapping,
            dataset=dataset,
            actor_of=self._names.resolve,
            known_page=lambda url: self._pages.get(same_page(url)),
            has_source=self._sources.__contains__,
            default_source=self._request.source,
            first_day=table.first_day,
            header_line=table.header_line,
        )

    def _stage_rows(self, table: Table, drafter: Drafter, dataset: str) -> int:
        number = last = 0
        drafts: list[Staged] = []
        for row in table.rows:
            # One row may have several faults, and a doubt stands before its row.
            number += row.line != last
            last = row.line
            drafted = row if isinstance(row, Finding) else drafter.draft(row)
            if isinstance(drafted, Draft):
                drafts.append(self._staged(drafted, table.name, dataset))
                self._staging.add_sources(dataset, drafted.sources)
            else:
                self._stage_bad(table.name, row.line, drafted)
            if len(drafts) >= _AT_ONCE:
                self._staging.add_drafts(drafts)
                drafts.clear()
                self._counted(f"Reading {table.name}", number, None)
        self._staging.add_drafts(drafts)
        return number

    def _stage_bad(self, file: str, line: int, found: Finding | list[Finding]) -> None:
        findings = [found] if isinstance(found, Finding) else found
        self._staging.add_findings(findings)
        if any(finding.is_error for finding in findings):
            self._staging.add_bad_lines([(file, line)])

    @staticmethod
    def _staged(draft: Draft, file: str, dataset: str) -> Staged:
        if draft.key:
            key = staged_key(draft.key)
        elif draft.wish:
            key = f"record:{draft.wish}"
        else:
            key = natural_row_key(draft.kind, draft.data)
        return Staged(
            dataset, file, draft.line, key, draft.part, draft.kind, draft.wish,
            bool(draft.key or draft.wish), draft.data,
        )  # fmt: skip

    def _read_seeds(self, paths: list[Path]) -> None:
        files, findings = read_files(paths, lambda name: self._counted(f"Reading {name}", 0, None))
        findings += check(files, lambda: known_in(self._connection))
        self._staging.add_findings(findings)
        faulty = {finding.file for finding in findings if finding.is_error}
        self._read.unusable |= bool(faulty)
        for path in paths:
            file = next((one for one in files if one.name == str(path)), None)
            if file and file.name not in faulty:
                self._stage_seed(path, file)

    def _stage_seed(self, path: Path, file: ReadFile) -> None:
        dataset = self._dataset(path)
        self._staging.add_drafts(_staged_records(file, dataset))
        self._read.seeds.append((dataset, file))
        number = len(file.records)
        self._read.files.append(FileRead(str(path), dataset, number, file_hash(path), of="record"))


def _staged_records(file: ReadFile, dataset: str) -> Iterator[Staged]:
    for (place, record), (_, written) in zip(file.records, file.content.records(), strict=True):
        yield Staged(
            dataset, file.name, file.line(place), f"record:{record.id}", "", record.kind,
            record.id, True, _data(record, written),
        )  # fmt: skip


def _data(record: Record, written: Record) -> dict[str, object]:
    """Write a record in the shape of a seed file, without its id and what it leaves empty.

    Every value has its sources; roles are there only where the file gives them.
    """
    data = record.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    del data["id"]
    for party, own in zip(data["parties"], written.parties, strict=True):
        if own.role is None:
            del party["role"]
    return data
