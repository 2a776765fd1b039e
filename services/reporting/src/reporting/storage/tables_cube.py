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
Index(None, margin_entry.c.product_id)
Index(None, margin_entry.c.customer_id)
Index("ix_margin_entry_credits", margin_entry.c.sold_on, postgresql_where=margin_entry.c.kind == "credit")

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

_NAMED_BY_COLUMNS = 6


def _total(name: str, *keys: "Column[Any]", of: str = "month") -> Table:
    """Sums of entries by month (or year, or day) of the sale, the one in which they were known and keys, kept with them."""
    unique = f"uq_{name}" if len(keys) > _NAMED_BY_COLUMNS else None  # PostgreSQL cuts a name of more
    times = (
        Column(f"sold_{of}", Date, nullable=False, comment="its first day"),
        Column(f"known_{of}", Date, nullable=False, comment="its first day"),
    )
    return Table(
        name,
        metadata,
        *times,
        *keys,
        *(Column(measure, BigInteger if measure == "lines" else Numeric, nullable=False) for measure in MEASURES),
        UniqueConstraint(*times, *keys, name=unique, postgresql_nulls_not_distinct=True),
        Index(None, f"known_{of}"),
        *(Index(None, key.name) for key in keys if key.name in ("product_id", "customer_id")),
        postgresql_partition_by=None if of == "year" else f"RANGE (sold_{of})",
    )


def _families() -> "list[Column[Any]]":
    """Of the product as it is now: who changes these of a product moves its sums along."""
    return [
        Column("family_code", Text, comment="null: charges; ?: the product is not known yet"),
        Column("supplier_id", UUID, comment="null: none"),
    ]


def _teams() -> "list[Column[Any]]":
    return [Column(name, Text, nullable=False) for name in ("segment", "salesperson", "team", "channel", "site")]


def _pairs() -> "list[Column[Any]]":
    product_id = Column("product_id", UUID, comment="null: charges")
    return [product_id, Column("customer_id", UUID, nullable=False), *_teams()]


# What has many keys is added up by month, which leaves the days around whole months to entries (and whole years to years).
margin_product = _total("margin_product", Column("product_id", UUID, comment="null: charges"))
margin_product_year = _total("margin_product_year", Column("product_id", UUID, comment="null: charges"), of="year")
margin_customer = _total("margin_customer", Column("customer_id", UUID, nullable=False), *_teams())
# All keys at once, for a product's axis beside a sale's. What a customer buys again and again is one row.
margin_pair = _total("margin_pair", *_pairs())
margin_pair_year = _total("margin_pair_year", *_pairs(), of="year")
# What has few keys is added up by day too.
margin_family = _total("margin_family", *_families())
margin_family_day = _total("margin_family_day", *_families(), of="day")
margin_team = _total("margin_team", *_teams())
margin_team_day = _total("margin_team_day", *_teams(), of="day")

# Tables with a partition for each month, by the column that says which.
BY_MONTH = {
    "margin_entry": "sold_on", "margin_product": "sold_month", "margin_customer": "sold_month", "margin_family": "sold_month",
    "margin_family_day": "sold_day", "margin_team": "sold_month", "margin_team_day": "sold_day", "margin_pair": "sold_month",
}  # fmt: skip

REBUILT = ("cost_entry", *BY_MONTH, "margin_product_year", "margin_pair_year")
