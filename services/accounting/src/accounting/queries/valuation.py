"""What stock is worth, and why."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction
from kit.errors import unknown


async def total(tx: ReadTransaction) -> tuple[Decimal, int]:
    """Value of all stock, and how many products have any."""
    row = await tx.fetchrow(
        "SELECT coalesce(sum(posted), 0) AS value, count(*) FILTER (WHERE quantity <> 0) AS products FROM stock"
    )
    assert row is not None  # noqa: S101  # an aggregate always has its row
    return row["value"], row["products"]


async def layers(tx: ReadTransaction, product_id: UUID) -> list[dict[str, Any]]:
    """What is left of each receipt, first in first. Under AVCO a layer's value is its share of the pool.

    Raises:
        NotFound: accounting does not know the product.
    """
    stock = await tx.fetchrow("SELECT method, quantity, posted FROM stock WHERE product_id = $1", product_id)
    if stock is None:
        raise unknown("valued product", product_id)
    rows = await tx.fetch(
        "SELECT l.movement_id, l.received, l.quantity, round(l.value, 2) AS value, v.document_number, v.occurred_at"
        " FROM cost_layer l LEFT JOIN movement_valuation v USING (movement_id)"
        " WHERE l.product_id = $1 AND l.quantity > 0 ORDER BY l.sequence LIMIT 1000",
        product_id,
    )
    found = [dict(row) for row in rows]
    if stock["method"] == "avco" and stock["quantity"] > 0:
        for layer in found:
            layer["value"] = round(stock["posted"] * layer["quantity"] / stock["quantity"], 2)
    return found
