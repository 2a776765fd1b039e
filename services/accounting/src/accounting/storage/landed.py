"""Landed costs as they were accrued: what is owed for them until they are billed."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from accounting.domain.late_cost import LateCost


async def add(tx: Transaction, id_: UUID, number: str, kind: str, supplier_id: UUID, costs: Sequence[LateCost]) -> None:
    """Write it."""
    amount = sum((cost.amount for cost in costs), Decimal(0))
    await tx.execute(
        "INSERT INTO landed_cost (id, number, kind, supplier_id, amount) VALUES ($1, $2, $3, $4, $5)",
        id_,
        number,
        kind,
        supplier_id,
        amount,
    )
    await tx.copy(
        "landed_cost_line",
        ("landed_cost_id", "movement_id", "product_id", "amount"),
        [(id_, cost.movement_id, cost.product_id, cost.amount) for cost in costs],
    )


async def costs_of(tx: ReadTransaction, id_: UUID) -> list[LateCost]:
    """What a landed cost put on each receipt; nothing when it is not known."""
    rows = await tx.fetch(
        "SELECT movement_id, product_id, amount FROM landed_cost_line WHERE landed_cost_id = $1 ORDER BY movement_id",
        id_,
    )
    return [LateCost(**dict(row)) for row in rows]
