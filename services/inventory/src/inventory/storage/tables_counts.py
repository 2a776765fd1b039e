"""Counts, and what plans them."""

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
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import UUID

from inventory.storage.tables import metadata
from kit import approvals

approval_request = approvals.approval_table(metadata)

# The last known cost of a stock unit, as accounting tells: to know what a difference is worth, nothing else.
product_cost = Table(
    "product_cost",
    metadata,
    Column("product_id", UUID, primary_key=True),
    Column("unit_cost", Numeric, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
)

count_rules = Table(
    "count_rules",
    metadata,
    Column("id", Boolean, primary_key=True, server_default="true"),
    Column("recount_value", Numeric, nullable=False),
    Column("cause_value", Numeric, nullable=False),
    Column("approval_value", Numeric, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("id", name="one_row"),
)

count_cause = Table(
    "count_cause",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name_fr", Text, nullable=False),
    Column("name_en", Text, nullable=False),
)

class_rule = Table(
    "class_rule",
    metadata,
    Column("code", Text, primary_key=True),
    Column("share_until", Numeric, nullable=False),
    Column("interval_days", Integer, nullable=False),
)

stock_class = Table(
    "stock_class",
    metadata,
    Column("product_id", UUID, primary_key=True),
    Column("warehouse", Text, primary_key=True),
    Column("class", Text, ForeignKey("class_rule.code"), nullable=False),
    Column("value_issued", Numeric, nullable=False),
    Column("computed_at", DateTime(timezone=True), nullable=False),
)

stock_count = Table(
    "stock_count",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("warehouse", Text, ForeignKey("warehouse.code"), nullable=False),
    Column("scope", Text, nullable=False, comment="what was asked for, in words"),
    Column("status", Text, nullable=False),
    Column("is_blind", Boolean, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("closed_at", DateTime(timezone=True)),
    CheckConstraint("status IN ('counting', 'awaiting-approval', 'posted', 'cancelled')", name="status"),
)
Index(None, stock_count.c.created_at, stock_count.c.id)

stock_count_line = Table(
    "stock_count_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("count_id", UUID, ForeignKey("stock_count.id"), nullable=False),
    Column("location_id", UUID, ForeignKey("location.id"), nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("lot_id", UUID, nullable=False, comment="all zeros where the product has no lots"),
    Column("expected", Numeric, comment="what the ledger said when somebody looked"),
    Column("counted", Numeric),
    Column("observed_at", DateTime(timezone=True)),
    Column("first_counted_by", Text),
    Column("counted_by", Text),
    Column("needs_recount", Boolean, nullable=False, server_default="false"),
    Column("unit_cost", Numeric),
    Column("cause", Text, ForeignKey("count_cause.code")),
    Column("comment", Text, nullable=False, server_default=""),
    UniqueConstraint("count_id", "location_id", "product_id", "lot_id"),
    CheckConstraint("(expected IS NULL) = (counted IS NULL) AND counted >= 0", name="observed"),
)

# Every look at a place, also those that later ones replace.
count_observation = Table(
    "count_observation",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("line_id", UUID, ForeignKey("stock_count_line.id"), nullable=False),
    Column("expected", Numeric, nullable=False),
    Column("counted", Numeric, nullable=False),
    Column("observed_at", DateTime(timezone=True), nullable=False),
    Column("counted_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index(None, count_observation.c.line_id, count_observation.c.id)

# When each place was looked at the last time.
spot_counted = Table(
    "spot_counted",
    metadata,
    Column("product_id", UUID, primary_key=True),
    Column("location_id", UUID, primary_key=True),
    Column("lot_id", UUID, primary_key=True),
    Column("counted_on", Date, nullable=False),
    Column("differed", Boolean, nullable=False),
)
