"""Checks 301 to 304, 307, 309, 310: ids, and what refers to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from relations_kb.domain.claims import MilestoneKey
from relations_kb.domain.identity import nearest
from relations_kb.records.claiming import claims_of, figure_key, milestone_key
from relations_kb.records.findings import Finding
from relations_kb.records.known import Known
from relations_kb.records.models import Record
from relations_kb.records.reading import ReadFile
from relations_kb.records.statements import Statement
from relations_kb.records.voices import head_of
from relations_kb.records.yaml_text import Path

Reference = tuple[Path, str]


def check_ids(files: Sequence[ReadFile]) -> Iterator[Finding]:
    """E301: an id is given once in its kind (sources, actors, records of all kinds)."""
    for lists in (("bibliography",), ("actors",), ("statements",), _record_lists(files)):
        first: dict[str, str] = {}
        for file in files:
            for path, entry in _entries(file, lists):
                place = f"{file.name}:{file.line(path)}"
                name = _full_id(entry)
                if name in first:
                    message = f"{name!r} is already defined at {first[name]}; choose another id"
                    yield file.finding("E301", (*path, "id"), message)
                first.setdefault(name, place)


def _full_id(entry: Any) -> str:
    """Return the id; that of a statement is one among those of its source."""
    return f"{entry.source} {entry.id}" if isinstance(entry, Statement) else str(entry.id)


def check_evidence(files: Sequence[ReadFile]) -> Iterator[Finding]:
    """E310: an entry that evidence or a record's ``claims`` name stands in the record."""
    for file in files:
        for path, record in file.records:
            yield from _homeless_claims(file, path, record)
    entries = {
        record.id: {str(milestone_key(m)) for m in record.milestones}
        | {str(figure_key(f)) for f in record.figures}
        | {c.target.key for c in record.claims if c.target.item in {"milestone", "figure"}}
        for file in files
        for _, record in file.records
    }
    for file in files:
        for i, statement in enumerate(file.content.statements):
            for j, piece in enumerate(statement.evidence):
                key = piece.milestone or piece.figure
                known = entries.get(piece.record)
                if key and known is not None and key not in known:
                    name = "milestone" if piece.milestone else "figure"
                    present = ", ".join(sorted(known)) or "none"
                    message = f"{piece.record} has no {name} {key!r}; it has {present}"
                    yield file.finding("E310", ("statements", i, "evidence", j, name), message)


def _homeless_claims(file: ReadFile, path: Path, record: Record) -> Iterator[Finding]:
    """A note, place or ``via`` needs the entry that it is of, or a claim that there is one."""
    if not record.claims:
        return
    slots = {claim.slot for claim in claims_of(record)}
    for i, claim in enumerate(record.claims):
        slot = claim.target
        dated = slot.item == "milestone" and slot._replace(leaf="date") in slots
        if head_of(slot) not in slots and not dated:
            name = slot.item
            message = f"{record.id} has no {name} {slot.key!r}; add it, or a claim that it has one"
            yield file.finding("E310", (*path, "claims", i, "slot"), message)


def check_references(files: Sequence[ReadFile], known: Known) -> Iterator[Finding]:
    """E302, E303, E304: every id that is referred to exists."""
    checks: tuple[tuple[str, str, AbstractSet[str], Callable[[ReadFile], Iterable[Reference]]], ...]
    checks = (
        ("E302", "actor", known.actors.keys(), _actor_references),
        ("E303", "source", known.sources.keys(), _source_references),
        ("E304", "record", known.records, _record_references),
    )
    for file in files:
        for code, noun, ids, references in checks:
            for path, target in references(file):
                if target not in ids:
                    yield file.finding(code, path, _unknown(noun, target, ids))


def check_circles(files: Sequence[ReadFile]) -> Iterator[Finding]:
    """E307, E309: repeats of sources, predecessors and lines do not lead back to themselves."""
    origins = {s.id: [s.origin] for file in files for s in file.content.bibliography if s.origin}
    earlier = {
        a.id: [p.actor for p in a.predecessors] for file in files for a in file.content.actors
    }
    lines = {a.id: a.line or a.id for file in files for a in file.content.actors}
    for file in files:
        for i, source in enumerate(file.content.bibliography):
            if source.id in _ancestors(source.id, origins):
                message = f"the origins of {source.id!r} lead back to it; one must stand alone"
                yield file.finding("E307", ("bibliography", i, "origin"), message)
        for i, actor in enumerate(file.content.actors):
            if actor.id in _ancestors(actor.id, earlier):
                message = f"the predecessors of {actor.id!r} lead back to it; remove one"
                yield file.finding("E309", ("actors", i, "predecessors"), message)
            if actor.line and lines.get(actor.line, actor.line) != actor.line:
                message = f"the line {actor.line!r} is not its own line; name its last state"
                yield file.finding("E309", ("actors", i, "line"), message)


def _ancestors(actor: str, earlier: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    open_ends = list(earlier.get(actor, ()))
    while open_ends:
        current = open_ends.pop()
        if current not in found:
            found.add(current)
            open_ends.extend(earlier.get(current, ()))
    return found


def _unknown(noun: str, target: str, ids: AbstractSet[str]) -> str:
    proposals = nearest(target, ids)
    hint = f"did you mean {' or '.join(proposals)}?" if proposals else f"define this {noun} first"
    return f"no {noun} has the id {target!r}; {hint}"


def _record_lists(files: Sequence[ReadFile]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(path[0]) for file in files for path, _ in file.records))


def _entries(file: ReadFile, lists: Sequence[str]) -> Iterator[tuple[Path, Any]]:
    for name in lists:
        for i, entry in enumerate(getattr(file.content, name)):
            yield (name, i), entry


def _actor_references(file: ReadFile) -> Iterator[Reference]:
    for i, source in enumerate(file.content.bibliography):
        if source.side:
            yield ("bibliography", i, "side"), source.side
    for i, actor in enumerate(file.content.actors):
        if actor.line:
            yield ("actors", i, "line"), actor.line
        for j, earlier in enumerate(actor.predecessors):
            yield ("actors", i, "predecessors", j, "actor"), earlier.actor
    for i, membership in enumerate(file.content.memberships):
        yield ("memberships", i, "actor"), membership.actor
        yield ("memberships", i, "of"), membership.of
    for path, record in file.records:
        yield from _actors_of_record(path, record)


def _actors_of_record(path: Path, record: Record) -> Iterator[Reference]:
    for i, party in enumerate(record.parties):
        yield (*path, "parties", i, "actor"), party.actor
        if party.via:
            yield (*path, "parties", i, "via"), party.via
    for i, milestone in enumerate(record.milestones):
        if milestone.actor:
            yield (*path, "milestones", i, "actor"), milestone.actor
    for i, claim in enumerate(record.claims):
        slot = claim.target
        if slot.item == "party":
            yield (*path, "claims", i, "slot"), slot.key
        if slot.leaf == "via":
            yield (*path, "claims", i, "value"), claim.value
        actor = MilestoneKey.parse(slot.key).actor if slot.item == "milestone" else None
        if actor:
            yield (*path, "claims", i, "slot"), actor


def _source_references(file: ReadFile) -> Iterator[Reference]:
    for source in file.content.sources:
        yield ("sources",), source
    for i, definition in enumerate(file.content.bibliography):
        if definition.origin:
            yield ("bibliography", i, "origin"), definition.origin
    for i, statement in enumerate(file.content.statements):
        yield ("statements", i, "source"), statement.source
    for name in ("actors", "memberships"):
        for path, entry in _entries(file, (name,)):
            yield from (((*path, "sources"), source) for source in entry.sources)
    for path, record in file.content.records():
        yield from _sources_of_record(path, record)


def _sources_of_record(path: Path, record: Record) -> Iterator[Reference]:
    yield from (((*path, "sources"), source) for source in record.sources)
    if record.term:
        yield from (((*path, "term", "sources"), source) for source in record.term.sources)
    for i, dissent in enumerate(record.claims):
        yield (*path, "claims", i, "source"), dissent.source
    for name in ("parties", "obligations", "milestones", "figures"):
        for i, entry in enumerate(getattr(record, name)):
            yield from (((*path, name, i, "sources"), source) for source in entry.sources)
            for j, claim in enumerate(getattr(entry, "claims", ())):
                yield (*path, name, i, "claims", j, "source"), claim.source


def _record_references(file: ReadFile) -> Iterator[Reference]:
    for i, statement in enumerate(file.content.statements):
        for j, piece in enumerate(statement.evidence):
            yield ("statements", i, "evidence", j, "record"), piece.record
    for path, record in file.records:
        for i, link in enumerate(record.links):
            yield (*path, "links", i, "to"), _other(record, link.to)
        for i, claim in enumerate(record.claims):
            if claim.target.item == "link":
                place = "value" if claim.target.leaf == "to" else "slot"
                target = claim.target.key.partition("|")[2]
                yield (*path, "claims", i, place), _other(record, target)


def _other(record: Record, target: str) -> str:
    """Return an id that a record links to; it is none of the others, so its own finds nothing."""
    return f"{target} (itself)" if target == record.id else target
