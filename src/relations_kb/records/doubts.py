"""Checks 401 to 404, 406 and 407: what is likely a mistake in a record, though it can be loaded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from relations_kb.domain.claims import Claim
from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.identity import fold
from relations_kb.domain.resolution import resolve
from relations_kb.domain.vocabulary import Assertion, Calendar, Rank, Step
from relations_kb.records.claiming import claims_of, entry_of
from relations_kb.records.findings import Finding
from relations_kb.records.known import Known
from relations_kb.records.models import Milestone, Record
from relations_kb.records.reading import ReadFile
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


_PARLIAMENTS = (
    "majlis", "duma", "federation council", "guardian council", "parliament", "senate", "knesset",
    "assembly",
)  # fmt: skip
"""Words in the names of bodies that approve treaties, and cannot ratify them."""


def doubts_without_sources(file: ReadFile, path: Path, record: Record) -> Iterator[Finding]:
    """Doubts that rest on the record alone."""
    yield from _undated(file, path, record)
    yield from _out_of_order(file, path, record)
    yield from _ratified_at_home(file, path, record)


def doubts(file: ReadFile, path: Path, record: Record, known: Known) -> Iterator[Finding]:
    """Doubts that rest on sources and actors as well, all of which must be known."""
    yield from _after_its_source(file, path, record, known)
    yield from _outranked(file, path, record, known)
    yield from _out_of_its_time(file, path, record, known)


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
    return bool(same and earlier.date and later.date and later.date.lies_before(earlier.date))


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
            yield file.finding("W403", (*path, *entry_of(record, slot)), message)


def _said(claim: Claim) -> str:
    calendar = "" if claim.calendar is Calendar.GREGORIAN else f", {claim.calendar}"
    return f"{claim.value!r} ({claim.source}{calendar})"


def _ratified_at_home(file: ReadFile, path: Path, record: Record) -> Iterator[Finding]:
    """W406: a parliament approves; the state ratifies (VCLT, Art. 2 (1) (b) and 14)."""
    for i, milestone in enumerate(record.milestones):
        organ = fold(milestone.organ or "")
        if milestone.step is Step.RATIFIED and any(word in organ for word in _PARLIAMENTS):
            message = (
                f"{milestone.organ} cannot ratify, it can only approve; "
                "write 'step: domestically-approved', or leave the organ out"
            )
            yield file.finding("W406", (*path, "milestones", i, "organ"), message)


def _out_of_its_time(file: ReadFile, path: Path, record: Record, known: Known) -> Iterator[Finding]:
    """W407: a party is the actor of the day, not the state that came before or after it."""
    days = [m.date for m in record.milestones if m.date and m.assertion is not Assertion.PLANNED]
    for i, party in enumerate(record.parties if days else ()):
        start, end = known.actors[party.actor]
        if start and all(day.lies_before(start) for day in days):
            message = f"{party.actor} begins on {start}, after all of {record.id}; "
        elif end and all(end.lies_before(day) for day in days):
            message = f"{party.actor} ended on {end}, before all of {record.id}; "
        else:
            continue
        message += "name the state of the day (kb countries lists them)"
        yield file.finding("W407", (*path, "parties", i), message)
