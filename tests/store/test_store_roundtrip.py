"""Records to rows and back: nothing is lost, nothing is added, and resolution decides."""

from __future__ import annotations

from itertools import groupby

import pytest
from sqlalchemy import Connection, Engine, func, select

from harness import claim_set
from relations_kb.domain.claims import FigureKey, MilestoneKey
from relations_kb.domain.resolution import resolve
from relations_kb.records.known import weights
from relations_kb.records.models import Record
from relations_kb.records.seed_file import Seed
from relations_kb.store import tables as t
from relations_kb.store.engine import connect
from relations_kb.store.migrate import migrate
from relations_kb.store.read import read_claims, read_records, read_weights
from relations_kb.store.resolved import write_resolved
from relations_kb.store.write import write_seed


def write(engine: Engine, seed: Seed, **options: str) -> None:
    with connect(engine, write=True) as connection:
        migrate(connection)
        write_seed(connection, seed, label="test", content_hash="0", **options)


def by_id(records: tuple[Record, ...] | list[Record]) -> dict[str, Record]:
    return {record.id: record for record in records}


@pytest.fixture(params=["mini_seed", "packaged_seed"])
def seed(request: pytest.FixtureRequest) -> Seed:
    wanted: Seed = request.getfixturevalue(request.param)
    return wanted


@pytest.fixture
def filled(engine: Engine, mini_seed: Seed) -> Engine:
    write(engine, mini_seed)
    return engine


def test_records_come_back_from_the_rows_as_they_were(engine: Engine, seed: Seed) -> None:
    write(engine, seed)
    with connect(engine) as connection:
        read = by_id(read_records(connection))
        number = connection.execute(select(func.count()).select_from(t.claim)).scalar_one()
    written = by_id(seed.records)
    assert read.keys() == written.keys()
    assert [key for key in written if read[key] != written[key]] == []
    claims = claim_set(seed.records)
    assert number == len(claims) == len({claim.id for claim in claims})


def test_claims_come_back_from_the_rows_as_they_were(filled: Engine, mini_seed: Seed) -> None:
    with connect(filled) as connection:
        assert set(read_claims(connection)) == claim_set(mini_seed.records)


def test_the_weight_of_a_reprint_is_that_of_its_origin(filled: Engine, mini_seed: Seed) -> None:
    with connect(filled) as connection:
        read = read_weights(connection)
    assert read == weights(mini_seed.sources)
    assert read["borea-reprint"].origin == "borea-agency"
    assert read["harbour-post"].origin == "harbour-post"


def test_writing_the_same_seed_again_changes_nothing(filled: Engine, mini_seed: Seed) -> None:
    with connect(filled, write=True) as connection:
        again = write_seed(connection, mini_seed, label="again", content_hash="0")
    assert (again.added, again.withdrawn) == (0, 0)
    with connect(filled) as connection:
        assert by_id(read_records(connection)) == by_id(mini_seed.records)


def test_the_changeset_tells_what_it_added(filled: Engine, mini_seed: Seed) -> None:
    with connect(filled) as connection:
        rows = connection.execute(select(t.changeset)).all()
    assert [(row.kind, row.label, row.added, row.withdrawn) for row in rows] == [
        ("seed", "test", len(claim_set(mini_seed.records)), 0)
    ]


def _resolved(seed: Seed) -> dict[tuple[str, str, str, str], str | None]:
    """Resolve every slot of a seed without the store."""
    known = weights(seed.sources)
    values = {}
    claims = sorted(claim_set(seed.records), key=lambda claim: (claim.record, claim.slot))
    for (record, slot), group in groupby(claims, key=lambda claim: (claim.record, claim.slot)):
        chosen = resolve(list(group), known).chosen
        values[(record, *slot)] = chosen.value if chosen else None
    return values


def test_the_resolved_rows_hold_what_resolution_chooses(engine: Engine, seed: Seed) -> None:
    write(engine, seed)
    expected = _resolved(seed)
    with connect(engine) as connection:
        milestones = connection.execute(
            select(t.milestone, t.record.c.slug, t.actor.c.slug.label("actor"))
            .join(t.record, t.record.c.id == t.milestone.c.record_id)
            .outerjoin(t.actor, t.actor.c.id == t.milestone.c.actor_id)
        ).all()
        figures = connection.execute(
            select(t.figure, t.record.c.slug).join(t.record, t.record.c.id == t.figure.c.record_id)
        ).all()
        records = connection.execute(select(t.record)).all()
    assert len(milestones) == sum(len(record.milestones) for record in seed.records)
    for row in milestones:
        key = MilestoneKey.parse(row.key)
        assert (row.step, row.actor, row.part) == (key.step, key.actor, key.part)
        for leaf in ("date", "place", "organ", "note"):
            chosen = expected.get((row.slug, "milestone", row.key, leaf))
            assert getattr(row, leaf) == chosen, (row.slug, row.key, leaf)
        assert row.assertion == expected[(row.slug, "milestone", row.key, "assertion")]
    assert len(figures) == sum(len(record.figures) for record in seed.records)
    for row in figures:
        figure = FigureKey.parse(row.key)
        assert (row.metric, row.of or "", row.as_of or "") == figure
        assert f"{row.value} {row.unit}" == expected[(row.slug, "figure", row.key, "quantity")]
    assert len(records) == len(seed.records)
    for row in records:
        assert row.title == expected[(row.slug, "attribute", "", "title")]
        assert row.form == expected[(row.slug, "attribute", "", "form")]
        assert row.term_initial == expected.get((row.slug, "attribute", "", "term-initial"))


def test_disputes_and_origins_of_a_milestone_are_counted(filled: Engine) -> None:
    statement = (
        select(t.milestone.c.step, t.milestone.c.disputed, t.milestone.c.origins)
        .join(t.record, t.record.c.id == t.milestone.c.record_id)
        .where(t.record.c.slug == "alba-borea-pact-2005")
        .order_by(t.milestone.c.ordinal)
    )
    with connect(filled) as connection:
        rows = [tuple(row) for row in connection.execute(statement)]
    assert rows == [
        ("signed", False, 2),
        ("domestically-approved", False, 1),
        ("in-force", True, 2),
    ]


def test_the_resolved_rows_can_be_made_again_from_the_claims(filled: Engine) -> None:
    def typed(connection: Connection) -> list[list[tuple[object, ...]]]:
        tables = (t.milestone, t.figure, t.party, t.link, t.obligation, t.milestone_source)
        return [
            [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))]
            for table in tables
        ]

    with connect(filled) as connection:
        before = typed(connection)
    with connect(filled, write=True) as connection:
        write_resolved(connection)
    with connect(filled) as connection:
        after = typed(connection)
    assert all(before)
    assert [[row[1:] for row in rows] for rows in after] == [
        [row[1:] for row in rows] for rows in before
    ]


def test_a_date_keeps_its_calendar_and_its_bounds_are_gregorian(filled: Engine) -> None:
    statement = select(t.milestone).where(t.milestone.c.calendar == "julian")
    with connect(filled) as connection:
        row = connection.execute(statement).one()
    assert (row.date, row.date_min, row.date_max, row.precision) == (
        "1900-02-10", "1900-02-22", "1900-02-22", "day",
    )  # fmt: skip


def test_an_actor_comes_with_names_codes_predecessors_and_sources(filled: Engine) -> None:
    with connect(filled) as connection:
        actor = connection.execute(select(t.actor).where(t.actor.c.slug == "alba")).one()
        codes = connection.execute(
            select(t.actor_code.c.scheme, t.actor_code.c.code)
            .where(t.actor_code.c.actor_id == actor.id)
            .order_by(t.actor_code.c.scheme)
        ).all()
        names = connection.execute(
            select(t.actor_name.c.text, t.actor_name.c.official)
            .where(t.actor_name.c.actor_id == actor.id)
            .order_by(t.actor_name.c.ordinal)
        ).all()
        continuity = connection.execute(
            select(t.succession.c.continuity).where(t.succession.c.actor_id == actor.id)
        ).scalars()
        assert list(continuity) == ["continuator"]
    assert (actor.name, actor.start_date, actor.end_date) == ("Alba", "1920-05-01", None)
    assert [tuple(row) for row in codes] == [
        ("cow", "901"), ("gw", "091"), ("iso2", "XA"), ("iso3", "XAL"), ("wikidata", "Q1000001"),
    ]  # fmt: skip
    assert [tuple(row) for row in names] == [
        ("Alba", False), ("Republic of Alba", True), ("Альба", False), ("ألبا", False),
    ]  # fmt: skip
