"""Waves, their tasks, what stands picked, packages, and places that somebody should count."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Sequence,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import UUID

from inventory.storage.tables import metadata

wave = Table(
    "wave",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("warehouse", Text, ForeignKey("warehouse.code"), nullable=False),
    Column("status", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    CheckConstraint("status IN ('open', 'done', 'cancelled')", name="status"),
)
Index(None, wave.c.created_at, wave.c.id)

pick_task = Table(
    "pick_task",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("wave_id", UUID, ForeignKey("wave.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("order_id", UUID, ForeignKey("reservation.order_id"), nullable=False),
    Column("order_line_id", UUID, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("location_id", UUID, ForeignKey("location.id"), nullable=False),
    Column("lot_id", UUID),
    Column("quantity", Numeric, nullable=False),
    Column("picked", Numeric, nullable=False, server_default="0"),
    Column("status", Text, nullable=False),
    Column("picked_by", Text),
    Column("picked_at", DateTime(timezone=True)),
    CheckConstraint("quantity > 0 AND picked >= 0 AND picked <= quantity", name="quantity"),
    CheckConstraint("status IN ('open', 'picked', 'short', 'cancelled')", name="status"),
)
Index(None, pick_task.c.wave_id, pick_task.c.position)
Index("ix_pick_task_open", pick_task.c.product_id, pick_task.c.warehouse, postgresql_where=pick_task.c.status == "open")
Index("ix_pick_task_order", pick_task.c.order_id, postgresql_where=pick_task.c.status == "open")

# What stands in the shipping place for a line of an order, by lot; a part of it is in packages.
picked_goods = Table(
    "picked_goods",
    metadata,
    Column("order_line_id", UUID, primary_key=True),
    Column("lot_id", UUID, primary_key=True, comment="all zeros where the product has no lots"),
    Column("order_id", UUID, ForeignKey("reservation.order_id"), nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("packed", Numeric, nullable=False, server_default="0"),
    CheckConstraint("packed >= 0 AND quantity >= packed", name="quantity"),
)
Index(None, picked_goods.c.order_id)

sscc_serial = Sequence("sscc_serial", metadata=metadata)

package = Table(
    "package",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("sscc", Text, nullable=False, unique=True),
    Column("order_id", UUID, ForeignKey("reservation.order_id"), nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("weight_kg", Numeric),
    Column("packed_by", Text, nullable=False),
    Column("shipment_id", UUID, ForeignKey("shipment.id")),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("state IN ('open', 'closed', 'shipped', 'cancelled')", name="state"),
    CheckConstraint("(state = 'shipped') = (shipment_id IS NOT NULL)", name="shipped"),
)
Index(None, package.c.order_id)

package_line = Table(
    "package_line",
    metadata,
    Column("package_id", UUID, ForeignKey("package.id"), primary_key=True),
    Column("order_line_id", UUID, primary_key=True),
    Column("lot_id", UUID, primary_key=True, comment="all zeros where the product has no lots"),
    Column("product_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
)

count_request = Table(
    "count_request",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("warehouse", Text, nullable=False),
    Column("location_id", UUID, ForeignKey("location.id"), nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("lot_id", UUID),
    Column("reason", Text, nullable=False),
    Column("document_id", UUID, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("done_at", DateTime(timezone=True)),
)
Index(
    "ix_count_request_open",
    count_request.c.warehouse,
    count_request.c.created_at,
    postgresql_where=count_request.c.done_at.is_(None),
)
