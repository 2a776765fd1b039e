"""Prices, many in one statement."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from pricing.domain.errors import CustomerNotKnown, ProductNotKnown
from pricing.domain.price import Price, Scope


async def put(tx: Transaction, prices: Sequence[Price], *, subject: str) -> dict[UUID, tuple[UUID, str | None]]:
    """Write prices; one for the same product, scope, quantity, currency and first day replaces the older.

    Returns for each given id the id that the price has, and the amount that it had before (None for a new one).
    """
    rows = await tx.fetch(
        "WITH asked AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::numeric[], $6::numeric[],"
        " $7::text[], $8::date[], $9::date[])"
        " AS a (id, product_id, scope, scope_key, min_quantity, unit_price, currency, effective_from, effective_until)),"
        " before AS (SELECT a.id AS asked_id, p.id, p.unit_price FROM asked a JOIN price p"
        " USING (product_id, currency, scope, scope_key, min_quantity, effective_from)),"
        " written AS (INSERT INTO price AS p (id, product_id, scope, scope_key, min_quantity, unit_price, currency,"
        " effective_from, effective_until, set_by) SELECT a.*, $10 FROM asked a"
        " ON CONFLICT (product_id, currency, scope, scope_key, min_quantity, effective_from)"
        " DO UPDATE SET unit_price = excluded.unit_price, effective_until = excluded.effective_until, set_by = excluded.set_by)"
        " SELECT a.id AS asked_id, coalesce(b.id, a.id) AS id, b.unit_price FROM asked a LEFT JOIN before b"
        " ON b.asked_id = a.id",
        *_columns(prices),
        subject,
    )
    return {row["asked_id"]: (row["id"], None if row["unit_price"] is None else str(row["unit_price"])) for row in rows}


def _columns(prices: Sequence[Price]) -> list[list[object]]:
    return [
        [price.id for price in prices],
        [price.product_id for price in prices],
        [str(price.scope) for price in prices],
        [price.scope_key for price in prices],
        [price.min_quantity for price in prices],
        [price.unit_price for price in prices],
        [price.currency for price in prices],
        [price.effective_from for price in prices],
        [price.effective_until for price in prices],
    ]


async def check_known(tx: ReadTransaction, prices: Sequence[Price]) -> None:
    """Nothing when pricing knows every product and customer.

    Raises:
        ProductNotKnown, CustomerNotKnown: it has not heard of one.
    """
    ids = [price.product_id for price in prices]
    known = {row["id"] for row in await tx.fetch("SELECT id FROM product WHERE id = ANY($1)", ids)}
    customers = {UUID(price.scope_key) for price in prices if price.scope is Scope.CUSTOMER}
    found = {row["id"] for row in await tx.fetch("SELECT id FROM partner WHERE id = ANY($1)", list(customers))}
    for i, price in enumerate(prices):
        if price.product_id not in known:
            raise product_not_known(price.product_id, f"prices.{i}.product_id")
        if price.scope is Scope.CUSTOMER and UUID(price.scope_key) not in found:
            raise customer_not_known(UUID(price.scope_key), f"prices.{i}.scope_key")


def product_not_known(product_id: UUID, field: str) -> ProductNotKnown:
    return ProductNotKnown(
        f"Pricing does not know the product {product_id}. One just created is known in a moment.",
        field=field,
        id=str(product_id),
    )


def customer_not_known(customer_id: UUID, field: str) -> CustomerNotKnown:
    return CustomerNotKnown(
        f"Pricing does not know the customer {customer_id}. One just created is known in a moment.",
        field=field,
        id=str(customer_id),
    )
