"""Prices, margin rules and decisions, and copies of what they need."""

from kit.exchange_rates import exchange_rate_table
from sqlalchemy import (
    BigInteger,
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
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from kit import schema

metadata = schema.new_metadata()

# --- copies of others' facts ---

product = Table(
    "product",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("sku", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("family_path", ARRAY(Text), nullable=False),
    Column("weight_kg", Numeric),  # of one stock unit
    Column("packagings", JSONB, nullable=False, server_default="{}"),  # code: [numerator, denominator] in stock units
    Column("quantity_decimals", Integer, nullable=False, server_default="6"),
    Column("substitutes", ARRAY(UUID), nullable=False, server_default="{}"),  # the best first
    Column("is_sold", Boolean, nullable=False, server_default="true"),
)

partner = Table(
    "partner",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("salesperson", Text, nullable=False, server_default=""),
)

# What suppliers ask, by the day from which on they do; no price: from that day on they do not sell it so any more.
supplier_price = Table(
    "supplier_price",
    metadata,
    Column("product_id", UUID, primary_key=True),
    Column("supplier_id", UUID, primary_key=True),
    Column("packaging_code", Text, primary_key=True),
    Column("from_quantity", Numeric, primary_key=True),
    Column("effective_from", Date, primary_key=True),
    Column("effective_until", Date),
    Column("unit_price", Numeric),  # of one packaging, in its currency
    Column("told_at", DateTime(timezone=True), nullable=False),
    Column("currency", Text, nullable=False, server_default="", comment="empty: the company's"),
)

exchange_rate = exchange_rate_table(metadata)

customer_code = Table(
    "customer_code",
    metadata,
    Column("customer_id", UUID, primary_key=True),
    Column("product_id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("codes", ARRAY(Text), nullable=False),  # without case and accents
    Column("packagings", ARRAY(Text), nullable=False),  # of each code: what one of it is
)
Index(None, customer_code.c.codes, postgresql_using="gin")

cost = Table(
    "cost",
    metadata,
    Column("product_id", UUID, primary_key=True),
    Column("unit_cost", Numeric, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

# What early payment of a customer's invoices is expected to cost: a rate of the total.
cash_discount = Table(
    "cash_discount",
    metadata,
    Column("customer_id", UUID, primary_key=True),
    Column("offered_rate", Numeric, nullable=False),
    Column("expected_rate", Numeric, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("expected_rate >= 0 AND expected_rate <= offered_rate", name="rates"),
)

# --- our own ---

price = Table(
    "price",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("scope", Text, nullable=False),
    Column("scope_key", Text, nullable=False),
    Column("min_quantity", Numeric, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_until", Date),  # the first day without it
    Column("set_by", Text, nullable=False),
    Column("price_list_id", UUID),  # the list that put it in force
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    UniqueConstraint("product_id", "currency", "scope", "scope_key", "min_quantity", "effective_from"),
    CheckConstraint("unit_price >= 0 AND min_quantity >= 0", name="not_negative"),
    CheckConstraint("scope IN ('list', 'segment', 'customer')", name="scope"),
    CheckConstraint("(scope = 'list') = (scope_key = '')", name="scope_key"),
    CheckConstraint("effective_until > effective_from", name="period"),
)
Index(None, price.c.scope, price.c.scope_key, price.c.id)

contract = Table(
    "contract",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("customer_id", UUID, ForeignKey("partner.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_until", Date),
    Column("takes_rules", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("effective_until > effective_from", name="period"),
)
Index(None, contract.c.customer_id, contract.c.id)

contract_line = Table(
    "contract_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("contract_id", UUID, ForeignKey("contract.id"), nullable=False),
    Column("product_id", UUID, ForeignKey("product.id")),
    Column("family_code", Text),
    Column("min_quantity", Numeric, nullable=False),
    Column("unit_price", Numeric),
    Column("discount_rate", Numeric),
    Column("quantity_cap", Numeric),
    Column("quantity_called", Numeric, nullable=False, server_default="0"),  # by confirmed orders
    UniqueConstraint("contract_id", "product_id", "family_code", "min_quantity", postgresql_nulls_not_distinct=True),
    CheckConstraint("num_nonnulls(product_id, family_code) = 1", name="target"),
    CheckConstraint("num_nonnulls(unit_price, discount_rate) = 1", name="terms"),
    CheckConstraint("quantity_cap IS NULL OR (unit_price IS NOT NULL AND product_id IS NOT NULL)", name="cap"),
    CheckConstraint("unit_price >= 0 AND quantity_cap > 0 AND quantity_called >= 0", name="not_negative"),
)
Index(None, contract_line.c.contract_id, contract_line.c.family_code)

# What order lines take of a quantity agreed on: for good once the order is confirmed, and held for a while before.
contract_call = Table(
    "contract_call",
    metadata,
    Column("order_line_id", UUID, primary_key=True),
    Column("contract_line_id", UUID, ForeignKey("contract_line.id"), primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("held_quantity", Numeric, nullable=False, server_default="0"),  # all that the line wants, not what it adds
    Column("held_until", DateTime(timezone=True)),
    CheckConstraint("quantity >= 0 AND held_quantity >= 0", name="not_negative"),
)
Index(None, contract_call.c.order_id)
Index(
    "ix_contract_call_held", contract_call.c.contract_line_id, postgresql_where=contract_call.c.held_until.isnot(None)
)

margin_rule = Table(
    "margin_rule",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("approval_rate", Numeric, nullable=False),
    Column("floor_rate", Numeric, nullable=False),
    Column("family_code", Text),
    Column("segment", Text),
    Column("customer_id", UUID),
    Column("channel", Text),
    Column("salesperson_level", Text),
    Column("is_for_order", Boolean, nullable=False, server_default="false"),
    Column("version", Integer, nullable=False),
    UniqueConstraint(
        "family_code",
        "segment",
        "customer_id",
        "channel",
        "salesperson_level",
        "is_for_order",
        name="uq_margin_rule_scope",
        postgresql_nulls_not_distinct=True,
    ),
    CheckConstraint("floor_rate <= approval_rate AND approval_rate < 1", name="rates"),
    CheckConstraint("NOT (is_for_order AND family_code IS NOT NULL)", name="order"),
)

salesperson = Table(
    "salesperson",
    metadata,
    Column("code", Text, primary_key=True),
    Column("level", Text, nullable=False),
)

price_rule = Table(
    "price_rule",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("name_fr", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("value", Numeric, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_until", Date),
    Column("stage", Integer, nullable=False),
    Column("stacking", Text, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id")),
    Column("family_code", Text),
    Column("customer_id", UUID, ForeignKey("partner.id")),
    Column("segment", Text),
    Column("channel", Text),
    Column("warehouse", Text, comment="the site that goods leave from"),
    Column("currency", Text),
    Column("min_quantity", Numeric, nullable=False),
    Column("counts", Text, nullable=False),
    Column("min_amount", Numeric),
    Column("below_amount", Numeric),
    Column("buy_quantity", Numeric),
    Column("version", Integer, nullable=False),
    CheckConstraint("effective_until > effective_from", name="period"),
    CheckConstraint("value >= 0 AND min_quantity >= 0 AND buy_quantity > 0", name="not_negative"),
    CheckConstraint(
        "num_nonnulls(product_id, family_code) < 2 AND num_nonnulls(customer_id, segment) < 2", name="scope"
    ),
)

# Grows with every change of a margin or price rule: processes keep the rules in memory as long as it stands.
margin_rule_set = Table(
    "margin_rule_set",
    metadata,
    Column("id", Boolean, primary_key=True, server_default="true"),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("id", name="one_row"),
)

margin_decision = Table(
    "margin_decision",
    metadata,
    Column("order_id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("content_hash", LargeBinary, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
)
Index(None, margin_decision.c.decided_at, margin_decision.c.order_id)
Index(None, margin_decision.c.customer_id, margin_decision.c.decided_at, margin_decision.c.order_id)
