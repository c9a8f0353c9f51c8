"""The checks of seed files, all of them, and what each says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from relations_kb.domain.claims import Claim, Slot
from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.resolution import resolve
from relations_kb.domain.vocabulary import Assertion, Calendar, Rank, Step
from relations_kb.records.claiming import claims_of, figure_key, milestone_key
from relations_kb.records.findings import Finding
from relations_kb.records.known import Known
from relations_kb.records.models import Milestone, Record
from relations_kb.records.reading import ReadFile, seed_of
from relations_kb.records.references import check_circles, check_ids, check_references
from relations_kb.records.yaml_text import Path

_ORDER = (
    (Step.SIGNED, Step.RATIFIED),
    (Step.SIGNED, Step.IN_FORCE),
    (Step.SIGNED, Step.TERMINATED),
    (Step.SIGNED, Step.EXPIRED),
    (Step.STARTED, Step.ENDED),
    (Step.IMPOSED, Step.LIFTED),
    (Step.CONSTRUCTION_STARTED, Step.GRID_CONNECTED),
    (Step.GRID_CONNECTED, Step.OPERATIONAL),
)
"""Pairs of steps of which the second never comes before the first."""


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
    findings += _check_spans(files)
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
        *_undated(file, path, record),
        *_out_of_order(file, path, record),
    ]
    # Resolution needs the weight of every source, so it waits for sound references.
    if sound and not any(finding.is_error for finding in found):
        found += _after_its_source(file, path, record, known)
        found += _outranked(file, path, record, known)
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
    if entry.start and entry.end and _before(entry.end, entry.start):
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
            yield file.finding("E306", _place(path, record, claim.slot), message)
        seen.add(claim.id)


def _undated(file: ReadFile, path: Path, record: Record) -> Iterator[Finding]:
    """W404: a record shows on a timeline only by a date."""
    dated = any(m.date for m in record.milestones) or any(f.as_of for f in record.figures)
    if not dated:
        message = f"nothing in {record.id} has a date; add a milestone with one"
        yield file.finding("W404", path, message)


def _out_of_order(file: ReadFile, path: Path, record: Record) -> Iterator[Finding]:
    """W402: in force before signed, ended before started."""
    for i, later in enumerate(record.milestones):
        for earlier in record.milestones:
            if (earlier.step, later.step) in _ORDER and _contradict(earlier, later):
                message = (
                    f"{later.step} ({later.date}) lies before {earlier.step} ({earlier.date}); "
                    "check both dates"
                )
                yield file.finding("W402", (*path, "milestones", i, "date"), message)


def _contradict(earlier: Milestone, later: Milestone) -> bool:
    same = earlier.part == later.part and Assertion.PLANNED not in (
        earlier.assertion,
        later.assertion,
    )
    return bool(same and earlier.date and later.date and _before(later.date, earlier.date))


def _after_its_source(
    file: ReadFile, path: Path, record: Record, known: Known
) -> Iterator[Finding]:
    """W401: a page cannot report what happened after it; it can only announce it."""
    for i, milestone in enumerate(record.milestones):
        happened = milestone.assertion is Assertion.ACTUAL and milestone.rank is not Rank.DEPRECATED
        for source in milestone.sources if happened and milestone.date else ():
            published = known.sources[source].date
            if published and _certainly_later(milestone.date, published):
                message = (
                    f"{milestone.step} is dated {milestone.date}, after its source {source} "
                    f"({published}); say 'assertion: planned' or cite a later source"
                )
                yield file.finding("W401", (*path, "milestones", i, "date"), message)


def _certainly_later(date: FuzzyDate | None, published: str) -> bool:
    latest = FuzzyDate.parse(published).latest
    # A day of slack: pages are dated by the clock of their own time zone.
    return bool(date and date.earliest and latest and (date.earliest - latest).days > 1)


def _outranked(file: ReadFile, path: Path, record: Record, known: Known) -> Iterator[Finding]:
    """W403: the value that stands in the record is the one that will be shown."""
    claims = sorted(claims_of(record), key=lambda claim: claim.slot)
    for slot, group in groupby(claims, key=lambda claim: claim.slot):
        candidates = list(group)
        result = resolve(candidates, known.sources)
        own = next((c for c in candidates if c.variant == 0), None)
        if own is None or result.chosen is None:
            continue
        if own.value != result.chosen.value or own.calendar != result.chosen.calendar:
            message = (
                f"{_said(result.chosen)} would be shown for {slot}, not {_said(own)}; "
                "swap the two, or add 'rank: preferred' with a reason"
            )
            yield file.finding("W403", _place(path, record, slot), message)


def _said(claim: Claim) -> str:
    calendar = "" if claim.calendar is Calendar.GREGORIAN else f", {claim.calendar}"
    return f"{claim.value!r} ({claim.source}{calendar})"


def _place(path: Path, record: Record, slot: Slot) -> Path:
    """Find the entry of a slot in the file."""
    for i, milestone in enumerate(record.milestones):
        if slot.item == "milestone" and str(milestone_key(milestone)) == slot.key:
            return (*path, "milestones", i)
    for i, figure in enumerate(record.figures):
        if slot.item == "figure" and str(figure_key(figure)) == slot.key:
            return (*path, "figures", i)
    return path


def _before(one: FuzzyDate, other: FuzzyDate) -> bool:
    """Tell whether one date certainly lies before another."""
    return bool(one.latest and other.earliest and one.latest < other.earliest)
