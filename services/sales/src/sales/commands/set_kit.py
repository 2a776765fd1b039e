"""Say what a kit is made of; orders that are there stay as they are."""

from dataclasses import replace

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import stale
from kit.quantity import check_precision

from kit import audit
from sales.domain.errors import KitNotPossible
from sales.domain.kit import Kit, check_kit
from sales.storage import kits, masters


async def set_kit(tx: Transaction, asked: Kit, *, subject: str) -> Kit:
    """Write it; `version` is that which was read.

    Raises:
        ProductNotKnown, NotSold: the product or a component is not sold.
        KitNotPossible: it would contain itself, a kit, or be in one.
        Stale: it was written since.
    """
    ids = [component.product_id for component in asked.components]
    await masters.sold_products(tx, [asked.product_id], field="kit")
    known = await masters.sold_products(tx, ids, field="components")
    for i, component in enumerate(asked.components):
        decimals = known[component.product_id].quantity_decimals
        check_precision(component.quantity, decimals, field=f"components.{i}.quantity")
    check_kit(asked, list(await kits.components_of(tx, ids)))
    if asked.components and await kits.containing(tx, asked.product_id):
        raise KitNotPossible("It is a component of a kit: it cannot be one itself.", field="components")
    before = await kits.find(tx, asked.product_id)
    after = replace(asked, version=asked.version + 1)
    if before.version != asked.version or not await kits.write(tx, after):
        raise stale("kit", sent=asked.version, current=before.version)
    changes = {"components": [_text(before), _text(after)]}
    await audit.record(tx, AuditEntry("kit", str(after.product_id), "changed", changes, subject, after.version))
    return after


def _text(kit: Kit) -> str:
    return ", ".join(f"{each.quantity} x {each.product_id}" for each in kit.components)
