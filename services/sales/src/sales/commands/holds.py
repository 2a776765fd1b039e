"""Stock and credit that peers keep for an order while it is being confirmed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from uuid import UUID

import structlog
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import DomainError, Unavailable

from kit import clock
from sales.clients.desk import Desk
from sales.domain.credit import check_credit
from sales.domain.order import SalesOrder, confirmed, promised, revalued, waiting, waits
from sales.domain.promise import Promise
from sales.domain.revision import increments, with_increments, with_own_ids
from sales.storage import attempts, orders, revisions

log = structlog.get_logger()


@asynccontextmanager
async def held(desk: Desk, order: SalesOrder, caller: Principal, *, asks_release: bool) -> AsyncIterator[SalesOrder]:
    """The order as it will be confirmed, with what it holds. It is given back unless the block, which writes it, ends well.

    Stock is asked last: it is what others wait for. `asks_release`: without credit the order waits, and holds nothing.

    Raises:
        CreditLimitExceeded, CreditOverdue, CreditOnHold, InsufficientStock: it cannot be confirmed.
        CustomerNotKnown, ProductNotKnown, WarehouseNotKnown, PeerAway: not now.
    """
    may_hold = True
    try:
        credit = await desk.peers.credit.reserve(order, hold_s=desk.hold_s, caller=caller)
        may_hold = credit.refusal is None
        if credit.refusal is not None and asks_release:
            yield waiting(order, credit)
            return
        check_credit(credit, order.release)
        stock = await desk.peers.stock.reserve(order, hold_s=desk.hold_s, caller=caller)
        firm = confirmed(order, credit.amount, stock)
        yield promised(firm, await _waiting(desk, firm, [order.id], caller), clock.now().date())
        may_hold = False
    finally:
        if may_hold:
            await _give_back(desk, order.id, orders.is_firm, order, caller)


@asynccontextmanager
async def extended(
    desk: Desk, before: SalesOrder, after: SalesOrder, revision_id: UUID, caller: Principal
) -> AsyncIterator[SalesOrder]:
    """The revised order with what it holds: what it adds is held under the revision's id, and given back likewise.

    Raises:
        As `held`.
    """
    may_hold = True
    try:
        credit = await desk.peers.credit.extend(after, revision_id=revision_id, hold_s=desk.hold_s, caller=caller)
        may_hold = credit.refusal is None
        check_credit(credit)
        more = increments(before, after, revision_id)
        stock = await desk.peers.stock.reserve(more, hold_s=desk.hold_s, caller=caller) if more is not None else {}
        firm = revalued(with_increments(before, after, stock, revision_id), credit.amount)
        found = await _waiting(desk, firm, [after.id, revision_id], caller)
        yield promised(firm, with_own_ids(before, after, found, revision_id), clock.now().date())
        may_hold = False
    finally:
        if may_hold:
            await _give_back(desk, revision_id, revisions.is_accepted, after, caller)


async def _waiting(
    desk: Desk, order: SalesOrder, held_under: Collection[UUID], caller: Principal
) -> Mapping[UUID, Promise]:
    """When inventory can serve what the order lacks; it is not asked for an order that lacks nothing."""
    return await desk.peers.stock.promises(held_under, caller=caller) if waits(order) else {}


async def _give_back(
    desk: Desk,
    id_: UUID,
    is_firm: Callable[[ReadTransaction, UUID], Awaitable[bool]],
    order: SalesOrder,
    caller: Principal,
) -> None:
    """Release what this attempt may hold, unless another has made it firm. Holds also run out by themselves."""
    try:
        async with desk.database.transaction() as tx:
            await attempts.take_turn(tx, id_)
            if await is_firm(tx, id_):
                return
            await attempts.abandon(tx, id_)
    except Unavailable as away:
        log.warning("hold.kept", id=str(id_), error=away.detail)
        return
    peers = desk.peers
    releases = {"stock": peers.stock.release(id_, caller=caller), "credit": peers.credit.release(id_, caller=caller)}
    if order.uses_exceptions:
        releases["exceptions"] = peers.pricing.release_exceptions(order.id, caller=caller)
    await asyncio.gather(*(_released(what, id_, release) for what, release in releases.items()))


async def _released(what: str, id_: UUID, release: Awaitable[None]) -> None:
    try:
        await release
    except DomainError as error:
        log.warning("hold.not_released", what=what, id=str(id_), error=error.detail)
