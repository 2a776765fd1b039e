"""Transfers between sites, and claims."""

import sqlalchemy as sa
from alembic import op
from kit.numbers import create_sequences

revision = "inventory_0005"
down_revision = "inventory_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("reservation", "customer_id", nullable=True, comment="null: a transfer of our own")
    op.create_table(
        "transfer",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'released', 'in-transit', 'closed', 'cancelled')", name=op.f("ck_transfer_status")
        ),
        sa.CheckConstraint("source <> destination", name=op.f("ck_transfer_goes_elsewhere")),
        sa.ForeignKeyConstraint(["destination"], ["warehouse.code"], name=op.f("fk_transfer_destination")),
        sa.ForeignKeyConstraint(["source"], ["warehouse.code"], name=op.f("fk_transfer_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("number", name=op.f("uq_transfer_number")),
    )
    op.create_index(op.f("ix_transfer_created_at_id"), "transfer", ["created_at", "id"], unique=False)
    op.create_table(
        "transfer_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("transfer_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("shipped", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("received", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("settled", sa.Numeric(), server_default="0", nullable=False),
        sa.CheckConstraint("received + settled <= shipped", name=op.f("ck_transfer_line_arrived_has_left")),
        sa.CheckConstraint(
            "shipped BETWEEN 0 AND quantity AND received >= 0 AND settled >= 0", name=op.f("ck_transfer_line_parts")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_transfer_line_product_id")),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name=op.f("fk_transfer_line_transfer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_line")),
    )
    op.create_index(
        "ix_transfer_line_open",
        "transfer_line",
        ["product_id"],
        unique=False,
        postgresql_where=sa.text("received + settled < quantity"),
    )
    op.create_index(
        op.f("ix_transfer_line_transfer_id_position"), "transfer_line", ["transfer_id", "position"], unique=False
    )
    op.create_table(
        "transfer_parcel",
        sa.Column("line_id", sa.UUID(), nullable=False),
        sa.Column("lot_id", sa.UUID(), nullable=False, comment="all zeros where the product has no lots"),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_transfer_parcel_not_negative")),
        sa.ForeignKeyConstraint(["line_id"], ["transfer_line.id"], name=op.f("fk_transfer_parcel_line_id")),
        sa.PrimaryKeyConstraint("line_id", "lot_id", name=op.f("pk_transfer_parcel")),
    )
    op.create_table(
        "transfer_lane",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint("days >= 0", name=op.f("ck_transfer_lane_days")),
        sa.ForeignKeyConstraint(["destination"], ["warehouse.code"], name=op.f("fk_transfer_lane_destination")),
        sa.ForeignKeyConstraint(["source"], ["warehouse.code"], name=op.f("fk_transfer_lane_source")),
        sa.PrimaryKeyConstraint("source", "destination", name=op.f("pk_transfer_lane")),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("lot_id", sa.UUID(), nullable=True),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("document_line_id", sa.UUID(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_claim_quantity")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_claim_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("number", name=op.f("uq_claim_number")),
    )
    op.create_index(
        "ix_claim_open", "claim", ["document_line_id"], unique=False, postgresql_where=sa.text("outcome IS NULL")
    )
    op.create_index(op.f("ix_claim_opened_at_id"), "claim", ["opened_at", "id"], unique=False)
    create_sequences("TO", "CL")
