"""Imports, corrections, merges and undos in a row: what each leaves, on either engine."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from history_steps import (
    applied,
    corrected,
    hashed,
    merged,
    planned,
    shown,
    silent,
    undo,
)
from sqlalchemy import URL, func, select

from harness import MINI_SEED
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base
from relations_kb.ingest.imports.applying import Import
from relations_kb.ingest.imports.plan import Plan
from relations_kb.ingest.imports.request import Request
from relations_kb.ingest.keeping import check_base
from relations_kb.ingest.merging import keep_apart
from relations_kb.query.questions import open_questions
from relations_kb.store import tables as t
from relations_kb.store.engine import connect, engine_for
from relations_kb.store.urls import database_url, sqlite_path

HEADER = "external_id,date,title,actor1,actor2,kind,place,source_url,source_publisher"
ROWS = [
    "1,2015-03-01,Talks on fish,Alba,Borea,talks,Northport,https://example.org/fish,Fish News",
    "2,2015-03-02,Talks on ships,Alba,Cadia,talks,,https://example.org/ships,Fish News",
    "3,2016-05-05,Visit of the fleet,Borea,Cadia,visit,,https://example.org/fleet,Fish News",
]
FISH, SHIPS, FLEET = "talks-on-fish-2015", "talks-on-ships-2015", "visit-of-the-fleet-2016"

Write = Callable[..., Path]


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a base of the small seed."""
    path = tmp_path_factory.mktemp("built") / "relations.db"
    build_base(database_url(str(path)), progress=silent, seed=MINI_SEED)
    return path


@pytest.fixture
def built(url: URL, built_once: Path) -> URL:
    """A base of the small seed, on each engine in turn."""
    path = sqlite_path(url)
    if path:
        shutil.copy(built_once, path)
    else:
        build_base(url, progress=silent, seed=MINI_SEED)
    return url


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a table of rows under a header."""

    def written(*rows: str, name: str = "talks.csv", header: str = HEADER) -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return written


def outcomes(plan: Plan) -> dict[str, int]:
    return {name: number for name, number in plan.outcomes.items() if number}


def date_of(url: URL, record: str, at: int | None = None) -> str | None:
    return shown(url, record, at).milestones[0].date


def is_shown(url: URL, record: str) -> bool:
    try:
        shown(url, record)
    except KbError:
        return False
    return True


def changesets(url: URL) -> int:
    with engine_for(url) as engine, connect(engine) as connection:
        return connection.execute(select(func.count()).select_from(t.changeset)).scalar_one()


# -- the same file again ---------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(built: URL, write: Write) -> None:
    first = applied(built, write(*ROWS))
    assert (outcomes(first), first.definitions["source"]) == ({"new": 3}, 3)
    before, number = hashed(built), changesets(built)
    again = applied(built, write(*ROWS))
    assert (outcomes(again), again.changeset, again.changes_nothing) == ({"same": 3}, None, True)
    assert (hashed(built), changesets(built)) == (before, number)


def test_rows_in_any_order_make_the_same_base(
    built: URL, write: Write, tmp_path: Path, built_once: Path
) -> None:
    applied(built, write(*ROWS))
    for seed in range(3):
        rows = [*ROWS]
        random.Random(seed).shuffle(rows)  # noqa: S311 - the order of rows is no secret
        other = Path(shutil.copy(built_once, tmp_path / f"other{seed}.db"))
        applied(database_url(str(other)), write(*rows))
        assert hashed(database_url(str(other))) == hashed(built)
        assert outcomes(applied(built, write(*rows))) == {"same": 3}


def test_a_plan_is_what_happens(built: URL, write: Write) -> None:
    path = write(*ROWS)
    before = hashed(built)
    plan = planned(built, path)
    assert hashed(built) == before
    done = applied(built, path)
    assert plan == done
    assert list(plan.outcomes) == list(done.outcomes)
    assert (plan.changeset, done.changeset) == (None, 2)


def test_a_corrected_row_is_a_change_and_the_old_value_goes(built: URL, write: Write) -> None:
    applied(built, write(*ROWS))
    rows = [ROWS[0].replace("2015-03-01", "2015-03-04"), *ROWS[1:]]
    plan = applied(built, write(*rows))
    assert outcomes(plan) == {"changed": 1, "same": 2}
    entry = next(e for e in plan.entries() if e.outcome == "changed")
    assert (entry.record, entry.rule) == (FISH, "row")
    assert [(v.effect, v.slot, v.value) for v in entry.values] == [
        ("withdrawn", "milestone occurred date", "2015-03-01"),
        ("added", "milestone occurred date", "2015-03-04"),
    ]
    assert date_of(built, FISH) == "2015-03-04"
    assert outcomes(applied(built, write(*rows))) == {"same": 3}


def test_an_emptied_cell_is_withdrawn(built: URL, write: Write) -> None:
    applied(built, write(*ROWS))
    assert shown(built, FISH).milestones[0].place == "Northport"
    applied(built, write(ROWS[0].replace("Northport", ""), *ROWS[1:]))
    assert shown(built, FISH).milestones[0].place is None


def test_a_row_that_is_gone_is_reported_and_stays(built: URL, write: Write) -> None:
    applied(built, write(*ROWS))
    before = hashed(built)
    plan = applied(built, write(*ROWS[:2]))
    assert (outcomes(plan), plan.changeset) == ({"same": 2, "absent": 1}, None)
    assert [e.record for e in plan.entries() if e.outcome == "absent"] == [FLEET]
    assert hashed(built) == before


def test_a_row_without_an_id_whose_date_is_corrected_keeps_its_record(
    built: URL, write: Write
) -> None:
    header = HEADER.removeprefix("external_id,")
    rows = [row.partition(",")[2] for row in ROWS]
    applied(built, write(*rows, header=header))
    rows[0] = rows[0].replace("2015-03-01", "2015-03-09")
    plan = applied(built, write(*rows, header=header))
    assert outcomes(plan) == {"changed": 1, "same": 2}
    assert [e.rule for e in plan.entries() if e.outcome == "changed"] == ["corrected-row"]
    assert date_of(built, FISH) == "2015-03-09"
    assert outcomes(applied(built, write(*rows, header=header))) == {"same": 3}


def test_rows_that_look_alike_and_have_their_own_ids_are_two(built: URL, write: Write) -> None:
    twin = ROWS[0].replace("1,", "9,", 1)
    plan = applied(built, write(ROWS[0], twin))
    assert outcomes(plan) == {"new": 2}
    records = {e.record for e in plan.entries()}
    assert len(records) == 2
    assert all(record.startswith(FISH) for record in records)
    assert outcomes(applied(built, write(twin, ROWS[0]))) == {"same": 2}


def test_rows_without_ids_that_say_the_same_are_one(built: URL, write: Write) -> None:
    header = HEADER.removeprefix("external_id,")
    row = ROWS[0].partition(",")[2]
    plan = applied(built, write(row, row, header=header))
    assert outcomes(plan) == {"new": 1}


def test_rows_with_one_id_are_the_steps_of_one_record(built: URL, write: Write) -> None:
    header = "external_id,kind,step,date,title,actor1,actor2,source_url"
    rows = [
        "t1,treaty,signed,2015-01-01,Treaty on eels,Alba,Borea,https://example.org/eels",
        "t1,treaty,in-force,2016-01-01,Treaty on eels,Alba,Borea,https://example.org/eels",
    ]
    assert outcomes(applied(built, write(*rows, header=header))) == {"new": 1}
    record = shown(built, "treaty-on-eels-2015")
    assert [(m.step, m.date) for m in record.milestones] == [
        ("signed", "2015-01-01"), ("in-force", "2016-01-01"),
    ]  # fmt: skip
    plan = applied(built, write(rows[1], header=header))
    assert (outcomes(plan), plan.changeset) == ({"same": 1, "absent": 1}, None)
    assert len(shown(built, "treaty-on-eels-2015").milestones) == 2


def test_a_corrected_title_is_shown_and_the_record_stays(built: URL, write: Write) -> None:
    applied(built, write(*ROWS))
    plan = applied(built, write(ROWS[0].replace("Talks on fish", "Talks on eels"), *ROWS[1:]))
    assert outcomes(plan) == {"changed": 1, "same": 2}
    assert shown(built, FISH).title == "Talks on eels"


def test_a_row_without_an_id_that_is_corrected_back_is_as_it_was(built: URL, write: Write) -> None:
    header = HEADER.removeprefix("external_id,")
    row = ROWS[0].partition(",")[2]
    other = row.replace("2015-03-01", "2015-03-09")
    applied(built, write(row, header=header))
    before = hashed(built)
    applied(built, write(other, header=header))
    plan = applied(built, write(row, header=header))
    assert (outcomes(plan), hashed(built)) == ({"changed": 1}, before)


def test_a_number_that_meant_something_else_is_refused(built: URL, write: Write) -> None:
    applied(built, write(*ROWS))
    before = hashed(built)
    row = "1,1990-01-01,Fleet days,Cadia,North Dor,talks,,https://example.org/days,Post"
    with engine_for(built) as engine, Import(Request((write(row),)), silent) as job:
        job.read(engine)
        plan = job.apply(engine)
        messages = [(f.line, f.code, f.message) for f in plan.findings()]
    assert messages == [
        (
            2,
            "E314",
            "this row of the data set 'talks' was talks-on-fish-2015 before, with which it shares "
            "neither title nor parties nor date; name the data set of another file with --dataset, "
            "or give the row a number of its own",
        )
    ]
    assert (plan.changeset, hashed(built)) == (None, before)
    assert outcomes(applied(built, write(row), dataset="other-talks")) == {"new": 1}


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"accept": {"nonsense": ""}}, "No record of the files has the id 'nonsense'"),
        ({"distinct": frozenset({"nonsense"})}, "No record of the files has the id 'nonsense'"),
        ({"accept": {SHIPS: "nonsense"}}, f"{SHIPS} does not look like 'nonsense'"),
    ],
)
def test_an_answer_to_no_question_is_refused(
    built: URL, write: Write, answers: dict[str, Any], message: str
) -> None:
    before = hashed(built)
    with pytest.raises(KbError, match=message):
        applied(built, write(*ROWS), **answers)
    assert hashed(built) == before


def test_rows_of_one_record_that_wish_for_two_ids_are_refused(built: URL, write: Write) -> None:
    header = "external_id,id,date,step,title,actor1,actor2,source_url"
    rows = [
        "1,one-id,2015-01-01,occurred,Talks,Alba,Borea,https://example.org/a",
        "1,two-id,2015-01-02,ended,Talks,Alba,Borea,https://example.org/a",
    ]
    plan = planned(built, write(*rows, header=header))
    assert (plan.errors, outcomes(plan)) == (1, {"new": 1, "rejected": 1})


# -- known records ---------------------------------------------------------------------------------

PACT = "Pact of Good Neighbours"


def test_what_a_file_says_of_a_known_record_stands_beside_it(built: URL, write: Write) -> None:
    header = "kind,date,title,actor1,actor2,source_url"
    signed = shown(built, "alba-borea-pact-2005").milestones[0]
    row = f"treaty,{signed.date},{PACT},Alba,Borea,https://example.org/pact"
    plan = applied(built, write(row, header=header))
    assert outcomes(plan) == {"new-source": 1}
    entry = next(iter(plan.entries()))
    assert (entry.record, entry.rule) == ("alba-borea-pact-2005", "natural-key")
    now = shown(built, "alba-borea-pact-2005").milestones[0]
    assert len(now.sources) == len(signed.sources) + 1


def test_what_contradicts_a_known_value_is_kept_and_told(built: URL, write: Write) -> None:
    header = "id,kind,date,title,actor1,actor2,source_url"
    row = f"alba-borea-pact-2005,treaty,1999-09-09,{PACT},Alba,Borea,https://example.org/pact"
    plan = applied(built, write(row, header=header))
    assert outcomes(plan) == {"conflicting": 1}
    conflict = [v for v in next(iter(plan.entries())).values if v.effect == "conflicting"]
    assert [(v.slot, v.value) for v in conflict] == [("milestone signed date", "1999-09-09")]
    signed = shown(built, "alba-borea-pact-2005").milestones[0]
    assert (signed.disputed, "1999-09-09" in {c.value for c in signed.claims}) == (True, True)


# -- undo ------------------------------------------------------------------------------------------


def test_an_undo_leaves_the_base_as_it_was_and_can_be_undone(built: URL, write: Write) -> None:
    before = hashed(built)
    number = applied(built, write(*ROWS)).changeset
    after = hashed(built)
    view = undo(built, number)
    assert hashed(built) == before
    assert set(view.fallen) == {FISH, SHIPS, FLEET}
    assert undo(built, view.changeset).returned == tuple(sorted({FISH, SHIPS, FLEET}))
    assert hashed(built) == after
    assert outcomes(applied(built, write(*ROWS))) == {"same": 3}


def test_after_an_undo_the_same_file_gives_the_same_base(built: URL, write: Write) -> None:
    number = applied(built, write(*ROWS)).changeset
    after = hashed(built)
    undo(built, number)
    assert outcomes(applied(built, write(*ROWS))) == {"new": 3}
    assert hashed(built) == after


def test_an_undo_in_the_middle_of_a_history(built: URL, write: Write) -> None:
    """A first, B beside it, C a correction of A's row; B goes, and the others stay."""
    applied(built, write(*ROWS))
    other = write(
        "7,2017-07-07,Talks on salt,Alba,Borea,talks,,https://example.org/salt,Fish News",
        name="other.csv",
    )
    number = applied(built, other).changeset
    applied(built, write(ROWS[0].replace("2015-03-01", "2015-03-04"), *ROWS[1:]))
    undo(built, number)
    assert not is_shown(built, "talks-on-salt-2017")
    assert date_of(built, FISH) == "2015-03-04"
    assert date_of(built, SHIPS) == "2015-03-02"


def test_an_undone_correction_of_a_row_brings_the_old_value_back(built: URL, write: Write) -> None:
    first = applied(built, write(*ROWS)).changeset
    before = hashed(built)
    rows = [ROWS[0].replace("2015-03-01", "2015-03-04"), *ROWS[1:]]
    second = applied(built, write(*rows)).changeset
    undo(built, second)
    assert (date_of(built, FISH), hashed(built)) == ("2015-03-01", before)
    assert outcomes(applied(built, write(*ROWS))) == {"same": 3}
    # What was brought back belongs to the first import, and goes with it.
    undo(built, first)
    assert not is_shown(built, FISH)


def test_an_undo_is_refused_where_a_later_import_adds_to_its_records(
    built: URL, write: Write
) -> None:
    first = applied(built, write(*ROWS)).changeset
    header = "id,date,title,actor1,actor2,place,source_url"
    row = f"{FISH},2015-03-01,Talks on fish,Alba,Borea,Southport,https://example.org/other"
    second = applied(built, write(row, name="more.csv", header=header)).changeset
    before = hashed(built)
    with pytest.raises(KbError) as refused:
        undo(built, first)
    assert "adds to records that only this one has: talks-on-fish-2015" in refused.value.message
    assert refused.value.remedy == f"Undo those first: kb undo {second}"
    assert hashed(built) == before
    undo(built, second)
    undo(built, first)
    assert not is_shown(built, FISH)


def test_an_undo_keeps_later_corrections(built: URL, write: Write) -> None:
    first = applied(built, write(*ROWS)).changeset
    corrected(built, FISH, "occurred:date", "2015-03-31")
    after = hashed(built)
    view = undo(built, first)
    assert not is_shown(built, FISH)
    undo(built, view.changeset)
    assert (date_of(built, FISH), hashed(built)) == ("2015-03-31", after)


def test_a_correction_can_be_undone_unless_it_was_corrected_itself(
    built: URL, write: Write
) -> None:
    applied(built, write(*ROWS))
    before = hashed(built)
    one = corrected(built, FISH, "occurred:date", "2015-03-31")
    two = corrected(built, FISH, "occurred:date", "2015-03-30")
    with pytest.raises(KbError, match="corrects what this one put right"):
        undo(built, one)
    undo(built, two)
    assert date_of(built, FISH) == "2015-03-31"
    undo(built, one)
    assert (date_of(built, FISH), hashed(built)) == ("2015-03-01", before)


@pytest.mark.parametrize(("number", "message"), [(1, "is a seed"), (99, "There is no changeset")])
def test_what_cannot_be_undone_is_said(built: URL, number: int, message: str) -> None:
    with pytest.raises(KbError, match=message):
        undo(built, number)


def test_nothing_is_undone_twice(built: URL, write: Write) -> None:
    number = applied(built, write(*ROWS)).changeset
    view = undo(built, number)
    with pytest.raises(KbError, match="was undone already") as refused:
        undo(built, number)
    assert refused.value.remedy == f"Bring it back with: kb undo {view.changeset}"


def test_the_base_is_told_as_it_was_after_every_changeset(built: URL, write: Write) -> None:
    first = applied(built, write(*ROWS)).changeset
    second = applied(built, write(ROWS[0].replace("2015-03-01", "2015-03-04"), *ROWS[1:])).changeset
    third = undo(built, second).changeset
    dates = [date_of(built, FISH, at=at) for at in (first, second, third)]
    assert dates == ["2015-03-01", "2015-03-04", "2015-03-01"]


# -- merging ---------------------------------------------------------------------------------------


def test_a_merged_id_leads_to_the_record_that_stays(built: URL, write: Write) -> None:
    applied(built, write(*ROWS))
    before = hashed(built)
    view = merged(built, FISH, SHIPS)
    record = shown(built, FISH)
    assert (record.id, record.former_ids) == (SHIPS, (FISH,))
    assert (record.title, record.identifiers) == ("Talks on ships", {"talks": "2"})
    assert {party.actor for party in record.parties} == {"alba", "borea", "cadia"}
    assert outcomes(applied(built, write(*ROWS))) == {"same": 3}
    undo(built, view.changeset)
    assert (shown(built, FISH).id, hashed(built)) == (FISH, before)


def test_a_row_of_a_merged_record_is_corrected_where_it_stands_now(
    built: URL, write: Write
) -> None:
    applied(built, write(*ROWS))
    merged(built, FISH, SHIPS)
    plan = applied(built, write(ROWS[0].replace("Northport", "Southport"), *ROWS[1:]))
    assert outcomes(plan) == {"changed": 1, "same": 2}
    claims = {m.place for m in shown(built, SHIPS).milestones}
    assert claims == {"Southport"}


def test_a_correction_of_a_merged_record_is_of_the_record_that_it_was_said_of(
    built: URL, write: Write
) -> None:
    """Its id is made of that record, and with that record it goes where a merge leads."""
    visit = "cadia-visit-2007"
    applied(built, write(*ROWS))
    before = hashed(built)
    changesets = [merged(built, visit, FISH).changeset]
    changesets += [corrected(built, FISH, "occurred:date", f"2007-07-0{day}") for day in (8, 9)]
    assert check_base(built, silent).problems == ()
    changesets.append(merged(built, FISH, SHIPS).changeset)
    changesets.append(corrected(built, SHIPS, "occurred:date", "2007-07-10"))
    assert check_base(built, silent).problems == ()
    assert "2007-07-10" in {m.date for m in shown(built, visit).milestones}
    for number in reversed(changesets):
        undo(built, number)
    assert hashed(built) == before
    assert check_base(built, silent).problems == ()


def test_chains_of_merges_lead_to_the_end_and_never_in_a_circle(built: URL, write: Write) -> None:
    applied(built, write(*ROWS, ROWS[0].replace("1,", "8,", 1).replace("fish", "nets")))
    first = merged(built, FISH, SHIPS)
    merged(built, SHIPS, "talks-on-nets-2015")
    assert shown(built, FISH).id == "talks-on-nets-2015"
    with pytest.raises(KbError, match="are one record already"):
        merged(built, "talks-on-nets-2015", FISH)
    undo(built, first.changeset)
    assert shown(built, FISH).id == FISH


def test_a_newer_seed_keeps_a_merge(built: URL, write: Write) -> None:
    applied(built, write(ROWS[0]))
    merged(built, "cadia-visit-2007", FISH)
    assert shown(built, "cadia-visit-2007").id == FISH
    from relations_kb.ingest.seed import load_seed
    from relations_kb.store.write import write_seed

    with engine_for(built) as engine, connect(engine, write=True) as connection:
        write_seed(connection, load_seed(MINI_SEED), label="again", content_hash="2")
    assert shown(built, "cadia-visit-2007").id == FISH


def test_questions_are_asked_once(built: URL, write: Write) -> None:
    applied(built, write(*ROWS))
    like = "5,2015-03-02,Fish talks,Alba,Borea,talks,,https://example.org/f2,Post"
    plan = applied(built, write(like, name="like.csv"))
    assert outcomes(plan) == {"possible-duplicate": 1}
    with engine_for(built) as engine, connect(engine) as connection:
        questions = open_questions(connection)
    assert [(q.record, q.other) for q in questions] == [("fish-talks-2015", FISH)]
    merged(built, "fish-talks-2015", FISH, join=keep_apart)
    with engine_for(built) as engine, connect(engine) as connection:
        assert open_questions(connection) == []
    assert outcomes(applied(built, write(like, name="like.csv"))) == {"same": 1}


def test_an_accepted_likeness_goes_into_the_known_record(built: URL, write: Write) -> None:
    applied(built, write(*ROWS))
    like = "5,2015-03-02,Fish talks,Alba,Borea,talks,,https://example.org/f2,Post"
    plan = applied(built, write(like, name="like.csv"), accept={"all": ""})
    assert [(e.outcome, e.record, e.rule) for e in plan.entries()] == [
        ("conflicting", FISH, "accepted")
    ]
    assert not is_shown(built, "fish-talks-2015")
    assert outcomes(applied(built, write(like, name="like.csv"))) == {"same": 1}
