"""Goods in, against purchase orders."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number

from inventory.commands.delivered_lines import Delivered, ReceivedLine, delivered_lines
from inventory.commands.pegs import receive_pegged
from inventory.commands.post_movements import post_movements
from inventory.commands.receipt_claims import claim_differences
from inventory.domain.claim import ClaimKind
from inventory.domain.delivery_note import NoteDifference, Parcel, differences
from inventory.domain.document import Document, Line
from inventory.domain.errors import LineNotOfOrder, OrderIsClosed
from inventory.domain.location import DEFAULT_LOCATION, SUPPLIERS, Location, LocationKind, StockState
from inventory.domain.lot import Lot
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.quality import Inspection
from inventory.storage import documents, locations, lots, purchase_orders, quality, stock
from inventory.storage.lots import AskedLot
from inventory.storage.purchase_orders import PurchaseOrder
from inventory.wire import receipt_posted


@dataclass(frozen=True, slots=True)
class ReceiveGoods:
    """What one delivery brought: lines of one order, or of several. `ids` are those of the receipts, by order.

    `announced` is what the supplier's delivery note says (None: nobody looked): what differs becomes claims. Of the
    orders' lines in `close_rest` nothing more is expected.
    """

    ids: Mapping[UUID, UUID]
    lines: tuple[ReceivedLine, ...]
    occurred_at: datetime
    posted_by: str
    currency: str
    roles: tuple[str, ...] = ()
    warehouse: str | None = None  # by default each order's
    supplier_reference: str = ""
    announced: tuple[Parcel, ...] | None = None
    close_rest: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class _Came:
    """A received line with all that is known of it."""

    delivered: Delivered
    warehouse: str
    place: Location
    lot: Lot | None
    is_on_hold: bool
    line: Line
    sample: Decimal

    @property
    def order(self) -> PurchaseOrder:
        return self.delivered.order


async def receive_goods(tx: Transaction, command: ReceiveGoods) -> list[Document]:
    """Post a receipt for each order: part of what is expected, all of it, or a little more if the order tolerates it.

    Goods that a quality plan wants inspected go on hold. What is damaged, or is not what the delivery note says, becomes
    a claim.

    Raises:
        OrderNotKnown: an order was not placed, or inventory has not heard of it yet.
        OrderIsClosed: nothing more is expected of it.
        LineNotOfOrder, LineRepeated, OverReceipt, PackagingNotKnown, SerialsDoNotFit: a line cannot be received so.
        LotRequired, LotNotTracked, SerialIsOne, SerialIsHere, LotDiffers: its lot is not right.
    """
    orders = await purchase_orders.lock_all(tx, list(command.ids))
    for order in orders:
        await documents.check_free(tx, "receipt", command.ids[order.id])
        if order.is_closed:
            raise OrderIsClosed(f"{order.number} is closed: nothing more is expected of it.", number=order.number)
    delivered = await delivered_lines(tx, orders, command.lines)
    _check_lines_of(orders, command)
    keys = [StockKey(each.expected.product_id, command.warehouse or each.order.warehouse) for each in delivered]
    quantities = _by_line(delivered)
    rest = _rest(orders, quantities, command.close_rest)
    owed = _no_longer_owed(orders, quantities, rest)
    locked = await stock.lock(tx, {*keys, *owed})
    came, by_code = await _came(tx, command, delivered, keys)
    received = [order for order in orders if any(each.order.id == order.id for each in came)]
    receipts = [await _receipt(tx, command, order, came, rest) for order in received]
    for receipt in receipts:
        await documents.add_receipt(tx, receipt)
    await purchase_orders.receive(tx, quantities)
    await receive_pegged(tx, _for_pegs(came))
    await purchase_orders.cancel_rest(tx, rest)
    by_order = {receipt.order_id: receipt for receipt in receipts}
    await post_movements(
        tx,
        [_movement(by_order[each.order.id], each) for each in came],
        locked,
        currency=command.currency,
        roles=command.roles,
        incoming=owed,
    )
    await quality.add(tx, [_inspection(each) for each in came if each.is_on_hold], received_by=command.posted_by)
    await claim_differences(
        tx,
        _differences(command, came),
        orders=orders,
        receipts=by_order,
        lots=by_code,
        owner=command.posted_by,
        now=command.occurred_at,
    )
    tx.publish(*(receipt_posted(receipt) for receipt in receipts))
    return receipts


def _check_lines_of(orders: Sequence[PurchaseOrder], command: ReceiveGoods) -> None:
    known = {line.id for order in orders for line in order.lines}
    for field, ids in (
        ("announced", [each.order_line_id for each in command.announced or ()]),
        ("close_rest", sorted(command.close_rest)),
    ):
        for i, line_id in enumerate(ids):
            if line_id not in known:
                raise LineNotOfOrder(f"None of these orders has a line {line_id}.", field=f"{field}.{i}")


def _rest(
    orders: Sequence[PurchaseOrder], received: Mapping[UUID, Decimal], close: frozenset[UUID]
) -> dict[UUID, Decimal]:
    """What will not come once so much has come: of the lines to close, and where the tolerance lets the rest go."""
    rest = {
        line.id: line.outstanding - received.get(line.id, ZERO)
        if line.id in close
        else line.rest_after(received.get(line.id, ZERO))
        for order in orders
        for line in order.lines
        if line.id in close or line.id in received
    }
    return {line_id: quantity for line_id, quantity in rest.items() if quantity > 0}


async def _receipt(
    tx: Transaction,
    command: ReceiveGoods,
    order: PurchaseOrder,
    came: Sequence[_Came],
    rest: Mapping[UUID, Decimal],
) -> Document:
    return Document(
        id=command.ids[order.id],
        number=await next_number(tx, "RE", command.occurred_at.year),
        order_id=order.id,
        partner_id=order.supplier_id,
        warehouse=command.warehouse or order.warehouse,
        occurred_at=command.occurred_at,
        posted_by=command.posted_by,
        supplier_reference=command.supplier_reference,
        lines=tuple(each.line for each in came if each.order.id == order.id),
        rest_cancelled=tuple((line.id, rest[line.id]) for line in order.lines if line.id in rest),
    )


async def _came(
    tx: Transaction, command: ReceiveGoods, delivered: Sequence[Delivered], keys: Sequence[StockKey]
) -> tuple[list[_Came], dict[tuple[UUID, str], Lot]]:
    """The lines with their places, and their lots by product and code."""
    plans = await quality.planned_for(tx, {(each.order.supplier_id, each.expected.product_id) for each in delivered})
    inspected = await quality.to_inspect(tx, plans)
    today = command.occurred_at.date()
    usual = await _usual_places(tx, set(keys))
    by_code = await lots.ensure(
        tx,
        [
            AskedLot(each.expected.product_id, each.asked.lot, each.asked.expires_on)
            for each in delivered
            if each.asked.lot
        ],
    )
    blocked = await lots.blocked(tx, [lot.id for lot in by_code.values()]) if by_code else set()

    def waits(each: Delivered) -> bool:
        pair = (each.order.supplier_id, each.expected.product_id)
        lot = by_code[each.expected.product_id, each.asked.lot] if each.asked.lot else None
        is_too_old = lot is not None and pair in plans and plans[pair].is_too_old(lot.expires_on, today)
        return not each.asked.is_damaged and (
            pair in inspected or is_too_old or (lot is not None and lot.id in blocked)
        )

    named: dict[str, dict[str, Location]] = {}
    special: dict[tuple[str, LocationKind], Location] = {}
    for warehouse in sorted({key.warehouse for key in keys}):
        codes = [
            each.asked.location
            for each, key in zip(delivered, keys, strict=True)
            if each.asked.location and key.warehouse == warehouse
        ]
        named[warehouse] = await locations.by_code(tx, warehouse, codes)
        kinds = {
            LocationKind.QUARANTINE: any(waits(each) for each in delivered),
            LocationKind.DAMAGED: any(each.asked.is_damaged for each in delivered),
        }
        for kind in (kind for kind, is_needed in kinds.items() if is_needed):
            special[warehouse, kind] = await locations.of_kind(tx, warehouse, kind)
    came = []
    for each, key in zip(delivered, keys, strict=True):
        asked, product_id = each.asked, each.expected.product_id
        lot = by_code[product_id, asked.lot] if asked.lot else None
        is_on_hold = waits(each)
        if asked.is_damaged:
            place = special[key.warehouse, LocationKind.DAMAGED]
        elif is_on_hold:
            place = special[key.warehouse, LocationKind.QUARANTINE]
        elif asked.location:
            place = named[key.warehouse][asked.location]
        else:
            place = usual.get(key) or named[key.warehouse][DEFAULT_LOCATION]
        posted = Line(new_id(), each.expected.id, product_id, asked.quantity, new_id())
        plan = plans.get((each.order.supplier_id, product_id))
        sample = plan.sample_of(asked.quantity, each.decimals) if plan else asked.quantity
        came.append(_Came(each, key.warehouse, place, lot, is_on_hold, posted, sample))
    return came, by_code


def _differences(command: ReceiveGoods, came: Sequence[_Came]) -> list[NoteDifference]:
    parcels = [Parcel(each.line.order_line_id, each.delivered.asked.lot, each.line.quantity) for each in came]
    damaged = [
        NoteDifference(ClaimKind.RECEIPT_DAMAGED, parcel.order_line_id, parcel.lot, parcel.quantity)
        for parcel, each in zip(parcels, came, strict=True)
        if each.delivered.asked.is_damaged
    ]
    return damaged + ([] if command.announced is None else differences(command.announced, parcels))


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
        purchase_order_line_id=came.line.order_line_id,
        supplier_id=came.order.supplier_id,
        warehouse=came.warehouse,
        product_id=came.line.product_id,
        location_id=came.place.id,
        lot_id=came.lot.id if came.lot else None,
        quantity=came.line.quantity,
        sample=came.sample,
    )


def _by_line(delivered: Sequence[Delivered]) -> dict[UUID, Decimal]:
    sums: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for each in delivered:
        sums[each.expected.id] += each.asked.quantity
    return dict(sums)


def _for_pegs(came: Sequence[_Came]) -> dict[tuple[UUID, UUID], Decimal]:
    """What came of each order's products to the site that the order is for."""
    sums: dict[tuple[UUID, UUID], Decimal] = defaultdict(lambda: ZERO)
    for each in came:
        if each.warehouse == each.order.warehouse:
            sums[each.order.id, each.line.product_id] += each.line.quantity
    return sums


def _no_longer_owed(
    orders: Sequence[PurchaseOrder], received: Mapping[UUID, Decimal], rest: Mapping[UUID, Decimal]
) -> dict[StockKey, Decimal]:
    changes: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for order in orders:
        for line in order.lines:
            gone = min(received.get(line.id, ZERO), line.outstanding) + rest.get(line.id, ZERO)
            if gone and line.incoming:
                changes[StockKey(line.product_id, order.warehouse)] -= gone
    return dict(changes)
