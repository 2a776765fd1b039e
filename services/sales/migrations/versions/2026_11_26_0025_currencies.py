"""Documents in the currencies of customers, with the rates of their days."""

import sqlalchemy as sa
from alembic import op

revision = "sales_0212"
down_revision = "sales_0211"
branch_labels = None
depends_on = None

_KEPT = "the currency is the company's"


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
    for table, day in (("sales_order", "its day"), ("offer", "the day of its prices")):
        op.add_column(table, sa.Column("rate", sa.Numeric(), comment=f"of {day}; null: {_KEPT}"))
        op.add_column(table, sa.Column("rate_on", sa.Date()))
    op.create_check_constraint(op.f("ck_sales_order_rate"), "sales_order", "(rate IS NULL) = (rate_on IS NULL)")
    op.add_column("sales_order", sa.Column("value", sa.Numeric(), comment="net in company currency"))
    op.add_column(
        "sales_order", sa.Column("credit", sa.Numeric(), comment="gross in company currency, as accounting knows it")
    )
    op.execute("UPDATE sales_order SET value = net, credit = gross")
    op.alter_column("sales_order", "value", nullable=False)
    op.create_check_constraint(op.f("ck_sales_order_credit"), "sales_order", "(gross IS NULL) = (credit IS NULL)")
    op.add_column("blanket_order", sa.Column("currency", sa.Text(), comment="of its prices"))
    op.execute(
        "UPDATE blanket_order b SET currency = coalesce((SELECT o.currency FROM sales_order o LIMIT 1),"
        " (SELECT nullif(p.currency, '') FROM partner p WHERE p.id = b.customer_id), 'EUR')"
    )
    op.alter_column("blanket_order", "currency", nullable=False)
    op.add_column(
        "commission_invoice",
        sa.Column("rate", sa.Numeric(), comment="of the invoice's currency on its day; null: it is the company's"),
    )
    for column, comment in (
        ("currency", "the company's: that of the base"),
        ("net", "in the invoice's currency"),
        ("gross", "in the invoice's currency"),
    ):
        op.alter_column("commission_invoice", column, comment=comment)
