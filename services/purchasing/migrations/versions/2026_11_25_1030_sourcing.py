"""Supplier prices, purchase requests, requests for quotes, and what came when."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only
from kit.numbers import create_sequences
from sqlalchemy.dialects import postgresql

revision = "purchasing_0002"
down_revision = "purchasing_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplier_price",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("packaging_code", sa.Text(), nullable=False),
        sa.Column("from_quantity", sa.Numeric(), nullable=False, comment="packagings, from which on the price holds"),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("minimum", sa.Numeric(), nullable=False),
        sa.Column("multiple", sa.Numeric(), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("supplier_id"), "="),
            (sa.column("product_id"), "="),
            (sa.column("packaging_code"), "="),
            (sa.column("from_quantity"), "="),
            (sa.text("daterange(effective_from, effective_until)"), "&&"),
            using="gist",
            name="ex_supplier_price_one_at_a_time",
        ),
        sa.CheckConstraint("effective_until > effective_from", name=op.f("ck_supplier_price_period")),
        sa.CheckConstraint(
            "from_quantity >= 0 AND unit_price >= 0 AND minimum >= 0 AND multiple > 0",
            name=op.f("ck_supplier_price_numbers"),
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_supplier_price_product_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["partner.id"], name=op.f("fk_supplier_price_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_price")),
    )
    op.create_index(
        op.f("ix_supplier_price_product_id_effective_from"),
        "supplier_price",
        ["product_id", "effective_from"],
        unique=False,
    )
    op.create_table(
        "price_file",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("applied_by", sa.Text(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["supplier_id"], ["partner.id"], name=op.f("fk_price_file_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_file")),
    )
    op.create_table(
        "price_file_line",
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("packaging_code", sa.Text(), nullable=False),
        sa.Column("from_quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("minimum", sa.Numeric(), nullable=False),
        sa.Column("multiple", sa.Numeric(), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("price_before", sa.Numeric(), nullable=True),
        sa.Column("rate", sa.Numeric(), nullable=True),
        sa.Column("yearly_effect", sa.Numeric(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["price_file.id"], name=op.f("fk_price_file_line_file_id")),
        sa.PrimaryKeyConstraint("file_id", "position", name=op.f("pk_price_file_line")),
    )
    op.create_table(
        "purchase_request",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_request")),
        sa.UniqueConstraint("number", name=op.f("uq_purchase_request_number")),
    )
    op.create_index(op.f("ix_purchase_request_created_at_id"), "purchase_request", ["created_at", "id"], unique=False)
    op.create_table(
        "purchase_request_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("request_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("stock_quantity", sa.Numeric(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("needed_on", sa.Date(), nullable=True),
        sa.Column("supplier_id", sa.UUID(), nullable=True),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("rfq_id", sa.UUID(), nullable=True),
        sa.Column("purchase_order_id", sa.UUID(), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'sourcing', 'ordered', 'cancelled')", name=op.f("ck_purchase_request_line_status")
        ),
        sa.CheckConstraint("stock_quantity > 0", name=op.f("ck_purchase_request_line_quantity")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_purchase_request_line_product_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_purchase_request_line_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_request_line")),
    )
    op.create_index(
        "ix_purchase_request_line_open",
        "purchase_request_line",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        op.f("ix_purchase_request_line_request_id_position"),
        "purchase_request_line",
        ["request_id", "position"],
        unique=False,
    )
    op.create_table(
        "rfq",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("respond_by", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('open', 'awarded', 'cancelled')", name=op.f("ck_rfq_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rfq")),
        sa.UniqueConstraint("number", name=op.f("uq_rfq_number")),
    )
    op.create_index(op.f("ix_rfq_created_at_id"), "rfq", ["created_at", "id"], unique=False)
    op.create_table(
        "rfq_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("rfq_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("packaging_code", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("needed_on", sa.Date(), nullable=True),
        sa.Column("request_line_id", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_rfq_line_product_id")),
        sa.ForeignKeyConstraint(["rfq_id"], ["rfq.id"], name=op.f("fk_rfq_line_rfq_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rfq_line")),
    )
    op.create_index(op.f("ix_rfq_line_rfq_id_position"), "rfq_line", ["rfq_id", "position"], unique=False)
    op.create_table(
        "rfq_invitation",
        sa.Column("rfq_id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("has_declined", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(["rfq_id"], ["rfq.id"], name=op.f("fk_rfq_invitation_rfq_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["partner.id"], name=op.f("fk_rfq_invitation_supplier_id")),
        sa.PrimaryKeyConstraint("rfq_id", "supplier_id", name=op.f("pk_rfq_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_rfq_invitation_token_hash")),
    )
    op.create_table(
        "quote",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("rfq_id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("charges", sa.Numeric(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False, comment="the buyer, or 'supplier' by the link"),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["rfq_id"], ["rfq.id"], name=op.f("fk_quote_rfq_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("rfq_id", "supplier_id", "version", name=op.f("uq_quote_rfq_id_supplier_id_version")),
    )
    op.create_table(
        "quote_line",
        sa.Column("quote_id", sa.UUID(), nullable=False),
        sa.Column("rfq_line_id", sa.UUID(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "unit_price >= 0 AND quantity > 0 AND lead_time_days >= 0", name=op.f("ck_quote_line_numbers")
        ),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_quote_line_quote_id")),
        sa.ForeignKeyConstraint(["rfq_line_id"], ["rfq_line.id"], name=op.f("fk_quote_line_rfq_line_id")),
        sa.PrimaryKeyConstraint("quote_id", "rfq_line_id", name=op.f("pk_quote_line")),
    )
    op.create_table(
        "rfq_award",
        sa.Column("rfq_line_id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("purchase_order_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"], ["purchase_order.id"], name=op.f("fk_rfq_award_purchase_order_id")
        ),
        sa.ForeignKeyConstraint(["rfq_line_id"], ["rfq_line.id"], name=op.f("fk_rfq_award_rfq_line_id")),
        sa.PrimaryKeyConstraint("rfq_line_id", "supplier_id", name=op.f("pk_rfq_award")),
    )
    op.create_table(
        "received_line",
        sa.Column("receipt_line_id", sa.UUID(), nullable=False),
        sa.Column("receipt_id", sa.UUID(), nullable=False),
        sa.Column("receipt_number", sa.Text(), nullable=False),
        sa.Column("purchase_order_id", sa.UUID(), nullable=False),
        sa.Column("purchase_order_line_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("receipt_line_id", name=op.f("pk_received_line")),
    )
    op.create_index(
        op.f("ix_received_line_purchase_order_line_id"), "received_line", ["purchase_order_line_id"], unique=False
    )
    op.create_index(
        op.f("ix_received_line_supplier_id_received_at"), "received_line", ["supplier_id", "received_at"], unique=False
    )
    op.create_table(
        "inspected_line",
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("receipt_line_id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("accepted", sa.Numeric(), nullable=False),
        sa.Column("rejected", sa.Numeric(), nullable=False),
        sa.Column("reworked", sa.Numeric(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_inspected_line")),
    )
    op.create_index(
        op.f("ix_inspected_line_supplier_id_decided_at"), "inspected_line", ["supplier_id", "decided_at"], unique=False
    )
    append_only("quote", "quote_line", "rfq_award", "received_line")
    create_sequences("PR", "RQ")
