"""Blanket orders. An order is locked before the lines that it calls off, and those in the order of their ids."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from sales.domain.blanket import BlanketLine, BlanketOrder

_HEAD = "id, number, customer_id, reference, starts_on, ends_on, currency, ended_at IS NOT NULL AS is_ended, version"
_LINE = "id, product_id, sku, quantity, unit_price, least, called"


async def add(tx: Transaction, blanket: BlanketOrder, *, by: str) -> None:
    await tx.execute(
        "INSERT INTO blanket_order (id, number, customer_id, reference, starts_on, ends_on, currency, written_by, version)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        blanket.id,
        blanket.number,
        blanket.customer_id,
        blanket.reference,
        blanket.starts_on,
        blanket.ends_on,
        blanket.currency,
        by,
        blanket.version,
    )
    await tx.copy(
        "blanket_line",
        ("id", "blanket_order_id", "position", "product_id", "sku", "quantity", "unit_price", "least"),
        [
            (line.id, blanket.id, i, line.product_id, line.sku, line.quantity, line.unit_price, line.least)
            for i, line in enumerate(blanket.lines)
        ],
    )


async def find(tx: ReadTransaction, blanket_id: UUID) -> BlanketOrder:
    """One agreement.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT {_HEAD} FROM blanket_order WHERE id = $1", blanket_id)
    if row is None:
        raise unknown("blanket order", blanket_id)
    lines = await tx.fetch(
        f"SELECT {_LINE} FROM blanket_line WHERE blanket_order_id = $1 ORDER BY position", blanket_id
    )
    return BlanketOrder(**dict(row), lines=tuple(BlanketLine(**dict(line)) for line in lines))


async def lock(tx: Transaction, blanket_id: UUID) -> BlanketOrder:
    """One agreement with its lines, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    await tx.execute("SELECT FROM blanket_line WHERE blanket_order_id = $1 ORDER BY id FOR UPDATE", blanket_id)
    await tx.execute("SELECT FROM blanket_order WHERE id = $1 FOR UPDATE", blanket_id)
    return await find(tx, blanket_id)


async def lock_lines(tx: Transaction, line_ids: Collection[UUID]) -> dict[UUID, BlanketLine]:
    """Lines of agreements, held until the transaction ends."""
    rows = await tx.fetch(f"SELECT {_LINE} FROM blanket_line WHERE id = ANY($1) ORDER BY id FOR UPDATE", list(line_ids))
    return {row["id"]: BlanketLine(**dict(row)) for row in rows}


async def end(tx: Transaction, blanket_id: UUID, now: datetime) -> None:
    """Nothing more is called off of a locked agreement."""
    await tx.execute("UPDATE blanket_order SET ended_at = $2, version = version + 1 WHERE id = $1", blanket_id, now)


async def call_offs_of(tx: ReadTransaction, order_id: UUID) -> dict[UUID, tuple[UUID, Decimal]]:
    """What an order took so far: its line → (blanket line, quantity)."""
    rows = await tx.fetch(
        "SELECT sales_order_line_id, blanket_line_id, quantity FROM call_off WHERE sales_order_id = $1", order_id
    )
    return {row["sales_order_line_id"]: (row["blanket_line_id"], row["quantity"]) for row in rows}


async def add_call_offs(tx: Transaction, order_id: UUID, lines: Mapping[UUID, UUID]) -> None:
    """The order's lines (→ blanket line) call off; how much is said by `draw`."""
    await tx.copy(
        "call_off",
        ("sales_order_line_id", "sales_order_id", "blanket_line_id", "quantity"),
        [(line_id, order_id, blanket_line_id, Decimal(0)) for line_id, blanket_line_id in lines.items()],
    )


async def draw(tx: Transaction, changes: Mapping[UUID, Decimal]) -> None:
    """So much more (or less) is called off by these order lines, whose blanket lines are locked."""
    await tx.execute(
        "WITH change AS (SELECT c.blanket_line_id, x.i, x.d FROM unnest($1::uuid[], $2::numeric[]) AS x (i, d)"
        " JOIN call_off c ON c.sales_order_line_id = x.i),"
        " noted AS (UPDATE call_off c SET quantity = c.quantity + change.d FROM change WHERE c.sales_order_line_id = change.i)"
        " UPDATE blanket_line b SET called = b.called + s.d"
        " FROM (SELECT blanket_line_id, sum(d) AS d FROM change GROUP BY 1) s WHERE b.id = s.blanket_line_id",
        list(changes),
        list(changes.values()),
    )


async def shipped(tx: ReadTransaction, blanket_id: UUID) -> dict[UUID, Decimal]:
    """What left so far of each line's call-offs."""
    rows = await tx.fetch(
        "SELECT b.id, coalesce(sum(l.shipped), 0) AS shipped FROM blanket_line b"
        " LEFT JOIN call_off c ON c.blanket_line_id = b.id LEFT JOIN sales_order_line l ON l.id = c.sales_order_line_id"
        " WHERE b.blanket_order_id = $1 GROUP BY b.id",
        blanket_id,
    )
    return {row["id"]: row["shipped"] for row in rows}
