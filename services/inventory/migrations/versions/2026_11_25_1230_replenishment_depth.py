"""Rules by date, terms of suppliers, needs pegged to sales orders, and what will run out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "inventory_0010"
down_revision = "inventory_0009"
branch_labels = None
depends_on = None

_WEEK = "{1,2,3,4,5,6,7}"


def upgrade() -> None:
    rules()
    pegs()
    op.create_table(
        "supplier_terms",
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("order_days", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("delivery_days", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("closed_on", postgresql.ARRAY(sa.Date()), nullable=False),
        sa.Column("minimum_quantity", sa.Numeric(), nullable=False),
        sa.CheckConstraint("minimum_quantity >= 0", name=op.f("ck_supplier_terms_minimum")),
        sa.PrimaryKeyConstraint("supplier_id", name=op.f("pk_supplier_terms")),
    )
    op.create_table(
        "stock_out",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("runs_out_on", sa.Date(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("units_short", sa.Numeric(), nullable=False, comment="what customers will ask for until more comes"),
        sa.Column(
            "back_on",
            sa.Date(),
            nullable=True,
            comment="when what is ordered brings it back; null: nothing ordered does",
        ),
        sa.Column("steps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_stock_out_product_id")),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouse.code"], name=op.f("fk_stock_out_warehouse")),
        sa.PrimaryKeyConstraint("product_id", "warehouse", name=op.f("pk_stock_out")),
        sa.UniqueConstraint("id", name=op.f("uq_stock_out_id")),
    )
    op.create_index(op.f("ix_stock_out_runs_out_on_id"), "stock_out", ["runs_out_on", "id"], unique=False)
    op.create_index(op.f("ix_stock_out_units_short_id"), "stock_out", ["units_short", "id"], unique=False)
    op.create_index(
        "ix_purchase_order_line_owed",
        "purchase_order_line",
        ["product_id"],
        unique=False,
        postgresql_where=sa.text("is_open"),
    )


def rules() -> None:
    op.add_column(
        "replenishment_rule",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
    )
    op.create_unique_constraint(op.f("uq_replenishment_rule_id"), "replenishment_rule", ["id"])
    op.add_column(
        "replenishment_rule", sa.Column("effective_from", sa.Date(), server_default="1990-01-01", nullable=False)
    )
    op.add_column("replenishment_rule", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("replenishment_rule", sa.Column("order_minimum", sa.Numeric(), server_default="0", nullable=False))
    op.add_column(
        "replenishment_rule",
        sa.Column("review_days", postgresql.ARRAY(sa.SmallInteger()), server_default=_WEEK, nullable=False),
    )
    op.drop_constraint(op.f("pk_replenishment_rule"), "replenishment_rule", type_="primary")
    op.create_primary_key(
        op.f("pk_replenishment_rule"), "replenishment_rule", ["product_id", "warehouse", "effective_from"]
    )
    op.drop_constraint(op.f("ck_replenishment_rule_method"), "replenishment_rule", type_="check")
    op.create_check_constraint(
        op.f("ck_replenishment_rule_method"),
        "replenishment_rule",
        "method IN ('min-max', 'reorder-point', 'days-of-supply', 'make-to-order', 'none')",
    )


def pegs() -> None:
    for column in (
        sa.Column("order_on", sa.Date(), nullable=True),
        sa.Column(
            "supplier_short", sa.Numeric(), nullable=True, comment="what the run lacks to the supplier's minimum"
        ),
        sa.Column("sales_order_id", sa.UUID(), nullable=True),
        sa.Column("sales_order_line_id", sa.UUID(), nullable=True, comment="the need is pegged to this line"),
        sa.Column("purchase_order_id", sa.UUID(), nullable=True, comment="that serves the pegged need"),
        sa.Column("received", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("given", sa.Numeric(), server_default="0", nullable=False, comment="of received, to the pegged line"),
    ):
        op.add_column("suggestion", column)
    op.drop_constraint(op.f("ck_suggestion_status"), "suggestion", type_="check")
    op.create_check_constraint(
        op.f("ck_suggestion_status"),
        "suggestion",
        "status IN ('open', 'replaced', 'accepted', 'ordered', 'dismissed', 'refused', 'withdrawn')",
    )
    op.create_check_constraint(
        op.f("ck_suggestion_peg"), "suggestion", "given BETWEEN 0 AND received AND received <= quantity"
    )
    op.drop_index("uq_suggestion_open", table_name="suggestion")
    op.create_index(
        "uq_suggestion_open",
        "suggestion",
        ["product_id", "warehouse", "source_warehouse", "sales_order_line_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "ix_suggestion_pegged",
        "suggestion",
        ["product_id", "warehouse"],
        unique=False,
        postgresql_where=sa.text("sales_order_line_id IS NOT NULL AND status IN ('accepted', 'ordered')"),
    )
    op.create_index(
        "ix_suggestion_sales_order",
        "suggestion",
        ["sales_order_id"],
        unique=False,
        postgresql_where=sa.text("sales_order_id IS NOT NULL"),
    )
    op.create_index(
        "ix_suggestion_purchase_order",
        "suggestion",
        ["purchase_order_id"],
        unique=False,
        postgresql_where=sa.text("purchase_order_id IS NOT NULL"),
    )
