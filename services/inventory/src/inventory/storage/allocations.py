"""Who wants a product, what customers were guaranteed, and lots that lines hold."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from inventory.domain.allocation import Want

_OPEN = (
    " FROM reservation_line l JOIN reservation r USING (order_id) WHERE l.product_id = $1 AND l.warehouse = $2"
    " AND l.shipped < l.quantity AND r.status = 'held' AND r.is_firm AND r.customer_id IS NOT NULL"
    " AND NOT l.is_drop_shipped"
)


async def orders_wanting(tx: ReadTransaction, product_id: UUID, warehouse: str) -> list[UUID]:
    """Customers' firm orders that wait for a product or hold it."""
    rows = await tx.fetch(f"SELECT DISTINCT l.order_id{_OPEN} ORDER BY l.order_id", product_id, warehouse)
    return [row["order_id"] for row in rows]


async def wants(tx: ReadTransaction, product_id: UUID, warehouse: str) -> list[Want]:
    """Their lines, in the order in which they are served; what was picked is theirs for good."""
    rows = await tx.fetch(
        "SELECT l.order_line_id, l.order_id, r.order_number, r.customer_id,"
        f" l.quantity - l.shipped - l.picked AS quantity, l.reserved - l.picked AS held{_OPEN}"
        " AND l.quantity > l.shipped + l.picked AND l.held_from IS NULL ORDER BY l.priority DESC, l.created_at, l.order_line_id",
        product_id,
        warehouse,
    )
    return [Want(**dict(row)) for row in rows]


async def guaranteed(tx: ReadTransaction, product_id: UUID) -> dict[UUID, Decimal]:
    """The share of each customer that has one: of this product, else of every product."""
    rows = await tx.fetch(
        "SELECT DISTINCT ON (customer_id) customer_id, share FROM guaranteed_share"
        " WHERE product_id = $1 OR product_id IS NULL ORDER BY customer_id, product_id NULLS LAST",
        product_id,
    )
    return {row["customer_id"]: row["share"] for row in rows}


async def shares(tx: ReadTransaction) -> list[tuple[UUID, UUID | None, Decimal]]:
    """(customer, product or all, share)."""
    rows = await tx.fetch(
        "SELECT customer_id, product_id, share FROM guaranteed_share ORDER BY customer_id, product_id NULLS FIRST"
    )
    return [(row["customer_id"], row["product_id"], row["share"]) for row in rows]


async def set_shares(tx: Transaction, asked: Collection[tuple[UUID, UUID | None, Decimal]]) -> None:
    """These and no others."""
    await tx.execute("DELETE FROM guaranteed_share")
    await tx.copy("guaranteed_share", ("customer_id", "product_id", "share"), list(asked))


async def set_priority(tx: Transaction, order_id: UUID, priority: int) -> None:
    """How soon a locked order is served from now on."""
    await tx.execute("UPDATE reservation SET priority = $2 WHERE order_id = $1", order_id, priority)
    await tx.execute("UPDATE reservation_line SET priority = $2 WHERE order_id = $1", order_id, priority)


async def hold_lot(tx: Transaction, order_line_id: UUID, lot_id: UUID, quantity: Decimal) -> None:
    """The line holds so much of that lot; nothing for zero."""
    if not quantity:
        await tx.execute("DELETE FROM lot_hold WHERE order_line_id = $1 AND lot_id = $2", order_line_id, lot_id)
        return
    await tx.execute(
        "INSERT INTO lot_hold (order_line_id, lot_id, quantity) VALUES ($1, $2, $3)"
        " ON CONFLICT (order_line_id, lot_id) DO UPDATE SET quantity = excluded.quantity",
        order_line_id,
        lot_id,
        quantity,
    )


async def lot_holds(tx: ReadTransaction, lot_ids: Collection[UUID]) -> dict[UUID, dict[UUID, Decimal]]:
    """Of these lots: order line → lot → quantity, as far as the line still holds stock to be picked."""
    rows = await tx.fetch(
        "SELECT h.order_line_id, h.lot_id, least(h.quantity, l.reserved - l.picked) AS quantity FROM lot_hold h"
        " JOIN reservation_line l USING (order_line_id) WHERE h.lot_id = ANY($1) AND l.reserved > l.picked"
        " ORDER BY h.order_line_id, h.lot_id",
        list(lot_ids),
    )
    found: dict[UUID, dict[UUID, Decimal]] = defaultdict(dict)
    for row in rows:
        found[row["order_line_id"]][row["lot_id"]] = row["quantity"]
    return found


def held_of(holds: Mapping[UUID, Mapping[UUID, Decimal]], lot_id: UUID, *, but: UUID) -> Decimal:
    """What other lines hold of a lot."""
    return sum((lots.get(lot_id, Decimal(0)) for line, lots in holds.items() if line != but), Decimal(0))
