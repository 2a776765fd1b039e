"""Orders whose customers' credit is watched, and whose yes releases them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from sales.domain.credit import CreditRelease, ReleaseLevel
from sales.storage.order_rows import release_of


@dataclass(frozen=True, slots=True)
class Watched:
    """A firm order of which goods are still owed."""

    id: UUID
    credit: Decimal
    hold_cause: str | None
    release: CreditRelease | None


_COLUMNS = "id, credit, hold_cause, release"


async def under_way(tx: ReadTransaction, after: UUID, limit: int) -> list[Watched]:
    """Firm orders of which goods are still owed, in the order of their ids."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM sales_order WHERE status IN ('confirmed', 'partially-shipped') AND id > $1"
        " ORDER BY id LIMIT $2",
        after,
        limit,
    )
    return [
        Watched(
            row["id"], row["credit"], row["hold_cause"], None if row["release"] is None else release_of(row["release"])
        )
        for row in rows
    ]


async def over(tx: ReadTransaction) -> list[UUID]:
    """Orders that are over and still have a hold: their last goods left before it was known."""
    rows = await tx.fetch(
        "SELECT id FROM sales_order WHERE hold_cause IS NOT NULL"
        " AND status IN ('shipped', 'invoiced', 'closed', 'cancelled') ORDER BY id LIMIT 500"
    )
    return [row["id"] for row in rows]


async def levels(tx: ReadTransaction) -> list[ReleaseLevel]:
    """From the lowest amount on."""
    rows = await tx.fetch("SELECT above, permission FROM release_level ORDER BY above")
    return [ReleaseLevel(**dict(row)) for row in rows]


async def replace_levels(tx: Transaction, asked: Sequence[ReleaseLevel]) -> None:
    """These levels and no others."""
    await tx.execute("DELETE FROM release_level")
    await tx.copy("release_level", ("above", "permission"), [(level.above, level.permission) for level in asked])
