"""What could be promised."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import ReadTransaction
from kit.money import ZERO

from inventory.storage.stock import Stock

_NOTHING = Stock(ZERO, ZERO, ZERO, ZERO, ZERO)


async def availability(tx: ReadTransaction, product_ids: Sequence[UUID], warehouse: str | None) -> list[Stock]:
    """Of each product, in the order asked; of all warehouses together when none is named."""
    rows = await tx.fetch(
        "SELECT product_id, sum(on_hand) AS on_hand, sum(held) AS held, sum(reserved) AS reserved,"
        " sum(incoming) AS incoming, sum(in_transit) AS in_transit FROM stock"
        " WHERE product_id = ANY($1) AND ($2::text IS NULL OR warehouse = $2) GROUP BY product_id",
        product_ids,
        warehouse,
    )
    found = {
        row["product_id"]: Stock(row["on_hand"], row["held"], row["reserved"], row["incoming"], row["in_transit"])
        for row in rows
    }
    return [found.get(id_, _NOTHING) for id_ in product_ids]
