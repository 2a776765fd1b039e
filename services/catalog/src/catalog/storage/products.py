"""Products with their packagings, supplier references and substitutes; many in one statement each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.search import folded

from catalog.domain.product import Product
from catalog.domain.snapshot import restored

_COLUMNS = (
    "id", "version", "sku", "name_fr", "name_en", "family_code", "status", "stock_uom", "quantity_decimals",
    "tax_class", "costing_method", "tracking", "weight_kg", "hs_code", "volume_m3", "length_mm", "width_mm", "height_mm",
    "is_expiry_tracked", "shelf_life_days", "images", "attributes",
)  # fmt: skip
_PARTS = {
    "packagings": ("packaging", ("code", "uom", "numerator", "denominator", "gtin")),
    "suppliers": ("supplier_reference", ("supplier_id", "supplier_sku", "packaging_code", "lead_time_days")),
    "substitutes": ("product_substitute", ("substitute_id", "kind")),
}
_CHAINS = "catalog.product_substitute"  # one change of replacements at a time, or two could close a circle together


async def add(tx: Transaction, products: Sequence[Product]) -> None:
    """Write new products."""
    await tx.copy("product", (*_COLUMNS, "search"), [tuple(_row(product).values()) for product in products])
    await _add_parts(tx, products)


async def replace(tx: Transaction, products: Sequence[Product]) -> set[UUID]:
    """Write the new states of products over version - 1; the ids of those for which that is no longer the current one."""
    assignments = ", ".join(f"{name} = asked.{name}" for name in (*_COLUMNS, "search") if name != "id")
    rows = await tx.fetch(
        f"UPDATE product SET {assignments} FROM jsonb_populate_recordset(NULL::product, $1) AS asked"
        " WHERE product.id = asked.id AND product.version = asked.version - 1 RETURNING product.id",
        [_row(product) for product in products],
    )
    written = {row["id"] for row in rows}
    for table, _ in _PARTS.values():
        await tx.execute(f"DELETE FROM {table} WHERE product_id = ANY($1)", list(written))
    await _add_parts(tx, [product for product in products if product.id in written])
    return {product.id for product in products} - written


async def find(tx: ReadTransaction, product_id: UUID) -> Product | None:
    """One product, or nothing."""
    return (await find_many(tx, [product_id])).get(product_id)


async def find_many(tx: ReadTransaction, ids: Iterable[UUID], *, lock: bool = False) -> dict[UUID, Product]:
    """Products by id, held against other changes until the transaction ends when asked."""
    rows = await tx.fetch(
        f"SELECT {', '.join(_COLUMNS)} FROM product WHERE id = ANY($1) ORDER BY id{' FOR NO KEY UPDATE' if lock else ''}",
        list(ids),
    )
    return {product.id: product for product in await complete(tx, [dict(row) for row in rows])}


async def complete(tx: ReadTransaction, rows: Sequence[Mapping[str, Any]]) -> list[Product]:
    """Product rows with their parts, in the same order."""
    ids = [row["id"] for row in rows]
    parts: dict[UUID, dict[str, list[dict[str, Any]]]] = {id_: {name: [] for name in _PARTS} for id_ in ids}
    for name, (table, columns) in _PARTS.items():
        for part in await tx.fetch(
            f"SELECT product_id AS owner, {', '.join(columns)} FROM {table}"
            " WHERE product_id = ANY($1) ORDER BY product_id, position",
            ids,
        ):
            values = dict(part)
            parts[values.pop("owner")][name].append(values)
    for each in parts.values():
        each["substitutes"] = [
            {"product_id": part["substitute_id"], "kind": part["kind"]} for part in each["substitutes"]
        ]
    return [restored(Product, {**{name: row[name] for name in _COLUMNS}, **parts[row["id"]]}) for row in rows]


async def taken(tx: ReadTransaction, products: Sequence[Product]) -> list[tuple[str, str, UUID, str]]:
    """(field, value, id and SKU of the product that has it) for every id, SKU or GTIN that another record has already."""
    gtins = [packaging.gtin for product in products for packaging in product.packagings if packaging.gtin]
    owners = [product.id for product in products for packaging in product.packagings if packaging.gtin]
    rows = await tx.fetch(
        "SELECT 'id' AS field, id::text AS value, id, sku FROM product WHERE id = ANY($1)"
        " UNION ALL SELECT 'sku', sku, id, sku FROM product WHERE sku = ANY($2)"
        " UNION ALL SELECT 'gtin', asked.gtin, o.id, o.sku FROM packaging p JOIN product o ON o.id = p.product_id"
        " JOIN unnest($3::text[], $4::uuid[]) AS asked (gtin, owner)"
        " ON lpad(asked.gtin, 14, '0') = p.gtin14 AND asked.owner <> p.product_id",
        [product.id for product in products],
        [product.sku for product in products],
        gtins,
        owners,
    )
    return [(row["field"], row["value"], row["id"], row["sku"]) for row in rows]


async def known(tx: ReadTransaction, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these are products."""
    return {row["id"] for row in await tx.fetch("SELECT id FROM product WHERE id = ANY($1)", ids)}


async def replacements(tx: Transaction, starts: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """What replaces these products, and what replaces that, to the end; nobody else changes replacements meanwhile."""
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext($1))", _CHAINS)
    rows = await tx.fetch(
        "WITH RECURSIVE chain (id) AS (SELECT unnest($1::uuid[]) UNION"
        " SELECT s.substitute_id FROM chain JOIN product_substitute s ON s.product_id = chain.id AND s.kind = 'replaced-by')"
        " SELECT s.product_id, s.substitute_id FROM chain JOIN product_substitute s ON s.product_id = chain.id"
        " WHERE s.kind = 'replaced-by'",
        starts,
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        found[row["product_id"]].append(row["substitute_id"])
    return found


async def by_codes(
    tx: ReadTransaction, *, gtins: Sequence[str], skus: Sequence[str]
) -> tuple[dict[str, tuple[UUID, str]], dict[str, UUID]]:
    """GTINs of 14 digits with product and packaging code, and SKUs with their product: those that are known."""
    of_gtin = await tx.fetch("SELECT gtin14, product_id, code FROM packaging WHERE gtin14 = ANY($1)", gtins)
    of_sku = await tx.fetch("SELECT sku, id FROM product WHERE sku = ANY($1)", skus)
    return {row["gtin14"]: (row["product_id"], row["code"]) for row in of_gtin}, {
        row["sku"]: row["id"] for row in of_sku
    }


async def by_names(tx: ReadTransaction, names: Collection[str]) -> dict[str, list[UUID]]:
    """Products by their names in lower case, in either language."""
    found: dict[str, list[UUID]] = {}
    for row in await tx.fetch(
        "SELECT id, lower(name_fr) AS fr, lower(name_en) AS en FROM product"
        " WHERE lower(name_fr) = ANY($1) OR lower(name_en) = ANY($1) ORDER BY sku",
        list(names),
    ):
        for name in {row["fr"], row["en"]} & set(names):
            found.setdefault(name, []).append(row["id"])
    return found


async def _add_parts(tx: Transaction, products: Sequence[Product]) -> None:
    await tx.copy(
        "packaging",
        ("product_id", "position", "code", "uom", "numerator", "denominator", "gtin", "gtin14"),
        [
            (
                product.id,
                i,
                part.code,
                part.uom,
                part.numerator,
                part.denominator,
                part.gtin,
                part.gtin and part.gtin.zfill(14),
            )
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
    await tx.copy(
        "product_substitute",
        ("product_id", "position", "substitute_id", "kind"),
        [
            (product.id, i, part.product_id, part.kind.value)
            for product in products
            for i, part in enumerate(product.substitutes)
        ],
    )


def _row(product: Product) -> dict[str, Any]:
    return {
        **{name: getattr(product, name) for name in _COLUMNS},
        "images": [asdict(image) for image in product.images],
        "search": folded(product.sku, product.name_fr, product.name_en),
    }
