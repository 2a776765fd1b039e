"""What orders take of the quantities agreed on in contracts."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.money import ZERO

from pricing.domain.contract import Call, CappedLine


async def with_caps(tx: ReadTransaction, customer_ids: Collection[UUID]) -> set[UUID]:
    """Those of the customers who have a contract with a quantity agreed on."""
    rows = await tx.fetch(
        "SELECT DISTINCT t.customer_id FROM contract t JOIN contract_line l ON l.contract_id = t.id"
        " WHERE t.customer_id = ANY($1) AND l.quantity_cap IS NOT NULL",
        list(customer_ids),
    )
    return {row["customer_id"] for row in rows}


async def with_calls(tx: ReadTransaction, order_ids: Collection[UUID]) -> list[UUID]:
    """Those of the orders that take of a contract."""
    rows = await tx.fetch(
        "SELECT DISTINCT order_id FROM contract_call WHERE order_id = ANY($1) ORDER BY 1", list(order_ids)
    )
    return [row["order_id"] for row in rows]


async def lock_capped(
    tx: Transaction, customer_id: UUID, currency: str, on: date, product_ids: Collection[UUID], *, order_id: UUID
) -> list[CappedLine]:
    """The lines with a quantity agreed on, held until the transaction ends, with what others than this order leave."""
    rows = await tx.fetch(
        "SELECT l.id, t.code, l.product_id, l.min_quantity, l.unit_price, l.quantity_cap, l.quantity_called"
        " FROM contract_line l JOIN contract t ON t.id = l.contract_id WHERE t.customer_id = $1 AND t.currency = $2"
        " AND t.effective_from <= $3 AND (t.effective_until IS NULL OR t.effective_until > $3)"
        " AND l.product_id = ANY($4) AND l.quantity_cap IS NOT NULL ORDER BY l.id FOR UPDATE OF l",
        customer_id,
        currency,
        on,
        list(product_ids),
    )
    # Held by others counts; what this very order has confirmed does not.
    corrections = await tx.fetch(
        "SELECT contract_line_id, sum(CASE WHEN order_id = $2 THEN -quantity ELSE quantity END) AS quantity"
        " FROM contract_call WHERE contract_line_id = ANY($1)"
        " AND (expires_at IS NULL) = (order_id = $2) AND (expires_at IS NULL OR expires_at > now()) GROUP BY 1",
        [row["id"] for row in rows],
        order_id,
    )
    other = {row["contract_line_id"]: row["quantity"] for row in corrections}
    return [
        CappedLine(
            id=row["id"],
            code=row["code"],
            product_id=row["product_id"],
            min_quantity=row["min_quantity"],
            unit_price=row["unit_price"],
            quantity_left=max(row["quantity_cap"] - row["quantity_called"] - other.get(row["id"], ZERO), ZERO),
        )
        for row in rows
    ]


async def hold(tx: Transaction, order_id: UUID, calls: Sequence[Call], until: datetime) -> None:
    """Keep quantities for an order for a while, instead of what it held before."""
    await tx.execute(
        "DELETE FROM contract_call WHERE (order_id = $1 AND expires_at IS NOT NULL)"
        " OR (contract_line_id = ANY($2) AND expires_at <= now())",
        order_id,
        [call.contract_line_id for call in calls],
    )
    await tx.execute(
        "INSERT INTO contract_call (order_line_id, order_id, contract_line_id, quantity, expires_at)"
        " SELECT l, $1, c, q, $2 FROM unnest($3::uuid[], $4::uuid[], $5::numeric[]) AS n (l, c, q)"
        " ON CONFLICT (order_line_id) DO NOTHING",
        order_id,
        until,
        *_columns(calls),
    )


async def confirm(tx: Transaction, order_id: UUID, calls: Sequence[Call]) -> None:
    """What an order takes for good: all of it, instead of what it held or took before."""
    changes = [
        (row["contract_line_id"], -row["quantity"])
        for row in await tx.fetch(
            "DELETE FROM contract_call WHERE order_id = $1 RETURNING contract_line_id, quantity, expires_at", order_id
        )
        if row["expires_at"] is None
    ]
    await tx.execute(
        "INSERT INTO contract_call (order_line_id, order_id, contract_line_id, quantity)"
        " SELECT l, $1, c, q FROM unnest($2::uuid[], $3::uuid[], $4::numeric[]) AS n (l, c, q)",
        order_id,
        *_columns(calls),
    )
    await _count(tx, [*changes, *((call.contract_line_id, call.quantity) for call in calls)])


async def _count(tx: Transaction, changes: Sequence[tuple[UUID, Decimal]]) -> None:
    await tx.execute(
        "UPDATE contract_line l SET quantity_called = l.quantity_called + n.q FROM (SELECT i, sum(q) AS q"
        " FROM unnest($1::uuid[], $2::numeric[]) AS x (i, q) GROUP BY i) AS n WHERE l.id = n.i AND n.q <> 0",
        [id_ for id_, _ in changes],
        [quantity for _, quantity in changes],
    )


def _columns(calls: Sequence[Call]) -> tuple[list[UUID], list[UUID], list[Decimal]]:
    return (
        [call.order_line_id for call in calls],
        [call.contract_line_id for call in calls],
        [call.quantity for call in calls],
    )
