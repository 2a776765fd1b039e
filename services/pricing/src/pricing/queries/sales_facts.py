"""Everything that prices and margins of an order rest on, in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction

from pricing.domain.price import Price, Scope
from pricing.storage.prices import customer_not_known, product_not_known

_PRODUCTS = (
    "SELECT p.id AS product, p.sku, p.family_path, c.unit_cost, b.id AS customer, b.segment, s.version AS rules"
    " FROM unnest($1::uuid[]) AS asked (id) JOIN product p ON p.id = asked.id"
    " CROSS JOIN margin_rule_set s LEFT JOIN cost c ON c.product_id = p.id LEFT JOIN partner b ON b.id = $2"
)
_PRICES = (
    "SELECT x.*, r.id AS price_id, r.scope, r.scope_key, r.min_quantity, r.unit_price, r.effective_from,"
    f" r.effective_until FROM ({_PRODUCTS}) AS x"
    " LEFT JOIN price r ON r.product_id = x.product AND r.currency = $3"
    " AND r.effective_from <= $4 AND (r.effective_until IS NULL OR r.effective_until >= $4)"
    " AND (r.scope = 'list' OR (r.scope = 'segment' AND r.scope_key = x.segment)"
    " OR (r.scope = 'customer' AND r.scope_key = $2::text))"
)


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """Of one product."""

    sku: str
    family_path: Sequence[str]
    unit_cost: Decimal | None
    prices: Sequence[Price]


@dataclass(frozen=True, slots=True)
class SaleFacts:
    """Of one order: the customer's segment, its products, and the version of the margin rules."""

    segment: str
    rules_version: int
    products: dict[UUID, ProductFacts]


async def margin_facts(tx: ReadTransaction, customer_id: UUID, product_ids: Sequence[UUID]) -> SaleFacts:
    """Without prices.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
    """
    rows = await tx.fetch(_PRODUCTS, list(set(product_ids)), customer_id)
    products = {row["product"]: ProductFacts(row["sku"], row["family_path"], row["unit_cost"], ()) for row in rows}
    return _facts(rows, products, customer_id, product_ids)


async def price_facts(
    tx: ReadTransaction, customer_id: UUID, product_ids: Sequence[UUID], currency: str, on: date
) -> SaleFacts:
    """With the prices that apply to this customer on that day.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
    """
    rows = await tx.fetch(_PRICES, list(set(product_ids)), customer_id, currency, on)
    prices: dict[UUID, list[Price]] = defaultdict(list)
    for row in rows:
        if row["price_id"] is not None:
            prices[row["product"]].append(
                Price(
                    row["price_id"],
                    row["product"],
                    Scope(row["scope"]),
                    row["scope_key"],
                    row["min_quantity"],
                    row["unit_price"],
                    currency,
                    row["effective_from"],
                    row["effective_until"],
                )
            )
    products = {
        row["product"]: ProductFacts(row["sku"], row["family_path"], row["unit_cost"], prices[row["product"]])
        for row in rows
    }
    return _facts(rows, products, customer_id, product_ids)


def _facts(
    rows: Sequence[object], products: dict[UUID, ProductFacts], customer_id: UUID, product_ids: Sequence[UUID]
) -> SaleFacts:
    for i, id_ in enumerate(product_ids):
        if id_ not in products:
            raise product_not_known(id_, f"lines.{i}.product_id")
    first = dict(rows[0])  # type: ignore[call-overload]
    if first["customer"] is None:
        raise customer_not_known(customer_id, "customer_id")
    return SaleFacts(first["segment"], first["rules"], products)
