"""Totals of the cube by family and supplier, and by team and the like: by month and by day."""

import sqlalchemy as sa
from alembic import op

revision = "reporting_3210"
down_revision = "reporting_3140"
branch_labels = None
depends_on = None

_FAMILY = {
    "family_code": "CASE WHEN e.product_id IS NOT NULL THEN coalesce(p.family_code, '?') END",
    "supplier_id": "p.supplier_id",
}
_TEAM = {name: f"e.{name}" for name in ("segment", "salesperson", "team", "channel", "site")}
_TOTALS = {
    "margin_family": ("month", _FAMILY),
    "margin_family_day": ("day", _FAMILY),
    "margin_team": ("month", _TEAM),
    "margin_team_day": ("day", _TEAM),
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
_FOUND_BY = {
    "margin_entry": ("product_id", "customer_id"),
    "margin_product": ("product_id",),
    "margin_product_year": ("product_id",),
    "margin_customer": ("customer_id",),
}


def upgrade() -> None:
    for table, (of, keys) in _TOTALS.items():
        _create(table, of, list(keys))
        _create_months(table)
        _fill(table, of, keys)
    for table, columns in _FOUND_BY.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def _create(table: str, of: str, keys: list[str]) -> None:
    times = [f"sold_{of}", f"known_{of}"]
    comments = {"family_code": "null: charges; ?: the product is not known yet", "supplier_id": "null: none"}
    op.create_table(
        table,
        *(sa.Column(time, sa.Date(), nullable=False, comment="its first day") for time in times),
        *(
            sa.Column(
                key,
                sa.UUID() if key == "supplier_id" else sa.Text(),
                nullable=key in comments,
                comment=comments.get(key),
            )
            for key in keys
        ),
        *(
            sa.Column(measure, sa.BigInteger() if measure == "lines" else sa.Numeric(), nullable=False)
            for measure in _MEASURES
        ),
        sa.UniqueConstraint(
            *times, *keys, name=op.f(f"uq_{table}_{'_'.join(times + keys)}"), postgresql_nulls_not_distinct=True
        ),
        postgresql_partition_by=f"RANGE (sold_{of})",
    )
    op.create_index(f"ix_{table}_known_{of}", table, [f"known_{of}"])


def _create_months(table: str) -> None:
    rows = op.get_bind().execute(sa.text("SELECT DISTINCT to_char(sold_on, 'YYYY-MM') FROM margin_entry"))
    for month in [row[0] for row in rows]:
        op.execute(
            f"CREATE TABLE public_months.{table}_{month.replace('-', '_')} PARTITION OF {table}"
            f" FOR VALUES FROM ('{month}-01') TO ('{month}-01'::date + interval '1 month')"
        )


def _fill(table: str, of: str, keys: dict[str, str]) -> None:
    grouped = [f"date_trunc('{of}', e.{day})::date" for day in ("sold_on", "known_on")] + list(keys.values())
    op.execute(
        f"INSERT INTO {table} (sold_{of}, known_{of}, {', '.join(keys)}, {', '.join(_MEASURES)})"
        f" SELECT {', '.join(grouped)}, {', '.join(_MEASURES.values())} FROM margin_entry e"
        f" LEFT JOIN product p ON p.id = e.product_id GROUP BY {', '.join(grouped)}"
    )
