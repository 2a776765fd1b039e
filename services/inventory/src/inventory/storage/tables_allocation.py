"""What customers were guaranteed, and lots that order lines hold."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Numeric, Table, UniqueConstraint
from sqlalchemy.dialects.postgresql import UUID

from inventory.storage.tables import metadata

guaranteed_share = Table(
    "guaranteed_share",
    metadata,
    Column("customer_id", UUID, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), comment="null: of every product"),
    Column("share", Numeric, nullable=False, comment="of what there is when it is short"),
    UniqueConstraint("customer_id", "product_id", postgresql_nulls_not_distinct=True),
    CheckConstraint("share > 0 AND share <= 1", name="share"),
)

lot_hold = Table(
    "lot_hold",
    metadata,
    Column("order_line_id", UUID, ForeignKey("reservation_line.order_line_id", ondelete="CASCADE"), primary_key=True),
    Column("lot_id", UUID, ForeignKey("lot.id"), primary_key=True),
    Column("quantity", Numeric, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
)
Index(None, lot_hold.c.lot_id)
