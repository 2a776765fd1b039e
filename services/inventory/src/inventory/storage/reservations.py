"""Holds for orders. Lines are changed only while the stock row of their product is locked."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from inventory.domain.delivery import AS_IT_IS_THERE, Delivery, DeliveryPolicy
from inventory.domain.movement import StockKey
from inventory.domain.promise import Wanted
from inventory.domain.reservation import HeldLine
from inventory.storage.stock import LOCKED, LockedStock, locked_of


@dataclass(frozen=True, slots=True)
class Reservation:
    """The hold of one order: a customer's, or (`customer_id` None) a transfer of our own."""

    order_id: UUID
    order_number: str
    customer_id: UUID | None
    warehouse: str
    priority: int
    expires_at: datetime | None  # None once the order is firm
    status: str = "held"
    delivery: Delivery = AS_IT_IS_THERE

    @property
    def is_firm(self) -> bool:
        """Whether the order was confirmed."""
        return self.expires_at is None


_OWN = ("order_id", "order_number", "customer_id", "warehouse", "priority", "expires_at", "status")


_CLAIM = (
    "WITH claim AS (INSERT INTO reservation (order_id, order_number, customer_id, warehouse, priority, status, is_firm,"
    " expires_at, delivery, consolidate_until) VALUES ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    f" ON CONFLICT DO NOTHING RETURNING order_id) SELECT locked.* FROM claim LEFT JOIN ({LOCKED}) AS locked ON true"
)


async def claim(tx: Transaction, asked: Reservation, keys: Collection[StockKey]) -> dict[StockKey, LockedStock] | None:
    """Open a hold for an order, locked, and lock those of these stocks that there are; None, and nothing is locked, when the
    order has a hold, whatever its state.
    """
    rows = await tx.fetch(
        _CLAIM,
        [key.product_id for key in keys],
        [key.warehouse for key in keys],
        asked.order_id,
        asked.order_number,
        asked.customer_id,
        asked.warehouse,
        asked.priority,
        asked.status,
        asked.is_firm,
        asked.expires_at,
        str(asked.delivery.policy),
        asked.delivery.consolidate_until,
    )
    return locked_of(row for row in rows if row["product_id"] is not None) if rows else None


async def reopen(tx: Transaction, asked: Reservation) -> None:
    """Give a locked hold new terms, without lines."""
    await tx.execute("DELETE FROM reservation_line WHERE order_id = $1", asked.order_id)
    await tx.execute(
        "UPDATE reservation SET warehouse = $2, priority = $3, status = 'held', is_firm = $4, expires_at = $5,"
        " delivery = $6, consolidate_until = $7 WHERE order_id = $1",
        asked.order_id,
        asked.warehouse,
        asked.priority,
        asked.is_firm,
        asked.expires_at,
        str(asked.delivery.policy),
        asked.delivery.consolidate_until,
    )


async def lock(tx: Transaction, order_ids: Collection[UUID], *, skip_locked: bool = False) -> list[Reservation]:
    """The holds of these orders, held against others until the transaction ends."""
    rows = await tx.fetch(
        f"SELECT {', '.join(_OWN)}, delivery, consolidate_until FROM reservation"
        f" WHERE order_id = ANY($1) ORDER BY order_id FOR UPDATE{' SKIP LOCKED' if skip_locked else ''}",
        list(order_ids),
    )
    return [
        Reservation(
            **{name: row[name] for name in _OWN},
            delivery=Delivery(DeliveryPolicy(row["delivery"]), row["consolidate_until"]),
        )
        for row in rows
    ]


async def expired(tx: ReadTransaction, now: datetime) -> list[UUID]:
    """Orders whose tentative hold is over."""
    rows = await tx.fetch(
        "SELECT order_id FROM reservation WHERE status = 'held' AND expires_at < $1 ORDER BY order_id LIMIT 500", now
    )
    return [row["order_id"] for row in rows]


async def make_firm(tx: Transaction, orders: Mapping[UUID, tuple[str, Delivery]]) -> set[UUID]:
    """Holds of these orders, with their numbers and deliveries, stay until shipped or given up; returns those that were
    there.
    """
    rows = await tx.fetch(
        "WITH asked AS (SELECT order_id, n.number, n.policy, n.until FROM reservation"
        " JOIN unnest($1::uuid[], $2::text[], $3::text[], $4::date[]) AS n (order_id, number, policy, until)"
        " USING (order_id) ORDER BY order_id FOR UPDATE OF reservation)"
        " UPDATE reservation r SET is_firm = true, expires_at = NULL, order_number = asked.number,"
        " delivery = asked.policy, consolidate_until = asked.until FROM asked"
        " WHERE r.order_id = asked.order_id AND r.status <> 'released' RETURNING r.order_id",
        list(orders),
        [number for number, _ in orders.values()],
        [str(delivery.policy) for _, delivery in orders.values()],
        [delivery.consolidate_until for _, delivery in orders.values()],
    )
    return {row["order_id"] for row in rows}


async def set_status(tx: Transaction, order_ids: Collection[UUID], status: str) -> None:
    """End holds."""
    await tx.execute("UPDATE reservation SET status = $2 WHERE order_id = ANY($1)", list(order_ids), status)


async def revision_of(tx: ReadTransaction, order_id: UUID) -> int:
    """The last revision of the order that its locked hold follows."""
    return int(await tx.fetchval("SELECT revision FROM reservation WHERE order_id = $1", order_id))


async def follow_revision(
    tx: Transaction, order_id: UUID, revision: int, delivery: Delivery, lines: Sequence[HeldLine]
) -> None:
    """What the lines of a locked hold want and hold from now on; each is there already."""
    await tx.execute(
        "UPDATE reservation SET revision = $2, delivery = $3, consolidate_until = $4 WHERE order_id = $1",
        order_id,
        revision,
        str(delivery.policy),
        delivery.consolidate_until,
    )
    await tx.execute(
        "UPDATE reservation_line SET quantity = x.q, reserved = x.r, needed_on = x.n, held_from = x.h"
        " FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::date[], $5::date[]) AS x (id, q, r, n, h)"
        " WHERE order_line_id = x.id",
        [line.order_line_id for line in lines],
        [line.quantity for line in lines],
        [line.reserved for line in lines],
        [line.needed_on for line in lines],
        [line.held_from for line in lines],
    )


_ADD_LINES = (
    "INSERT INTO reservation_line (order_id, warehouse, priority, order_line_id, position, product_id, quantity, reserved,"
    " shipped, needed_on, held_from, is_drop_shipped) SELECT $1, $2, $3, x.* FROM unnest($4::uuid[], $5::int[], $6::uuid[],"
    " $7::numeric[], $8::numeric[], $9::numeric[], $10::date[], $11::date[], $12::boolean[]) AS x"
)
_HOLD = (
    f"WITH line AS ({_ADD_LINES} RETURNING product_id, warehouse, reserved),"
    " held AS (SELECT product_id, warehouse, sum(reserved) AS quantity FROM line GROUP BY 1, 2 HAVING sum(reserved) <> 0)"
    " UPDATE stock s SET reserved = s.reserved + held.quantity FROM held"
    " WHERE s.product_id = held.product_id AND s.warehouse = held.warehouse"
)


async def add_lines(tx: Transaction, reservation: Reservation, lines: Sequence[HeldLine], *, first: int = 0) -> None:
    """Write what lines hold, but not into the sums of stock; `first` is the position of the first of them."""
    await tx.execute(_ADD_LINES, *_line_values(reservation, lines, first))


async def hold(tx: Transaction, reservation: Reservation, lines: Sequence[HeldLine]) -> None:
    """Write the lines of a hold, and what they hold of locked stocks."""
    await tx.execute(_HOLD, *_line_values(reservation, lines, 0))


def _line_values(reservation: Reservation, lines: Sequence[HeldLine], first: int) -> tuple[object, ...]:
    # Lines of one order are few: COPY would take a second round trip.
    return (
        reservation.order_id,
        reservation.warehouse,
        reservation.priority,
        [line.order_line_id for line in lines],
        list(range(first, first + len(lines))),
        [line.product_id for line in lines],
        [line.quantity for line in lines],
        [line.reserved for line in lines],
        [line.shipped for line in lines],
        [line.needed_on for line in lines],
        [line.held_from for line in lines],
        [line.is_drop_shipped for line in lines],
    )


async def lines(tx: ReadTransaction, order_ids: Collection[UUID]) -> dict[UUID, list[HeldLine]]:
    """Lines by order, in their order."""
    rows = await tx.fetch(
        "SELECT order_id, order_line_id, product_id, quantity, reserved, shipped, picked, needed_on, held_from,"
        " is_drop_shipped FROM reservation_line"
        " WHERE order_id = ANY($1) ORDER BY order_id, position",
        list(order_ids),
    )
    found: dict[UUID, list[HeldLine]] = defaultdict(list)
    for row in rows:
        values = dict(row)
        found[values.pop("order_id")].append(HeldLine(**values))
    return found


async def wanted_by_date(tx: ReadTransaction, keys: Collection[StockKey]) -> dict[StockKey, list[Wanted]]:
    """What orders hold by date of these products, by the days on which they need it."""
    rows = await tx.fetch(
        "SELECT l.product_id, l.warehouse, l.needed_on, sum(l.quantity - l.reserved - l.shipped) AS quantity"
        " FROM reservation_line l JOIN unnest($1::uuid[], $2::text[]) AS k (p, w) ON l.product_id = k.p AND l.warehouse = k.w"
        " WHERE l.held_from IS NOT NULL AND l.reserved + l.shipped < l.quantity GROUP BY 1, 2, 3 ORDER BY 3",
        [key.product_id for key in keys],
        [key.warehouse for key in keys],
    )
    found: dict[StockKey, list[Wanted]] = defaultdict(list)
    for row in rows:
        found[StockKey(row["product_id"], row["warehouse"])].append(Wanted(row["quantity"], row["needed_on"]))
    return found


async def due_by_date(tx: ReadTransaction, today: date, limit: int) -> list[UUID]:
    """Firm orders whose day has come near: what they hold by date is to be held for good."""
    rows = await tx.fetch(
        "SELECT DISTINCT l.order_id FROM reservation_line l JOIN reservation r USING (order_id)"
        " WHERE l.held_from <= $1 AND r.is_firm ORDER BY l.order_id LIMIT $2",
        today,
        limit,
    )
    return [row["order_id"] for row in rows]


async def hold_for_good(tx: Transaction, order_ids: Collection[UUID]) -> None:
    """What these orders hold by date waits for stock from now on, in its place in the queue."""
    await tx.execute(
        "UPDATE reservation_line SET held_from = NULL WHERE order_id = ANY($1) AND held_from IS NOT NULL",
        list(order_ids),
    )


async def waiting(tx: ReadTransaction, keys: Collection[StockKey]) -> dict[StockKey, list[tuple[UUID, HeldLine]]]:
    """(order, line) of the backorders of these products, first served first: by priority, then by age."""
    return await _queue(
        tx, keys, "l.reserved + l.shipped < l.quantity AND l.held_from IS NULL AND NOT l.is_drop_shipped"
    )


async def holding(tx: ReadTransaction, keys: Collection[StockKey]) -> dict[StockKey, list[tuple[UUID, HeldLine]]]:
    """(order, line) of all that is held of these products, in the same order."""
    return await _queue(tx, keys, "l.shipped < l.quantity AND l.reserved > 0")


async def _queue(
    tx: ReadTransaction, keys: Collection[StockKey], which: str
) -> dict[StockKey, list[tuple[UUID, HeldLine]]]:
    if not keys:
        return {}
    rows = await tx.fetch(
        "SELECT l.order_id, l.order_line_id, l.product_id, l.warehouse, l.quantity, l.reserved, l.shipped, l.picked"
        " FROM reservation_line l JOIN unnest($1::uuid[], $2::text[]) AS k (p, w) ON l.product_id = k.p AND l.warehouse = k.w"
        f" WHERE {which} ORDER BY l.priority DESC, l.created_at, l.order_line_id",
        [key.product_id for key in keys],
        [key.warehouse for key in keys],
    )
    found: dict[StockKey, list[tuple[UUID, HeldLine]]] = defaultdict(list)
    for row in rows:
        line = HeldLine(
            row["order_line_id"], row["product_id"], row["quantity"], row["reserved"], row["shipped"], row["picked"]
        )
        found[StockKey(row["product_id"], row["warehouse"])].append((row["order_id"], line))
    return found


async def orders_waiting(
    tx: ReadTransaction, keys: Collection[StockKey], drop_shipped: Collection[UUID] = ()
) -> list[UUID]:
    """Customers' firm orders that lack some of these products, or of which these lines come from suppliers."""
    if not keys and not drop_shipped:
        return []
    rows = await tx.fetch(
        "SELECT DISTINCT order_id FROM (SELECT l.* FROM reservation_line l"
        " JOIN unnest($1::uuid[], $2::text[]) AS k (p, w) ON l.product_id = k.p AND l.warehouse = k.w"
        " WHERE NOT l.is_drop_shipped AND l.reserved + l.shipped < l.quantity"
        " UNION ALL SELECT l.* FROM reservation_line l WHERE l.order_line_id = ANY($3) AND l.is_drop_shipped"
        " AND l.shipped < l.quantity) AS l JOIN reservation r USING (order_id)"
        " WHERE r.status = 'held' AND r.is_firm AND r.customer_id IS NOT NULL ORDER BY order_id",
        [key.product_id for key in keys],
        [key.warehouse for key in keys],
        list(drop_shipped),
    )
    return [row["order_id"] for row in rows]


async def of_customers(tx: ReadTransaction, order_ids: Collection[UUID]) -> set[UUID]:
    """Those of these orders that are customers', not transfers."""
    rows = await tx.fetch(
        "SELECT order_id FROM reservation WHERE order_id = ANY($1) AND customer_id IS NOT NULL", list(order_ids)
    )
    return {row["order_id"] for row in rows}


async def change_reserved(tx: Transaction, changes: Mapping[UUID, Decimal]) -> None:
    """Add to what lines hold."""
    await tx.execute(
        "UPDATE reservation_line SET reserved = reserved + d FROM unnest($1::uuid[], $2::numeric[]) AS x (id, d)"
        " WHERE order_line_id = x.id",
        list(changes),
        list(changes.values()),
    )


async def ship(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """What was held has left."""
    await tx.execute(
        "UPDATE reservation_line SET reserved = reserved - q, shipped = shipped + q"
        " FROM unnest($1::uuid[], $2::numeric[]) AS x (id, q) WHERE order_line_id = x.id",
        list(quantities),
        list(quantities.values()),
    )


async def give_up(tx: Transaction, order_ids: Collection[UUID]) -> None:
    """Nothing more is held or awaited for these orders, but what was picked: somebody has to put it back."""
    await tx.execute(
        "UPDATE reservation_line SET reserved = picked, quantity = shipped + picked"
        " WHERE order_id = ANY($1) AND quantity > shipped + picked",
        list(order_ids),
    )


async def pick(tx: Transaction, changes: Mapping[UUID, Decimal]) -> None:
    """So much of what lines hold was taken from its place, or (below zero) was put back."""
    await tx.execute(
        "UPDATE reservation_line SET picked = picked + d FROM unnest($1::uuid[], $2::numeric[]) AS x (id, d)"
        " WHERE order_line_id = x.id",
        list(changes),
        list(changes.values()),
    )


async def deliver(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """So much of what lines waited for went to their customers without having been held."""
    await tx.execute(
        "UPDATE reservation_line SET shipped = shipped + q FROM unnest($1::uuid[], $2::numeric[]) AS x (id, q)"
        " WHERE order_line_id = x.id",
        list(quantities),
        list(quantities.values()),
    )


async def put_back(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """What was picked for orders that were given up lies in its place again: they do not hold it any more."""
    await tx.execute(
        "UPDATE reservation_line SET picked = picked - q, reserved = reserved - q, quantity = quantity - q"
        " FROM unnest($1::uuid[], $2::numeric[]) AS x (id, q) WHERE order_line_id = x.id",
        list(quantities),
        list(quantities.values()),
    )


async def ship_picked(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """What was picked has left."""
    await tx.execute(
        "UPDATE reservation_line SET picked = picked - q, reserved = reserved - q, shipped = shipped + q"
        " FROM unnest($1::uuid[], $2::numeric[]) AS x (id, q) WHERE order_line_id = x.id",
        list(quantities),
        list(quantities.values()),
    )


async def to_pick(
    tx: ReadTransaction,
    warehouse: str,
    order_ids: Collection[UUID] | None,
    *,
    complete_only: bool,
    today: date,
    limit: int,
) -> list[UUID]:
    """Customers' firm orders that hold goods which may leave and nobody is picking yet: by priority, then by age.

    Those that are stopped are left out, unless they are asked for.
    """
    rows = await tx.fetch(
        "SELECT r.order_id FROM reservation r JOIN reservation_line l USING (order_id)"
        " LEFT JOIN (SELECT order_line_id, sum(quantity) AS planned FROM pick_task WHERE status = 'open' GROUP BY 1) t"
        " USING (order_line_id)"
        " WHERE r.warehouse = $1 AND r.status = 'held' AND r.is_firm AND r.customer_id IS NOT NULL"
        " AND (r.order_id = ANY($2) OR ($2::uuid[] IS NULL AND NOT EXISTS"
        "  (SELECT FROM order_stop s WHERE s.order_id = r.order_id))) AND l.shipped < l.quantity"
        " AND NOT l.is_drop_shipped AND (r.consolidate_until IS NULL OR r.consolidate_until <= $5)"
        " GROUP BY r.order_id, r.priority, r.created_at"
        " HAVING sum(l.reserved - l.picked - coalesce(t.planned, 0))"
        " FILTER (WHERE r.delivery <> 'complete-line' OR l.reserved + l.shipped = l.quantity) > 0"
        " AND (NOT ($3 OR r.delivery = 'complete-order') OR bool_and(l.reserved + l.shipped = l.quantity))"
        " ORDER BY r.priority DESC, r.created_at, r.order_id LIMIT $4",
        warehouse,
        None if order_ids is None else list(order_ids),
        complete_only,
        limit,
        today,
    )
    return [row["order_id"] for row in rows]
