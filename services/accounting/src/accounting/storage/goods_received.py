"""Received and not billed: the lines that account 4081 is made of, and the order prices behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction

from accounting.domain.bill import BillLine, Received
from accounting.domain.errors import CurrencyNotKept


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
    value: Decimal


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Goods of a receipt went back: so much less is to be billed. Both above zero."""

    movement_id: UUID  # of the receipt
    quantity: Decimal
    value: Decimal


async def unit_prices(tx: Transaction, order_line_ids: Sequence[UUID], currency: str) -> dict[UUID, Decimal]:
    """Price per stock unit of known purchase order lines.

    Raises:
        CurrencyNotKept: an order is in another currency than the company's.
    """
    rows = await tx.fetch("SELECT id, unit_price, currency FROM purchase_order_line WHERE id = ANY($1)", order_line_ids)
    for row in rows:
        if row["currency"] != currency:
            raise CurrencyNotKept(
                f"Purchase order line {row['id']} is in {row['currency']}: there is no rate to {currency}."
            )
    return {row["id"]: row["unit_price"] for row in rows}


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
        " received_on, quantity, value, purchase_order_id, supplier_id, product_id, billed_quantity, billed_value)"
        " SELECT r.*, l.purchase_order_id, l.supplier_id, l.product_id, 0, 0 FROM unnest($1::uuid[], $2::uuid[], $3::text[],"
        " $4::uuid[], $5::uuid[], $6::date[], $7::numeric[], $8::numeric[]) AS r (movement_id, receipt_id, receipt_number,"
        " receipt_line_id, purchase_order_line_id, received_on, quantity, value)"
        " JOIN purchase_order_line l ON l.id = r.purchase_order_line_id",
        [r.movement_id for r in received],
        [r.receipt_id for r in received],
        [r.receipt_number for r in received],
        [r.receipt_line_id for r in received],
        [r.purchase_order_line_id for r in received],
        [r.received_on for r in received],
        [r.quantity for r in received],
        [r.value for r in received],
    )


async def give_back(tx: Transaction, given: Sequence[GivenBack]) -> None:
    """Take off what went back."""
    if not given:
        return
    await tx.execute(
        "UPDATE goods_received g SET quantity = g.quantity - n.quantity, value = g.value - n.value"
        " FROM (SELECT id, sum(q) AS quantity, sum(v) AS value FROM unnest($1::uuid[], $2::numeric[], $3::numeric[])"
        " AS n (id, q, v) GROUP BY id) AS n WHERE g.movement_id = n.id",
        [g.movement_id for g in given],
        [g.quantity for g in given],
        [g.value for g in given],
    )


_RECEIVED = (
    "movement_id, receipt_line_id, purchase_order_id, purchase_order_line_id, supplier_id, product_id, quantity, value,"
    " billed_quantity, billed_value"
)


async def lock_lines(tx: Transaction, receipt_line_ids: Sequence[UUID]) -> dict[UUID, Received]:
    """Received lines, held against other bills until the transaction ends."""
    rows = await tx.fetch(
        f"SELECT {_RECEIVED} FROM goods_received WHERE receipt_line_id = ANY($1) ORDER BY movement_id FOR UPDATE",
        receipt_line_ids,
    )
    return {row["receipt_line_id"]: Received(**dict(row)) for row in rows}


async def lines_of_receipt(tx: Transaction, receipt_id: UUID) -> list[UUID]:
    """The lines of a receipt that are not billed whole, in the order of the receipt."""
    rows = await tx.fetch(
        "SELECT receipt_line_id FROM goods_received WHERE receipt_id = $1 AND billed_quantity < quantity ORDER BY movement_id",
        receipt_id,
    )
    return [row["receipt_line_id"] for row in rows]


async def clear(tx: Transaction, lines: Sequence[BillLine]) -> None:
    """These lines are billed: they leave account 4081."""
    await tx.execute(
        "UPDATE goods_received g SET billed_quantity = g.billed_quantity + n.quantity, billed_value = g.billed_value + n.value"
        " FROM unnest($1::uuid[], $2::numeric[], $3::numeric[]) AS n (id, quantity, value) WHERE g.movement_id = n.id",
        [line.movement_id for line in lines],
        [line.quantity for line in lines],
        [line.received_amount for line in lines],
    )
