"""Transfers between sites, and claims about what should have been."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import UUID

from inventory.storage.tables import metadata

transfer = Table(
    "transfer",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("source", Text, ForeignKey("warehouse.code"), nullable=False),
    Column("destination", Text, ForeignKey("warehouse.code"), nullable=False),
    Column("status", Text, nullable=False),
    Column("expected_on", Date),
    Column("priority", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("status IN ('draft', 'released', 'in-transit', 'closed', 'cancelled')", name="status"),
    CheckConstraint("source <> destination", name="goes_elsewhere"),
)
Index(None, transfer.c.created_at, transfer.c.id)

transfer_line = Table(
    "transfer_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("transfer_id", UUID, ForeignKey("transfer.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("shipped", Numeric, nullable=False, server_default="0"),
    Column("received", Numeric, nullable=False, server_default="0"),
    Column("settled", Numeric, nullable=False, server_default="0"),
    CheckConstraint("shipped BETWEEN 0 AND quantity AND received >= 0 AND settled >= 0", name="parts"),
    CheckConstraint("received + settled <= shipped", name="arrived_has_left"),
)
Index(None, transfer_line.c.transfer_id, transfer_line.c.position)
Index(
    "ix_transfer_line_open",
    transfer_line.c.product_id,
    postgresql_where=transfer_line.c.received + transfer_line.c.settled < transfer_line.c.quantity,
)

# Which lots of a line are on their way.
transfer_parcel = Table(
    "transfer_parcel",
    metadata,
    Column("line_id", UUID, ForeignKey("transfer_line.id"), primary_key=True),
    Column("lot_id", UUID, primary_key=True, comment="all zeros where the product has no lots"),
    Column("quantity", Numeric, nullable=False),
    CheckConstraint("quantity >= 0", name="not_negative"),
)

transfer_lane = Table(
    "transfer_lane",
    metadata,
    Column("source", Text, ForeignKey("warehouse.code"), primary_key=True),
    Column("destination", Text, ForeignKey("warehouse.code"), primary_key=True),
    Column("days", Integer, nullable=False),
    CheckConstraint("days >= 0", name="days"),
)

claim = Table(
    "claim",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("lot_id", UUID),
    Column("quantity", Numeric, nullable=False),
    Column("document_id", UUID, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("document_line_id", UUID, nullable=False),
    Column("owner", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("outcome", Text),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("settled_by", Text),
    Column("settled_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("supplier_id", UUID),
    Column("order_id", UUID),
    Column("with_supplier_since", DateTime(timezone=True)),
    CheckConstraint("quantity > 0", name="quantity"),
)
Index("ix_claim_open", claim.c.document_line_id, postgresql_where=claim.c.outcome.is_(None))
Index(None, claim.c.opened_at, claim.c.id)
