"""From all claims about a slot to the value shown, and what speaks against it.

The order of the rules: the editor's explicit rank; the authority of the kind of source; its
reliability; precision; the number of independent origins; the earliest publication. Never the last
writer. A vaguer date that contains the precise one agrees with it; where a vague date comes out
first, the best claim that only makes it more precise is shown in its stead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from relations_kb.domain.claims import Claim, SourceWeight
from relations_kb.domain.dates import FuzzyDate, Precision
from relations_kb.domain.identity import fold
from relations_kb.domain.quantities import Quantity
from relations_kb.domain.vocabulary import Calendar, Rank, SourceKind, Term

AUTHORITY: dict[SourceKind, int] = {
    SourceKind.TREATY_TEXT: 0,
    SourceKind.DEPOSITARY: 1,
    SourceKind.GAZETTE: 2,
    SourceKind.MINISTRY: 3,
    SourceKind.ORGANIZATION: 3,
    SourceKind.COMPANY: 3,
    SourceKind.AGENCY: 4,
    SourceKind.ACADEMIC: 4,
    SourceKind.PRESS: 5,
    SourceKind.THINK_TANK: 5,
    SourceKind.DATASET: 5,
    SourceKind.ENCYCLOPEDIA: 6,
    SourceKind.COPY: 7,
    SourceKind.UNCLASSIFIED: 7,
    SourceKind.CONTENT_FARM: 8,
}
"""Authority of a kind of source for dates, parties and figures; 0 is the highest."""

_RANKS = {Rank.PREFERRED: 0, Rank.NORMAL: 1, Rank.DEPRECATED: 2}
_EDITORIAL_LEAVES = frozenset({"title", "note", "text", "topic"})
_LAST_DATE = "9999"

Value = tuple[str, Calendar]
"""A value as text, with the calendar of its date."""


class Ground(Term):
    """The rule by which the value shown goes before the best other one."""

    ONLY = "only", "nobody says otherwise, or only what is known to be wrong"
    PREFERRED = "preferred", "the editor prefers it"
    AUTHORITY = "authority", "its kind of source has more authority"
    RELIABILITY = "reliability", "its source is more reliable"
    PRECISION = "precision", "it is more precise"
    REFINEMENT = "refinement", "it names a part of the vaguer date that came out first"
    ORIGINS = "origins", "more independent origins stand behind it"
    EARLIEST = "earliest", "it was published first"
    ORDER = "order", "no rule tells them apart; the order of the values decides"


# As ``_ranking`` compares; what follows the last of them is mere order.
_GROUNDS = (
    Ground.PREFERRED,
    Ground.AUTHORITY,
    Ground.RELIABILITY,
    Ground.PRECISION,
    Ground.ORIGINS,
    Ground.EARLIEST,
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The outcome for one slot.

    Attributes:
        chosen: the claim whose value is shown; None if every claim is deprecated.
        agreeing: claims that support the shown value, the chosen one first.
        dissenting: all other claims, deprecated ones included.
        disputed: whether a claim that is not deprecated really contradicts the shown value.
        origins: number of independent origins behind the shown value.
    """

    chosen: Claim | None
    agreeing: tuple[Claim, ...]
    dissenting: tuple[Claim, ...]
    disputed: bool
    origins: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Why one value is shown and not another.

    Attributes:
        ground: the rule that decided.
        chosen: the claim whose value is shown.
        rival: the best claim that it went before; None if there is no other value.
    """

    ground: Ground
    chosen: Claim
    rival: Claim | None


def resolve(claims: Sequence[Claim], sources: Mapping[str, SourceWeight]) -> Resolution:
    """Choose the value to show among the claims about one slot.

    The result depends on the set of claims alone, not on their order.

    Args:
        claims: claims about the same slot; at least one.
        sources: weight of every source cited.
    """
    eligible = [claim for claim in claims if claim.rank is not Rank.DEPRECATED]
    if not eligible:
        return Resolution(None, (), tuple(sorted(claims, key=lambda c: c.id)), False, 0)
    if len(claims) == 1:
        return Resolution(claims[0], (claims[0],), (), False, 1)
    order = _ranking(eligible, sources)
    ordered = sorted(claims, key=_order_or_last(order))
    chosen = _refined(ordered[0], [c for c in ordered if c.rank is not Rank.DEPRECATED])
    others = (c for c in ordered if c is not chosen)
    agreeing = (
        chosen,
        *(c for c in others if c.rank is not Rank.DEPRECATED and _claims_agree(chosen, c)),
    )
    dissenting = tuple(c for c in ordered if c not in agreeing)
    return Resolution(
        chosen=chosen,
        agreeing=agreeing,
        dissenting=dissenting,
        disputed=any(c.rank is not Rank.DEPRECATED for c in dissenting),
        origins=count_origins(agreeing, sources),
    )


def decide(claims: Sequence[Claim], sources: Mapping[str, SourceWeight]) -> Decision | None:
    """Tell by which rule the value shown went before the best other claim.

    The best other claim is the first that contradicts the value shown, else the first that tells
    it in other words. None if nothing is shown.

    Args:
        claims: claims about the same slot; at least one.
        sources: weight of every source cited.
    """
    eligible = [claim for claim in claims if claim.rank is not Rank.DEPRECATED]
    if not eligible:
        return None
    order = _ranking(eligible, sources)
    ordered = sorted(eligible, key=order)
    first, chosen = ordered[0], _refined(ordered[0], ordered)
    if chosen is not first:
        return Decision(Ground.REFINEMENT, chosen, first)
    against = (c for c in ordered if not _claims_agree(chosen, c))
    otherwise = (c for c in ordered if (c.value, c.calendar) != (chosen.value, chosen.calendar))
    rival = next(against, None) or next(otherwise, None)
    if rival is None:
        return Decision(Ground.ONLY, chosen, None)
    compared = zip(_GROUNDS, order(chosen), order(rival), strict=False)
    ground = next((ground for ground, mine, theirs in compared if mine != theirs), Ground.ORDER)
    return Decision(ground, chosen, rival)


def _ranking(
    eligible: Sequence[Claim], sources: Mapping[str, SourceWeight]
) -> Callable[[Claim], tuple[object, ...]]:
    """Return the key that puts claims in the order of the rules."""
    support = {id(c): [o for o in eligible if _claims_agree(c, o)] for c in eligible}

    def order(claim: Claim) -> tuple[object, ...]:
        weight = sources[claim.source]
        return (
            _RANKS[claim.rank],
            AUTHORITY[weight.kind],
            weight.reliability,
            _width(claim),
            -count_origins(support[id(claim)], sources),
            weight.date or _LAST_DATE,
            # Reprints of one value must not decide between values, so the source comes last.
            claim.value,
            claim.calendar,
            claim.id,
        )

    return order


def _order_or_last(
    order: Callable[[Claim], tuple[object, ...]],
) -> Callable[[Claim], tuple[object, ...]]:
    """Sort eligible claims by the rules and put deprecated ones after them, by id."""

    def key(claim: Claim) -> tuple[object, ...]:
        if claim.rank is Rank.DEPRECATED:
            return (_RANKS[Rank.DEPRECATED], claim.id)
        return order(claim)

    return key


def _refined(first: Claim, ordered: Sequence[Claim]) -> Claim:
    """Replace a month, year or vaguer date by the best claim that names a part of it.

    Intervals and sets are left alone: they may tell a duration, which a day inside does not refine.
    """
    if first.slot.leaf != "date" or first.rank is Rank.PREFERRED:
        return first
    vague = _date(first)
    if vague.precision in {Precision.INTERVAL, Precision.SET}:
        return first
    finer = (c for c in ordered if _width(c) < _width(first) and vague.contains(_date(c)))
    return next(finer, first)


def count_origins(claims: Iterable[Claim], sources: Mapping[str, SourceWeight]) -> int:
    """Count independent origins: twelve reprints of one agency report are one."""
    return len({sources[claim.source].origin for claim in claims})


def agree(leaf: str, one: Value, other: Value) -> bool:
    """Tell whether two values of a slot agree: equal, or one of them contains the other.

    Args:
        leaf: name of the slot's field, which tells how to compare.
        one: a value with the calendar of its date.
        other: the other.
    """
    if leaf in _EDITORIAL_LEAVES:
        # Wording is the editor's; two wordings are no contradiction.
        return True
    if leaf == "date":
        return FuzzyDate.parse(*one).agrees_with(FuzzyDate.parse(*other))
    if leaf == "quantity":
        return _quantities_agree(one[0], other[0])
    return fold(one[0]) == fold(other[0])


def _quantities_agree(one: str, other: str) -> bool:
    number, _, unit = one.partition(" ")
    other_number, _, other_unit = other.partition(" ")
    return unit == other_unit and Quantity.parse(number).agrees_with(Quantity.parse(other_number))


def _claims_agree(one: Claim, other: Claim) -> bool:
    return agree(one.slot.leaf, (one.value, one.calendar), (other.value, other.calendar))


def _date(claim: Claim) -> FuzzyDate:
    return FuzzyDate.parse(claim.value, claim.calendar)


def _width(claim: Claim) -> int:
    """Days that a date can mean; wider is less precise. Other values are all alike."""
    if claim.slot.leaf != "date":
        return 0
    date = _date(claim)
    if date.earliest is None or date.latest is None:
        return 10**7
    return (date.latest - date.earliest).days
