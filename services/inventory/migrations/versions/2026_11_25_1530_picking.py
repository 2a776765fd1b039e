"""Waves, tasks, what stands picked, packages, and places that should be counted."""

import sqlalchemy as sa
from alembic import op
from kit.numbers import create_sequences

revision = "inventory_0012"
down_revision = "inventory_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _holds_and_places()
    op.create_table(
        "wave",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open', 'done', 'cancelled')", name=op.f("ck_wave_status")),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouse.code"], name=op.f("fk_wave_warehouse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("number", name=op.f("uq_wave_number")),
    )
    op.create_index(op.f("ix_wave_created_at_id"), "wave", ["created_at", "id"], unique=False)
    op.create_table(
        "pick_task",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("wave_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("location_id", sa.UUID(), nullable=False),
        sa.Column("lot_id", sa.UUID(), nullable=True),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("picked", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("picked_by", sa.Text(), nullable=True),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open', 'picked', 'short', 'cancelled')", name=op.f("ck_pick_task_status")),
        sa.CheckConstraint("quantity > 0 AND picked >= 0 AND picked <= quantity", name=op.f("ck_pick_task_quantity")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_pick_task_location_id")),
        sa.ForeignKeyConstraint(["order_id"], ["reservation.order_id"], name=op.f("fk_pick_task_order_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_pick_task_product_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_pick_task_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_task")),
    )
    op.create_index(
        "ix_pick_task_open",
        "pick_task",
        ["product_id", "warehouse"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "ix_pick_task_order", "pick_task", ["order_id"], unique=False, postgresql_where=sa.text("status = 'open'")
    )
    op.create_index(op.f("ix_pick_task_wave_id_position"), "pick_task", ["wave_id", "position"], unique=False)
    op.create_table(
        "picked_goods",
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("lot_id", sa.UUID(), nullable=False, comment="all zeros where the product has no lots"),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("packed", sa.Numeric(), server_default="0", nullable=False),
        sa.CheckConstraint("packed >= 0 AND quantity >= packed", name=op.f("ck_picked_goods_quantity")),
        sa.ForeignKeyConstraint(["order_id"], ["reservation.order_id"], name=op.f("fk_picked_goods_order_id")),
        sa.PrimaryKeyConstraint("order_line_id", "lot_id", name=op.f("pk_picked_goods")),
    )
    op.create_index(op.f("ix_picked_goods_order_id"), "picked_goods", ["order_id"], unique=False)
    op.create_table(
        "package",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("sscc", sa.Text(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("weight_kg", sa.Numeric(), nullable=True),
        sa.Column("packed_by", sa.Text(), nullable=False),
        sa.Column("shipment_id", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(state = 'shipped') = (shipment_id IS NOT NULL)", name=op.f("ck_package_shipped")),
        sa.CheckConstraint("state IN ('open', 'closed', 'shipped', 'cancelled')", name=op.f("ck_package_state")),
        sa.ForeignKeyConstraint(["order_id"], ["reservation.order_id"], name=op.f("fk_package_order_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_package_shipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package")),
        sa.UniqueConstraint("sscc", name=op.f("uq_package_sscc")),
    )
    op.create_index(op.f("ix_package_order_id"), "package", ["order_id"], unique=False)
    op.create_table(
        "package_line",
        sa.Column("package_id", sa.UUID(), nullable=False),
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("lot_id", sa.UUID(), nullable=False, comment="all zeros where the product has no lots"),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_package_line_quantity")),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_package_line_package_id")),
        sa.PrimaryKeyConstraint("package_id", "order_line_id", "lot_id", name=op.f("pk_package_line")),
    )
    op.create_table(
        "count_request",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("location_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("lot_id", sa.UUID(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_count_request_location_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_count_request_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_request")),
    )
    op.create_index(
        "ix_count_request_open",
        "count_request",
        ["warehouse", "created_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.execute("CREATE SEQUENCE sscc_serial")
    create_sequences("WV")
    # What a supplier brings to a customer himself passes our books without lying anywhere.
    op.execute(
        "INSERT INTO movement_rule VALUES ('supplier', 'transit', '*'), ('transit', 'customer', '*') ON CONFLICT DO NOTHING"
    )


def _holds_and_places() -> None:
    op.add_column(
        "reservation_line",
        sa.Column(
            "picked",
            sa.Numeric(),
            server_default="0",
            nullable=False,
            comment="part of reserved: stands in the shipping place",
        ),
    )
    op.drop_constraint("ck_reservation_line_parts", "reservation_line")
    op.create_check_constraint(
        op.f("ck_reservation_line_parts"),
        "reservation_line",
        "picked >= 0 AND reserved >= picked AND shipped >= 0 AND reserved + shipped <= quantity",
    )
    op.drop_constraint("ck_reservation_status", "reservation")
    op.create_check_constraint(
        op.f("ck_reservation_status"), "reservation", "status IN ('held', 'returning', 'released', 'closed')"
    )
    op.add_column(
        "location", sa.Column("x_m", sa.Numeric(), nullable=True, comment="metres from the corner of the hall")
    )
    op.add_column("location", sa.Column("y_m", sa.Numeric(), nullable=True))
    op.execute(
        "INSERT INTO location (id, warehouse, code, name, kind, path)"
        " SELECT uuidv7(), code, 'SHIPPING', 'SHIPPING', 'shipping', 'SHIPPING' FROM warehouse w"
        " WHERE NOT EXISTS (SELECT FROM location l WHERE l.warehouse = w.code AND l.kind = 'shipping') ON CONFLICT DO NOTHING"
    )
