"""Goods in, against purchase orders."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number
from kit.quantity import check_precision

from inventory.commands.pegs import receive_pegged
from inventory.commands.post_movements import post_movements
from inventory.domain.document import Document, Line
from inventory.domain.errors import LineNotOfOrder, LineRepeated, OrderIsClosed
from inventory.domain.location import DEFAULT_LOCATION, SUPPLIERS, Location, LocationKind, StockState
from inventory.domain.lot import Lot, check_lot
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.quality import Inspection
from inventory.domain.receiving import ExpectedLine, check_tolerance
from inventory.storage import documents, locations, lots, products, purchase_orders, quality, stock
from inventory.storage.lots import AskedLot
from inventory.storage.purchase_orders import PurchaseOrder
from inventory.wire import receipt_posted


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """So much of an order's line came; a line may come in several lots, or to several places."""

    purchase_order_line_id: UUID
    quantity: Decimal  # stock units
    location: str | None = None  # code; by default where the product lies already
    lot: str | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReceiveGoods:
    """What one delivery brought: lines of one order, or of several. `ids` are those of the receipts, by order."""

    ids: Mapping[UUID, UUID]
    lines: tuple[ReceivedLine, ...]
    occurred_at: datetime
    posted_by: str
    currency: str
    roles: tuple[str, ...] = ()
    warehouse: str | None = None  # by default each order's
    supplier_reference: str = ""


@dataclass(frozen=True, slots=True)
class _Came:
    """A received line with all that is known of it."""

    asked: ReceivedLine
    order: PurchaseOrder
    expected: ExpectedLine
    warehouse: str
    place: Location
    lot: Lot | None
    is_on_hold: bool
    line: Line


async def receive_goods(tx: Transaction, command: ReceiveGoods) -> list[Document]:
    """Post a receipt for each order: part of what is expected, all of it, or a little more if the order tolerates it.

    Goods that a quality plan wants inspected go on hold.

    Raises:
        OrderNotKnown: an order was not placed, or inventory has not heard of it yet.
        OrderIsClosed: nothing more is expected of it.
        LineNotOfOrder, LineRepeated, OverReceipt: a line cannot be received so.
        LotRequired, LotNotTracked, SerialIsOne, SerialIsHere, LotDiffers: its lot is not right.
    """
    orders = await purchase_orders.lock_all(tx, list(command.ids))
    for order in orders:
        await documents.check_free(tx, "receipt", command.ids[order.id])
        if order.is_closed:
            raise OrderIsClosed(f"{order.number} is closed: nothing more is expected of it.", number=order.number)
    expected = _expected(orders, command.lines)
    await _check(tx, expected, command.lines)
    keys = [StockKey(line.product_id, command.warehouse or order.warehouse) for order, line in expected]
    owed = {StockKey(line.product_id, order.warehouse) for order, line in expected}
    locked = await stock.lock(tx, {*keys, *owed})
    came = await _came(tx, command, expected, keys)
    receipts = [
        Document(
            id=command.ids[order.id],
            number=await next_number(tx, "RE", command.occurred_at.year),
            order_id=order.id,
            partner_id=order.supplier_id,
            warehouse=command.warehouse or order.warehouse,
            occurred_at=command.occurred_at,
            posted_by=command.posted_by,
            supplier_reference=command.supplier_reference,
            lines=tuple(each.line for each in came if each.order.id == order.id),
        )
        for order in orders
    ]
    for receipt in receipts:
        await documents.add_receipt(tx, receipt)
    quantities = _by_line(command.lines)
    await purchase_orders.receive(tx, quantities)
    await receive_pegged(tx, _for_pegs(came))
    by_order = {receipt.order_id: receipt for receipt in receipts}
    await post_movements(
        tx,
        [_movement(by_order[each.order.id], each) for each in came],
        locked,
        currency=command.currency,
        roles=command.roles,
        incoming=_no_longer_owed(expected, quantities),
    )
    await quality.add(tx, [_inspection(each) for each in came if each.is_on_hold], received_by=command.posted_by)
    tx.publish(*(receipt_posted(receipt) for receipt in receipts))
    return receipts


def _expected(
    orders: Sequence[PurchaseOrder], asked: Sequence[ReceivedLine]
) -> list[tuple[PurchaseOrder, ExpectedLine]]:
    """The orders' lines that are received, in the order of the request."""
    by_id = {line.id: (order, line) for order in orders for line in order.lines}
    numbers = ", ".join(order.number for order in orders[:3])
    seen: set[tuple[UUID, str | None, str | None]] = set()
    for i, line in enumerate(asked):
        field = f"lines.{i}.purchase_order_line_id"
        if line.purchase_order_line_id not in by_id:
            raise LineNotOfOrder(f"{numbers} has no line {line.purchase_order_line_id}.", field=field)
        key = (line.purchase_order_line_id, line.lot, line.location)
        if key in seen:
            raise LineRepeated(
                "This line occurs twice: give the whole quantity of each lot and place once.", field=field
            )
        seen.add(key)
    return [by_id[line.purchase_order_line_id] for line in asked]


async def _check(
    tx: Transaction, expected: Sequence[tuple[PurchaseOrder, ExpectedLine]], asked: Sequence[ReceivedLine]
) -> None:
    known = await products.known(tx, [line.product_id for _, line in expected])
    so_far: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for i, ((order, line), each) in enumerate(zip(expected, asked, strict=True)):
        field = f"lines.{i}.quantity"
        check_precision(each.quantity, known[line.product_id].decimals, field=field)
        check_lot(known[line.product_id].tracking, each.lot, each.quantity, field=f"lines.{i}")
        so_far[line.id] += each.quantity
        check_tolerance(line, so_far[line.id], order.over_receipt_rate, field=field)


async def _came(
    tx: Transaction,
    command: ReceiveGoods,
    expected: Sequence[tuple[PurchaseOrder, ExpectedLine]],
    keys: Sequence[StockKey],
) -> list[_Came]:
    inspected = await quality.to_inspect(tx, {(order.supplier_id, line.product_id) for order, line in expected})
    usual = await _usual_places(tx, set(keys))
    named: dict[str, dict[str, Location]] = {}
    quarantine: dict[str, Location] = {}
    for warehouse in {key.warehouse for key in keys}:
        codes = [
            line.location
            for line, key in zip(command.lines, keys, strict=True)
            if line.location and key.warehouse == warehouse
        ]
        named[warehouse] = await locations.by_code(tx, warehouse, codes)
        if inspected:
            quarantine[warehouse] = await locations.of_kind(tx, warehouse, LocationKind.QUARANTINE)
    by_code = await lots.ensure(
        tx,
        [
            AskedLot(line.product_id, asked.lot, asked.expires_on)
            for (_, line), asked in zip(expected, command.lines, strict=True)
            if asked.lot
        ],
    )
    blocked = await lots.blocked(tx, [lot.id for lot in by_code.values()]) if by_code else set()
    for warehouse in named if blocked else ():
        quarantine[warehouse] = await locations.of_kind(tx, warehouse, LocationKind.QUARANTINE)
    came = []
    for (order, line), asked, key in zip(expected, command.lines, keys, strict=True):
        lot = by_code[line.product_id, asked.lot] if asked.lot else None
        is_blocked = lot is not None and lot.id in blocked
        is_on_hold = is_blocked or (order.supplier_id, line.product_id) in inspected
        if is_on_hold:
            place = quarantine[key.warehouse]
        elif asked.location:
            place = named[key.warehouse][asked.location]
        else:
            place = usual.get(key) or named[key.warehouse][DEFAULT_LOCATION]
        posted = Line(new_id(), line.id, line.product_id, asked.quantity, new_id())
        came.append(_Came(asked, order, line, key.warehouse, place, lot, is_on_hold, posted))
    return came


async def _usual_places(tx: Transaction, keys: set[StockKey]) -> dict[StockKey, Location]:
    """Where most of each product lies already."""
    found = {}
    for key, there in (await stock.quants(tx, keys)).items():
        lying = [each for each in there if each.location.state is StockState.AVAILABLE]
        if lying:
            found[key] = max(lying, key=lambda each: each.quantity).location
    return found


def _movement(receipt: Document, came: _Came) -> Movement:
    return Movement(
        id=came.line.movement_id,
        product_id=came.line.product_id,
        quantity=came.line.quantity,
        source=SUPPLIERS,
        destination=came.place,
        reason=Reason.RECEIPT,
        document_id=receipt.id,
        document_number=receipt.number,
        document_line_id=came.line.id,
        occurred_at=receipt.occurred_at,
        posted_by=receipt.posted_by,
        order_id=receipt.order_id,
        order_line_id=came.line.order_line_id,
        lot=came.lot,
    )


def _inspection(came: _Came) -> Inspection:
    return Inspection(
        id=new_id(),
        receipt_line_id=came.line.id,
        purchase_order_id=came.order.id,
        purchase_order_line_id=came.expected.id,
        supplier_id=came.order.supplier_id,
        warehouse=came.warehouse,
        product_id=came.line.product_id,
        location_id=came.place.id,
        lot_id=came.lot.id if came.lot else None,
        quantity=came.line.quantity,
    )


def _by_line(asked: Sequence[ReceivedLine]) -> dict[UUID, Decimal]:
    sums: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for line in asked:
        sums[line.purchase_order_line_id] += line.quantity
    return dict(sums)


def _for_pegs(came: Sequence[_Came]) -> dict[tuple[UUID, UUID], Decimal]:
    """What came of each order's products to the site that the order is for."""
    sums: dict[tuple[UUID, UUID], Decimal] = defaultdict(lambda: ZERO)
    for each in came:
        if each.warehouse == each.order.warehouse:
            sums[each.order.id, each.line.product_id] += each.line.quantity
    return sums


def _no_longer_owed(
    expected: Sequence[tuple[PurchaseOrder, ExpectedLine]], quantities: Mapping[UUID, Decimal]
) -> dict[StockKey, Decimal]:
    changes: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for order, line in {line.id: (order, line) for order, line in expected}.values():
        changes[StockKey(line.product_id, order.warehouse)] -= min(quantities[line.id], line.outstanding)
    return changes
