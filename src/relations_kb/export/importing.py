"""The plan of an import for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from relations_kb.export.tabular import plain
from relations_kb.ingest.imports.plan import Entry, Plan
from relations_kb.records.findings import Finding

PLAN_COLUMNS = (
    "outcome", "record", "title", "file", "line", "rule", "effect", "slot", "value", "source",
    "shown", "alike", "score", "reason", "column", "message",
)  # fmt: skip
FINDING_COLUMNS = ("file", "line", "column", "code", "kind", "message")
_EMPTY = dict.fromkeys(PLAN_COLUMNS)


def plan_json(plan: Plan) -> Iterator[str]:
    """Yield a plan as one JSON object, entry by entry."""
    head = json.dumps(plan_totals(plan), ensure_ascii=False, indent=2)
    yield head.removesuffix("\n}") + ',\n  "entries": ['
    yield from _items(plan_entries(plan))
    yield '],\n  "findings": ['
    yield from _items(plan.findings())
    yield "]\n}\n"


def plan_entries(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield the entries of a plan; what is missing is null."""
    for entry in plan.entries():
        row = plain(entry)
        yield {
            name: value if isinstance(value, tuple) else value or None
            for name, value in row.items()
        }


def plan_totals(plan: Plan) -> dict[str, Any]:
    """Return what a plan does in figures."""
    return {
        "changeset": plan.changeset,
        "files": [plain(file) for file in plan.files],
        "records": dict(plan.outcomes),
        "definitions": dict(plan.definitions),
        "claims_added": plan.claims_added,
        "claims_withdrawn": plan.claims_withdrawn,
        "errors": plan.errors,
        "warnings": plan.warnings,
    }


def _items(rows: Iterator[Any]) -> Iterator[str]:
    separator = "\n    "
    for row in rows:
        yield separator + json.dumps(plain(row), ensure_ascii=False)
        separator = ",\n    "
    if separator != "\n    ":
        yield "\n  "


def plan_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield a plan as rows: one for each record, value and likeness."""
    for entry in plan.entries():
        yield from _entry_rows(entry)


def _entry_rows(entry: Entry) -> Iterator[dict[str, Any]]:
    own = {
        **_EMPTY,
        "outcome": entry.outcome, "record": entry.record, "title": entry.title,
        "file": entry.file, "line": entry.line or None, "rule": entry.rule,
        "column": entry.column, "message": entry.message,
    }  # fmt: skip
    if not (entry.values or entry.alike):
        yield own
    for value in entry.values:
        yield {**own, **plain(value)}
    for alike in entry.alike:
        yield {**own, "alike": alike.record, "score": alike.score, "reason": alike.reason}


def finding_rows(findings: Iterator[Finding]) -> Iterator[dict[str, Any]]:
    """Yield faults and doubts as rows."""
    for finding in findings:
        yield {
            "file": finding.file,
            "line": finding.line or None,
            "column": finding.field,
            "code": finding.code,
            "kind": "error" if finding.is_error else "warning",
            "message": finding.message,
        }
