"""Kits and their components."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from sales.domain.kit import Component, Kit


async def components_of(tx: ReadTransaction, product_ids: Collection[UUID]) -> dict[UUID, tuple[Component, ...]]:
    """Those of the products that are kits, with what is in them, in their order."""
    found: dict[UUID, list[Component]] = defaultdict(list)
    for row in await tx.fetch(
        "SELECT kit_product_id, product_id, quantity FROM kit_component WHERE kit_product_id = ANY($1)"
        " ORDER BY kit_product_id, position",
        list(product_ids),
    ):
        found[row["kit_product_id"]].append(Component(row["product_id"], row["quantity"]))
    return {id_: tuple(components) for id_, components in found.items()}


async def find(tx: ReadTransaction, product_id: UUID) -> Kit:
    """What a product is made of; no components when it is no kit."""
    version = await tx.fetchval("SELECT version FROM kit WHERE product_id = $1", product_id)
    return Kit(product_id, (await components_of(tx, [product_id])).get(product_id, ()), version or 0)


async def containing(tx: ReadTransaction, product_id: UUID) -> bool:
    """Whether it is a component of a kit."""
    return bool(await tx.fetchval("SELECT EXISTS (SELECT FROM kit_component WHERE product_id = $1)", product_id))


async def write(tx: Transaction, kit: Kit) -> bool:
    """Write it in its next version; False when another was written meanwhile."""
    written = await tx.execute(
        "INSERT INTO kit AS k (product_id, version) VALUES ($1, $2) ON CONFLICT (product_id) DO UPDATE"
        " SET version = excluded.version WHERE k.version = excluded.version - 1",
        kit.product_id,
        kit.version,
    )
    if not written:
        return False
    await tx.execute("DELETE FROM kit_component WHERE kit_product_id = $1", kit.product_id)
    await tx.copy(
        "kit_component",
        ("kit_product_id", "product_id", "position", "quantity"),
        [(kit.product_id, each.product_id, i, each.quantity) for i, each in enumerate(kit.components)],
    )
    return True
