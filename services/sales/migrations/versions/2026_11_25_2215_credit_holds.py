"""Orders on hold for their customers' credit, whose yes releases them, and decisions in somebody's name."""

import sqlalchemy as sa
from alembic import op
from kit.delegations import create_delegation_table
from sqlalchemy.dialects import postgresql

revision = "sales_0301"
down_revision = "sales_0205"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sales_order", sa.Column("hold_cause", sa.Text(), nullable=True))
    op.add_column(
        "sales_order",
        sa.Column(
            "hold",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="the customer's credit as it was judged",
        ),
    )
    op.add_column(
        "sales_order",
        sa.Column(
            "release",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="how far somebody let it go on",
        ),
    )
    op.create_check_constraint(op.f("ck_sales_order_hold"), "sales_order", "(hold_cause IS NULL) = (hold IS NULL)")
    op.create_index(
        "ix_sales_order_on_hold",
        "sales_order",
        ["created_at", "id"],
        postgresql_where=sa.text("hold_cause IS NOT NULL"),
    )
    op.create_index(
        "ix_sales_order_under_way",
        "sales_order",
        ["id"],
        postgresql_where=sa.text("status IN ('confirmed', 'partially-shipped')"),
    )
    levels = op.create_table(
        "release_level",
        sa.Column("above", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.CheckConstraint("above >= 0", name=op.f("ck_release_level_above")),
        sa.PrimaryKeyConstraint("above", name=op.f("pk_release_level")),
    )
    op.bulk_insert(
        levels,
        [
            {"above": 0, "permission": "sales.credit.release"},
            {"above": 50_000, "permission": "sales.large-credit.release"},
        ],
    )
    create_delegation_table()
