"""Every state of price rules and contracts, kept by triggers of their tables, whoever writes them."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Index, Integer, Numeric, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from pricing.storage.tables import metadata


def _history(name: str, *columns: Column) -> Table:  # type: ignore[type-arg]
    """States of rows: the members that prices depend on, and the instants from and until which they were recorded."""
    table = Table(
        f"{name}_history",
        metadata,
        Column("state_id", BigInteger, primary_key=True, autoincrement=False),
        Column("recorded_from", DateTime(timezone=True), nullable=False),
        Column("recorded_until", DateTime(timezone=True)),  # the first instant without it
        *columns,
    )
    Index(f"ix_{name}_history_open", table.c.id, postgresql_where=table.c.recorded_until.is_(None))
    return table


price_rule_history = _history(
    "price_rule",
    Column("id", UUID, nullable=False),
    Column("code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name_fr", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("value", Numeric, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_until", Date),
    Column("stage", Integer, nullable=False),
    Column("stacking", Text, nullable=False),
    Column("product_id", UUID),
    Column("family_code", Text),
    Column("customer_id", UUID),
    Column("segment", Text),
    Column("channel", Text),
    Column("warehouse", Text),
    Column("currency", Text),
    Column("min_quantity", Numeric, nullable=False),
    Column("counts", Text, nullable=False),
    Column("min_amount", Numeric),
    Column("below_amount", Numeric),
    Column("buy_quantity", Numeric),
)

contract_history = _history(
    "contract",
    Column("id", UUID, nullable=False),
    Column("code", Text, nullable=False),
    Column("customer_id", UUID, nullable=False, index=True),
    Column("currency", Text, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_until", Date),
    Column("takes_rules", Boolean, nullable=False),
)

contract_line_history = _history(
    "contract_line",
    Column("id", UUID, nullable=False),
    Column("contract_id", UUID, nullable=False),
    Column("product_id", UUID),
    Column("family_code", Text),
    Column("min_quantity", Numeric, nullable=False),
    Column("unit_price", Numeric),
    Column("discount_rate", Numeric),
    Column("quantity_cap", Numeric),
    Column("quantity_called", Numeric, nullable=False),
)
Index(None, contract_line_history.c.contract_id, contract_line_history.c.product_id)
Index(None, contract_line_history.c.contract_id, contract_line_history.c.family_code)
