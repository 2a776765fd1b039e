"""What a revision would do to price, margin, credit and stock. Holds nothing."""

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.auth import Principal
from kit.money import ZERO

from sales.clients.desk import Desk
from sales.domain.credit import CreditAnswer
from sales.domain.order import SalesOrder
from sales.domain.revision import increments


@dataclass(frozen=True, slots=True)
class StockEffect:
    """Of a line that grows or shrinks: so much more (or less) is wanted, and of that so much could be held now."""

    line_id: UUID
    sku: str
    change: Decimal
    available: Decimal


@dataclass(frozen=True, slots=True)
class Effect:
    """As of now; the credit asked is the whole revised order's."""

    credit: CreditAnswer
    stock: tuple[StockEffect, ...]


async def revision_effect(
    desk: Desk, before: SalesOrder, after: SalesOrder, revision_id: UUID, caller: Principal
) -> Effect:
    """What would be asked of credit and stock.

    Raises:
        CustomerNotKnown, PeerAway: not now.
    """
    more = increments(before, after, revision_id)
    credit, available = await asyncio.gather(
        desk.peers.credit.extend(after, revision_id=revision_id, hold_s=None, caller=caller),
        _available(desk, more, caller),
    )
    known = {line.id: line.quantity for line in before.lines}
    effects = []
    for line in after.lines:
        change = line.quantity - known.get(line.id, ZERO)
        if change:
            wanted = ZERO if line.is_drop_shipped else max(change, ZERO)
            free = min(wanted, available.get(line.product_id, ZERO))
            available[line.product_id] = available.get(line.product_id, ZERO) - free
            effects.append(StockEffect(line.id, line.sku, change, free))
    return Effect(credit, tuple(effects))


async def _available(desk: Desk, more: SalesOrder | None, caller: Principal) -> dict[UUID, Decimal]:
    if more is None:
        return {}
    products = list(dict.fromkeys(line.product_id for line in more.lines))
    found = await desk.peers.stock.availability(products, warehouse=more.terms.warehouse, caller=caller)
    return {product: max(row.available, ZERO) for product, row in zip(products, found, strict=True)}
