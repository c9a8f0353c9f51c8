"""Who of a record stands on which side of a pair, and whether the two face each other in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from relations_kb.domain.codes import CODE_LISTS
from relations_kb.domain.vocabulary import Form, Role, Scheme
from relations_kb.query.actors import ActorRef, ActorView
from relations_kb.query.show import PartyView, RecordView

_ACTING = frozenset({Role.INITIATOR, Role.SPEAKER, Role.IMPOSER, Role.CLAIMANT, Role.PARTY})
_STRUCK = frozenset({Role.TARGET, Role.RESPONDENT})
_FOR, _AGAINST = frozenset({Role.INITIATOR, Role.IN_FAVOUR}), frozenset({Role.AGAINST})
_BALLOTS = frozenset({Form.VOTE, Form.RESOLUTION})
_TRADING = frozenset({Role.SUPPLIER, Role.RECIPIENT})
_NOT_BOUND = frozenset({Role.CONCERNED, Role.MEDIATOR, Role.GUARANTOR, Role.OBSERVER, Role.HOST})
_CONFLICT = (3, 4)
"""Quad classes of PLOVER for conflict in words and in deed."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two actors of a pair, each with the earlier states of its line.

    Attributes:
        of: side (0 or 1) by the id of an actor.
        names: names of the two.
    """

    of: Mapping[str, int]
    names: tuple[str, str]

    def roles(self, record: RecordView) -> tuple[set[str], set[str]]:
        """Return the roles of the two sides in a record."""
        found: tuple[set[str], set[str]] = (set(), set())
        for party in record.parties:
            if party.actor in self.of:
                found[self.of[party.actor]].add(party.role)
        return found

    def others(self, record: RecordView) -> list[PartyView]:
        """Return the parties that stand on neither side."""
        return [party for party in record.parties if party.actor not in self.of]


def sides_of(one: ActorRef, other: ActorRef, actors: Iterable[ActorView]) -> Sides:
    """Tell which actors stand for the two; a former state stands only for itself."""
    of = {one.slug: 0, other.slug: 1}
    for actor in actors:
        for side, named in enumerate((one, other)):
            if named.heads_line and actor.line == named.line:
                of[actor.id] = side
    return Sides(of, (one.name, other.name))


def are_bound(sides: Sides, record: RecordView) -> bool:
    """Tell whether each side that is in a record itself is more than a bystander there."""
    return all(not roles or roles - _NOT_BOUND for roles in sides.roles(record))


def bound_parties(record: RecordView) -> list[PartyView]:
    """Return the parties that an instrument binds."""
    return [party for party in record.parties if party.role not in _NOT_BOUND]


def face_each_other(sides: Sides, record: RecordView) -> bool:
    """Tell whether the two stand against each other in a record, and not side by side.

    One acts and the other is its target; or they are parties of the same quarrel, in which nobody
    else is the target. In a vote one speaks for the draft and the other votes against it, or one
    imposes what is decided on the other: a draft on a state need not be one against it.
    """
    one, other = sides.roles(record)
    if not one or not other:
        return False
    if record.form in _BALLOTS:
        return any(
            (acting & _FOR and struck & _AGAINST) or (Role.IMPOSER in acting and struck & _STRUCK)
            for acting, struck in ((one, other), (other, one))
        )
    others = {party.role for party in sides.others(record)}
    for acting, struck in ((one, other), (other, one)):
        if acting & _ACTING and struck & _STRUCK and not struck & _ACTING - {Role.PARTY}:
            return True
    if others & _STRUCK:
        return False
    if one | other == _TRADING or Role.PARTY in one & other:
        return True
    return Role.SPEAKER in one & other and others <= {Role.SPEAKER}


def conflict_codes(record: RecordView) -> tuple[str, ...]:
    """Return the PLOVER codes of a record that stand for conflict in words or in deed."""
    known = CODE_LISTS[Scheme.PLOVER].codes
    codes = record.codes.get(Scheme.PLOVER, ())
    return tuple(code for code in codes if code in known and known[code].quad in _CONFLICT)


def score(sides: Sides, record: RecordView) -> float | None:
    """Return the mean PLOVER score of an event between the two; None if it is not coded.

    What the two do side by side against a third is no conflict between them: its codes of conflict
    are left out.
    """
    known = CODE_LISTS[Scheme.PLOVER].codes
    facing = face_each_other(sides, record)
    scores = []
    for name in record.codes.get(Scheme.PLOVER, ()):
        code = known.get(name)
        if code and code.score is not None and (facing or code.quad not in _CONFLICT):
            scores.append(code.score)
    return sum(scores) / len(scores) if scores else None
