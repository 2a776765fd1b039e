"""Blanket orders, and what is called off of them."""

import sqlalchemy as sa
from alembic import op
from kit.numbers import create_sequences

revision = "sales_0204"
down_revision = "sales_0203"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blanket_order",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False, comment="the first day without it"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_blanket_order_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blanket_order")),
        sa.UniqueConstraint("number", name=op.f("uq_blanket_order_number")),
    )
    op.create_index(
        op.f("ix_blanket_order_customer_id_ends_on_id"), "blanket_order", ["customer_id", "ends_on", "id"], unique=False
    )
    op.create_index(op.f("ix_blanket_order_ends_on_id"), "blanket_order", ["ends_on", "id"], unique=False)
    op.create_table(
        "blanket_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("blanket_order_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("least", sa.Numeric(), nullable=False),
        sa.Column("called", sa.Numeric(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "quantity > 0 AND unit_price >= 0 AND least >= 0 AND called >= 0", name=op.f("ck_blanket_line_quantities")
        ),
        sa.ForeignKeyConstraint(
            ["blanket_order_id"], ["blanket_order.id"], name=op.f("fk_blanket_line_blanket_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blanket_line")),
    )
    op.create_index(
        op.f("ix_blanket_line_blanket_order_id_position"),
        "blanket_line",
        ["blanket_order_id", "position"],
        unique=False,
    )
    op.create_table(
        "call_off",
        sa.Column("sales_order_line_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("blanket_line_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_call_off_quantity")),
        sa.ForeignKeyConstraint(["blanket_line_id"], ["blanket_line.id"], name=op.f("fk_call_off_blanket_line_id")),
        sa.ForeignKeyConstraint(["sales_order_id"], ["sales_order.id"], name=op.f("fk_call_off_sales_order_id")),
        sa.PrimaryKeyConstraint("sales_order_line_id", name=op.f("pk_call_off")),
    )
    op.create_index(op.f("ix_call_off_blanket_line_id"), "call_off", ["blanket_line_id"], unique=False)
    op.create_index(op.f("ix_call_off_sales_order_id"), "call_off", ["sales_order_id"], unique=False)
    create_sequences("BSO")
