"""Needs that are pegged to an order line, from the proposal to the goods."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from inventory.domain.movement import StockKey
from inventory.domain.peg import AcceptedNeed, Peg


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A line that waits, with what is bought for it: ordered and on the way, and accepted only. Stock units."""

    key: StockKey
    sales_order_id: UUID
    sales_order_line_id: UUID
    waiting: Decimal
    coming: Decimal
    needs: tuple[AcceptedNeed, ...]  # the oldest first


# What is still to come for each pegged line: of an order's product, the oldest need gets its part first.
_COMING = (
    "(SELECT sales_order_line_id, sum(part) AS coming FROM (SELECT s.sales_order_line_id,"
    " greatest(0, least(s.quantity - s.received, o.outstanding - coalesce(sum(s.quantity - s.received) OVER ("
    "PARTITION BY s.purchase_order_id, s.product_id ORDER BY s.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)))"
    " AS part FROM suggestion s JOIN (SELECT purchase_order_id, product_id, sum(quantity - received) AS outstanding"
    " FROM purchase_order_line WHERE is_open AND product_id = ANY($1) GROUP BY 1, 2) o"
    " ON o.purchase_order_id = s.purchase_order_id AND o.product_id = s.product_id"
    " WHERE s.status = 'ordered' AND s.sales_order_line_id IS NOT NULL AND s.product_id = ANY($1)"
    " AND s.received < s.quantity) AS p GROUP BY 1)"
)


async def lines(tx: ReadTransaction, product_ids: Collection[UUID]) -> list[WaitingLine]:
    """Firm order lines of these products that wait, or for which something is accepted, in one statement.

    What came in and is being inspected counts as coming: the line gets it when it is free.
    """
    rows = await tx.fetch(
        "WITH line AS (SELECT l.product_id, l.warehouse, l.order_id, l.order_line_id,"
        " l.quantity - l.reserved - l.shipped AS waiting FROM reservation_line l JOIN reservation r USING (order_id)"
        " WHERE l.reserved + l.shipped < l.quantity AND l.product_id = ANY($1) AND r.status = 'held' AND r.is_firm"
        " AND NOT l.is_drop_shipped),"
        " need AS (SELECT product_id, warehouse, sales_order_id, sales_order_line_id, array_agg(id ORDER BY id) AS ids,"
        " array_agg(quantity ORDER BY id) AS quantities FROM suggestion"
        " WHERE status = 'accepted' AND sales_order_line_id IS NOT NULL AND product_id = ANY($1) GROUP BY 1, 2, 3, 4)"
        " SELECT coalesce(l.product_id, n.product_id) AS product_id, coalesce(l.warehouse, n.warehouse) AS warehouse,"
        " coalesce(l.order_id, n.sales_order_id) AS order_id, coalesce(l.order_line_id, n.sales_order_line_id) AS line_id,"
        " coalesce(l.waiting, 0) AS waiting, coalesce(c.coming, 0) + coalesce(h.quantity, 0) AS coming,"
        " n.ids, n.quantities FROM line l"
        " FULL JOIN need n ON n.sales_order_line_id = l.order_line_id"
        f" LEFT JOIN {_COMING} c ON c.sales_order_line_id = coalesce(l.order_line_id, n.sales_order_line_id)"
        " LEFT JOIN (SELECT s.sales_order_line_id, sum(least(s.received - s.given, i.pending)) AS quantity FROM suggestion s"
        " JOIN (SELECT purchase_order_id, product_id, sum(quantity - accepted - rejected - reworked) AS pending"
        " FROM inspection WHERE accepted + rejected + reworked < quantity GROUP BY 1, 2) i"
        " ON i.purchase_order_id = s.purchase_order_id AND i.product_id = s.product_id"
        " WHERE s.status = 'ordered' AND s.sales_order_line_id IS NOT NULL AND s.given < s.received"
        " AND s.product_id = ANY($1) GROUP BY 1) h"
        " ON h.sales_order_line_id = coalesce(l.order_line_id, n.sales_order_line_id)"
        " ORDER BY order_id, line_id",
        list(product_ids),
    )
    return [
        WaitingLine(
            StockKey(row["product_id"], row["warehouse"]),
            row["order_id"],
            row["line_id"],
            row["waiting"],
            row["coming"],
            tuple(map(AcceptedNeed, row["ids"] or (), row["quantities"] or ())),
        )
        for row in rows
    ]


async def products_of_orders(tx: ReadTransaction, sales_order_ids: Collection[UUID]) -> list[UUID]:
    """Products that something is accepted or proposed of, for these orders."""
    rows = await tx.fetch(
        "SELECT DISTINCT product_id FROM suggestion WHERE sales_order_id = ANY($1) AND status IN ('open', 'accepted')",
        list(sales_order_ids),
    )
    return [row["product_id"] for row in rows]


async def drop_proposals(tx: Transaction, sales_order_ids: Collection[UUID]) -> None:
    """What was proposed for these orders is not any more."""
    await tx.execute(
        "UPDATE suggestion SET status = 'replaced' WHERE sales_order_id = ANY($1) AND status = 'open'",
        list(sales_order_ids),
    )


async def of_orders(tx: Transaction, purchase_order_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], list[Peg]]:
    """Pegs that purchase orders serve and that are not received whole, by order and product, the oldest first."""
    rows = await tx.fetch(
        "SELECT id, purchase_order_id, product_id, sales_order_line_id, quantity, received, given FROM suggestion"
        " WHERE purchase_order_id = ANY($1) AND status = 'ordered' AND sales_order_line_id IS NOT NULL"
        " AND received < quantity ORDER BY id FOR UPDATE",
        list(purchase_order_ids),
    )
    found: dict[tuple[UUID, UUID], list[Peg]] = defaultdict(list)
    for row in rows:
        peg = Peg(row["id"], row["sales_order_line_id"], row["quantity"], row["received"], row["given"])
        found[row["purchase_order_id"], row["product_id"]].append(peg)
    return found


async def owned(tx: Transaction, keys: Collection[StockKey]) -> dict[StockKey, list[Peg]]:
    """Pegs that goods came in for and were not given to their line yet, the oldest first."""
    rows = await tx.fetch(
        "SELECT id, product_id, warehouse, sales_order_line_id, quantity, received, given FROM suggestion"
        " WHERE (product_id, warehouse) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))"
        " AND sales_order_line_id IS NOT NULL AND status = 'ordered' AND given < received ORDER BY id FOR UPDATE",
        [key.product_id for key in keys],
        [key.warehouse for key in keys],
    )
    found: dict[StockKey, list[Peg]] = defaultdict(list)
    for row in rows:
        peg = Peg(row["id"], row["sales_order_line_id"], row["quantity"], row["received"], row["given"])
        found[StockKey(row["product_id"], row["warehouse"])].append(peg)
    return found


async def receive(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """So much came in for each of these needs."""
    await _add(tx, "received", quantities)


async def give(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """So much of what came in for these needs went to their lines."""
    await _add(tx, "given", quantities)


async def withdraw(tx: Transaction, need_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Take back needs that are accepted still; returns (need, product) of those that were."""
    rows = await tx.fetch(
        "UPDATE suggestion SET status = 'withdrawn' WHERE id = ANY($1) AND status = 'accepted' RETURNING id, product_id",
        list(need_ids),
    )
    return [(row["id"], row["product_id"]) for row in rows]


async def _add(tx: Transaction, column: str, quantities: Mapping[UUID, Decimal]) -> None:
    if quantities:
        await tx.execute(
            f"UPDATE suggestion SET {column} = {column} + q FROM unnest($1::uuid[], $2::numeric[]) AS x (i, q)"
            " WHERE id = x.i",
            list(quantities),
            list(quantities.values()),
        )
