"""Quality plans, inspections, and where goods are put away."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, Numeric, Table, Text, func
from sqlalchemy.dialects.postgresql import UUID

from inventory.storage.tables import metadata

quality_plan = Table(
    "quality_plan",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("supplier_id", UUID),
    Column("product_id", UUID, ForeignKey("product.id")),
    Column("kind", Text, nullable=False),
    Column("every", Integer, nullable=False),
    Column("tightened_for", Integer, nullable=False),
    Column("sample_rate", Numeric, nullable=False, server_default="1"),
    Column("minimum_days", Integer, nullable=False, server_default="0", comment="what expires sooner is inspected"),
    CheckConstraint(
        "kind IN ('none', 'all', 'sample', 'skip-lot') AND every >= 1 AND tightened_for >= 0"
        " AND sample_rate > 0 AND sample_rate <= 1 AND minimum_days >= 0",
        name="plan",
    ),
)
Index(
    "uq_quality_plan_for",
    quality_plan.c.supplier_id,
    quality_plan.c.product_id,
    unique=True,
    postgresql_nulls_not_distinct=True,
)

# How a product came from a supplier lately: what skip-lot counts.
supply_record = Table(
    "supply_record",
    metadata,
    Column("supplier_id", UUID, primary_key=True),
    Column("product_id", UUID, primary_key=True),
    Column("receipts", Integer, nullable=False),
    Column("tightened", Integer, nullable=False),
)

inspection = Table(
    "inspection",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("receipt_line_id", UUID, ForeignKey("receipt_line.id"), nullable=False),
    Column("purchase_order_id", UUID, nullable=False),
    Column("purchase_order_line_id", UUID, nullable=False),
    Column("supplier_id", UUID, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("location_id", UUID, ForeignKey("location.id"), nullable=False),
    Column("lot_id", UUID),
    Column("quantity", Numeric, nullable=False),
    Column("accepted", Numeric, nullable=False, server_default="0"),
    Column("rejected", Numeric, nullable=False, server_default="0"),
    Column("reworked", Numeric, nullable=False, server_default="0"),
    Column("sample", Numeric, nullable=False, server_default="0", comment="how much of it is to be looked at"),
    Column("received_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint(
        "quantity > 0 AND accepted >= 0 AND rejected >= 0 AND reworked >= 0"
        " AND accepted + rejected + reworked <= quantity",
        name="parts",
    ),
)
Index(
    "ix_inspection_open",
    inspection.c.created_at,
    inspection.c.id,
    postgresql_where=inspection.c.accepted + inspection.c.rejected + inspection.c.reworked < inspection.c.quantity,
)

inspection_verdict = Table(
    "inspection_verdict",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("inspection_id", UUID, ForeignKey("inspection.id"), nullable=False),
    Column("verdict", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
)
Index(None, inspection_verdict.c.inspection_id)

putaway_rule = Table(
    "putaway_rule",
    metadata,
    Column("warehouse", Text, ForeignKey("warehouse.code"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("product_id", UUID, ForeignKey("product.id")),
    Column("path", Text, nullable=False),
)
