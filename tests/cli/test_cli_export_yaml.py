"""``kb export records --format yaml``: what is written can be read again, and is the base."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from harness import Kb, Outcome
from relations_kb.records.actors import Actor
from relations_kb.records.checks import check
from relations_kb.records.claiming import claims_of
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.models import Event, Source
from relations_kb.records.reading import ReadFile, read_files
from relations_kb.records.seed_file import Seed
from relations_kb.store import tables as t
from relations_kb.store.engine import connect, make_engine
from relations_kb.store.read import read_claims
from relations_kb.store.read_seed import read_seed
from relations_kb.store.urls import database_url
from relations_kb.store.write import write_seed

Ask = Callable[..., str]
Here = Callable[..., Outcome]

PARTS = ("sources", "actors", "memberships", "statements")


def base_seed(path: Path) -> Seed:
    engine = make_engine(database_url(str(path)))
    with connect(engine) as connection:
        read = read_seed(connection)
    engine.dispose()
    return read


def active(path: Path) -> set[str]:
    """Return the ids of all active claims."""
    engine = make_engine(database_url(str(path)))
    with connect(engine) as connection:
        ids = set(connection.execute(select(t.claim.c.id).where(t.claim.c.active)).scalars())
        assert ids == {claim.id for claim in read_claims(connection)}
    engine.dispose()
    return ids


@pytest.fixture(scope="module")
def exported(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the export of the packaged base."""
    folder = tmp_path_factory.mktemp("exported")
    kb = Kb(folder)
    done = kb(
        "--database", base, "export", "records", "--format", "yaml", "--output", folder / "all.yaml"
    )
    assert (done.code, done.out, done.err) == (0, "", "")
    return folder


def the_file(folder: Path) -> ReadFile:
    (file,), found = read_files([folder / "all.yaml"])
    assert found == []
    return file


def test_the_export_of_the_packaged_base_has_no_error_and_says_its_claims(
    exported: Path, base: Path
) -> None:
    file = the_file(exported)
    assert [finding for finding in check([file]) if finding.is_error] == []
    claims = [claim.id for _, record in file.records for claim in claims_of(record)]
    assert len(claims) == len(set(claims))
    assert set(claims) == active(base)


def test_a_base_built_of_the_export_is_the_same_base(
    exported: Path, base: Path, tmp_path: Path, here: Here
) -> None:
    again = tmp_path / "again.db"
    assert here("db", "build", "--seed", exported, "--database", again).code == 0
    assert active(again) == active(base)
    one, other = base_seed(base), base_seed(again)
    for part in (*PARTS, "records"):
        assert sorted(getattr(one, part), key=repr) == sorted(getattr(other, part), key=repr)


def test_the_export_is_the_same_each_time(ask: Ask, mini: Path) -> None:
    exports = {ask(mini, "export", "records", "--format", "yaml") for _ in range(2)}
    assert len(exports) == 1


VISIT = with_explicit_sources(
    Event.model_validate(
        {"id": "visit-2025", "title": "Visit: the second", "form": "visit",
         "parties": ["alba", "new-land"], "sources": ["mine"],
         "milestones": [{"step": "occurred", "date": "2025"}]}
    )
)  # fmt: skip
ADDED = """\
bibliography:
  - id: mine
    publisher: Mine
    kind: press
    reliability: C

actors:
  - id: new-land
    kind: state
    names:
      - {text: New Land, language: en}

events:
  - id: visit-2025
    title: 'Visit: the second'
    form: visit
    parties: [alba, new-land]
    sources: [mine]
    milestones:
      - {step: occurred, date: 2025}
"""


@pytest.fixture
def enlarged(own_mini: Path) -> Path:
    """A copy of the small base with a record that a user added."""
    mine = Source.model_validate(
        {"id": "mine", "publisher": "Mine", "kind": "press", "reliability": "C"}
    )
    land = Actor.model_validate(
        {"id": "new-land", "kind": "state", "names": [{"text": "New Land", "language": "en"}]}
    )
    engine = make_engine(database_url(str(own_mini)))
    with connect(engine, write=True) as connection:
        seed = Seed((mine,), (land,), (), (VISIT,))
        write_seed(connection, seed, kind="user", label="mine", content_hash="1")
    engine.dispose()
    return own_mini


def test_only_what_was_added_is_exported_if_that_is_asked_for(ask: Ask, enlarged: Path) -> None:
    assert ask(enlarged, "export", "records", "--format", "yaml", "--added") == ADDED


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_the_added_records_are_exported_in_the_other_formats_too(
    ask: Ask, enlarged: Path, form: str
) -> None:
    text = ask(enlarged, "export", "records", "--format", form, "--added")
    records = json.loads(text) if form == "json" else list(map(json.loads, text.splitlines()))
    assert records == [json.loads(ask(enlarged, "show", "visit-2025", "--format", "json"))]


def test_nothing_added_is_an_empty_file(ask: Ask, mini: Path) -> None:
    assert ask(mini, "export", "records", "--format", "yaml", "--added") == ""
    assert ask(mini, "export", "records", "--format", "json", "--added").strip() == "[]"
