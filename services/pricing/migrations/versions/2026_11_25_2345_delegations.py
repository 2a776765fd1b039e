"""Who approves in whose name."""

import sqlalchemy as sa
from alembic import op

revision = "pricing_0104"
down_revision = "pricing_0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("delegator", sa.Text(), nullable=False),
        sa.Column("delegate", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("limit", sa.Numeric(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("delegate <> delegator", name=op.f("ck_delegation_somebody_else")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_delegation_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_delegate_ends_at"), "delegation", ["delegate", "ends_at"], unique=False)
    op.create_index(op.f("ix_delegation_delegator_ends_at"), "delegation", ["delegator", "ends_at"], unique=False)
