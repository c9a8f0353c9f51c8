"""Several programs at once on one base: what they do is as if they had done it in turn."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL

from harness import MINI_SEED, Kb, Outcome
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base
from relations_kb.ingest.imports.applying import Import
from relations_kb.ingest.imports.request import Request
from relations_kb.ingest.keeping import check_base
from relations_kb.ingest.undoing import carry_out_undo
from relations_kb.store.engine import connect, engine_for

Here = Callable[..., Outcome]

BENCH = Path(__file__).resolve().parents[2] / "bench" / "many.py"
PROCESSES, EACH = 4, 10


def test_a_team_at_work_leaves_what_its_changes_give_in_turn(kb: Kb, url: URL) -> None:
    place = url.render_as_string(hide_password=False)
    team = ("--processes", str(PROCESSES), "--operations", str(EACH), "--url", place)
    done = subprocess.run(
        [sys.executable, BENCH, *team],
        env=kb.environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"\n{PROCESSES * EACH} commands in " in done.stdout
    changesets = re.search(r"^(\d+) changesets$", done.stdout, re.MULTILINE)
    assert changesets is not None
    assert int(changesets[1]) > 0
    assert done.stdout.endswith("\n0 violations\n")


HEADER = "external_id,date,title,actor1,actor2,kind,source_url"
PAGE = "https://example.org/page"


def silent(step: str, done: int = 0, total: int | None = None) -> None:
    """Take progress and show nothing."""


def test_a_source_that_is_undone_while_a_file_is_read_is_not_cited(
    url: URL, tmp_path: Path
) -> None:
    build_base(url, progress=silent, seed=MINI_SEED)
    files = [tmp_path / "one.csv", tmp_path / "other.csv"]
    for path, title in zip(files, ("Talks on fish", "Talks on ships"), strict=True):
        path.write_text(f"{HEADER}\n1,2015-03-01,{title},Alba,Borea,talks,{PAGE}\n", "utf-8")
    with engine_for(url) as engine:
        with Import(Request((files[0],)), silent) as first:
            first.read(engine)
            number = first.apply(engine).changeset
        assert number is not None
        with Import(Request((files[1],)), silent) as second:
            second.read(engine)
            with connect(engine, write=True) as connection:
                carry_out_undo(connection, number)
            with pytest.raises(KbError, match="changed in the meantime"):
                second.apply(engine)
    assert check_base(url, silent).problems == ()


def test_a_correction_that_is_brought_back_has_its_source(
    here: Here, url: URL, tmp_path: Path
) -> None:
    build_base(url, progress=silent, seed=MINI_SEED)
    path = tmp_path / "talks.csv"
    path.write_text(f"{HEADER}\n1,2015-03-01,Talks on fish,Alba,Borea,talks,{PAGE}\n", "utf-8")
    place = ("--yes", "--database", url.render_as_string(hide_password=False))
    right = ("talks-on-fish-2015", "occurred:date", "2015-03-31", "--reason", "Misread.")
    for command in (("import", path), ("correct", *right), ("undo", 3), ("undo", 2)):
        assert here(*command, *place).code == 0
    here("undo", 4, *place)  # it may be refused or done
    assert check_base(url, silent).problems == ()
