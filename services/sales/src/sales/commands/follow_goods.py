"""What became of orders' goods, as inventory and accounting tell."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.consumer import NotYet
from kit.db import Transaction

from kit import audit, clock
from sales import wire
from sales.domain.fulfilment import UNDER_WAY, Fulfilment, Goods, OrderStatus, held, invoiced, shipped
from sales.domain.promise import UNKNOWN, Made, PromiseCause, in_stock
from sales.storage import fulfilments, promises
from sales.storage.fulfilments import Billing, Delivery, Locked

Quantities = Mapping[UUID, Decimal]  # by order line, stock units


@dataclass(frozen=True, slots=True)
class Hold:
    """What lines of an order hold from now on: line → (reserved, backordered)."""

    sales_order_id: UUID
    lines: Mapping[UUID, tuple[Decimal, Decimal]]
    is_recent: bool  # an order that it belongs to may be about to be confirmed


async def goods_shipped(tx: Transaction, facts: Sequence[tuple[Delivery, Quantities]]) -> None:
    """Goods left. An order of which everything has left is closed towards the others.

    Raises:
        NotYet: one of the orders is not here.
    """
    before = await _all_there(tx, {delivery.sales_order_id for delivery, _ in facts})
    new = await fulfilments.add_deliveries(tx, [delivery for delivery, _ in facts])
    fresh = [(delivery, quantities) for delivery, quantities in facts if delivery.shipment_id in new]
    after = await _apply(
        tx, before, shipped, [(each.sales_order_id, each.number, quantities) for each, quantities in fresh], "shipped"
    )
    now = clock.now()
    tx.publish(
        *(
            wire.closed(id_, now)
            for id_, order in after.items()
            if before[id_].status in UNDER_WAY and order.status not in UNDER_WAY
        )
    )


async def goods_invoiced(tx: Transaction, facts: Sequence[tuple[Billing, Quantities]]) -> None:
    """Goods were billed.

    Raises:
        NotYet: one of the orders is not here.
    """
    before = await _all_there(tx, {billing.sales_order_id for billing, _ in facts})
    new = await fulfilments.add_billings(tx, [billing for billing, _ in facts])
    fresh = [
        (billing, quantities) for billing, quantities in facts if (billing.invoice_id, billing.sales_order_id) in new
    ]
    await _apply(
        tx, before, invoiced, [(each.sales_order_id, each.number, quantities) for each, quantities in fresh], "invoiced"
    )


async def holds_changed(tx: Transaction, facts: Sequence[Hold]) -> None:
    """Backorders were served, or holds given up. What never became an order is passed over.

    Raises:
        NotYet: an order is not firm here, but may be about to be.
    """
    before = await fulfilments.lock_many(tx, {hold.sales_order_id for hold in facts})
    firm = {id_: locked for id_, locked in before.items() if locked.was_confirmed}
    for hold in facts:
        if hold.sales_order_id not in firm and hold.is_recent:
            raise NotYet(f"The order {hold.sales_order_id} is not firm.")
    after = {id_: locked.fulfilment for id_, locked in firm.items()}
    for hold in facts:
        if hold.sales_order_id in after:
            after[hold.sales_order_id] = held(after[hold.sales_order_id], hold.lines)
    await fulfilments.write(tx, list(after.values()))
    before_and_after = [(firm[id_].fulfilment, order) for id_, order in after.items()]
    await _promise(tx, before_and_after, PromiseCause.SERVED)
    await _promise(tx, before_and_after, PromiseCause.TAKEN_AWAY)


async def _promise(tx: Transaction, orders: Sequence[tuple[Fulfilment, Fulfilment]], cause: PromiseCause) -> None:
    """What got its stock is promised for today, what lost it for no day that anybody knows."""
    now = clock.now()
    promise = in_stock(now.date()) if cause is PromiseCause.SERVED else UNKNOWN
    changed = {
        after.order_id: [
            Made(after.order_id, id_, promise)
            for id_, goods in after.goods.items()
            if _cause(before.goods[id_], goods) is cause
        ]
        for before, after in orders
    }
    made = [each for lines in changed.values() for each in lines]
    if not made:
        return
    was = await promises.of_lines(tx, [each.sales_order_line_id for each in made])
    heads = await promises.heads(tx, list(changed))
    await promises.change(tx, made, cause=cause, at=now)
    tx.publish(*(wire.promised(*heads[id_], lines, was, cause, now) for id_, lines in changed.items() if lines))


def _cause(before: Goods, after: Goods) -> PromiseCause | None:
    if before.backordered and not after.backordered and after.owed:
        return PromiseCause.SERVED
    return PromiseCause.TAKEN_AWAY if after.backordered and not before.backordered else None


async def _all_there(tx: Transaction, ids: Collection[UUID]) -> dict[UUID, Locked]:
    found = await fulfilments.lock_many(tx, ids)
    missing = set(ids) - {id_ for id_, locked in found.items() if locked.was_confirmed}
    if missing:
        raise NotYet(f"There is no firm sales order {min(missing)}.")
    return found


async def _apply(
    tx: Transaction,
    before: Mapping[UUID, Locked],
    change: Callable[[Fulfilment, Quantities], Fulfilment],
    facts: Sequence[tuple[UUID, str, Quantities]],
    action: str,
) -> dict[UUID, Fulfilment]:
    """Apply (order, number of the document, quantities) one by one, write the results at once."""
    after = {order_id: before[order_id].fulfilment for order_id, _, _ in facts}
    trail = []
    for order_id, number, quantities in facts:
        was = after[order_id].status
        after[order_id] = change(after[order_id], quantities)
        trail.append(_entry(after[order_id], was, number, action))
    await fulfilments.write(tx, list(after.values()))
    await audit.record(tx, *trail)
    return after


def _entry(order: Fulfilment, was: OrderStatus, number: str, action: str) -> AuditEntry:
    changes: dict[str, list[str | None]] = {"document": [None, number], "status": [str(was), str(order.status)]}
    return AuditEntry("sales_order", str(order.order_id), action, changes, "system", order.version)
