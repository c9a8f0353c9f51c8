"""The schema: migrations and metadata are one, and no deletion cascades."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import IntegrityError

from relations_kb.domain.errors import KbError
from relations_kb.store import migrate
from relations_kb.store import tables as t
from relations_kb.store.engine import connect
from relations_kb.store.packaged import migrations_folder


@pytest.fixture
def migrated(engine: Engine) -> Engine:
    with connect(engine, write=True) as connection:
        migrate.migrate(connection)
    return engine


def test_the_newest_migration_is_the_head_that_the_package_names() -> None:
    script = ScriptDirectory(str(migrations_folder()))
    assert script.get_heads() == [migrate.HEAD]


def test_every_migration_is_a_known_version() -> None:
    assert migrate.HEAD in migrate.known_versions()
    assert "9999" not in migrate.known_versions()


def test_a_migrated_base_has_exactly_the_tables_of_the_metadata(migrated: Engine) -> None:
    with connect(migrated) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, t.metadata) == []


def test_a_migrated_base_has_the_head_version(migrated: Engine) -> None:
    with connect(migrated) as connection:
        assert migrate.schema_version(connection) == migrate.HEAD


def test_an_empty_base_has_no_version(engine: Engine) -> None:
    with connect(engine) as connection:
        assert migrate.schema_version(connection) is None


def test_migrating_twice_changes_nothing(migrated: Engine) -> None:
    before = set(inspect(migrated).get_table_names())
    with connect(migrated, write=True) as connection:
        migrate.migrate(connection)
    assert set(inspect(migrated).get_table_names()) == before
    assert before == {*t.metadata.tables, "alembic_version"}


def test_no_foreign_key_of_the_metadata_cascades() -> None:
    keys = [key for table in t.metadata.tables.values() for key in table.foreign_keys]
    assert len(keys) > 30
    assert {(key.ondelete, key.onupdate) for key in keys} == {(None, None)}


def test_no_foreign_key_of_a_migrated_base_cascades(migrated: Engine) -> None:
    inspector = inspect(migrated)
    keys = [key for table in t.metadata.tables for key in inspector.get_foreign_keys(table)]
    assert len(keys) == sum(len(table.foreign_keys) for table in t.metadata.tables.values())
    assert [key for key in keys if key["options"]] == []


def test_every_constraint_of_a_migrated_base_has_a_name(migrated: Engine) -> None:
    inspector = inspect(migrated)
    for table in t.metadata.tables:
        assert inspector.get_pk_constraint(table)["name"] == f"pk_{table}"
        names = [key["name"] for key in inspector.get_foreign_keys(table)]
        names += [key["name"] for key in inspector.get_unique_constraints(table)]
        assert all(names), table


def test_a_row_that_refers_to_nothing_is_refused(migrated: Engine) -> None:
    orphan = {"record_id": 77, "topic": "trade"}
    with pytest.raises((KbError, IntegrityError)), connect(migrated, write=True) as connection:
        connection.execute(t.topic.insert(), orphan)
    with connect(migrated) as connection:
        assert connection.execute(select(t.topic)).all() == []


def test_deleting_a_row_that_others_refer_to_is_refused(migrated: Engine) -> None:
    with connect(migrated, write=True) as connection:
        texts = dict.fromkeys(("slug", "title", "folded"), "a")
        row = {"kind": "event", "form": "visit", "active": True, **texts}
        connection.execute(t.record.insert(), row)
        key = connection.execute(select(t.record.c.id)).scalar_one()
        connection.execute(t.topic.insert(), {"record_id": key, "topic": "trade"})
    with pytest.raises((KbError, IntegrityError)), connect(migrated, write=True) as connection:
        connection.execute(t.record.delete())
    with connect(migrated) as connection:
        assert connection.execute(select(t.topic.c.topic)).scalars().all() == ["trade"]


def _migrate_and_fail(engine: Engine) -> None:
    with connect(engine, write=True) as connection:
        migrate.migrate(connection)
        raise ZeroDivisionError


def test_a_failing_migration_leaves_no_table(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError):
        _migrate_and_fail(engine)
    assert inspect(engine).get_table_names() == []


def test_the_version_of_a_newer_package_is_read_as_it_is(migrated: Engine) -> None:
    with connect(migrated, write=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with connect(migrated) as connection:
        assert migrate.schema_version(connection) == "9999"
