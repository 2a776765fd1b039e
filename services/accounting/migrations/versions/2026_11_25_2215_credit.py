"""Limits of credit that an insurer or a day bounds, rules on what is overdue, and who came first."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_0101"
down_revision = "accounting_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("credit_account", sa.Column("insured_limit", sa.Numeric(precision=18, scale=2), nullable=True))
    op.add_column(
        "credit_account",
        sa.Column(
            "temporary_limit",
            sa.Numeric(precision=18, scale=2),
            nullable=True,
            comment="stands in for the limit until temporary_until",
        ),
    )
    op.add_column("credit_account", sa.Column("temporary_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "credit_account",
        sa.Column(
            "customer_class", sa.Text(), server_default="", nullable=False, comment="whose rules of overdue count"
        ),
    )
    op.create_check_constraint(
        op.f("ck_credit_account_temporary"), "credit_account", "(temporary_limit IS NULL) = (temporary_until IS NULL)"
    )
    op.create_check_constraint(
        op.f("ck_credit_account_limits"), "credit_account", "temporary_limit >= 0 AND insured_limit >= 0"
    )
    op.add_column(
        "credit_hold",
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.drop_index(op.f("ix_credit_hold_partner_id"), "credit_hold")
    op.create_index(
        "ix_credit_hold_taking",
        "credit_hold",
        ["partner_id", "created_at", "order_id"],
        postgresql_where=sa.text("remaining > 0"),
    )
    op.create_table(
        "overdue_rule",
        sa.Column("customer_class", sa.Text(), nullable=False, comment="empty: every class without a rule of its own"),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.CheckConstraint("days >= 0 AND amount >= 0", name=op.f("ck_overdue_rule_bounds")),
        sa.PrimaryKeyConstraint("customer_class", "days", name=op.f("pk_overdue_rule")),
    )
    op.create_index(op.f("ix_invoice_sales_order_id"), "invoice", ["sales_order_id"])
