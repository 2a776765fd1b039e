"""Accounts that nobody posts on by hand any more."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_3110"
down_revision = "accounting_3002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closed_account",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_closed_account")),
    )
