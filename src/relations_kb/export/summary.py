"""The summary as JSON: every section in full, records by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relations_kb.export.tabular import plain
from relations_kb.query.brief import Flow, Told
from relations_kb.query.summary import Instrument, State, SummaryView

SUMMARY_COLUMNS = ("section", "record", "title", "status", "date", "calendar", "disputed")
"""Columns of the summary as CSV: one row for each thing that a section names."""


def summary_rows(view: SummaryView) -> Iterator[dict[str, Any]]:
    """Return the summary as rows, section by section."""
    rows = (*_instrument_rows(view), *_step_rows(view), *_word_rows(view))
    return (dict(zip(SUMMARY_COLUMNS, row, strict=True)) for row in rows)


def _instrument_rows(view: SummaryView) -> Iterator[tuple[Any, ...]]:
    sections = {
        "in_force": view.in_force,
        "not_in_force": view.not_in_force,
        "ended": view.ended,
    }
    for section, instruments in sections.items():
        for i in instruments:
            since = i.status.since
            calendar = since.calendar if since else None
            record = i.record
            yield section, record.id, record.title, i.status.status, since, calendar, i.disputed


def _step_rows(view: SummaryView) -> Iterator[tuple[Any, ...]]:
    for plan in view.plans:
        yield "planned", plan.record, plan.title, plan.step, plan.date, plan.calendar, False
    for e in view.changes:
        disputed = "disputed" in e.flags
        yield "changes", e.record, e.title, e.step, e.date, e.calendar, disputed
    sections = {
        "agreements": view.agreements,
        "measures": view.measures,
        "projects": view.projects,
    }
    for section, states in sections.items():
        for state in states:
            last = state.last
            step = (last.step, last.date, last.calendar, last.disputed) if last else (None,) * 4
            yield section, state.record.id, state.record.title, *step


def _word_rows(view: SummaryView) -> Iterator[tuple[Any, ...]]:
    for f in view.frictions:
        e, disputed = f.entry, "disputed" in f.entry.flags
        status = "refused" if f.refused_by else f.codes[0]
        yield "frictions", e.record, e.title, status, e.date, e.calendar, disputed
    for told in view.third_party:
        e, disputed = told.entry, "disputed" in told.entry.flags
        yield "third_party", e.record, e.title, e.step, e.date, e.calendar, disputed
    for ahead in view.coming:
        status = ahead.step or ahead.what
        yield "coming", ahead.record, ahead.title, status, ahead.date, ahead.calendar, False
    for c in view.contradictions:
        yield "contradictions", c.record, c.what, c.shown, None, None, True
    for gap in view.gaps:
        yield "gaps", None, gap, None, None, None, False


def summary_object(view: SummaryView, *, dated: bool) -> dict[str, Any]:
    """Return the summary as a JSON object; the keys are the sections of the page.

    Args:
        view: the summary.
        dated: whether the day on which the base was built is told. It is left out where a day was
            asked for, so that the same question gets the same bytes from every build.
    """
    base = plain(view.base)
    return {
        "actors": [view.timeline.one.slug, view.timeline.other.slug],
        "on": view.on,
        "base": base if dated else {**base, "built": None},
        "coverage": plain(view.coverage),
        "in_force": [_instrument(i) for i in view.in_force],
        "not_in_force": [_instrument(i) for i in view.not_in_force],
        "ended": [_instrument(i) for i in view.ended],
        "agreements": [_state(state) for state in view.agreements],
        "planned": [plain(plan) for plan in view.plans],
        "changes": [plain(entry) for entry in view.changes],
        "measures": [_state(state) for state in view.measures],
        "projects": [_state(state) for state in view.projects],
        "contradictions": [plain(c) for c in view.contradictions],
        "gaps": list(view.gaps),
        "sources": [{**plain(source), "records": n} for source, n in view.sources],
        "known_by": view.clocks.known_by,
        "at": view.clocks.at,
        "heaviest": view.heaviest.record.id if view.heaviest else None,
        "newest": _told(view.newest) if view.newest else None,
        "changes_by_group": [_told(told) for told in view.told],
        "trade": [_flow(flow) for flow in view.flows],
        "frictions": [
            {**plain(f.entry), "codes": list(f.codes), "refused_by": f.refused_by}
            for f in view.frictions
        ],
        "third_party": [_told(told) for told in view.third_party],
        "trend": [plain(year) for year in view.trend],
        "coming": [plain(coming) for coming in view.coming],
    }


def _instrument(instrument: Instrument) -> dict[str, Any]:
    status = instrument.status
    return {
        "record": instrument.record.id,
        "kind": instrument.record.kind,
        "form": instrument.record.form,
        "title": instrument.record.title,
        "route": instrument.route,
        "status": str(status.status),
        "since": str(status.since) if status.since else None,
        "calendar": str(status.since.calendar) if status.since else None,
        "disputed": instrument.disputed,
        "obliges": list(instrument.obliges),
        "does_not_oblige": list(instrument.does_not_oblige),
        "bilateral": instrument.bilateral,
        "frame": instrument.frame,
        "ends": instrument.ends,
        "not_for": list(instrument.not_for),
    }


def _state(state: State) -> dict[str, Any]:
    return {
        "record": state.record.id,
        "form": state.record.form,
        "title": state.record.title,
        "route": state.route,
        "last": plain(state.last) if state.last else None,
        "figures": [plain(figure) for figure in state.figures],
        "imposed_by": state.imposed_by,
        "over": state.over,
    }


def _told(told: Told) -> dict[str, Any]:
    return {"group": told.group, **plain(told.entry), "more": told.more}


def _flow(flow: Flow) -> dict[str, Any]:
    return {
        "record": flow.record,
        "figure": plain(flow.figure),
        "before": plain(flow.before) if flow.before else None,
        "change": flow.change,
        "said": plain(flow.said) if flow.said else None,
    }
