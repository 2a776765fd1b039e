"""Everything that prices and margins of an order rest on, in one statement."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import asyncpg
from kit.db import Database
from kit.errors import Fault, listed

from pricing.domain.contract import Agreement
from pricing.domain.engine import Layers
from pricing.domain.errors import CustomerNotKnown, FamilyNotKnown, ProductNotKnown
from pricing.domain.margin import UnitCost, true_cost
from pricing.domain.price import Offer
from pricing.domain.price_rule import CashDiscount
from pricing.storage.supplier_prices import cheapest

_FACTS = (
    "SELECT p.sku, p.family_path, p.weight_kg, p.substitutes, c.unit_cost, a.unit_cost AS replacement_cost, b.segment,"
    " coalesce(e.level, '') AS salesperson_level, s.version AS rules_version, y.offered_rate, y.expected_rate, {}"
    " FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, n)"
    " LEFT JOIN product p ON p.id = asked.id LEFT JOIN cost c ON c.product_id = p.id"
    " CROSS JOIN margin_rule_set s LEFT JOIN partner b ON b.id = $2 LEFT JOIN salesperson e ON e.code = b.salesperson"
    " LEFT JOIN cash_discount y ON y.customer_id = $2"
    f" CROSS JOIN LATERAL {cheapest('p.id', 'p.packagings', '$4')} AS a"
    " {} ORDER BY asked.n"
)
# Each scope is looked up by its key: a product may have thousands of prices of other customers. `OFFSET 0` keeps it so where
# most products have few, and reading all prices of one would look cheaper. The first day is compared so that no index is read
# for it: with `<=` the planner counts a search for every break, and reads all prices of the scope.
# The customer's contracts and exceptions are looked for once, not for each line.
PRICES_OF_A_SALE = (
    "WITH held AS MATERIALIZED (SELECT t.id, t.code, t.takes_rules, t.effective_from FROM contract t"
    " WHERE t.customer_id = $2 AND t.currency = $3 AND t.effective_from <= $4"
    " AND (t.effective_until IS NULL OR t.effective_until > $4)),"
    " special AS MATERIALIZED (SELECT product_id, family_code FROM price_exception"
    " WHERE customer_id = $2 AND status = 'granted') "
) + _FACTS.format(
    "EXISTS (SELECT FROM special x WHERE x.product_id = p.id OR x.family_code = ANY(p.family_path)) AS has_exceptions,"
    " o.ranks, o.quantities, o.days, o.ids, o.prices, k.agreements",
    "CROSS JOIN LATERAL (SELECT array_agg(w.rank) AS ranks, array_agg(r.min_quantity) AS quantities,"
    " array_agg(r.effective_from) AS days, array_agg(r.id::text) AS ids, array_agg(r.unit_price) AS prices"
    " FROM (VALUES (0, 'list', ''), (1, 'segment', b.segment), (2, 'customer', $2::text)) AS w (rank, scope, key)"
    " CROSS JOIN LATERAL (SELECT i.* FROM price i WHERE i.product_id = p.id AND i.currency = $3 AND i.scope = w.scope"
    " AND i.scope_key = w.key AND i.effective_from - $4 <= 0 AND (i.effective_until IS NULL OR i.effective_until > $4)"
    " OFFSET 0) AS r) AS o"
    # Product and family apart, so that each is found by its index. What others hold counts as called.
    " CROSS JOIN LATERAL (SELECT array_agg((l.depth, l.min_quantity, l.effective_from, l.id::text, l.code, l.unit_price,"
    " l.discount_rate, l.quantity_cap, CASE WHEN l.quantity_cap IS NULL THEN 0 ELSE l.quantity_called + (SELECT"
    " coalesce(sum(greatest(h.held_quantity - h.quantity, 0)), 0) FROM contract_call h WHERE h.contract_line_id = l.id"
    " AND h.held_until > now() AND h.order_id IS DISTINCT FROM $5) - (SELECT coalesce(sum(o.quantity), 0)"
    " FROM contract_call o WHERE o.order_id = $5 AND o.contract_line_id = l.id) END,"
    " l.takes_rules)) AS agreements FROM held t CROSS JOIN LATERAL"
    " (SELECT 1000 AS depth, c.*, t.effective_from, t.code, t.takes_rules FROM contract_line c"
    " WHERE c.contract_id = t.id AND c.product_id = p.id"
    " UNION ALL SELECT array_position(p.family_path, c.family_code), c.*, t.effective_from, t.code, t.takes_rules"
    " FROM contract_line c WHERE c.contract_id = t.id AND c.family_code = ANY(p.family_path)) AS l) AS k",
)
_WITH_DECISION = _FACTS.format(
    "EXISTS (SELECT FROM price_exception x WHERE x.customer_id = $2 AND x.status = 'granted') AS has_exceptions,"
    " d.content_hash AS decided, EXISTS (SELECT FROM contract t JOIN contract_line l ON l.contract_id = t.id"
    " WHERE t.customer_id = $2 AND l.quantity_cap IS NOT NULL) AS has_caps",
    "LEFT JOIN margin_decision d ON d.order_id = $3",
)


class LineFacts(NamedTuple):
    """Of one line's product."""

    sku: str
    family_path: Sequence[str]
    cost: UnitCost
    weight_kg: Decimal | None
    substitutes: Sequence[UUID] = ()
    layers: Layers = Layers()


class SaleFacts(NamedTuple):
    """Of one order: the customer's segment, its lines as asked, and the version of the rules."""

    segment: str
    rules_version: int
    lines: Sequence[LineFacts]
    decided: bytes | None = None  # hash of what was decided on the order before
    salesperson_level: str = ""
    has_caps: bool = False  # whether a contract of the customer has quantities agreed on
    has_exceptions: bool = False  # whether he was granted special prices that may concern it
    cash_discount: CashDiscount | None = None


async def price_facts(
    database: Database,
    customer_id: UUID,
    product_ids: Sequence[UUID],
    currency: str,
    on: date,
    *,
    order_id: UUID | None = None,
) -> SaleFacts:
    """With the prices that this customer may get on that day; what `order_id` takes of contracts counts as left.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
    """
    rows = await database.fetch(PRICES_OF_A_SALE, product_ids, customer_id, currency, on, order_id)
    return _facts(rows, customer_id, product_ids, _with_prices)


async def margin_facts(
    database: Database, customer_id: UUID, product_ids: Sequence[UUID], order_id: UUID, on: date
) -> SaleFacts:
    """Without prices, and with what was decided on the order before.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
    """
    rows = await database.fetch(_WITH_DECISION, product_ids, customer_id, order_id, on)
    first = rows[0]
    facts = _facts(rows, customer_id, product_ids, _line)
    return facts._replace(decided=first["decided"], has_caps=first["has_caps"])


def _facts(
    rows: Sequence[asyncpg.Record],
    customer_id: UUID,
    product_ids: Sequence[UUID],
    line: Callable[[asyncpg.Record], LineFacts],
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
    return SaleFacts(
        first["segment"],
        first["rules_version"],
        [line(row) for row in rows],
        salesperson_level=first["salesperson_level"],
        has_exceptions=any(row["has_exceptions"] for row in rows),
        cash_discount=_cash_discount(first),
    )


def _cash_discount(row: asyncpg.Record) -> CashDiscount | None:
    """Nothing where accounting has said nothing of him."""
    return None if row["offered_rate"] is None else CashDiscount(row["offered_rate"], row["expected_rate"])


def _line(row: asyncpg.Record) -> LineFacts:
    cost = true_cost(row["unit_cost"], row["replacement_cost"])
    return LineFacts(row["sku"], row["family_path"], cost, row["weight_kg"], row["substitutes"])


def _with_prices(row: asyncpg.Record) -> LineFacts:
    agreements = row["agreements"]
    its = [Agreement(*each) for each in agreements] if agreements else ()
    return _line(row)._replace(layers=Layers(_offers(row), its))


def _offers(row: asyncpg.Record) -> Sequence[Offer]:
    if row["ids"] is None:
        return ()
    columns = (row["ranks"], row["quantities"], row["days"], row["ids"], row["prices"])
    return [Offer(*values) for values in zip(*columns, strict=True)]


async def sold_of(database: Database, product_ids: Collection[UUID]) -> set[UUID]:
    """Those of the products that are sold."""
    rows = await database.fetch("SELECT id FROM product WHERE id = ANY($1) AND is_sold", list(product_ids))
    return {row["id"] for row in rows}


def product_fault(product_id: UUID, field: str) -> Fault:
    return Fault(field, f"Pricing does not know the product {product_id}. One just created is known in a moment.")


def customer_fault(customer_id: UUID, field: str) -> Fault:
    return Fault(field, f"Pricing does not know the customer {customer_id}. One just created is known in a moment.")


class FamilyFacts(NamedTuple):
    """Of all products of a family for one customer."""

    segment: str
    salesperson_level: str
    rules_version: int
    paths: Sequence[Sequence[str]]


async def family_facts(database: Database, customer_id: UUID, family_code: str) -> FamilyFacts:
    """Every path of families that its products lie in.

    Raises:
        CustomerNotKnown, FamilyNotKnown: pricing has not heard of one.
    """
    async with database.read() as tx:
        customer = await tx.fetchrow(
            "SELECT b.segment, coalesce(e.level, '') AS level FROM partner b"
            " LEFT JOIN salesperson e ON e.code = b.salesperson WHERE b.id = $1",
            customer_id,
        )
        rules_version = await tx.fetchval("SELECT version FROM margin_rule_set")
        rows = await tx.fetch("SELECT DISTINCT family_path FROM product WHERE $1 = ANY(family_path)", family_code)
    if customer is None:
        fault = customer_fault(customer_id, "customer_id")
        raise CustomerNotKnown(fault.detail, field=fault.field)
    if not rows:
        raise FamilyNotKnown(f"No product that pricing knows is of the family {family_code}.", field="family_code")
    return FamilyFacts(customer["segment"], customer["level"], rules_version, [row["family_path"] for row in rows])
