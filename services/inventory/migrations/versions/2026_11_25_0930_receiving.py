"""Quality plans, inspections, putaway rules and the room of places."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "inventory_0006"
down_revision = "inventory_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "location",
        sa.Column(
            "capacity",
            sa.Numeric(),
            nullable=True,
            comment="stock units of all products together; null: no limit",
        ),
    )
    op.add_column(
        "location",
        sa.Column(
            "filled",
            sa.Numeric(),
            server_default="0",
            nullable=False,
            comment="kept only where there is a capacity",
        ),
    )
    op.create_table(
        "quality_plan",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=True),
        sa.Column("product_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("tightened_for", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('none', 'all', 'skip-lot') AND every >= 1 AND tightened_for >= 0",
            name=op.f("ck_quality_plan_plan"),
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_quality_plan_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_plan")),
    )
    op.create_index(
        "uq_quality_plan_for",
        "quality_plan",
        ["supplier_id", "product_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "supply_record",
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column("tightened", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("supplier_id", "product_id", name=op.f("pk_supply_record")),
    )
    op.create_table(
        "inspection",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("receipt_line_id", sa.UUID(), nullable=False),
        sa.Column("purchase_order_id", sa.UUID(), nullable=False),
        sa.Column("purchase_order_line_id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("location_id", sa.UUID(), nullable=False),
        sa.Column("lot_id", sa.UUID(), nullable=True),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("accepted", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("rejected", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("reworked", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "quantity > 0 AND accepted >= 0 AND rejected >= 0 AND reworked >= 0 AND accepted + rejected + reworked <= quantity",
            name=op.f("ck_inspection_parts"),
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_inspection_location_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_inspection_product_id")),
        sa.ForeignKeyConstraint(["receipt_line_id"], ["receipt_line.id"], name=op.f("fk_inspection_receipt_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    op.create_index(
        "ix_inspection_open",
        "inspection",
        ["created_at", "id"],
        unique=False,
        postgresql_where=sa.text("accepted + rejected + reworked < quantity"),
    )
    op.create_table(
        "inspection_verdict",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_verdict_inspection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_verdict")),
    )
    op.create_index(op.f("ix_inspection_verdict_inspection_id"), "inspection_verdict", ["inspection_id"], unique=False)
    op.create_table(
        "putaway_rule",
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_putaway_rule_product_id")),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouse.code"], name=op.f("fk_putaway_rule_warehouse")),
        sa.PrimaryKeyConstraint("warehouse", "position", name=op.f("pk_putaway_rule")),
    )
    append_only("inspection_verdict")
