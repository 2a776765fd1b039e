"""Lines that were sold, and the suppliers of products."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from pricing.domain.simulation import Scenario, SoldLine
from pricing.storage.past_prices import offers_at, offers_of


class Sale(NamedTuple):
    """A line of a confirmed order, in the order of its columns."""

    order_line_id: UUID
    order_id: UUID
    order_number: str
    customer_id: UUID
    product_id: UUID
    segment: str
    channel: str
    currency: str
    ordered_on: date
    confirmed_at: datetime
    quantity: Decimal
    unit_price: Decimal


_KINDS = ("uuid", "uuid", "text", "uuid", "uuid", "text", "text", "text", "date", "timestamptz", "numeric", "numeric")
_KEEP = (
    f"INSERT INTO sold_line ({', '.join(Sale._fields)})"
    f" SELECT * FROM unnest({', '.join(f'${i}::{kind}[]' for i, kind in enumerate(_KINDS, 1))})"
    " ON CONFLICT (order_line_id) DO UPDATE SET quantity = excluded.quantity, unit_price = excluded.unit_price"
)
_CHOSEN = (
    "FROM sold_line l JOIN product p ON p.id = l.product_id WHERE l.currency = $1 AND l.ordered_on >= $2"
    " AND l.ordered_on < $3 AND ($4::uuid IS NULL OR l.customer_id = $4)"
    " AND ($5::text IS NULL OR $5 = ANY(p.family_path))"
)
_NEXT = (
    "WITH l AS MATERIALIZED (SELECT l.*, p.family_path"
    f" {_CHOSEN} AND (l.ordered_on, l.order_line_id) > ($6, $7) ORDER BY l.ordered_on, l.order_line_id LIMIT $8)"
    " SELECT l.*, s.supplier_ids, c.unit_cost, {} FROM l LEFT JOIN product_supplier s ON s.id = l.product_id"
    f" LEFT JOIN cost c ON c.product_id = l.product_id {offers_at('l.confirmed_at')} AS o"
    f" {offers_at('$9::timestamptz')} AS a ORDER BY l.ordered_on, l.order_line_id"
).format(
    ", ".join(
        f"{table}.{name} AS {prefix}{name}"
        for table, prefix in (("o", "then_"), ("a", "as_of_"))
        for name in ("ranks", "quantities", "days", "ids", "prices")
    )
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
    tx: ReadTransaction, scenario: Scenario, currency: str, last: tuple[date, UUID], limit: int
) -> list[SoldLine]:
    """The next lines that the scenario looks at, in the order of days."""
    rows = await tx.fetch(_NEXT, *_chosen(scenario, currency), *last, limit, scenario.prices_as_of)
    return [
        SoldLine(
            order_line_id=row["order_line_id"],
            order_number=row["order_number"],
            ordered_on=row["ordered_on"],
            customer_id=row["customer_id"],
            product_id=row["product_id"],
            family_path=row["family_path"],
            supplier_ids=row["supplier_ids"] or (),
            segment=row["segment"],
            channel=row["channel"],
            quantity=row["quantity"],
            unit_price=row["unit_price"],
            unit_cost=row["unit_cost"],
            offers_then=offers_of(row, "then_"),
            offers_as_of=offers_of(row, "as_of_"),
        )
        for row in rows
    ]


def _chosen(scenario: Scenario, currency: str) -> tuple[object, ...]:
    return currency, scenario.ordered_from, scenario.ordered_until, scenario.customer_id, scenario.family_code
