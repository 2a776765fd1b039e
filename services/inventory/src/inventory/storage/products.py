"""What inventory knows of products."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.quantity import Factor

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


async def by_skus(tx: ReadTransaction, skus: Collection[str]) -> dict[str, tuple[UUID, str, Product]]:
    """Id, name and the rest of products by our references: those that were heard of."""
    rows = await tx.fetch(
        "SELECT id, sku, name, quantity_decimals, tracking FROM product WHERE sku = ANY($1)", list(skus)
    )
    return {
        row["sku"]: (row["id"], row["name"], Product(row["quantity_decimals"], Tracking(row["tracking"])))
        for row in rows
    }


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


async def keep_packagings(tx: Transaction, packagings: Mapping[UUID, Sequence[tuple[str, int, int]]]) -> None:
    """(code, numerator, denominator) of each product: these and no others."""
    await tx.execute("DELETE FROM product_packaging WHERE product_id = ANY($1)", list(packagings))
    await tx.copy(
        "product_packaging",
        ("product_id", "code", "numerator", "denominator"),
        [(product_id, *each) for product_id, those in packagings.items() for each in those],
    )


async def packagings(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, dict[str, Factor]]:
    """How many stock units each packaging of products holds, by code."""
    found: dict[UUID, dict[str, Factor]] = defaultdict(dict)
    for row in await tx.fetch(
        "SELECT product_id, code, numerator, denominator FROM product_packaging WHERE product_id = ANY($1)", list(ids)
    ):
        found[row["product_id"]][row["code"]] = Factor(row["numerator"], row["denominator"])
    return found


async def factors(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, list[Fraction]]:
    """How many stock units the packagings of products hold."""
    found: dict[UUID, list[Fraction]] = defaultdict(list)
    for row in await tx.fetch(
        "SELECT product_id, numerator, denominator FROM product_packaging WHERE product_id = ANY($1)"
        " ORDER BY product_id, code",
        ids,
    ):
        found[row["product_id"]].append(Fraction(row["numerator"], row["denominator"]))
    return found
