"""Products with their packagings and supplier references; many in one statement each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.search import folded

from catalog.domain.product import CostingMethod, Packaging, Product, ProductStatus, SupplierReference, Tracking

_COLUMNS = (
    "id", "version", "sku", "name_fr", "name_en", "family_code", "status", "stock_uom", "quantity_decimals",
    "tax_class", "costing_method", "tracking", "weight_kg", "hs_code",
)  # fmt: skip


async def add(tx: Transaction, products: Sequence[Product]) -> None:
    """Write new products."""
    await tx.copy("product", (*_COLUMNS, "search"), [_row(product) for product in products])
    await _add_parts(tx, products)


async def replace(tx: Transaction, product: Product) -> bool:
    """Write a product's new state over version - 1; False when that is no longer the current one."""
    changed = await tx.execute(
        "UPDATE product SET version = $2, sku = $3, name_fr = $4, name_en = $5, family_code = $6, status = $7,"
        " stock_uom = $8, quantity_decimals = $9, tax_class = $10, costing_method = $11, tracking = $12, weight_kg = $13,"
        " hs_code = $14, search = $15 WHERE id = $1 AND version = $2 - 1",
        *_row(product),
    )
    if changed:
        await tx.execute("DELETE FROM packaging WHERE product_id = $1", product.id)
        await tx.execute("DELETE FROM supplier_reference WHERE product_id = $1", product.id)
        await _add_parts(tx, [product])
    return bool(changed)


async def find(tx: ReadTransaction, product_id: UUID) -> Product | None:
    """One product, or nothing."""
    rows = await tx.fetch(f"SELECT {', '.join(_COLUMNS)} FROM product WHERE id = $1", product_id)
    return (await complete(tx, [dict(row) for row in rows]))[0] if rows else None


async def complete(tx: ReadTransaction, rows: Sequence[Mapping[str, Any]]) -> list[Product]:
    """Product rows with their parts, in the same order."""
    ids = [row["id"] for row in rows]
    packagings: dict[UUID, list[Packaging]] = defaultdict(list)
    for part in await tx.fetch(
        "SELECT product_id, code, uom, numerator, denominator, gtin FROM packaging"
        " WHERE product_id = ANY($1) ORDER BY product_id, position",
        ids,
    ):
        values = dict(part)
        packagings[values.pop("product_id")].append(Packaging(**values))
    suppliers: dict[UUID, list[SupplierReference]] = defaultdict(list)
    for part in await tx.fetch(
        "SELECT product_id, supplier_id, supplier_sku, packaging_code, lead_time_days FROM supplier_reference"
        " WHERE product_id = ANY($1) ORDER BY product_id, position",
        ids,
    ):
        values = dict(part)
        suppliers[values.pop("product_id")].append(SupplierReference(**values))
    return [_product(row, packagings[row["id"]], suppliers[row["id"]]) for row in rows]


async def taken(tx: ReadTransaction, products: Sequence[Product]) -> list[tuple[str, str, UUID]]:
    """(field, value, id of the product that has it) for every id, SKU or GTIN that another record has already."""
    gtins = [packaging.gtin for product in products for packaging in product.packagings if packaging.gtin]
    owners = [product.id for product in products for packaging in product.packagings if packaging.gtin]
    rows = await tx.fetch(
        "SELECT 'id' AS field, id::text AS value, id FROM product WHERE id = ANY($1)"
        " UNION ALL SELECT 'sku', sku, id FROM product WHERE sku = ANY($2)"
        " UNION ALL SELECT 'gtin', p.gtin, p.product_id FROM packaging p"
        " JOIN unnest($3::text[], $4::uuid[]) AS asked (gtin, owner) ON asked.gtin = p.gtin AND asked.owner <> p.product_id",
        [product.id for product in products],
        [product.sku for product in products],
        gtins,
        owners,
    )
    return [(row["field"], row["value"], row["id"]) for row in rows]


async def _add_parts(tx: Transaction, products: Sequence[Product]) -> None:
    await tx.copy(
        "packaging",
        ("product_id", "position", "code", "uom", "numerator", "denominator", "gtin"),
        [
            (product.id, i, part.code, part.uom, part.numerator, part.denominator, part.gtin)
            for product in products
            for i, part in enumerate(product.packagings)
        ],
    )
    await tx.copy(
        "supplier_reference",
        ("product_id", "position", "supplier_id", "supplier_sku", "packaging_code", "lead_time_days"),
        [
            (product.id, i, part.supplier_id, part.supplier_sku, part.packaging_code, part.lead_time_days)
            for product in products
            for i, part in enumerate(product.suppliers)
        ],
    )


def _row(product: Product) -> tuple[object, ...]:
    return (
        *(getattr(product, name) for name in _COLUMNS),
        folded(product.sku, product.name_fr, product.name_en),
    )


def _product(
    row: Mapping[str, Any], packagings: Sequence[Packaging], suppliers: Sequence[SupplierReference]
) -> Product:
    values = {
        **{name: row[name] for name in _COLUMNS},
        "status": ProductStatus(row["status"]),
        "costing_method": CostingMethod(row["costing_method"]),
        "tracking": Tracking(row["tracking"]),
    }
    return Product(**values, packagings=tuple(packagings), suppliers=tuple(suppliers))
