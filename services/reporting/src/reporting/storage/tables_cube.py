"""The tables of the margin cube, beside those of single lines."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Numeric, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import UUID

from reporting.storage.tables import metadata

# Each posting of cost to an issue: what it cost, what was learned of it later, what came back of it. It becomes a
# margin_entry once the invoice line that the issue faces is known.
cost_entry = Table(
    "cost_entry",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("movement_id", UUID, nullable=False, comment="the issue"),
    Column("amount", Numeric, nullable=False),
    Column("posted_on", Date, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("entry_number", Text, nullable=False),
    Column("sold_on", Date, comment="of the entry that it became; null: the sale is not known yet"),
    CheckConstraint("kind IN ('cost', 'landed', 'adjustment', 'return')", name="kind"),
)
Index(None, cost_entry.c.movement_id)
Index("ix_cost_entry_waiting", cost_entry.c.posted_on, postgresql_where=cost_entry.c.sold_on.is_(None))

# The grain of the cube: one dated piece of revenue or cost of a sale, with all that it is added up by. Never changed but
# for team and site, which the order tells. Partitioned by month of the sale: all entries of an invoice line are in that
# of its day.
margin_entry = Table(
    "margin_entry",
    metadata,
    Column("sold_on", Date, primary_key=True),
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("line_id", UUID, nullable=False, comment="the invoice line whose sale it is about"),
    Column("movement_id", UUID, comment="the issue"),
    Column("sales_order_id", UUID, nullable=False),
    Column("product_id", UUID),
    Column("customer_id", UUID, nullable=False),
    Column("segment", Text, nullable=False),
    Column("salesperson", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("known_on", Date, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("discount", Numeric, nullable=False),
    Column("revenue", Numeric, nullable=False),
    Column("cost", Numeric, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("entry_number", Text, nullable=False),
    postgresql_partition_by="RANGE (sold_on)",
)
Index(None, margin_entry.c.known_on, margin_entry.c.id)
Index(None, margin_entry.c.line_id)

# What an entry `e` adds to each measure of a total.
MEASURES = {
    "quantity": "e.quantity",
    "lines": "CASE WHEN e.kind = 'sale' THEN 1 ELSE 0 END",
    "sold": "CASE WHEN e.kind IN ('sale', 'charge') THEN e.revenue ELSE 0 END",
    "credited": "CASE WHEN e.kind = 'credit' THEN e.revenue ELSE 0 END",
    "discount": "e.discount",
    "purchase_cost": "CASE WHEN e.kind = 'cost' THEN e.cost ELSE 0 END",
    "landed_cost": "CASE WHEN e.kind = 'landed' THEN e.cost ELSE 0 END",
    "adjustments": "CASE WHEN e.kind = 'adjustment' THEN e.cost ELSE 0 END",
    "returned_cost": "CASE WHEN e.kind = 'return' THEN e.cost ELSE 0 END",
}


def _total(name: str, *keys: "Column[Any]", of: str = "month") -> Table:
    """Sums of entries by month (or year) of the sale, the one in which they were known and keys, kept with them."""
    months = (
        Column(f"sold_{of}", Date, nullable=False, comment="its first day"),
        Column(f"known_{of}", Date, nullable=False, comment="its first day"),
    )
    return Table(
        name,
        metadata,
        *months,
        *keys,
        *(Column(measure, BigInteger if measure == "lines" else Numeric, nullable=False) for measure in MEASURES),
        UniqueConstraint(*months, *keys, postgresql_nulls_not_distinct=True),
        Index(None, f"known_{of}"),
        postgresql_partition_by=f"RANGE (sold_{of})" if of == "month" else None,
    )


# Two totals answer every question about what a product has, or about whom, by whom, how and from where it was sold.
margin_product = _total("margin_product", Column("product_id", UUID, comment="null: charges"))
# Products are many, and sell in every month: whole years are added up once more.
margin_product_year = _total("margin_product_year", Column("product_id", UUID, comment="null: charges"), of="year")
margin_customer = _total(
    "margin_customer",
    Column("customer_id", UUID, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("segment", "salesperson", "team", "channel", "site")),
)

# Tables with a partition for each month, by the column that says which.
BY_MONTH = {"margin_entry": "sold_on", "margin_product": "sold_month", "margin_customer": "sold_month"}

REBUILT = ("cost_entry", *BY_MONTH, "margin_product_year")
