"""What users of customers may order by themselves, what they ordered, and which orders wait for a colleague of theirs."""

import sqlalchemy as sa
from alembic import op

revision = "sales_3200"
down_revision = "sales_3220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sales_order",
        sa.Column("buyer", sa.Text(), nullable=False, server_default="", comment="the customer's user who orders"),
    )
    op.add_column("sales_order", sa.Column("buyer_name", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "sales_order",
        sa.Column("spending_breach", sa.Text(), nullable=True, comment="which limit of his: it waits for a colleague"),
    )
    op.execute(
        "ALTER TABLE sales_order ADD CONSTRAINT ck_sales_order_spending_breach CHECK (spending_breach IS NULL"
        " OR (spending_breach IN ('order', 'month') AND status = 'awaiting-approval')) NOT VALID"
    )
    op.execute("ALTER TABLE sales_order VALIDATE CONSTRAINT ck_sales_order_spending_breach")
    op.create_table(
        "spending_limit",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("per_order", sa.Numeric(18, 2), nullable=True),
        sa.Column("per_month", sa.Numeric(18, 2), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("per_order >= 0 AND per_month >= 0", name=op.f("ck_spending_limit_amounts")),
        sa.PrimaryKeyConstraint("customer_id", "subject", name=op.f("pk_spending_limit")),
    )
    op.create_table(
        "spending",
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="its first day"),
        sa.Column("value", sa.Numeric(), nullable=False, comment="company currency, before tax"),
        sa.ForeignKeyConstraint(["sales_order_id"], ["sales_order.id"], name=op.f("fk_spending_sales_order_id")),
        sa.PrimaryKeyConstraint("sales_order_id", name=op.f("pk_spending")),
    )
    op.create_index(
        op.f("ix_spending_customer_id_subject_month"), "spending", ["customer_id", "subject", "month"], unique=False
    )
