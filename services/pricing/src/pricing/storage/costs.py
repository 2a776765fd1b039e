"""Current costs, as accounting told last."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.db import Transaction


class Cost(NamedTuple):
    product_id: UUID
    unit_cost: Decimal  # of one stock unit, company currency
    told_at: datetime  # when accounting published it


async def keep(tx: Transaction, costs: Collection[Cost]) -> None:
    """Write costs, one of a product, that are newer than what is known."""
    await tx.execute(
        "INSERT INTO cost AS known (product_id, unit_cost, updated_at)"
        " SELECT * FROM unnest($1::uuid[], $2::numeric[], $3::timestamptz[])"
        " ON CONFLICT (product_id) DO UPDATE SET unit_cost = excluded.unit_cost, updated_at = excluded.updated_at"
        " WHERE known.updated_at <= excluded.updated_at",
        *([cost[i] for cost in costs] for i in range(3)),
    )
