"""Terms of payment as a rule on orders, discounts for early payment on invoices, and what they are expected to cost."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "accounting_0102"
down_revision = "accounting_0101"
branch_labels = None
depends_on = None

_RATE = sa.Numeric(precision=7, scale=6)


def upgrade() -> None:
    op.add_column(
        "sales_order",
        sa.Column(
            "payment_terms",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="null: payment_days net",
        ),
    )
    op.add_column(
        "partner", sa.Column("discount_rate", _RATE, nullable=True, comment="for early payment; null: none is offered")
    )
    op.add_column(
        "invoice", sa.Column("discount_rate", _RATE, nullable=True, comment="for early payment, of the gross amount")
    )
    op.add_column("invoice", sa.Column("discount_until", sa.Date(), nullable=True))
    op.add_column("invoice", sa.Column("discount_amount", sa.Numeric(precision=18, scale=2), nullable=True))
    op.create_index(
        "ix_invoice_discounted",
        "invoice",
        ["bill_to_id", "issued_on"],
        postgresql_where=sa.text("discount_rate IS NOT NULL"),
    )
    op.create_table(
        "cash_discount",
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("offered_rate", _RATE, nullable=False),
        sa.Column("share_taken", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.CheckConstraint("offered_rate >= 0 AND share_taken BETWEEN 0 AND 1", name=op.f("ck_cash_discount_rates")),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_cash_discount")),
    )
