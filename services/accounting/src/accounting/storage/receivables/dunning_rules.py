"""How reminders are written: the ladder, rates of late interest, customers left in peace."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from accounting.domain.receivables.dunning import Level, Words
from accounting.domain.receivables.late_interest import LateRate


async def ladder(tx: ReadTransaction) -> list[Level]:
    """The levels, the friendliest first."""
    rows = await tx.fetch("SELECT days_late, pause_days, claims, words, posts FROM dunning_level ORDER BY level")
    return [
        Level(
            row["days_late"],
            row["pause_days"],
            row["claims"],
            {name: Words(**each) for name, each in row["words"].items()},
            row["posts"],
        )
        for row in rows
    ]


async def set_ladder(tx: Transaction, levels: Sequence[Level]) -> None:
    """These levels in the place of all that there were."""
    await tx.execute("DELETE FROM dunning_level")
    await tx.copy(
        "dunning_level",
        ("level", "days_late", "pause_days", "claims", "words", "posts"),
        [
            (
                n,
                each.days_late,
                each.pause_days,
                each.claims,
                {name: asdict(words) for name, words in each.words.items()},
                each.posts,
            )
            for n, each in enumerate(levels, 1)
        ],
    )


async def rates(tx: ReadTransaction) -> list[LateRate]:
    """Of late interest, by day."""
    rows = await tx.fetch("SELECT effective_from, rate FROM late_interest_rate ORDER BY effective_from")
    return [LateRate(**dict(row)) for row in rows]


async def set_rate(tx: Transaction, rate: LateRate, ecb_rate: Decimal, legal_rate: Decimal) -> None:
    """The rate from a day on."""
    await tx.execute(
        "INSERT INTO late_interest_rate (effective_from, ecb_rate, legal_rate, rate) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (effective_from) DO UPDATE SET ecb_rate = excluded.ecb_rate, legal_rate = excluded.legal_rate,"
        " rate = excluded.rate",
        rate.effective_from,
        ecb_rate,
        legal_rate,
        rate.rate,
    )


async def held(tx: ReadTransaction, on: date) -> set[UUID]:
    """Customers who get no reminder on a day."""
    rows = await tx.fetch("SELECT partner_id FROM dunning_hold WHERE until IS NULL OR until >= $1", on)
    return {row["partner_id"] for row in rows}


async def hold(tx: Transaction, partner_id: UUID, until: date | None, reason: str, by: str) -> None:
    """Leave a customer in peace until a day, or until somebody lets him go."""
    await tx.execute(
        "INSERT INTO dunning_hold (partner_id, until, reason, held_by) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (partner_id) DO UPDATE SET until = excluded.until, reason = excluded.reason, held_by = excluded.held_by",
        partner_id,
        until,
        reason,
        by,
    )


async def let_go(tx: Transaction, partner_id: UUID) -> bool:
    """Remind him again; False when he was not held."""
    return bool(await tx.execute("DELETE FROM dunning_hold WHERE partner_id = $1", partner_id))
