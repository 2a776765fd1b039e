"""What sales knows of products and customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.quantity import Factor

from kit import copies
from sales.domain.errors import CustomerNotKnown, NotACustomer, NotSold, ProductNotKnown
from sales.domain.payment_terms import PaymentTerms
from sales.storage.order_rows import terms_of, terms_values

_PRODUCT = {
    "id": "uuid", "version": "bigint", "sku": "text", "name_fr": "text", "name_en": "text", "is_sold": "boolean",
    "quantity_decimals": "int", "tax_class": "text", "packagings": "jsonb", "substitutes": "jsonb",
}  # fmt: skip
PARTNER = {
    "id": "uuid", "version": "bigint", "code": "text", "name": "text", "is_customer": "boolean", "bill_to_id": "uuid",
    "segment": "text", "salesperson": "text", "channel": "text", "currency": "text", "language": "text",
    "payment_days": "int", "payment_terms": "jsonb", "postal": "jsonb",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Product:
    """A product as sellers need it."""

    id: UUID
    version: int
    sku: str
    name_fr: str
    name_en: str
    is_sold: bool
    quantity_decimals: int
    tax_class: str
    packagings: dict[str, Factor]
    substitutes: tuple[UUID, ...] = ()  # what can be given instead, the best first
    is_kit: bool = False

    def description(self, language: str) -> str:
        """As printed on the invoice, in the customer's language where there is a name in it."""
        names = (self.name_en, self.name_fr) if language == "en" else (self.name_fr, self.name_en)
        return next((name for name in names if name), self.sku)


@dataclass(frozen=True, slots=True)
class Customer:
    """A partner as sellers need him."""

    id: UUID
    version: int
    code: str
    name: str
    is_customer: bool
    bill_to_id: UUID
    segment: str
    salesperson: str
    channel: str
    currency: str
    language: str
    payment_days: int
    payment_terms: PaymentTerms | None
    postal: dict[str, list[str]] = field(default_factory=dict)  # "billing", "delivery": lines as on an envelope


async def keep_products(tx: Transaction, products: Sequence[Product]) -> None:
    await copies.keep(
        tx,
        "product",
        _PRODUCT,
        [
            (
                p.id,
                p.version,
                p.sku,
                p.name_fr,
                p.name_en,
                p.is_sold,
                p.quantity_decimals,
                p.tax_class,
                {code: [factor.numerator, factor.denominator] for code, factor in p.packagings.items()},
                {"ids": p.substitutes},  # a list would count as a dimension of the array
            )
            for p in products
        ],
    )


async def keep_partners(tx: Transaction, partners: Sequence[Customer]) -> None:
    rows = [
        {**{name: getattr(p, name) for name in PARTNER}, "payment_terms": terms_values(p.payment_terms)}
        for p in partners
    ]
    await copies.keep(tx, "partner", PARTNER, [tuple(row.values()) for row in rows])


async def products(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, Product]:
    """Those of the products that sales has heard of, sold or not."""
    # As an inner query the ids count alike whether their number is known or not, so that the plan is kept: making it anew
    # for each order took longer than running it.
    rows = await tx.fetch(
        f"SELECT {', '.join(_PRODUCT)}, EXISTS (SELECT FROM kit_component WHERE kit_product_id = id) AS is_kit"
        " FROM product WHERE id = ANY(ARRAY(SELECT unnest($1::uuid[])))",
        ids,
    )
    found = {}
    for row in rows:
        packagings = {code: Factor(*parts) for code, parts in row["packagings"].items()}
        substitutes = tuple(UUID(id_) for id_ in row["substitutes"]["ids"])
        found[row["id"]] = Product(**{**dict(row), "packagings": packagings, "substitutes": substitutes})
    return found


async def customers(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, Customer]:
    """Those of the partners that sales has heard of, whether or not we sell to them."""
    rows = await tx.fetch(f"SELECT {', '.join(PARTNER)} FROM partner WHERE id = ANY($1)", ids)
    return {row["id"]: customer_of(dict(row)) for row in rows}


async def sold_products(tx: ReadTransaction, ids: Sequence[UUID], *, field: str = "lines") -> dict[UUID, Product]:
    """Products that may be sold; `field` is the list in the request that names them.

    Raises:
        ProductNotKnown: one was never heard of.
        NotSold: one is blocked.
    """
    found = await products(tx, ids)
    for i, id_ in enumerate(ids):
        if id_ not in found:
            raise ProductNotKnown(
                f"Sales does not know the product {id_}. One just created is known in a moment.",
                field=f"{field}.{i}.product_id",
                id=str(id_),
            )
        if not found[id_].is_sold:
            raise NotSold(f"{found[id_].sku} is blocked: it is not sold.", field=f"{field}.{i}.product_id")
    return found


async def customer(tx: ReadTransaction, partner_id: UUID) -> Customer:
    """A partner that we sell to.

    Raises:
        CustomerNotKnown: sales has not heard of him.
        NotACustomer: he is none, or not any more.
    """
    return sold_to(await customer_known(tx, partner_id))


def sold_to(partner: Customer) -> Customer:
    """The partner, when we sell to him.

    Raises:
        NotACustomer: he is none, or not any more.
    """
    if not partner.is_customer:
        raise NotACustomer(
            f"{partner.code} is no active customer: set it so in the catalog first.", field="customer_id"
        )
    return partner


async def customer_known(tx: ReadTransaction, partner_id: UUID) -> Customer:
    """A partner, whether or not we sell to him any more.

    Raises:
        CustomerNotKnown: sales has not heard of him.
    """
    row = await tx.fetchrow(f"SELECT {', '.join(PARTNER)} FROM partner WHERE id = $1", partner_id)
    if row is None:
        raise not_known(partner_id)
    return customer_of(dict(row))


def not_known(partner_id: UUID) -> CustomerNotKnown:
    """The refusal of a partner that sales has not heard of."""
    return CustomerNotKnown(
        f"Sales does not know the customer {partner_id}. One just created is known in a moment.",
        field="customer_id",
        id=str(partner_id),
    )


def customer_of(row: Mapping[str, Any]) -> Customer:
    """The customer of a row of PARTNER."""
    return Customer(**{**row, "payment_terms": terms_of(row["payment_terms"])})
