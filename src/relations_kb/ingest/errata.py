"""Correcting and retracting what a base says: a claim and a reason are added, nothing is deleted.

An erratum is planned, looked at, and then written. The plan is made again in the transaction that
writes it and must come out the same, so that what a user has agreed to is what happens.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from relations_kb.domain.claims import Claim
from relations_kb.domain.errors import KbError
from relations_kb.domain.identity import nearest
from relations_kb.domain.resolution import resolve
from relations_kb.domain.vocabulary import Calendar, Rank
from relations_kb.ingest.slots import Value, find_slot, read_value, slot_text
from relations_kb.store.amend import Amendment, write_amendment
from relations_kb.store.errata import (
    BEARING_LEAVES,
    CORRECTION,
    RETRACTION,
    Erratum,
    read_errata,
    under_errata,
)
from relations_kb.store.read import TITLE, read_claims, read_weights
from relations_kb.store.redirects import standing_record


@dataclass(frozen=True, slots=True)
class Said:
    """A value and who says it."""

    value: str
    calendar: str
    source: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """A statement that an erratum speaks against, and what takes its place."""

    was: Said
    now: Said | None


@dataclass(frozen=True, slots=True)
class ErratumChange:
    """What an erratum changes, or has changed.

    Attributes:
        record: id of the record.
        slot: the slot, as it is written on the command line.
        kind: ``correction`` or ``retraction``.
        date: day of the erratum, ISO.
        reason: why.
        before: what was shown, with the first source behind it; None for nothing.
        after: what is shown then.
        claims: the statements that it speaks against.
        restored: statements whose earlier erratum it takes back.
        withdrawn: whether the milestone or figure is shown no more.
        changeset: number of the changeset; None as long as nothing is written.
    """

    record: str
    slot: str
    kind: str
    date: str
    reason: str
    before: Said | None
    after: Said | None
    claims: tuple[Replaced, ...]
    restored: tuple[Said, ...]
    withdrawn: bool
    changeset: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """An erratum that is ready to be written."""

    view: ErratumChange
    amendment: Amendment


Planner = Callable[[Connection], Plan]


def correction(
    record: str,
    slot: str,
    value: str,
    *,
    reason: str,
    day: datetime.date,
    source: str | None = None,
) -> Planner:
    """Plan to put a right value in the place of a wrong one.

    Without a source, the one source of the value shown was misread: it now says the right value. If
    several give it, the source must be named. With a source that says something else there, only
    that source was misread. Any other source speaks against the value shown, and its statement
    takes the place of all that gave it.

    Args:
        record: id of the record.
        slot: of the value, as in ``in-force:date``.
        value: the right one, as in a seed file.
        reason: why.
        day: of the erratum.
        source: id of the source that says the right value.
    """

    def plan(connection: Connection) -> Plan:
        state = _State(connection, record, slot)
        wanted = read_value(state.slot, value, state.unit)
        state.check_source(source)
        targets = _corrected(state, wanted, source)
        pairs = [(target, _replacement(target, wanted, source)) for target in targets]
        new = _numbered(claim for _, claim in pairs)
        state.check_not_deprecated(new)
        return state.plan(
            CORRECTION,
            [(target, claim) for target, claim in pairs if target.id != claim.id],
            new,
            _because(reason),
            day,
        )

    return plan


def retraction(
    record: str,
    slot: str,
    *,
    reason: str,
    day: datetime.date,
    value: str | None = None,
    source: str | None = None,
) -> Planner:
    """Plan to take statements back: those of a value, of a source, or else of the value shown.

    Args:
        record: id of the record.
        slot: of the value, as in ``in-force:date``.
        reason: why.
        day: of the erratum.
        value: only statements of this value.
        source: only statements of this source.
    """

    def plan(connection: Connection) -> Plan:
        state = _State(connection, record, slot)
        wanted = read_value(state.slot, value, state.unit) if value is not None else None
        state.check_source(source)
        targets = _retracted(state, wanted, source)
        made = state.plan(
            RETRACTION, [(target, None) for target in targets], [], _because(reason), day
        )
        if state.slot == TITLE and made.view.after is None:
            raise KbError(
                f"{record} cannot be without a title.", "Put the right one with: kb correct"
            )
        return made

    return plan


def carry_out(connection: Connection, planner: Planner, agreed: Plan) -> ErratumChange:
    """Write an erratum, in the caller's transaction.

    Raises:
        KbError: if the base has changed since the plan was agreed to.
    """
    plan = planner(connection)
    if plan != agreed:
        raise KbError("The base was changed in the meantime.", "Run the command again.")
    changeset = write_amendment(connection, plan.amendment)
    return replace(plan.view, changeset=changeset)


class _State:
    """What is said of a slot, under the errata that there are."""

    def __init__(self, connection: Connection, record: str, slot: str) -> None:
        record = standing_record(connection, record).slug
        claims = read_claims(connection, record)
        self._connection = connection
        self.record = record
        self._errata = read_errata(connection)
        self._weights = read_weights(connection)
        self.slot = find_slot(slot, record, (claim.slot for claim in claims))
        self._as_said = [claim for claim in claims if claim.slot == self.slot]
        self.claims, _ = under_errata(self._as_said, self._errata)
        self.shown = resolve(self.claims, self._weights).chosen

    @property
    def value(self) -> Value | None:
        """Return the value shown."""
        return _value(self.shown) if self.shown else None

    @property
    def unit(self) -> str:
        """Return the unit of a figure, as its first statement gives it."""
        first = self.shown or self.claims[0]
        return first.value.partition(" ")[2] if self.slot.item == "figure" else ""

    @property
    def living(self) -> list[Claim]:
        """Return the statements that are not known to be wrong."""
        return [claim for claim in self.claims if claim.rank is not Rank.DEPRECATED]

    def last(self, claim: Claim) -> Erratum | None:
        """Return the newest erratum on a claim."""
        own = self._errata.get(claim.id)
        return own[-1] if own else None

    def check_source(self, source: str | None) -> None:
        """Refuse a source that is not in the base."""
        if source is None or source in self._weights:
            return
        likely = nearest(source, list(self._weights), limit=3)
        raise KbError(
            f"No source has the id {source!r}.",
            f"Did you mean {' or '.join(likely)}?" if likely else "List them with: kb sources",
        )

    def check_not_deprecated(self, new: Iterable[Claim]) -> None:
        """Refuse a statement that the seed's editors have marked as wrong."""
        said = {claim.id: claim for claim in self._as_said}
        for claim in new:
            known = said.get(claim.id)
            if known and known.rank is Rank.DEPRECATED:
                raise KbError(
                    f"The seed marks {_worded(claim)} as wrong: {known.reason}",
                    "Name another source with --source, or change the seed.",
                )

    def plan(
        self,
        kind: str,
        pairs: Sequence[tuple[Claim, Claim | None]],
        new: Sequence[Claim],
        reason: str,
        day: datetime.date,
    ) -> Plan:
        """Plan errata on claims, each with the one that takes its place, if any does."""
        errata = tuple(
            Erratum(target.id, kind, reason, day.isoformat(), claim.id if claim else None)
            for target, claim in pairs
        )
        restored = [claim for claim in new if claim.id in self._errata]
        after = self._after(errata, new)
        view = ErratumChange(
            record=self.record,
            slot=slot_text(self.slot),
            kind=kind,
            date=day.isoformat(),
            reason=reason,
            before=_said(self.shown) if self.shown else None,
            after=_said(after) if after else None,
            claims=tuple(
                Replaced(_said(target), _said(claim) if claim else None) for target, claim in pairs
            ),
            restored=tuple(_said(claim) for claim in restored),
            withdrawn=after is None and self.slot.leaf in BEARING_LEAVES,
        )
        amendment = Amendment(
            kind, _label(view), errata, tuple(new), tuple(claim.id for claim in restored)
        )
        return Plan(view, amendment)

    def _after(self, errata: Iterable[Erratum], new: Sequence[Claim]) -> Claim | None:
        taken_back = {claim.id for claim in new}
        then = {key: own for key, own in self._errata.items() if key not in taken_back}
        for erratum in errata:
            then[erratum.claim] = [*then.get(erratum.claim, ()), erratum]
        said = {claim.id for claim in self._as_said}
        added = [claim for claim in new if claim.id not in said]
        claims, _ = under_errata([*self._as_said, *added], then)
        return resolve(claims, self._weights).chosen


def _corrected(state: _State, wanted: Value, source: str | None) -> list[Claim]:
    """Return the statements that a right value takes the place of."""
    if state.value is None:
        return _to_restore(state, wanted)
    own = [claim for claim in state.living if claim.source == source]
    misread = [claim for claim in own if _value(claim) != wanted]
    if source is None or not misread or len(misread) < len(own):
        targets = [claim for claim in state.living if _value(claim) == state.value]
    else:
        targets = _one_value(state, misread)
    if any(_value(claim) == wanted for claim in targets):
        raise KbError(
            f"{slot_text(state.slot)} is {_text(wanted)} already; there is nothing to correct.",
            "Name the source that was misread with --source, if another says something else.",
        )
    sources = sorted({claim.source for claim in targets})
    if source is None and len(sources) > 1 and state.slot.leaf != "title":
        # What several pages say is not one misreading, and none may be made to say what it does
        # not; titles alone are our own words.
        raise KbError(
            f"Several sources give {_text(state.value)}: {', '.join(sources)}.",
            "Name with --source the one that was misread, or the one that gives the right value.",
        )
    return targets


def _one_value(state: _State, misread: list[Claim]) -> list[Claim]:
    """Return the statements of a source of one value: that shown, if it gives several."""
    shown = [claim for claim in misread if _value(claim) == state.value]
    if not shown and len({_value(claim) for claim in misread}) > 1:
        values = ", ".join(_text(_value(claim)) for claim in misread)
        raise KbError(
            f"{misread[0].source} says several values there: {values}.",
            "Retract the wrong one with: kb retract RECORD SLOT --value V --source ID",
        )
    return shown or misread


def _to_restore(state: _State, wanted: Value) -> list[Claim]:
    """Return retracted statements, where nothing is shown: those of the value wanted, or all."""
    retracted = [claim for claim in state.claims if state.last(claim)]
    same = [claim for claim in retracted if _value(claim) == wanted]
    if not retracted:
        raise KbError(
            f"Every statement on {slot_text(state.slot)} is marked as wrong in the seed.",
            "Change the seed.",
        )
    return same or retracted


def _retracted(state: _State, wanted: Value | None, source: str | None) -> list[Claim]:
    """Return the statements to take back.

    Raises:
        KbError: if there are none, or all have been taken back before.
    """
    among = state.claims if wanted else state.living
    value = wanted or (None if source else state.value)
    meant = [
        claim
        for claim in among
        if (source is None or claim.source == source) and (value is None or _value(claim) == value)
    ]
    fresh = [c for c in meant if not (last := state.last(c)) or last.kind != RETRACTION]
    if fresh:
        return fresh
    raise _nothing_to_retract(state, meant)


def _nothing_to_retract(state: _State, meant: list[Claim]) -> KbError:
    slot = slot_text(state.slot)
    gone = [last for claim in meant or state.claims if (last := state.last(claim))]
    if gone and (meant or not state.living):
        return KbError(
            f"That was retracted already, on {gone[-1].date}: {gone[-1].reason}",
            f"See it with: kb show {state.record}",
        )
    said = "; ".join(_worded(claim) for claim in state.living)
    return KbError(f"Nobody says that of {slot}.", f"What is said: {said or 'nothing'}")


def _replacement(target: Claim, wanted: Value, source: str | None) -> Claim:
    """Make the right statement: of the same source and occasion, or of another source."""
    value, calendar = wanted
    if target.slot.item == "figure":
        # A figure's calendar is that of its day, which is a part of its key.
        calendar = target.calendar
    if source is None or source == target.source:
        rank = Rank.NORMAL if target.rank is Rank.DEPRECATED else target.rank
        reason = target.reason if rank is Rank.PREFERRED else None
        return replace(target, value=value, calendar=calendar, rank=rank, reason=reason)
    # Said of the same record, so that both go back to it if a merge is undone.
    return Claim(target.record, target.slot, value, source, calendar, said_of=target.said_of)


def _numbered(claims: Iterable[Claim]) -> list[Claim]:
    """Number the new statements, each of which is made once."""
    once = {claim.id: claim for claim in claims}.values()
    return [replace(claim, variant=n, ordinal=n) for n, claim in enumerate(once, start=1)]


def _because(reason: str) -> str:
    words = " ".join(reason.split())
    if not words:
        raise KbError("An erratum needs a reason.", "Say with --reason what was wrong and why.")
    return words


def _label(view: ErratumChange) -> str:
    """Write what an erratum does in one line."""
    to = f" to {_value_text(view.claims[0].now)}" if view.claims and view.claims[0].now else ""
    was = ", ".join(dict.fromkeys(_value_text(c.was) for c in view.claims))
    restored = ", ".join(dict.fromkeys(_value_text(said) for said in view.restored))
    done = [f"{view.kind} of {was}{to}"] if was else []
    done += [f"{restored} holds again"] if restored else []
    return f"{view.record} {view.slot}: {'; '.join(done)}: {view.reason}"


def _value(claim: Claim) -> Value:
    calendar = claim.calendar if claim.slot.leaf == "date" else Calendar.GREGORIAN
    return claim.value, calendar


def _text(value: Value) -> str:
    return value[0] if value[1] is Calendar.GREGORIAN else f"{value[0]} {value[1]}"


def _value_text(said: Said | None) -> str:
    return _text((said.value, Calendar(said.calendar))) if said else ""


def _worded(claim: Claim) -> str:
    return f"{_text(_value(claim))} ({claim.source})"


def _said(claim: Claim) -> Said:
    value, calendar = _value(claim)
    return Said(value, str(calendar), claim.source)
