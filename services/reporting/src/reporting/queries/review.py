"""The figures of a month and of the one before."""

from datetime import date
from decimal import Decimal

from kit.db import ReadTransaction

from reporting.domain.kpi import KPIS
from reporting.domain.margin import Margin
from reporting.domain.review import Review, ReviewedKpi, month_after, month_before
from reporting.queries import kpis, summary
from reporting.storage import reviews


async def review(tx: ReadTransaction, month: date, today: date) -> Review:
    """As it was kept when the month was sealed, else as it is now. `month`: its first day."""
    return await reviews.sealed(tx, month) or await measured(tx, month, today)


async def measured(tx: ReadTransaction, month: date, today: date) -> Review:
    """As it is now. Margins and KPIs count in the month in which they were known."""
    before = month_before(month)
    found = []
    for kpi in KPIS.values():
        rows = await tx.select(
            kpis.months(kpi.id, today=today, effective_from=before, effective_until=month_after(month))
        )
        values = {row["month"]: kpi.value(Decimal(row["numerator"]), Decimal(row["denominator"])) for row in rows}
        found.append(ReviewedKpi(kpi.id, values.get(month), values.get(before), kpi.target))
    return Review(month, await _margin(tx, month), await _margin(tx, before), tuple(found))


async def _margin(tx: ReadTransaction, month: date) -> Margin:
    row = await summary.month(tx, month)
    return Margin(row["revenue"], row["cost"])
