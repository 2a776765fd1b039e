"""Kits and their components."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Numeric, SmallInteger, Table
from sqlalchemy.dialects.postgresql import UUID

from sales.storage.tables import metadata

kit = Table(
    "kit",
    metadata,
    Column("product_id", UUID, primary_key=True),
    Column("version", Integer, nullable=False),
)

kit_component = Table(
    "kit_component",
    metadata,
    Column("kit_product_id", UUID, primary_key=True),
    Column("product_id", UUID, primary_key=True),
    Column("position", SmallInteger, nullable=False),
    Column("quantity", Numeric, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("product_id <> kit_product_id", name="not_itself"),
)
Index(None, kit_component.c.product_id)
