"""Goods go back to a supplier, each tied to the receipt that brought it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.numbers import next_number
from kit.quantity import check_precision

from inventory.commands.move_stock import Posting, check_there
from inventory.commands.post_movements import post_movements
from inventory.domain.location import SUPPLIERS, LocationKind
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.returns import Return, ReturnLine, check_returnable
from inventory.storage import documents, locations, products, purchase_orders, returns, stock
from inventory.wire import supplier_return_posted


@dataclass(frozen=True, slots=True)
class GoesBack:
    """So much of a receipt line goes back; from quarantine, or from `location` (code)."""

    receipt_line_id: UUID
    quantity: Decimal
    reason: str
    location: str | None = None


async def return_to_supplier(
    tx: Transaction,
    purchase_order_id: UUID,
    asked: Sequence[GoesBack],
    posting: Posting,
    *,
    warehouse: str | None,
    wants: str,
) -> Return:
    """Send goods back: accounting expects a debit note at what they were received at.

    Raises:
        OrderNotKnown: no such purchase order was placed.
        LineNotOfOrder, LineRepeated, OverReturn: so much of a line was not received, or has gone back already.
        InsufficientStock: less of it lies there.
    """
    order = await purchase_orders.lock(tx, purchase_order_id)
    await documents.check_free(tx, "stock_return", posting.id)
    delivered = check_returnable(
        await returns.received(tx, purchase_order_id),
        [(each.receipt_line_id, each.quantity) for each in asked],
        field="receipt_line_id",
    )
    known = await products.known(tx, [line.product_id for line in delivered])
    for i, (line, each) in enumerate(zip(delivered, asked, strict=True)):
        check_precision(each.quantity, known[line.product_id].decimals, field=f"lines.{i}.quantity")
    site = warehouse or order.warehouse
    quarantine = await locations.of_kind(tx, site, LocationKind.QUARANTINE)
    places = await locations.by_code(tx, site, [each.location for each in asked if each.location])
    keys = {StockKey(line.product_id, site) for line in delivered}
    locked = await stock.lock(tx, keys)
    returned = Return(
        id=posting.id,
        number=await next_number(tx, "RS", posting.occurred_at.year),
        order_id=order.id,
        partner_id=order.supplier_id,
        warehouse=site,
        reference=wants,
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
            source=places[each.location] if each.location else quarantine,
            destination=SUPPLIERS,
            reason=Reason.SUPPLIER_RETURN,
            document_id=returned.id,
            document_number=returned.number,
            document_line_id=line.id,
            occurred_at=posting.occurred_at,
            posted_by=posting.posted_by,
            lot=line.delivered.lot,
            order_id=order.id,
            order_line_id=line.delivered.order_line_id,
            returns=line.delivered.movement_id,
        )
        for line, each in zip(returned.lines, asked, strict=True)
    ]
    await check_there(tx, movements, keys)
    await returns.add(tx, returned, "supplier")
    await post_movements(tx, movements, locked, currency=posting.currency, roles=posting.roles)
    tx.publish(supplier_return_posted(returned))
    return returned
