"""Landed costs as they were accrued."""

from sqlalchemy import Column, DateTime, ForeignKey, Numeric, Table, Text, func
from sqlalchemy.dialects.postgresql import UUID

from accounting.storage.tables import metadata

landed_cost = Table(
    "landed_cost",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("supplier_id", UUID, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

landed_cost_line = Table(
    "landed_cost_line",
    metadata,
    Column("landed_cost_id", UUID, ForeignKey("landed_cost.id"), primary_key=True),
    Column("movement_id", UUID, primary_key=True, comment="of the receipt"),
    Column("product_id", UUID, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False),
)
