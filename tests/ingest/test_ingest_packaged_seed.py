"""The packaged seed: sound, sourced, and complete as far as it must be."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from relations_kb.domain.resolution import resolve
from relations_kb.ingest.seed import validate
from relations_kb.query.show import get_record
from relations_kb.records.claiming import claims_of
from relations_kb.records.known import weights
from relations_kb.records.seed_file import Seed
from relations_kb.store.packaged import content_hash, seed_folder

REQUIRED = {
    "gulistan-1813": "treaty",
    "turkmenchay-1828": "treaty",
    "russia-persia-friendship-1921": "treaty",
    "iran-soviet-trade-navigation-1940": "treaty",
    "iran-russia-basis-of-relations-2001": "treaty",
    "iran-russia-strategic-partnership-2025": "treaty",
    "eaeu-iran-interim-2018": "treaty",
    "eaeu-iran-fta-2023": "treaty",
    "eaeu-iran-tariff-cut-2025": "trade_measure",
    "bushehr-npp": "project",
    "hormoz-npp-2025": "agreement",
    "mir-shetab": "project",
    "sepam-spfs-2023": "agreement",
    "iran-brics-membership-2024": "event",
    "kazan-brics-summit-2024": "event",
    "russia-north-korea-strategic-partnership-2024": "treaty",
    "russia-china-good-neighbourliness-2001": "treaty",
    "russia-syria-intervention-2015": "event",
    "assad-fall-2024": "event",
    "israel-iran-war-2025": "event",
    "kremlin-mediation-offer-2025": "event",
    "s300-iran-2007": "agreement",
}
BLOCS = ("eaeu", "brics", "sco", "un", "eu", "csto", "gcc", "nato")


def test_no_check_finds_anything_in_the_packaged_seed() -> None:
    count, findings = validate([seed_folder()])
    assert [str(finding) for finding in findings] == []
    assert count > 50


@pytest.mark.parametrize(("record", "kind"), REQUIRED.items())
def test_a_required_record_is_there_with_its_kind_and_dates(
    connection: Connection, record: str, kind: str
) -> None:
    view = get_record(connection, record)
    assert view.kind == kind
    assert any(milestone.date for milestone in view.milestones)
    assert view.sources


def test_every_value_of_the_packaged_seed_has_a_source(packaged_seed: Seed) -> None:
    unsourced = [
        (record.id, str(entry)[:80])
        for record in packaged_seed.records
        for entry in (
            record,
            *record.milestones,
            *record.figures,
            *record.parties,
            *record.obligations,
            *([record.term] if record.term else []),
        )
        if not entry.sources
    ]
    assert unsourced == []


def test_every_source_that_a_value_cites_is_described(packaged_seed: Seed) -> None:
    described = {source.id for source in packaged_seed.sources}
    cited = {claim.source for record in packaged_seed.records for claim in claims_of(record)}
    assert cited <= described
    assert len(described) == len(packaged_seed.sources)


def test_every_actor_and_membership_of_the_packaged_seed_has_a_source(packaged_seed: Seed) -> None:
    entries = (*packaged_seed.actors, *packaged_seed.memberships)
    assert [entry for entry in entries if not entry.sources] == []


@pytest.mark.parametrize("bloc", BLOCS)
def test_dated_memberships_are_known(packaged_seed: Seed, bloc: str) -> None:
    members = [m for m in packaged_seed.memberships if m.of == bloc]
    assert members
    assert [m for m in members if m.status == "member" and m.start is None] == []


def test_the_units_of_bushehr_are_milestones_and_figures(connection: Connection) -> None:
    view = get_record(connection, "bushehr-npp")
    assert {"unit-1", "unit-2", "unit-3"} <= {m.part for m in view.milestones}
    assert any(f.metric == "capacity" for f in view.figures)


def test_the_phases_of_mir_and_shetab_are_planned_and_actual(connection: Connection) -> None:
    milestones = get_record(connection, "mir-shetab").milestones
    assert {"planned", "actual"} <= {m.assertion for m in milestones}
    assert len({m.part for m in milestones if m.part}) >= 3


def test_contradictions_are_kept_as_claims(packaged_seed: Seed) -> None:
    known = weights(packaged_seed.sources)
    slots: dict[tuple[str, object], list[object]] = {}
    for record in packaged_seed.records:
        for claim in claims_of(record):
            slots.setdefault((record.id, claim.slot), []).append(claim)
    disputed = [key for key, claims in slots.items() if resolve(claims, known).disputed]
    assert len(disputed) > 50
    assert "iran-russia-strategic-partnership-2025" in {record for record, _ in disputed}


def test_the_hash_of_the_seed_is_that_of_its_content() -> None:
    assert content_hash(seed_folder()) == content_hash(seed_folder())
    assert len(content_hash(seed_folder())) == 64
