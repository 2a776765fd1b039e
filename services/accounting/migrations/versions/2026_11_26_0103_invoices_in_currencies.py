"""Customer invoices in other currencies, at the rate of their day."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_1105"
down_revision = "accounting_1104"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sales_order",
        sa.Column(
            "exchange_rate", sa.Numeric(), nullable=True, comment="of its day; null: the currency is the company's"
        ),
    )
    op.add_column(
        "invoice",
        sa.Column(
            "rate",
            sa.Numeric(),
            nullable=True,
            comment="of the day of the invoice; null: the currency is the company's",
        ),
    )
    op.add_column("invoice", sa.Column("rate_on", sa.Date(), nullable=True))
    op.add_column(
        "invoice",
        sa.Column("value", sa.Numeric(precision=18, scale=2), nullable=True, comment="gross, in company currency"),
    )
    op.execute("UPDATE invoice SET rate_on = issued_on, value = gross_amount")
    op.alter_column("invoice", "rate_on", nullable=False)
    op.alter_column("invoice", "value", nullable=False)
