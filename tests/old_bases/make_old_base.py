"""Write the dump of a base as an earlier package makes it; README.md tells when.

Run it with the sources of that package:
PYTHONPATH=OLD/src python tests/old_bases/make_old_base.py OLD/tests/mini_seed > NNNN.sql
"""

from __future__ import annotations

import datetime
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from unittest import mock

from sqlalchemy import URL, Connection, inspect

from relations_kb.ingest import base
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.models import Event
from relations_kb.records.seed_file import Seed
from relations_kb.store.engine import connect, make_engine
from relations_kb.store.write import write_seed

MINE = {
    "id": "my-visit-2020",
    "title": "A visit that only I know",
    "form": "visit",
    "parties": ["alba", "borea"],
    "sources": ["harbour-post"],
    "milestones": [{"step": "occurred", "date": "2020-02-02"}],
}
WRONG = ("date: 2006-01-01", "date: 2006-01-03")
"""A date that the first seed of the base had, and the second mended."""
PACT = "alba-borea-pact-2005"
DAY = datetime.date(2026, 11, 23)


def silent(step: str) -> None:
    """Take progress and show nothing."""


def main() -> None:
    """Build a base, add to it, renew its seed, correct it; print its dump."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "base.db"
        live(URL.create("sqlite", database=str(path)), Path(sys.argv[1]), folder)
        with closing(sqlite3.connect(path)) as connection:
            sys.stdout.writelines(f"{line}\n" for line in connection.iterdump())


def live(url: URL, seed: Path, folder: Path) -> None:
    """Do what is done to a base in its life, as far as the package can."""
    earlier = folder / "seed"
    shutil.copytree(seed, earlier)
    records = earlier / "records.yaml"
    records.write_text(records.read_text("utf-8").replace(*WRONG), "utf-8")
    with mock.patch.object(base, "seed_folder", return_value=earlier):
        base.build_base(url, progress=silent)
    engine = make_engine(url)
    with connect(engine, write=True) as connection:
        mine = with_explicit_sources(Event.model_validate(MINE))
        own = Seed((), (), (), (mine,))
        write_seed(connection, own, kind="user", label="mine", content_hash="1")
    with mock.patch.object(base, "seed_folder", return_value=seed):
        base.upgrade_base(url, silent)
    with connect(engine, write=True) as connection:
        if inspect(connection).has_table("erratum"):
            correct(connection)
    engine.dispose()


def correct(connection: Connection) -> None:
    """Correct a date, take that back and correct it otherwise; retract a value."""
    from relations_kb.ingest.errata import carry_out, correction, retraction

    planners = (
        correction(PACT, "in-force:date", "2006-01-11", reason="Misread.", day=DAY),
        correction(PACT, "in-force:date", "2006-01-01", reason="It was right.", day=DAY),
        correction(PACT, "in-force:date", "2006-01-12", reason="It was not.", day=DAY),
        retraction("ab-customs-note-2005", "signed:date", reason="No such page.", day=DAY),
    )
    for planner in planners:
        carry_out(connection, planner, planner(connection))


if __name__ == "__main__":
    main()
