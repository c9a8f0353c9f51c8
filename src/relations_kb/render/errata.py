"""What an erratum changes, laid out for people."""

from __future__ import annotations

from relations_kb.domain.vocabulary import Calendar
from relations_kb.ingest.errata import ErratumChange, Replaced, Said
from relations_kb.render.page import Page, Section
from relations_kb.render.text import shown_date


def erratum_page(view: ErratumChange) -> Page:
    """Lay out an erratum: what it speaks against, and what is shown before and after."""
    sections = [
        Section("Statements", [_replaced(replaced) for replaced in view.claims]),
        Section("Holds again", [_said(said) for said in view.restored]),
        Section("Shown before", [_said(view.before)] if view.before else []),
        Section("Shown after", _after(view)),
    ]
    return Page(
        title=f"{view.kind.capitalize()} of {view.slot}",
        intro=[f"{view.record}, {view.date}: {view.reason}", _state(view)],
        sections=[s for s in sections if s.lines or s.title == "Shown before"],
    )


def _state(view: ErratumChange) -> str:
    if view.changeset is None:
        return "Nothing is written yet."
    return f"Written as changeset {view.changeset}."


def _after(view: ErratumChange) -> list[str]:
    if view.after is None:
        place = "; 'kb show' keeps it under Withdrawn" if view.withdrawn else ""
        return [f"nothing{place}"]
    lines = [_said(view.after)]
    wanted = [r.now.value for r in view.claims if r.now] + [s.value for s in view.restored]
    if wanted and view.after.value not in wanted:
        lines.append("The rules choose this one and not the corrected value; see: kb show")
    return lines


def _replaced(replaced: Replaced) -> str:
    now = f", now {_said(replaced.now)}" if replaced.now else ""
    return f"{_said(replaced.was)}{now}"


def _said(said: Said) -> str:
    return f"{shown_date(said.value, Calendar(said.calendar))} ({said.source})"
