"""Entries of statements may be of payments and refunds that were recorded by hand before."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "accounting_3002"
down_revision = "accounting_3001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cleared_movement",
        sa.Column("clearing_id", sa.UUID(), nullable=False),
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["clearing_id"], ["bank_clearing.id"], name=op.f("fk_cleared_movement_clearing_id")),
        sa.PrimaryKeyConstraint("clearing_id", "movement_id", name=op.f("pk_cleared_movement")),
    )
    op.create_index(op.f("ix_cleared_movement_movement_id"), "cleared_movement", ["movement_id"])
    append_only("cleared_movement")
