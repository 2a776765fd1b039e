"""What the value of stock is decided and proved by: proposals, write-downs, transfers between sites, checkpoints."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import UUID

from accounting.storage.tables import metadata

# What would change values by a decision: another costing method, a write-down of slow stock.
valuation_proposal = Table(
    "valuation_proposal",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False, unique=True),
    Column("product_id", UUID, comment="of a change of method"),
    Column("method", Text, comment="that is asked for"),
    Column("effective_on", Date, nullable=False),
    Column("amount", Numeric(18, 2), comment="of a write-down: what it posts; of a change of method once it is made"),
    Column("reason", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("comment", Text),
    Column("entry_id", UUID),
    CheckConstraint("kind IN ('costing-method', 'write-down')", name="kind"),
    CheckConstraint("status IN ('pending', 'approved', 'rejected', 'void', 'taken-back')", name="status"),
    CheckConstraint("(kind = 'costing-method') = (product_id IS NOT NULL AND method IS NOT NULL)", name="method"),
)
Index(
    "uq_valuation_proposal_open",
    valuation_proposal.c.product_id,
    unique=True,
    postgresql_where=valuation_proposal.c.status == "pending",
)
Index(None, valuation_proposal.c.kind, valuation_proposal.c.proposed_at, valuation_proposal.c.id)

write_down_rule = Table(
    "write_down_rule",
    metadata,
    Column("days", Integer, primary_key=True, comment="since it came"),
    Column("rate", Numeric(5, 4), nullable=False, comment="of its value"),
    CheckConstraint("days > 0 AND rate > 0 AND rate <= 1", name="bounds"),
)

write_down_line = Table(
    "write_down_line",
    metadata,
    Column("proposal_id", UUID, ForeignKey("valuation_proposal.id"), primary_key=True),
    Column("product_id", UUID, primary_key=True),
    Column("quantity", Numeric, nullable=False, comment="slow units"),
    Column("value", Numeric(18, 2), nullable=False, comment="of those"),
    Column("required", Numeric(18, 2), nullable=False, comment="what the rules ask for"),
    Column("written_down", Numeric(18, 2), nullable=False, comment="before"),
)

# What stands on account 397, product by product.
stock_write_down = Table(
    "stock_write_down",
    metadata,
    Column("product_id", UUID, primary_key=True),
    Column("amount", Numeric(18, 2), nullable=False),
    CheckConstraint("amount >= 0", name="amount"),
)

site_transfer = Table(
    "site_transfer",
    metadata,
    Column("movement_id", UUID, primary_key=True),
    Column("product_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("source", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index(None, site_transfer.c.product_id)

# What all products were worth at the end of a day, as it was known when it was taken: a report starts from the last one.
valuation_checkpoint = Table(
    "valuation_checkpoint",
    metadata,
    Column("day", Date, primary_key=True),
    Column("taken_at", DateTime(timezone=True), primary_key=True, comment="everything written before is in it"),
)

checkpoint_line = Table(
    "checkpoint_line",
    metadata,
    Column("day", Date, primary_key=True),
    Column("taken_at", DateTime(timezone=True), primary_key=True),
    Column("product_id", UUID, primary_key=True),
    Column("quantity", Numeric, nullable=False),
    Column("value", Numeric(18, 2), nullable=False),
)
