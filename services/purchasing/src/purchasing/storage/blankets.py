"""Blanket orders. The agreement is locked before what is called off of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import asyncpg
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.quantity import Factor

from purchasing.domain.blanket import BlanketLine, BlanketOrder

_HEAD = "id, number, supplier_id, currency, department, reference, starts_on, ends_on, ended_at IS NOT NULL AS is_ended, version"


async def add(tx: Transaction, blanket: BlanketOrder, *, by: str) -> None:
    await tx.execute(
        "INSERT INTO blanket_order (id, number, supplier_id, currency, department, reference, starts_on, ends_on, written_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        blanket.id,
        blanket.number,
        blanket.supplier_id,
        blanket.currency,
        blanket.department,
        blanket.reference,
        blanket.starts_on,
        blanket.ends_on,
        by,
    )
    await tx.copy(
        "blanket_line",
        (
            "id", "blanket_order_id", "position", "product_id", "packaging_code", "numerator", "denominator", "quantity",
            "unit_price", "least",
        ),
        [
            (
                line.id, blanket.id, i, line.product_id, line.packaging_code, line.factor.numerator,
                line.factor.denominator, line.quantity, line.unit_price, line.least,
            )
            for i, line in enumerate(blanket.lines)
        ],
    )  # fmt: skip


async def get(tx: ReadTransaction, blanket_id: UUID) -> BlanketOrder:
    """One agreement.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT {_HEAD} FROM blanket_order WHERE id = $1", blanket_id)
    if row is None:
        raise unknown("blanket order", blanket_id)
    return await _with_lines(tx, row)


async def lock(tx: Transaction, blanket_id: UUID) -> BlanketOrder:
    """One agreement, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT {_HEAD} FROM blanket_order WHERE id = $1 FOR UPDATE", blanket_id)
    if row is None:
        raise unknown("blanket order", blanket_id)
    return await _with_lines(tx, row)


async def call(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """So much more of each line (by id, in packagings) is called off, or less."""
    await tx.execute(
        "UPDATE blanket_line SET called = called + q FROM unnest($1::uuid[], $2::numeric[]) AS x (line, q) WHERE id = x.line",
        list(quantities),
        list(quantities.values()),
    )


async def of_lines(tx: ReadTransaction, line_ids: Sequence[UUID]) -> list[UUID]:
    """The agreements that have these lines, by id."""
    rows = await tx.fetch(
        "SELECT DISTINCT blanket_order_id FROM blanket_line WHERE id = ANY($1) ORDER BY 1", list(line_ids)
    )
    return [row["blanket_order_id"] for row in rows]


async def end(tx: Transaction, blanket_id: UUID, now: datetime) -> None:
    """Nothing more is called off."""
    await tx.execute("UPDATE blanket_order SET ended_at = $2, version = version + 1 WHERE id = $1", blanket_id, now)


async def received(tx: ReadTransaction, blanket_id: UUID) -> dict[UUID, tuple[Decimal, Decimal]]:
    """What was ordered and what came of each line, in stock units, of orders that were not given up."""
    rows = await tx.fetch(
        "SELECT b.id, coalesce(sum(l.stock_quantity - l.cancelled - l.given_up), 0) AS ordered,"
        " coalesce(sum(l.received), 0) AS received FROM blanket_line b"
        " LEFT JOIN (purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id"
        " AND o.status <> 'cancelled') ON l.blanket_line_id = b.id WHERE b.blanket_order_id = $1 GROUP BY b.id",
        blanket_id,
    )
    return {row["id"]: (row["ordered"], row["received"]) for row in rows}


async def _with_lines(tx: ReadTransaction, row: asyncpg.Record) -> BlanketOrder:
    lines = defaultdict(list)
    for line in await tx.fetch(
        "SELECT blanket_order_id, id, product_id, packaging_code, numerator, denominator, quantity, unit_price, least, called"
        " FROM blanket_line WHERE blanket_order_id = $1 ORDER BY position",
        row["id"],
    ):
        values = dict(line)
        factor = Factor(values.pop("numerator"), values.pop("denominator"))
        lines[values.pop("blanket_order_id")].append(BlanketLine(**values, factor=factor))
    return BlanketOrder(**dict(row), lines=tuple(lines[row["id"]]))
