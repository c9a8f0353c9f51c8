"""A base read as a seed says what the base says, claim by claim, and builds the same base again."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, text, update

from relations_kb.domain.claims import Claim
from relations_kb.ingest.base import build_base
from relations_kb.ingest.errata import Planner, carry_out, correction, retraction
from relations_kb.ingest.seed import load_seed
from relations_kb.records.actors import Actor, Membership
from relations_kb.records.claiming import claims_of
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.models import Event, Record, Source, Treaty
from relations_kb.records.seed_file import Seed
from relations_kb.records.statements import Statement
from relations_kb.records.yaml_out import seed_yaml
from relations_kb.store import tables as t
from relations_kb.store.engine import connect, make_engine
from relations_kb.store.errata import read_errata, under_errata
from relations_kb.store.migrate import migrate
from relations_kb.store.read import read_claims
from relations_kb.store.read_seed import added_records, read_seed
from relations_kb.store.urls import database_url
from relations_kb.store.write import write_seed

PACT = "alba-borea-pact-2005"
NOTE = "ab-customs-note-2005"
DAY = datetime.date(2026, 11, 23)
PARTS = ("sources", "actors", "memberships", "statements")

Said = set[tuple[Any, ...]]


@pytest.fixture
def writing(engine: Engine, mini_seed: Seed) -> Iterator[Connection]:
    """A connection to a base of the small seed that a test may change, on each engine."""
    with connect(engine, write=True) as connection:
        migrate(connection)
        write_seed(connection, mini_seed, label="test", content_hash="0")
        yield connection


def said(claims: list[Claim]) -> Said:
    """Return what claims say, whatever their order and variants."""
    return {(c.id, c.said_by, c.said_on, c.valid, c.note, c.rank, c.reason) for c in claims}


def said_in_base(connection: Connection) -> Said:
    return said(under_errata(read_claims(connection), read_errata(connection))[0])


def said_in(seed: Seed) -> Said:
    return said([claim for record in seed.records for claim in claims_of(record)])


def by_id(seed: Seed) -> dict[str, Record]:
    return {record.id: record for record in seed.records}


def errata(connection: Connection, *planners: Planner) -> None:
    for planner in planners:
        carry_out(connection, planner, planner(connection))


def correct(record: str, slot: str, value: str, source: str | None = None) -> Planner:
    return correction(record, slot, value, reason="Misread.", day=DAY, source=source)


def add(connection: Connection, *records: Record, **parts: Any) -> None:
    """Write a user's changeset."""
    empty = {"sources": (), "actors": (), "memberships": (), "statements": ()}
    canonical = tuple(with_explicit_sources(record) for record in records)
    seed = Seed(**{**empty, **parts, "records": canonical})
    write_seed(connection, seed, kind="user", label="mine", content_hash="1")


def pact(**keys: Any) -> Record:
    needed = {
        "id": PACT, "title": "Pact of Good Neighbours", "form": "treaty",
        "parties": ["alba", "borea"], "sources": ["old-history"],
    }  # fmt: skip
    return Treaty.model_validate({**needed, **keys})


def test_a_small_base_is_read_as_the_seed_that_it_was_built_of(
    mini_connection: Connection, mini_seed: Seed
) -> None:
    assert_read_as(mini_connection, mini_seed)


def test_the_packaged_base_is_read_as_the_seed_that_it_was_built_of(
    connection: Connection, packaged_seed: Seed
) -> None:
    assert_read_as(connection, packaged_seed)


def assert_read_as(connection: Connection, seed: Seed) -> None:
    """Check that a base says what its seed does, and nothing else."""
    read = read_seed(connection)
    assert by_id(read) == by_id(seed)
    for part in PARTS:
        assert sorted(getattr(read, part), key=repr) == sorted(getattr(seed, part), key=repr)
    assert said_in(read) == said_in_base(connection)


def test_what_several_changesets_say_of_a_record_is_read_claim_by_claim(
    writing: Connection,
) -> None:
    mine = pact(
        note="Found in an archive.",
        topics=["security"],
        identifiers={"unts": "no. 7"},
        obligations=[{"code": "extradition"}],
        links=[{"rel": "follows", "to": NOTE, "note": "Art. 2"}],
        parties=[{"actor": "alba", "role": "signatory", "via": "borea"}, "borea"],
        milestones=[
            {"step": "in-force", "date": "2006", "note": "By the archive."},
            {"step": "ended", "date": "2019", "claims": [{"place": "Northport", "source": "a-b"}]},
        ],
    )
    other = Source.model_validate(
        {"id": "a-b", "publisher": "A", "kind": "press", "reliability": "C"}
    )
    add(writing, mine, sources=(other,))
    read = read_seed(writing)
    assert said_in(read) == said_in_base(writing)
    told = {(c.slot, c.value) for c in by_id(read)[PACT].claims if c.source == "old-history"}
    assert told == {
        ("title", "Pact of Good Neighbours"), ("form", "treaty"), ("note", "Found in an archive."),
        ("topic", "security"), ("identifier:unts", "no. 7"), ("link:follows", NOTE),
        (f"link-note:follows|{NOTE}", "Art. 2"), ("party-via:alba", "borea"),
        ("in-force:note", "By the archive."),
    }  # fmt: skip


def test_a_corrected_value_is_deprecated_and_the_right_one_stands(writing: Connection) -> None:
    errata(
        writing,
        correct("coast-union-alba-trade-2004", "amended", "2012-09-03"),
        correct(PACT, "title", "Pact of Friends"),
    )
    read = read_seed(writing)
    assert said_in(read) == said_in_base(writing)
    amended = next(
        m for m in by_id(read)["coast-union-alba-trade-2004"].milestones if m.step == "amended"
    )
    assert str(amended.date) == "2012-09-03"
    assert [(str(c.date), c.rank, c.reason) for c in amended.claims] == [
        ("2012-09-01", "deprecated", "Misread.")
    ]
    assert by_id(read)[PACT].title == "Pact of Friends"
    assert ("title", "Pact of Good Neighbours", "deprecated", "Misread.") in {
        (c.slot, c.value, c.rank, c.reason) for c in by_id(read)[PACT].claims
    }


def test_a_retracted_value_is_deprecated(writing: Connection) -> None:
    errata(writing, retraction(NOTE, "signed", reason="No such page.", day=DAY))
    read = read_seed(writing)
    assert said_in(read) == said_in_base(writing)
    signed = next(m for m in by_id(read)[NOTE].milestones if m.step == "signed")
    assert signed.date is None
    assert {(c.rank, c.reason) for c in signed.claims} == {("deprecated", "No such page.")}


def test_a_title_that_another_source_corrects_is_told_with_the_editors_word(
    writing: Connection,
) -> None:
    errata(writing, correct(NOTE, "title", "Note on tolls", source="old-history"))
    read = read_seed(writing)
    assert said_in(read) == said_in_base(writing)
    assert ("title", "Note on tolls", "old-history", "normal") in {
        (c.slot, c.value, c.source, c.rank) for c in by_id(read)[NOTE].claims
    }


def test_a_correction_of_a_milestone_that_is_gone_is_told_under_claims(
    writing: Connection, mini_seed: Seed
) -> None:
    record = "coast-union-alba-trade-2004"
    errata(writing, correct(record, "amended", "2012-09-03"))
    kept = by_id(mini_seed)[record]
    milestones = tuple(m for m in kept.milestones if m.step != "amended")
    records = [r for r in mini_seed.records if r.id != record]
    records.append(kept.model_copy(update={"milestones": milestones}))
    seed = Seed(*(getattr(mini_seed, p) for p in PARTS[:3]), tuple(records), mini_seed.statements)
    write_seed(writing, seed, label="newer", content_hash="2")
    read = by_id(read_seed(writing))[record]
    assert [m.step for m in read.milestones if m.step == "amended"] == []
    assert [(c.slot, c.value) for c in read.claims] == [("amended:date", "2012-09-03")]


def test_merged_records_are_told_as_the_two_that_they_were(
    writing: Connection, mini_seed: Seed
) -> None:
    keys = {row.slug: row.id for row in writing.execute(select(t.record.c.slug, t.record.c.id))}
    own = t.claim.c.record_id == keys[NOTE]
    writing.execute(update(t.claim).where(own).values(record_id=keys[PACT], said_of=NOTE))
    read = read_seed(writing)
    assert said_in(read) == said_in_base(writing)
    assert by_id(read) == by_id(mini_seed)


# What was added.


def test_nothing_was_added_to_a_base_that_was_just_built(mini_connection: Connection) -> None:
    assert read_seed(mini_connection, added=True) == Seed((), (), (), ())
    assert added_records(mini_connection) == set()


MINE = Event.model_validate(
    {"id": "visit-2025", "title": "Visit", "form": "visit", "parties": ["alba", "new-land"],
     "milestones": [{"step": "occurred", "date": "2025", "sources": ["mine-2"]}],
     "sources": ["mine"]}
)  # fmt: skip
SOURCES = tuple(
    Source.model_validate({"id": name, "publisher": "M", "kind": "press", "reliability": "C",
                           **more})
    for name, more in {"mine": {"side": "old-land", "origin": "first"}, "mine-2": {}, "first": {},
                       "never-cited": {}}.items()
)  # fmt: skip
ACTORS = tuple(
    Actor.model_validate({"id": name, "kind": "state", "names": [{"text": name, "language": "en"}],
                          "sources": ["mine"], **more})
    for name, more in {"new-land": {"predecessors": [{"actor": "elder-land",
                                                      "continuity": "continuator"}]},
                       "elder-land": {}, "old-land": {}, "never-named": {}}.items()
)  # fmt: skip


def test_what_was_added_is_read_with_what_it_needs_and_the_seed_lacks(
    writing: Connection,
) -> None:
    member = Membership.model_validate(
        {"actor": "new-land", "of": "coast-union", "status": "member", "sources": ["mine"]}
    )
    statement = Statement.model_validate(
        {"id": "s1", "source": "mine", "says": "It was.", "because": "It was.",
         "evidence": [{"record": "visit-2025", "shows": "confirmed"}]}
    )  # fmt: skip
    add(writing, MINE, sources=SOURCES, actors=ACTORS, memberships=(member,),
        statements=(statement,))  # fmt: skip
    read = read_seed(writing, added=True)
    assert read.records == (with_explicit_sources(MINE),)
    assert [source.id for source in read.sources] == ["first", "mine", "mine-2"]
    assert [actor.id for actor in read.actors] == ["elder-land", "new-land", "old-land"]
    assert (read.memberships, read.statements) == ((member,), (statement,))
    assert set(read.sources) < set(SOURCES)
    assert set(read.actors) < set(ACTORS)


def test_a_record_of_the_seed_to_which_something_was_added_is_read_whole(
    writing: Connection, mini_seed: Seed
) -> None:
    add(writing, pact(topics=["security"]))
    errata(writing, retraction(NOTE, "signed", reason="No such page.", day=DAY))
    read = read_seed(writing, added=True)
    assert [record.id for record in read.records] == [NOTE, PACT]
    assert read.sources == ()
    own = {claim.id for claim in claims_of(by_id(read)[PACT])}
    assert {claim.id for claim in claims_of(by_id(mini_seed)[PACT])} < own


def test_what_is_said_no_more_was_not_added(writing: Connection) -> None:
    add(writing, pact(topics=["security"]))
    assert added_records(writing) == {PACT}
    writing.execute(text("UPDATE claim_changeset SET withdrawn_id = 2 WHERE changeset_id = 2"))
    assert added_records(writing) == set()


def test_some_records_are_read_with_the_sources_and_actors_that_they_need(
    mini_connection: Connection, mini_seed: Seed
) -> None:
    read = read_seed(mini_connection, records=[NOTE])
    assert read.records == (by_id(mini_seed)[NOTE],)
    cited = {claim.source for claim in claims_of(read.records[0])}
    assert {source.id for source in read.sources} >= cited
    assert {actor.id for actor in read.actors} >= {p.actor for p in read.records[0].parties}
    assert len(read.sources) < len(mini_seed.sources)
    assert (read.memberships, read.statements) == ((), ())


# There and back.


def shown(connection: Connection) -> set[tuple[Any, ...]]:
    """Return what is shown of milestones and figures."""
    milestone, figure, topic = t.milestone.c, t.figure.c, t.topic.c
    statements = (
        select(t.record.c.slug, milestone.key, milestone.date, milestone.calendar,
               milestone.assertion, milestone.place, milestone.note, milestone.disputed,
               milestone.origins).join(t.record, t.record.c.id == milestone.record_id),
        select(t.record.c.slug, figure.key, figure.value, figure.unit, figure.note, figure.disputed,
               figure.origins).join(t.record, t.record.c.id == figure.record_id),
        select(t.record.c.slug, t.record.c.title, t.record.c.form, t.record.c.note),
        select(t.record.c.slug, topic.topic).join(t.topic, topic.record_id == t.record.c.id),
    )  # fmt: skip
    return {tuple(row) for statement in statements for row in connection.execute(statement)}


def with_additions(connection: Connection) -> None:
    add(connection, MINE, pact(topics=["security"]), sources=SOURCES, actors=ACTORS)
    errata(
        connection,
        correct(PACT, "in-force", "2006-01-11"),
        correct(NOTE, "title", "Note on tolls", source="old-history"),
    )


@pytest.mark.parametrize("change", [lambda connection: None, with_additions])
def test_a_base_built_of_what_was_read_shows_the_same(
    writing: Connection, tmp_path: Path, change: Callable[[Connection], None]
) -> None:
    change(writing)
    read = read_seed(writing)
    folder = tmp_path / "seed"
    folder.mkdir()
    (folder / "all.yaml").write_text(seed_yaml(read), encoding="utf-8")
    loaded = load_seed(folder)
    assert by_id(loaded) == by_id(read)
    build_base(database_url(str(tmp_path / "again.db")), progress=lambda step: None, seed=folder)
    engine = make_engine(database_url(str(tmp_path / "again.db")))
    with connect(engine) as again:
        assert said_in_base(again) == said_in_base(writing)
        assert shown(again) == shown(writing)
        rebuilt = read_seed(again)
    engine.dispose()
    for part in PARTS:
        assert sorted(getattr(rebuilt, part), key=repr) == sorted(getattr(read, part), key=repr)
