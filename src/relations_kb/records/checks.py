"""The checks of seed files, all of them, and what each says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from relations_kb.records.addresses import check_addresses
from relations_kb.records.claiming import claims_of, entry_of, figure_key, milestone_key
from relations_kb.records.doubts import doubts, doubts_without_sources
from relations_kb.records.findings import Finding
from relations_kb.records.known import Known
from relations_kb.records.models import Record
from relations_kb.records.reading import ReadFile, seed_of
from relations_kb.records.references import (
    check_circles,
    check_evidence,
    check_ids,
    check_references,
)
from relations_kb.records.yaml_text import Path


def check(files: Sequence[ReadFile], context: Callable[[], Known] = Known) -> list[Finding]:
    """Run every check on files that have the right shape.

    Args:
        files: files as read.
        context: gives what may be referred to besides the files themselves; called only if
            something in the files is not defined in them.

    Returns:
        All findings, sorted by file and line.
    """
    known = Known.of(seed_of(files))
    findings = [*check_ids(files), *check_circles(files)]
    unresolved = list(check_references(files, known))
    if unresolved:
        known = known | context()
        unresolved = list(check_references(files, known))
    findings += unresolved
    findings += [*_check_spans(files), *check_addresses(files), *check_evidence(files)]
    sound = not any(finding.is_error for finding in findings)
    for file in files:
        for path, record in file.records:
            findings += _check_record(file, path, record, known, sound)
    return sorted(set(findings))


def _check_record(
    file: ReadFile, path: Path, record: Record, known: Known, sound: bool
) -> list[Finding]:
    found = [
        *_without_source(file, path, record),
        *_repeated(file, path, record),
        *doubts_without_sources(file, path, record),
    ]
    # Resolution needs the weight of every source, so it waits for sound references.
    if sound and not any(finding.is_error for finding in found):
        found += doubts(file, path, record, known)
    return found


def _check_spans(files: Sequence[ReadFile]) -> Iterator[Finding]:
    """E308: actors, memberships and names end after they begin."""
    for file in files:
        for name in ("actors", "memberships"):
            for i, entry in enumerate(getattr(file.content, name)):
                yield from _span(file, (name, i), entry)
                for j, actor_name in enumerate(getattr(entry, "names", ())):
                    yield from _span(file, (name, i, "names", j), actor_name)


def _span(file: ReadFile, path: Path, entry: Any) -> Iterator[Finding]:
    if entry.start and entry.end and entry.end.lies_before(entry.start):
        message = f"it ends ({entry.end}) before it begins ({entry.start}); swap or mend them"
        yield file.finding("E308", (*path, "to"), message)


def _without_source(file: ReadFile, path: Path, record: Record) -> Iterator[Finding]:
    """E305: every value has a source, of its own, of the record or of the file."""
    remedy = "add 'sources: [id]' to it, to the record or to the file"
    if not record.sources:
        yield file.finding("E305", path, f"the record {record.id} has no source; {remedy}")
    for name in ("milestones", "figures"):
        for i, entry in enumerate(getattr(record, name)):
            if not entry.sources:
                yield file.finding("E305", (*path, name, i), f"the value has no source; {remedy}")


def _repeated(file: ReadFile, path: Path, record: Record) -> Iterator[Finding]:
    """E306: entries of a list, and statements on a slot, can be told apart."""
    hints = {
        "milestones": "another 'part', 'actor' or step",
        "figures": "another 'of' or 'as-of'",
        "parties": "one entry for each actor",
        "obligations": "another 'article'",
        "links": "one entry for each relation",
    }
    keys: dict[str, Callable[[Any], str]] = {
        "milestones": lambda entry: str(milestone_key(entry)),
        "figures": lambda entry: str(figure_key(entry)),
        "parties": lambda entry: str(entry.actor),
        "obligations": lambda entry: f"{entry.code}|{entry.article or ''}",
        "links": lambda entry: f"{entry.rel}|{entry.to}",
    }
    repeated = False
    for name, key in keys.items():
        seen: set[str] = set()
        for i, entry in enumerate(getattr(record, name)):
            if key(entry) in seen:
                repeated = True
                message = f"{key(entry)!r} stands twice in {record.id}; give {hints[name]}"
                yield file.finding("E306", (*path, name, i), message)
            seen.add(key(entry))
    if not repeated:
        yield from _said_twice(file, path, record)


def _said_twice(file: ReadFile, path: Path, record: Record) -> Iterator[Finding]:
    seen: set[str] = set()
    for claim in claims_of(record):
        if claim.id in seen:
            message = (
                f"{claim.source} says {claim.value!r} of {claim.slot} twice in {record.id}; "
                "leave one out"
            )
            yield file.finding("E306", (*path, *entry_of(record, claim.slot)), message)
        seen.add(claim.id)
