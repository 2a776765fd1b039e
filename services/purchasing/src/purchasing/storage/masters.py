"""What purchasing knows of products and suppliers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.paper import Party
from kit.quantity import Factor

from kit import copies
from purchasing.domain.errors import CustomerNotKnown, NotASupplier, NotBought, ProductNotKnown, SupplierNotKnown

_PRODUCT = {
    "id": "uuid", "version": "bigint", "sku": "text", "name": "text", "is_bought": "boolean", "quantity_decimals": "int",
    "weight_kg": "numeric", "volume_m3": "numeric",
}  # fmt: skip
_PARTNER = {
    "id": "uuid",
    "version": "bigint",
    "code": "text",
    "name": "text",
    "is_supplier": "boolean",
    "address": "text",
    "email": "text",
    "language": "text",
}


@dataclass(frozen=True, slots=True)
class Product:
    """A product as buyers need it."""

    id: UUID
    version: int
    sku: str
    name: str
    is_bought: bool
    quantity_decimals: int
    family_path: tuple[str, ...] = ()
    weight_kg: Decimal | None = None
    volume_m3: Decimal | None = None
    packagings: dict[str, Factor] = field(default_factory=dict)


async def keep_products(tx: Transaction, products: Sequence[Product]) -> None:
    changed = await copies.keep(
        tx,
        "product",
        _PRODUCT,
        [
            (p.id, p.version, p.sku, p.name, p.is_bought, p.quantity_decimals, p.weight_kg, p.volume_m3)
            for p in products
        ],
    )
    of_changed = [product for product in products if product.id in set(changed)]
    # A row of arrays cannot be unnested, so the path travels as one text; no code has a line feed.
    await tx.execute(
        "UPDATE product SET family_path = string_to_array(f, chr(10)) FROM unnest($1::uuid[], $2::text[]) AS x (i, f)"
        " WHERE id = x.i",
        [product.id for product in of_changed],
        ["\n".join(product.family_path) for product in of_changed],
    )
    await tx.execute("DELETE FROM packaging WHERE product_id = ANY($1)", changed)
    await tx.copy(
        "packaging",
        ("product_id", "code", "numerator", "denominator"),
        [
            (product.id, code, factor.numerator, factor.denominator)
            for product in of_changed
            for code, factor in product.packagings.items()
        ],
    )


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner as buyers need it; `address` is where goods for him go."""

    id: UUID
    version: int
    code: str
    name: str
    is_supplier: bool
    address: str
    email: str
    language: str


async def keep_partners(tx: Transaction, partners: Sequence[Partner]) -> None:
    await copies.keep(tx, "partner", _PARTNER, [tuple(getattr(each, name) for name in _PARTNER) for each in partners])


async def bought_products(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, Product]:
    """Products that may be bought.

    Raises:
        ProductNotKnown: one was never heard of.
        NotBought: one is blocked or discontinued.
    """
    found = await some_products(tx, ids)
    for i, id_ in enumerate(ids):
        if id_ not in found:
            raise ProductNotKnown(
                f"Purchasing does not know the product {id_}. One just created is known in a moment.",
                field=f"lines.{i}.product_id",
                id=str(id_),
            )
        if not found[id_].is_bought:
            raise NotBought(
                f"{found[id_].sku} is blocked or discontinued: it is not bought.", field=f"lines.{i}.product_id"
            )
    return found


async def quantity_decimals(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Of these products."""
    rows = await tx.fetch("SELECT id, quantity_decimals FROM product WHERE id = ANY($1)", list(ids))
    return {row["id"]: row["quantity_decimals"] for row in rows}


async def some_products(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, Product]:
    """Those of these products that were heard of, bought or not."""
    rows = await tx.fetch(f"SELECT {', '.join(_PRODUCT)} FROM product WHERE id = ANY($1)", ids)
    found = {row["id"]: Product(**dict(row)) for row in rows}
    for row in await tx.fetch(
        "SELECT product_id, code, numerator, denominator FROM packaging WHERE product_id = ANY($1) ORDER BY code", ids
    ):
        found[row["product_id"]].packagings[row["code"]] = Factor(row["numerator"], row["denominator"])
    return found


async def ids_of_skus(tx: ReadTransaction, skus: Collection[str]) -> dict[str, UUID]:
    """Products by our own references."""
    rows = await tx.fetch("SELECT sku, id FROM product WHERE sku = ANY($1)", list(set(skus)))
    return {row["sku"]: row["id"] for row in rows}


async def check_supplier(tx: ReadTransaction, partner_id: UUID) -> None:
    """Nothing when we buy from this partner.

    Raises:
        SupplierNotKnown: purchasing has not heard of him.
        NotASupplier: he is none, or not any more.
    """
    row = await tx.fetchrow("SELECT code, is_supplier FROM partner WHERE id = $1", partner_id)
    if row is None:
        raise SupplierNotKnown(
            f"Purchasing does not know the supplier {partner_id}. One just created is known in a moment.",
            field="supplier_id",
            id=str(partner_id),
        )
    if not row["is_supplier"]:
        raise NotASupplier(f"{row['code']} is no active supplier: set it so in the catalog first.", field="supplier_id")


async def address_of(tx: ReadTransaction, partner_id: UUID) -> str:
    """Where goods for a customer go, with his name, as lines on a parcel.

    Raises:
        CustomerNotKnown: purchasing has not heard of him.
    """
    row = await tx.fetchrow("SELECT name, address FROM partner WHERE id = $1", partner_id)
    if row is None:
        raise CustomerNotKnown(f"Purchasing does not know the customer {partner_id} yet.")
    return f"{row['name']}\n{row['address']}".strip()


async def supplier_names(tx: ReadTransaction, ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """(code, name) of suppliers."""
    rows = await tx.fetch("SELECT id, code, name FROM partner WHERE id = ANY($1)", list(ids))
    return {row["id"]: (row["code"], row["name"]) for row in rows}


async def mail_addresses(tx: ReadTransaction, ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """(e-mail address, language) of those of these suppliers who have an address."""
    rows = await tx.fetch("SELECT id, email, language FROM partner WHERE id = ANY($1) AND email <> ''", list(ids))
    return {row["id"]: (row["email"], row["language"]) for row in rows}


async def active_suppliers(tx: ReadTransaction, ids: Collection[UUID]) -> set[UUID]:
    """Those of these partners from whom we buy."""
    rows = await tx.fetch("SELECT id FROM partner WHERE id = ANY($1) AND is_supplier", list(ids))
    return {row["id"] for row in rows}


async def letter_head(tx: ReadTransaction, supplier_id: UUID) -> Party:
    """Name and address of a supplier, as on an envelope."""
    row = await tx.fetchrow("SELECT name, address FROM partner WHERE id = $1", supplier_id)
    if row is None:
        raise SupplierNotKnown(f"Purchasing does not know the partner {supplier_id}.", field="supplier_id")
    return Party(row["name"], tuple(line for line in row["address"].splitlines() if line != row["name"]))


async def supplier_codes(tx: ReadTransaction, supplier_id: UUID, product_ids: Collection[UUID]) -> dict[UUID, str]:
    """What a supplier calls these products, by his newest prices; those that he calls nothing are left out."""
    rows = await tx.fetch(
        "SELECT DISTINCT ON (product_id) product_id, supplier_sku FROM supplier_price WHERE supplier_id = $1"
        " AND product_id = ANY($2) AND supplier_sku <> '' ORDER BY product_id, effective_from DESC",
        supplier_id,
        list(product_ids),
    )
    return {row["product_id"]: row["supplier_sku"] for row in rows}
