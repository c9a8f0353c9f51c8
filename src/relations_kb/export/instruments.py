"""Instruments, measures, what is pending and what comes up as rows of CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from relations_kb.export.tabular import plain
from relations_kb.query.concerns import Through
from relations_kb.query.pending import Act, Missing, PendingView
from relations_kb.query.trade_measures import MeasureView, Rate
from relations_kb.query.treaties import Duty, TreatyView
from relations_kb.query.upcoming import UpcomingView

TREATY_COLUMNS = (
    "record", "title", "kind", "form", "route", "through", "predecessors", "binds", "status",
    "since", "calendar", "disputed", "entered", "until", "until_is", "term", "renewal", "notice",
    "notice_by", "obliges", "does_not_oblige",
)  # fmt: skip
MEASURE_COLUMNS = (
    "record", "title", "form", "direction", "imposers", "targets", "route", "through", "state",
    "since", "calendar", "lifted_parts", "scope", "rates", "mast", "gsdb", "basis",
)  # fmt: skip
PENDING_COLUMNS = (
    "record", "title", "kind", "form", "route", "stage", "part", "since", "calendar", "years",
    "days", "age_is_least", "done", "missing", "step", "planned", "planned_calendar",
    "planned_otherwise", "deed", "actual", "actual_calendar", "slip_min", "slip_max", "sources",
)  # fmt: skip
UPCOMING_COLUMNS = (
    "date", "calendar", "date_min", "date_max", "what", "step", "part", "actor", "record", "title",
    "kind", "route", "note", "sources", "key",
)  # fmt: skip


def treaty_rows(treaties: Iterable[TreatyView]) -> Iterator[dict[str, Any]]:
    """Return instruments as rows."""
    for treaty in treaties:
        yield {
            **plain(treaty),
            "through": [_through(t) for t in treaty.through],
            "obliges": [_duty(d) for d in treaty.obliges],
            "does_not_oblige": [_duty(d) for d in treaty.does_not_oblige],
        }


def measure_rows(measures: Iterable[MeasureView]) -> Iterator[dict[str, Any]]:
    """Return measures as rows."""
    for measure in measures:
        yield {
            **plain(measure),
            "through": [_through(t) for t in measure.through],
            "scope": [
                " ".join(filter(None, (s.metric, s.value, s.unit, s.of, s.as_of)))
                for s in measure.scope
            ],
            "rates": [_rate(rate) for rate in measure.rates],
            "mast": measure.codes.get("mast", ()),
            "gsdb": measure.codes.get("gsdb", ()),
            "basis": [f"{basis.rel} {basis.to}" for basis in measure.basis],
        }


def pending_rows(pending: Iterable[PendingView]) -> Iterator[dict[str, Any]]:
    """Return what is pending, and plans carried out, as rows."""
    for entry in pending:
        yield {
            **plain(entry),
            "done": [_act(act) for act in entry.done],
            "missing": [_missing(missing) for missing in entry.missing],
        }


def upcoming_rows(upcoming: Iterable[UpcomingView]) -> Iterator[dict[str, Any]]:
    """Return what comes up as rows."""
    return (plain(entry) for entry in upcoming)


def _through(through: Through) -> str:
    return f"{through.bloc} {through.member} {through.start or '..'}/{through.end or '..'}"


def _duty(duty: Duty) -> str:
    return f"{duty.code} (Art. {duty.article})" if duty.article else duty.code


def _rate(rate: Rate) -> str:
    values = {"before": rate.before, "after": rate.after, "cut by": rate.cut}
    told = (f"{name} {value}" for name, value in values.items() if value is not None)
    return f"{rate.of or rate.metric}: {', '.join(told)} {rate.unit}"


def _act(act: Act) -> str:
    return " ".join(filter(None, (act.step, act.actor, act.date)))


def _missing(missing: Missing) -> str:
    return " ".join(filter(None, (missing.step, missing.actor)))
