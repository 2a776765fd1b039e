"""A new state of a product."""

from kit.audit import AuditEntry, differences
from kit.db import Transaction
from kit.errors import stale

from catalog.commands.create_products import reference_faults
from catalog.commands.records import printable, refuse, refuse_taken
from catalog.domain.product import Product, completed, faults
from catalog.storage import families, partners, products
from catalog.wire import product_changed
from kit import audit


async def change_product(tx: Transaction, before: Product, asked: Product, *, subject: str) -> Product:
    """Write `asked`, whose version is one above `before`'s.

    Raises:
        InvalidRecords: with every fault.
        AlreadyTaken: a GTIN is in use.
        Stale: somebody changed the product meanwhile.
    """
    product = completed(asked)
    tree = await families.every(tx)
    known = await partners.known(tx, [reference.supplier_id for reference in product.suppliers], role="is_supplier")
    refuse([*faults(product), *reference_faults(product, tree.keys(), known)])
    refuse_taken([row for row in await products.taken(tx, [product]) if row[2] != product.id], {})
    if not await products.replace(tx, product):
        raise stale("product", sent=before.version, current=before.version + 1)
    changes = differences(printable(before), printable(product))
    await audit.record(tx, AuditEntry("product", str(product.id), "changed", changes, subject, product.version))
    tx.publish(product_changed(product, tree))
    return product
