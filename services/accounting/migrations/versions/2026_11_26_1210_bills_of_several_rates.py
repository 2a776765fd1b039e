"""Suppliers' bills keep the tax of each rate."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "accounting_2402"
down_revision = "accounting_2401"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("supplier_bill", "received_invoice"):
        op.add_column(
            table,
            sa.Column("taxes", JSONB(), server_default="[]", nullable=False, comment="rate, base and tax of each"),
        )
