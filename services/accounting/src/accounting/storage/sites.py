"""Goods that went between the company's sites: they change where value lies, never how much it is."""

from collections.abc import Sequence

from kit.db import Transaction

from accounting.domain.movement import Movement


async def keep(tx: Transaction, movements: Sequence[Movement]) -> None:
    """Write movements between sites for good."""
    if movements:
        await tx.copy(
            "site_transfer",
            ("movement_id", "product_id", "quantity", "source", "destination", "occurred_at"),
            [(m.id, m.product_id, m.quantity, m.source, m.destination, m.occurred_at) for m in movements],
        )
