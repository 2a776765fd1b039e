"""KPIs in SQL: each a row by month, with numerator and denominator. `:today` is the day it is asked."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Numeric, Select, bindparam, column, select, text

_MONTH = "date_trunc('month', {day})::date AS month"
_WHOLE_ORDERS = (
    "SELECT l.sales_order_id, min(l.ordered_on) AS ordered_on, max(s.last_on) AS done_on FROM order_line l LEFT JOIN"
    " (SELECT order_line_id, sum(quantity) AS quantity, max(shipped_on) AS last_on FROM shipment_line GROUP BY order_line_id)"
    " s ON s.order_line_id = l.id GROUP BY l.sales_order_id HAVING bool_and(coalesce(s.quantity, 0) >= l.quantity)"
    " AND max(s.last_on) IS NOT NULL"
)
_WHOLE_PURCHASES = (
    "SELECT l.id, l.ordered_on, max(r.received_on) AS done_on FROM purchase_line l"
    " JOIN receipt_line r ON r.purchase_line_id = l.id GROUP BY l.id HAVING sum(r.quantity) >= l.quantity"
)

_SQL = {
    "inventory-discrepancy-lines": f"SELECT {_MONTH.format(day='counted_on')},"
    " count(*) FILTER (WHERE counted <> expected) AS numerator, count(*) AS denominator FROM count_line GROUP BY 1",
    "inventory-discrepancy-value": f"SELECT {_MONTH.format(day='counted_on')},"
    " sum(abs(counted - expected) * unit_cost) AS numerator, sum(expected * unit_cost) AS denominator"
    " FROM count_line GROUP BY 1",
    "sales-cycle-time": f"SELECT {_MONTH.format(day='done_on')}, sum(done_on - ordered_on) AS numerator,"
    f" count(*) AS denominator FROM ({_WHOLE_ORDERS}) AS done GROUP BY 1",
    "purchase-cycle-time": f"SELECT {_MONTH.format(day='done_on')}, sum(done_on - ordered_on) AS numerator,"
    f" count(*) AS denominator FROM ({_WHOLE_PURCHASES}) AS done GROUP BY 1",
    "delivery-lead-time": f"SELECT {_MONTH.format(day='s.shipped_on')}, sum(s.shipped_on - l.ordered_on) AS numerator,"
    " count(*) AS denominator FROM shipment_line s JOIN order_line l ON l.id = s.order_line_id GROUP BY 1",
    "on-time-rate": f"SELECT {_MONTH.format(day='l.promised_on')},"
    " count(*) FILTER (WHERE s.quantity >= l.quantity) AS numerator, count(*) AS denominator FROM order_line l"
    " LEFT JOIN LATERAL (SELECT sum(quantity) AS quantity FROM shipment_line WHERE order_line_id = l.id"
    " AND shipped_on <= l.promised_on) s ON true JOIN sales_order o ON o.id = l.sales_order_id"
    " WHERE l.promised_on < :today AND o.status <> 'cancelled' GROUP BY 1",
    "gross-margin-rate": f"SELECT {_MONTH.format(day='day')}, sum(revenue - cost) AS numerator,"
    " sum(revenue) AS denominator FROM margin_day GROUP BY 1",
    "slow-moving-stock": f"SELECT {_MONTH.format(day=':today')}, coalesce(sum(v.value) FILTER (WHERE NOT EXISTS"
    " (SELECT 1 FROM shipment_line s WHERE s.product_id = v.product_id AND s.shipped_on > CAST(:today AS date) - 180)), 0)"
    " AS numerator, coalesce(sum(v.value), 0) AS denominator FROM stock_value v",
    "stock-turnover": f"SELECT {_MONTH.format(day=':today')}, (SELECT coalesce(sum(cost), 0) FROM margin_day"
    " WHERE day < date_trunc('month', CAST(:today AS date))"
    " AND day >= date_trunc('month', CAST(:today AS date)) - interval '12 months')"
    " AS numerator, (SELECT coalesce(sum(value), 0) FROM stock_value) AS denominator",
    "adoption": f"SELECT {_MONTH.format(day='ordered_on')}, count(*) FILTER (WHERE NOT is_by_hand) AS numerator,"
    " count(*) AS denominator FROM (SELECT min(ordered_on) AS ordered_on, bool_or(is_by_hand) AS is_by_hand"
    " FROM order_line GROUP BY sales_order_id) AS orders GROUP BY 1",
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
