"""What orders take of the quantities agreed on in contracts."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.money import ZERO

from pricing.domain.contract import Call, CappedLine, SoldLine


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
    tx: Transaction, customer_id: UUID, currency: str, on: date, lines: Sequence[SoldLine], *, order_id: UUID
) -> list[CappedLine]:
    """The lines with a quantity agreed on, held until the transaction ends, with what is left for these lines of an order.

    What the very lines have called is theirs; what other lines of the order have called is not.
    """
    rows = await tx.fetch(
        "SELECT l.id, t.code, l.product_id, l.min_quantity, l.unit_price, l.quantity_cap - l.quantity_called AS quantity_left"
        " FROM contract_line l JOIN contract t ON t.id = l.contract_id WHERE t.customer_id = $1 AND t.currency = $2"
        " AND t.effective_from <= $3 AND (t.effective_until IS NULL OR t.effective_until > $3)"
        " AND l.product_id = ANY($4) AND l.quantity_cap IS NOT NULL ORDER BY l.id FOR UPDATE OF l",
        customer_id,
        currency,
        on,
        list({line.product_id for line in lines}),
    )
    ids = [row["id"] for row in rows]
    own = await tx.fetch(
        "SELECT contract_line_id, sum(quantity) AS quantity FROM contract_call WHERE order_line_id = ANY($1)"
        " AND contract_line_id = ANY($2) GROUP BY 1",
        [line.order_line_id for line in lines],
        ids,
    )
    others = await tx.fetch(
        "SELECT contract_line_id, -sum(greatest(held_quantity - quantity, 0)) AS quantity FROM contract_call"
        " WHERE contract_line_id = ANY($1) AND held_until > now() AND order_id <> $2 GROUP BY 1",
        ids,
        order_id,
    )
    corrections: dict[UUID, Decimal] = {}
    for row in (*own, *others):
        corrections[row["contract_line_id"]] = corrections.get(row["contract_line_id"], ZERO) + row["quantity"]
    return [
        CappedLine(
            id=row["id"],
            code=row["code"],
            product_id=row["product_id"],
            min_quantity=row["min_quantity"],
            unit_price=row["unit_price"],
            quantity_left=max(row["quantity_left"] + corrections.get(row["id"], ZERO), ZERO),
        )
        for row in rows
    ]


async def of_order(tx: ReadTransaction, order_id: UUID) -> list[Call]:
    """What an order takes for good."""
    rows = await tx.fetch(
        "SELECT order_line_id, contract_line_id, quantity FROM contract_call WHERE order_id = $1 AND quantity > 0",
        order_id,
    )
    return [Call(*row) for row in rows]


async def hold(tx: Transaction, order_id: UUID, calls: Sequence[Call], until: datetime) -> None:
    """Keep quantities for an order for a while, instead of what it held before."""
    touched = [call.contract_line_id for call in calls]
    await tx.execute(
        "UPDATE contract_call SET held_quantity = 0, held_until = NULL WHERE (order_id = $1 AND held_until IS NOT NULL)"
        " OR (contract_line_id = ANY($2) AND held_until <= now())",
        order_id,
        touched,
    )
    await tx.execute(
        "DELETE FROM contract_call WHERE (order_id = $1 OR contract_line_id = ANY($2)) AND quantity = 0 AND held_quantity = 0",
        order_id,
        touched,
    )
    await tx.execute(
        "INSERT INTO contract_call (order_line_id, contract_line_id, order_id, quantity, held_quantity, held_until)"
        " SELECT l, c, $1, 0, q, $2 FROM unnest($3::uuid[], $4::uuid[], $5::numeric[]) AS n (l, c, q)"
        " ON CONFLICT (order_line_id, contract_line_id) DO UPDATE SET held_quantity = excluded.held_quantity,"
        " held_until = excluded.held_until",
        order_id,
        until,
        *_columns(calls),
    )


async def confirm(tx: Transaction, order_id: UUID, calls: Sequence[Call]) -> None:
    """What an order takes for good: all of it, instead of what it held or took before."""
    changes = [
        (row["contract_line_id"], -row["quantity"])
        for row in await tx.fetch(
            "DELETE FROM contract_call WHERE order_id = $1 RETURNING contract_line_id, quantity", order_id
        )
    ]
    await tx.execute(
        "INSERT INTO contract_call (order_line_id, contract_line_id, order_id, quantity)"
        " SELECT l, c, $1, q FROM unnest($2::uuid[], $3::uuid[], $4::numeric[]) AS n (l, c, q)",
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
