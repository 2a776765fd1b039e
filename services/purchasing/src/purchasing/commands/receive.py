"""What came of our orders, as inventory tells."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from kit.consumer import NotYet
from kit.db import Transaction

from kit import clock
from purchasing import wire
from purchasing.domain.order import OrderStatus, received
from purchasing.storage import orders, rules


async def receive(
    tx: Transaction,
    quantities: Mapping[UUID, Mapping[UUID, Decimal]],
    given_up: Mapping[UUID, Mapping[UUID, Decimal]],
) -> None:
    """Add to what was received, and to what will not come: order → line → stock units. Complete orders are closed.

    Raises:
        NotYet: one of the orders is not here (its database is behind).
    """
    found = await orders.lock_many(tx, quantities.keys())
    missing = quantities.keys() - found.keys()
    if missing:
        raise NotYet(f"There is no purchase order {min(missing)}.")
    after = [received(order, quantities[id_], given_up.get(id_)) for id_, order in found.items()]
    await orders.set_progress(tx, after)
    now = clock.now()
    for order in after:
        if given_up.get(order.id):
            await rules.commit(tx, order, order.committed_value)
    tx.publish(
        *(
            wire.closed(order, "received", now)
            for order in after
            if order.status is not OrderStatus.PLACED and found[order.id].status is OrderStatus.PLACED
        )
    )
