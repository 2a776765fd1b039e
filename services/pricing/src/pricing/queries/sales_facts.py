"""Everything that prices and margins of an order rest on, in one statement."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import asyncpg
from kit.db import Database
from kit.errors import Fault, listed

from pricing.domain.errors import CustomerNotKnown, FamilyNotKnown, ProductNotKnown
from pricing.domain.price import Offer

_FACTS = (
    "SELECT p.sku, p.family_path, c.unit_cost, b.segment, s.version AS rules_version,"
    " EXISTS (SELECT FROM price_exception e WHERE e.customer_id = $2 AND e.status = 'granted') AS has_exceptions, {}"
    " FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, n)"
    " LEFT JOIN product p ON p.id = asked.id LEFT JOIN cost c ON c.product_id = p.id"
    " CROSS JOIN margin_rule_set s LEFT JOIN partner b ON b.id = $2 {} ORDER BY asked.n"
)
# Each scope is looked up by its key: a product may have thousands of prices of other customers.
_WITH_PRICES = _FACTS.format(
    "o.ranks, o.quantities, o.days, o.ids, o.prices",
    "CROSS JOIN LATERAL (SELECT array_agg(w.rank) AS ranks, array_agg(r.min_quantity) AS quantities,"
    " array_agg(r.effective_from) AS days, array_agg(r.id::text) AS ids, array_agg(r.unit_price) AS prices"
    " FROM (VALUES (0, 'list', ''), (1, 'segment', b.segment), (2, 'customer', $2::text)) AS w (rank, scope, key)"
    " JOIN price r ON r.product_id = p.id AND r.currency = $3 AND r.scope = w.scope AND r.scope_key = w.key"
    " AND r.effective_from <= $4 AND (r.effective_until IS NULL OR r.effective_until > $4)) AS o",
)
_WITH_DECISION = _FACTS.format("d.content_hash AS decided", "LEFT JOIN margin_decision d ON d.order_id = $3")


class LineFacts(NamedTuple):
    """Of one line's product."""

    sku: str
    family_path: Sequence[str]
    unit_cost: Decimal | None
    offers: Sequence[Offer] = ()


class SaleFacts(NamedTuple):
    """Of one order: the customer's segment, its lines as asked, and the version of the margin rules."""

    segment: str
    rules_version: int
    lines: Sequence[LineFacts]
    has_exceptions: bool  # whether the customer was granted special prices
    decided: bytes | None = None  # hash of what was decided on the order before


async def price_facts(
    database: Database, customer_id: UUID, product_ids: Sequence[UUID], currency: str, on: date
) -> SaleFacts:
    """With the prices that this customer may get on that day.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
    """
    rows = await database.fetch(_WITH_PRICES, product_ids, customer_id, currency, on)
    return _facts(rows, customer_id, product_ids, _offers)


async def margin_facts(database: Database, customer_id: UUID, product_ids: Sequence[UUID], order_id: UUID) -> SaleFacts:
    """Without prices, and with what was decided on the order before.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
    """
    rows = await database.fetch(_WITH_DECISION, product_ids, customer_id, order_id)
    return _facts(rows, customer_id, product_ids, lambda _: ())._replace(decided=rows[0]["decided"])


def _facts(
    rows: Sequence[asyncpg.Record],
    customer_id: UUID,
    product_ids: Sequence[UUID],
    offers: Callable[[asyncpg.Record], Sequence[Offer]],
) -> SaleFacts:
    missing = [
        product_fault(id_, f"lines.{i}.product_id")
        for i, (id_, row) in enumerate(zip(product_ids, rows, strict=True))
        if row["sku"] is None
    ]
    if missing:
        raise ProductNotKnown(missing[0].detail, field=missing[0].field, errors=listed(missing, limit=20))
    first = rows[0]
    if first["segment"] is None:
        fault = customer_fault(customer_id, "customer_id")
        raise CustomerNotKnown(fault.detail, field=fault.field)
    lines = [LineFacts(row["sku"], row["family_path"], row["unit_cost"], offers(row)) for row in rows]
    return SaleFacts(first["segment"], first["rules_version"], lines, first["has_exceptions"])


def _offers(row: asyncpg.Record) -> Sequence[Offer]:
    if row["ids"] is None:
        return ()
    columns = (row["ranks"], row["quantities"], row["days"], row["ids"], row["prices"])
    return [Offer(*values) for values in zip(*columns, strict=True)]


def product_fault(product_id: UUID, field: str) -> Fault:
    return Fault(field, f"Pricing does not know the product {product_id}. One just created is known in a moment.")


def customer_fault(customer_id: UUID, field: str) -> Fault:
    return Fault(field, f"Pricing does not know the customer {customer_id}. One just created is known in a moment.")


class FamilyFacts(NamedTuple):
    """Of all products of a family for one customer."""

    segment: str
    rules_version: int
    paths: Sequence[Sequence[str]]


async def family_facts(database: Database, customer_id: UUID, family_code: str) -> FamilyFacts:
    """Every path of families that its products lie in.

    Raises:
        CustomerNotKnown, FamilyNotKnown: pricing has not heard of one.
    """
    async with database.read() as tx:
        segment = await tx.fetchval("SELECT segment FROM partner WHERE id = $1", customer_id)
        rules_version = await tx.fetchval("SELECT version FROM margin_rule_set")
        rows = await tx.fetch("SELECT DISTINCT family_path FROM product WHERE $1 = ANY(family_path)", family_code)
    if segment is None:
        fault = customer_fault(customer_id, "customer_id")
        raise CustomerNotKnown(fault.detail, field=fault.field)
    if not rows:
        raise FamilyNotKnown(f"No product that pricing knows is of the family {family_code}.", field="family_code")
    return FamilyFacts(segment, rules_version, [row["family_path"] for row in rows])
