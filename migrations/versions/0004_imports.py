"""Imports: files, rows, definitions, merges, questions of likeness."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from relations_kb.store.lossless import refuse_to_lose

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


_SLUG = sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql")
_WITHDRAWN = sa.text("withdrawn_id IS NOT NULL")
_OWNED = ("claim_changeset", "erratum")
_KEPT = {
    "imported files": "SELECT count(*) FROM import_file",
    "imported rows": "SELECT count(*) FROM import_row",
    "definitions of users": "SELECT count(*) FROM definition",
    "merges": "SELECT count(*) FROM redirect",
    "answers about likeness": "SELECT count(*) FROM likeness",
    "undoings": "SELECT count(*) FROM changeset WHERE undoes_id IS NOT NULL",
    "sources that stand no more": "SELECT count(*) FROM source WHERE NOT active",
    "claims of merged records": "SELECT count(*) FROM claim WHERE said_of IS NOT NULL",
    "evidence of merged records": "SELECT count(*) FROM evidence WHERE said_of IS NOT NULL",
    **{
        f"restored rows of {table}": f"SELECT count(*) FROM {table} WHERE owner_id <> changeset_id"  # noqa: S608
        for table in _OWNED
    },
}
"""What schema 0003 has no place for. Natural keys are made of the claims, and owners that are the
changeset itself say nothing new."""


def upgrade() -> None:
    """Bring the schema to this version."""
    op.create_table(
        "definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("changeset_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_id", sa.Integer(), nullable=True),
        sa.Column("dataset", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changeset_id"], ["changeset.id"], name=op.f("fk_definition_changeset_id_changeset")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["changeset.id"], name=op.f("fk_definition_owner_id_changeset")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_id"], ["changeset.id"], name=op.f("fk_definition_withdrawn_id_changeset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition")),
    )
    with op.batch_alter_table("definition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_definition_changeset_id"), ["changeset_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_definition_kind_name"), ["kind", "name"], unique=False)
        batch_op.create_index(batch_op.f("ix_definition_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_definition_withdrawn_id"),
            ["withdrawn_id"],
            unique=False,
            sqlite_where=_WITHDRAWN,
            postgresql_where=_WITHDRAWN,
        )

    op.create_table(
        "import_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("changeset_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("dataset", sa.String(length=80), nullable=False),
        sa.Column("content_hash", sa.String(length=80), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changeset_id"], ["changeset.id"], name=op.f("fk_import_file_changeset_id_changeset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
    )
    with op.batch_alter_table("import_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_file_changeset_id"), ["changeset_id"], unique=False
        )

    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("changeset_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_id", sa.Integer(), nullable=True),
        sa.Column("dataset", sa.String(length=80), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changeset_id"], ["changeset.id"], name=op.f("fk_import_row_changeset_id_changeset")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["changeset.id"], name=op.f("fk_import_row_owner_id_changeset")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_import_row_record_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_id"], ["changeset.id"], name=op.f("fk_import_row_withdrawn_id_changeset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_row_changeset_id"), ["changeset_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_import_row_dataset_key"), ["dataset", "key"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_import_row_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_row_record_id"), ["record_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_import_row_withdrawn_id"),
            ["withdrawn_id"],
            unique=False,
            sqlite_where=_WITHDRAWN,
            postgresql_where=_WITHDRAWN,
        )

    op.create_table(
        "likeness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("score", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.Column("changeset_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changeset_id"], ["changeset.id"], name=op.f("fk_likeness_changeset_id_changeset")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["record.id"], name=op.f("fk_likeness_other_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["changeset.id"], name=op.f("fk_likeness_owner_id_changeset")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_likeness_record_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_id"], ["changeset.id"], name=op.f("fk_likeness_withdrawn_id_changeset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness")),
    )
    with op.batch_alter_table("likeness", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_likeness_changeset_id"), ["changeset_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_likeness_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_likeness_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_likeness_record_id"), ["record_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_likeness_withdrawn_id"),
            ["withdrawn_id"],
            unique=False,
            sqlite_where=_WITHDRAWN,
            postgresql_where=_WITHDRAWN,
        )

    op.create_table(
        "redirect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("changeset_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changeset_id"], ["changeset.id"], name=op.f("fk_redirect_changeset_id_changeset")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["changeset.id"], name=op.f("fk_redirect_owner_id_changeset")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_redirect_record_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["record.id"], name=op.f("fk_redirect_target_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_id"], ["changeset.id"], name=op.f("fk_redirect_withdrawn_id_changeset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redirect")),
    )
    with op.batch_alter_table("redirect", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_redirect_changeset_id"), ["changeset_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_redirect_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_redirect_record_id"), ["record_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_redirect_target_id"), ["target_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_redirect_withdrawn_id"),
            ["withdrawn_id"],
            unique=False,
            sqlite_where=_WITHDRAWN,
            postgresql_where=_WITHDRAWN,
        )

    with op.batch_alter_table("changeset", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_changeset_undoes_id"), ["undoes_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_changeset_undoes_id_changeset"), "changeset", ["undoes_id"], ["id"]
        )

    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("said_of", _SLUG, nullable=True))
        batch_op.create_index(batch_op.f("ix_claim_said_of"), ["said_of"], unique=False)

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("said_of", _SLUG, nullable=True))

    with op.batch_alter_table("identifier", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identifier_scheme_value"), ["scheme", "value"], unique=False
        )

    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("natural", sa.String(length=16), nullable=True))
        batch_op.create_index(batch_op.f("ix_record_natural"), ["natural"], unique=False)

    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False)
        )

    for table in _OWNED:
        _add_owner(table)


def _add_owner(table: str) -> None:
    """What a changeset said is its own."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
    op.execute(sa.text(f"UPDATE {table} SET owner_id = changeset_id"))  # noqa: S608
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column("owner_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_index(batch_op.f(f"ix_{table}_owner_id"), ["owner_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f(f"fk_{table}_owner_id_changeset"), "changeset", ["owner_id"], ["id"]
        )
        batch_op.drop_constraint(batch_op.f(f"uq_{table}_claim_id_changeset_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f(f"uq_{table}_claim_id_changeset_id_owner_id"),
            ["claim_id", "changeset_id", "owner_id"],
        )
    op.drop_index(f"ix_{table}_withdrawn_id", table_name=table)
    op.create_index(
        f"ix_{table}_withdrawn_id",
        table,
        ["withdrawn_id"],
        sqlite_where=_WITHDRAWN,
        postgresql_where=_WITHDRAWN,
    )


def _drop_owner(table: str) -> None:
    op.drop_index(f"ix_{table}_withdrawn_id", table_name=table)
    op.create_index(f"ix_{table}_withdrawn_id", table, ["withdrawn_id"])
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f(f"uq_{table}_claim_id_changeset_id_owner_id"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f(f"uq_{table}_claim_id_changeset_id"), ["claim_id", "changeset_id"]
        )
        batch_op.drop_constraint(batch_op.f(f"fk_{table}_owner_id_changeset"), type_="foreignkey")
        batch_op.drop_index(batch_op.f(f"ix_{table}_owner_id"))
        batch_op.drop_column("owner_id")


def downgrade() -> None:
    """Take the schema back to the version before.

    Raises:
        KbError: if that would lose anything.
    """
    refuse_to_lose(op.get_bind(), "0003", _KEPT)
    for table in _OWNED:
        _drop_owner(table)
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.drop_column("active")

    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_natural"))
        batch_op.drop_column("natural")

    with op.batch_alter_table("identifier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identifier_scheme_value"))

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_column("said_of")

    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_said_of"))
        batch_op.drop_column("said_of")

    with op.batch_alter_table("changeset", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_changeset_undoes_id_changeset"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_changeset_undoes_id"))
        batch_op.drop_column("undoes_id")

    with op.batch_alter_table("redirect", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_redirect_withdrawn_id"))
        batch_op.drop_index(batch_op.f("ix_redirect_target_id"))
        batch_op.drop_index(batch_op.f("ix_redirect_record_id"))
        batch_op.drop_index(batch_op.f("ix_redirect_owner_id"))
        batch_op.drop_index(batch_op.f("ix_redirect_changeset_id"))

    op.drop_table("redirect")
    with op.batch_alter_table("likeness", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_likeness_withdrawn_id"))
        batch_op.drop_index(batch_op.f("ix_likeness_record_id"))
        batch_op.drop_index(batch_op.f("ix_likeness_owner_id"))
        batch_op.drop_index(batch_op.f("ix_likeness_other_id"))
        batch_op.drop_index(batch_op.f("ix_likeness_changeset_id"))

    op.drop_table("likeness")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_row_withdrawn_id"))
        batch_op.drop_index(batch_op.f("ix_import_row_record_id"))
        batch_op.drop_index(batch_op.f("ix_import_row_owner_id"))
        batch_op.drop_index(batch_op.f("ix_import_row_dataset_key"))
        batch_op.drop_index(batch_op.f("ix_import_row_changeset_id"))

    op.drop_table("import_row")
    with op.batch_alter_table("import_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_file_changeset_id"))

    op.drop_table("import_file")
    with op.batch_alter_table("definition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_definition_withdrawn_id"))
        batch_op.drop_index(batch_op.f("ix_definition_owner_id"))
        batch_op.drop_index(batch_op.f("ix_definition_kind_name"))
        batch_op.drop_index(batch_op.f("ix_definition_changeset_id"))

    op.drop_table("definition")
