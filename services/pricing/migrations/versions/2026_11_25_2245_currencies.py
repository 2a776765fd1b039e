"""Supplier prices in their own currency, and the rates to compare them by."""

import sqlalchemy as sa
from alembic import op

revision = "pricing_0004b"
down_revision = "pricing_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exchange_rate",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("valid_on", sa.Date(), nullable=False),
        sa.Column("rate", sa.Numeric(), nullable=False, comment="units of it for one of the company's"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("rate > 0", name=op.f("ck_exchange_rate_rate")),
        sa.PrimaryKeyConstraint("currency", "valid_on", name=op.f("pk_exchange_rate")),
    )
    op.add_column(
        "supplier_price",
        sa.Column("currency", sa.Text(), server_default="", nullable=False, comment="empty: the company's"),
    )
