"""Steps of a history that tests repeat: imports, corrections, merges, undos of a base."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from relations_kb.ingest.errata import carry_out, correction
from relations_kb.ingest.imports.applying import Import
from relations_kb.ingest.imports.plan import Plan
from relations_kb.ingest.imports.request import Request
from relations_kb.ingest.merging import MergeView, merge
from relations_kb.ingest.undoing import UndoView, carry_out_undo
from relations_kb.query.clock import as_it_was
from relations_kb.query.show import RecordView, get_record
from relations_kb.store.content import base_hash
from relations_kb.store.engine import connect, engine_for

DAY = datetime.date(2026, 11, 28)


def silent(step: str, done: int = 0, total: int | None = None) -> None:
    """Take progress and show nothing."""


def planned(url: URL, *files: Path, **more: Any) -> Plan:
    """Plan an import and write nothing."""
    with engine_for(url) as engine, Import(Request(files, **more), silent) as job:
        job.read(engine)
        return kept(job.plan(engine))


def applied(url: URL, *files: Path, **more: Any) -> Plan:
    """Import files that have no faults."""
    with engine_for(url) as engine, Import(Request(files, **more), silent) as job:
        job.read(engine)
        plan = job.apply(engine)
        assert [str(finding) for finding in plan.findings() if finding.is_error] == []
        return kept(plan)


def kept(plan: Plan) -> Plan:
    """Keep the entries of a plan beyond the import that made it."""
    entries = list(plan.entries())
    return replace(plan, entries=lambda: iter(entries))


def undo(url: URL, number: int | None) -> UndoView:
    """Undo a changeset."""
    assert number is not None
    with engine_for(url) as engine, connect(engine, write=True) as connection:
        return carry_out_undo(connection, number)


def corrected(url: URL, record: str, slot: str, value: str) -> int:
    """Correct a value; return the number of the changeset."""
    planner = correction(record, slot, value, reason="Misread.", day=DAY)
    with engine_for(url) as engine, connect(engine, write=True) as connection:
        changeset = carry_out(connection, planner, planner(connection)).changeset
    assert changeset is not None
    return changeset


def merged(url: URL, record: str, into: str, join: Callable[..., MergeView] = merge) -> MergeView:
    """Merge two records, or keep them apart."""
    with engine_for(url) as engine, connect(engine, write=True) as connection:
        return join(connection, record, into)


def hashed(url: URL) -> str:
    """Return the content hash of a base."""
    with engine_for(url) as engine, connect(engine) as connection:
        return base_hash(connection)


def shown(url: URL, record: str, at: int | None = None) -> RecordView:
    """Read a record, as it is or as it was after a changeset."""
    with (
        engine_for(url) as engine,
        connect(engine) as connection,
        as_it_was(connection, at=at) as then,
    ):
        return get_record(then, record)
