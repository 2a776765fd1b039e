"""What inventory knows of products."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import ReadTransaction

from inventory.domain.errors import ProductNotKnown

COLUMNS = {
    "id": "uuid",
    "version": "bigint",
    "sku": "text",
    "name": "text",
    "stock_uom": "text",
    "quantity_decimals": "int",
}


async def decimals(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many decimals a quantity of each product may have.

    Raises:
        ProductNotKnown: one of them was never heard of.
    """
    rows = await tx.fetch("SELECT id, quantity_decimals FROM product WHERE id = ANY($1)", ids)
    known = {row["id"]: row["quantity_decimals"] for row in rows}
    missing = [str(id_) for id_ in dict.fromkeys(ids) if id_ not in known]
    if missing:
        raise ProductNotKnown(
            f"Inventory does not know {len(missing)} of the products, the first is {missing[0]}."
            " One just created is known in a moment.",
            products=missing[:20],
        )
    return known
