"""Say anew when the goods of firm orders are promised."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from kit.auth import Principal
from kit.db import Transaction

from kit import clock
from sales import wire
from sales.clients.desk import Desk
from sales.domain.fulfilment import UNDER_WAY
from sales.domain.order import SalesOrder, made_of, promised
from sales.domain.promise import Promise, PromiseCause
from sales.storage import orders, promises


async def ask_promises(desk: Desk, order_ids: Collection[UUID], caller: Principal) -> Mapping[UUID, Promise]:
    """What inventory can promise now of lines that lack stock.

    Raises:
        PeerAway: no answer in time.
    """
    return await desk.peers.stock.promises(order_ids, caller=caller) if order_ids else {}


async def promises_changed(tx: Transaction, facts: Sequence[tuple[UUID, Mapping[UUID, Promise]]]) -> None:
    """Inventory expects other goods for (order, lines). An order that is not firm here asks for itself when it becomes so."""
    firm = {id_ for id_ in {id_ for id_, _ in facts} if await orders.is_firm(tx, id_)}
    for id_, found in facts:
        if id_ in firm:
            before = await orders.get(tx, id_)
            standing = {line.id: line.promise for line in before.lines if line.promise is not None}
            await renew_promises(tx, [id_], {**standing, **found}, cause=PromiseCause.SUPPLY)


async def renew_promises(
    tx: Transaction,
    order_ids: Collection[UUID],
    found: Mapping[UUID, Promise],
    *,
    cause: PromiseCause = PromiseCause.ASKED,
) -> list[SalesOrder]:
    """Write what changed, with its event; returns the orders as they are promised now. Orders that are done stay."""
    now = clock.now()
    renewed = []
    for id_ in sorted(order_ids):
        before = await orders.lock(tx, id_)
        if before.status not in UNDER_WAY:
            renewed.append(before)
            continue
        after = promised(before, found, now.date())
        was = {line.id: line.promise for line in before.lines}
        made = made_of(after, before)
        if made:
            await promises.change(tx, made, cause=cause, at=now)
            tx.publish(wire.promised(before.number, before.terms.customer_id, made, was, cause, now))
        renewed.append(after)
    return renewed
