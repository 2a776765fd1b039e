"""How customers want to be delivered."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from sales.domain.delivery import DeliveryPolicy, UsualDelivery

USUAL = ("customer_id", "policy", "consolidation_days", "priority", "version")


async def usual(tx: ReadTransaction, customer_id: UUID) -> UsualDelivery:
    """As somebody said, or as for everybody."""
    row = await tx.fetchrow(
        f"SELECT {', '.join(USUAL)} FROM usual_delivery WHERE customer_id = $1",
        customer_id,
    )
    return UsualDelivery(customer_id) if row is None else usual_of(dict(row))


def usual_of(row: Mapping[str, Any]) -> UsualDelivery:
    """The delivery of a row of `usual_delivery`."""
    return UsualDelivery(**{**row, "policy": DeliveryPolicy(row["policy"])})


async def keep(tx: Transaction, delivery: UsualDelivery) -> bool:
    """Write it in its next version; False when another was written meanwhile."""
    return bool(
        await tx.execute(
            "INSERT INTO usual_delivery AS d (customer_id, policy, consolidation_days, priority, version)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (customer_id) DO UPDATE SET policy = excluded.policy,"
            " consolidation_days = excluded.consolidation_days, priority = excluded.priority, version = excluded.version"
            " WHERE d.version = excluded.version - 1",
            delivery.customer_id,
            str(delivery.policy),
            delivery.consolidation_days,
            delivery.priority,
            delivery.version,
        )
    )
