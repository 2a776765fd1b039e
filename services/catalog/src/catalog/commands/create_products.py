"""New products, one or a thousand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from kit.auth import Principal
from kit.db import Transaction
from kit.errors import Fault

from catalog.commands.govern import check_creation
from catalog.commands.records import created, prefix, refuse, refuse_taken, repeated
from catalog.domain.family import Family, attributes_of, value_faults
from catalog.domain.product import Product, SubstituteKind, completed, faults
from catalog.domain.replacement import leads_back
from catalog.storage import customer_codes, families, field_rules, partners, products
from catalog.wire import product_changed
from kit import audit

NOUN = "products"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What products name, as far as it exists."""

    tree: Mapping[str, Family]
    suppliers: set[UUID]
    products: set[UUID]
    replaced_by: Mapping[UUID, Sequence[UUID]]
    named_packagings: Mapping[UUID, set[str]]  # by codes of customers


async def create_products(tx: Transaction, asked: Sequence[Product], *, caller: Principal) -> list[Product]:
    """Write all of them, or none.

    Raises:
        PermissionMissing: a sensitive field is filled by who may not.
        InvalidRecords: with every fault of every product.
        AlreadyTaken: an id, SKU or GTIN is in use.
    """
    records = [completed(product) for product in asked]
    check_creation(NOUN, records, await field_rules.of(tx, "product"), caller)
    around = await surroundings(tx, records)
    found = [
        fault.within(prefix(NOUN, i, len(records)))
        for i, product in enumerate(records)
        for fault in (*faults(product), *reference_faults(product, around))
    ]
    found += repeated(NOUN, "sku", [product.sku for product in records])
    found += repeated(NOUN, "id", [str(product.id) for product in records])
    found += repeated_gtins(records)
    refuse(found)
    refuse_taken(await products.taken(tx, records), places(records))
    await products.add(tx, records)
    await audit.record(tx, *(created("product", product, caller.subject) for product in records))
    tx.publish(*(product_changed(product, around.tree) for product in records))
    return records


async def surroundings(tx: Transaction, records: Sequence[Product]) -> Surroundings:
    """What these products name: families, suppliers, substitutes, and what those are replaced by."""
    suppliers = {reference.supplier_id for product in records for reference in product.suppliers}
    named = {substitute.product_id for product in records for substitute in product.substitutes}
    own = {product.id: _replacements(product) for product in records}
    targets = [id_ for ids in own.values() for id_ in ids]
    stored = await products.replacements(tx, targets) if targets else {}
    return Surroundings(
        tree=await families.every(tx),
        suppliers=await partners.known(tx, list(suppliers), role="is_supplier") if suppliers else set(),
        products={*own, *(await products.known(tx, list(named - own.keys())) if named else ())},
        replaced_by={**stored, **own},
        named_packagings=await customer_codes.packagings(tx, list(own)),
    )


def reference_faults(product: Product, around: Surroundings) -> list[Fault]:
    """What the product names and does not exist, or may not name."""
    found: list[Fault] = []
    if product.family_code in around.tree:
        found += value_faults(attributes_of(around.tree, product.family_code), product.attributes)
    else:
        detail = f"There is no family {product.family_code!r}: create it first."
        found.append(Fault("family_code", detail, "family-unknown", {"family": product.family_code}))
    for i, reference in enumerate(product.suppliers):
        if reference.supplier_id not in around.suppliers:
            detail = f"There is no supplier {reference.supplier_id}: create the partner first."
            found.append(Fault(f"suppliers.{i}.supplier_id", detail, "supplier-unknown"))
    for i, substitute in enumerate(product.substitutes):
        if substitute.product_id not in around.products:
            detail = f"There is no product {substitute.product_id}: create it first."
            found.append(Fault(f"substitutes.{i}.product_id", detail, "substitute-unknown"))
    packagings = {packaging.code for packaging in product.packagings}
    if gone := around.named_packagings.get(product.id, set()) - packagings:
        detail = f"Codes of customers name {', '.join(sorted(gone))}: keep it, or change those codes first."
        found.append(Fault("packagings", detail, "packaging-named", {"packaging": ", ".join(sorted(gone))}))
    if leads_back(product.id, around.replaced_by):
        found.append(
            Fault(
                "substitutes",
                "The products that replace it are replaced by it in the end: break the circle.",
                "substitutes-circle",
            )
        )
    return found


def repeated_gtins(records: Sequence[Product]) -> list[Fault]:
    """GTINs that two packagings of one request share, each where it stands."""
    stands = {
        f"{prefix(NOUN, i, len(records))}packagings.{j}.gtin": packaging.gtin.zfill(14)
        for i, product in enumerate(records)
        for j, packaging in enumerate(product.packagings)
        if packaging.gtin
    }
    times = Counter(stands.values())
    return [
        Fault(place, f"The GTIN {gtin} occurs {times[gtin]} times in this request.", "repeated", {"value": gtin})
        for place, gtin in stands.items()
        if times[gtin] > 1
    ]


def places(records: Sequence[Product]) -> dict[tuple[str, str], str]:
    """Where in the request each id, SKU and GTIN stands."""
    found = {}
    for i, product in enumerate(records):
        start = prefix(NOUN, i, len(records))
        found["id", str(product.id)] = f"{start}id"
        found["sku", product.sku] = f"{start}sku"
        for j, packaging in enumerate(product.packagings):
            found["gtin", packaging.gtin or ""] = f"{start}packagings.{j}.gtin"
    return found


def _replacements(product: Product) -> list[UUID]:
    return [each.product_id for each in product.substitutes if each.kind is SubstituteKind.REPLACED_BY]
