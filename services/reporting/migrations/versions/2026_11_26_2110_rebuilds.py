"""Rebuilds of the read models while they serve."""

import sqlalchemy as sa
from alembic import op

revision = "reporting_3132"
down_revision = "reporting_3131"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rebuild",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("revision", sa.Text(), comment="of the database for which its tables were made"),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("is_open", sa.Boolean(), sa.Computed("CASE WHEN ended_at IS NULL THEN true END", persisted=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rebuild")),
        sa.UniqueConstraint("is_open", name=op.f("uq_rebuild_is_open")),
        sa.CheckConstraint("status IN ('asked', 'running', 'done', 'cancelled')", name=op.f("ck_rebuild_status")),
    )
