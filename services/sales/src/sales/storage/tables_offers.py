"""Offers in their editions, and the links by which customers answer them."""

from kit.link_answers import link_answers_table
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from sales.storage.tables import metadata

offer = Table(
    "offer",
    metadata,
    Column("id", UUID, primary_key=True, comment="of this edition"),
    Column("offer_id", UUID, nullable=False, comment="of all its editions"),
    Column("number", Text, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("is_newest", Boolean, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("bill_to_id", UUID, nullable=False),
    Column("salesperson", Text, nullable=False),
    Column("team", Text, nullable=False, server_default=""),
    Column("channel", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("payment_days", Integer, nullable=False),
    Column("payment_terms", JSONB),
    Column("currency", Text, nullable=False),
    Column("rate", Numeric, comment="of the day of its prices; null: the currency is the company's"),
    Column("rate_on", Date),
    Column("warehouse", Text, nullable=False),
    Column("ordered_on", Date, nullable=False, comment="the day of its prices"),
    Column("customer_reference", Text, nullable=False),
    Column("shortage", Text, nullable=False),
    Column("deliver_to", Text, nullable=False),
    Column("requested_on", Date),
    Column("delivery", Text, nullable=False),
    Column("consolidate_until", Date),
    Column("priority", SmallInteger, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("lead_time_days", Integer),
    Column("notes", Text, nullable=False),
    Column("net", Numeric, nullable=False),
    Column("charged", Numeric, nullable=False, server_default="0", comment="part of net"),
    Column("charges", JSONB, nullable=False, server_default="[]", comment="of the usual choice"),
    Column("margin", Numeric),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("approval_id", UUID, ForeignKey("approval_request.id")),
    Column("sales_order_id", UUID, ForeignKey("sales_order.id")),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    UniqueConstraint("offer_id", "edition"),
    CheckConstraint(
        "status IN ('draft', 'awaiting-approval', 'approved', 'sent', 'accepted', 'refused', 'expired', 'superseded',"
        " 'withdrawn')",
        name="status",
    ),
    CheckConstraint("(status = 'accepted') = (sales_order_id IS NOT NULL)", name="ordered"),
)
Index("uq_offer_newest", offer.c.offer_id, unique=True, postgresql_where=offer.c.is_newest)
# What the customer can say yes to, or has said yes to, is one edition.
Index(
    "uq_offer_binding",
    offer.c.offer_id,
    unique=True,
    postgresql_where=text("status IN ('sent', 'accepted')"),
)
Index(None, offer.c.created_at, offer.c.id)
Index(None, offer.c.customer_id, offer.c.created_at, offer.c.id)
Index(None, offer.c.salesperson, offer.c.created_at, offer.c.id)
Index(None, offer.c.status, offer.c.created_at, offer.c.id)
Index(None, offer.c.number)
Index(None, offer.c.sales_order_id, unique=True)
Index("ix_offer_due", offer.c.valid_until, postgresql_where=offer.c.status == "sent")

offer_line = Table(
    "offer_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("offer_id", UUID, ForeignKey("offer.id"), nullable=False, comment="of the edition"),
    Column("position", SmallInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("product_id", UUID, comment="null: words alone"),
    Column("sku", Text),
    Column("description", Text),
    Column("tax_class", Text),
    Column("packaging_code", Text),
    Column("packaging_quantity", Numeric),
    Column("quantity", Numeric),
    Column("manual_unit_price", Numeric),
    Column("unit_price", Numeric),
    Column("price", JSONB, comment="steps to the unit price"),
    Column("decision", JSONB),
    Column("kit", JSONB, comment="the kit that it is a part of"),
    Column("choice", Text, nullable=False),
    Column("choice_group", Text, nullable=False),
    Column("lead_time_days", Integer),
    CheckConstraint("choice IN ('fixed', 'option', 'alternative')", name="choice"),
    CheckConstraint("(choice = 'alternative') = (choice_group <> '')", name="choice_group"),
    CheckConstraint(
        "num_nulls(product_id, sku, description, tax_class, packaging_quantity, quantity, unit_price, price, decision)"
        " IN (0, 9)",
        name="whole",
    ),
    CheckConstraint("quantity > 0 AND packaging_quantity > 0 AND unit_price >= 0", name="quantities"),
)
Index(None, offer_line.c.offer_id, offer_line.c.position)

# What the customer said, in whose name, and how it came to us.
offer_answer = Table(
    "offer_answer",
    metadata,
    Column("offer_id", UUID, ForeignKey("offer.id"), primary_key=True, comment="of the edition"),
    Column("is_accepted", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("answered_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# By the hash alone: who reads the table cannot answer for customers. One link at a time; the newest counts.
offer_link = Table(
    "offer_link",
    metadata,
    Column("offer_id", UUID, primary_key=True, comment="of all its editions"),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

link_answers = link_answers_table(metadata)
