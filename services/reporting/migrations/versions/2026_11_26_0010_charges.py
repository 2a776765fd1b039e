"""Revenue without a product: what orders are charged with on top of their goods."""

import sqlalchemy as sa
from alembic import op

revision = "reporting_1101"
down_revision = "reporting_1100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column(
        "margin_line",
        "movement_id",
        existing_type=sa.UUID(),
        nullable=True,
        comment="null: a charge, as is the product",
    )
    op.alter_column("margin_line", "product_id", existing_type=sa.UUID(), nullable=True)
    op.drop_constraint(op.f("ck_margin_line_kind"), "margin_line")
    op.create_check_constraint(
        op.f("ck_margin_line_kind"), "margin_line", "kind IN ('sale', 'charge', 'credit', 'return')"
    )
