"""Price exceptions, what orders use of them, and approvals."""

import sqlalchemy as sa
from alembic import op
from kit.numbers import create_sequences
from sqlalchemy.dialects import postgresql

revision = "pricing_0102"
down_revision = "pricing_0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_sequences("EX")
    op.create_table(
        "price_exception",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=True),
        sa.Column("family_code", sa.Text(), nullable=True),
        sa.Column("unit_price", sa.Numeric(), nullable=True),
        sa.Column("discount_rate", sa.Numeric(), nullable=True),
        sa.Column("min_margin_rate", sa.Numeric(), nullable=True),
        sa.Column("quantity_cap", sa.Numeric(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requester_roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(product_id IS NULL) <> (family_code IS NULL)", name=op.f("ck_price_exception_what")),
        sa.CheckConstraint("(unit_price IS NULL) <> (discount_rate IS NULL)", name=op.f("ck_price_exception_price")),
        sa.CheckConstraint(
            "unit_price IS NULL OR product_id IS NOT NULL", name=op.f("ck_price_exception_price_of_a_product")
        ),
        sa.CheckConstraint("effective_until > effective_from", name=op.f("ck_price_exception_period")),
        sa.CheckConstraint(
            "quantity_cap > 0 AND unit_price > 0 AND discount_rate BETWEEN 0 AND 1",
            name=op.f("ck_price_exception_amounts"),
        ),
        sa.CheckConstraint(
            "status IN ('awaiting-approval', 'granted', 'rejected', 'revoked')", name=op.f("ck_price_exception_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_exception")),
        sa.UniqueConstraint("number", name=op.f("uq_price_exception_number")),
    )
    op.create_index(
        op.f("ix_price_exception_customer_id_created_at_id"), "price_exception", ["customer_id", "created_at", "id"]
    )
    op.create_index(op.f("ix_price_exception_status_created_at_id"), "price_exception", ["status", "created_at", "id"])
    op.create_index(op.f("ix_price_exception_created_at_id"), "price_exception", ["created_at", "id"])
    op.create_index(
        "ix_price_exception_granted", "price_exception", ["customer_id"], postgresql_where=sa.text("status = 'granted'")
    )
    op.create_table(
        "exception_use",
        sa.Column("exception_id", sa.UUID(), nullable=False),
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_exception_use_quantity")),
        sa.ForeignKeyConstraint(["exception_id"], ["price_exception.id"], name=op.f("fk_exception_use_exception_id")),
        sa.PrimaryKeyConstraint("exception_id", "order_line_id", name=op.f("pk_exception_use")),
    )
    op.create_index(op.f("ix_exception_use_order_id"), "exception_use", ["order_id"])
