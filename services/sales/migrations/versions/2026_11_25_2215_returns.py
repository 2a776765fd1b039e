"""What customers have, what comes back or is credited of it, and why."""

import sqlalchemy as sa
from alembic import op
from kit.numbers import create_sequences
from sqlalchemy.dialects import postgresql

revision = "sales_0203"
down_revision = "sales_0202"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivered_line",
        sa.Column("shipment_line_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_line_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("invoice_id", sa.UUID(), nullable=True),
        sa.Column("invoice_line_id", sa.UUID(), nullable=True),
        sa.Column("unit_price", sa.Numeric(), nullable=True, comment="as billed; null: not billed yet"),
        sa.Column("authorised", sa.Numeric(), server_default="0", nullable=False, comment="may come back, or came so"),
        sa.Column("returned", sa.Numeric(), server_default="0", nullable=False, comment="came back without that"),
        sa.Column("credited", sa.Numeric(), server_default="0", nullable=False, comment="on its price"),
        sa.Column(
            "promised", sa.Numeric(), server_default="0", nullable=False, comment="for what is authorised to come back"
        ),
        sa.CheckConstraint(
            "quantity > 0 AND authorised BETWEEN 0 AND quantity AND returned >= 0 AND credited >= 0 AND promised >= 0",
            name=op.f("ck_delivered_line_quantities"),
        ),
        sa.ForeignKeyConstraint(["sales_order_id"], ["sales_order.id"], name=op.f("fk_delivered_line_sales_order_id")),
        sa.PrimaryKeyConstraint("shipment_line_id", name=op.f("pk_delivered_line")),
    )
    op.create_index(op.f("ix_delivered_line_sales_order_id"), "delivered_line", ["sales_order_id"], unique=False)
    op.create_table(
        "issue_cost",
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.Column("cost", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_issue_cost")),
    )
    op.create_table(
        "return_rule",
        sa.Column("is_it", sa.Boolean(), nullable=False, comment="true: there is one row"),
        sa.Column("approval_above", sa.Numeric(), nullable=True),
        sa.Column("restocking", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="reason: rate"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("is_it", name=op.f("ck_return_rule_one")),
        sa.PrimaryKeyConstraint("is_it", name=op.f("pk_return_rule")),
    )
    op.create_table(
        "return_authorisation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("wants", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replacement_id", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status IN ('awaiting-approval', 'authorised', 'received', 'closed', 'rejected', 'cancelled')",
            name=op.f("ck_return_authorisation_status"),
        ),
        sa.CheckConstraint("wants IN ('credit', 'replacement')", name=op.f("ck_return_authorisation_wants")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_return_authorisation_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_authorisation")),
        sa.UniqueConstraint("number", name=op.f("uq_return_authorisation_number")),
    )
    op.create_index(
        op.f("ix_return_authorisation_created_at_id"), "return_authorisation", ["created_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_return_authorisation_customer_id_created_at_id"),
        "return_authorisation",
        ["customer_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_return_authorisation_order_id"), "return_authorisation", ["order_id"], unique=False)
    op.create_table(
        "return_line",
        sa.Column("return_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("shipment_line_id", sa.UUID(), nullable=False),
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("restocking_rate", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("unit_cost", sa.Numeric(), nullable=True),
        sa.Column("worth", sa.Numeric(), nullable=False),
        sa.Column("received", sa.Numeric(), nullable=False),
        sa.CheckConstraint("quantity > 0 AND received BETWEEN 0 AND quantity", name=op.f("ck_return_line_quantities")),
        sa.CheckConstraint("restocking_rate BETWEEN 0 AND 1", name=op.f("ck_return_line_restocking_rate")),
        sa.ForeignKeyConstraint(["return_id"], ["return_authorisation.id"], name=op.f("fk_return_line_return_id")),
        sa.ForeignKeyConstraint(
            ["shipment_line_id"], ["delivered_line.shipment_line_id"], name=op.f("fk_return_line_shipment_line_id")
        ),
        sa.PrimaryKeyConstraint("return_id", "position", name=op.f("pk_return_line")),
    )
    op.create_index(op.f("ix_return_line_shipment_line_id"), "return_line", ["shipment_line_id"], unique=False)
    op.create_table(
        "price_dispute",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'awaiting-approval', 'settled', 'rejected')", name=op.f("ck_price_dispute_status")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_price_dispute_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_dispute")),
        sa.UniqueConstraint("number", name=op.f("uq_price_dispute_number")),
    )
    op.create_index(op.f("ix_price_dispute_created_at_id"), "price_dispute", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_price_dispute_order_id"), "price_dispute", ["order_id"], unique=False)
    create_sequences("RMA", "PD")
