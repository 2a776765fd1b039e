"""Totals of the cube by product with all that a sale has: by month and by year."""

import sqlalchemy as sa
from alembic import op

revision = "reporting_3340"
down_revision = "reporting_3220"
branch_labels = None
depends_on = None

_TOTALS = {"margin_pair": "month", "margin_pair_year": "year"}
_KEYS = ("product_id", "customer_id", "segment", "salesperson", "team", "channel", "site")
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
    for table, of in _TOTALS.items():
        _create(table, of)
    _create_months("margin_pair")
    for table, of in _TOTALS.items():
        _fill(table, of)
        for column in ("product_id", "customer_id"):
            op.create_index(f"ix_{table}_{column}", table, [column])


def _create(table: str, of: str) -> None:
    times = [f"sold_{of}", f"known_{of}"]
    op.create_table(
        table,
        *(sa.Column(time, sa.Date(), nullable=False, comment="its first day") for time in times),
        sa.Column("product_id", sa.UUID(), comment="null: charges"),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        *(sa.Column(key, sa.Text(), nullable=False) for key in _KEYS[2:]),
        *(
            sa.Column(measure, sa.BigInteger() if measure == "lines" else sa.Numeric(), nullable=False)
            for measure in _MEASURES
        ),
        sa.UniqueConstraint(*times, *_KEYS, name=op.f(f"uq_{table}"), postgresql_nulls_not_distinct=True),
        postgresql_partition_by=f"RANGE (sold_{of})" if of == "month" else None,
    )
    op.create_index(f"ix_{table}_known_{of}", table, [f"known_{of}"])


def _create_months(table: str) -> None:
    rows = op.get_bind().execute(sa.text("SELECT DISTINCT to_char(sold_on, 'YYYY-MM') FROM margin_entry"))
    for month in [row[0] for row in rows]:
        op.execute(
            f"CREATE TABLE public_months.{table}_{month.replace('-', '_')} PARTITION OF {table}"
            f" FOR VALUES FROM ('{month}-01') TO ('{month}-01'::date + interval '1 month')"
        )


def _fill(table: str, of: str) -> None:
    keys = ", ".join(_KEYS)
    op.execute(
        f"INSERT INTO {table} (sold_{of}, known_{of}, {keys}, {', '.join(_MEASURES)})"
        f" SELECT date_trunc('{of}', sold_on)::date, date_trunc('{of}', known_on)::date, {keys},"
        f" {', '.join(_MEASURES.values())} FROM margin_entry GROUP BY 1, 2, {keys}"
    )
