"""The years of a pair as a picture: milestones by year and kind, instruments in force below.

Drawn with Matplotlib, which is an extra of the package. The same base and the same request give
the same bytes as long as Matplotlib is the same.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

from relations_kb.domain.errors import KbError
from relations_kb.query.bars import Bar, Span, State
from relations_kb.query.chart import ChartView, periods
from relations_kb.render.chart import cut, years_of
from relations_kb.render.text import clean, counted

# One colour a kind, each of another lightness: they differ for colour-blind readers and in grey.
COLOURS = {
    "treaty": "#0b2c5f",
    "agreement": "#6aaede",
    "trade_measure": "#b8472a",
    "project": "#f0bd45",
    "event": "#e4e4e4",
}
_PLAIN_YEARS = 130
"""So many years are drawn one by one; more are joined."""

_NAMED_YEARS = 16
_WIDTH = 11.0
_ROW = 0.2
_COLUMNS_HEIGHT = 2.7
_MARGINS = 2.35
_LEFT = 0.37
_EDGE = 0.012
_LABEL_SIZE = 7.5
_YEARS_ROOM = 68.0
"""Points that the years of a bar take beside its title."""

_LINE = 0.5
_HATCH = "////"


def picture(view: ChartView, ending: str, *, title: str | None = None) -> bytes:
    """Draw a picture.

    Args:
        view: what to draw.
        ending: ``svg`` or ``png``.
        title: title of the picture; the two actors and the years if left out.

    Raises:
        KbError: if Matplotlib is not installed.
    """
    try:
        import matplotlib as mpl
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise KbError(
            "Pictures are drawn with Matplotlib, which is not installed.",
            "Install it with: pip install 'relations-kb[plot]'",
        ) from None

    # The settings of a user's own matplotlibrc would change the picture.
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "svg.hashsalt": "relations-kb",
                "font.family": ["DejaVu Sans"],
                "font.size": 8,
                "hatch.linewidth": 0.5,
                "axes.linewidth": _LINE,
                "axes.spines.top": False,
                "axes.spines.right": False,
                "text.parse_math": False,
            }
        )
        rows = max(len(view.bars), 1)
        height = _MARGINS + _COLUMNS_HEIGHT + rows * _ROW
        figure = Figure(figsize=(_WIDTH, height))
        FigureCanvasAgg(figure)
        _draw(figure, view, title, height, rows)
        out = io.BytesIO()
        metadata = {"Date": None, "Creator": None} if ending == "svg" else {"Software": None}
        figure.savefig(out, format=ending, dpi=150, metadata=metadata)
        return out.getvalue()


def _draw(figure: Any, view: ChartView, title: str | None, height: float, rows: int) -> None:
    left, width = _LEFT, 0.985 - _LEFT
    top = 1 - 0.62 / height
    share = _COLUMNS_HEIGHT / height
    upper = figure.add_axes((left, top - share, width, share))
    bars = rows * _ROW / height
    lower = figure.add_axes((left, top - share - 0.55 / height - bars, width, bars))
    for axes in (upper, lower):
        axes.set_xlim(_year(view.first), _year(view.last + 1))
        axes.tick_params(width=_LINE, length=2.5)
        axes.set_axisbelow(True)
    _columns(upper, view)
    _gantt(lower, view, rows)
    for axes in (upper, lower):
        _years_axis(axes, view)
    figure.text(
        _EDGE, 1 - 0.26 / height, _title(view, title), fontsize=13, weight="bold", va="center"
    )
    _legend_of_kinds(figure, view, top)
    _legend_of_states(figure, view)
    figure.text(_EDGE, 0.1 / height, _source(view), fontsize=7, color="#444444", va="bottom")


def _title(view: ChartView, title: str | None) -> str:
    if title:
        return clean(title)
    one, other = clean(view.timeline.one.name), clean(view.timeline.other.name)
    return f"{one} – {other}, {view.first}–{view.last}"


def _source(view: ChartView) -> str:
    parts = [
        f"Source: relations-kb, {view.timeline.base}",
        counted(view.timeline.total, "milestone"),
        f"in force as of {view.on}",
    ]
    if view.undated:
        parts.append(f"{view.undated} undated not drawn")
    return "; ".join(parts) + "."


def _year(year: int) -> float:
    return float(year)


def _at(day: datetime.date) -> float:
    """Return where a day lies on an axis of years."""
    first = datetime.date(day.year, 1, 1)
    length = datetime.date(day.year, 12, 31).toordinal() - first.toordinal() + 1
    return day.year + (day.toordinal() - first.toordinal()) / length


def _after(day: datetime.date | None, view: ChartView) -> float:
    """Return where a day ends; without one, the end of the axis."""
    if day is None or day >= datetime.date(view.last, 12, 31):
        return _year(view.last + 1)
    return _at(day + datetime.timedelta(1))


def _columns(axes: Any, view: ChartView) -> None:
    """Draw the milestones of every period as a column of kinds, and ranges of years beneath."""
    size = _period(view)
    found = periods(view, size)
    base = [0] * len(found)
    middles = [period.first + size / 2 for period in found]
    for kind in view.kinds:
        counts = [period.kinds.get(kind) for period in found]
        for hatched in (False, True):
            values = [(c.not_confirmed if hatched else c.done) if c else 0 for c in counts]
            if not any(values):
                continue
            axes.bar(
                middles,
                values,
                width=size * 0.86,
                bottom=base,
                color="white" if hatched else COLOURS[kind],
                hatch=_HATCH if hatched else None,
                edgecolor=_line_colour(kind) if hatched else "#333333",
                linewidth=0.3,
            )
            base = [below + value for below, value in zip(base, values, strict=True)]
    most = max(base, default=0)
    axes.set_ylim(_ranges(axes, view, max(most, 4)), max(most, 4) * 1.06)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_yticks([tick for tick in axes.get_yticks() if 0 <= tick <= max(most, 4)])
    axes.grid(axis="y", color="#dddddd", linewidth=_LINE)
    per = "year" if size == 1 else f"{size} years"
    axes.set_ylabel(f"Milestones per {per}")


def _line_colour(kind: str) -> str:
    """Return the colour of a kind where it is drawn as a line: light grey would be lost."""
    return "#777777" if kind == "event" else COLOURS[kind]


def _period(view: ChartView) -> int:
    span = view.last - view.first + 1
    return next((s for s in (1, 2, 5, 10) if span <= s * _PLAIN_YEARS), 20)


def _ranges(axes: Any, view: ChartView, most: int) -> float:
    """Draw dates that are ranges of years under the columns, and return how deep they reach."""
    lanes: list[float] = []
    step = most * 0.035
    for one in sorted(view.ranges, key=lambda r: (r.first, r.last, r.kind)):
        first, last = _at(one.first), _after(one.last, view)
        lane = next((i for i, end in enumerate(lanes) if end < first), len(lanes))
        lanes[lane:] = [last, *lanes[lane + 1 :]]
        axes.plot(
            [first, last],
            [-(lane + 1) * step] * 2,
            color=_line_colour(one.kind),
            linewidth=1.4,
            linestyle="-" if one.confirmed else (0, (2, 1)),
            marker="|",
            markersize=4,
            solid_capstyle="butt",
        )
    if lanes:
        axes.axhline(0, color="black", linewidth=_LINE)
    return -(len(lanes) + 0.8) * step if lanes else 0


def _gantt(axes: Any, view: ChartView, rows: int) -> None:
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_xlabel("Year")
    axes.set_yticks([])
    for row, bar in enumerate(view.bars):
        for span in bar.spans:
            _span(axes, view, bar, span, row)
        _dispute(axes, view, bar, row)
        _label(axes, bar, row)
    if not view.bars:
        axes.text(
            0.5, 0.5, "no instrument in force on record", transform=axes.transAxes, ha="center"
        )
    if view.first <= view.on.year <= view.last:
        axes.axvline(_after(view.on, view), color="black", linewidth=0.6, linestyle=(0, (1, 2)))


def _label(axes: Any, bar: Bar, row: int) -> None:
    """Write the title at the edge of the picture, and the years beside the bar."""
    along = axes.get_yaxis_transform()
    style = {"va": "center", "fontsize": _LABEL_SIZE, "transform": along}
    edge = (_EDGE - _LEFT) / (0.985 - _LEFT)
    bloc = " (bloc)" if bar.route == "bloc" else ""
    room = (_LEFT - _EDGE) * _WIDTH * 72 - _YEARS_ROOM
    axes.text(edge, row, _fitted(clean(bar.title), bloc, room), **style)
    axes.text(-0.012, row, years_of(bar), ha="right", **style)


def _fitted(title: str, beside: str, room: float) -> str:
    """Shorten a title until it and what stands beside it take no more than so many points."""
    from matplotlib.textpath import TextPath

    for cells in range(len(title), 0, -1):
        text = cut(title, cells) + beside
        if TextPath((0, 0), text, size=_LABEL_SIZE).get_extents().width <= room:
            return text
    return beside


def _span(axes: Any, view: ChartView, bar: Bar, span: Span, row: int) -> None:
    first = max(_at(span.first), _year(view.first))
    last = min(_after(span.last, view), _year(view.last + 1))
    if last <= first:
        return
    colour = COLOURS[bar.kind]
    if span.state is State.UNSURE:
        axes.plot([first, last], [row, row], color=colour, linewidth=1, marker="|", markersize=5)
        return
    height = 0.3 if span.state is State.IN_PART else 0.62
    style: dict[str, Any] = {"color": colour}
    if span.state is State.SUSPENDED:
        style = {"facecolor": "white", "edgecolor": colour, "linewidth": 0.8}
    elif span.state is State.OPEN:
        style = {"facecolor": "white", "edgecolor": colour, "linewidth": 0.5, "hatch": _HATCH}
    axes.barh(row, last - first, left=first, height=height, **style)


def _dispute(axes: Any, view: ChartView, bar: Bar, row: int) -> None:
    day = bar.start and (bar.start.earliest or bar.start.latest)
    if bar.disputed and day and view.first <= day.year <= view.last:
        axes.plot(
            [_at(day)], [row], marker="D", markersize=4, color="white", markeredgecolor="black",
            markeredgewidth=0.8, linestyle="none", zorder=5,
        )  # fmt: skip


def _years_axis(axes: Any, view: ChartView) -> None:
    """Name the years: in the middle of each where there is room for all, else where they begin."""
    from matplotlib.ticker import FixedLocator, FuncFormatter

    span = view.last - view.first + 1
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if span / s <= _NAMED_YEARS)
    years = [year for year in range(view.first, view.last + 2) if year % step == 0]
    names = [year + 0.5 for year in years if year <= view.last] if step == 1 else years
    axes.xaxis.remove_overlapping_locs = False
    axes.xaxis.set_major_locator(FixedLocator(names))
    axes.xaxis.set_minor_locator(FixedLocator(years))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{int(year)}"))
    axes.tick_params(axis="x", which="major", length=0)
    axes.tick_params(axis="x", which="minor", length=2.5, width=_LINE)
    axes.grid(axis="x", which="minor", color="#dddddd", linewidth=_LINE)


def _legend_of_kinds(figure: Any, view: ChartView, top: float) -> None:
    from matplotlib.lines import Line2D

    handles: list[Any] = [
        _patch(kind.replace("_", " "), facecolor=COLOURS[kind]) for kind in reversed(view.kinds)
    ]
    if any(c.not_confirmed for year in view.years for c in year.kinds.values()):
        handles.append(_patch("planned, reported or denied", facecolor="white", hatch=_HATCH))
    if view.ranges:
        grey = _line_colour("event")
        label = "dated to a range of years"
        handles.append(Line2D([], [], color=grey, linewidth=1.4, marker="|", label=label))
    if handles:
        figure.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(0.0, top), frameon=False,
            title="Milestones", alignment="left",
        )  # fmt: skip


def _patch(label: str, **style: Any) -> Any:
    from matplotlib.patches import Patch

    return Patch(label=label, **{"edgecolor": "#333333", "linewidth": 0.3, **style})


def _legend_of_states(figure: Any, view: ChartView) -> None:
    from matplotlib.lines import Line2D

    grey = "#555555"
    signs: dict[State, Any] = {
        State.IN_FORCE: _patch("", facecolor=grey),
        State.IN_PART: Line2D([], [], color=grey, linewidth=2.5),
        State.SUSPENDED: _patch("", facecolor="white", edgecolor=grey, linewidth=0.8),
        State.UNSURE: Line2D([], [], color=grey, linewidth=1, marker="|"),
        State.OPEN: _patch("", facecolor="white", edgecolor=grey, hatch=_HATCH),
    }
    used = {span.state for bar in view.bars for span in bar.spans}
    handles = []
    for state, sign in signs.items():
        if state in used:
            sign.set_label(str(state))
            handles.append(sign)
    if any(bar.disputed for bar in view.bars):
        handles.append(
            Line2D([], [], marker="D", color="white", markeredgecolor="black", linestyle="none",
                   markersize=4, label="* a source contradicts the start")
        )  # fmt: skip
    if handles:
        figure.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0.0, 0.26 / figure.get_figheight()),
            ncols=3, frameon=False, fontsize=_LABEL_SIZE,
        )  # fmt: skip
