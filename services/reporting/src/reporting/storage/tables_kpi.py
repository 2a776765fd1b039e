"""Facts at the line that KPIs are computed from."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Integer, Numeric, Table, Text, false
from sqlalchemy.dialects.postgresql import UUID

from reporting.storage.tables import metadata

order_line = Table(
    "order_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("sales_order_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("promised_on", Date, comment="as it was promised first"),
    Column("quantity", Numeric, nullable=False),
    Column("is_by_hand", Boolean, nullable=False, comment="its price was set by somebody"),
    Column("unit_price", Numeric, nullable=False, server_default="0", comment="company currency"),
    Column("margin_rate", Numeric, comment="as judged at confirmation"),
    Column("is_exception", Boolean, nullable=False, server_default=false()),
    Column("served_on", Date, comment="all of it had left"),
)
Index(None, order_line.c.sales_order_id)
Index(None, order_line.c.promised_on)
Index(None, order_line.c.served_on)

shipment_line = Table(
    "shipment_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("sales_order_id", UUID, nullable=False),
    Column("order_line_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("shipped_on", Date, nullable=False),
    Column("quantity", Numeric, nullable=False),
)
Index(None, shipment_line.c.order_line_id)
Index(None, shipment_line.c.product_id, shipment_line.c.shipped_on)

purchase_line = Table(
    "purchase_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("purchase_order_id", UUID, nullable=False),
    Column("supplier_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("expected_on", Date),
    Column("quantity", Numeric, nullable=False, comment="what revisions took back left out"),
)

receipt_line = Table(
    "receipt_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("purchase_line_id", UUID, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("quantity", Numeric, nullable=False),
)
Index(None, receipt_line.c.purchase_line_id)

count_line = Table(
    "count_line",
    metadata,
    Column("count_id", UUID, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("number", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("location", Text, nullable=False),
    Column("counted_on", Date, nullable=False),
    Column("expected", Numeric, nullable=False),
    Column("counted", Numeric, nullable=False),
    Column("unit_cost", Numeric, nullable=False),
    Column("cause", Text, nullable=False, server_default="unexplained", comment="said, or likely; or unexplained"),
    Column("basis", Text, nullable=False, server_default="none"),
    Column("probable_cause", Text, nullable=False, server_default=""),
    Column("probability", Integer, nullable=False, server_default="0", comment="percent"),
    Column("evidence", Text, nullable=False, server_default=""),
    Column("evidence_document", Text, nullable=False, server_default=""),
    Column("evidence_product_id", UUID, comment="of the line that differs the other way"),
    Column("evidence_location", Text, nullable=False, server_default=""),
    Column("evidence_factor", Numeric, comment="stock units in a packaging"),
    CheckConstraint("basis IN ('said', 'proposed', 'none')", name="basis"),
)
Index(None, count_line.c.counted_on)

REBUILT = ("order_line", "shipment_line", "purchase_line", "receipt_line", "count_line")
