"""Returns, blocked lots, what goes first of a product, and what customers want of shelf life."""

import sqlalchemy as sa
from alembic import op
from kit.numbers import create_sequences

revision = "inventory_0007"
down_revision = "inventory_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("movement", sa.Column("returns", sa.UUID(), nullable=True))
    op.add_column(
        "lot",
        sa.Column(
            "is_blocked", sa.Boolean(), server_default="false", nullable=False, comment="goes on hold when it comes in"
        ),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("minimum_shelf_life_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_table(
        "stock_return",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('customer', 'supplier')", name=op.f("ck_stock_return_kind")),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouse.code"], name=op.f("fk_stock_return_warehouse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_return")),
        sa.UniqueConstraint("number", name=op.f("uq_stock_return_number")),
    )
    op.create_index(op.f("ix_stock_return_occurred_at_id"), "stock_return", ["occurred_at", "id"], unique=False)
    op.create_index(op.f("ix_stock_return_order_id"), "stock_return", ["order_id"], unique=False)
    op.create_table(
        "stock_return_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("return_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("delivered_line_id", sa.UUID(), nullable=False, comment="of the shipment or receipt"),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("disposed", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.CheckConstraint("quantity > 0 AND disposed BETWEEN 0 AND quantity", name=op.f("ck_stock_return_line_parts")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_stock_return_line_product_id")),
        sa.ForeignKeyConstraint(["return_id"], ["stock_return.id"], name=op.f("fk_stock_return_line_return_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_return_line")),
    )
    op.create_index(
        op.f("ix_stock_return_line_delivered_line_id"), "stock_return_line", ["delivered_line_id"], unique=False
    )
    op.create_index(
        op.f("ix_stock_return_line_return_id_position"), "stock_return_line", ["return_id", "position"], unique=False
    )
    op.create_table(
        "removal_policy",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("removal", sa.Text(), nullable=False),
        sa.CheckConstraint("removal IN ('fefo', 'fifo', 'nearest')", name=op.f("ck_removal_policy_removal")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_removal_policy_product_id")),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouse.code"], name=op.f("fk_removal_policy_warehouse")),
        sa.PrimaryKeyConstraint("product_id", "warehouse", name=op.f("pk_removal_policy")),
    )
    create_sequences("RC", "RS")
