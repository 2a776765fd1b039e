"""What can be promised when."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction
from kit.money import ZERO

from inventory.domain.movement import StockKey
from inventory.domain.promise import AtpStep, Expected, Promise, Wanted, promise, promise_behind, timeline
from inventory.domain.reservation import Book
from inventory.storage import reservations


async def books(tx: ReadTransaction, keys: Collection[StockKey]) -> dict[StockKey, Book]:
    """What of each product in each warehouse is there, is to come, is waited for and is held by date."""
    arguments = ([key.product_id for key in keys], [key.warehouse for key in keys])
    asked = "unnest($1::uuid[], $2::text[]) AS k (product_id, warehouse)"
    available: dict[StockKey, Decimal] = {}
    waiting: dict[StockKey, Decimal] = {}
    for row in await tx.fetch(
        f"SELECT k.product_id, k.warehouse, s.on_hand - s.held - s.reserved AS available,"
        " (SELECT sum(l.quantity - l.reserved - l.shipped) FROM reservation_line l"
        " WHERE l.product_id = k.product_id AND l.warehouse = k.warehouse AND l.reserved + l.shipped < l.quantity"
        " AND l.held_from IS NULL AND NOT l.is_drop_shipped) AS waiting"
        f" FROM {asked} LEFT JOIN stock s ON s.product_id = k.product_id AND s.warehouse = k.warehouse",
        *arguments,
    ):
        key = StockKey(row["product_id"], row["warehouse"])
        available[key] = row["available"] or ZERO
        waiting[key] = row["waiting"] or ZERO
    expected = await _expected(tx, keys)
    wanted = await reservations.wanted_by_date(tx, keys)
    return {key: Book(available[key], waiting[key], expected[key], wanted.get(key, [])) for key in keys}


async def promises(
    tx: ReadTransaction, today: date, keys: Collection[StockKey]
) -> dict[StockKey, tuple[list[AtpStep], Sequence[Expected]]]:
    """The timeline of each product in each warehouse, and what it rests on."""
    return {
        key: (timeline(today, book.available, book.waiting, book.expected, book.wanted), book.expected)
        for key, book in (await books(tx, keys)).items()
    }


async def order_promises(tx: ReadTransaction, order_ids: Collection[UUID], today: date) -> dict[UUID, Promise]:
    """Of each line of these orders that lacks something, behind the lines that are served before it."""
    rows = await tx.fetch(
        "SELECT l.order_line_id, l.product_id, l.warehouse, l.quantity - l.reserved - l.shipped AS lacking,"
        " CASE WHEN l.held_from IS NOT NULL THEN l.needed_on END AS held_for,"
        " a.ahead, a.ahead_for_good"
        " FROM reservation_line l JOIN reservation r USING (order_id) CROSS JOIN LATERAL"
        " (SELECT coalesce(sum(o.quantity - o.reserved - o.shipped), 0) AS ahead,"
        " coalesce(sum(o.quantity - o.reserved - o.shipped) FILTER (WHERE o.held_from IS NULL), 0) AS ahead_for_good"
        " FROM reservation_line o WHERE o.product_id = l.product_id AND o.warehouse = l.warehouse"
        " AND o.reserved + o.shipped < o.quantity AND NOT o.is_drop_shipped"
        " AND (o.priority > l.priority OR (o.priority = l.priority"
        " AND (o.created_at, o.order_line_id) < (l.created_at, l.order_line_id)))) AS a"
        " WHERE l.order_id = ANY($1) AND l.reserved + l.shipped < l.quantity AND r.status = 'held' AND NOT l.is_drop_shipped",
        list(order_ids),
    )
    expected = await _expected(tx, {StockKey(row["product_id"], row["warehouse"]) for row in rows})
    dated = {StockKey(row["product_id"], row["warehouse"]) for row in rows if row["held_for"]}
    held = await books(tx, dated) if dated else {}
    found = await _drop_shipped(tx, order_ids, today)
    for row in rows:
        key = StockKey(row["product_id"], row["warehouse"])
        if row["held_for"]:
            found[row["order_line_id"]] = promise_by_date(
                row["lacking"], row["held_for"], today, replace(held[key], waiting=row["ahead_for_good"])
            )
        else:
            found[row["order_line_id"]] = promise_behind(row["ahead"], row["lacking"], today, expected[key])
    return found


async def _drop_shipped(tx: ReadTransaction, order_ids: Collection[UUID], today: date) -> dict[UUID, Promise]:
    """Of lines that suppliers deliver: by what was ordered for each of them and for no other."""
    rows = await tx.fetch(
        "SELECT l.order_line_id, l.quantity - l.shipped AS lacking, p.quantity - p.cancelled - p.received AS coming,"
        " p.expected_on, p.number FROM reservation_line l JOIN reservation r USING (order_id) LEFT JOIN"
        " (SELECT pl.*, o.number FROM purchase_order_line pl JOIN purchase_order o ON o.id = pl.purchase_order_id"
        " WHERE pl.is_open AND NOT o.is_closed) p ON p.sales_order_line_id = l.order_line_id"
        " WHERE l.order_id = ANY($1) AND l.is_drop_shipped AND l.shipped < l.quantity AND r.status = 'held'"
        " ORDER BY l.order_line_id, p.expected_on",
        list(order_ids),
    )
    lacking = {row["order_line_id"]: row["lacking"] for row in rows}
    coming: dict[UUID, list[Expected]] = defaultdict(list)
    for row in rows:
        if row["number"] is not None:
            coming[row["order_line_id"]].append(Expected(row["coming"], row["expected_on"], row["number"]))
    return {id_: promise_behind(ZERO, quantity, today, coming[id_]) for id_, quantity in lacking.items()}


def promise_by_date(quantity: Decimal, on: date, today: date, book: Book) -> Promise:
    """For a line that is held by date: that day, or the first one after it on which all of it will be there."""
    others = list(book.wanted)
    own = next((each for each in others if each.on == on and each.quantity >= quantity), None)
    if own is not None:
        others.remove(own)
        others.append(Wanted(own.quantity - quantity, on))
    found = promise(
        quantity, today, timeline(today, book.available, book.waiting, book.expected, others), book.expected
    )
    return found if found.on is None or found.on > on else Promise(on, "", ZERO)


async def _expected(tx: ReadTransaction, keys: Collection[StockKey]) -> dict[StockKey, list[Expected]]:
    """What is to come of each product to each warehouse, the soonest first."""
    asked = "unnest($1::uuid[], $2::text[]) AS k (product_id, warehouse)"
    expected: dict[StockKey, list[Expected]] = defaultdict(list)
    for row in await tx.fetch(
        "SELECT l.product_id, o.warehouse, l.quantity - l.cancelled - l.received AS quantity, l.expected_on, o.number"
        f" FROM {asked} JOIN purchase_order_line l ON l.product_id = k.product_id AND l.is_open"
        " JOIN purchase_order o ON o.id = l.purchase_order_id AND o.warehouse = k.warehouse AND NOT o.is_closed"
        " WHERE l.received < l.quantity - l.cancelled AND l.sales_order_line_id IS NULL"
        " UNION ALL SELECT l.product_id, t.destination, l.quantity - l.received - l.settled, t.expected_on, t.number"
        f" FROM {asked} JOIN transfer_line l ON l.product_id = k.product_id AND l.received + l.settled < l.quantity"
        " JOIN transfer t ON t.id = l.transfer_id AND t.destination = k.warehouse"
        " AND t.status IN ('released', 'in-transit') ORDER BY 4, 5",
        [key.product_id for key in keys],
        [key.warehouse for key in keys],
    ):
        key = StockKey(row["product_id"], row["warehouse"])
        expected[key].append(Expected(row["quantity"], row["expected_on"], row["number"]))
    return expected
