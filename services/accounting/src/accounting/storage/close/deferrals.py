"""Costs and income that belong to later months."""

from datetime import date

from kit.db import ReadTransaction, Transaction

from accounting.domain.close.accruals import Deferral


async def add(tx: Transaction, deferral: Deferral, entered_by: str) -> None:
    await tx.execute(
        "INSERT INTO deferral (id, label, account, amount, starts_on, ends_on, posted_on, entered_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        deferral.id,
        deferral.label,
        deferral.account,
        deferral.amount,
        deferral.starts_on,
        deferral.ends_on,
        deferral.posted_on,
        entered_by,
    )


async def running(tx: ReadTransaction, on: date) -> list[Deferral]:
    """Those that go beyond a day and were posted until then."""
    rows = await tx.fetch(
        "SELECT id, label, account, amount, starts_on, ends_on, posted_on FROM deferral"
        " WHERE ends_on > $1 AND posted_on <= $1 ORDER BY id",
        on,
    )
    return [Deferral(**dict(row)) for row in rows]
