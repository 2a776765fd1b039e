"""What customers have, and what comes back or is credited of it."""

from sqlalchemy import (
    Boolean,
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
from sqlalchemy.dialects.postgresql import JSONB, UUID

from sales.storage.tables import metadata

# Told by shipments and invoices, in any order. The order's row is the lock of its delivered lines.
delivered_line = Table(
    "delivered_line",
    metadata,
    Column("shipment_line_id", UUID, primary_key=True),
    Column("sales_order_id", UUID, ForeignKey("sales_order.id"), nullable=False),
    Column("sales_order_line_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("movement_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("invoice_id", UUID),
    Column("invoice_line_id", UUID),
    Column("unit_price", Numeric, comment="as billed; null: not billed yet"),
    Column("authorised", Numeric, nullable=False, server_default="0", comment="may come back, or came so"),
    Column("returned", Numeric, nullable=False, server_default="0", comment="came back without that"),
    Column("credited", Numeric, nullable=False, server_default="0", comment="on its price"),
    Column("promised", Numeric, nullable=False, server_default="0", comment="for what is authorised to come back"),
    CheckConstraint(
        "quantity > 0 AND authorised BETWEEN 0 AND quantity AND returned >= 0 AND credited >= 0 AND promised >= 0",
        name="quantities",
    ),
)
Index(None, delivered_line.c.sales_order_id)

# What issues cost, as accounting valued them; its corrections are added.
issue_cost = Table(
    "issue_cost",
    metadata,
    Column("movement_id", UUID, primary_key=True),
    Column("cost", Numeric, nullable=False),
)

return_rule = Table(
    "return_rule",
    metadata,
    Column("is_it", Boolean, primary_key=True, comment="true: there is one row"),
    Column("approval_above", Numeric),
    Column("restocking", JSONB, nullable=False, comment="reason: rate"),
    Column("version", Integer, nullable=False),
    Column("window_days", Integer, comment="after the order's last delivery; null: for ever"),
    CheckConstraint("is_it", name="one"),
)

return_authorisation = Table(
    "return_authorisation",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("order_id", UUID, ForeignKey("sales_order.id"), nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("wants", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("replacement_id", UUID),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("wants IN ('credit', 'replacement')", name="wants"),
    CheckConstraint(
        "status IN ('awaiting-approval', 'authorised', 'received', 'closed', 'rejected', 'cancelled')", name="status"
    ),
)
Index(None, return_authorisation.c.order_id)
Index(None, return_authorisation.c.created_at, return_authorisation.c.id)
Index(None, return_authorisation.c.customer_id, return_authorisation.c.created_at, return_authorisation.c.id)

return_line = Table(
    "return_line",
    metadata,
    Column("return_id", UUID, ForeignKey("return_authorisation.id"), primary_key=True),
    Column("position", SmallInteger, primary_key=True),
    Column("shipment_line_id", UUID, ForeignKey("delivered_line.shipment_line_id"), nullable=False),
    Column("order_line_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("sku", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("reason", Text, nullable=False),
    Column("restocking_rate", Numeric, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("unit_cost", Numeric),
    Column("worth", Numeric, nullable=False),
    Column("received", Numeric, nullable=False),
    CheckConstraint("quantity > 0 AND received BETWEEN 0 AND quantity", name="quantities"),
    CheckConstraint("restocking_rate BETWEEN 0 AND 1", name="restocking_rate"),
)
Index(None, return_line.c.shipment_line_id)

# What accounting credited of an order, for a return, a dispute or by hand.
credit_note = Table(
    "credit_note",
    metadata,
    Column("credit_note_id", UUID, primary_key=True),
    Column("sales_order_id", UUID, ForeignKey("sales_order.id"), primary_key=True),
    Column("number", Text, nullable=False),
    Column("source_id", UUID, comment="null: by hand"),
    Column("credited_on", Date, nullable=False),
    Column("net", Numeric, nullable=False),
    Column("gross", Numeric, nullable=False),
)
Index(None, credit_note.c.sales_order_id)
Index(None, credit_note.c.source_id)

price_dispute = Table(
    "price_dispute",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("order_id", UUID, ForeignKey("sales_order.id"), nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("reason", Text, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("status IN ('open', 'awaiting-approval', 'settled', 'rejected')", name="status"),
)
Index(None, price_dispute.c.created_at, price_dispute.c.id)
Index(None, price_dispute.c.customer_id, price_dispute.c.created_at, price_dispute.c.id)
Index(None, price_dispute.c.order_id)
