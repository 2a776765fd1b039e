"""Goods in, against a purchase order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.numbers import next_number
from kit.quantity import check_precision

from inventory.commands.post_movements import post_movements
from inventory.domain.document import Document, Line
from inventory.domain.errors import LineNotOfOrder, LineRepeated, OrderIsClosed
from inventory.domain.location import DEFAULT_LOCATION, SUPPLIERS, Location, StockState
from inventory.domain.lot import check_lot
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.receiving import ExpectedLine, check_tolerance
from inventory.storage import documents, locations, lots, products, purchase_orders, stock
from inventory.storage.lots import AskedLot
from inventory.wire import receipt_posted


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    purchase_order_line_id: UUID
    quantity: Decimal  # stock units
    location: str | None = None  # code; by default where the product lies already
    lot: str | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReceiveGoods:
    id: UUID
    purchase_order_id: UUID
    lines: tuple[ReceivedLine, ...]
    occurred_at: datetime
    posted_by: str
    currency: str
    roles: tuple[str, ...] = ()
    warehouse: str | None = None  # by default the order's
    supplier_reference: str = ""


async def receive_goods(tx: Transaction, command: ReceiveGoods) -> Document:
    """Post a receipt: part of what is expected, all of it, or a little more if the order tolerates it.

    Raises:
        OrderNotKnown: the order was not placed, or inventory has not heard of it yet.
        OrderIsClosed: nothing more is expected of it.
        LineNotOfOrder, LineRepeated, OverReceipt: a line cannot be received so.
    """
    order = await purchase_orders.lock(tx, command.purchase_order_id)
    await documents.check_free(tx, "receipt", command.id)
    if order.is_closed:
        raise OrderIsClosed(f"{order.number} is closed: nothing more is expected of it.", number=order.number)
    expected = _expected(order.number, order.lines, command.lines)
    known = await products.known(tx, [line.product_id for line in expected])
    for i, (line, asked) in enumerate(zip(expected, command.lines, strict=True)):
        field = f"lines.{i}.quantity"
        check_precision(asked.quantity, known[line.product_id].decimals, field=field)
        check_lot(known[line.product_id].tracking, asked.lot, asked.quantity, field=f"lines.{i}")
        check_tolerance(line, asked.quantity, order.over_receipt_rate, field=field)
    warehouse = command.warehouse or order.warehouse
    keys = [StockKey(line.product_id, warehouse) for line in expected]
    owed = [StockKey(line.product_id, order.warehouse) for line in expected]
    locked = await stock.lock(tx, {*keys, *owed})
    places = await _places(tx, warehouse, keys, command.lines)
    by_code = await lots.ensure(
        tx,
        [
            AskedLot(line.product_id, asked.lot, asked.expires_on)
            for line, asked in zip(expected, command.lines, strict=True)
            if asked.lot
        ],
    )
    number = await next_number(tx, "RE", command.occurred_at.year)
    receipt = Document(
        id=command.id,
        number=number,
        order_id=order.id,
        partner_id=order.supplier_id,
        warehouse=warehouse,
        occurred_at=command.occurred_at,
        posted_by=command.posted_by,
        supplier_reference=command.supplier_reference,
        lines=tuple(
            Line(new_id(), line.id, line.product_id, asked.quantity, new_id())
            for line, asked in zip(expected, command.lines, strict=True)
        ),
    )
    movements = [
        Movement(
            id=line.movement_id,
            product_id=line.product_id,
            quantity=line.quantity,
            source=SUPPLIERS,
            destination=place,
            reason=Reason.RECEIPT,
            document_id=receipt.id,
            document_number=number,
            document_line_id=line.id,
            occurred_at=receipt.occurred_at,
            posted_by=receipt.posted_by,
            order_id=order.id,
            order_line_id=line.order_line_id,
            lot=None if asked.lot is None else by_code[line.product_id, asked.lot],
        )
        for line, place, asked in zip(receipt.lines, places, command.lines, strict=True)
    ]
    await documents.add_receipt(tx, receipt)
    await purchase_orders.receive(tx, {line.purchase_order_line_id: line.quantity for line in command.lines})
    incoming = _no_longer_owed(owed, expected, command.lines)
    await post_movements(tx, movements, locked, currency=command.currency, roles=command.roles, incoming=incoming)
    tx.publish(receipt_posted(receipt))
    return receipt


def _expected(number: str, lines: Sequence[ExpectedLine], asked: Sequence[ReceivedLine]) -> list[ExpectedLine]:
    """The order's lines that are received, in the order of the request."""
    by_id = {line.id: line for line in lines}
    seen: set[UUID] = set()
    for i, line in enumerate(asked):
        field = f"lines.{i}.purchase_order_line_id"
        if line.purchase_order_line_id not in by_id:
            raise LineNotOfOrder(f"{number} has no line {line.purchase_order_line_id}.", field=field)
        if line.purchase_order_line_id in seen:
            raise LineRepeated("This line occurs twice: give its whole quantity once.", field=field)
        seen.add(line.purchase_order_line_id)
    return [by_id[line.purchase_order_line_id] for line in asked]


async def _places(
    tx: Transaction, warehouse: str, keys: Sequence[StockKey], asked: Sequence[ReceivedLine]
) -> list[Location]:
    """Where each line goes: as said, else with what lies there already, the fullest place first."""
    named = await locations.by_code(tx, warehouse, [line.location for line in asked if line.location])
    quants = await stock.quants(tx, set(keys))

    def usual(key: StockKey) -> Location:
        lying = [each for each in quants.get(key, []) if each.location.state is StockState.AVAILABLE]
        return max(lying, key=lambda each: each.quantity).location if lying else named[DEFAULT_LOCATION]

    return [named[line.location] if line.location else usual(key) for key, line in zip(keys, asked, strict=True)]


def _no_longer_owed(
    keys: Sequence[StockKey], expected: Sequence[ExpectedLine], asked: Sequence[ReceivedLine]
) -> Mapping[StockKey, Decimal]:
    changes: dict[StockKey, Decimal] = {}
    for key, line, received in zip(keys, expected, asked, strict=True):
        changes[key] = changes.get(key, Decimal(0)) - min(received.quantity, line.outstanding)
    return changes
