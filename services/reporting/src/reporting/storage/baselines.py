"""How KPIs were before the go-live."""

from collections.abc import Sequence
from datetime import date

from kit.db import ReadTransaction, Transaction

from reporting.domain.baseline import BaselineMonth


async def replace(tx: Transaction, go_live: date, months: Sequence[BaselineMonth]) -> None:
    """These months instead of all that were there."""
    await tx.execute(
        "INSERT INTO go_live (id, day) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET day = excluded.day", go_live
    )
    await tx.execute("DELETE FROM kpi_baseline")
    await tx.execute(
        "INSERT INTO kpi_baseline (kpi_id, month, value) SELECT * FROM unnest($1::text[], $2::date[], $3::numeric[])",
        [each.kpi_id for each in months],
        [each.month for each in months],
        [each.value for each in months],
    )


async def go_live(tx: ReadTransaction) -> date | None:
    """The day from which on figures are ours; none while nobody said."""
    day: date | None = await tx.fetchval("SELECT day FROM go_live")
    return day


async def months(tx: ReadTransaction) -> list[BaselineMonth]:
    """All of them: a KPI's one after the other."""
    rows = await tx.fetch("SELECT kpi_id, month, value FROM kpi_baseline ORDER BY kpi_id, month")
    return [BaselineMonth(**dict(row)) for row in rows]
