"""Revisions, acknowledgements, tolerances of receipts, blanket orders."""

import sqlalchemy as sa
from alembic import op
from kit.numbers import create_sequences
from sqlalchemy.dialects import postgresql

revision = "purchasing_0007"
down_revision = "purchasing_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _orders()
    op.create_table(
        "order_revision",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("added", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("source IN ('buyer', 'supplier')", name=op.f("ck_order_revision_source")),
        sa.CheckConstraint(
            "status IN ('proposed', 'awaiting-approval', 'accepted', 'rejected')", name=op.f("ck_order_revision_status")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["purchase_order.id"], name=op.f("fk_order_revision_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_revision")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_order_revision_order_id_number")),
    )
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("revision_id", sa.UUID(), nullable=True),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["purchase_order.id"], name=op.f("fk_acknowledgement_order_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["order_revision.id"], name=op.f("fk_acknowledgement_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
    )
    op.create_index(
        op.f("ix_acknowledgement_order_id_acknowledged_at"),
        "acknowledgement",
        ["order_id", "acknowledged_at"],
        unique=False,
    )
    op.create_table(
        "receipt_tolerance",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=True),
        sa.Column("product_id", sa.UUID(), nullable=True),
        sa.Column("over_rate", sa.Numeric(), nullable=False),
        sa.Column("under_rate", sa.Numeric(), nullable=False),
        sa.CheckConstraint(
            "over_rate >= 0 AND under_rate >= 0 AND under_rate < 1", name=op.f("ck_receipt_tolerance_rates")
        ),
        sa.CheckConstraint(
            "supplier_id IS NOT NULL OR product_id IS NOT NULL", name=op.f("ck_receipt_tolerance_scope")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_receipt_tolerance_product_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["partner.id"], name=op.f("fk_receipt_tolerance_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_tolerance")),
        sa.UniqueConstraint(
            "supplier_id",
            "product_id",
            name=op.f("uq_receipt_tolerance_supplier_id_product_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "blanket_order",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_blanket_order_period")),
        sa.ForeignKeyConstraint(["supplier_id"], ["partner.id"], name=op.f("fk_blanket_order_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blanket_order")),
        sa.UniqueConstraint("number", name=op.f("uq_blanket_order_number")),
    )
    op.create_index(op.f("ix_blanket_order_ends_on_id"), "blanket_order", ["ends_on", "id"], unique=False)
    op.create_index(
        op.f("ix_blanket_order_supplier_id_ends_on"), "blanket_order", ["supplier_id", "ends_on"], unique=False
    )
    op.create_table(
        "blanket_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("blanket_order_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("packaging_code", sa.Text(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("least", sa.Numeric(), server_default="0", nullable=False, comment="packagings of a call-off"),
        sa.Column("called", sa.Numeric(), server_default="0", nullable=False, comment="packagings"),
        sa.CheckConstraint(
            "quantity > 0 AND called >= 0 AND called <= quantity AND least >= 0",
            name=op.f("ck_blanket_line_quantities"),
        ),
        sa.ForeignKeyConstraint(
            ["blanket_order_id"], ["blanket_order.id"], name=op.f("fk_blanket_line_blanket_order_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_blanket_line_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blanket_line")),
    )
    op.create_index(
        op.f("ix_blanket_line_blanket_order_id_position"),
        "blanket_line",
        ["blanket_order_id", "position"],
        unique=False,
    )
    create_sequences("BO")


def _orders() -> None:
    op.add_column("purchase_order", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column("purchase_order", sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True))
    for name, comment in (
        ("cancelled", "stock units that revisions took back"),
        ("given_up", "stock units that will not come, by receipts"),
    ):
        op.add_column(
            "purchase_order_line", sa.Column(name, sa.Numeric(), server_default="0", nullable=False, comment=comment)
        )
    op.add_column(
        "purchase_order_line",
        sa.Column("over_receipt_rate", sa.Numeric(), nullable=True, comment="null: the order's"),
    )
    op.add_column(
        "purchase_order_line", sa.Column("under_receipt_rate", sa.Numeric(), server_default="0", nullable=False)
    )
    op.add_column("purchase_order_line", sa.Column("first_promised_on", sa.Date(), nullable=True))
    op.execute("UPDATE purchase_order_line SET first_promised_on = expected_on")
    op.add_column("purchase_order_line", sa.Column("blanket_line_id", sa.UUID(), nullable=True))
    op.drop_constraint("ck_purchase_order_line_quantities", "purchase_order_line")
    op.create_check_constraint(
        op.f("ck_purchase_order_line_quantities"),
        "purchase_order_line",
        "quantity > 0 AND stock_quantity > 0 AND received >= 0 AND given_up >= 0"
        " AND cancelled >= 0 AND cancelled <= stock_quantity",
    )
    op.create_index(
        "ix_purchase_order_line_expected",
        "purchase_order_line",
        ["expected_on", "id"],
        unique=False,
        postgresql_where=sa.text("received + cancelled + given_up < stock_quantity"),
    )
