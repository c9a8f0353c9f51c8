"""A newer package: the base follows its seed and schema, and what users added stays."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Connection, select, text, update

from harness import MINI_SEED, claim_set, digest, row_counts
from relations_kb import __version__
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base, open_base, read_state, upgrade_base
from relations_kb.ingest.describing import describe
from relations_kb.ingest.seed import load_seed
from relations_kb.query.show import RecordView, get_record
from relations_kb.query.timeline import timeline
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.models import Event, Record, Treaty
from relations_kb.records.seed_file import Seed
from relations_kb.store import migrate
from relations_kb.store import tables as t
from relations_kb.store.engine import connect, engine_for, make_engine
from relations_kb.store.packaged import content_hash, migrations_folder
from relations_kb.store.read import read_records
from relations_kb.store.urls import database_url, sqlite_path
from relations_kb.store.write import Written, write_seed

UPGRADING = "A newer package is installed: upgrading the base; what you have added stays"
PACT = "alba-borea-pact-2005"


def silent(step: str) -> None:
    """Take progress and show nothing."""


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a base of the small seed, taken for the packaged one."""
    path = tmp_path_factory.mktemp("built") / "relations.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relations_kb.ingest.base.seed_folder", lambda: MINI_SEED)
        build_base(database_url(str(path)), progress=silent)
    return path


@pytest.fixture
def built(url: URL, packaged_mini: Path, built_once: Path) -> URL:
    """A base of the seed that is taken for the packaged one."""
    path = sqlite_path(url)
    if path:
        shutil.copy(built_once, path)
    else:
        build_base(url, progress=silent)
    return url


def edit(folder: Path, old: str, new: str, name: str = "records.yaml") -> None:
    path = folder / name
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1, old
    path.write_text(content.replace(old, new), encoding="utf-8")


def drop_record(folder: Path, record: str) -> None:
    path = folder / "records.yaml"
    blocks = path.read_text(encoding="utf-8").split("\n  - id: ")
    kept = [block for block in blocks if not block.startswith(f"{record}\n")]
    assert len(kept) == len(blocks) - 1
    # The key of the next list, if any, ends the block that is dropped.
    path.write_text("\n  - id: ".join(kept), encoding="utf-8")


def upgrade(url: URL) -> Written:
    written = upgrade_base(url, silent)
    assert written is not None
    return written


def add(url: URL, *records: Record, sources: tuple[Any, ...] = ()) -> Written:
    """Write records as a user's changeset."""
    seed = Seed(sources, (), (), tuple(with_explicit_sources(record) for record in records))
    with engine_for(url) as engine, connect(engine, write=True) as connection:
        return write_seed(connection, seed, kind="user", label="mine", content_hash="1")


def shown(url: URL, record: str) -> RecordView:
    with engine_for(url) as engine, connect(engine) as connection:
        return get_record(connection, record)


def counts(url: URL) -> dict[str, int]:
    engine = make_engine(url)
    found = row_counts(engine)
    engine.dispose()
    return found


def dates(view: RecordView) -> list[tuple[str, str | None]]:
    return [(m.step, m.date) for m in view.milestones]


MY_VISIT = Event.model_validate(
    {
        "id": "my-visit-2020",
        "title": "A visit that only I know",
        "form": "visit",
        "parties": ["alba", "borea"],
        "sources": ["harbour-post"],
        "milestones": [{"step": "occurred", "date": "2020-02-02"}],
    }
)
MY_SECOND_SOURCE = Treaty.model_validate(
    {
        "id": PACT,
        "title": "Pact of Good Neighbours",
        "form": "treaty",
        "parties": ["alba", "borea"],
        "sources": ["old-history"],
        "milestones": [{"step": "signed", "date": "2005-03-01", "place": "Northport"}],
    }
)


def test_an_unchanged_base_is_not_upgraded(built: URL) -> None:
    before = counts(built)
    assert upgrade_base(built, silent) is None
    assert counts(built) == before


def test_a_newer_seed_is_said_and_laid_over_at_the_next_opening(
    built: URL, packaged_mini: Path
) -> None:
    edit(packaged_mini, "date: 2012-09-01", "date: 2012-09-02")
    told: list[str] = []
    open_base(built, told.append).dispose()
    assert told[0] == UPGRADING
    assert dates(shown(built, "coast-union-alba-trade-2004"))[-1] == ("amended", "2012-09-02")
    assert describe(built)["state"] == "up to date"
    told.clear()
    open_base(built, told.append).dispose()
    assert told == []


def test_an_upgrade_tells_what_it_added_and_withdrew(built: URL, packaged_mini: Path) -> None:
    edit(packaged_mini, "date: 2012-09-01", "date: 2012-09-02")
    written = upgrade(built)
    assert (written.added, written.withdrawn) == (1, 1)


def test_the_upgraded_base_holds_the_records_of_the_newer_seed(
    built: URL, packaged_mini: Path
) -> None:
    edit(packaged_mini, "title: Note on customs", "title: Note on customs and tolls")
    edit(packaged_mini, "date: 2013-10-10", "date: 2013-10")
    drop_record(packaged_mini, "ab-customs-note-2005")
    upgrade(built)
    with engine_for(built) as engine, connect(engine) as connection:
        read = {record.id: record for record in read_records(connection)}
    assert read == {record.id: record for record in load_seed(packaged_mini).records}


def test_a_record_that_the_newer_seed_drops_is_shown_no_more_and_not_forgotten(
    built: URL, packaged_mini: Path
) -> None:
    before = counts(built)
    drop_record(packaged_mini, "ab-customs-note-2005")
    written = upgrade(built)
    assert written.added == 0
    assert written.withdrawn == 6
    with pytest.raises(KbError, match="No record has the id 'ab-customs-note-2005'"):
        shown(built, "ab-customs-note-2005")
    after = counts(built)
    assert (after["claim"], after["record"]) == (before["claim"], before["record"])


def test_a_value_that_comes_back_in_a_later_seed_is_shown_again(
    built: URL, packaged_mini: Path
) -> None:
    edit(packaged_mini, "date: 2012-09-01", "date: 2012-09-02")
    upgrade(built)
    edit(packaged_mini, "date: 2012-09-02", "date: 2012-09-01")
    claims = counts(built)["claim"]
    written = upgrade(built)
    assert (written.added, written.withdrawn) == (1, 1)
    assert counts(built)["claim"] == claims
    assert dates(shown(built, "coast-union-alba-trade-2004"))[-1] == ("amended", "2012-09-01")


def test_no_upgrade_of_the_seed_loses_a_row_of_memory(built: URL, packaged_mini: Path) -> None:
    add(built, MY_VISIT)
    before = counts(built)
    drop_record(packaged_mini, "ab-customs-note-2005")
    edit(packaged_mini, "date: 2012-09-01", "date: 2012-09-02")
    upgrade(built)
    after = counts(built)
    memory = ("actor", "source", "record", "claim", "changeset", "membership", "actor_name")
    assert {name: after[name] - before[name] for name in memory} == {
        **dict.fromkeys(memory, 0), "claim": 1, "changeset": 1,
    }  # fmt: skip


def test_a_record_that_a_user_added_survives_an_upgrade(built: URL, packaged_mini: Path) -> None:
    add(built, MY_VISIT)
    before = shown(built, "my-visit-2020")
    edit(packaged_mini, "date: 2012-09-01", "date: 2012-09-02")
    upgrade(built)
    assert shown(built, "my-visit-2020") == before
    assert dates(before) == [("occurred", "2020-02-02")]


def test_a_source_that_a_user_added_to_a_known_value_survives_an_upgrade(
    built: URL, packaged_mini: Path
) -> None:
    add(built, MY_SECOND_SOURCE)
    signed = shown(built, PACT).milestones[0]
    assert set(signed.sources) == {"pact-text", "borea-agency", "old-history"}
    assert signed.origins == 3
    edit(packaged_mini, "date: 2012-09-01", "date: 2012-09-02")
    upgrade(built)
    assert shown(built, PACT).milestones[0] == signed


def test_a_value_of_a_user_is_shown_when_the_newer_seed_drops_its_own(
    built: URL, packaged_mini: Path
) -> None:
    add(built, MY_SECOND_SOURCE)
    drop_record(packaged_mini, PACT)
    upgrade(built)
    view = shown(built, PACT)
    assert dates(view) == [("signed", "2005-03-01")]
    assert [source.id for source in view.sources] == ["old-history"]


def test_a_value_of_a_user_survives_when_it_shares_the_title_and_source_of_a_dropped_record(
    built: URL, packaged_mini: Path
) -> None:
    mine = MY_SECOND_SOURCE.model_copy(update={"sources": ("pact-text", "alba-ministry")})
    milestone = mine.milestones[0].model_copy(update={"sources": ("old-history",)})
    add(built, mine.model_copy(update={"milestones": (milestone,)}))
    drop_record(packaged_mini, PACT)
    upgrade(built)
    view = shown(built, PACT)
    assert view.title == "Pact of Good Neighbours"
    assert dates(view) == [("signed", "2005-03-01")]


def test_what_a_user_says_too_stays_when_the_newer_seed_says_it_no_more(
    built: URL, packaged_mini: Path
) -> None:
    """A user's own import of the same statement is not undone by the seed."""
    copied = next(
        record for record in load_seed(packaged_mini).records if record.id == "ab-customs-note-2005"
    )
    add(built, copied)
    drop_record(packaged_mini, "ab-customs-note-2005")
    upgrade(built)
    assert dates(shown(built, "ab-customs-note-2005")) == [("signed", "2005-03-01")]


def test_dissents_of_the_seed_and_of_a_user_on_one_value_stay_apart(built: URL) -> None:
    mine = MY_SECOND_SOURCE.model_copy(
        update={
            "milestones": (
                MY_SECOND_SOURCE.milestones[0].model_validate(
                    {
                        "step": "in-force",
                        "date": "2006-01-01",
                        "sources": ["old-history"],
                        "claims": [{"date": "2006-03-03", "source": "mirror-site"}],
                    }
                ),
            )
        }
    )
    add(built, mine)
    with engine_for(built) as engine, connect(engine) as connection:
        pact = next(record for record in read_records(connection) if record.id == PACT)
    in_force = next(m for m in pact.milestones if m.step == "in-force")
    assert {(c.source, str(c.date)) for c in in_force.claims} == {
        ("borea-agency", "2006-02-01"),
        ("harbour-post", "2006"),
        ("mirror-site", "2016-01-01"),
        ("mirror-site", "2006-03-03"),
    }


def test_a_membership_that_a_user_added_survives_an_upgrade(
    built: URL, packaged_mini: Path
) -> None:
    membership = load_seed(packaged_mini).memberships[0].model_copy(update={"actor": "north-dor"})
    with engine_for(built) as engine, connect(engine, write=True) as connection:
        seed = Seed((), (), (membership,), ())
        write_seed(connection, seed, kind="user", label="mine", content_hash="1")
    edit(packaged_mini, "to: 2010-12-31", "to: 2011-12-31", "memberships.yaml")
    upgrade(built)
    with engine_for(built) as engine, connect(engine) as connection:
        rows = connection.execute(
            select(t.actor.c.slug, t.membership.c.end_date)
            .join(t.actor, t.actor.c.id == t.membership.c.actor_id)
            .where(t.membership.c.end_date.is_not(None))
            .order_by(t.actor.c.slug)
        ).all()
    assert [tuple(row) for row in rows] == [
        ("borea", "2011-12-31"), ("north-dor", "2010-12-31"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "step", ["Reading the seed", "Writing actors", "Writing claims", "Writing values"]
)
def test_an_upgrade_that_is_broken_off_at_any_step_changes_nothing(
    built: URL, packaged_mini: Path, step: str
) -> None:
    edit(packaged_mini, "date: 2012-09-01", "date: 2012-09-02")
    before = counts(built)

    def break_off(told: str) -> None:
        if told == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_base(built, break_off)
    assert counts(built) == before
    assert dates(shown(built, "coast-union-alba-trade-2004"))[-1] == ("amended", "2012-09-01")
    assert describe(built)["state"] == "older than this package; run: kb db upgrade"


def test_a_newer_seed_that_is_not_sound_changes_nothing(built: URL, packaged_mini: Path) -> None:
    edit(packaged_mini, "step: amended, date: 2012-09-01", "step: amended, date: 2012-13-01")
    before = counts(built)
    with pytest.raises(KbError, match="E204") as refused:
        open_base(built, silent)
    assert refused.value.exit_code == 1
    assert counts(built) == before


def test_a_base_of_another_seed_is_never_replaced_by_the_packaged_one(
    url: URL, packaged_mini: Path, tmp_path: Path
) -> None:
    own = Path(shutil.copytree(MINI_SEED, tmp_path / "own-seed"))
    drop_record(own, "ab-customs-note-2005")
    build_base(url, progress=silent, seed=own)
    told: list[str] = []
    open_base(url, told.append).dispose()
    assert told == []
    assert upgrade_base(url, silent) is None
    state = describe(url)
    assert state["state"] == "up to date"
    assert state["seed"] == f"{content_hash(own)[:8]} ({own})"
    assert state["records"] == "10"


def _put_meta(url: URL, **values: str) -> None:
    with engine_for(url) as engine, connect(engine, write=True) as connection:
        for key, value in values.items():
            connection.execute(update(t.meta).where(t.meta.c.key == key).values(value=value))


@pytest.mark.parametrize("version", ["99.0.0", "0.1.1", "0.2", "1.0.0rc1"])
def test_a_base_that_a_newer_package_wrote_is_left_alone(
    built: URL, packaged_mini: Path, version: str
) -> None:
    _put_meta(built, package_version=version)
    edit(packaged_mini, "date: 2012-09-01", "date: 2012-09-02")
    before = counts(built)
    told: list[str] = []
    open_base(built, told.append).dispose()
    assert told == []
    assert counts(built) == before
    assert describe(built)["written by"] == f"kb {version}"


def test_a_base_that_an_older_package_wrote_is_upgraded(built: URL, packaged_mini: Path) -> None:
    _put_meta(built, package_version="0.0.9")
    edit(packaged_mini, "date: 2012-09-01", "date: 2012-09-02")
    assert upgrade(built).added == 1
    assert describe(built)["written by"] == f"kb {__version__}"


def test_a_base_with_a_newer_schema_is_refused_and_not_touched(built: URL) -> None:
    with engine_for(built) as engine, connect(engine, write=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    path = sqlite_path(built)
    before = digest(path) if path else counts(built)
    for attempt in (open_base, upgrade_base):
        with pytest.raises(KbError) as refused:
            attempt(built, silent)
        assert "schema 9999, which is newer than this package" in refused.value.message
        assert "pip install --upgrade relations-kb" in refused.value.remedy
        assert refused.value.exit_code == 2
    assert (digest(path) if path else counts(built)) == before


HEAD, NEXT = migrate.HEAD, "8000"

NEXT_MIGRATION = '''
"""A change that SQLite can only make by rebuilding the tables."""
import sqlalchemy as sa
from alembic import op

revision = "{next}"
down_revision = "{head}"
branch_labels = None
depends_on = None

REBUILD = {{"sqlite": "always", "postgresql": "never"}}


def upgrade() -> None:
    for table in ("actor", "source", "record", "milestone", "changeset"):
        with op.batch_alter_table(table, recreate=REBUILD[op.get_bind().dialect.name]) as batch:
            batch.add_column(sa.Column("added_later", sa.Text(), nullable=True))
    {more}
'''


@pytest.fixture
def next_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose schema is one version further."""
    folder = Path(shutil.copytree(migrations_folder(), tmp_path / "migrations"))
    migration = folder / "versions" / "8000_next.py"
    migration.write_text(NEXT_MIGRATION.format(head=HEAD, next=NEXT, more=""))
    monkeypatch.setattr(migrate, "migrations_folder", lambda: folder)
    return migration


@pytest.mark.parametrize("newer_seed", [False, True])
def test_an_older_schema_is_upgraded_and_no_table_loses_a_row(
    built: URL,
    packaged_mini: Path,
    next_schema: Path,
    monkeypatch: pytest.MonkeyPatch,
    newer_seed: bool,
) -> None:
    add(built, MY_VISIT)
    before = counts(built)
    view = shown(built, PACT)
    monkeypatch.setattr(migrate, "HEAD", NEXT)
    if newer_seed:
        edit(packaged_mini, "title: Note on customs", "title: Note on customs and tolls")
    assert describe(built)["state"] == "older than this package; run: kb db upgrade"
    told: list[str] = []
    open_base(built, told.append).dispose()
    assert told[0] == UPGRADING
    assert describe(built)["schema"] == NEXT
    after = counts(built)
    assert [name for name in before if after[name] < before[name]] == []
    # The title stood in one source: one claim more, and the old one is kept.
    assert after["claim"] - before["claim"] == int(newer_seed)
    assert after["changeset"] - before["changeset"] == int(newer_seed)
    assert shown(built, PACT) == view
    assert dates(shown(built, "my-visit-2020")) == [("occurred", "2020-02-02")]


def test_an_upgraded_schema_still_keeps_foreign_keys(
    built: URL, next_schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "HEAD", NEXT)
    engine = open_base(built, silent)
    with pytest.raises(KbError), connect(engine, write=True) as connection:
        connection.execute(t.topic.insert(), {"record_id": 7777, "topic": "trade"})
    engine.dispose()


@pytest.mark.parametrize("fault", ["raise KeyboardInterrupt", "op.execute('DELETE FROM absent')"])
def test_a_migration_that_fails_changes_nothing(
    built: URL, next_schema: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    before = counts(built)
    columns = _columns(built)
    next_schema.write_text(NEXT_MIGRATION.format(head=HEAD, next=NEXT, more=fault))
    monkeypatch.setattr(migrate, "HEAD", NEXT)
    with pytest.raises((KbError, KeyboardInterrupt)):
        open_base(built, silent)
    assert counts(built) == before
    assert _columns(built) == columns
    with engine_for(built) as engine, connect(engine) as connection:
        assert read_state(connection).schema == HEAD


def _columns(url: URL) -> dict[str, list[str]]:
    from sqlalchemy import inspect

    engine = make_engine(url)
    inspector = inspect(engine)
    found = {
        table: [column["name"] for column in inspector.get_columns(table)]
        for table in inspector.get_table_names()
    }
    engine.dispose()
    return found


def test_a_migration_that_would_break_a_reference_changes_nothing(
    built: URL, next_schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server refuses it; SQLite's keys are off while tables are rebuilt, and checked after."""
    before = counts(built)
    next_schema.write_text(
        NEXT_MIGRATION.format(head=HEAD, next=NEXT, more="op.execute('DELETE FROM source')")
    )
    monkeypatch.setattr(migrate, "HEAD", NEXT)
    with pytest.raises(KbError) as refused:
        open_base(built, silent)
    if sqlite_path(built):
        assert "broken references; nothing was changed" in refused.value.message
    assert counts(built) == before


def test_the_timeline_of_a_base_is_the_same_after_an_upgrade_that_changes_nothing_in_it(
    built: URL, packaged_mini: Path
) -> None:
    def entries(connection: Connection) -> tuple[object, ...]:
        return timeline(connection, "alba", "borea").entries

    with engine_for(built) as engine, connect(engine) as connection:
        before = entries(connection)
    edit(packaged_mini, "bibliography:", "# a remark\nbibliography:", "sources.yaml")
    assert upgrade(built) is not None
    with engine_for(built) as engine, connect(engine) as connection:
        assert entries(connection) == before
    assert len(before) == 17


def test_loading_the_changed_seed_finds_what_was_changed(packaged_mini: Path) -> None:
    before = claim_set(load_seed(packaged_mini).records)
    edit(packaged_mini, "date: 2012-09-01", "date: 2012-09-02")
    after = claim_set(load_seed(packaged_mini).records)
    assert {claim.value for claim in before ^ after} == {"2012-09-01", "2012-09-02"}
