"""Entries of the cube in partitions by month, and two totals by month in place of a row for each axis."""

import sqlalchemy as sa
from alembic import op

revision = "reporting_3130"
down_revision = "reporting_3050"
branch_labels = None
depends_on = None

_KEYS = {
    "margin_product": ["product_id"],
    "margin_customer": ["customer_id", "segment", "salesperson", "team", "channel", "site"],
}
_MEASURES = {
    "quantity": "sum(quantity)",
    "lines": "count(*) FILTER (WHERE kind = 'sale')",
    "sold": "coalesce(sum(revenue) FILTER (WHERE kind IN ('sale', 'charge')), 0)",
    "credited": "coalesce(sum(revenue) FILTER (WHERE kind = 'credit'), 0)",
    "discount": "sum(discount)",
    "purchase_cost": "coalesce(sum(cost) FILTER (WHERE kind = 'cost'), 0)",
    "landed_cost": "coalesce(sum(cost) FILTER (WHERE kind = 'landed'), 0)",
    "adjustments": "coalesce(sum(cost) FILTER (WHERE kind = 'adjustment'), 0)",
    "returned_cost": "coalesce(sum(cost) FILTER (WHERE kind = 'return'), 0)",
}


def upgrade() -> None:
    op.execute("CREATE SCHEMA public_months")
    op.add_column(
        "cost_entry",
        sa.Column("sold_on", sa.Date(), comment="of the entry that it became; null: the sale is not known yet"),
    )
    op.execute("UPDATE cost_entry c SET sold_on = e.sold_on FROM margin_entry e WHERE e.id = c.id")
    op.execute("ALTER TABLE margin_entry RENAME TO entry_before")
    op.execute("ALTER TABLE entry_before RENAME CONSTRAINT pk_margin_entry TO pk_entry_before")
    for columns in ("sold_on_id", "known_on_id", "sales_order_id", "line_id"):
        op.drop_index(f"ix_margin_entry_{columns}", "entry_before")
    _create_entries()
    for table, keys in _KEYS.items():
        _create_total(table, keys)
    _create_total("margin_product_year", ["product_id"], of="year")
    _create_months()
    _fill()
    op.drop_table("entry_before")
    op.drop_table("margin_total")


def _create_entries() -> None:
    op.create_table(
        "margin_entry",
        sa.Column("sold_on", sa.Date(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("line_id", sa.UUID(), nullable=False, comment="the invoice line whose sale it is about"),
        sa.Column("movement_id", sa.UUID(), comment="the issue"),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID()),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("salesperson", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("discount", sa.Numeric(), nullable=False),
        sa.Column("revenue", sa.Numeric(), nullable=False),
        sa.Column("cost", sa.Numeric(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("entry_number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sold_on", "id", name=op.f("pk_margin_entry")),
        postgresql_partition_by="RANGE (sold_on)",
    )
    for columns in (["known_on", "id"], ["line_id"]):
        op.create_index(f"ix_margin_entry_{'_'.join(columns)}", "margin_entry", columns)


def _create_total(table: str, keys: list[str], of: str = "month") -> None:
    months = [f"sold_{of}", f"known_{of}"]
    op.create_table(
        table,
        *(sa.Column(month, sa.Date(), nullable=False, comment="its first day") for month in months),
        *(
            sa.Column(
                key,
                sa.UUID() if key.endswith("_id") else sa.Text(),
                nullable=key == "product_id",
                comment="null: charges" if key == "product_id" else None,
            )
            for key in keys
        ),
        *(
            sa.Column(measure, sa.BigInteger() if measure == "lines" else sa.Numeric(), nullable=False)
            for measure in _MEASURES
        ),
        sa.UniqueConstraint(
            *months, *keys, name=op.f(f"uq_{table}_{'_'.join(months + keys)}"), postgresql_nulls_not_distinct=True
        ),
        postgresql_partition_by=f"RANGE (sold_{of})" if of == "month" else None,
    )
    op.create_index(f"ix_{table}_known_{of}", table, [f"known_{of}"])


def _create_months() -> None:
    rows = op.get_bind().execute(sa.text("SELECT DISTINCT to_char(sold_on, 'YYYY-MM') FROM entry_before"))
    for month in [row[0] for row in rows]:
        for table in ("margin_entry", *_KEYS):
            op.execute(
                f"CREATE TABLE public_months.{table}_{month.replace('-', '_')} PARTITION OF {table}"
                f" FOR VALUES FROM ('{month}-01') TO ('{month}-01'::date + interval '1 month')"
            )


def _fill() -> None:
    op.execute(
        "INSERT INTO margin_entry (sold_on, id, kind, line_id, movement_id, sales_order_id, product_id, customer_id, segment,"
        " salesperson, team, channel, site, known_on, quantity, discount, revenue, cost, document_id, entry_number)"
        " SELECT sold_on, id, kind, line_id, movement_id, sales_order_id, product_id, customer_id, segment, salesperson, team,"
        " channel, site, known_on, quantity, discount, revenue, cost, document_id, entry_number FROM entry_before"
    )
    for table, keys in _KEYS.items():
        _fill_total(table, keys)
    _fill_total("margin_product_year", ["product_id"], of="year")


def _fill_total(table: str, keys: list[str], of: str = "month") -> None:
    names = ", ".join(keys)
    op.execute(
        f"INSERT INTO {table} (sold_{of}, known_{of}, {names}, {', '.join(_MEASURES)})"
        f" SELECT date_trunc('{of}', sold_on)::date, date_trunc('{of}', known_on)::date, {names},"
        f" {', '.join(_MEASURES.values())} FROM margin_entry GROUP BY 1, 2, {names}"
    )
