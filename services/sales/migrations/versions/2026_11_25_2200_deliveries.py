"""How and when the goods of an order leave: what was agreed, and what was promised."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sales_0202"
down_revision = "sales_0201"
branch_labels = None
depends_on = None

_POLICIES = "IN ('partial', 'complete-line', 'complete-order', 'consolidated')"


def upgrade() -> None:
    op.add_column("sales_order", sa.Column("delivery", sa.Text(), server_default="partial", nullable=False))
    op.add_column("sales_order", sa.Column("consolidate_until", sa.Date(), nullable=True))
    op.add_column("sales_order", sa.Column("priority", sa.Integer(), server_default="0", nullable=False))
    op.create_check_constraint(op.f("ck_sales_order_delivery"), "sales_order", f"delivery {_POLICIES}")
    op.create_check_constraint(
        op.f("ck_sales_order_consolidation"),
        "sales_order",
        "(delivery = 'consolidated') = (consolidate_until IS NOT NULL)",
    )
    op.create_table(
        "usual_delivery",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("consolidation_days", sa.SmallInteger(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"policy {_POLICIES}", name=op.f("ck_usual_delivery_policy")),
        sa.CheckConstraint("consolidation_days BETWEEN 0 AND 90", name=op.f("ck_usual_delivery_consolidation_days")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_usual_delivery")),
    )
    op.add_column(
        "sales_order_line",
        sa.Column("promise", postgresql.JSONB(astext_type=sa.Text()), nullable=True, comment="on, reason, document"),
    )
    op.create_index(
        "ix_sales_order_line_waiting",
        "sales_order_line",
        ["sales_order_id"],
        unique=False,
        postgresql_where=sa.text("backordered > 0"),
    )
    op.create_table(
        "line_promise",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_line_id", sa.UUID(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sales_order_id"], ["sales_order.id"], name=op.f("fk_line_promise_sales_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_promise")),
    )
    op.create_index(
        op.f("ix_line_promise_sales_order_id_made_at_id"),
        "line_promise",
        ["sales_order_id", "made_at", "id"],
        unique=False,
    )
    op.add_column(
        "product",
        sa.Column(
            "substitutes",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default='{"ids": []}',
            nullable=False,
            comment="ids, the best first",
        ),
    )
