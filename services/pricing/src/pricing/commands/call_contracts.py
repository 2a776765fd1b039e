"""Take of the quantities agreed on in contracts: held when an order is judged, for good once it is confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.money import ZERO

from kit import clock
from pricing.domain.contract import CappedLine, SoldLine, calls_of, over_called
from pricing.storage import contract_calls

_HOLD = timedelta(minutes=15)  # from the judgement of an order to the news of its confirmation


@dataclass(frozen=True, slots=True)
class SoldOrder:
    """An order as contracts look at it."""

    order_id: UUID
    customer_id: UUID
    currency: str
    on: date
    lines: Sequence[SoldLine]


async def hold_quantities(tx: Transaction, order: SoldOrder) -> dict[UUID, CappedLine]:
    """Keep what an order takes, so that nobody else gets it; returns the lines, by id, whose contract has too little left.

    Nothing is held of a contract's line that has too little: such an order needs somebody's approval.
    """
    capped = await _lock(tx, order)
    calls = calls_of(order.lines, capped)
    over = over_called(calls, capped)
    until = clock.now() + _HOLD
    held = [call for call in calls if call.contract_line_id not in over]
    await contract_calls.hold(tx, order.order_id, held, until)
    return {call.order_line_id: over[call.contract_line_id] for call in calls if call.contract_line_id in over}


async def call_quantities(tx: Transaction, order: SoldOrder) -> None:
    """What a confirmed or revised order takes, whether it is left or not: it was approved. Safe to repeat."""
    capped = await _lock(tx, order)
    await contract_calls.confirm(tx, order.order_id, calls_of(order.lines, capped))


async def give_back(tx: Transaction, order_id: UUID) -> None:
    """A cancelled order takes nothing."""
    await contract_calls.confirm(tx, order_id, [])


async def give_rest_back(tx: Transaction, order_id: UUID, shipped: Mapping[UUID, Decimal]) -> None:
    """An order that is closed takes no more of each line than was shipped of it. Safe to repeat."""
    calls = await contract_calls.of_order(tx, order_id)
    rest = [call._replace(quantity=min(call.quantity, shipped.get(call.order_line_id, ZERO))) for call in calls]
    await contract_calls.confirm(tx, order_id, [call for call in rest if call.quantity])


async def _lock(tx: Transaction, order: SoldOrder) -> list[CappedLine]:
    return await contract_calls.lock_capped(
        tx, order.customer_id, order.currency, order.on, order.lines, order_id=order.order_id
    )
