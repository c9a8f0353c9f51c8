"""The legal status of a record on a day, as a whole and for each party, with its reasons."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.errors import KbError
from relations_kb.domain.lifecycle import (
    LegalStatus,
    LifeStep,
    Reason,
    Terms,
    legal_status,
    party_status,
    without_effect,
)
from relations_kb.domain.vocabulary import Assertion, Calendar, Kind, Relation, Role, Step
from relations_kb.query.actors import list_actors
from relations_kb.query.base import BaseView, base_view
from relations_kb.query.show import ClaimView, MilestoneView, RecordView, all_records, get_record

_BILATERAL = 2
_OUTSIDE = frozenset({Role.CONCERNED, Role.MEDIATOR, Role.GUARANTOR, Role.OBSERVER, Role.HOST})
_CHANGING = frozenset({"date", "assertion"})
"""Leaves of a milestone on which the status rests."""
_INSTRUMENTS = frozenset({Kind.TREATY, Kind.AGREEMENT})
_ENDING_LINKS = {
    Relation.SUPERSEDES: Step.SUPERSEDED,
    Relation.TERMINATES: Step.TERMINATED,
}


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A rule applied, or not applied, to a step.

    Attributes:
        rule: word of ``Rule``.
        text: the rule in a sentence, with the articles of the Vienna Convention.
        record: id of the record in which the step stands.
        milestone: key of the milestone, or None if the rule needs no step.
        date: date of the milestone as stored.
        calendar: its calendar.
        sources: ids of the sources behind it.
        otherwise: claims that contradict the date or the assertion of the milestone.
    """

    rule: str
    text: str
    record: str
    milestone: str | None
    date: str | None
    calendar: str
    sources: tuple[str, ...]
    otherwise: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherwiseView:
    """A source by which the status on the day is another.

    Attributes:
        status: the status by it, a word of ``Status``.
        says: what it says of the milestone: leaf and value.
        record: id of the record in which the milestone stands.
        milestone: key of the milestone.
        source: id of the source.
        said_by: who is quoted there.
        said_on: the day of the words.
    """

    status: str
    says: str
    record: str
    milestone: str
    source: str
    said_by: str | None
    said_on: str | None


@dataclass(frozen=True, slots=True)
class PartyStatus:
    """The status for one party."""

    actor: str
    name: str
    status: str
    since: str | None
    calendar: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class StatusView:
    """The legal status of an instrument on a day.

    Attributes:
        record: id of the record.
        title: its title.
        kind: its kind.
        form: its form.
        on: the day, ISO.
        status: word of ``Status``.
        since: EDTF date of the step that brought it about.
        calendar: calendar of that date.
        disputed: whether by some source the status on the day is another.
        otherwise: those sources, with the status that follows from them.
        reasons: the rules applied, in their order.
        without_effect: steps that a reader may take for more than they are, and why they are not.
        parties: the status for each party.
        base: which base was asked.
    """

    record: str
    title: str
    kind: str
    form: str
    on: str
    status: str
    since: str | None
    calendar: str
    disputed: bool
    otherwise: tuple[OtherwiseView, ...]
    reasons: tuple[ReasonView, ...]
    without_effect: tuple[ReasonView, ...]
    parties: tuple[PartyStatus, ...]
    base: BaseView


def known_on(milestone: MilestoneView, on: datetime.date) -> bool:
    """Tell whether a milestone has begun by a day; a plan, and what is undated, always has."""
    known = milestone.date_min or milestone.date_max
    planned = milestone.assertion == Assertion.PLANNED
    return planned or known is None or known <= on.isoformat()


Lines = Mapping[str, str]
"""The present state of the line of every actor, by id."""
_NO_LINES: Lines = MappingProxyType({})


def status_of(
    record: RecordView,
    on: datetime.date,
    records: Mapping[str, RecordView],
    lines: Lines = _NO_LINES,
) -> LegalStatus:
    """Compute the legal status of a record on a day, the links of other records included."""
    return legal_status(life_of(record, records, lines), on, terms_of(record))


def get_status(connection: Connection, record_id: str, on: datetime.date) -> StatusView:
    """Compute the status of a record and of each party, with the reasons.

    Raises:
        KbError: if there is no record of that id, or it is no treaty or agreement.
    """
    record = get_record(connection, record_id)
    if record.kind not in _INSTRUMENTS:
        kind = record.kind.replace("_", " ")
        raise KbError(
            f"{record.id} is of the kind {kind}: only treaties and agreements have a legal status.",
            f"See what happened with: kb show {record.id}",
        )
    records = {r.id: r for r in all_records(connection)}
    lines = {actor.id: actor.line for actor in list_actors(connection)}
    return status_view(record, on, records, lines, base_view(connection))


def status_view(
    record: RecordView,
    on: datetime.date,
    records: Mapping[str, RecordView],
    lines: Lines,
    base: BaseView,
) -> StatusView:
    """Make the view of a record's status on a day."""
    steps, terms = life_of(record, records, lines), terms_of(record)
    whole = legal_status(steps, on, terms)
    otherwise = tuple(_otherwise(record, on, records, steps, whole))
    since, day_in = _since(whole)
    return StatusView(
        record=record.id,
        title=record.title,
        kind=record.kind,
        form=record.form,
        on=on.isoformat(),
        status=str(whole.status),
        since=since,
        calendar=day_in,
        disputed=bool(otherwise),
        otherwise=otherwise,
        reasons=_reasons(whole.reasons, record, records),
        without_effect=_reasons(without_effect(steps, on), record, records),
        parties=tuple(_parties(record, on, records, steps, lines)),
        base=base,
    )


def _parties(
    record: RecordView,
    on: datetime.date,
    records: Mapping[str, RecordView],
    steps: Iterable[LifeStep],
    lines: Lines,
) -> Iterator[PartyStatus]:
    # What Iran does to a treaty of Persia it does as the same line of states.
    of_lines = [replace(s, party=lines.get(s.party, s.party) if s.party else None) for s in steps]
    number, terms = len(_sides(record, lines)), terms_of(record)
    for party in record.parties:
        if party.role in _OUTSIDE:
            continue
        line = lines.get(party.actor, party.actor)
        named = party.role == Role.PARTY
        status = party_status(of_lines, on, line, number, terms, named=named)
        since, day_in = _since(status)
        yield PartyStatus(
            actor=party.actor,
            name=party.name,
            status=str(status.status),
            since=since,
            calendar=day_in,
            reasons=_reasons(status.reasons, record, records),
        )


def _sides(record: RecordView, lines: Lines) -> set[str]:
    """Return the lines of states that are bound; the states of one line stand on one side."""
    return {lines.get(p.actor, p.actor) for p in record.parties if p.role not in _OUTSIDE}


def _otherwise(
    record: RecordView,
    on: datetime.date,
    records: Mapping[str, RecordView],
    steps: Sequence[LifeStep],
    whole: LegalStatus,
) -> Iterator[OtherwiseView]:
    """Yield the claims by which the status on the day would be another."""
    for index, step in enumerate(steps):
        milestone = _milestone(step, record, records)
        for said in _contradictions(milestone):
            changed = replace(step, **_as_said(said))
            life = [*steps[:index], changed, *steps[index + 1 :]]
            status = legal_status(life, on, terms_of(record)).status
            if status is not whole.status:
                first = said[0]
                yield OtherwiseView(
                    status=str(status),
                    says=", ".join(f"{claim.leaf} {claim.value}" for claim in said),
                    record=step.record,
                    milestone=step.key,
                    source=first.source,
                    said_by=first.said_by,
                    said_on=first.said_on,
                )


def _contradictions(milestone: MilestoneView) -> list[list[ClaimView]]:
    """Return what contradicts the date or the assertion, by source and speaker."""
    said: dict[tuple[str, str | None], list[ClaimView]] = {}
    for claim in milestone.claims:
        if claim.contradicts and claim.leaf in _CHANGING:
            said.setdefault((claim.source, claim.said_by), []).append(claim)
    return list(said.values())


def _as_said(claims: Iterable[ClaimView]) -> dict[str, Any]:
    return {
        claim.leaf: FuzzyDate.parse(claim.value, Calendar(claim.calendar))
        if claim.leaf == "date"
        else Assertion(claim.value)
        for claim in claims
    }


def terms_of(record: RecordView) -> Terms:
    """Return the clauses of a record on its own duration."""
    term = record.term
    return Terms(
        initial=term.get("initial"),
        renewed="renewal" in term,
        notice=term.get("notice"),
        renewal=term.get("renewal"),
        binding=record.kind == Kind.TREATY,
    )


def life_of(
    record: RecordView, records: Mapping[str, RecordView], lines: Lines = _NO_LINES
) -> list[LifeStep]:
    """Return the steps in the life of a record, and what later instruments did to it."""
    return [*_own_steps(record, lines), *_done_by_others(record, records, lines)]


def _done_by_others(
    record: RecordView, records: Mapping[str, RecordView], lines: Lines
) -> Iterator[LifeStep]:
    """Yield the ends that later instruments put to a record, from their entry into force on.

    They stay done when the later instrument itself ends.
    """
    for other in records.values():
        for link in other.links:
            if link.to == record.id and link.rel in _ENDING_LINKS:
                for step in _own_steps(other, lines):
                    if step.step is Step.IN_FORCE and step.whole:
                        yield replace(step, step=_ENDING_LINKS[Relation(link.rel)])


def _own_steps(record: RecordView, lines: Lines) -> list[LifeStep]:
    return [
        LifeStep(
            step=Step(m.step),
            date=_date(m),
            assertion=_assertion(m),
            whole=_touches_whole(record, m, lines),
            party=m.actor,
            part=m.part,
            record=record.id,
            key=m.key,
        )
        for m in record.milestones
    ]


def _assertion(milestone: MilestoneView) -> Assertion:
    """A date that rests on nothing but somebody's word is an announcement, not the act itself."""
    quoted = {
        claim.source
        for claim in milestone.claims
        if claim.leaf == "date"
        and (claim.value == milestone.date or claim.agrees)
        and claim.said_by
    }
    only_quoted = bool(quoted) and quoted.issuperset(milestone.sources)
    return Assertion.REPORTED if only_quoted else Assertion(milestone.assertion)


def _touches_whole(record: RecordView, milestone: MilestoneView, lines: Lines) -> bool:
    """One of two parties can end an instrument for both; one of many only for itself."""
    bilateral = len(_sides(record, lines)) <= _BILATERAL
    signed = milestone.step == Step.SIGNED
    return milestone.part is None and (milestone.actor is None or bilateral or signed)


def _date(milestone: MilestoneView) -> FuzzyDate | None:
    if milestone.date is None:
        return None
    return FuzzyDate.parse(milestone.date, Calendar(milestone.calendar))


def _since(status: LegalStatus) -> tuple[str | None, str]:
    date = status.since
    return (date.text, str(date.calendar)) if date else (None, str(Calendar.GREGORIAN))


def _milestone(
    step: LifeStep, record: RecordView, records: Mapping[str, RecordView]
) -> MilestoneView:
    home = record if step.record == record.id else records[step.record]
    return next(m for m in home.milestones if m.key == step.key)


def _reasons(
    reasons: Iterable[Reason], record: RecordView, records: Mapping[str, RecordView]
) -> tuple[ReasonView, ...]:
    return tuple(_reason(reason, record, records) for reason in reasons)


def _reason(reason: Reason, record: RecordView, records: Mapping[str, RecordView]) -> ReasonView:
    step = reason.step
    if step is None:
        return ReasonView(
            str(reason.rule), reason.rule.meaning, record.id, None, None, "gregorian", (), ()
        )
    milestone = _milestone(step, record, records)
    return ReasonView(
        rule=str(reason.rule),
        text=reason.rule.meaning,
        record=step.record,
        milestone=milestone.key,
        date=milestone.date,
        calendar=milestone.calendar,
        sources=milestone.sources,
        otherwise=tuple(
            f"{claim.leaf} {claim.value} ({claim.said_by or claim.source})"
            for claim in milestone.claims
            if claim.contradicts and claim.leaf in _CHANGING
        ),
    )
