"""Returns. The order (its hold, or the purchase order) is locked first: so nobody gives the same back twice."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from inventory.domain.lot import Lot
from inventory.domain.returns import Agreement, Delivered, Return, ReturnLine

_DELIVERED = (
    "SELECT l.id AS line_id, l.{order_line} AS order_line_id, l.product_id, l.movement_id, l.quantity, b.id AS lot_id,"
    " b.code, b.expires_on,"
    " coalesce((SELECT sum(r.quantity) FROM stock_return_line r WHERE r.delivered_line_id = l.id), 0) AS returned"
    " FROM {table}_line l JOIN {table} d ON d.id = l.{table}_id JOIN movement m ON m.id = l.movement_id"
    " LEFT JOIN lot b ON b.id = m.lot_id WHERE d.{order} = $1"
)
_SHIPPED = _DELIVERED.format(table="shipment", order="sales_order_id", order_line="sales_order_line_id")
_RECEIVED = _DELIVERED.format(table="receipt", order="purchase_order_id", order_line="purchase_order_line_id")


async def shipped(tx: ReadTransaction, sales_order_id: UUID) -> dict[UUID, Delivered]:
    """What was shipped for an order, by shipment line."""
    return {row["line_id"]: _delivered(row) for row in await tx.fetch(_SHIPPED, sales_order_id)}


async def received(tx: ReadTransaction, purchase_order_id: UUID) -> dict[UUID, Delivered]:
    """What was received of an order, by receipt line."""
    return {row["line_id"]: _delivered(row) for row in await tx.fetch(_RECEIVED, purchase_order_id)}


async def agree(tx: Transaction, id_: UUID, number: str, order_id: UUID, lines: Mapping[UUID, Decimal]) -> None:
    """Sales agreed to take so much of these shipment lines back. Safe to repeat."""
    added = await tx.execute(
        "INSERT INTO return_agreement (id, number, order_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        id_,
        number,
        order_id,
    )
    if added:
        rows = [(id_, line_id, quantity) for line_id, quantity in lines.items()]
        await tx.copy("return_agreement_line", ("agreement_id", "shipment_line_id", "quantity"), rows)


async def close_agreements(tx: Transaction, ids: Collection[UUID]) -> None:
    """Nothing more comes back under these."""
    await tx.execute("UPDATE return_agreement SET is_closed = true WHERE id = ANY($1)", list(ids))


async def agreement(tx: ReadTransaction, number: str, order_id: UUID) -> Agreement | None:
    """What sales agreed on under a number for a locked order, less what came with it; None when it never heard of it."""
    head = await tx.fetchrow(
        "SELECT id, is_closed FROM return_agreement WHERE number = $1 AND order_id = $2", number, order_id
    )
    if head is None:
        return None
    rows = await tx.fetch(
        "SELECT a.shipment_line_id, a.quantity - coalesce((SELECT sum(l.quantity) FROM stock_return_line l"
        " JOIN stock_return r ON r.id = l.return_id WHERE l.delivered_line_id = a.shipment_line_id AND r.reference = $2), 0)"
        " AS quantity FROM return_agreement_line a WHERE a.agreement_id = $1",
        head["id"],
        number,
    )
    return Agreement(number, head["is_closed"], {row["shipment_line_id"]: row["quantity"] for row in rows})


async def add(tx: Transaction, returned: Return, kind: str) -> None:
    """Write it."""
    await tx.execute(
        "INSERT INTO stock_return (id, number, kind, order_id, partner_id, warehouse, reference, occurred_at, posted_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        returned.id,
        returned.number,
        kind,
        returned.order_id,
        returned.partner_id,
        returned.warehouse,
        returned.reference,
        returned.occurred_at,
        returned.posted_by,
    )
    await tx.copy(
        "stock_return_line",
        ("id", "return_id", "position", "delivered_line_id", "product_id", "quantity", "reason", "movement_id"),
        [
            (
                line.id,
                returned.id,
                i,
                line.delivered.line_id,
                line.product_id,
                line.quantity,
                line.reason,
                line.movement_id,
            )
            for i, line in enumerate(returned.lines)
        ],
    )


async def lock_customers(tx: Transaction, return_id: UUID) -> Return:
    """A customer's return, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    head = await tx.fetchrow(
        "SELECT id, number, order_id, partner_id, warehouse, reference, occurred_at, posted_by FROM stock_return"
        " WHERE id = $1 AND kind = 'customer' FOR UPDATE",
        return_id,
    )
    if head is None:
        raise unknown("customer return", return_id)
    rows = await tx.fetch(
        "SELECT r.id, r.quantity AS returned_quantity, r.reason, r.movement_id AS return_movement_id, r.disposed,"
        " r.delivered_line_id AS line_id, l.sales_order_line_id AS order_line_id, r.product_id, l.movement_id,"
        " l.quantity, b.id AS lot_id, b.code, b.expires_on, r.quantity AS returned"
        " FROM stock_return_line r JOIN shipment_line l ON l.id = r.delivered_line_id"
        " JOIN movement m ON m.id = l.movement_id LEFT JOIN lot b ON b.id = m.lot_id"
        " WHERE r.return_id = $1 ORDER BY r.position",
        return_id,
    )
    lines = tuple(
        ReturnLine(
            row["id"],
            _delivered(row),
            row["returned_quantity"],
            row["reason"],
            row["return_movement_id"],
            row["disposed"],
        )
        for row in rows
    )
    return Return(**dict(head), lines=lines)


async def dispose(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """So much more of each line has its disposition."""
    await tx.execute(
        "UPDATE stock_return_line SET disposed = disposed + q FROM unnest($1::uuid[], $2::numeric[]) AS x (i, q)"
        " WHERE id = x.i",
        list(quantities),
        list(quantities.values()),
    )


def _delivered(row: Record) -> Delivered:
    lot = None
    if row["lot_id"] is not None:
        lot = Lot(row["lot_id"], row["product_id"], row["code"], row["expires_on"])
    return Delivered(
        row["line_id"],
        row["order_line_id"],
        row["product_id"],
        row["movement_id"],
        lot,
        row["quantity"],
        row["returned"],
    )
