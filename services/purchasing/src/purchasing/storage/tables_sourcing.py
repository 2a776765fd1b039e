"""Supplier prices, purchase requests, requests for quotes."""

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
from sqlalchemy.dialects.postgresql import JSONB, UUID, ExcludeConstraint

from purchasing.storage.tables import metadata

supplier_price = Table(
    "supplier_price",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("supplier_id", UUID, ForeignKey("partner.id"), nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("packaging_code", Text, nullable=False),
    Column("from_quantity", Numeric, nullable=False, comment="packagings, from which on the price holds"),
    Column("unit_price", Numeric, nullable=False),
    Column("minimum", Numeric, nullable=False),
    Column("multiple", Numeric, nullable=False),
    Column("lead_time_days", Integer, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_until", Date),
    Column("source", Text, nullable=False),
    Column("supplier_sku", Text, nullable=False, server_default=""),
    Column("currency", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("from_quantity >= 0 AND unit_price >= 0 AND minimum >= 0 AND multiple > 0", name="numbers"),
    CheckConstraint("effective_until > effective_from", name="period"),
    ExcludeConstraint(
        ("supplier_id", "="),
        ("product_id", "="),
        ("packaging_code", "="),
        ("from_quantity", "="),
        (text("daterange(effective_from, effective_until)"), "&&"),
        name="ex_supplier_price_one_at_a_time",
        using="gist",
    ),
)
Index(None, supplier_price.c.product_id, supplier_price.c.effective_from)
Index(None, supplier_price.c.effective_from, supplier_price.c.id)
Index(None, supplier_price.c.supplier_id, supplier_price.c.effective_from, supplier_price.c.id)

price_file = Table(
    "price_file",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("supplier_id", UUID, ForeignKey("partner.id"), nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("note", Text, nullable=False),
    Column("uploaded_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("applied_by", Text),
    Column("applied_at", DateTime(timezone=True)),
    Column("is_complete", Boolean, nullable=False, server_default="false", comment="what it leaves out ends"),
    Column("currency", Text, nullable=False),
)
Index(None, price_file.c.created_at, price_file.c.id)

price_file_line = Table(
    "price_file_line",
    metadata,
    Column("file_id", UUID, ForeignKey("price_file.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("product_id", UUID, nullable=False),
    Column("packaging_code", Text, nullable=False),
    Column("from_quantity", Numeric, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("minimum", Numeric, nullable=False),
    Column("multiple", Numeric, nullable=False),
    Column("lead_time_days", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("price_before", Numeric),
    Column("rate", Numeric),
    Column("yearly_effect", Numeric, nullable=False),
    Column("supplier_sku", Text, nullable=False, server_default=""),
    Column("currency", Text, nullable=False),
)

price_file_fault = Table(
    "price_file_fault",
    metadata,
    Column("file_id", UUID, ForeignKey("price_file.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("field", Text, nullable=False, comment="lines.12.packaging_code"),
    Column("detail", Text, nullable=False),
    Column("code", Text, nullable=False, server_default=""),
    Column("values", JSONB, nullable=False, server_default="{}", comment="behind the code"),
)

purchase_request = Table(
    "purchase_request",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("department", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index(None, purchase_request.c.created_at, purchase_request.c.id)
Index(None, purchase_request.c.requested_by, purchase_request.c.created_at, purchase_request.c.id)

purchase_request_line = Table(
    "purchase_request_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("request_id", UUID, ForeignKey("purchase_request.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id")),
    Column("description", Text, nullable=False, server_default="", comment="what is wanted, where no product says it"),
    Column("stock_quantity", Numeric, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("needed_on", Date),
    Column("supplier_id", UUID),
    Column("need_id", UUID, unique=True, comment="of inventory's replenishment, if that asked"),
    Column("sales_order_line_id", UUID, comment="whose customer gets it from the supplier himself"),
    Column("status", Text, nullable=False, server_default="open"),
    Column("rfq_id", UUID),
    Column("purchase_order_id", UUID),
    Column("closed_reason", Text, nullable=False, server_default="", comment="why it was rejected"),
    CheckConstraint("status IN ('draft', 'open', 'sourcing', 'ordered', 'cancelled', 'rejected')", name="status"),
    CheckConstraint("product_id IS NOT NULL OR description <> ''", name="names_something"),
    CheckConstraint("stock_quantity > 0", name="quantity"),
)
Index(None, purchase_request_line.c.request_id, purchase_request_line.c.position)
Index(None, purchase_request_line.c.product_id, purchase_request_line.c.id)
Index(None, purchase_request_line.c.status, purchase_request_line.c.id)
Index(
    None,
    purchase_request_line.c.sales_order_line_id,
    postgresql_where=purchase_request_line.c.sales_order_line_id.is_not(None),
)
Index(
    "ix_purchase_request_line_open",
    purchase_request_line.c.id,
    postgresql_where=purchase_request_line.c.status == "open",
)

rfq = Table(
    "rfq",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("warehouse", Text, nullable=False),
    Column("respond_by", Date, nullable=False),
    Column("note", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("status IN ('open', 'awarded', 'cancelled')", name="status"),
)
Index("ix_rfq_open", rfq.c.respond_by, postgresql_where=rfq.c.status == "open")
Index(None, rfq.c.created_at, rfq.c.id)

rfq_line = Table(
    "rfq_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("rfq_id", UUID, ForeignKey("rfq.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("packaging_code", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("needed_on", Date),
    Column("request_line_id", UUID),
)
Index(None, rfq_line.c.rfq_id, rfq_line.c.position)

rfq_invitation = Table(
    "rfq_invitation",
    metadata,
    Column("rfq_id", UUID, ForeignKey("rfq.id"), primary_key=True),
    Column("supplier_id", UUID, ForeignKey("partner.id"), primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("has_declined", Boolean, nullable=False, server_default="false"),
    Column("invitation_id", UUID, comment="of the newest one, which its link comes from; null: the link is of before"),
    Column("invited_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("letter_key", Text, comment="of the effect that brings the newest invitation"),
)

quote = Table(
    "quote",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("rfq_id", UUID, ForeignKey("rfq.id"), nullable=False),
    Column("supplier_id", UUID, nullable=False),
    Column("version", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("freight", Numeric, nullable=False, server_default="0"),
    Column("charges", Numeric, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("note", Text, nullable=False),
    Column("entered_by", Text, nullable=False, comment="the buyer, or 'supplier' by the link"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    UniqueConstraint("rfq_id", "supplier_id", "version"),
)

quote_line = Table(
    "quote_line",
    metadata,
    Column("quote_id", UUID, ForeignKey("quote.id"), primary_key=True),
    Column("rfq_line_id", UUID, ForeignKey("rfq_line.id"), primary_key=True),
    Column("unit_price", Numeric, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("lead_time_days", Integer, nullable=False),
    Column("minimum", Numeric, nullable=False, server_default="0", comment="packagings, from which on the price holds"),
    Column("multiple", Numeric, nullable=False, server_default="1", comment="packagings are sold by so many"),
    Column("breaks", JSONB, nullable=False, server_default="[]", comment="from_quantity and unit_price, ascending"),
    Column("valid_until", Date, comment="null: that of the answer"),
    CheckConstraint("unit_price >= 0 AND quantity > 0 AND lead_time_days >= 0", name="numbers"),
)

rfq_award = Table(
    "rfq_award",
    metadata,
    Column("rfq_line_id", UUID, ForeignKey("rfq_line.id"), primary_key=True),
    Column("supplier_id", UUID, primary_key=True),
    Column("quantity", Numeric, nullable=False),
    Column("reason", Text, nullable=False),
    Column("purchase_order_id", UUID, ForeignKey("purchase_order.id"), nullable=False),
)
