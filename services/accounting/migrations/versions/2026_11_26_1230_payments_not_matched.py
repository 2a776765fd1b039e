"""Payments that settle nothing yet are found by an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_2601"
down_revision = "accounting_2402"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_payment_unmatched", "payment", ["paid_on", "id"], postgresql_where=sa.text("unmatched_amount > 0")
    )
