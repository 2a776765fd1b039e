"""Received and not billed: the lines that account 4081 is made of, and the order prices behind them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record
from kit.db import Transaction
from kit.exchange import ExchangeRate

from accounting.domain.bill import Received
from accounting.domain.purchase import Cost, ReceivedAt


@dataclass(frozen=True, slots=True)
class NewReceived:
    """A receipt line, valued."""

    movement_id: UUID
    receipt_id: UUID
    receipt_number: str
    receipt_line_id: UUID
    purchase_order_line_id: UUID
    received_on: date
    quantity: Decimal
    cost: Cost
    rate: ExchangeRate
    unit_price: Decimal | None  # of the order, when it came


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Goods of a receipt went back: so much less is to be billed. All above zero."""

    movement_id: UUID  # of the receipt
    quantity: Decimal
    cost: Cost


class Cleared(NamedTuple):
    """Of a received line, as it was received."""

    receipt_line_id: UUID
    quantity: Decimal
    cost: Cost


RECEIVED = (
    "movement_id, receipt_line_id, purchase_order_id, purchase_order_line_id, supplier_id, product_id, quantity, amount, value,"
    " billed_quantity, billed_amount, billed_value, currency, rate, rate_on"
)


def received_of(row: Record | Mapping[str, Any]) -> Received:
    values = dict(row)
    rate = ExchangeRate.of_row(values.pop("currency"), values.pop("rate"), values.pop("rate_on"))
    return Received(**values, rate=rate)


async def order_prices(tx: Transaction, order_line_ids: Sequence[UUID]) -> dict[UUID, tuple[Decimal, str]]:
    """Price per stock unit of known purchase order lines, and its currency."""
    rows = await tx.fetch("SELECT id, unit_price, currency FROM purchase_order_line WHERE id = ANY($1)", order_line_ids)
    return {row["id"]: (row["unit_price"], row["currency"]) for row in rows}


async def lock_received_at(tx: Transaction, movement_ids: Sequence[UUID]) -> dict[UUID, ReceivedAt]:
    """What receipts were received at, as far as it has not gone back; held until the transaction ends."""
    if not movement_ids:
        return {}
    rows = await tx.fetch(
        "SELECT movement_id, quantity, amount, value, currency, rate, rate_on FROM goods_received"
        " WHERE movement_id = ANY($1) ORDER BY movement_id FOR UPDATE",
        movement_ids,
    )
    return {
        row["movement_id"]: ReceivedAt(
            row["quantity"],
            row["amount"],
            row["value"],
            ExchangeRate.of_row(row["currency"], row["rate"], row["rate_on"]),
        )
        for row in rows
    }


async def kept_quantities(tx: Transaction, movement_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """How much of these receipts did not go back."""
    rows = await tx.fetch(
        "SELECT movement_id, quantity FROM goods_received WHERE movement_id = ANY($1)", list(set(movement_ids))
    )
    return {row["movement_id"]: row["quantity"] for row in rows}


async def receipts_behind(tx: Transaction, order_lines: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """For movements back to a supplier (movement → purchase order line): the last receipt of that line."""
    if not order_lines:
        return {}
    rows = await tx.fetch(
        "SELECT DISTINCT ON (purchase_order_line_id) purchase_order_line_id, movement_id FROM goods_received"
        " WHERE purchase_order_line_id = ANY($1) ORDER BY purchase_order_line_id, movement_id DESC",
        list(order_lines.values()),
    )
    by_line = {row["purchase_order_line_id"]: row["movement_id"] for row in rows}
    return {movement: by_line[line] for movement, line in order_lines.items() if line in by_line}


async def add(tx: Transaction, received: Sequence[NewReceived]) -> None:
    """Write what came in."""
    if not received:
        return
    await tx.execute(
        "INSERT INTO goods_received (movement_id, receipt_id, receipt_number, receipt_line_id, purchase_order_line_id,"
        " received_on, quantity, amount, value, currency, rate, rate_on, unit_price, purchase_order_id, supplier_id, product_id,"
        " billed_quantity, billed_amount, billed_value)"
        " SELECT r.*, l.purchase_order_id, l.supplier_id, l.product_id, 0, 0, 0 FROM unnest($1::uuid[], $2::uuid[],"
        " $3::text[], $4::uuid[], $5::uuid[], $6::date[], $7::numeric[], $8::numeric[], $9::numeric[], $10::text[],"
        " $11::numeric[], $12::date[], $13::numeric[]) AS r (movement_id, receipt_id, receipt_number, receipt_line_id,"
        " purchase_order_line_id, received_on, quantity, amount, value, currency, rate, rate_on, unit_price)"
        " JOIN purchase_order_line l ON l.id = r.purchase_order_line_id",
        [r.movement_id for r in received],
        [r.receipt_id for r in received],
        [r.receipt_number for r in received],
        [r.receipt_line_id for r in received],
        [r.purchase_order_line_id for r in received],
        [r.received_on for r in received],
        [r.quantity for r in received],
        [r.cost.amount for r in received],
        [r.cost.value for r in received],
        [r.rate.currency for r in received],
        [r.rate.column for r in received],
        [r.rate.on for r in received],
        [r.unit_price for r in received],
    )


async def give_back(tx: Transaction, given: Sequence[GivenBack]) -> None:
    """Take off what went back."""
    if not given:
        return
    await tx.execute(
        "UPDATE goods_received g SET quantity = g.quantity - n.quantity, amount = g.amount - n.amount,"
        " value = g.value - n.value FROM (SELECT id, sum(q) AS quantity, sum(a) AS amount, sum(v) AS value"
        " FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::numeric[]) AS n (id, q, a, v) GROUP BY id) AS n"
        " WHERE g.movement_id = n.id",
        [g.movement_id for g in given],
        [g.quantity for g in given],
        [g.cost.amount for g in given],
        [g.cost.value for g in given],
    )


async def lock_lines(tx: Transaction, receipt_line_ids: Sequence[UUID]) -> dict[UUID, Received]:
    """Received lines, held against other bills until the transaction ends."""
    rows = await tx.fetch(
        f"SELECT {RECEIVED} FROM goods_received WHERE receipt_line_id = ANY($1) ORDER BY movement_id FOR UPDATE",
        receipt_line_ids,
    )
    return {row["receipt_line_id"]: received_of(row) for row in rows}


async def lock_for(
    tx: Transaction, supplier_id: UUID, receipt_line_ids: Sequence[UUID], order_line_ids: Sequence[UUID]
) -> list[Received]:
    """What came from a supplier by these receipt lines or of these order lines, held against other bills."""
    rows = await tx.fetch(
        f"SELECT {RECEIVED} FROM goods_received WHERE supplier_id = $1"
        " AND (receipt_line_id = ANY($2) OR purchase_order_line_id = ANY($3)) ORDER BY movement_id FOR UPDATE",
        supplier_id,
        receipt_line_ids,
        order_line_ids,
    )
    return [received_of(row) for row in rows]


async def unbilled(tx: Transaction, supplier_id: UUID, receipt_ids: Collection[UUID]) -> list[Received]:
    """What of these receipts is not billed whole."""
    rows = await tx.fetch(
        f"SELECT {RECEIVED} FROM goods_received WHERE supplier_id = $1 AND receipt_id = ANY($2)"
        " AND billed_quantity < quantity ORDER BY movement_id",
        supplier_id,
        list(receipt_ids),
    )
    return [received_of(row) for row in rows]


async def lines_of_receipt(tx: Transaction, receipt_id: UUID) -> list[UUID]:
    """The lines of a receipt that are not billed whole, in the order of the receipt."""
    rows = await tx.fetch(
        "SELECT receipt_line_id FROM goods_received WHERE receipt_id = $1 AND billed_quantity < quantity ORDER BY movement_id",
        receipt_id,
    )
    return [row["receipt_line_id"] for row in rows]


async def clear(tx: Transaction, cleared: Sequence[Cleared]) -> None:
    """These are billed (below zero: are not any more): they leave account 4081."""
    await tx.execute(
        "UPDATE goods_received g SET billed_quantity = g.billed_quantity + n.quantity,"
        " billed_amount = g.billed_amount + n.amount, billed_value = g.billed_value + n.value"
        " FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::numeric[]) AS n (id, quantity, amount, value)"
        " WHERE g.receipt_line_id = n.id",
        [each.receipt_line_id for each in cleared],
        [each.quantity for each in cleared],
        [each.cost.amount for each in cleared],
        [each.cost.value for each in cleared],
    )
