"""Orders that are not to go out, and who decides in whose name."""

from kit.delegations import delegation_table
from sqlalchemy import Column, DateTime, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from inventory.storage.tables import metadata

# They go on holding their stock. No foreign key: sales may say so before the order is firm here.
order_stop = Table(
    "order_stop",
    metadata,
    Column("order_id", UUID, primary_key=True),
    Column("cause", Text, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("stopped_at", DateTime(timezone=True), nullable=False),
)

delegation = delegation_table(metadata)
