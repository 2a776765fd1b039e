"""What is left of a customer's price exceptions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kit.db import ReadTransaction

from pricing.domain.exception import PriceException
from pricing.domain.exception_use import Allowances
from pricing.storage import exceptions


async def allowances(
    tx: ReadTransaction,
    granted: Sequence[PriceException],
    *,
    channel: str,
    now: datetime,
    order_id: UUID | None = None,
) -> Allowances:
    """Of these, beside what the order itself takes already."""
    used = await exceptions.used(tx, [each.id for each in granted], now, but_by=order_id)
    left = {each.id: each.terms.quantity_cap - used[each.id] for each in granted}
    return Allowances(granted, left, channel=channel, on=now.date())
