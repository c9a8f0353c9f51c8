"""errata."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from relations_kb.store.lossless import refuse_to_lose

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this version."""
    op.create_table(
        "erratum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(length=24), nullable=False),
        sa.Column("changeset_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("replaced_by", sa.String(length=24), nullable=True),
        sa.Column("withdrawn_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changeset_id"], ["changeset.id"], name=op.f("fk_erratum_changeset_id_changeset")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_erratum_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["claim.id"], name=op.f("fk_erratum_replaced_by_claim")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_id"], ["changeset.id"], name=op.f("fk_erratum_withdrawn_id_changeset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erratum")),
        sa.UniqueConstraint(
            "claim_id", "changeset_id", name=op.f("uq_erratum_claim_id_changeset_id")
        ),
    )
    with op.batch_alter_table("erratum", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erratum_changeset_id"), ["changeset_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erratum_withdrawn_id"), ["withdrawn_id"], unique=False)


def downgrade() -> None:
    """Take the schema back to the version before.

    Raises:
        KbError: if that would lose anything.
    """
    refuse_to_lose(op.get_bind(), "0002", {"errata": "SELECT count(*) FROM erratum"})
    with op.batch_alter_table("erratum", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erratum_withdrawn_id"))
        batch_op.drop_index(batch_op.f("ix_erratum_changeset_id"))

    op.drop_table("erratum")
