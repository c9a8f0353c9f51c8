"""How the base is measured, and its floors."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from relations_kb.domain.errors import KbError
from relations_kb.query.floors import dyads_of, floors_file, read_floors, shortfalls
from relations_kb.query.quality import Quality, measure


@pytest.fixture
def whole_and_pair(mini_connection: Connection) -> tuple[Quality, Quality]:
    whole, pair = measure(mini_connection, [("alba", "borea")])
    return whole, pair


def test_the_whole_base_comes_first_and_has_no_dyad(whole_and_pair: tuple[Quality, ...]) -> None:
    assert [quality.dyad for quality in whole_and_pair] == [(), ("alba", "borea")]


def test_a_dyad_counts_its_own_records_and_not_those_of_blocs_or_third_parties(
    whole_and_pair: tuple[Quality, Quality],
) -> None:
    whole, pair = whole_and_pair
    assert (whole.records, whole.milestones) == (11, 21)
    # Two treaties, two memoranda, a duty and the bridge.
    assert (pair.records, pair.milestones) == (6, 14)


def test_the_key_milestones_are_signature_force_start_and_end_that_happened(
    whole_and_pair: tuple[Quality, Quality],
) -> None:
    _, pair = whole_and_pair
    # Signed and in force of two treaties; signed of two memoranda.
    assert (pair.key, pair.acts) == (6, 6)
    # Those of the pact alone have two origins.
    assert pair.two_origins == 33
    # Of the pact alone: the treaty text for the signature, the ministry for the force.
    assert pair.official == 33


def test_sides_are_shares_of_citations(whole_and_pair: tuple[Quality, Quality]) -> None:
    _, pair = whole_and_pair
    assert pair.sides.keys() == {"alba", "borea", "others"}
    assert 97 <= sum(pair.sides.values()) <= 100


def test_years_without_entries_lie_between_those_with(
    whole_and_pair: tuple[Quality, Quality],
) -> None:
    _, pair = whole_and_pair
    assert (pair.first, pair.last) == (1900, 2013)
    assert pair.empty_years == ("1902-2004", "2007", "2009", "2011-2012")


def test_precision_contradictions_and_codes_are_counted(
    whole_and_pair: tuple[Quality, Quality],
) -> None:
    whole, pair = whole_and_pair
    assert sum(pair.precision.values()) == pair.milestones
    # The day of entry into force, and the cost of a pier.
    assert pair.contradictions == 2
    assert pair.newest_source == "2016-01-31"
    # A visit and an embargo are coded, a vote is not; a tariff needs no code.
    assert whole.coded == 66


def test_an_unknown_actor_is_refused(mini_connection: Connection) -> None:
    with pytest.raises(KbError, match="atlantis"):
        measure(mini_connection, [("alba", "atlantis")])


# Floors.


def test_what_lies_below_its_floor_or_is_not_measured_is_named(
    whole_and_pair: tuple[Quality, Quality],
) -> None:
    floors = {
        "all": {"sourced": 100},
        "alba borea": {"milestones": 14, "official": 50},
        "borea alba": {"records": 1},
    }
    assert list(shortfalls(whole_and_pair, floors)) == [
        "alba borea: official is 33, less than 50",
        "borea alba: not measured; write the ids of the two actors",
    ]


def test_the_seed_holds_its_floors(connection: Connection) -> None:
    floors = read_floors(floors_file())
    assert list(shortfalls(measure(connection, dyads_of(floors)), floors)) == []


def test_there_are_floors_for_the_eleven_dyads() -> None:
    floors = read_floors(floors_file())
    dyads = dyads_of(floors)
    assert len(dyads) == 11
    assert floors["iran russia"]["milestones"] >= 300
    assert all(floors[f"{a} {b}"]["milestones"] >= 30 for a, b in dyads)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[all\n", "is no TOML file"),
        ("[iran]\nrecords = 1\n", "the floors of 'iran' cannot be read"),
        ('["iran russia"]\nweather = 1\n', "the floors of 'iran russia' cannot be read"),
        ('[all]\nrecords = "many"\n', "the floors of 'all' cannot be read"),
        ("all = 3\n", "the floors of 'all' cannot be read"),
    ],
)
def test_floors_that_cannot_be_read_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "quality.toml"
    path.write_text(text)
    with pytest.raises(KbError, match=message):
        read_floors(path)


def test_a_missing_file_of_floors_is_named(tmp_path: Path) -> None:
    with pytest.raises(KbError, match="cannot be read"):
        read_floors(tmp_path / "absent.toml")
