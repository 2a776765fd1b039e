"""Orders that were sold, and the suppliers of products."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from pricing.domain.margin import true_cost
from pricing.domain.past_order import PastLine, PastOrder
from pricing.domain.price_rule import CashDiscount
from pricing.domain.scenario import Scenario
from pricing.storage.past_prices import layers_at, layers_of
from pricing.storage.supplier_prices import cheapest


class Sale(NamedTuple):
    """A line of a confirmed order, in the order of its columns."""

    order_line_id: UUID
    order_id: UUID
    order_number: str
    customer_id: UUID
    product_id: UUID
    segment: str
    channel: str
    warehouse: str
    currency: str
    ordered_on: date
    confirmed_at: datetime
    quantity: Decimal
    unit_price: Decimal
    is_by_hand: bool


_KINDS = (
    "uuid", "uuid", "text", "uuid", "uuid", "text", "text", "text", "text", "date", "timestamptz", "numeric", "numeric", "boolean",
)  # fmt: skip
_KEEP = (
    f"INSERT INTO sold_line ({', '.join(Sale._fields)})"
    f" SELECT * FROM unnest({', '.join(f'${i}::{kind}[]' for i, kind in enumerate(_KINDS, 1))})"
    " ON CONFLICT (order_line_id) DO UPDATE SET quantity = excluded.quantity, unit_price = excluded.unit_price,"
    " is_by_hand = excluded.is_by_hand"
)
_CHOSEN = (
    "FROM sold_line l JOIN product p ON p.id = l.product_id WHERE l.currency = $1 AND l.ordered_on >= $2"
    " AND l.ordered_on < $3 AND ($4::uuid IS NULL OR l.customer_id = $4)"
    " AND ($5::text IS NULL OR $5 = ANY(p.family_path))"
)
_THEN = layers_at("l.confirmed_at", "then_")
_AS_OF = layers_at("$9::timestamptz", "as_of_")
_NEXT = (
    f"WITH chosen AS MATERIALIZED (SELECT DISTINCT l.ordered_on, l.order_id {_CHOSEN} AND (l.ordered_on, l.order_id)"
    " > ($6, $7) ORDER BY l.ordered_on, l.order_id LIMIT $8), l AS MATERIALIZED (SELECT s.*, p.family_path, p.weight_kg,"
    " p.packagings, $5::text IS NULL OR $5 = ANY(p.family_path) AS is_chosen FROM chosen c JOIN sold_line s"
    " ON s.order_id = c.order_id JOIN product p ON p.id = s.product_id)"
    " SELECT l.*, s.supplier_ids, c.unit_cost, a.unit_cost AS replacement_cost, coalesce(e.level, '') AS salesperson_level,"
    f" y.offered_rate, y.expected_rate, {_THEN[0]}, {_AS_OF[0]} FROM l LEFT JOIN product_supplier s ON s.id = l.product_id"
    " LEFT JOIN cost c ON c.product_id = l.product_id LEFT JOIN partner b ON b.id = l.customer_id"
    " LEFT JOIN salesperson e ON e.code = b.salesperson LEFT JOIN cash_discount y ON y.customer_id = l.customer_id"
    f" CROSS JOIN LATERAL {cheapest('l.product_id', 'l.packagings', '$10::date')} AS a {_THEN[1]} {_AS_OF[1]}"
    " ORDER BY l.ordered_on, l.order_id, l.order_line_id"
)


async def keep(tx: Transaction, sales: Collection[Sale], order_ids: Collection[UUID]) -> None:
    """Write the lines of confirmed orders, which have no others any more."""
    await tx.execute(
        "DELETE FROM sold_line WHERE order_id = ANY($1) AND order_line_id <> ALL($2)",
        list(order_ids),
        [sale.order_line_id for sale in sales],
    )
    await tx.execute(_KEEP, *([sale[i] for sale in sales] for i in range(len(_KINDS))))


async def forget(tx: Transaction, order_ids: Collection[UUID]) -> None:
    """Nothing of these orders was sold after all."""
    await tx.execute("DELETE FROM sold_line WHERE order_id = ANY($1)", list(order_ids))


async def keep_shipped(tx: Transaction, order_ids: Collection[UUID], shipped: Mapping[UUID, Decimal]) -> None:
    """Orders are closed: no more of each line was sold than was shipped of it."""
    await tx.execute(
        "DELETE FROM sold_line WHERE order_id = ANY($1) AND order_line_id <> ALL($2)", list(order_ids), list(shipped)
    )
    await tx.execute(
        "UPDATE sold_line l SET quantity = s.quantity FROM unnest($2::uuid[], $3::numeric[]) AS s (id, quantity)"
        " WHERE l.order_line_id = s.id AND l.order_id = ANY($1) AND s.quantity < l.quantity",
        list(order_ids),
        list(shipped),
        list(shipped.values()),
    )


async def keep_suppliers(tx: Transaction, suppliers: Sequence[tuple[UUID, int, Sequence[str]]]) -> None:
    """(product, version, its suppliers): the last version wins."""
    await tx.execute(
        "INSERT INTO product_supplier AS copy (id, version, supplier_ids)"
        " SELECT i, v, coalesce(string_to_array(nullif(s, ''), ' ')::uuid[], '{}')"
        " FROM unnest($1::uuid[], $2::bigint[], $3::text[]) AS x (i, v, s)"
        " ON CONFLICT (id) DO UPDATE SET version = excluded.version, supplier_ids = excluded.supplier_ids"
        " WHERE copy.version < excluded.version",
        [id_ for id_, _, _ in suppliers],
        [version for _, version, _ in suppliers],
        [" ".join(ids) for _, _, ids in suppliers],
    )


async def count(tx: ReadTransaction, scenario: Scenario, currency: str) -> int:
    """How many lines the scenario looks at."""
    return int(await tx.fetchval(f"SELECT count(*) {_CHOSEN}", *_chosen(scenario, currency)))


async def after(
    tx: ReadTransaction, scenario: Scenario, currency: str, last: tuple[date, UUID], *, limit: int, today: date
) -> list[PastOrder]:
    """The next orders of which the scenario looks at lines, in the order of days, with all that pricing knows of them."""
    rows = await tx.fetch(_NEXT, *_chosen(scenario, currency), *last, limit, scenario.prices_as_of, today)
    return [_order(list(lines)) for _, lines in groupby(rows, key=lambda row: row["order_id"])]


def _order(rows: Sequence[Any]) -> PastOrder:
    first = rows[0]
    discount = None if first["offered_rate"] is None else CashDiscount(first["offered_rate"], first["expected_rate"])
    return PastOrder(
        order_id=first["order_id"],
        number=first["order_number"],
        ordered_on=first["ordered_on"],
        confirmed_at=first["confirmed_at"],
        customer_id=first["customer_id"],
        segment=first["segment"],
        channel=first["channel"],
        currency=first["currency"],
        lines=[_line(row) for row in rows],
        salesperson_level=first["salesperson_level"],
        cash_discount=discount,
        warehouse=first["warehouse"],
    )


def _line(row: Any) -> PastLine:
    return PastLine(
        order_line_id=row["order_line_id"],
        product_id=row["product_id"],
        family_path=row["family_path"],
        supplier_ids=row["supplier_ids"] or (),
        weight_kg=row["weight_kg"],
        quantity=row["quantity"],
        unit_price=row["unit_price"],
        is_by_hand=row["is_by_hand"],
        cost=true_cost(row["unit_cost"], row["replacement_cost"]),
        then=layers_of(row, "then_"),
        as_of=layers_of(row, "as_of_"),
        is_chosen=row["is_chosen"],
    )


def _chosen(scenario: Scenario, currency: str) -> tuple[object, ...]:
    return currency, scenario.ordered_from, scenario.ordered_until, scenario.customer_id, scenario.family_code
