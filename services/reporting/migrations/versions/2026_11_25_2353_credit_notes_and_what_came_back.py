"""Credit notes and what came back."""

import sqlalchemy as sa
from alembic import op

revision = "reporting_1100"
down_revision = "reporting_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "movement_return",
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.Column("returns_movement_id", sa.UUID(), nullable=False, comment="the issue"),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_movement_return")),
    )
    op.create_index(
        op.f("ix_movement_return_returns_movement_id"), "movement_return", ["returns_movement_id"], unique=False
    )
    op.add_column("margin_line", sa.Column("kind", sa.Text(), server_default="sale", nullable=False))
    op.alter_column(
        "margin_line", "invoice_id", existing_type=sa.UUID(), comment="or credit note", existing_nullable=False
    )
    op.create_check_constraint(op.f("ck_margin_line_kind"), "margin_line", "kind IN ('sale', 'credit', 'return')")
