"""Let an order take of its customer's price exceptions.

The decision itself takes, under a lock of the exceptions: who would take when the order's event arrives could only find
out that two orders took the last piece. What is taken is held for a day and becomes firm by `OrderConfirmed`, which
names it, so that neither a lost hold nor a late event lets more through than the cap, nor loses what was sold.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Database, Transaction

from kit import audit, clock
from pricing.domain.exception_use import Found, Wanted
from pricing.queries.allowances import allowances
from pricing.storage import exceptions
from pricing.storage.exceptions import Use

_HOLD = timedelta(days=1)


async def found_exceptions(
    database: Database, wanted: Mapping[UUID, Wanted], *, customer_id: UUID, channel: str, order_id: UUID
) -> dict[UUID, Found]:
    """By order line, as things stand now; nothing is taken."""
    async with database.read() as tx:
        granted = await exceptions.granted(tx, customer_id)
        left = await allowances(tx, granted, channel=channel, now=clock.now(), order_id=order_id, line_ids=wanted)
    return {id_: found for id_, line in wanted.items() if (found := left.take(line)) is not None}


async def take_exceptions(
    tx: Transaction, wanted: Mapping[UUID, Wanted], *, customer_id: UUID, channel: str, order_id: UUID, now: datetime
) -> dict[UUID, Found]:
    """By order line; what the order took before is given back, so that a repeat takes the same."""
    granted = await exceptions.lock_granted(tx, customer_id)
    left = await allowances(tx, granted, channel=channel, now=now, order_id=order_id, line_ids=wanted)
    found = {id_: each for id_, line in wanted.items() if (each := left.take(line)) is not None}
    uses = [
        Use(each.exception.id, id_, order_id, wanted[id_].quantity) for id_, each in found.items() if each.is_enough
    ]
    await exceptions.hold(tx, order_id, uses, now + _HOLD)
    return found


async def orders_confirmed(tx: Transaction, uses: Sequence[Use], order_ids: Sequence[UUID]) -> None:
    """What confirmed orders name is used for good, with its trail."""
    await exceptions.make_firm(tx, uses, order_ids)
    await _record(tx, uses, "used")


async def orders_cancelled(tx: Transaction, order_ids: Sequence[UUID]) -> None:
    """What cancelled orders used is free again, with its trail."""
    await _record(tx, await exceptions.give_back(tx, order_ids), "given-back")


async def orders_closed(tx: Transaction, order_ids: Sequence[UUID], shipped: Mapping[UUID, Decimal]) -> None:
    """What closed orders used beyond what was shipped, by order line, is free again, with its trail."""
    await _record(tx, await exceptions.give_rest_back(tx, order_ids, shipped), "given-back")


async def _record(tx: Transaction, uses: Sequence[Use], action: str) -> None:
    if uses:
        changes = [{"order_id": [None, str(use.order_id)], "quantity": [None, str(use.quantity)]} for use in uses]
        await audit.record(
            tx,
            *(
                AuditEntry("price_exception", str(use.exception_id), action, change, "sales")
                for use, change in zip(uses, changes, strict=True)
            ),
        )
