"""The sums of ledger and cube, month by month: all of them are kept, none is added up line by line."""

from kit.db import ReadTransaction

from reporting.domain.ledger import LedgerTie, tie

MONTHS = (
    "SELECT date_trunc('month', day)::date AS month, sum(ledger_revenue), sum(cube_revenue), sum(ledger_cost), sum(cube_cost),"
    " sum(stock) FROM (SELECT day, numerator AS ledger_revenue, 0 AS cube_revenue, 0 AS ledger_cost, 0 AS cube_cost, 0 AS stock"
    " FROM day_total WHERE figure = 'invoice-lines'"
    " UNION ALL SELECT day, 0, 0, numerator, 0, 0 FROM day_total WHERE figure = 'issue-costs'"
    " UNION ALL SELECT day, 0, revenue, 0, cost, 0 FROM margin_day"
    " UNION ALL SELECT day, 0, 0, 0, 0, amount FROM stock_day) d GROUP BY 1"
)
WAITING = "SELECT coalesce(sum(amount), 0) FROM cost_entry WHERE sold_on IS NULL"
STOCK = "SELECT coalesce(sum(value), 0) FROM stock_value"


async def ledger_tie(tx: ReadTransaction) -> LedgerTie:
    rows = await tx.fetch(MONTHS)
    return tie(
        {row[0]: (row[1], row[2], row[3], row[4], row[5]) for row in rows},
        uninvoiced_cost=await tx.fetchval(WAITING),
        stock_value=await tx.fetchval(STOCK),
    )
