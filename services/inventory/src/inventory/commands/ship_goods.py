"""Goods out, for a confirmed order."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number

from inventory.commands.post_movements import post_movements
from inventory.domain.delivery import check_leaving, kept_back
from inventory.domain.document import Document, Line
from inventory.domain.errors import OrderIsClosed, OrderNotKnown
from inventory.domain.location import CUSTOMERS
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.picking import Pick, pick_lines
from inventory.domain.reservation import HeldLine, leaving
from inventory.storage import allocations, customers, documents, reservations, stock
from inventory.storage.reservations import Reservation
from inventory.wire import shipment_posted


@dataclass(frozen=True, slots=True)
class ShippedLine:
    sales_order_line_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class ShipGoods:
    id: UUID
    sales_order_id: UUID
    lines: tuple[ShippedLine, ...] | None  # None: all that is held
    occurred_at: datetime
    posted_by: str
    currency: str
    roles: tuple[str, ...] = ()


async def ship_goods(tx: Transaction, command: ShipGoods) -> Document:
    """Post a shipment of what is held for the order, or of a part of it.

    Raises:
        OrderNotKnown: the order is not confirmed, or inventory has not heard of it yet.
        OrderIsClosed: all of it was shipped, or it was given up.
        NothingReserved: everything left is on backorder.
        OverShipment, LineNotOfOrder, LineRepeated: a line cannot be shipped so.
        DeliveryHeld: the order's delivery was agreed otherwise.
        ShelfLifeTooShort: what is there expires too soon for this customer.
    """
    order, customer_id = await _firm_order(tx, command.sales_order_id)
    await documents.check_free(tx, "shipment", command.id)
    before = (await reservations.lines(tx, [order.order_id]))[order.order_id]
    locked = await stock.lock(tx, {StockKey(line.product_id, order.warehouse) for line in before})
    lines = (await reservations.lines(tx, [order.order_id]))[order.order_id]  # holds may have grown while we waited
    asked = None if command.lines is None else [(each.sales_order_line_id, each.quantity) for each in command.lines]
    quantities = leaving(order.order_number, lines, asked, field="sales_order_line_id")
    today = command.occurred_at.date()
    if asked is None:
        kept = kept_back(order.delivery, lines, today)
        quantities = {id_: quantity for id_, quantity in quantities.items() if id_ not in kept} or quantities
    check_leaving(order.order_number, order.delivery, lines, quantities, today)
    shipped = [(line, quantities[line.order_line_id]) for line in lines if quantities.get(line.order_line_id)]
    places = await stock.quants(tx, {StockKey(line.product_id, order.warehouse) for line, _ in shipped})
    number = await next_number(tx, "SH", command.occurred_at.year)
    keeps_until = None
    if any(each.lot and each.lot.expires_on for there in places.values() for each in there):
        days = await customers.minimum_shelf_life(tx, customer_id)
        keeps_until = command.occurred_at.date() + timedelta(days=days)
    lying = {key.product_id: there for key, there in places.items()}
    with_lots = {each.lot.id for there in places.values() for each in there if each.lot}
    holds = await allocations.lot_holds(tx, with_lots) if with_lots else {}
    movements = _movements(command, order, number, pick_lines(shipped, lying, keeps_until=keeps_until, holds=holds))
    shipment = Document(
        id=command.id,
        number=number,
        order_id=order.order_id,
        partner_id=customer_id,
        warehouse=order.warehouse,
        occurred_at=command.occurred_at,
        posted_by=command.posted_by,
        lines=tuple(
            Line(each.document_line_id, each.order_line_id or each.id, each.product_id, each.quantity, each.id)
            for each in movements
        ),
    )
    await documents.add_shipment(tx, shipment)
    await reservations.ship(tx, quantities)
    if all(line.shipped + quantities.get(line.order_line_id, ZERO) == line.quantity for line in lines):
        await reservations.set_status(tx, [order.order_id], "closed")
    unreserved: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for line, quantity in shipped:
        unreserved[StockKey(line.product_id, order.warehouse)] += quantity
    await post_movements(tx, movements, locked, currency=command.currency, roles=command.roles, unreserved=unreserved)
    tx.publish(shipment_posted(shipment))
    return shipment


async def _firm_order(tx: Transaction, order_id: UUID) -> tuple[Reservation, UUID]:
    """The hold of a customer's confirmed order, and the customer."""
    held = await reservations.lock(tx, [order_id])
    if not held or held[0].customer_id is None or (held[0].status == "held" and not held[0].is_firm):
        raise OrderNotKnown(
            f"No confirmed sales order {order_id} is known here. One just confirmed is known in a moment.",
            field="sales_order_id",
            id=str(order_id),
        )
    order = held[0]
    if order.status != "held":
        done = "is shipped whole" if order.status == "closed" else "was given up"
        raise OrderIsClosed(f"{order.order_number} {done}: there is nothing to ship.", number=order.order_number)
    return order, held[0].customer_id


def _movements(
    command: ShipGoods,
    order: Reservation,
    number: str,
    picks: Sequence[tuple[HeldLine, Pick]],
) -> list[Movement]:
    """One movement for each place and lot that a line is picked from."""
    return [
        Movement(
            id=new_id(),
            product_id=line.product_id,
            quantity=picked.quantity,
            source=picked.location,
            destination=CUSTOMERS,
            reason=Reason.SHIPMENT,
            document_id=command.id,
            document_number=number,
            document_line_id=new_id(),
            occurred_at=command.occurred_at,
            posted_by=command.posted_by,
            order_id=order.order_id,
            order_line_id=line.order_line_id,
            lot=picked.lot,
        )
        for line, picked in picks
    ]
