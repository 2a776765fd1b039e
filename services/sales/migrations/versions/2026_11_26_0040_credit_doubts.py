"""Whose credit is to be judged anew by what was told."""

import sqlalchemy as sa
from alembic import op

revision = "sales_0214"
down_revision = "sales_0213"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credit_doubt",
        sa.Column("bill_to_id", sa.UUID(), nullable=False),
        sa.Column(
            "told", sa.Integer(), nullable=False, comment="how often, so that what is told meanwhile is not forgotten"
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bill_to_id", name=op.f("pk_credit_doubt")),
    )
    op.create_index(op.f("ix_credit_doubt_due_at"), "credit_doubt", ["due_at"])
    op.create_index(
        "ix_sales_order_under_way_by_payer",
        "sales_order",
        ["bill_to_id", "id"],
        postgresql_where=sa.text("status IN ('confirmed', 'partially-shipped')"),
    )
