"""The log of changesets, and what each of them did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import URL, Connection, Engine, insert, select

from harness import MINI_SEED
from history_base import (
    CORRECTED,
    CUSTOMS,
    FIRST,
    MERGED,
    NOTE,
    PACT,
    REASON,
    REDONE,
    RETRACTED,
    SECOND,
    SEED,
    TALKS,
    UNDONE,
    bring,
    lines,
    make_history,
    undo,
)
from relations_kb.domain.errors import KbError
from relations_kb.ingest import merging
from relations_kb.ingest.base import build_base
from relations_kb.query.diff import DiffRow, diff, diff_between
from relations_kb.query.log import changeset_entry, log, undone
from relations_kb.store import tables as t
from relations_kb.store.changesets import insert_changeset
from relations_kb.store.engine import connect, make_engine
from relations_kb.store.urls import database_url

VISIT, FISH = "visit-of-the-envoy-2015", "talks-on-fish-2016"
ALL = range(SEED, MERGED + 1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A connection to a base with a history; tests only read it."""
    folder = tmp_path_factory.mktemp("history")
    url = database_url(str(folder / "relations.db"))
    build_base(url, progress=lambda step: None, seed=MINI_SEED)
    engine = make_engine(url)
    make_history(engine, folder)
    with connect(engine) as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def own(own_mini: Path) -> Iterator[Engine]:
    """An engine on a small base that a test may change."""
    engine = make_engine(database_url(str(own_mini)))
    yield engine
    engine.dispose()


def told(connection: Connection, number: int, record: str = "") -> list[DiffRow]:
    return list(diff(connection, number, record).rows())


def net(connection: Connection, base: int, number: int, record: str = "") -> list[DiffRow]:
    return list(diff_between(connection, base, number, record).rows())


def brief(rows: list[DiffRow]) -> list[tuple[str | None, str, str | None, str]]:
    return [(row.record, row.what, row.slot, row.value) for row in rows]


def active_after(connection: Connection, number: int) -> set[tuple[str, ...]]:
    """Return record, slot, value and source of the claims that were active after a changeset."""
    said = t.claim_changeset
    statement = (
        select(
            t.record.c.slug, t.claim.c.item, t.claim.c.key, t.claim.c.leaf, t.claim.c.value,
            t.source.c.slug.label("source"), said.c.withdrawn_id,
        )
        .join(t.claim, t.claim.c.id == said.c.claim_id)
        .join(t.record, t.record.c.id == t.claim.c.record_id)
        .join(t.source, t.source.c.id == t.claim.c.source_id)
        .where(said.c.changeset_id <= number)
    )  # fmt: skip
    rows = connection.execute(statement).all()
    return {tuple(row[:6]) for row in rows if row[6] is None or row[6] > number}


def test_the_history_is_the_same_on_every_engine(
    engine: Engine, url: URL, kept: Connection, tmp_path: Path
) -> None:
    build_base(url, progress=lambda step: None, seed=MINI_SEED)
    make_history(engine, tmp_path)
    with connect(engine) as connection:
        assert log(connection) == log(kept)
        assert log(connection, record=CUSTOMS) == log(kept, record=CUSTOMS)
        for number in ALL:
            assert told(connection, number) == told(kept, number)
            assert told(connection, number, CUSTOMS) == told(kept, number, CUSTOMS)
            assert net(connection, SEED, number) == net(kept, SEED, number)


def test_the_log_tells_the_newest_changeset_first(kept: Connection) -> None:
    found = log(kept)
    assert [(e.changeset, e.kind, e.added, e.withdrawn, e.records) for e in found.entries] == [
        (MERGED, "merge", 0, 0, 1),
        (REDONE, "undo", 1, 1, 1),
        (UNDONE, "undo", 1, 1, 1),
        (RETRACTED, "retraction", 0, 1, 1),
        (CORRECTED, "correction", 1, 1, 1),
        (SECOND, "import", 1, 1, 1),
        (FIRST, "import", 15, 0, 2),
        (SEED, "seed", 160, 0, 10),
    ]
    assert found.more == 0


def test_an_import_has_its_files_with_their_data_set_and_rows(kept: Connection) -> None:
    (file,) = changeset_entry(kept, FIRST).files
    assert (file.name, file.dataset, file.rows) == ("visits.csv", "visits", 2)
    assert len(file.content_hash) == 64
    assert changeset_entry(kept, SEED).files == ()


def test_an_undo_that_is_undone_itself_undoes_nothing(kept: Connection) -> None:
    entries = {entry.changeset: entry for entry in log(kept).entries}
    assert (entries[SECOND].undoes, entries[SECOND].undone_by) == (None, None)
    assert (entries[UNDONE].undoes, entries[UNDONE].undone_by) == (SECOND, REDONE)
    assert (entries[REDONE].undoes, entries[REDONE].undone_by) == (UNDONE, None)


def test_a_changeset_that_is_undone_names_the_undo_that_stands(own: Engine, tmp_path: Path) -> None:
    first = bring(own, tmp_path / "talks.csv", lines((TALKS, "v-2")))
    once = undo(own, first)
    back = undo(own, once)
    again = undo(own, first)
    with connect(own) as connection:
        by = {entry.changeset: entry.undone_by for entry in log(connection).entries}
    assert (by[first], by[once], by[back], by[again]) == (again, back, None, None)


@given(st.lists(st.integers(0, 11), max_size=12))
def test_what_is_undone_follows_the_chain_to_its_end(targets: list[int]) -> None:
    pairs = [(number, target % number) for number, target in enumerate(targets, start=1)]
    by = undone(reversed(pairs))
    for number in range(len(targets) + 1):
        # By definition: undone is what an undo undoes that is not undone.
        assert (number in by) == any(o == number and n not in by for n, o in pairs)
    assert all((n, o) in pairs and n not in by for o, n in by.items())


def test_the_limit_leaves_out_the_oldest_and_counts_them(kept: Connection) -> None:
    found = log(kept, limit=3)
    assert [entry.changeset for entry in found.entries] == [MERGED, REDONE, UNDONE]
    assert found.more == 5


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"kind": "undo"}, [REDONE, UNDONE]),
        ({"kind": "import", "limit": 1}, [SECOND]),
        ({"dataset": "visits"}, [SECOND, FIRST]),
        ({"dataset": "unheard-of"}, []),
        ({"record": VISIT}, [REDONE, UNDONE, SECOND, FIRST]),
        ({"record": FISH}, [FIRST]),
        ({"record": PACT}, [CORRECTED, SEED]),
        ({"record": CUSTOMS}, [MERGED, RETRACTED, SEED]),
        ({"record": NOTE}, [MERGED, RETRACTED, SEED]),
        ({"record": VISIT, "kind": "undo"}, [REDONE, UNDONE]),
    ],
)
def test_the_log_can_be_narrowed(
    kept: Connection, wanted: dict[str, str], found: list[int]
) -> None:
    assert [entry.changeset for entry in log(kept, **wanted).entries] == found


def test_a_changeset_that_is_not_there_is_refused_with_a_way_to_find_others(
    kept: Connection,
) -> None:
    for number in (0, 99, -1, 10**30):
        with pytest.raises(KbError, match=f"no changeset {number}") as refused:
            diff(kept, number)
        assert "kb log" in refused.value.remedy
        with pytest.raises(KbError, match=f"no changeset {number}"):
            diff_between(kept, SEED, number)


def test_a_record_that_is_not_there_is_refused_with_the_likeliest(kept: Connection) -> None:
    for ask in (lambda: log(kept, record="alba-borea-pact-2006"), lambda: told(kept, 1, "alba-x")):
        with pytest.raises(KbError, match="No record has the id"):
            ask()
    with pytest.raises(KbError) as refused:
        log(kept, record="alba-borea-pact-2006")
    assert PACT in refused.value.remedy


def test_an_import_says_claims_and_defines_its_sources(kept: Connection) -> None:
    rows = told(kept, FIRST)
    assert [(row.record, row.what, row.slot, row.title) for row in rows[:2]] == [
        (None, "defined", "source", "Bay News"),
        (None, "defined", "source", "Bay News"),
    ]
    assert {row.changeset for row in rows} == {FIRST}
    assert brief(rows[2:9]) == [
        (FISH, "said", "record, title", "Talks on fish"),
        (FISH, "said", "record, form", "talks"),
        (FISH, "said", "party, alba, role", "party"),
        (FISH, "said", "party, cadia, role", "party"),
        (FISH, "said", "identifier, visits, value", "v-2"),
        (FISH, "said", "occurred, assertion", "actual"),
        (FISH, "said", "occurred, date", "2016-05-02"),
    ]
    assert {row.record for row in rows[9:]} == {VISIT}
    assert {row.others for row in rows[2:]} == {False}
    assert rows[2].source == rows[1].value
    (date,) = (row for row in rows if row.value == "2015-03-01")
    assert (date.active, date.withdrawn_by) == (False, SECOND)


def test_what_a_data_set_says_no_more_is_withdrawn(kept: Connection) -> None:
    assert brief(told(kept, SECOND)) == [
        (VISIT, "withdrawn", "occurred, date", "2015-03-01"),
        (VISIT, "said", "occurred, date", "2015-03-02"),
    ]


def test_an_undo_says_again_what_was_withdrawn(kept: Connection) -> None:
    back, gone = told(kept, UNDONE)
    assert (back.what, back.value, back.active) == ("said", "2015-03-01", False)
    assert (gone.what, gone.value, gone.active) == ("withdrawn", "2015-03-02", True)
    assert (back.withdrawn_by, gone.withdrawn_by) == (REDONE, None)


def test_a_correction_names_the_old_value_the_new_one_and_the_reason(kept: Connection) -> None:
    corrected, said = told(kept, CORRECTED)
    assert (corrected.record, corrected.what, corrected.slot) == (
        PACT, "corrected", "in-force, date",
    )  # fmt: skip
    assert (corrected.value, corrected.instead) == ("2006-01-01", "2006-01-11")
    assert (corrected.source, corrected.reason) == ("alba-ministry", REASON)
    assert (said.what, said.value, said.others) == ("said", "2006-01-11", False)


def test_what_was_merged_since_is_told_of_the_record_where_it_stands_now(kept: Connection) -> None:
    (retracted,) = told(kept, RETRACTED)
    assert (retracted.record, retracted.said_of, retracted.what) == (NOTE, CUSTOMS, "retracted")
    (merged,) = told(kept, MERGED)
    assert (merged.record, merged.what, merged.value, merged.active) == (
        NOTE, "merged", CUSTOMS, True,
    )  # fmt: skip
    of_old = told(kept, SEED, CUSTOMS)
    assert {(row.record, row.said_of) for row in of_old} == {(NOTE, CUSTOMS)}
    of_new = told(kept, SEED, NOTE)
    assert {(row.record, row.said_of) for row in of_new} == {(NOTE, CUSTOMS), (NOTE, None)}


def test_one_record_alone_can_be_told(kept: Connection) -> None:
    everything = told(kept, FIRST)
    assert told(kept, FIRST, FISH) == [row for row in everything if row.record == FISH]
    assert told(kept, FIRST, PACT) == []
    assert told(kept, SEED, PACT) == [row for row in told(kept, SEED) if row.record == PACT]


def test_the_rows_may_be_asked_for_again(kept: Connection) -> None:
    found = diff(kept, FIRST)
    assert list(found.rows()) == list(found.rows())


def test_a_claim_that_others_had_said_is_marked(own: Engine, tmp_path: Path) -> None:
    text = lines((TALKS, "v-2"))
    one = bring(own, tmp_path / "one.csv", text)
    # The same row under the name of another data set: only its identifier is new.
    other = bring(own, tmp_path / "other.csv", text)
    back = undo(own, other)
    with connect(own) as connection:
        assert {row.others for row in told(connection, one) if row.record} == {False}
        by = {row.slot: row.others for row in told(connection, other) if row.record}
        gone = told(connection, back)
    withdrawn = {row.slot: (row.others, row.active) for row in gone if row.record}
    assert by.pop("identifier, other, value") is False
    assert set(by.values()) == {True}
    assert withdrawn.pop("identifier, other, value") == (False, False)
    assert set(withdrawn.values()) == {(True, True)}
    assert {row.what for row in gone if row.record} == {"withdrawn"}


def test_what_others_say_is_no_net_change(own: Engine, tmp_path: Path) -> None:
    text = lines((TALKS, "v-2"))
    one = bring(own, tmp_path / "one.csv", text)
    other = bring(own, tmp_path / "other.csv", text)
    with connect(own) as connection:
        assert [row.slot for row in net(connection, one, other)] == ["identifier, other, value"]
        twice = [row.slot for row in net(connection, SEED, other) if row.record]
    assert len(twice) == len(set(twice)) == 8


def test_an_undo_takes_definitions_and_a_redo_defines_them_again(
    own: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "club.yaml"
    file.write_text(
        "bibliography:\n"
        "  - {id: club-list, publisher: The Club, kind: organization, reliability: B}\n"
        "memberships:\n"
        "  - {actor: cadia, of: coast-union, status: observer, from: 2019, sources: [club-list]}\n",
        encoding="utf-8",
    )
    first = bring(own, file, file.read_text(encoding="utf-8"))
    once = undo(own, first)
    back = undo(own, once)
    with connect(own) as connection:
        came, went, again = (told(connection, number) for number in (first, once, back))
        assert net(connection, first, back) == []
        assert [row.what for row in net(connection, back, once)] == ["dropped", "dropped"]
    assert [(row.what, row.slot, row.title, row.active) for row in came] == [
        ("defined", "membership", "cadia, observer of coast-union, 2019/..", False),
        ("defined", "source", "The Club", False),
    ]
    assert [(row.what, row.slot) for row in went] == [
        ("dropped", "membership"), ("dropped", "source"),
    ]  # fmt: skip
    assert [(row.what, row.slot, row.active) for row in again] == [
        ("defined", "membership", True), ("defined", "source", True),
    ]  # fmt: skip


def test_questions_of_likeness_are_asked_answered_and_closed(own: Engine) -> None:
    with connect(own, write=True) as connection:
        rows = connection.execute(select(t.record.c.slug, t.record.c.id))
        keys = {row.slug: row.id for row in rows}
        connection.execute(
            insert(t.likeness).values(
                record_id=keys[NOTE], other_id=keys[CUSTOMS], rule="title", score="0.80",
                reason="The titles are much alike.", apart=False, changeset_id=1, owner_id=1,
            )
        )  # fmt: skip
        answered = merging.keep_apart(connection, NOTE, CUSTOMS).changeset
    assert answered is not None
    with connect(own) as connection:
        (asked,) = (row for row in told(connection, SEED) if row.what == "asked")
        answer, closed = sorted(told(connection, answered), key=lambda row: row.what)
        of_other = [row.what for row in told(connection, answered, CUSTOMS)]
        newest = log(connection, record=CUSTOMS).entries[0]
    assert (asked.record, asked.value, asked.active) == (NOTE, CUSTOMS, False)
    assert (asked.reason, asked.withdrawn_by) == ("The titles are much alike.", answered)
    assert (answer.what, answer.record, answer.value, answer.active) == (
        "apart", NOTE, CUSTOMS, True,
    )  # fmt: skip
    assert closed.what == "closed"
    assert sorted(of_other) == ["apart", "closed"]
    assert (newest.changeset, newest.kind) == (answered, "distinct")


def test_what_is_brought_back_for_two_owners_is_told_once(own: Engine, tmp_path: Path) -> None:
    text = lines((TALKS, "v-2"))
    owners = [bring(own, tmp_path / f"{name}.csv", text) for name in ("one", "other")]
    with connect(own, write=True) as connection:
        claim = connection.execute(select(t.claim.c.id).where(t.claim.c.value == "talks")).scalar()
        back = insert_changeset(connection, "undo", "by hand", "")
        for owner in owners:
            connection.execute(
                insert(t.claim_changeset).values(claim_id=claim, changeset_id=back, owner_id=owner)
            )
    with connect(own) as connection:
        assert [(row.value, row.others) for row in told(connection, back)] == [("talks", True)]


def test_what_came_and_went_again_in_between_is_no_net_change(kept: Connection) -> None:
    assert net(kept, SECOND, REDONE, VISIT) == []
    assert brief(net(kept, FIRST, REDONE, VISIT)) == brief(told(kept, SECOND))
    assert net(kept, FIRST, UNDONE, VISIT) == []
    assert net(kept, SECOND, SECOND) == []


def test_the_way_back_is_the_way_there_with_the_acts_turned_round(kept: Connection) -> None:
    turned = {
        "said": "withdrawn", "withdrawn": "said", "corrected": "restored",
        "retracted": "restored", "defined": "dropped", "merged": "parted",
    }  # fmt: skip
    there, back = net(kept, SEED, MERGED), net(kept, MERGED, SEED)
    assert {row.what for row in there} == turned.keys() - {"withdrawn"}
    assert sorted((r.record or "", turned[r.what], r.value) for r in there) == sorted(
        (r.record or "", r.what, r.value) for r in back
    )
    assert {row.withdrawn_by for row in back} == {None}


@pytest.mark.parametrize("base", ALL)
@pytest.mark.parametrize("number", ALL)
def test_the_net_leads_from_the_claims_of_one_changeset_to_those_of_another(
    kept: Connection, base: int, number: int
) -> None:
    before, after = active_after(kept, base), active_after(kept, number)
    rows = net(kept, base, number)
    for what, claims in (("said", after - before), ("withdrawn", before - after)):
        found = [(row.record, row.value, row.source) for row in rows if row.what == what]
        assert sorted(found) == sorted((c[0], c[4], c[5]) for c in claims)
