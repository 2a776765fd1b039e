"""Sums by day of what orders, invoices and receivables come to."""

import sqlalchemy as sa
from alembic import op

revision = "reporting_3131"
down_revision = "reporting_3130"
branch_labels = None
depends_on = None


_ORDERS = """
WITH line AS (
  SELECT l.*, o.status, o.ended_on, coalesce(l.promised_on, l.ordered_on) + 1 AS late_on
  FROM order_line l JOIN sales_order o ON o.id = l.sales_order_id
), delivery AS (
  SELECT s.order_line_id, s.shipped_on, s.quantity FROM shipment_line s WHERE s.order_line_id IN (SELECT id FROM line)
), served AS (
  SELECT l.id, coalesce(sum(d.quantity), 0) AS quantity, max(d.shipped_on) AS last_on,
    coalesce(sum(d.quantity) FILTER (WHERE d.shipped_on <= l.promised_on), 0) AS in_time
  FROM line l LEFT JOIN delivery d ON d.order_line_id = l.id GROUP BY l.id, l.promised_on
), missing AS (
  SELECT id, day, sum(sum(quantity)) OVER later AS quantity, lead(day) OVER later AS next_day
  FROM (SELECT id, ordered_on AS day, quantity FROM line
        UNION ALL SELECT order_line_id, shipped_on, -quantity FROM delivery) m
  GROUP BY id, day WINDOW later AS (PARTITION BY id ORDER BY day)
), late AS (
  SELECT greatest(m.day, l.late_on) AS since, least(m.next_day, l.ended_on) AS until, m.quantity * l.unit_price AS amount
  FROM missing m JOIN line l USING (id) WHERE m.quantity > 0
), part AS (
  SELECT 'orders' AS figure, ordered_on AS day, amount AS numerator, 1 AS denominator FROM sales_order
  UNION ALL
  SELECT 'shipments', shipped_on, line_count, 1 FROM shipment
  UNION ALL
  SELECT 'on-time-rate', l.promised_on, (s.in_time >= l.quantity)::int, 1 FROM line l JOIN served s USING (id)
  WHERE l.promised_on IS NOT NULL AND l.status <> 'cancelled'
  UNION ALL
  SELECT 'delivery-lead-time', d.shipped_on, d.shipped_on - l.ordered_on, 1 FROM delivery d JOIN line l ON l.id = d.order_line_id
  UNION ALL
  SELECT 'sales-cycle-time', max(s.last_on), max(s.last_on) - min(l.ordered_on), 1
  FROM line l JOIN served s USING (id) GROUP BY l.sales_order_id
  HAVING bool_and(s.quantity >= l.quantity) AND max(s.last_on) IS NOT NULL
  UNION ALL
  SELECT 'adoption', min(ordered_on), (NOT bool_or(is_by_hand))::int, 1 FROM line GROUP BY sales_order_id
  UNION ALL
  SELECT 'backorders', since, amount, 0 FROM late WHERE until IS NULL OR until > since
  UNION ALL
  SELECT 'backorders', until, -amount, 0 FROM late WHERE until > since
)"""
_LINES = """
WITH line AS (
  SELECT * FROM margin_line
), part AS (
  SELECT 'invoices' AS figure, issued_on AS day, sum(tax) AS numerator,
    count(DISTINCT invoice_id) FILTER (WHERE kind = 'sale') AS denominator FROM line GROUP BY issued_on
  UNION ALL
  SELECT 'invoice-lines', issued_on, revenue, (kind = 'sale')::int FROM line
  UNION ALL
  SELECT 'invoice-costs', issued_on, coalesce(cost, 0), (cost IS NULL)::int FROM line
  UNION ALL
  SELECT 'invoice-quantity', issued_on, quantity, 0 FROM line
)"""
_DOCUMENTS = """
WITH balance AS (
  SELECT document_id, day, sum(sum(amount)) OVER later AS balance, lead(day) OVER later AS next_day
  FROM receivable_entry GROUP BY document_id, day
  WINDOW later AS (PARTITION BY document_id ORDER BY day)
), due AS (
  SELECT greatest(b.day, r.due_on) AS since, b.next_day AS until, b.balance / r.exchange_rate AS amount
  FROM balance b JOIN receivable r USING (document_id) WHERE b.balance > 0
), part AS (
  SELECT 'cash-due' AS figure, since AS day, amount AS numerator, 0 AS denominator FROM due
  WHERE until IS NULL OR until > since
  UNION ALL
  SELECT 'cash-due', until, -amount, 0 FROM due WHERE until > since
)"""


def upgrade() -> None:
    op.create_index("ix_shipment_sales_order_id", "shipment", ["sales_order_id"])
    op.create_table(
        "day_total",
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("numerator", sa.Numeric(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("figure", "day", name=op.f("pk_day_total")),
    )
    for parts in (_ORDERS, _LINES, _DOCUMENTS):
        op.execute(
            f"{parts} INSERT INTO day_total (figure, day, numerator, denominator)"
            " SELECT figure, day, sum(numerator), sum(denominator) FROM part GROUP BY figure, day"
        )
    op.execute(
        "INSERT INTO day_total (figure, day, numerator, denominator)"
        " SELECT 'issue-costs', posted_on, sum(amount), count(*) FROM cost_entry GROUP BY posted_on"
    )
    op.create_index("ix_cost_entry_waiting", "cost_entry", ["posted_on"], postgresql_where=sa.text("sold_on IS NULL"))
