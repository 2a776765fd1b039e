"""What customers' credit is judged by: what is late, the rules on it, and the parts of what they owe."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.exchange import ExchangeRate
from kit.money import ZERO

from accounting.domain.credit import Exposure, Late, OverdueRule
from accounting.domain.invoice import gross_of, net_of
from accounting.storage.invoicing import taxes

LATE_BY_DAY = (
    "SELECT i.partner_id, i.due_on, sum(i.open_value) AS open_value,"
    " (array_agg(i.document_id ORDER BY i.number))[1] AS document_id, min(i.number) AS number FROM open_item i"
    " WHERE {partner} AND i.is_receivable AND i.open_amount > 0 AND i.due_on < {today} GROUP BY i.partner_id, i.due_on"
)


async def late_by_day(tx: ReadTransaction, partner_ids: Sequence[UUID], today: date) -> dict[UUID, list[Late]]:
    """What customers owe past its due day, a sum for each such day, the oldest first."""
    statement = LATE_BY_DAY.format(partner="i.partner_id = ANY($1)", today="$2")
    rows = await tx.fetch(f"{statement} ORDER BY partner_id, due_on", list(partner_ids), today)
    found: dict[UUID, list[Late]] = defaultdict(list)
    for row in rows:
        found[row["partner_id"]].append(Late(row["due_on"], row["open_value"], row["document_id"], row["number"]))
    return found


async def rules(tx: ReadTransaction) -> list[OverdueRule]:
    """All of them, by class and days."""
    rows = await tx.fetch("SELECT customer_class, days, amount FROM overdue_rule ORDER BY customer_class, days")
    return [OverdueRule(**dict(row)) for row in rows]


async def replace_rules(tx: Transaction, asked: Sequence[OverdueRule]) -> None:
    """These rules and no others."""
    await tx.execute("DELETE FROM overdue_rule")
    await tx.copy(
        "overdue_rule",
        ("customer_class", "days", "amount"),
        [(rule.customer_class, rule.days, rule.amount) for rule in asked],
    )


@dataclass(frozen=True, slots=True)
class OrderPart:
    """What an order takes of the credit, and all that its customer owes with it and what was there before it."""

    order_id: UUID
    partner_id: UUID
    amount: Decimal
    exposure: Decimal


async def order_parts(tx: ReadTransaction, order_ids: Sequence[UUID]) -> list[OrderPart]:
    """Firm orders as they stand in their customers' queues: who came first has the credit first."""
    rows = await tx.fetch(
        "WITH asked AS (SELECT order_id, partner_id FROM credit_hold WHERE order_id = ANY($1) AND status = 'firm'),"
        " queue AS (SELECT h.order_id, h.partner_id, h.remaining AS amount, a.receivable"
        "  + sum(h.remaining) OVER (PARTITION BY h.partner_id ORDER BY h.created_at, h.order_id) AS exposure"
        "  FROM credit_hold h JOIN credit_account a USING (partner_id)"
        "  WHERE h.remaining > 0 AND h.partner_id IN (SELECT partner_id FROM asked))"
        " SELECT order_id, partner_id, coalesce(amount, 0) AS amount, coalesce(exposure, 0) AS exposure"
        " FROM asked LEFT JOIN queue USING (order_id, partner_id)",
        list(order_ids),
    )
    return [OrderPart(**dict(row)) for row in rows]


async def exposure(tx: ReadTransaction, partner_id: UUID, receivable: Decimal, today: date) -> Exposure:
    """What a customer owes, in its parts. `receivable` is the ledger's balance."""
    held = await tx.fetchrow(
        "SELECT coalesce(sum(remaining) FILTER (WHERE status = 'firm'), 0.00) AS firm,"
        " coalesce(sum(remaining) FILTER (WHERE status = 'tentative'), 0.00) AS being_confirmed,"
        " (SELECT coalesce(sum(open_value), 0.00) FROM open_item WHERE partner_id = $1 AND is_receivable AND open_amount > 0)"
        " AS invoiced FROM credit_hold WHERE partner_id = $1 AND remaining > 0",
        partner_id,
    )
    assert held is not None  # noqa: S101  # an aggregate without groups has one row
    to_invoice = await _to_invoice(tx, partner_id, today)
    return Exposure(
        to_ship=held["firm"] - to_invoice,
        to_invoice=to_invoice,
        being_confirmed=held["being_confirmed"],
        invoiced=held["invoiced"],
        unmatched=held["invoiced"] - receivable,
    )


async def _to_invoice(tx: ReadTransaction, partner_id: UUID, today: date) -> Decimal:
    """What left and has no invoice yet, tax included; no more than its order still holds of the credit."""
    rows = await tx.fetch(
        "SELECT h.order_id, h.remaining, l.unit_price, l.tax_class, s.quantity - coalesce(i.quantity, 0) AS quantity,"
        " o.currency, o.exchange_rate FROM credit_hold h JOIN sales_order o ON o.id = h.order_id"
        " JOIN sales_order_line l ON l.sales_order_id = h.order_id"
        " CROSS JOIN LATERAL (SELECT -sum(quantity) AS quantity FROM movement_valuation"
        "  WHERE order_line_id = l.id AND reason = 'shipment') s"
        " LEFT JOIN LATERAL (SELECT sum(quantity) AS quantity FROM invoice_line n"
        "  WHERE n.sales_order_id = h.order_id AND n.sales_order_line_id = l.id) i ON true"
        " WHERE h.partner_id = $1 AND h.status = 'firm' AND h.remaining > 0 AND s.quantity > coalesce(i.quantity, 0)",
        partner_id,
    )
    rates = await taxes.rates_for(tx, partner_id, partner_id) if rows else {}
    lines: dict[tuple[UUID, Decimal], list[tuple[Decimal, str]]] = defaultdict(list)
    for row in rows:
        rate = ExchangeRate.of_row(row["currency"], row["exchange_rate"], today)
        net = rate.to_company(net_of(row["quantity"], row["unit_price"]))
        lines[row["order_id"], row["remaining"]].append((net, row["tax_class"]))
    return sum((min(gross_of(each, rates, today), left) for (_, left), each in lines.items()), ZERO)
