"""What is left of a customer's price exceptions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction

from pricing.domain.exception import PriceException
from pricing.domain.exception_use import Allowances
from pricing.storage import exceptions


async def left_of(
    tx: ReadTransaction,
    granted: Sequence[PriceException],
    *,
    now: datetime,
    order_id: UUID | None = None,
    line_ids: Collection[UUID] = (),
) -> dict[UUID, Decimal]:
    """Of each of these, beside what these lines of the order take already."""
    used = await exceptions.used(tx, [each.id for each in granted], now, but_by=order_id, but_lines=line_ids)
    return {each.id: each.terms.quantity_cap - used[each.id] for each in granted}


async def allowances(
    tx: ReadTransaction,
    granted: Sequence[PriceException],
    *,
    channel: str,
    now: datetime,
    order_id: UUID | None = None,
    line_ids: Collection[UUID] = (),
) -> Allowances:
    """Of these, beside what these lines of the order take already."""
    left = await left_of(tx, granted, now=now, order_id=order_id, line_ids=line_ids)
    return Allowances(granted, left, channel=channel, on=now.date())
