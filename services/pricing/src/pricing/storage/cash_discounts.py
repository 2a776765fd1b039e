"""What customers' discounts for early payment are going to cost, as accounting told last."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.db import Transaction


class ToldDiscount(NamedTuple):
    """Rates of the invoiced total."""

    customer_id: UUID
    offered_rate: Decimal
    expected_rate: Decimal
    told_at: datetime


async def keep(tx: Transaction, told: Iterable[ToldDiscount]) -> None:
    """Write what is newer than what is known of a customer."""
    last = {each.customer_id: each for each in sorted(told, key=lambda each: each.told_at)}
    await tx.execute(
        "INSERT INTO cash_discount AS known (customer_id, offered_rate, expected_rate, told_at)"
        " SELECT * FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::timestamptz[])"
        " ON CONFLICT (customer_id) DO UPDATE SET offered_rate = excluded.offered_rate,"
        " expected_rate = excluded.expected_rate, told_at = excluded.told_at WHERE known.told_at <= excluded.told_at",
        *([each[i] for each in last.values()] for i in range(4)),
    )
