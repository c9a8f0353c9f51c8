"""The legal status of an instrument on a day, computed from its milestones.

The rules follow the Vienna Convention on the Law of Treaties (1969): signature alone does not
bind (Art. 12, 14), domestic approval is no ratification, an instrument is in force from the day on
which it entered into force (Art. 24) until it is terminated, superseded or its term runs out
(Art. 54, 59). Plans, reports and denials have no effect. Every status comes with the rules and
steps from which it follows; docs/status.md tells them.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from relations_kb.domain.dates import FuzzyDate, sort_key
from relations_kb.domain.vocabulary import Assertion, Step, Term

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


class Status(Term):
    """The legal status of an instrument."""

    UNKNOWN = "unknown", "nothing dated is known"
    NEGOTIATING = "negotiating", "under negotiation, or settled and not signed"
    ADOPTED = "adopted", "its text was adopted; no signature or entry into force is on record"
    SIGNED = "signed", "signed; no entry into force is on record"
    PROVISIONAL = "provisional", "applied provisionally"
    IN_FORCE = "in force", "in force"
    PARTLY_IN_FORCE = (
        "partly in force",
        "in force, but for a part that ended or rests, or for a party that declared it void",
    )
    SUSPENDED = "suspended", "suspended"
    NOTICE_GIVEN = "notice given", "in force, notice of termination given"
    TERMINATED = "terminated", "terminated"
    EXPIRED = "expired", "its term ran out"
    SUPERSEDED = "superseded", "replaced by a later instrument"
    LAPSED = "lapsed", "refused or given up; no entry into force is on record"
    NOT_A_PARTY = "not a party", "in force for others, and not for this one"


LIVE = frozenset({Status.IN_FORCE, Status.PARTLY_IN_FORCE, Status.PROVISIONAL, Status.NOTICE_GIVEN})
"""Statuses in which an instrument has effect."""


class Rule(Term):
    """A rule by which a step counts for the status, or does not. Articles are those of the VCLT."""

    NOTHING = "nothing", "nothing that counts is on record by that day"
    TALKS = "talks", "talks and a settled text do not bind (Art. 9, 10)"
    ADOPTION = "adoption", "the adoption of a text does not bind (Art. 9, 10)"
    SIGNATURE = "signature", "signature alone does not bind (Art. 12, 14, 18)"
    PROVISIONAL = "provisional", "it is applied before its entry into force (Art. 25)"
    APPLICATION = "application", "it begins to apply, whether or not it binds as a treaty does"
    ENTRY = "entry", "it is in force from its entry into force on (Art. 24)"
    SUSPENSION = "suspension", "its operation is suspended (Art. 57, 72)"
    SUSPENSION_BY_ONE = (
        "suspension-by-one",
        "one party suspended it; between two its operation rests for both (Art. 60, 65, 72)",
    )
    RESUMPTION = "resumption", "its operation is resumed"
    NOTICE = "notice", "notice was given; it goes on until the notice has run out (Art. 56, 65)"
    NOTICE_OVER = "notice-over", "the notice that its clause asks for has run out (Art. 54, 56)"
    NOTICE_OVER_BY_LAW = (
        "notice-over-by-law",
        "no notice clause is on record; after twelve months the notice has run out (Art. 56)",
    )
    NO_NOTICE_NEEDED = "no-notice-needed", "it is no treaty and could be left without notice"
    NOT_RENEWED = (
        "not-renewed",
        "notice kept its clause from prolonging it; it ended with its term (Art. 54)",
    )
    TERMINATION = "termination", "it was terminated (Art. 54)"
    EXPIRY = "expiry", "it expired (Art. 54)"
    TERM_OVER = "term-over", "its term ran out, and nothing prolongs it (Art. 54)"
    RENEWED = "renewed", "its term ran out, and its clause prolongs it"
    RUNS_ON = "runs-on", "its term ran out; by its clause it goes on until notice is given"
    PROLONGED = "prolonged", "it was prolonged"
    SUPERSESSION = "supersession", "a later instrument took its place (Art. 59)"
    LAPSE = "lapse", "it was refused or given up"
    PART = "part", "a part of it ended or rests; the rest goes on (Art. 44)"
    VOID_FOR_ONE = "void-for-one", "one party declared it void; the others did not (Art. 42, 65)"
    WITHDRAWAL = "withdrawal", "the party withdrew; the instrument goes on for the others (Art. 54)"
    CONSENT = "consent", "the party is bound by its own consent (Art. 11, 14, 15)"
    PARTY_ON_RECORD = "party-on-record", "the party is named as one; its consent has no date here"
    NO_CONSENT = "no-consent", "the party signed and has not consented to be bound (Art. 14, 18)"
    NOT_A_PARTY = "not-a-party", "it has not consented to be bound by that day (Art. 11, 34)"
    DOMESTIC = "domestic", "approval by an organ of one state is no ratification (Art. 2, 14)"
    ANNOUNCEMENT = "announcement", "an announcement is only an announcement"
    NOT_ENTRY = "not-entry", "consent and notification are not yet entry into force (Art. 24)"
    REGISTRATION = "registration", "registration makes it known and changes nothing (Art. 80)"
    UNCERTAIN = "uncertain", "it may have happened by then; it is certain only from its last day on"
    NOT_ACTUAL = "not-actual", "what is planned, reported or denied has no effect"


_MAKING: dict[Step, Status] = {
    Step.NEGOTIATION_OPENED: Status.NEGOTIATING,
    Step.TEXT_AGREED: Status.NEGOTIATING,
    Step.ADOPTED: Status.ADOPTED,
    Step.SIGNED: Status.SIGNED,
    Step.PROVISIONALLY_APPLIED: Status.PROVISIONAL,
    Step.APPLIED: Status.IN_FORCE,
    Step.IN_FORCE: Status.IN_FORCE,
}
"""Steps by which an instrument comes about, in the order of a life; none is ever taken back."""

_RESTING: dict[Step, Status] = {
    Step.SUSPENDED: Status.SUSPENDED,
    Step.RESUMED: Status.IN_FORCE,
    Step.DENOUNCED: Status.NOTICE_GIVEN,
}
"""Steps by which it rests or goes on; a resumption takes back what stands before it."""

_ENDING: dict[Step, Status] = {
    Step.REFUSED: Status.LAPSED,
    Step.CANCELLED: Status.LAPSED,
    Step.TERMINATED: Status.TERMINATED,
    Step.EXPIRED: Status.EXPIRED,
    Step.SUPERSEDED: Status.SUPERSEDED,
}
"""Steps by which it ends; of several the first by date counts, since an end ends only once."""

_AGE = {step: age for age, step in enumerate((*_MAKING, *_RESTING, *_ENDING))}

_RULES: dict[Step, Rule] = {
    Step.NEGOTIATION_OPENED: Rule.TALKS,
    Step.TEXT_AGREED: Rule.TALKS,
    Step.ADOPTED: Rule.ADOPTION,
    Step.SIGNED: Rule.SIGNATURE,
    Step.PROVISIONALLY_APPLIED: Rule.PROVISIONAL,
    Step.APPLIED: Rule.APPLICATION,
    Step.IN_FORCE: Rule.ENTRY,
    Step.SUSPENDED: Rule.SUSPENSION,
    Step.RESUMED: Rule.RESUMPTION,
    Step.DENOUNCED: Rule.NOTICE,
    Step.REFUSED: Rule.LAPSE,
    Step.CANCELLED: Rule.LAPSE,
    Step.TERMINATED: Rule.TERMINATION,
    Step.EXPIRED: Rule.EXPIRY,
    Step.SUPERSEDED: Rule.SUPERSESSION,
    Step.EXTENDED: Rule.PROLONGED,
    Step.REPUDIATED: Rule.VOID_FOR_ONE,
}
_WITHOUT_EFFECT: dict[Step, Rule] = {
    Step.DOMESTICALLY_SUBMITTED: Rule.DOMESTIC,
    Step.DOMESTICALLY_APPROVED: Rule.DOMESTIC,
    Step.DOMESTICALLY_PROMULGATED: Rule.DOMESTIC,
    Step.ANNOUNCED: Rule.ANNOUNCEMENT,
    Step.STATED: Rule.ANNOUNCEMENT,
    Step.RATIFIED: Rule.NOT_ENTRY,
    Step.ACCEDED: Rule.NOT_ENTRY,
    Step.COMPLETION_NOTIFIED: Rule.NOT_ENTRY,
    Step.INSTRUMENTS_EXCHANGED: Rule.NOT_ENTRY,
    Step.REGISTERED: Rule.REGISTRATION,
}
_BEFORE_ENTRY = frozenset({Rule.DOMESTIC, Rule.NOT_ENTRY})
"""Rules that tell what was lacking for an entry into force; nothing was once it is there."""
_PART_ENDS = frozenset(
    {Step.SUSPENDED, Step.TERMINATED, Step.EXPIRED, Step.SUPERSEDED, Step.REPUDIATED}
)
"""Steps by which a part of an instrument ends or rests, while the rest goes on."""

_CONSENT = frozenset({Step.RATIFIED, Step.ACCEDED, Step.ADMITTED})
_LEFT = frozenset({Step.TERMINATED, Step.REPUDIATED})
_LAPSES = frozenset({Step.REFUSED, Step.CANCELLED})
_ENDED = frozenset({Status.TERMINATED, Status.EXPIRED, Status.SUPERSEDED})
_BILATERAL = 2
_NOTICE_BY_LAW = "P1Y"
_AT_ONCE = "P0D"


@dataclass(frozen=True, slots=True)
class LifeStep:
    """A milestone as far as it touches the legal status.

    Attributes:
        step: what happened.
        date: when; None if unknown.
        assertion: whether it happened.
        whole: whether it touches the instrument as a whole, and not a part or one party alone.
        party: whose act it is; None if it is nobody's alone.
        part: the part concerned.
        record: id of the record in which it stands; empty for the instrument's own.
        key: key of the milestone.
    """

    step: Step
    date: FuzzyDate | None
    assertion: Assertion
    whole: bool
    party: str | None = None
    part: str | None = None
    record: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule, and the step that it was applied to, if any."""

    rule: Rule
    step: LifeStep | None = None


@dataclass(frozen=True, slots=True)
class LegalStatus:
    """A status with the step that brought it about.

    Attributes:
        status: the status.
        since: date of that step; None if no step did.
        step: the step.
        reasons: the rules applied, in their order.
    """

    status: Status
    since: FuzzyDate | None = None
    step: Step | None = None
    reasons: tuple[Reason, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """The clauses of an instrument on its own duration.

    Attributes:
        initial: ISO 8601 duration (``P20Y``, ``P1Y6M``) for which it was made.
        renewed: whether it is prolonged when the term runs out.
        notice: ISO 8601 duration after which a notice of termination has run out.
        renewal: ISO 8601 duration by which it is prolonged each time; None if it is not known.
        binding: whether it binds under the law of treaties, which asks for notice.
    """

    initial: str | None = None
    renewed: bool = False
    notice: str | None = None
    renewal: str | None = None
    binding: bool = True


NO_TERMS = Terms()


def legal_status(
    steps: Iterable[LifeStep], on: datetime.date, terms: Terms = NO_TERMS
) -> LegalStatus:
    """Compute the status of an instrument as a whole on a day.

    The furthest step of its making counts, whatever the dates say of their order, since a treaty
    in force is not unmade by a vague or a later signature; then the last step by which it rests,
    and above all the first by which it ends. The order in which they are given makes no difference.

    Args:
        steps: the milestones, and what other instruments did to this one.
        on: the day.
        terms: the clauses on duration.
    """
    steps = list(steps)
    effective = [step for step in steps if _counts(step, on)]
    making = [step for step in effective if step.step in _MAKING]
    made = _furthest(making)
    status = _end(effective, made)
    if status is None:
        resting = _since_entry(effective, made)
        status = _rest(resting, made) or made
        status = _notice_over(status, _notice_given(resting), making, on, terms)
        status = _term_over(status, steps, making, on, terms)
    return _in_part(status, steps, on)


def party_status(
    steps: Iterable[LifeStep],
    on: datetime.date,
    party: str,
    parties: int,
    terms: Terms = NO_TERMS,
    *,
    named: bool = False,
) -> LegalStatus:
    """Compute the status of an instrument for one of its parties on a day.

    What one of two parties does to an instrument touches both, but for its declaration that it is
    void. Of more than two each is bound by its own consent, where consents are on record, and can
    suspend and leave alone. Nobody is bound before the whole is in force.

    Args:
        steps: as of ``legal_status``.
        on: the day.
        party: whose status.
        parties: number of parties.
        terms: the clauses on duration.
        named: whether the record names it as a party that is bound, and not as a signatory.
    """
    steps = list(steps)
    whole = legal_status(steps, on, terms)
    own = [s for s in steps if s.party == party and s.part is None and s.assertion is _ACTUAL]
    done = [s for s in own if _happened(s, on)]
    left = _left(done, parties, on, terms, entered=_entered(steps, on))
    if left and _leaves(left, whole):
        return left
    if whole.status not in LIVE | {Status.SUSPENDED}:
        return whole
    if parties <= _BILATERAL:
        return _without_others(whole, party)
    rest = _rest(done, whole) if _PAUSES & {s.step for s in done} else None
    if rest and rest.status is Status.SUSPENDED:
        return rest
    return _by_consent(steps, own, on, _without_others(whole, party), named=named)


_ACTUAL = Assertion.ACTUAL
_VOID = Step.REPUDIATED
_PAUSES = frozenset({Step.SUSPENDED, Step.RESUMED})


def _left(
    done: Sequence[LifeStep], parties: int, on: datetime.date, terms: Terms, *, entered: bool
) -> LegalStatus | None:
    """Return how a party left alone, if it did and did not join again."""
    alone = [s for s in done if parties > _BILATERAL or s.step is _VOID]
    joined = max((_by_date(s) for s in done if s.step in _CONSENT), default=())
    going = [
        s
        for s in alone
        if s.step in _LEFT | {Step.DENOUNCED} and (not joined or _by_date(s) > joined)
    ]
    gone = [s for s in going if s.step in _LEFT]
    if gone:
        first = min(gone, key=_by_date)
        rule = Rule.VOID_FOR_ONE if first.step is _VOID else Rule.WITHDRAWAL
        status = Status.TERMINATED if entered or first.step is not _VOID else Status.LAPSED
        return LegalStatus(status, first.date, first.step, (Reason(rule, first),))
    if going:
        first = min(going, key=_by_date)
        given = LegalStatus(
            Status.NOTICE_GIVEN, first.date, first.step, (Reason(Rule.NOTICE, first),)
        )
        return _notice_over(given, first, (), on, terms)
    return None


def _leaves(left: LegalStatus, whole: LegalStatus) -> bool:
    """Tell whether what a party did alone counts beside what became of the whole."""
    if whole.status in _ENDED:
        over = left.status in {Status.TERMINATED, Status.LAPSED}
        return over and sort_key(left.since) < sort_key(whole.since)
    live = whole.status in LIVE | {Status.SUSPENDED}
    return live or (whole.status is Status.SIGNED and left.step is _VOID)


def _entered(steps: Sequence[LifeStep], on: datetime.date) -> bool:
    return _furthest([s for s in steps if _counts(s, on) and s.step in _MAKING]).status in LIVE


def _without_others(whole: LegalStatus, party: str) -> LegalStatus:
    """Return the status for a party that did not itself declare the instrument, or a part, void."""
    partial = [r for r in whole.reasons if r.rule in {Rule.VOID_FOR_ONE, Rule.PART}]
    foreign = [
        r for r in partial if r.step and r.step.step is _VOID and r.step.party not in {None, party}
    ]
    if whole.status is Status.PARTLY_IN_FORCE and len(foreign) == len(partial):
        entry = next((r.step for r in whole.reasons if r.rule in _ENTRIES and r.step), None)
        return LegalStatus(
            Status.IN_FORCE,
            entry.date if entry else None,
            entry.step if entry else None,
            whole.reasons,
        )
    return whole


_ENTRIES = frozenset({Rule.ENTRY, Rule.APPLICATION})


def _by_consent(
    steps: Sequence[LifeStep],
    own: Sequence[LifeStep],
    on: datetime.date,
    whole: LegalStatus,
    *,
    named: bool,
) -> LegalStatus:
    consents = sorted((s for s in own if s.step in _CONSENT | {Step.IN_FORCE}), key=_by_date)
    given = [s for s in consents if _happened(s, on)]
    if given:
        return _from_consent(given[0], whole)
    # Where the record keeps consents at all, who is missing among them is not bound.
    kept = any(s.step in _CONSENT and s.part is None and s.assertion is _ACTUAL for s in steps)
    if not consents and (named or not kept):
        told = (Reason(Rule.PARTY_ON_RECORD),) if kept else ()
        return replace(whole, reasons=(*whole.reasons, *told))
    # Who joins by accession has not signed; the others signed with all unless told otherwise.
    original = not consents or consents[0].step is Step.RATIFIED
    signed = [
        s
        for s in steps
        if s.step is Step.SIGNED
        and s.part is None
        and _happened(s, on)
        and (s in own or (original and s.party is None))
    ]
    if signed:
        first = min(signed, key=lambda s: (s not in own, _by_date(s)))
        return LegalStatus(Status.SIGNED, first.date, first.step, (Reason(Rule.NO_CONSENT, first),))
    return LegalStatus(Status.NOT_A_PARTY, reasons=(Reason(Rule.NOT_A_PARTY),))


def _from_consent(consent: LifeStep, whole: LegalStatus) -> LegalStatus:
    """Date what is in force for a party from its own consent, if that came after the entry."""
    reasons = (*whole.reasons, Reason(Rule.CONSENT, consent))
    later = bool(consent.date and whole.since and sort_key(consent.date) > sort_key(whole.since))
    if later and whole.status in {Status.IN_FORCE, Status.PROVISIONAL}:
        return LegalStatus(whole.status, consent.date, consent.step, reasons)
    return replace(whole, reasons=reasons)


def without_effect(steps: Iterable[LifeStep], on: datetime.date) -> list[Reason]:
    """Return the steps by a day that a reader may take for more than they are, in order of time.

    Each with the rule that says why it has no effect.
    """
    steps = list(steps)
    entry = _furthest([s for s in steps if _counts(s, on) and s.step in _MAKING])
    found = []
    for step in steps:
        rule = _lack(step, on)
        if rule in _BEFORE_ENTRY and entry.status in LIVE and not _after_entry(step, rule, entry):
            continue
        if rule:
            found.append(Reason(rule, step))
    return sorted(found, key=lambda reason: _by_date(reason.step) if reason.step else ())


def _lack(step: LifeStep, on: datetime.date) -> Rule | None:
    """Return the rule by which a step has no effect on a day, if there is one to tell."""
    if step.date is None:
        return None
    if not _known_by(step.date, on):
        open_start = step.date.earliest is None and step.date.latest is not None
        uncertain = open_start and step.step in _AGE and step.assertion is _ACTUAL
        return Rule.UNCERTAIN if uncertain else None
    if step.step in _AGE and step.assertion is not _ACTUAL:
        return Rule.NOT_ACTUAL
    return _WITHOUT_EFFECT.get(step.step)


def _after_entry(step: LifeStep, rule: Rule, entry: LegalStatus) -> bool:
    return rule is Rule.DOMESTIC and sort_key(step.date) > sort_key(entry.since)


def _furthest(making: Sequence[LifeStep]) -> LegalStatus:
    """Return the status of the furthest step, since the first time it was reached."""
    if not making:
        return LegalStatus(Status.UNKNOWN, reasons=(Reason(Rule.NOTHING),))
    age = max(_AGE[step.step] for step in making)
    first = min((step for step in making if _AGE[step.step] == age), key=_by_date)
    return _status(_MAKING[first.step], first)


def _status(status: Status, step: LifeStep, before: tuple[Reason, ...] = ()) -> LegalStatus:
    return LegalStatus(status, step.date, step.step, (*before, Reason(_RULES[step.step], step)))


def _since_entry(effective: Sequence[LifeStep], made: LegalStatus) -> list[LifeStep]:
    """Return the steps of rest; what was not yet in force could not be suspended or denounced."""
    live = made.status in LIVE
    return [
        s for s in effective if s.step in _RESTING and not (live and _lies_before(s, made.since))
    ]


def _lies_before(step: LifeStep, date: FuzzyDate | None) -> bool:
    return bool(step.date and date and step.date.lies_before(date))


def _rest(resting: Sequence[LifeStep], made: LegalStatus) -> LegalStatus | None:
    """Return whether it rests, is under notice, or goes on again.

    The notice does not put a suspended instrument into operation, and runs while it rests.
    """
    resumed = [s for s in resting if s.step is Step.RESUMED]
    last = max(resumed, key=_by_date, default=None)
    open_ = _open(resting)
    notice = [s for s in open_ if s.step is Step.DENOUNCED]
    suspended = [s for s in open_ if s.step is Step.SUSPENDED]
    if suspended:
        first = min(suspended, key=_by_date)
        status = _status(Status.SUSPENDED, first, made.reasons)
        if len({s.party for s in suspended}) == 1 and first.party:
            reasons = (*made.reasons, Reason(Rule.SUSPENSION_BY_ONE, first))
            status = replace(status, reasons=reasons)
        told = tuple(Reason(Rule.NOTICE, s) for s in sorted(notice, key=_by_date)[:1])
        return replace(status, reasons=(*status.reasons, *told))
    if notice:
        return _status(Status.NOTICE_GIVEN, min(notice, key=_by_date), made.reasons)
    return _status(Status.IN_FORCE, last, made.reasons) if last else None


def _open(resting: Iterable[LifeStep]) -> list[LifeStep]:
    """Return the suspensions and notices that no later resumption took back."""
    resting = list(resting)
    resumed = max((_by_date(s) for s in resting if s.step is Step.RESUMED), default=())
    return [
        s
        for s in resting
        if s.step in {Step.SUSPENDED, Step.DENOUNCED} and (not resumed or _by_date(s) > resumed)
    ]


def _notice_given(resting: Iterable[LifeStep]) -> LifeStep | None:
    """Return the notice that runs: the first that was not taken back."""
    notice = [s for s in _open(resting) if s.step is Step.DENOUNCED]
    return min(notice, key=_by_date, default=None)


def _end(effective: Sequence[LifeStep], made: LegalStatus) -> LegalStatus | None:
    """Return the end, if any; what is in force can be ended, but no longer be refused."""
    live = made.status in LIVE
    ending = [
        step
        for step in effective
        if step.step in _ENDING and not (live and _overtaken(step, made.since))
    ]
    if not ending:
        return None
    first = min(ending, key=_by_date)
    status = _ENDING[first.step]
    if live and status is Status.LAPSED:
        status = Status.TERMINATED
    return _status(status, first, made.reasons)


def _overtaken(step: LifeStep, entry: FuzzyDate | None) -> bool:
    """Tell whether an entry into force showed a refusal, or a giving up before it, to be moot."""
    if step.step is Step.REFUSED:
        return True
    return step.step is Step.CANCELLED and _lies_before(step, entry)


def _notice_over(
    status: LegalStatus,
    notice: LifeStep | None,
    making: Sequence[LifeStep],
    on: datetime.date,
    terms: Terms,
) -> LegalStatus:
    """End what was denounced when the notice has run out.

    Without a clause of its own a treaty asks for twelve months, and what is no treaty for none.
    """
    if notice is None or notice.date is None or notice.date.latest is None:
        return status
    by_law = _NOTICE_BY_LAW if terms.binding else _AT_ONCE
    end = after(notice.date.latest, terms.notice or by_law)
    if end is None:
        return status
    term = _term_after(end, making, terms) if terms.notice else None
    end = term or end
    if end > on:
        return status
    day = notice.date if not terms.notice and not terms.binding else FuzzyDate.parse(str(end))
    if term and terms.renewed:
        rule, outcome, step = Rule.NOT_RENEWED, Status.EXPIRED, Step.EXPIRED
    else:
        rule, outcome, step = _notice_rule(terms), Status.TERMINATED, Step.TERMINATED
    before = status.reasons
    if rule is Rule.NO_NOTICE_NEEDED:
        before = tuple(reason for reason in before if reason.rule is not Rule.NOTICE)
    told = Reason(rule, notice if rule is Rule.NO_NOTICE_NEEDED else None)
    return LegalStatus(outcome, day, step, (*before, told))


def _notice_rule(terms: Terms) -> Rule:
    if terms.notice:
        return Rule.NOTICE_OVER
    return Rule.NOTICE_OVER_BY_LAW if terms.binding else Rule.NO_NOTICE_NEEDED


def _term_after(
    day: datetime.date, making: Sequence[LifeStep], terms: Terms
) -> datetime.date | None:
    """Return the first end of a term on or after a day; None if notice need not wait for one.

    A notice does not cut a term short: it keeps it from being prolonged. Where the length of the
    prolongation is not known, or there is none, only the first term is waited for.
    """
    end = end_of_term(making, terms.initial) if terms.initial else None
    if end is None or end >= day:
        return end
    length = terms.renewal if terms.renewed else None
    while length and end < day:
        later = after(end, length)
        if later is None or later <= end:
            return None
        end = later
    return end if length else None


def _term_over(
    status: LegalStatus,
    steps: Sequence[LifeStep],
    making: Sequence[LifeStep],
    on: datetime.date,
    terms: Terms,
) -> LegalStatus:
    """End what has outlived its term, unless it was prolonged or its clause prolongs it."""
    if status.status not in LIVE | {Status.SUSPENDED} or not terms.initial:
        return status
    end = end_of_term(making, terms.initial)
    if end is None or end > on:
        return status
    prolonged = [s for s in steps if s.step is Step.EXTENDED and _happened(s, on)]
    if prolonged:
        last = max(prolonged, key=_by_date)
        return replace(status, reasons=(*status.reasons, Reason(Rule.PROLONGED, last)))
    # A clause on notice beside a term has a use only if the instrument outlives the term.
    if terms.renewed or terms.notice:
        rule = Rule.RENEWED if terms.renewed else Rule.RUNS_ON
        return replace(status, reasons=(*status.reasons, Reason(rule)))
    reasons = (*status.reasons, Reason(Rule.TERM_OVER))
    return LegalStatus(Status.EXPIRED, FuzzyDate.parse(str(end)), Step.EXPIRED, reasons)


def _in_part(status: LegalStatus, steps: Sequence[LifeStep], on: datetime.date) -> LegalStatus:
    """Mark what is in force only in part: a part ended or rests, or one party holds it void."""
    if status.status is not Status.IN_FORCE:
        return status
    touched = [
        s
        for s in steps
        if _happened(s, on)
        and ((s.part and s.step in _PART_ENDS) or (not s.part and s.step is _VOID))
        and not _resumed(s, steps, on)
    ]
    if not touched:
        return status
    last = max(touched, key=_by_date)
    reasons = tuple(
        Reason(Rule.VOID_FOR_ONE if s.step is _VOID else Rule.PART, s)
        for s in sorted(touched, key=_by_date)
    )
    return LegalStatus(Status.PARTLY_IN_FORCE, last.date, last.step, (*status.reasons, *reasons))


def _resumed(step: LifeStep, steps: Sequence[LifeStep], on: datetime.date) -> bool:
    return step.step is Step.SUSPENDED and any(
        s.step is Step.RESUMED
        and s.part == step.part
        and _happened(s, on)
        and _by_date(s) > _by_date(step)
        for s in steps
    )


def _by_date(step: LifeStep) -> tuple[object, ...]:
    # Two texts can mean the same days; the texts make the choice the same every time.
    age = _AGE.get(step.step, len(_AGE))
    names = (str(step.step), str(step.assertion), step.record, step.key)
    who = (step.party or "", step.part or "", step.whole)
    return (sort_key(step.date), age, str(step.date), *names, *who)


def _counts(step: LifeStep, on: datetime.date) -> bool:
    return step.step in _AGE and step.whole and _happened(step, on)


def _happened(step: LifeStep, on: datetime.date) -> bool:
    return bool(step.assertion is Assertion.ACTUAL and step.date and _known_by(step.date, on))


def _known_by(date: FuzzyDate, on: datetime.date) -> bool:
    """Tell whether something is known to have begun by a day.

    Of "by 1979 at the latest" only the end is known; from then on it is certain.
    """
    known = date.earliest or date.latest
    return bool(known and known <= on)


def end_of_term(making: Sequence[LifeStep], term: str) -> datetime.date | None:
    """Return the day on which a term has run out, counted from the last day of entry into force."""
    begun = {Step.IN_FORCE, Step.APPLIED}
    starts = [s.date.latest for s in making if s.step in begun and s.date and s.date.latest]
    return after(min(starts), term) if starts else None


def after(start: datetime.date, duration: str) -> datetime.date | None:
    """Return the day that lies an ISO 8601 duration of years, months and days after another."""
    match = _DURATION.fullmatch(duration)
    if match is None:
        return None
    years, months, days = (int(part or 0) for part in match.groups())
    carried, month = divmod(start.month - 1 + months, 12)
    year = start.year + years + carried
    # A term that began on a day which the last month has not ends with that month.
    over = max(0, start.day - calendar.monthrange(year, month + 1)[1])
    end = datetime.date(year, month + 1, start.day - over)
    return end + datetime.timedelta(days + (1 if over else 0))
