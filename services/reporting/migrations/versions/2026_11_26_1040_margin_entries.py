"""The margin cube: dated entries of revenue and cost, and their totals by axis and month.

Entries of what was consumed before are filled by `python -m reporting rebuild`.
"""

import sqlalchemy as sa
from alembic import op

revision = "reporting_1200"
down_revision = "reporting_1101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("product", sa.Column("supplier_id", sa.UUID(), comment="the first that it is bought from"))
    op.add_column("sales_order", sa.Column("team", sa.Text(), server_default="", nullable=False))
    op.add_column("sales_order", sa.Column("site", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "margin_line",
        sa.Column("discount", sa.Numeric(), server_default="0", nullable=False, comment="below the list price"),
    )
    op.add_column("margin_line", sa.Column("credits_line_id", sa.UUID(), comment="the invoice line of a credit"))
    op.create_index("ix_margin_line_credits_line_id", "margin_line", ["credits_line_id"])
    op.create_table(
        "cost_entry",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("movement_id", sa.UUID(), nullable=False, comment="the issue"),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("entry_number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_entry")),
        sa.CheckConstraint("kind IN ('cost', 'landed', 'adjustment', 'return')", name=op.f("ck_cost_entry_kind")),
    )
    op.create_index("ix_cost_entry_movement_id", "cost_entry", ["movement_id"])
    op.create_table(
        "margin_entry",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("line_id", sa.UUID(), nullable=False, comment="the invoice line whose sale it is about"),
        sa.Column("movement_id", sa.UUID(), comment="the issue"),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID()),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("salesperson", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("sold_on", sa.Date(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("discount", sa.Numeric(), nullable=False),
        sa.Column("revenue", sa.Numeric(), nullable=False),
        sa.Column("cost", sa.Numeric(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("entry_number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_margin_entry")),
    )
    for columns in (["sold_on", "id"], ["known_on", "id"], ["sales_order_id"], ["line_id"]):
        op.create_index(f"ix_margin_entry_{'_'.join(columns)}", "margin_entry", columns)
    op.create_table(
        "margin_total",
        sa.Column("axis", sa.Text(), nullable=False, comment="a column of margin_entry"),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="its first day"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("discount", sa.Numeric(), nullable=False),
        sa.Column("revenue", sa.Numeric(), nullable=False),
        sa.Column("cost", sa.Numeric(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("axis", "basis", "month", "key", "kind", name=op.f("pk_margin_total")),
        sa.CheckConstraint("basis IN ('sold', 'known')", name=op.f("ck_margin_total_basis")),
    )
