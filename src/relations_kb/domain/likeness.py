"""Whether two records may be one thing: a question for a person, never an answer.

Records are merged only on the same external id or the same natural key. Likeness proposes the rest,
with a score and the reason, and prefers to keep silent: a false alarm costs a reader more than a
missed pair, which a later look may still find. Titles are compared by the words that tell one
thing from another; what every record of a pair of actors says (their names, the form, the office
of who speaks) is left out. Numbers are never alike: unit 2 is not unit 3.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.identity import fold
from relations_kb.domain.titles import Overlap, compare_titles, title_words
from relations_kb.domain.vocabulary import Form, Kind, Term

__all__ = ["NEAR_DAYS", "Likeness", "Profile", "Rule", "likeness", "natural_key", "title_words"]

NEAR_DAYS = 3
"""Days that two dates of one thing may lie apart: time zones, and reports of the next day."""

_SLIP_DAYS = 31
"""Days by which the date of an instrument is often misread: by its calendar, or by a month."""

# What each part adds to the score. Titles weigh most: a pair of states does much in one week.
_TITLE, _DATE, _FORM = 0.6, 0.3, 0.1
_KIN_FORM = 0.8
_PER_DAY = 0.1
# The most days that a date may span, and what it is then worth.
_EXACTNESS = ((7, 1.0), (31, 0.6), (92, 0.5), (366, 0.35), (math.inf, 0.1))
_MORE_ACTORS = 0.92

# The least that is asked: of the score where dates are near, of the titles where they are not.
_LEAST_SCORE = 0.62
_LEAST_SHARED = 2
_LEAST_DEGREE, _LEAST_DEGREE_OF_A_SLIP = 0.75, 0.9

# Where words cannot tell, only records of one form on one day, or on two, are worth a look.
_UNREADABLE, _LEAST_UNREADABLE = 0.5, 0.45

_OPEN_START, _OPEN_END = date.min.toordinal(), date.max.toordinal()

_INSTRUMENTS = frozenset({Kind.TREATY, Kind.AGREEMENT})
_KIN = (
    frozenset({Form.VISIT, Form.TALKS, Form.SUMMIT, Form.MEDIATION}),
    frozenset({Form.VOTE, Form.RESOLUTION}),
    frozenset({Form.ATTACK, Form.WAR, Form.OCCUPATION, Form.INCIDENT}),
    frozenset({Form.TREATY, Form.CONVENTION, Form.INTERGOVERNMENTAL_AGREEMENT}),
    frozenset({Form.MEMORANDUM, Form.PROGRAMME, Form.ARRANGEMENT, Form.UNDERSTANDING}),
    frozenset({Form.TARIFF, Form.SANCTION, Form.EMBARGO}),
)


class Rule(Term):
    """The rule by which two records look alike."""

    NEAR_DATE = "near-date", "same kind and actors, and dates within three days"
    ALIKE_TITLE = "alike-title", "same kind and actors, and titles that share most of their words"


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of a record.

    Attributes:
        kind: its kind.
        form: the word of its form.
        title: as given, in any script.
        parties: ids of the lines of its actors.
        dates: of its dated milestones that are no plans; may be empty.
        steps: the step of each date, as many as there are dates; empty if they are not known.

    Raises:
        ValueError: if there are steps, and not as many as dates.
    """

    kind: Kind
    form: str
    title: str
    parties: frozenset[str]
    dates: tuple[FuzzyDate, ...]
    steps: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.steps and len(self.steps) != len(self.dates):
            raise ValueError(
                f"{len(self.steps)} steps stand with {len(self.dates)} dates; "
                "give one for each date, or none."
            )


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two records may be one.

    Attributes:
        score: from 0 to 1, two decimals; it orders proposals and is no probability.
        rule: by which they look alike.
        reason: one line for people.
    """

    score: float
    rule: Rule
    reason: str


@dataclass(frozen=True, slots=True)
class _Timing:
    """How the dates of two records stand to each other.

    Attributes:
        days: between the nearest dates that can be compared; None if none can.
        closeness: from 1 for one day to 0 for dates that are far apart or cannot be compared.
    """

    days: int | None
    closeness: float

    @property
    def is_near(self) -> bool:
        return self.days is not None and self.days <= NEAR_DAYS


def natural_key(kind: Kind, title: str, parties: Iterable[str]) -> str:
    """Return the key of a record that has no id of its own: 16 hexadecimal digits.

    Records with one key and a milestone of the same step on the same date are one record.

    Args:
        kind: its kind.
        title: as given; case, accents and punctuation make no difference.
        parties: ids of the lines of its actors, in any order.
    """
    # A title of signs alone folds to nothing, and would make one key of all such titles.
    text = "\x1f".join((kind, fold(title) or title, *sorted(set(parties))))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def likeness(one: Profile, other: Profile) -> Likeness | None:
    """Tell how alike two records are; the order of the two makes no difference.

    Returns:
        The score with its reason, or None if there is no question worth asking.
    """
    if not (_are_alike_kinds(one.kind, other.kind) and _share_actors(one.parties, other.parties)):
        return None
    overlap = compare_titles(
        one.title,
        other.title,
        one.parties & other.parties,
        _years(one.dates) | _years(other.dates),
        instruments=one.kind in _INSTRUMENTS,
    )
    if overlap is None or not _is_worth_dating(one, other, overlap):
        return None
    timing = _timing(one, other)
    if not timing.is_near and not _titles_suffice(one, other, overlap, timing):
        return None
    score = _score(one, other, overlap, timing)
    if score is None:
        return None
    rule = Rule.NEAR_DATE if timing.is_near else Rule.ALIKE_TITLE
    return Likeness(round(score, 2), rule, _reason(one, other, overlap, timing))


def _are_alike_kinds(one: Kind, other: Kind) -> bool:
    return one is other or (one in _INSTRUMENTS and other in _INSTRUMENTS)


def _share_actors(one: frozenset[str], other: frozenset[str]) -> bool:
    if one == other:
        return bool(one)
    return len(one & other) >= 2 and (one <= other or other <= one)


def _years(dates: tuple[FuzzyDate, ...]) -> frozenset[int]:
    """Return the years in which the dates begin and end."""
    return frozenset(day.year for each in dates for day in (each.earliest, each.latest) if day)


def _is_worth_dating(one: Profile, other: Profile, overlap: Overlap) -> bool:
    """Tell whether the titles leave a chance.

    One shared word is too little where one record has more actors: as a rule it is the place where
    all met and two of them besides.
    """
    least = 1 if one.parties == other.parties else 2
    return overlap.degree is None or overlap.same or overlap.shared >= least


def _titles_suffice(one: Profile, other: Profile, overlap: Overlap, timing: _Timing) -> bool:
    """Tell whether the titles may speak where dates do not, or speak against it."""
    if overlap.same and timing.days is None:
        return True
    is_telling = overlap.shared >= _LEAST_SHARED or overlap.shared == overlap.total
    is_like = overlap.same_numbers and _form_likeness(one.form, other.form) > 0
    if overlap.degree is None or not (is_telling and is_like):
        return False
    if timing.days is None or one.kind is Kind.PROJECT:
        return overlap.degree >= _LEAST_DEGREE
    may_be_misdated = one.kind in _INSTRUMENTS and timing.days <= _SLIP_DAYS
    return may_be_misdated and overlap.degree >= _LEAST_DEGREE_OF_A_SLIP


def _score(one: Profile, other: Profile, overlap: Overlap, timing: _Timing) -> float | None:
    """Return the score, from 0 to 1, or None if it is too low to ask."""
    form = _form_likeness(one.form, other.form)
    if overlap.degree is None:
        score = _UNREADABLE * timing.closeness
        may_be_one = form == 1 and one.parties == other.parties
        return score if may_be_one and score >= _LEAST_UNREADABLE else None
    score = _TITLE * overlap.degree + _DATE * timing.closeness + _FORM * form
    if one.parties != other.parties:
        score *= _MORE_ACTORS
    return score if score >= _LEAST_SCORE or not timing.is_near else None


def _form_likeness(one: str, other: str) -> float:
    if one == other:
        return 1
    akin = Form.OTHER in (one, other) or any(one in forms and other in forms for forms in _KIN)
    return _KIN_FORM if akin else 0


def _timing(one: Profile, other: Profile) -> _Timing:
    """Compare the dates that can be compared.

    All dates of events can. An instrument is signed and comes into force years apart, and a project
    takes decades: of them only dates of one step can; or, of instruments and measures that have no
    step in common, dates that happen to be near.
    """
    pairs = [
        (step == other_step, *_distance(own, its))
        for own, step in _dated_steps(one)
        for its, other_step in _dated_steps(other)
    ]
    if one.kind is not Kind.EVENT and one.steps and other.steps:
        near = [pair for pair in pairs if pair[1] <= NEAR_DAYS and one.kind is not Kind.PROJECT]
        pairs = [pair for pair in pairs if pair[0]] or near
    if not pairs:
        return _Timing(None, 0)
    return _Timing(min(days for _, days, _ in pairs), max(close for _, _, close in pairs))


def _dated_steps(profile: Profile) -> Iterable[tuple[FuzzyDate, str]]:
    return zip(profile.dates, profile.steps or ("",) * len(profile.dates), strict=True)


def _distance(one: FuzzyDate, other: FuzzyDate) -> tuple[int, float]:
    """Return the days between the bounds of two dates, 0 if they overlap, and the closeness."""
    start, end = _bounds(one)
    other_start, other_end = _bounds(other)
    days = max(0, other_start - end, start - other_end)
    if days > NEAR_DAYS:
        return days, 0
    width = max(end - start, other_end - other_start)
    exactness = next(worth for most, worth in _EXACTNESS if width <= most)
    return days, exactness * (1 - _PER_DAY * days)


def _bounds(fuzzy: FuzzyDate) -> tuple[int, int]:
    """Return the first and the last possible day as ordinals."""
    start = fuzzy.earliest.toordinal() if fuzzy.earliest else _OPEN_START
    return start, fuzzy.latest.toordinal() if fuzzy.latest else _OPEN_END


def _reason(one: Profile, other: Profile, overlap: Overlap, timing: _Timing) -> str:
    return f"{_alike(one, other)}, {_when(timing)}; {_titles(overlap)}"


def _alike(one: Profile, other: Profile) -> str:
    actors = one.parties == other.parties
    form = one.form == other.form
    if actors and form:
        return "same actors and form"
    if actors:
        return "same actors, another form"
    return "one has more actors, same form" if form else "one has more actors, another form"


def _when(timing: _Timing) -> str:
    if timing.days is None:
        return "no dates to compare"
    if timing.days:
        return f"{timing.days} day{'s' * (timing.days > 1)} apart"
    return "same date" if timing.closeness == 1 else "dates that may be the same"


def _titles(overlap: Overlap) -> str:
    if overlap.degree is None:
        return "titles cannot be compared by their words"
    if overlap.same:
        return "same title"
    return f"titles share {overlap.shared} of {overlap.total} words"
