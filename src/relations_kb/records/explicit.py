"""The nearest source wins: from what a person writes to a record whose every value is sourced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from relations_kb.domain.vocabulary import Kind, Role
from relations_kb.records.models import Figure, Milestone, Obligation, Party, Record, Term

_Sourced = TypeVar("_Sourced", Milestone, Figure, Party, Obligation, Term)
_NEGOTIATED = frozenset({Kind.TREATY, Kind.AGREEMENT})


def with_explicit_sources(record: Record, file_sources: tuple[str, ...] = ()) -> Record:
    """Give every value of a record its sources and every party its role.

    A value's own sources come first, then the record's, then the file's. A record without any
    takes those of its milestones and figures together, since its title and parties rest on them.
    The result is the canonical form: two records that say the same are equal in it.
    """
    inherited = record.sources or file_sources
    values: tuple[Milestone | Figure, ...] = (*record.milestones, *record.figures)
    own = inherited or _union(entry.sources for entry in values)
    return record.model_copy(
        update={
            "sources": own,
            "term": _sourced(record.term, own) if record.term else None,
            "parties": tuple(_with_role(_sourced(p, own), record.kind) for p in record.parties),
            "obligations": tuple(_sourced(entry, own) for entry in record.obligations),
            "milestones": tuple(_sourced(entry, inherited) for entry in record.milestones),
            "figures": tuple(_plain_units(_sourced(f, inherited)) for f in record.figures),
        }
    )


def _sourced(entry: _Sourced, inherited: tuple[str, ...]) -> _Sourced:
    return entry if entry.sources else entry.model_copy(update={"sources": inherited})


def _plain_units(figure: Figure) -> Figure:
    """Leave the unit out of a claim that has the figure's own."""
    claims = tuple(
        claim.model_copy(update={"unit": None}) if claim.unit == figure.unit else claim
        for claim in figure.claims
    )
    return figure.model_copy(update={"claims": claims})


def _with_role(party: Party, kind: Kind) -> Party:
    if party.role is not None:
        return party
    role = Role.SIGNATORY if kind in _NEGOTIATED else Role.PARTY
    return party.model_copy(update={"role": role})


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for group in groups for source in group))
