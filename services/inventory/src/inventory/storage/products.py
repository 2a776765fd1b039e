"""What inventory knows of products: the last version wins."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from inventory.domain.errors import ProductNotKnown


async def keep(tx: Transaction, products: Sequence[tuple[UUID, int, str, str, str, int]]) -> None:
    """(id, version, SKU, name, stock unit, decimals)."""
    await tx.execute(
        "INSERT INTO product AS p (id, version, sku, name, stock_uom, quantity_decimals)"
        " SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::int[])"
        " ON CONFLICT (id) DO UPDATE SET version = excluded.version, sku = excluded.sku, name = excluded.name,"
        " stock_uom = excluded.stock_uom, quantity_decimals = excluded.quantity_decimals WHERE p.version < excluded.version",
        *(list(column) for column in zip(*products, strict=True)),
    )


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
