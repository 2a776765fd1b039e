"""Rules of approval as data, budgets by department."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "purchasing_0004"
down_revision = "purchasing_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("product", sa.Column("family_path", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False))
    for name in ("department", "written_by"):
        op.add_column("purchase_order", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.create_table(
        "approval_rule",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("above", sa.Numeric(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("supplier_id", sa.UUID(), nullable=True),
        sa.Column("family", sa.Text(), nullable=True),
        sa.Column("exception", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "exception IN ('over-budget', 'price-above-list', 'new-supplier', 'split', 'over-receipt')",
            name=op.f("ck_approval_rule_exception"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_rule")),
    )
    op.create_table(
        "budget",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False, comment="its name: 2026, 2026-Q2, 2026-04"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False, comment="the first day after it"),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("department"), "="),
            (sa.text("daterange(starts_on, ends_on)"), "&&"),
            using="gist",
            name="ex_budget_one_at_a_time",
        ),
        sa.CheckConstraint("mode IN ('ask', 'block')", name=op.f("ck_budget_mode")),
        sa.CheckConstraint("starts_on < ends_on AND amount >= 0", name=op.f("ck_budget_sense")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        sa.UniqueConstraint("department", "starts_on", "ends_on", name=op.f("uq_budget_department_starts_on_ends_on")),
    )
    op.create_table(
        "budget_use",
        sa.Column("purchase_order_id", sa.UUID(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("committed", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("billed", sa.Numeric(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("purchase_order_id", name=op.f("pk_budget_use")),
    )
    op.create_index(
        op.f("ix_budget_use_department_ordered_on"), "budget_use", ["department", "ordered_on"], unique=False
    )
    op.execute("INSERT INTO approval_rule (id, above) SELECT gen_random_uuid(), threshold FROM approval_rules")
    op.drop_column("approval_rules", "threshold")
