"""What the titles of two records say to each other: the words and the numbers that they share.

Only words that tell one record of a pair of actors from another count. The names of the actors, the
words of the form, offices and months are left out, since every record of the pair has them.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from relations_kb.domain.identity import fold

_CACHED = 8192
"""Titles remembered, since one is compared with many; some 15 MB."""


def _listed(words: str) -> list[str]:
    return words.split()


_MONTHS = frozenset(
    _listed("january february march april may june july august september october november december")
)

# Without a plural s, as words are compared.
_STOP_WORDS = _MONTHS.union(
    _listed(
        """
        about after again against all amid among an and are as at be been before between both but
        by during first for from had has have her him his if in into is it its more near new no not
        of off on or other out over say since that the their them this through time to under up
        upon was were when which while who will with

        accord agreement arrangement contract convention deal declaration document memoranda
        memorandum pact peace plan program programme resolution statement treaty understanding
        joint intergovernmental government state bilateral mutual cooperation relation tie
        sign signed signing signature

        arrive arrived call conversation exercise drill hold meet meeting negotiation phone receive
        received session speak summit talk telephone visit visiting

        president minister ministry foreign prime

        federation republic
        """
    )
)

# Words for the lines of actors that do not begin with the parts of their ids.
_NAMES = {
    "china": "chinese prc sino",
    "eaeu": "eurasian economic union",
    "france": "french",
    "iran": "persia persian perso",
    "north-korea": "dprk",
    "russia": "russo soviet union ussr rsfsr empire",
    "turkiye": "turkey turkish ottoman empire",
    "ukraine": "ukrainian",
    "un": "nation",
    "united-arab-emirates": "uae emirati",
    "united-kingdom": "britain british uk",
    "united-states": "america american us usa",
}
_LEAST_NAME = 4
_LEAST_SINGULAR = 3

_ORDINALS = _listed(
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_CARDINALS = _listed("two three four five six seven eight nine ten eleven twelve")
# No v, which is "versus"; one and first are words of every day.
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_NUMBERS = {
    **{word: number for number, word in enumerate(_ORDINALS, 2)},
    **{word: number for number, word in enumerate(_CARDINALS, 2)},
    **_ROMANS,
    **_TENS,
}
_UNITS = {"one": 1, "first": 1, **_NUMBERS}
"""What may follow tens: twenty-first."""
# Bounded, since Python refuses to read numbers of thousands of digits.
_DIGITS = re.compile(r"\d{1,18}")

# An instrument that bears a word of such a beginning is another than the one that it is about.
_TURNING = _listed(
    "additional amend annex ending extend extension interim preliminary prolong renew "
    "supplementary terminat"
)

_NUMBER_WEIGHT = 2
"""A number that both titles bear says as much as two words: S-400, resolution 2231."""

_LEAST_PREFIX = 5
_LEAST_PREFIX_PART = 0.6


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two titles share.

    Attributes:
        shared: number of words and numbers in both.
        total: number of words and numbers in either.
        degree: from 0 to 1; None if words cannot tell, since the titles are in different scripts or
            one of them says nothing but actors and form.
        same: whether the titles are the same after folding.
        same_numbers: whether both bear the same numbers, or none.
    """

    shared: int
    total: int
    degree: float | None
    same: bool
    same_numbers: bool


@dataclass(frozen=True, slots=True)
class _Title:
    """A title as it is compared."""

    key: str
    words: frozenset[str]
    numbers: frozenset[int]
    scripts: frozenset[str]
    months: frozenset[str]
    turning: frozenset[str]


def title_words(title: str, parties: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the words that tell a title from others of the same actors.

    They are folded and without a plural s. Stop words, numbers, single Latin letters and the names
    of the actors are left out.

    Args:
        title: in any script; only English stop words are known.
        parties: ids of the lines of the actors.
    """
    return _read(title, parties).words


def compare_titles(
    one: str,
    other: str,
    parties: frozenset[str],
    years: frozenset[int],
    instruments: bool,
) -> Overlap | None:
    """Compare two titles by the words and numbers that they share.

    Args:
        one: a title.
        other: another; the order of the two makes no difference.
        parties: ids of the lines of the actors that the two records share.
        years: in which the records lie; a title that names them says no more than the dates.
        instruments: whether the records are instruments, of which one may amend the other.

    Returns:
        What they share, or None if they are certainly of two things: their numbers differ, or
        only one is an amendment, an extension or the like.
    """
    first, second = _read(one, parties), _read(other, parties)
    if _contradict(first, second, years) or (instruments and first.turning != second.turning):
        return None
    numbers, others = first.numbers - years, second.numbers - years
    words, same_numbers = _count_shared(first.words, second.words), len(numbers & others)
    total = len(first.words) + len(second.words) - words + len(numbers | others)
    weight = _NUMBER_WEIGHT if same_numbers else 1
    shared = words + weight * same_numbers
    sizes = len(first.words) + weight * len(numbers), len(second.words) + weight * len(others)
    same = first.key == second.key
    if not (shared or same or first.scripts & second.scripts):
        degree = None
    else:
        degree = 1.0 if same else _degree(shared, *sizes)
    return Overlap(words + same_numbers, total, degree, same, numbers == others)


def _contradict(one: _Title, other: _Title, years: frozenset[int]) -> bool:
    """Tell whether both titles name numbers, years of the records or months, and not the same."""
    numbers, others = one.numbers - years, other.numbers - years
    if numbers and others and numbers != others:
        return True
    named = (one.numbers & years, other.numbers & years), (one.months, other.months)
    return any(left and right and left.isdisjoint(right) for left, right in named)


def _degree(shared: int, size: int, other_size: int) -> float:
    """Return the mean of two measures: of all words, and of the words of the shorter title.

    The first is strict with a title that only says more, the second lenient with a title that
    hardly says anything.
    """
    return shared / (size + other_size) + shared / min(size, other_size) / 2


def _count_shared(words: frozenset[str], others: frozenset[str]) -> int:
    """Count the words in both, whatever their endings."""
    same = words & others
    rest, other_rest = words - same, others - same
    beginnings = {word[:_LEAST_PREFIX] for word in rest}
    if beginnings.isdisjoint(word[:_LEAST_PREFIX] for word in other_rest):
        return len(same)
    # Counted from both sides, so that the order of the titles makes no difference.
    matched = sum(any(_is_one_word(word, w) for w in other_rest) for word in rest)
    other_matched = sum(any(_is_one_word(word, w) for w in rest) for word in other_rest)
    return len(same) + min(matched, other_matched)


def _is_one_word(word: str, other: str) -> bool:
    """Tell whether two words differ in their ending only: cooperate, cooperation."""
    least = max(_LEAST_PREFIX, math.ceil(_LEAST_PREFIX_PART * max(len(word), len(other))))
    return len(word) >= least <= len(other) and word[:least] == other[:least]


@lru_cache(maxsize=_CACHED)
def _read(title: str, parties: frozenset[str]) -> _Title:
    key = fold(title)
    all_words = key.split()
    begins, equals = _names_of(parties)
    words = frozenset(
        word
        for word in map(_singular, all_words)
        if _is_telling(word) and word not in equals and not word.startswith(begins)
    )
    return _Title(
        key,
        words,
        frozenset(_numbers_of(all_words)),
        frozenset(map(_script, words)),
        _MONTHS.intersection(all_words),
        frozenset(turn for turn in _TURNING for word in all_words if word.startswith(turn)),
    )


def _is_telling(word: str) -> bool:
    is_letter = len(word) == 1 and word.isascii()
    return not (is_letter or word in _STOP_WORDS or _numbers_in(word))


def _numbers_of(words: list[str]) -> Iterator[int]:
    """Find the numbers of a title, apart from the days of its dates: they are no names."""
    padded = ["", *words, ""]
    for before, word, after in zip(padded, words, padded[2:], strict=False):
        if before in _TENS and word in _UNITS:
            yield _TENS[before] + _UNITS[word]
        elif not (word in _TENS and after in _UNITS):
            numbers = _numbers_in(word)
            is_day = numbers and numbers[0] <= 31 and (before in _MONTHS or after in _MONTHS)
            if not is_day:
                yield from numbers


def _numbers_in(word: str) -> list[int]:
    if word in _NUMBERS:
        return [_NUMBERS[word]]
    return [int(digits) for digits in _DIGITS.findall(word)]


def _script(word: str) -> str:
    return "LATIN" if word[0].isascii() else unicodedata.name(word[0], "").partition(" ")[0]


def _singular(word: str) -> str:
    if len(word) <= _LEAST_SINGULAR or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


@lru_cache(maxsize=_CACHED)
def _names_of(parties: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the beginnings of words, and the words, that name the actors."""
    parts = {_singular(part) for party in parties for part in party.split("-")}
    words = {word for party in parties for word in _NAMES.get(party, "").split()}
    return tuple(part for part in parts if len(part) >= _LEAST_NAME), frozenset(parts | words)
