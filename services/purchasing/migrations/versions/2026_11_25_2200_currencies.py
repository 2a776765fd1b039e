"""Prices, quotes, orders and landed costs in other currencies than the company's."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import company_currency

revision = "purchasing_0010"
down_revision = "purchasing_0009"
branch_labels = None
depends_on = None

_TEXT, _DATE, _NUMBER = sa.Text(), sa.Date(), sa.Numeric()
_OWN = f"'{company_currency()}'"
# Table, column, type, what it is for the rows that are there, comment.
_ADDED = (
    ("supplier_price", "currency", _TEXT, _OWN, None),
    ("price_file", "currency", _TEXT, _OWN, None),
    ("price_file_line", "currency", _TEXT, _OWN, None),
    ("quote", "currency", _TEXT, _OWN, None),
    ("purchase_order", "rate_on", _DATE, "ordered_on", None),
    ("purchase_order", "net_value", _NUMBER, "net", "in company currency"),
    ("landed_cost", "currency", _TEXT, _OWN, None),
    ("landed_cost", "currency_amount", _NUMBER, "amount", "as it will be billed"),
    ("landed_cost", "rate_on", _DATE, "(created_at AT TIME ZONE 'UTC')::date", None),
)
_RATE = "of its day; null: the currency is the company's"


def upgrade() -> None:
    op.create_table(
        "exchange_rate",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("valid_on", sa.Date(), nullable=False),
        sa.Column("rate", sa.Numeric(), nullable=False, comment="units of it for one of the company's"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("rate > 0", name=op.f("ck_exchange_rate_rate")),
        sa.PrimaryKeyConstraint("currency", "valid_on", name=op.f("pk_exchange_rate")),
    )
    op.add_column("purchase_order", sa.Column("rate", _NUMBER, comment=_RATE))
    op.add_column("landed_cost", sa.Column("rate", _NUMBER, comment=_RATE))
    op.alter_column("landed_cost", "amount", existing_type=_NUMBER, comment="in company currency")
    for table, column, kind, _, comment in _ADDED:
        op.add_column(table, sa.Column(column, kind, comment=comment))
    for table in dict.fromkeys(table for table, *_ in _ADDED):
        changes = ", ".join(f"{column} = {value}" for name, column, _, value, _ in _ADDED if name == table)
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # append-only: this is the same fact in more columns
        op.execute(f"UPDATE {table} SET {changes}")
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for table, column, kind, *_ in _ADDED:
        op.alter_column(table, column, existing_type=kind, nullable=False)
