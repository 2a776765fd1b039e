"""Facts behind the dashboard and the insights: days of margin and stock, receivables, bills, returns; baselines and rates.

What was consumed before is filled by `python -m reporting rebuild`.
"""

import sqlalchemy as sa
from alembic import op

revision = "reporting_3050"
down_revision = "reporting_1201"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _widen_lines()
    _create_days()
    _create_receivables()
    _create_costs()
    _create_kpi_baseline()


def _widen_lines() -> None:
    op.add_column("sales_order", sa.Column("ended_on", sa.Date(), comment="cancelled or closed"))
    op.add_column(
        "order_line",
        sa.Column("unit_price", sa.Numeric(), server_default="0", nullable=False, comment="company currency"),
    )
    op.add_column("order_line", sa.Column("margin_rate", sa.Numeric(), comment="as judged at confirmation"))
    op.add_column("order_line", sa.Column("is_exception", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("order_line", sa.Column("served_on", sa.Date(), comment="all of it had left"))
    op.create_index("ix_order_line_served_on", "order_line", ["served_on"])
    op.add_column("margin_line", sa.Column("order_line_id", sa.UUID(), comment="of the sales order; null: a charge"))


def _create_days() -> None:
    op.create_table(
        "margin_day",
        sa.Column("day", sa.Date(), nullable=False, comment="on which it was known"),
        sa.Column("revenue", sa.Numeric(), nullable=False),
        sa.Column("cost", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_margin_day")),
    )
    op.execute(
        "INSERT INTO margin_day (day, revenue, cost)"
        " SELECT known_on, sum(revenue), sum(cost) FROM margin_entry GROUP BY known_on"
    )
    op.create_table(
        "stock_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False, comment="by which the value of stock changed"),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_stock_day")),
    )


def _create_receivables() -> None:
    op.create_table(
        "receivable",
        sa.Column("document_id", sa.UUID(), nullable=False, comment="invoice or advance"),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("exchange_rate", sa.Numeric(), nullable=False, comment="of its currency for one of the company's"),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_receivable")),
    )
    op.create_index("ix_receivable_customer_id", "receivable", ["customer_id"])
    op.create_table(
        "receivable_entry",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False, comment="currency of the document; < 0 settles"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receivable_entry")),
        sa.CheckConstraint(
            "kind IN ('invoice', 'payment', 'credit', 'discount', 'write-off')", name=op.f("ck_receivable_entry_kind")
        ),
    )
    op.create_index("ix_receivable_entry_document_id_day", "receivable_entry", ["document_id", "day"])


def _create_costs() -> None:
    op.create_table(
        "bill_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("bill_id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("billed_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False, comment="company currency"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_line")),
    )
    op.create_index("ix_bill_line_billed_on", "bill_line", ["billed_on"])
    op.create_index("ix_bill_line_bill_id", "bill_line", ["bill_id"])
    op.create_table(
        "cancelled_bill",
        sa.Column("bill_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("bill_id", name=op.f("pk_cancelled_bill")),
    )
    op.create_table(
        "return_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_line")),
    )
    op.create_index("ix_return_line_returned_on", "return_line", ["returned_on"])
    op.create_table(
        "service_rate",
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("rate", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("activity", name=op.f("pk_service_rate")),
    )


def _create_kpi_baseline() -> None:
    op.create_table(
        "kpi_baseline",
        sa.Column("kpi_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="its first day"),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("kpi_id", "month", name=op.f("pk_kpi_baseline")),
    )
    op.create_table(
        "go_live",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="from which on figures are ours"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_go_live")),
        sa.CheckConstraint("id = 1", name=op.f("ck_go_live_single_row")),
    )
