"""Sources, actors, memberships and statements that an import brings besides its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from relations_kb.ingest.imports.reading import Read
from relations_kb.ingest.imports.staging import Staging, definition_json
from relations_kb.records.actors import Actor, Membership
from relations_kb.records.findings import Finding
from relations_kb.records.models import Entry, Source
from relations_kb.records.reading import ReadFile, seed_of
from relations_kb.records.statements import Statement
from relations_kb.records.yaml_text import Path
from relations_kb.store.bulk import chunks
from relations_kb.store.defined import (
    Defined,
    DefinitionKind,
    insert_definitions,
    name_of,
    names_defined_by,
    withdraw_definitions,
)
from relations_kb.store.definitions import (
    put_actor_details,
    put_actors,
    put_memberships,
    put_sources,
    put_statements,
)
from relations_kb.store.imports import IMPORT
from relations_kb.store.read_definitions import (
    read_actors,
    read_memberships,
    read_sources,
    read_statements,
)

_LISTS: Mapping[DefinitionKind, str] = {
    DefinitionKind.SOURCE: "bibliography",
    DefinitionKind.ACTOR: "actors",
    DefinitionKind.MEMBERSHIP: "memberships",
    DefinitionKind.STATEMENT: "statements",
}
"""The key of a seed file under which each kind stands."""


class Definer:
    """Compares definitions with those of the base, and writes what is new.

    A definition that the base has otherwise is an error: it may be somebody else's. Only a source
    that the same data set brought may be corrected by it.
    """

    def __init__(self, connection: Connection, staging: Staging, read: Read) -> None:
        self._connection = connection
        self._staging = staging
        self._read = read
        self._new: dict[DefinitionKind, dict[str, tuple[str, Entry]]] = {
            kind: {} for kind in DefinitionKind
        }
        self._corrected: list[str] = []

    def check(self) -> None:
        """Find what is new; E314 for what the base defines otherwise."""
        for dataset, file in self._read.seeds:
            seed = seed_of([file])
            sources = {source.id for source in seed.sources}
            for kind, entries, known in (
                (DefinitionKind.SOURCE, seed.sources, read_sources(self._connection, sources)),
                (DefinitionKind.ACTOR, seed.actors, self._actors(seed.actors)),
                (DefinitionKind.MEMBERSHIP, seed.memberships, self._memberships(seed.memberships)),
                (DefinitionKind.STATEMENT, seed.statements, self._statements(seed.statements)),
            ):
                self._check(kind, dataset, entries, _named(kind, known), file)
        for chunk in chunks(self._staging.sources()):
            there = read_sources(self._connection, {source.id for _, source in chunk})
            by_id = _named(DefinitionKind.SOURCE, there)
            for dataset, source in chunk:
                self._check(DefinitionKind.SOURCE, dataset, [source], by_id, None)

    def _actors(self, wanted: Sequence[Actor]) -> Sequence[Actor]:
        return read_actors(self._connection) if wanted else ()

    def _memberships(self, wanted: Sequence[Membership]) -> Sequence[Membership]:
        return read_memberships(self._connection) if wanted else ()

    def _statements(self, wanted: Sequence[Statement]) -> Sequence[Statement]:
        return read_statements(self._connection) if wanted else ()

    def _check(
        self,
        kind: DefinitionKind,
        dataset: str,
        entries: Sequence[Entry],
        known: Mapping[str, Entry],
        file: ReadFile | None,
    ) -> None:
        names = [name_of(kind, entry) for entry in entries]
        otherwise = {
            name
            for name, entry in zip(names, entries, strict=True)
            if name in known and known[name] != entry
        }
        own = names_defined_by(self._connection, dataset, kind, otherwise)
        for index, (name, entry) in enumerate(zip(names, entries, strict=True)):
            if name not in otherwise:
                if name not in known:
                    self._new[kind].setdefault(name, (dataset, entry))
            elif kind is DefinitionKind.SOURCE and name in own:
                self._new[kind][name] = (dataset, entry)
                self._corrected.append(name)
            else:
                place: Path = (_LISTS[kind], index)
                self._staging.add_findings([_otherwise(known[name], entry, name, file, place)])

    def write(self, changeset: int) -> dict[str, int]:
        """Write what records refer to; return the numbers of new definitions by kind."""
        sources = self._entries(DefinitionKind.SOURCE, Source)
        for chunk in chunks(sources):
            put_sources(self._connection, chunk, changeset)
        actors = self._entries(DefinitionKind.ACTOR, Actor)
        put_actors(self._connection, actors, changeset)
        put_actor_details(self._connection, actors)
        memberships = self._entries(DefinitionKind.MEMBERSHIP, Membership)
        put_memberships(self._connection, memberships, changeset, IMPORT)
        withdraw_definitions(self._connection, changeset, DefinitionKind.SOURCE, self._corrected)
        insert_definitions(
            self._connection,
            changeset,
            [
                Defined(dataset, kind, name, definition_json(entry))
                for kind, entries in self._new.items()
                for name, (dataset, entry) in entries.items()
            ],
        )
        return {str(kind): len(entries) for kind, entries in self._new.items()}

    def write_late(self, changeset: int) -> None:
        """Write what refers to records."""
        statements = self._entries(DefinitionKind.STATEMENT, Statement)
        put_statements(self._connection, statements, changeset, IMPORT)

    def _entries(self, kind: DefinitionKind, cls: type[Any]) -> list[Any]:
        return [entry for _, entry in self._new[kind].values() if isinstance(entry, cls)]


def _named(kind: DefinitionKind, entries: Sequence[Entry]) -> dict[str, Entry]:
    return {name_of(kind, entry): entry for entry in entries}


def _otherwise(
    known: Entry, entry: Entry, name: str, file: ReadFile | None, place: Path
) -> Finding:
    differing = [
        field
        for field in type(entry).model_fields
        if getattr(entry, field) != getattr(known, field)
    ]
    message = (
        f"the base defines {name!r} otherwise (its {', '.join(differing)}); give it another id, "
        "or leave it out here and use the base's"
    )
    if file is None:
        return Finding("", 0, "E314", "source", message)
    return file.finding("E314", place, message)
