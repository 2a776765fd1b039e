"""Goods that a supplier brings to our customer himself: a receipt and a shipment at one instant, never in our hands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number
from kit.quantity import check_precision

from inventory.commands.move_stock import Posting
from inventory.commands.post_movements import post_movements
from inventory.domain.document import Document, Line
from inventory.domain.errors import LineNotOfOrder, LineRepeated, OrderIsClosed, OrderNotKnown, OverShipment
from inventory.domain.location import CUSTOMERS, SUPPLIERS, Location, LocationKind
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.receiving import ExpectedLine, check_tolerance
from inventory.domain.reservation import HeldLine
from inventory.storage import documents, locations, products, purchase_orders, reservations, stock
from inventory.storage.purchase_orders import PurchaseOrder
from inventory.storage.reservations import Reservation
from inventory.wire import receipt_posted, shipment_posted


@dataclass(frozen=True, slots=True)
class DroppedLine:
    """So much of a purchase order's line went to the line of a sales order that waits for it."""

    sales_order_line_id: UUID
    purchase_order_line_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class _Pair:
    sold: HeldLine
    bought: ExpectedLine
    quantity: Decimal


async def drop_ship(
    tx: Transaction,
    sales_order_id: UUID,
    purchase_order_id: UUID,
    lines: Sequence[DroppedLine],
    posting: Posting,
    *,
    supplier_reference: str,
) -> tuple[Document, Document]:
    """The receipt and the shipment. Only what the customer waits for: stock that he holds is shipped from here.

    Accounting values what goes out at what came in: the goods stand in the transit place for no time.

    Raises:
        OrderNotKnown, OrderIsClosed: one of the orders is not there, or nothing more is expected of it or by it.
        LineNotOfOrder, LineRepeated, OverShipment, OverReceipt: a line cannot be delivered so.
    """
    (bought,) = await purchase_orders.lock_all(tx, [purchase_order_id])
    if bought.is_closed:
        raise OrderIsClosed(f"{bought.number} is closed: nothing more is expected of it.", number=bought.number)
    sold = await _sold(tx, sales_order_id)
    keys = {
        StockKey(line.product_id, warehouse)
        for line in bought.lines
        for warehouse in (bought.warehouse, sold.warehouse)
    }
    locked = await stock.lock(tx, keys)
    waiting = (await reservations.lines(tx, [sales_order_id]))[sales_order_id]
    pairs = _pairs(sold, bought, waiting, lines)
    known = await products.known(tx, [pair.sold.product_id for pair in pairs])
    for i, pair in enumerate(pairs):
        check_precision(pair.quantity, known[pair.sold.product_id].decimals, field=f"lines.{i}.quantity")
    transit = await locations.of_kind(tx, sold.warehouse, LocationKind.TRANSIT)
    receipt_id = new_id()
    year = posting.occurred_at.year
    numbers = (await next_number(tx, "RE", year), await next_number(tx, "SH", year))
    came = [_movement(pair, receipt_id, numbers[0], bought.id, transit, posting) for pair in pairs]
    went = [
        _movement(pair, posting.id, numbers[1], sold.order_id, transit, posting, passes_on=receipt.id)
        for pair, receipt in zip(pairs, came, strict=True)
    ]
    receipt = _document(receipt_id, numbers[0], bought.id, bought.supplier_id, sold, came, posting, supplier_reference)
    shipment = _document(posting.id, numbers[1], sold.order_id, sold.customer_id, sold, went, posting, "")
    await documents.add_receipt(tx, receipt)
    await documents.add_shipment(tx, shipment)
    await purchase_orders.receive(tx, _sums((pair.bought.id, pair.quantity) for pair in pairs))
    await reservations.deliver(tx, _sums((pair.sold.order_line_id, pair.quantity) for pair in pairs))
    await _close_if_done(tx, sales_order_id)
    await post_movements(
        tx, [*came, *went], locked, currency=posting.currency, roles=posting.roles, incoming=_owed(bought, pairs)
    )
    tx.publish(receipt_posted(receipt), shipment_posted(shipment))
    return receipt, shipment


async def _sold(tx: Transaction, order_id: UUID) -> Reservation:
    held = await reservations.lock(tx, [order_id])
    if not held or held[0].customer_id is None or not held[0].is_firm:
        raise OrderNotKnown(f"No confirmed sales order {order_id} is known here.", field="sales_order_id")
    if held[0].status != "held":
        raise OrderIsClosed(f"{held[0].order_number} waits for nothing.", number=held[0].order_number)
    return held[0]


def _pairs(
    sold: Reservation, bought: PurchaseOrder, waiting: Sequence[HeldLine], lines: Sequence[DroppedLine]
) -> list[_Pair]:
    wanted = {line.order_line_id: line for line in waiting}
    expected = {line.id: line for line in bought.lines}
    repeated = Counter((line.sales_order_line_id, line.purchase_order_line_id) for line in lines)
    left = {line.order_line_id: line.backordered for line in waiting}
    so_far: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    pairs = []
    for i, line in enumerate(lines):
        of_sale, of_purchase = wanted.get(line.sales_order_line_id), expected.get(line.purchase_order_line_id)
        if of_sale is None:
            raise LineNotOfOrder(f"{sold.order_number} has no such line.", field=f"lines.{i}.sales_order_line_id")
        if of_purchase is None or of_purchase.product_id != of_sale.product_id:
            raise LineNotOfOrder(
                f"{bought.number} has no such line of this product.", field=f"lines.{i}.purchase_order_line_id"
            )
        if repeated[line.sales_order_line_id, line.purchase_order_line_id] > 1:
            raise LineRepeated("This pair of lines occurs twice: give its whole quantity once.", field=f"lines.{i}")
        left[of_sale.order_line_id] -= line.quantity
        if left[of_sale.order_line_id] < 0:
            raise OverShipment(
                f"The customer waits for {of_sale.backordered} of this line, not for {line.quantity}: what he holds is"
                " shipped from stock.",
                field=f"lines.{i}.quantity",
                waiting=str(of_sale.backordered),
            )
        so_far[of_purchase.id] += line.quantity
        check_tolerance(of_purchase, so_far[of_purchase.id], bought.over_receipt_rate, field=f"lines.{i}.quantity")
        pairs.append(_Pair(of_sale, of_purchase, line.quantity))
    return pairs


def _movement(
    pair: _Pair,
    document_id: UUID,
    number: str,
    order_id: UUID,
    transit: Location,
    posting: Posting,
    *,
    passes_on: UUID | None = None,
) -> Movement:
    """Of the receipt, or of the shipment that passes its goods on."""
    is_sold = passes_on is not None
    return Movement(
        id=new_id(),
        product_id=pair.sold.product_id,
        quantity=pair.quantity,
        source=transit if is_sold else SUPPLIERS,
        destination=CUSTOMERS if is_sold else transit,
        reason=Reason.SHIPMENT if is_sold else Reason.RECEIPT,
        document_id=document_id,
        document_number=number,
        document_line_id=new_id(),
        occurred_at=posting.occurred_at,
        posted_by=posting.posted_by,
        order_id=order_id,
        order_line_id=pair.sold.order_line_id if is_sold else pair.bought.id,
        passes_on=passes_on,
    )


def _document(
    id_: UUID,
    number: str,
    order_id: UUID,
    partner_id: UUID | None,
    sold: Reservation,
    movements: Sequence[Movement],
    posting: Posting,
    supplier_reference: str,
) -> Document:
    return Document(
        id=id_,
        number=number,
        order_id=order_id,
        partner_id=partner_id or order_id,
        warehouse=sold.warehouse,
        occurred_at=posting.occurred_at,
        posted_by=posting.posted_by,
        supplier_reference=supplier_reference,
        lines=tuple(
            Line(each.document_line_id, each.order_line_id or each.id, each.product_id, each.quantity, each.id)
            for each in movements
        ),
    )


async def _close_if_done(tx: Transaction, order_id: UUID) -> None:
    lines = (await reservations.lines(tx, [order_id]))[order_id]
    if all(line.shipped == line.quantity for line in lines):
        await reservations.set_status(tx, [order_id], "closed")


def _owed(bought: PurchaseOrder, pairs: Sequence[_Pair]) -> Mapping[StockKey, Decimal]:
    owed: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    came = _sums((pair.bought.id, pair.quantity) for pair in pairs)
    for line in bought.lines:
        if line.id in came:
            owed[StockKey(line.product_id, bought.warehouse)] -= min(came[line.id], line.incoming)
    return owed


def _sums(parts: Iterable[tuple[UUID, Decimal]]) -> dict[UUID, Decimal]:
    sums: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for id_, quantity in parts:
        sums[id_] += quantity
    return sums
