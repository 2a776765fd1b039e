"""How customers want to be delivered."""

from uuid import UUID

from kit.db import ReadTransaction, Transaction

from sales.domain.delivery import DeliveryPolicy, UsualDelivery


async def usual(tx: ReadTransaction, customer_id: UUID) -> UsualDelivery:
    """As somebody said, or as for everybody."""
    row = await tx.fetchrow(
        "SELECT customer_id, policy, consolidation_days, priority, version FROM usual_delivery WHERE customer_id = $1",
        customer_id,
    )
    if row is None:
        return UsualDelivery(customer_id)
    return UsualDelivery(**{**dict(row), "policy": DeliveryPolicy(row["policy"])})


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
