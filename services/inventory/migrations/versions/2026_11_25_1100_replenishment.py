"""Rules of replenishment, and what they propose."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "inventory_0008"
down_revision = "inventory_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("purchase_order", sa.Column("ordered_on", sa.Date(), nullable=True))
    op.create_table(
        "replenishment_rule",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("minimum", sa.Numeric(), nullable=False),
        sa.Column("maximum", sa.Numeric(), nullable=False),
        sa.Column("safety", sa.Numeric(), nullable=False),
        sa.Column("service_level", sa.Numeric(), nullable=True),
        sa.Column("cover_days", sa.Integer(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("multiple", sa.Numeric(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=True),
        sa.Column("source_warehouse", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "method IN ('min-max', 'reorder-point', 'days-of-supply')", name=op.f("ck_replenishment_rule_method")
        ),
        sa.CheckConstraint("multiple > 0 AND source_warehouse <> warehouse", name=op.f("ck_replenishment_rule_sense")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_replenishment_rule_product_id")),
        sa.ForeignKeyConstraint(
            ["source_warehouse"], ["warehouse.code"], name=op.f("fk_replenishment_rule_source_warehouse")
        ),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouse.code"], name=op.f("fk_replenishment_rule_warehouse")),
        sa.PrimaryKeyConstraint("product_id", "warehouse", name=op.f("pk_replenishment_rule")),
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("source_warehouse", sa.Text(), nullable=True, comment="null: to be bought"),
        sa.Column("supplier_id", sa.UUID(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("needed_on", sa.Date(), nullable=False),
        sa.Column("steps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("transfer_id", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'replaced', 'accepted', 'ordered', 'dismissed', 'refused')",
            name=op.f("ck_suggestion_status"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_suggestion_quantity")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_suggestion_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    op.create_index(
        "ix_suggestion_accepted",
        "suggestion",
        ["product_id", "warehouse"],
        unique=False,
        postgresql_where=sa.text("status = 'accepted'"),
    )
    op.create_index(op.f("ix_suggestion_created_at_id"), "suggestion", ["created_at", "id"], unique=False)
    op.create_index(
        "uq_suggestion_open",
        "suggestion",
        ["product_id", "warehouse", "source_warehouse"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
        postgresql_nulls_not_distinct=True,
    )
