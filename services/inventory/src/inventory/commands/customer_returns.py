"""Goods come back from customers, and somebody says what becomes of them."""

from collections import defaultdict
from collections.abc import Sequence
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
from inventory.domain.errors import OrderNotKnown
from inventory.domain.location import CUSTOMERS, DEFAULT_LOCATION, SCRAP, Location, LocationKind
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.returns import (
    Disposal,
    DispositionKind,
    Return,
    ReturnLine,
    check_agreed,
    check_disposable,
    check_returnable,
)
from inventory.storage import documents, locations, products, reservations, returns, stock
from inventory.wire import customer_return_inspected, customer_return_received


@dataclass(frozen=True, slots=True)
class CameBack:
    """So much of a shipment line came back, and why, as the customer says."""

    shipment_line_id: UUID
    quantity: Decimal
    reason: str


async def receive_return(
    tx: Transaction,
    sales_order_id: UUID,
    asked: Sequence[CameBack],
    posting: Posting,
    *,
    warehouse: str | None,
    reference: str,
) -> Return:
    """Take goods back into quarantine, each tied to the line that delivered it. Its lot comes back with it.

    Raises:
        OrderNotKnown: nothing was ever held for such an order.
        LineNotOfOrder, LineRepeated, OverReturn: so much of a line was not delivered, or has come back already.
        NotAgreed: the reference is an agreement of sales to take less back.
    """
    held = await reservations.lock(tx, [sales_order_id])
    if not held or held[0].customer_id is None:
        raise OrderNotKnown(f"No sales order {sales_order_id} is known here.", field="sales_order_id")
    await documents.check_free(tx, "stock_return", posting.id)
    delivered = check_returnable(
        await returns.shipped(tx, sales_order_id),
        [(each.shipment_line_id, each.quantity) for each in asked],
        field="shipment_line_id",
    )
    agreed = await returns.agreement(tx, reference, sales_order_id) if reference else None
    if agreed is not None:
        check_agreed(agreed, [(each.shipment_line_id, each.quantity) for each in asked])
    known = await products.known(tx, [line.product_id for line in delivered])
    for i, (line, each) in enumerate(zip(delivered, asked, strict=True)):
        check_precision(each.quantity, known[line.product_id].decimals, field=f"lines.{i}.quantity")
    site = warehouse or held[0].warehouse
    quarantine = await locations.of_kind(tx, site, LocationKind.QUARANTINE)
    locked = await stock.lock(tx, {StockKey(line.product_id, site) for line in delivered})
    returned = Return(
        id=posting.id,
        number=await next_number(tx, "RC", posting.occurred_at.year),
        order_id=sales_order_id,
        partner_id=held[0].customer_id,
        warehouse=site,
        reference=reference,
        occurred_at=posting.occurred_at,
        posted_by=posting.posted_by,
        lines=tuple(
            ReturnLine(new_id(), line, each.quantity, each.reason, new_id())
            for line, each in zip(delivered, asked, strict=True)
        ),
    )
    movements = [
        Movement(
            id=line.movement_id,
            product_id=line.product_id,
            quantity=line.quantity,
            source=CUSTOMERS,
            destination=quarantine,
            reason=Reason.CUSTOMER_RETURN,
            document_id=returned.id,
            document_number=returned.number,
            document_line_id=line.id,
            occurred_at=posting.occurred_at,
            posted_by=posting.posted_by,
            lot=line.delivered.lot,
            order_id=sales_order_id,
            order_line_id=line.delivered.order_line_id,
            returns=line.delivered.movement_id,
        )
        for line in returned.lines
    ]
    await returns.add(tx, returned, "customer")
    await post_movements(tx, movements, locked, currency=posting.currency, roles=posting.roles)
    tx.publish(customer_return_received(returned))
    return returned


async def dispose_of_return(tx: Transaction, return_id: UUID, disposals: Sequence[Disposal], posting: Posting) -> None:
    """Say what becomes of returned goods, or of a part of them.

    Raises:
        NotFound: there is no such return.
        LineNotOfOrder, AllDisposed: so much of a line does not wait.
        LocationNotKnown, MovementNotAllowed: it cannot go there, or not by this person.
    """
    returned = await returns.lock_customers(tx, return_id)
    check_disposable(returned, disposals)
    lines = {line.id: line for line in returned.lines}
    known = await products.known(tx, [line.product_id for line in returned.lines])
    for i, each in enumerate(disposals):
        product = known[lines[each.line_id].product_id]
        check_precision(each.quantity, product.decimals, field=f"dispositions.{i}.quantity")
    locked = await stock.lock(tx, {StockKey(line.product_id, returned.warehouse) for line in returned.lines})
    places = await locations.by_code(tx, returned.warehouse, [each.location for each in disposals if each.location])
    quarantine = await locations.of_kind(tx, returned.warehouse, LocationKind.QUARANTINE)
    damaged = await locations.of_kind(tx, returned.warehouse, LocationKind.DAMAGED)
    targets = {DispositionKind.DAMAGE: damaged, DispositionKind.SCRAP: SCRAP}
    movements = [
        _disposal(
            returned,
            lines[each.line_id],
            each,
            quarantine,
            targets.get(each.disposition) or places[each.location or DEFAULT_LOCATION],
            posting,
        )
        for each in disposals
        if each.disposition is not DispositionKind.TO_SUPPLIER
    ]
    if movements:
        await post_movements(tx, movements, locked, currency=posting.currency, roles=posting.roles)
    quantities: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for each in disposals:
        quantities[each.line_id] += each.quantity
    await returns.dispose(tx, quantities)
    is_complete = all(line.disposed + quantities[line.id] == line.quantity for line in returned.lines)
    tx.publish(
        customer_return_inspected(
            returned, disposals, is_complete=is_complete, by=posting.posted_by, at=posting.occurred_at
        )
    )


def _disposal(
    returned: Return, line: ReturnLine, each: Disposal, quarantine: Location, place: Location, posting: Posting
) -> Movement:
    scrapped = each.disposition is DispositionKind.SCRAP
    return Movement(
        id=new_id(),
        product_id=line.product_id,
        quantity=each.quantity,
        source=quarantine,
        destination=place,
        reason=Reason.SCRAP if scrapped else Reason.TRANSFER,
        document_id=returned.id,
        document_number=returned.number,
        document_line_id=line.id,
        occurred_at=posting.occurred_at,
        posted_by=posting.posted_by,
        lot=line.delivered.lot,
    )
