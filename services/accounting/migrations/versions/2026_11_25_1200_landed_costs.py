"""Landed costs as they were accrued."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "accounting_0005"
down_revision = "accounting_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "landed_cost",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landed_cost")),
    )
    op.create_table(
        "landed_cost_line",
        sa.Column("landed_cost_id", sa.UUID(), nullable=False),
        sa.Column("movement_id", sa.UUID(), nullable=False, comment="of the receipt"),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.ForeignKeyConstraint(
            ["landed_cost_id"], ["landed_cost.id"], name=op.f("fk_landed_cost_line_landed_cost_id")
        ),
        sa.PrimaryKeyConstraint("landed_cost_id", "movement_id", name=op.f("pk_landed_cost_line")),
    )
    append_only("landed_cost", "landed_cost_line")
