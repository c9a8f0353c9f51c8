"""The years of a pair drawn with characters: milestones as columns, instruments as bars.

Both stand over one axis of years. There is no colour and no escape, so that a pipe, a file and a
screen without colours show the same.
"""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from relations_kb.query.bars import Bar, State
from relations_kb.query.chart import ChartView, Period, periods
from relations_kb.render.text import clean, counted

PIPE_WIDTH = 100
"""Columns over which a chart is laid out where there is no terminal; titles are not cut there."""

_SIZES = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
_LEFT = 14
_NARROW = 110
"""On fewer columns the titles take half of the room, on more a little less."""

_HEIGHT = 4
_TICK = 7
"""Columns that the label of a year takes at least, with the space behind it."""


_PARTIES_IN_TITLE = re.compile(r" (?:between|among) .+? (?=(?:on|for|concerning) )")


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters to draw with.

    Attributes:
        heights: from nothing to a full character.
        states: the signs of the parts of a bar.
    """

    heights: str
    states: dict[State, str]


BLOCKS = Signs(
    " ▁▂▃▄▅▆▇█",
    {
        State.IN_FORCE: "█",
        State.IN_PART: "▄",
        State.SUSPENDED: "░",
        State.UNSURE: "?",
        State.OPEN: "/",
    },
)
ASCII = Signs(
    " .:-=+*#@",
    {
        State.IN_FORCE: "#",
        State.IN_PART: "=",
        State.SUSPENDED: "-",
        State.UNSURE: "?",
        State.OPEN: "/",
    },
)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Years laid over columns, so many years a period and so many columns a period."""

    first: int
    size: int
    periods: int
    each: int

    @property
    def columns(self) -> int:
        return self.periods * self.each

    def day(self, column: int) -> int:
        """Return the ordinal of the first day of a column."""
        begin = datetime.date(max(1, self.first), 1, 1).toordinal()
        end = datetime.date(min(9999, self.first + self.size * self.periods), 1, 1).toordinal()
        return begin + (end - begin) * column // self.columns


def chart_text(view: ChartView, width: int | None, *, ascii_only: bool = False) -> str:
    """Draw a chart.

    Args:
        view: what to draw.
        width: columns of the terminal; None for a pipe or a file.
        ascii_only: draw with ASCII alone.
    """
    signs = ASCII if ascii_only else BLOCKS
    room = (width or PIPE_WIDTH) - 1 - _LEFT
    narrow = width is not None and width < _NARROW
    axis = _axis(view, room // 2 if narrow else room * 3 // 5)
    titles = None if width is None else room - axis.columns - 1
    lines = [*_heading(view, axis, width), ""]
    if view.timeline.entries or view.bars:
        lines += [
            *_histogram(view, axis, signs),
            "",
            f"Instruments in force within these years, up to {view.on}",
            *_gantt(view, axis, signs, titles),
            "",
            *_legend(view, signs, width),
        ]
    else:
        lines.append("Nothing on record; leave filters out, or see who is known: kb countries")
    text = "\n".join(_clipped(line, width).rstrip() for line in lines) + "\n"
    return text.replace("–", "-").replace("…", "~") if ascii_only else text


def _axis(view: ChartView, room: int) -> _Axis:
    """Choose the shortest period of which all fit, and stretch the periods over the room."""
    for size in _SIZES:
        first = view.first // size * size
        number = (view.last - first) // size + 1
        if number <= room:
            break
    return _Axis(first, size, number, max(1, room // number))


def _heading(view: ChartView, axis: _Axis, width: int | None) -> list[str]:
    pair = f"{clean(view.timeline.one.name)} – {clean(view.timeline.other.name)}"
    number = counted(view.timeline.total, "milestone")
    per = "year" if axis.size == 1 else f"{axis.size} years"
    lines = [
        f"{pair}: {number}, {view.first}–{view.last} ({view.timeline.base})",
        f"Milestones per {per}; each line of a kind on its own scale.",
    ]
    if view.undated:
        lines[1] += f" Not drawn: {view.undated} undated."
    return [wrapped for line in lines for wrapped in _wrapped(line, width)]


def _histogram(view: ChartView, axis: _Axis, signs: Signs) -> list[str]:
    found = periods(view, axis.size)
    totals = [period.all for period in found]
    most = max(totals, default=0)
    lines = []
    for level in reversed(range(_HEIGHT)):
        label = "all" if level == 0 else ""
        lines.append(_line(label, _columns(totals, most, axis, signs, level, _HEIGHT), ""))
    lines[0] += f" most {most} in {_name(found[totals.index(most)])}"
    lines[-1] += f" sum {sum(totals)}"
    lines.append(_line("", _ticks(axis), ""))
    for kind in view.kinds:
        values = [period.kinds[kind].all if kind in period.kinds else 0 for period in found]
        lines.append(_row(kind.replace("_", " "), values, axis, signs))
    unsure = [sum(c.not_confirmed for c in period.kinds.values()) for period in found]
    if any(unsure):
        lines.append(_row("not confirmed", unsure, axis, signs))
    return lines


def _row(label: str, values: Sequence[int], axis: _Axis, signs: Signs) -> str:
    drawn = _columns(values, max(values), axis, signs, 0, 1)
    return _line(label, drawn, f"sum {sum(values)}, most {max(values)}")


def _columns(
    values: Sequence[int], most: int, axis: _Axis, signs: Signs, level: int, height: int
) -> str:
    """Draw one line of columns: what of each value stands between its lower and upper edge."""
    steps = len(signs.heights) - 1
    # A gap between columns that are wide enough tells the periods apart.
    drawn, gap = (axis.each - 1, " ") if axis.each > 2 else (axis.each, "")
    text = ""
    for value in values:
        eighths = -(-value * steps * height // most) if most else 0
        text += signs.heights[min(max(eighths - level * steps, 0), steps)] * drawn + gap
    return text


def _ticks(axis: _Axis) -> str:
    """Label the first year of a period wherever there is room for the label."""
    span = axis.size * axis.periods
    steps = [step for step in _SIZES if step % axis.size == 0]
    step = next((s for s in steps if axis.columns * s >= _TICK * span), steps[-1])
    text = ""
    for index in range(axis.periods):
        year = axis.first + index * axis.size
        column = index * axis.each
        # A first year that is no round one is named where the next label leaves it room.
        alone = -axis.first % step * axis.columns >= _TICK * span
        if year % step == 0 or (index == 0 and alone):
            text = text.ljust(column) + f"|{year}"
    return text


def _gantt(view: ChartView, axis: _Axis, signs: Signs, room: int | None) -> list[str]:
    if not view.bars:
        return ["  nothing on record"]
    lines = [_line("", _ticks(axis), "")]
    for bar in view.bars:
        title = clean(bar.title) + (" (bloc)" if bar.route == "bloc" else "")
        lines.append(_line(years_of(bar), _bar(bar, axis, signs), cut(title, room)))
    return lines


def years_of(bar: Bar) -> str:
    """Write from when to when in years, with ``*`` if a source contradicts the start."""
    mark = "*" if bar.disputed else ""
    begin, end = "?", "" if bar.ongoing or bar.planned else "?"
    if bar.start:
        known = bar.start.earliest or bar.start.latest
        begin = f"{known.year:04}" if known else "?"
        if bar.start.earliest is None:
            begin = f"by {begin}"
    if bar.end:
        known = bar.end.earliest or bar.end.latest
        end = f"{known.year:04}" if known else "?"
    return f"{begin}{mark}" if begin == end else f"{begin}{mark}–{end}"


def _bar(bar: Bar, axis: _Axis, signs: Signs) -> str:
    text = ""
    for column in range(axis.columns):
        first, last = axis.day(column), axis.day(column + 1) - 1
        days: dict[State, int] = {}
        for span in bar.spans:
            end = span.last.toordinal() if span.last else last
            shared = min(end, last) - max(span.first.toordinal(), first) + 1
            if shared > 0:
                days[span.state] = days.get(span.state, 0) + shared
        text += signs.states[max(days, key=lambda state: days[state])] if days else " "
    return text


def _legend(view: ChartView, signs: Signs, width: int | None) -> list[str]:
    used = {span.state for bar in view.bars for span in bar.spans}
    parts = [f"{signs.states[state]} {state}" for state in State if state in used]
    if any(bar.disputed for bar in view.bars):
        parts.append("* a source contradicts the start")
    if any("not_confirmed" for year in view.years if _unconfirmed(year)):
        parts.append("not confirmed: planned, reported or denied")
    return _wrapped("; ".join(parts), width)


def _unconfirmed(period: Period) -> bool:
    return any(count.not_confirmed for count in period.kinds.values())


def _name(period: Period) -> str:
    return str(period.first) if period.first == period.last else f"{period.first}–{period.last}"


def _line(label: str, drawn: str, text: str) -> str:
    return f"{label:<{_LEFT}}{drawn}" + (f" {text}" if text else "")


def _clipped(line: str, width: int | None) -> str:
    """Drop what a terminal too narrow for any chart has no room for."""
    from rich.cells import cell_len, set_cell_size

    return line if width is None or cell_len(line) < width else set_cell_size(line, width - 1)


def _wrapped(text: str, width: int | None) -> list[str]:
    return textwrap.wrap(text, (width or PIPE_WIDTH) - 1) if text else []


def cut(text: str, room: int | None) -> str:
    """Shorten a title to so many columns, at a space if one is near; None leaves it whole.

    The names of the parties go first: of agreements of two actors they say nothing new.
    """
    from rich.cells import cell_len, set_cell_size

    if room is None or cell_len(text) <= room:
        return text
    text = _PARTIES_IN_TITLE.sub(" ", text, count=1)
    if cell_len(text) <= room:
        return text
    short = set_cell_size(text, room - 1)
    space = short.rfind(" ")
    return (short[:space] if space > len(short) * 2 // 3 else short).rstrip(" ,(–-") + "…"
