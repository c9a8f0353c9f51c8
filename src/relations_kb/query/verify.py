"""Whether a page that was made earlier still holds: its sentences against those of a new one."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relations_kb.domain.errors import KbError

_HEAD = re.compile(r"<!-- kb summary (.+) -->")
_TITLE = "# "
_LOOKED_AT = 5
_LIKE = 0.6
"""Sentences less like each other than this are two sentences, and not one that changed."""

_NO_SUMMARY = "Give a page that was made with: kb summary A B --format md --output FILE.md"


@dataclass(frozen=True, slots=True)
class PageHead:
    """The parameters in the head of a page.

    Attributes:
        one: id of the one actor.
        other: id of the other.
        on: the day whose state the page tells, ISO.
        known_by: last day of publication, ISO; None for no limit.
        at: number of the last changeset; None for all.
        ids: whether its sentences name the ids that they rest on.
        line: number of the line on which they stand.
    """

    one: str
    other: str
    on: str
    known_by: str | None = None
    at: int | None = None
    ids: bool = False
    line: int = 1


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence that does not hold any more.

    Attributes:
        line: number of its line in the page; where it is missing, of the line after which it
            belongs.
        expected: what the page says; None if it lacks the sentence.
        now: what the base says; None if it says nothing of the kind.
    """

    line: int
    expected: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome for a page.

    Attributes:
        head: its parameters.
        sentences: sentences compared.
        differences: those that do not hold.
    """

    head: PageHead
    sentences: int
    differences: tuple[Difference, ...]


def head_line(head: PageHead) -> str:
    """Write the parameters of a page as its first line, which Markdown does not show."""
    parts = [head.one, head.other, "--on", head.on]
    if head.known_by is not None:
        parts += ["--known-by", head.known_by]
    if head.at is not None:
        parts += ["--at", str(head.at)]
    if head.ids:
        parts.append("--ids")
    return f"<!-- kb summary {shlex.join(parts)} -->"


def read_head(text: str) -> PageHead:
    """Read the parameters of a page from its first lines.

    Raises:
        KbError: if it is no summary, or its head cannot be read.
    """
    for number, line in enumerate(text.splitlines()[:_LOOKED_AT], start=1):
        if match := _HEAD.fullmatch(line.strip()):
            return _parsed(match[1], number)
    raise KbError("The file is no summary: its first lines name no kb summary.", _NO_SUMMARY)


def _parsed(command: str, number: int) -> PageHead:
    wrong = KbError(f"Line {number}: the head of the page cannot be read: {command}", _NO_SUMMARY)
    try:
        words = shlex.split(command)
    except ValueError:
        raise wrong from None
    names: list[str] = []
    options: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if word in {"--on", "--known-by", "--at"}:
            options[word] = next(rest, "")
        elif word == "--ids":
            options[word] = word
        elif word.startswith("-"):
            raise wrong
        else:
            names.append(word)
    at = options.get("--at")
    if len(names) != 2 or not options.get("--on") or (at is not None and not at.isdecimal()):
        raise wrong
    return PageHead(
        one=names[0],
        other=names[1],
        on=options["--on"],
        known_by=options.get("--known-by"),
        at=int(at) if at is not None else None,
        ids="--ids" in options,
        line=number,
    )


def verify(head: PageHead, page: str, made_anew: str) -> Verified:
    """Compare a page, sentence by sentence, with what is made anew from its head."""
    told, now = _sentences(page), _sentences(made_anew)
    found = list(_differences(told, now))
    title = next((line for _, line in told if line.startswith(_TITLE)), None)
    if any(difference.expected == title for difference in found):
        # One of the two was changed by hand; nothing tells which.
        said = page.splitlines()[head.line - 1]
        found.insert(0, Difference(head.line, said, f"the title of the page says: {title}"))
    return Verified(head, len(told), tuple(found))


def _sentences(text: str) -> list[tuple[int, str]]:
    """Return the lines that say something, each with its number."""
    lines = enumerate(text.splitlines(), start=1)
    return [(number, line.rstrip()) for number, line in lines if line.strip()]


def _differences(
    told: Sequence[tuple[int, str]], now: Sequence[tuple[int, str]]
) -> Iterator[Difference]:
    texts = [line for _, line in told], [line for _, line in now]
    matcher = difflib.SequenceMatcher(None, *texts, autojunk=False)
    for what, start, end, other, stop in matcher.get_opcodes():
        if what != "equal":
            before = told[start - 1][0] if start else 1
            yield from _paired(told[start:end], texts[1][other:stop], before)


def _paired(
    told: Sequence[tuple[int, str]], now: Sequence[str], before: int
) -> Iterator[Difference]:
    """Pair the sentences of a place that changed: each with the likest that is left."""
    left = list(now)
    same_number = len(told) == len(now)
    for number, line in told:
        before = number
        like = left[:1] if same_number else difflib.get_close_matches(line, left, 1, _LIKE)
        if like:
            left.remove(like[0])
        yield Difference(number, line, like[0] if like else None)
    for line in left:
        yield Difference(before, None, line)
