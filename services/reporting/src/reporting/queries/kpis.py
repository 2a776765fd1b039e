"""KPIs in SQL: each a row by month, with numerator and denominator. `:today` is the day it is asked."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Numeric, Select, bindparam, column, select, text

_MONTH = "date_trunc('month', {day})::date AS month"
_WHOLE_PURCHASES = (
    "SELECT l.id, l.ordered_on, max(r.received_on) AS done_on FROM purchase_line l"
    " JOIN receipt_line r ON r.purchase_line_id = l.id GROUP BY l.id HAVING sum(r.quantity) >= l.quantity"
)

_KEPT = (
    f"SELECT {_MONTH.format(day='day')}, sum(numerator) AS numerator, sum(denominator) AS denominator FROM day_total"
    " WHERE figure = '{figure}' GROUP BY 1 HAVING sum(denominator) <> 0"
)

_SQL = {
    "inventory-discrepancy-lines": f"SELECT {_MONTH.format(day='counted_on')},"
    " count(*) FILTER (WHERE counted <> expected) AS numerator, count(*) AS denominator FROM count_line GROUP BY 1",
    "inventory-discrepancy-value": f"SELECT {_MONTH.format(day='counted_on')},"
    " sum(abs(counted - expected) * unit_cost) AS numerator, sum(expected * unit_cost) AS denominator"
    " FROM count_line GROUP BY 1",
    "sales-cycle-time": _KEPT.format(figure="sales-cycle-time"),
    "purchase-cycle-time": f"SELECT {_MONTH.format(day='done_on')}, sum(done_on - ordered_on) AS numerator,"
    f" count(*) AS denominator FROM ({_WHOLE_PURCHASES}) AS done GROUP BY 1",
    "delivery-lead-time": _KEPT.format(figure="delivery-lead-time"),
    "on-time-rate": _KEPT.format(figure="on-time-rate").replace("GROUP BY", "AND day < :today GROUP BY"),
    "gross-margin-rate": f"SELECT {_MONTH.format(day='day')}, sum(revenue - cost) AS numerator,"
    " sum(revenue) AS denominator FROM margin_day GROUP BY 1",
    "slow-moving-stock": f"SELECT {_MONTH.format(day=':today')}, coalesce(sum(v.value) FILTER (WHERE NOT EXISTS"
    " (SELECT 1 FROM shipment_line s WHERE s.product_id = v.product_id AND s.shipped_on > CAST(:today AS date) - 180)), 0)"
    " AS numerator, coalesce(sum(v.value), 0) AS denominator FROM stock_value v",
    "stock-turnover": f"SELECT {_MONTH.format(day=':today')}, (SELECT coalesce(sum(cost), 0) FROM margin_day"
    " WHERE day < date_trunc('month', CAST(:today AS date))"
    " AND day >= date_trunc('month', CAST(:today AS date)) - interval '12 months')"
    " AS numerator, (SELECT coalesce(sum(value), 0) FROM stock_value) AS denominator",
    "adoption": _KEPT.format(figure="adoption"),
}


def months(kpi_id: str, *, today: date, effective_from: date | None, effective_until: date | None) -> Select[Any]:
    """month, numerator, denominator of a KPI; months that begin in [from, until)."""
    typed = _SQL[kpi_id].replace("date_trunc('month', :today)", "date_trunc('month', CAST(:today AS date))")
    statement = text(typed)
    if ":today" in typed:
        statement = statement.bindparams(bindparam("today", today, Date))
    found = statement.columns(
        column("month", Date), column("numerator", Numeric), column("denominator", Numeric)
    ).subquery("kpi")
    asked = select(found)
    if effective_from is not None:
        asked = asked.where(found.c.month >= effective_from)
    if effective_until is not None:
        asked = asked.where(found.c.month < effective_until)
    return asked
