"""What comes up between two actors as a table."""

from __future__ import annotations

from relations_kb.query.upcoming import UpcomingsView, UpcomingView
from relations_kb.render.layout import Sheet
from relations_kb.render.text import counted, shown_date


def upcoming_sheet(view: UpcomingsView) -> Sheet:
    """Lay out what comes up in order of time."""
    return Sheet(
        header=("Date", "What", "Title", "Record", "Route"),
        rows=[
            (shown_date(u.date, u.calendar), what_text(u), u.title, u.record, u.route)
            for u in view.upcoming
        ],
        above=(
            f"{view.one.name} – {view.other.name}: coming up after {view.on}, "
            f"until {view.until} ({view.base})",
        ),
        below=(f"{counted(len(view.upcoming), 'entry', 'entries')}.",),
        wide=2,
        essential=3,
    )


def what_text(u: UpcomingView) -> str:
    """Write what comes up: an end, a notice, or the step planned, its part and actor."""
    part = f" {u.part}" if u.part else ""
    by = f" by {u.actor}" if u.actor else ""
    return f"{u.what}: {u.step}{part}{by}" if u.step else u.what
