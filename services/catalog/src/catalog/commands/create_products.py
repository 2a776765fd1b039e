"""New products, one or a thousand."""

from collections.abc import Container, Sequence
from uuid import UUID

from kit.db import Transaction
from kit.errors import Fault

from catalog.commands.records import created, prefix, refuse, refuse_taken, repeated
from catalog.domain.product import Product, completed, faults
from catalog.storage import families, partners, products
from catalog.wire import product_changed
from kit import audit

NOUN = "products"


async def create_products(tx: Transaction, asked: Sequence[Product], *, subject: str) -> list[Product]:
    """Write all of them, or none.

    Raises:
        InvalidRecords: with every fault of every product.
        AlreadyTaken: an id, SKU or GTIN is in use.
    """
    records = [completed(product) for product in asked]
    tree = await families.every(tx)
    suppliers = {reference.supplier_id for product in records for reference in product.suppliers}
    known = await partners.known(tx, list(suppliers), role="is_supplier")
    found = [
        fault.within(prefix(NOUN, i, len(records)))
        for i, product in enumerate(records)
        for fault in (*faults(product), *reference_faults(product, tree.keys(), known))
    ]
    found += repeated(NOUN, "sku", [product.sku for product in records])
    found += repeated(NOUN, "id", [str(product.id) for product in records])
    found += repeated(NOUN, "packagings.gtin", [g for product in records for g in _gtins(product)])
    refuse(found)
    refuse_taken(await products.taken(tx, records), _places(records))
    await products.add(tx, records)
    await audit.record(tx, *(created("product", product, subject) for product in records))
    tx.publish(*(product_changed(product, tree) for product in records))
    return records


def reference_faults(product: Product, family_codes: Container[str], supplier_ids: Container[UUID]) -> list[Fault]:
    """What the product names and does not exist."""
    found = []
    if product.family_code not in family_codes:
        found.append(Fault("family_code", f"There is no family {product.family_code!r}: create it first."))
    for i, reference in enumerate(product.suppliers):
        if reference.supplier_id not in supplier_ids:
            detail = f"There is no supplier {reference.supplier_id}: create the partner first."
            found.append(Fault(f"suppliers.{i}.supplier_id", detail))
    return found


def _gtins(product: Product) -> list[str]:
    return [packaging.gtin for packaging in product.packagings if packaging.gtin]


def _places(records: Sequence[Product]) -> dict[tuple[str, str], str]:
    places = {}
    for i, product in enumerate(records):
        start = prefix(NOUN, i, len(records))
        places["id", str(product.id)] = f"{start}id"
        places["sku", product.sku] = f"{start}sku"
        for j, packaging in enumerate(product.packagings):
            places["gtin", packaging.gtin or ""] = f"{start}packagings.{j}.gtin"
    return places
