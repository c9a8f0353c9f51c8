"""A base with a history: imports, errata, an undo, an undo of that, a merge."""

from __future__ import annotations

import datetime
from pathlib import Path

from sqlalchemy import Engine, update

from relations_kb.ingest import errata, merging
from relations_kb.ingest.imports.applying import Import
from relations_kb.ingest.imports.request import EVERY, Request
from relations_kb.store import tables as t
from relations_kb.store.engine import connect
from relations_kb.store.undo import write_undo

HEADER = (
    "date,title,actor1,actor2,kind,step,place,"
    "source_url,source_publisher,source_date,external_id"
)  # fmt: skip
_NEWS = "https://a.example/{},Bay News,2016-06-01"
VISIT = f"2015-03-01,Visit of the envoy,alba,borea,visit,occurred,Northport,{_NEWS.format(1)}"
TALKS = f"2016-05-02,Talks on fish,alba,cadia,talks,occurred,,{_NEWS.format(2)}"
MOVED = VISIT.replace("2015-03-01", "2015-03-02")
REASON = "Misread: the page says 11."
DAY = datetime.date(2026, 1, 9)
PACT, NOTE, CUSTOMS = "alba-borea-pact-2005", "a-grain-note-2005", "ab-customs-note-2005"
SEED, FIRST, SECOND, CORRECTED, RETRACTED, UNDONE, REDONE, MERGED = range(1, 9)
"""Numbers of the changesets."""


def lines(*rows: tuple[str, str]) -> str:
    """Write rows as a CSV file, each with its external id."""
    return "\n".join([HEADER, *(f"{row},{key}" for row, key in rows)]) + "\n"


def bring(engine: Engine, file: Path, text: str) -> int:
    """Import a file; return the number of the changeset."""
    file.write_text(text, encoding="utf-8")
    request = Request((file,), distinct=frozenset({EVERY}))
    with Import(request, lambda step, done, total: None) as job:
        job.read(engine)
        done = job.apply(engine)
        assert done.changeset is not None, [str(finding) for finding in done.findings()]
    return done.changeset


def amend(engine: Engine, planner: errata.Planner) -> int:
    """Write an erratum; return the number of the changeset."""
    with connect(engine, write=True) as connection:
        done = errata.carry_out(connection, planner, planner(connection))
    assert done.changeset is not None
    return done.changeset


def undo(engine: Engine, number: int) -> int:
    """Undo a changeset; return the number of the undo."""
    with connect(engine, write=True) as connection:
        return write_undo(connection, number, f"undo of {number}").changeset


def make_history(engine: Engine, folder: Path) -> None:
    """Write the changesets, each at a time that does not change from run to run."""
    file = folder / "visits.csv"
    made = [
        bring(engine, file, lines((VISIT, "v-1"), (TALKS, "v-2"))),
        bring(engine, file, lines((MOVED, "v-1"), (TALKS, "v-2"))),
        amend(engine, errata.correction(
            PACT, "in-force:date", "2006-01-11", reason=REASON, day=DAY, source="alba-ministry",
        )),
        amend(engine, errata.retraction(CUSTOMS, "signed:date", reason="No such note.", day=DAY)),
        undo(engine, SECOND),
        undo(engine, UNDONE),
    ]  # fmt: skip
    with connect(engine, write=True) as connection:
        merged = merging.merge(connection, CUSTOMS, NOTE).changeset
    assert [*made, merged] == [
        FIRST, SECOND, CORRECTED, RETRACTED, UNDONE, REDONE, MERGED,
    ]  # fmt: skip
    settle(engine)


def settle(engine: Engine) -> None:
    """Give all changesets times, hashes and paths that do not change from run to run."""
    with connect(engine, write=True) as connection:
        for number in range(SEED, MERGED + 1):
            label = {"label": "mini seed"} if number == SEED else {}
            label |= {"label": "visits.csv"} if number in (FIRST, SECOND) else {}
            values = {
                "applied_at": f"2026-01-{number:02}T10:00:00+00:00",
                "package_version": "1.2.3",
                "content_hash": f"{number:064x}",
                **label,
            }
            connection.execute(update(t.changeset).where(t.changeset.c.id == number).values(values))
        connection.execute(update(t.import_file).values(name="visits.csv"))
