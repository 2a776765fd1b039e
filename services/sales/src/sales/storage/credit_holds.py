"""Orders whose customers' credit is watched, and whose yes releases them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
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


_UNDER_WAY = (
    "SELECT id, credit, hold_cause, release FROM sales_order WHERE status IN ('confirmed', 'partially-shipped')"
)


async def under_way(tx: ReadTransaction, after: UUID, limit: int) -> list[Watched]:
    """Firm orders of which goods are still owed, in the order of their ids."""
    return _watched(await tx.fetch(f"{_UNDER_WAY} AND id > $1 ORDER BY id LIMIT $2", after, limit))


async def under_way_of(tx: ReadTransaction, payers: Collection[UUID]) -> list[Watched]:
    """The same of those for which one of these pays."""
    return _watched(await tx.fetch(f"{_UNDER_WAY} AND bill_to_id = ANY($1) ORDER BY id", list(payers)))


def _watched(rows: Sequence[Any]) -> list[Watched]:
    return [
        Watched(
            row["id"], row["credit"], row["hold_cause"], None if row["release"] is None else release_of(row["release"])
        )
        for row in rows
    ]


async def doubt(tx: Transaction, payers: Collection[UUID], *, due_at: datetime) -> None:
    """The credit of these, who have orders under way, may be otherwise: it is judged anew, not before `due_at`."""
    await tx.execute(
        "INSERT INTO credit_doubt AS d (bill_to_id, told, due_at) SELECT x, 1, $2 FROM unnest($1::uuid[]) AS x"
        " WHERE EXISTS (SELECT FROM sales_order o WHERE o.bill_to_id = x"
        " AND o.status IN ('confirmed', 'partially-shipped')) ORDER BY x"
        " ON CONFLICT (bill_to_id) DO UPDATE SET told = d.told + 1, due_at = excluded.due_at",
        list(set(payers)),
        due_at,
    )


async def doubted(tx: ReadTransaction, now: datetime, limit: int) -> dict[UUID, int]:
    """Whose credit is to be judged now, and how often that was told."""
    rows = await tx.fetch(
        "SELECT bill_to_id, told FROM credit_doubt WHERE due_at <= $1 ORDER BY due_at, bill_to_id LIMIT $2", now, limit
    )
    return {row["bill_to_id"]: row["told"] for row in rows}


async def forget_doubts(tx: Transaction, judged: Mapping[UUID, int]) -> None:
    """They were judged, unless more was told since."""
    await tx.execute(
        "DELETE FROM credit_doubt d USING unnest($1::uuid[], $2::int[]) AS x (i, n) WHERE d.bill_to_id = x.i AND d.told = x.n",
        list(judged),
        list(judged.values()),
    )


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
