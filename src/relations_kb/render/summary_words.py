"""Small wordings of the summary: obligations, durations, titles cut to a line, steps."""

from __future__ import annotations

import re
from collections.abc import Iterable

from relations_kb.domain.codes import CODE_LISTS, OBLIGATION
from relations_kb.domain.vocabulary import Scheme
from relations_kb.query.show import ObligationView
from relations_kb.render.text import clean

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")
_STANDARD = re.compile(r" \(ATOP: [A-Z]+\)$")
_ROOM = 72
_LINE = 96
_LEAST = 28
_READABLE = 28


def short(title: str, room: int = _ROOM) -> str:
    """Cut a title at a word so that its sentence stays on a line or two."""
    text = clean(title)
    if len(text) <= room:
        return text
    return text[: text.rfind(" ", 0, room)].rstrip(",;:") + " …"


def fitted(before: str, title: str, after: str, least: int = _LEAST) -> str:
    """Put a title between two texts, cut so that the whole stays on a line where it can."""
    room = max(least, _LINE - len(before) - len(after))
    return f"{before}{short(title, room)}{after}"


def fits(after: str) -> bool:
    """Tell whether a text leaves room on the line for a title that can still be recognized."""
    return len(after) + _READABLE <= _LINE


def duration(text: str) -> str:
    """Write ``P20Y`` as "20 years"; another wording stays as it is."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return text
    parts = zip(match.groups(), ("year", "month", "day"), strict=True)
    return " ".join(f"{n} {unit}{'' if n == '1' else 's'}" for n, unit in parts if n)


def meaning(code: str) -> str:
    """Return what an obligation is, in words, without the name that a standard has for it."""
    known = CODE_LISTS[OBLIGATION].codes.get(code)
    return _STANDARD.sub("", known.meaning) if known else code.replace("-", " ")


def duties(obligations: Iterable[ObligationView], value: str, limit: int) -> str:
    """Write obligations in words, each with its article; beyond the limit, count the rest."""
    words = [
        meaning(duty.code) + (f" (Art. {duty.article})" if duty.article else "")
        for duty in obligations
        if duty.value == value
    ]
    rest = f"; and {len(words) - limit} more" if len(words) > limit else ""
    return "; ".join(words[:limit]) + rest


def conflict(codes: Iterable[str]) -> str:
    """Write PLOVER codes in words, each with the first of its meanings."""
    known = CODE_LISTS[Scheme.PLOVER].codes
    return "; ".join(known[code].meaning.partition(",")[0] for code in codes if code in known)


def part_of(part: str | None) -> str:
    """Write the part of a record that a step concerns."""
    return f" ({part.replace('-', ' ')})" if part else ""
