"""Current costs, as accounting told last."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction


async def keep(tx: Transaction, costs: Mapping[UUID, Decimal], at: datetime) -> None:
    """The newest cost of one stock unit of each product, company currency."""
    await tx.execute(
        "INSERT INTO cost (product_id, unit_cost, updated_at)"
        " SELECT p, c, $3 FROM unnest($1::uuid[], $2::numeric[]) AS x (p, c)"
        " ON CONFLICT (product_id) DO UPDATE SET unit_cost = excluded.unit_cost, updated_at = excluded.updated_at",
        list(costs),
        list(costs.values()),
        at,
    )
