"""Stock. Movements and posted documents are append-only; quants, stock and reservations are what they add up to."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import UUID

from kit import schema

metadata = schema.new_metadata()


def _created_at() -> "Column[object]":
    return Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now())


product = Table(
    "product",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("sku", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("stock_uom", Text, nullable=False),
    Column("quantity_decimals", SmallInteger, nullable=False),
    Column("tracking", Text, nullable=False, server_default="none"),
)

product_packaging = Table(
    "product_packaging",
    metadata,
    Column("product_id", UUID, ForeignKey("product.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("numerator", BigInteger, nullable=False),
    Column("denominator", BigInteger, nullable=False),
)

# What inventory must know of customers.
customer = Table(
    "customer",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("minimum_shelf_life_days", Integer, nullable=False),
    Column("delivery_address", Text, nullable=False, server_default="", comment="lines on an envelope"),
    Column("language", Text, nullable=False, server_default="fr"),
)

# --- places ---

warehouse = Table(
    "warehouse",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    _created_at(),
)

location = Table(
    "location",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("warehouse", Text, ForeignKey("warehouse.code")),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("parent_id", UUID, ForeignKey("location.id")),
    Column("path", Text, nullable=False, comment="codes from the outermost location around it to its own, by slashes"),
    Column("walk_order", Integer, nullable=False, server_default="0"),
    Column("x_m", Numeric, comment="metres from the corner of the hall"),
    Column("y_m", Numeric),
    Column("capacity", Numeric, comment="stock units of all products together; null: no limit"),
    Column("filled", Numeric, nullable=False, server_default="0", comment="kept only where there is a capacity"),
    _created_at(),
    UniqueConstraint("warehouse", "code"),
    CheckConstraint(
        "(warehouse IS NOT NULL) = (kind IN"
        " ('zone', 'storage', 'receiving', 'shipping', 'quarantine', 'damaged', 'transit'))",
        name="inside",
    ),
)
Index(None, location.c.warehouse, location.c.path, postgresql_ops={"path": "text_pattern_ops"})

movement_rule = Table(
    "movement_rule",
    metadata,
    Column("source_kind", Text, primary_key=True),
    Column("destination_kind", Text, primary_key=True),
    Column("role", Text, primary_key=True, comment="* is anybody whose permissions let them post the document"),
)

# --- lots ---

lot = Table(
    "lot",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("expires_on", Date),
    Column("is_serial", Boolean, nullable=False),
    Column("is_blocked", Boolean, nullable=False, server_default="false", comment="goes on hold when it comes in"),
    Column("on_hand", Numeric, nullable=False, server_default="0"),
    _created_at(),
    UniqueConstraint("product_id", "code"),
    CheckConstraint("on_hand >= 0 AND (on_hand <= 1 OR NOT is_serial)", name="on_hand"),
)
Index("ix_lot_expires_on", lot.c.expires_on, lot.c.id, postgresql_where=lot.c.on_hand > 0)

# --- what is there ---

quant = Table(
    "quant",
    metadata,
    Column("product_id", UUID, primary_key=True),
    Column("location_id", UUID, ForeignKey("location.id"), primary_key=True),
    Column("lot_id", UUID, primary_key=True, comment="all zeros where the product has no lots"),
    Column("warehouse", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("quantity >= 0", name="not_negative"),
)

# One row per product and warehouse: what its quants, reservations and expected receipts add up to, and their one lock.
stock = Table(
    "stock",
    metadata,
    Column("id", BigInteger, Identity(always=True), nullable=False, unique=True),
    Column("product_id", UUID, ForeignKey("product.id"), primary_key=True),
    Column("warehouse", Text, ForeignKey("warehouse.code"), primary_key=True),
    Column("on_hand", Numeric, nullable=False, server_default="0"),
    Column("held", Numeric, nullable=False, server_default="0", comment="part of on_hand: on hold or damaged"),
    Column("reserved", Numeric, nullable=False, server_default="0"),
    Column("incoming", Numeric, nullable=False, server_default="0"),
    Column("in_transit", Numeric, nullable=False, server_default="0", comment="ours, on its way here; not on_hand"),
    CheckConstraint("reserved BETWEEN 0 AND on_hand - held", name="promised_is_there"),
    CheckConstraint("incoming >= 0 AND held >= 0 AND in_transit >= 0", name="incoming"),
)

movement = Table(
    "movement",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("product_id", UUID, nullable=False),
    Column("lot_id", UUID),
    Column("quantity", Numeric, nullable=False),
    Column("source_id", UUID, nullable=False),
    Column("destination_id", UUID, nullable=False),
    Column("reason", Text, nullable=False),
    Column("document_id", UUID, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("document_line_id", UUID, nullable=False),
    Column("order_id", UUID),
    Column("order_line_id", UUID),
    Column("reverses", UUID),
    Column("returns", UUID),
    Column("passes_on", UUID, comment="the receipt of what a supplier brought to the customer himself"),
    Column("opening_unit_cost", Numeric),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("posted_by", Text, nullable=False),
    _created_at(),
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("source_id <> destination_id", name="goes_somewhere"),
)
Index(None, movement.c.product_id, movement.c.occurred_at, movement.c.id)
Index(None, movement.c.document_id)
Index("uq_movement_reverses", movement.c.reverses, unique=True, postgresql_where=movement.c.reverses.is_not(None))
Index(None, movement.c.occurred_at, movement.c.id)
Index(
    "ix_movement_lot_id",
    movement.c.lot_id,
    movement.c.occurred_at,
    postgresql_where=movement.c.lot_id.is_not(None),
)

# What lay where at an instant in the past, so that any instant after it needs few movements. Kept right by the trigger
# movement_is_late when a movement is posted that happened before.
stock_checkpoint = Table(
    "stock_checkpoint",
    metadata,
    Column("as_of", DateTime(timezone=True), primary_key=True),
    Column("product_id", UUID, primary_key=True),
    Column("location_id", UUID, primary_key=True),
    Column("lot_id", UUID, primary_key=True),
    Column("quantity", Numeric, nullable=False),
)

# --- reservations ---

reservation = Table(
    "reservation",
    metadata,
    Column("order_id", UUID, primary_key=True),
    Column("order_number", Text, nullable=False),
    Column("customer_id", UUID, comment="null: a transfer of our own"),
    Column("warehouse", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("is_firm", Boolean, nullable=False),
    Column("expires_at", DateTime(timezone=True)),
    Column("revision", Integer, nullable=False, server_default="0", comment="of the order, which the lines follow"),
    Column("delivery", Text, nullable=False, server_default="partial"),
    Column("consolidate_until", Date),
    _created_at(),
    CheckConstraint("delivery IN ('partial', 'complete-line', 'complete-order', 'consolidated')", name="delivery"),
    CheckConstraint("status IN ('held', 'returning', 'released', 'closed')", name="status"),
    CheckConstraint("is_firm = (expires_at IS NULL)", name="expiry"),
)
Index(
    "ix_reservation_tentative",
    reservation.c.expires_at,
    postgresql_where=reservation.c.expires_at.is_not(None) & (reservation.c.status == "held"),
)

reservation_line = Table(
    "reservation_line",
    metadata,
    Column("order_line_id", UUID, primary_key=True),
    Column("order_id", UUID, ForeignKey("reservation.order_id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("reserved", Numeric, nullable=False),
    Column("shipped", Numeric, nullable=False),
    Column(
        "picked", Numeric, nullable=False, server_default="0", comment="part of reserved: stands in the shipping place"
    ),
    Column("needed_on", Date),
    Column("held_from", Date, comment="until this day it is held by date only; null: for good"),
    Column("is_drop_shipped", Boolean, nullable=False, server_default="false"),
    _created_at(),
    CheckConstraint("held_from IS NULL OR reserved = 0", name="held_by_date"),
    CheckConstraint("NOT is_drop_shipped OR (reserved = 0 AND held_from IS NULL)", name="drop_shipped"),
    CheckConstraint(
        "picked >= 0 AND reserved >= picked AND shipped >= 0 AND reserved + shipped <= quantity", name="parts"
    ),
)
Index(None, reservation_line.c.order_id)
Index(
    "ix_reservation_line_by_date",
    reservation_line.c.product_id,
    reservation_line.c.warehouse,
    postgresql_where=reservation_line.c.held_from.is_not(None),
)
Index(None, reservation_line.c.held_from, postgresql_where=reservation_line.c.held_from.is_not(None))
Index(
    "ix_reservation_line_open",
    reservation_line.c.product_id,
    reservation_line.c.warehouse,
    postgresql_where="shipped < quantity",
)
Index(
    "ix_reservation_line_waiting",
    reservation_line.c.product_id,
    reservation_line.c.warehouse,
    postgresql_where="reserved + shipped < quantity",
)

# --- expected goods ---

purchase_order = Table(
    "purchase_order",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False),
    Column("supplier_id", UUID, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("over_receipt_rate", Numeric, nullable=False),
    Column("is_closed", Boolean, nullable=False),
    Column("ordered_on", Date),
    Column("revision", Integer, nullable=False, server_default="0"),
    _created_at(),
)

purchase_order_line = Table(
    "purchase_order_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("purchase_order_id", UUID, ForeignKey("purchase_order.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("received", Numeric, nullable=False),
    Column("cancelled", Numeric, nullable=False, server_default="0", comment="the rest that nobody waits for"),
    Column("over_receipt_rate", Numeric, comment="null: the order's"),
    Column("under_receipt_rate", Numeric, nullable=False, server_default="0"),
    Column("expected_on", Date),
    Column("is_open", Boolean, nullable=False),
    Column("sales_order_line_id", UUID, comment="whose customer gets it from the supplier himself"),
)
Index(None, purchase_order_line.c.purchase_order_id)
Index(
    "ix_purchase_order_line_open",
    purchase_order_line.c.expected_on,
    purchase_order_line.c.id,
    postgresql_where=purchase_order_line.c.is_open,
)

# --- documents ---

Index("ix_purchase_order_line_product_id", purchase_order_line.c.product_id, postgresql_where="is_open")
Index(
    None,
    purchase_order_line.c.sales_order_line_id,
    postgresql_where=purchase_order_line.c.sales_order_line_id.is_not(None),
)

receipt = Table(
    "receipt",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("purchase_order_id", UUID, ForeignKey("purchase_order.id"), nullable=False),
    Column("supplier_id", UUID, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("supplier_reference", Text, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("posted_by", Text, nullable=False),
    _created_at(),
)
Index(None, receipt.c.purchase_order_id)
Index(None, receipt.c.occurred_at, receipt.c.id)

receipt_line = Table(
    "receipt_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("receipt_id", UUID, ForeignKey("receipt.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("purchase_order_line_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("movement_id", UUID, nullable=False),
)
Index(None, receipt_line.c.receipt_id)

shipment = Table(
    "shipment",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("sales_order_id", UUID, ForeignKey("reservation.order_id"), nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("posted_by", Text, nullable=False),
    _created_at(),
)
Index(None, shipment.c.sales_order_id)
Index(None, shipment.c.occurred_at, shipment.c.id)

shipment_line = Table(
    "shipment_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("shipment_id", UUID, ForeignKey("shipment.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("sales_order_line_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("movement_id", UUID, nullable=False),
)
Index(None, shipment_line.c.shipment_id)

# Opening stock, adjustments, transfers and reversals: documents that are nothing but their movements.
stock_document = Table(
    "stock_document",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("posted_by", Text, nullable=False),
    _created_at(),
)
