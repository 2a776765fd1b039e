"""What inventory knows of products."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from inventory.domain.errors import ProductNotKnown
from inventory.domain.lot import Tracking
from inventory.domain.picking import Removal

COLUMNS = {
    "id": "uuid",
    "version": "bigint",
    "sku": "text",
    "name": "text",
    "stock_uom": "text",
    "quantity_decimals": "int",
    "tracking": "text",
}


@dataclass(frozen=True, slots=True)
class Product:
    """How quantities of it are written, and whether it has lots."""

    decimals: int
    tracking: Tracking


async def some(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, Product]:
    """Those of these products that were heard of."""
    rows = await tx.fetch("SELECT id, quantity_decimals, tracking FROM product WHERE id = ANY($1)", ids)
    return {row["id"]: Product(row["quantity_decimals"], Tracking(row["tracking"])) for row in rows}


async def known(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, Product]:
    """These products.

    Raises:
        ProductNotKnown: one of them was never heard of.
    """
    found = await some(tx, ids)
    missing = [str(id_) for id_ in dict.fromkeys(ids) if id_ not in found]
    if missing:
        raise ProductNotKnown(
            f"Inventory does not know {len(missing)} of the products, the first is {missing[0]}."
            " One just created is known in a moment.",
            products=missing[:20],
        )
    return found


async def set_removals(tx: Transaction, policies: Sequence[tuple[UUID, str, Removal]]) -> None:
    """What goes first of products in warehouses; others stay as they are."""
    await tx.execute(
        "INSERT INTO removal_policy (product_id, warehouse, removal)"
        " SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])"
        " ON CONFLICT (product_id, warehouse) DO UPDATE SET removal = excluded.removal",
        [product for product, _, _ in policies],
        [warehouse for _, warehouse, _ in policies],
        [str(removal) for _, _, removal in policies],
    )
