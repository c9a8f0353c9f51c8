"""What comes up as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from relations_kb.domain.errors import KbError
from relations_kb.query.upcoming import UpcomingsView, UpcomingView

_CRLF = "\r\n"
_OCTETS = 75
"""Length of a line that the standard allows, without its end."""

_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def to_icalendar(view: UpcomingsView) -> str:
    """Write what comes up as a calendar of events that last whole days.

    A vague date lasts from its first to its last possible day. The id of an event stays when its
    date moves, so that a calendar that takes the file in again moves the event.

    Raises:
        KbError: if nothing comes up, since a calendar must hold an event.
    """
    if not view.upcoming:
        raise KbError(
            f"Nothing comes up until {view.until}, and a calendar cannot be empty.",
            "Ask for a longer span, as in --within 10y, or for another format.",
        )
    # Written as of the last change of the base, so that the same base gives the same file.
    stamp = f"{view.base.built.replace('-', '')}T000000Z"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//relations-kb//kb upcoming//EN",
        "CALSCALE:GREGORIAN",
        *(line for entry in view.upcoming for line in _event(entry, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(folded(line) + _CRLF for line in lines)


def folded(line: str) -> str:
    """Fold a line so that none has more than 75 octets; no character is cut in two."""
    parts, part, room = [], "", _OCTETS
    for char in line:
        size = len(char.encode())
        if size > room:
            parts.append(part)
            # The space before each further line counts.
            part, room = "", _OCTETS - 1
        part += char
        room -= size
    return f"{_CRLF} ".join([*parts, part])


def escaped(text: str) -> str:
    """Escape a text as a value; control characters, which none may hold, are left out."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        _ESCAPED.get(char, char)
        for char in unified
        if char in "\n\t" or unicodedata.category(char) != "Cc"
    )


def _event(entry: UpcomingView, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.record}/{quote(entry.key, safe='')}@relations-kb"
    yield f"DTSTAMP:{stamp}"
    yield from _days(entry)
    yield f"SUMMARY:{escaped(f'{_what(entry)}: {entry.title}')}"
    yield f"DESCRIPTION:{escaped(_description(entry))}"
    yield f"CATEGORIES:{escaped(entry.kind)}"
    if entry.step:
        yield "STATUS:TENTATIVE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _days(entry: UpcomingView) -> Iterator[str]:
    first = entry.date_min or entry.date_max
    last = entry.date_max or entry.date_min
    if first is None or last is None:
        return
    yield f"DTSTART;VALUE=DATE:{first.replace('-', '')}"
    day = datetime.date.fromisoformat(last)
    if day < datetime.date.max:
        # The end is the day after the last.
        end = day + datetime.timedelta(1)
        yield f"DTEND;VALUE=DATE:{end.isoformat().replace('-', '')}"


def _what(entry: UpcomingView) -> str:
    return " ".join(filter(None, (entry.what, entry.step, entry.part)))


def _description(entry: UpcomingView) -> str:
    lines = [
        f"Record: {entry.record}",
        f"Date: {entry.date}" + ("" if entry.calendar == "gregorian" else f" {entry.calendar}"),
        f"By: {entry.actor}" if entry.actor else "",
        entry.note or "",
        f"Sources: {', '.join(entry.sources)}" if entry.sources else "",
    ]
    return "\n".join(line for line in lines if line)
