"""Stock and credit that peers keep for an order while it is being confirmed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from uuid import UUID

import structlog
from kit.auth import Principal
from kit.errors import DomainError, Unavailable

from sales.clients.desk import Desk
from sales.domain.credit import check_credit
from sales.domain.order import SalesOrder, confirmed
from sales.storage import attempts, orders

log = structlog.get_logger()


@asynccontextmanager
async def held(desk: Desk, order: SalesOrder, caller: Principal) -> AsyncIterator[SalesOrder]:
    """The order as it will be confirmed, with what it holds. It is given back unless the block, which writes it, ends well.

    Stock is asked last: it is what others wait for.

    Raises:
        CreditLimitExceeded, CreditOnHold, InsufficientStock: it cannot be confirmed.
        CustomerNotKnown, ProductNotKnown, WarehouseNotKnown, PeerAway: not now.
    """
    may_hold = True
    try:
        credit = await desk.peers.credit.reserve(order, hold_s=desk.hold_s, caller=caller)
        may_hold = credit.refusal is None
        check_credit(credit)
        stock = await desk.peers.stock.reserve(order, hold_s=desk.hold_s, caller=caller)
        yield confirmed(order, credit.amount, stock)
        may_hold = False
    finally:
        if may_hold:
            await _give_back(desk, order, caller)


async def _give_back(desk: Desk, order: SalesOrder, caller: Principal) -> None:
    """Release what this attempt may hold, unless another has made the order firm on it. Holds also run out by themselves."""
    order_id = order.id
    try:
        async with desk.database.transaction() as tx:
            await attempts.take_turn(tx, order_id)
            stored = await orders.find(tx, order_id)
            if stored is not None and stored.was_confirmed:
                return
            await attempts.abandon(tx, order_id)
    except Unavailable as away:
        log.warning("hold.kept", order_id=str(order_id), error=away.detail)
        return
    peers = desk.peers
    releases = {
        "stock": peers.stock.release(order_id, caller=caller),
        "credit": peers.credit.release(order_id, caller=caller),
    }
    if order.uses_exceptions:
        releases["exceptions"] = peers.pricing.release_exceptions(order_id, caller=caller)
    await asyncio.gather(*(_released(what, order_id, release) for what, release in releases.items()))


async def _released(what: str, order_id: UUID, release: Awaitable[None]) -> None:
    try:
        await release
    except DomainError as error:
        log.warning("hold.not_released", what=what, order_id=str(order_id), error=error.detail)
