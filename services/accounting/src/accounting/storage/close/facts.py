"""What a month-end is reckoned from, as it was on the evening of a day: what came later counts for later."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import asyncpg
from kit.db import ReadTransaction
from kit.exchange import ExchangeRate
from kit.exchange_rates import rates_on
from kit.money import ZERO

from accounting.domain.close.accruals import Amounts, ForeignItem, Kind, Unbilled, Uninvoiced
from accounting.domain.close.closing import SOURCE, period_id
from accounting.domain.invoice import rate_on
from accounting.storage import invoices
from accounting.storage.invoicing import taxes

_STANDARD = "standard"  # tax class of products of which nothing was told
_BILLED_LATER = (
    "SELECT l.receipt_line_id, sum(l.received_value) AS value FROM bill b JOIN bill_line l ON l.bill_id = b.id"
    " WHERE b.billed_on > $1 AND NOT EXISTS (SELECT FROM bill_cancellation c WHERE c.bill_id = b.id) GROUP BY 1"
)


async def unbilled(tx: ReadTransaction, on: date) -> list[Unbilled]:
    """By supplier and rate of what the products bear. Those who bill in another currency bill no French tax."""
    rows = await tx.fetch(
        "SELECT g.supplier_id, coalesce(p.tax_class, $2) AS tax_class,"
        " sum(g.value - g.billed_value + coalesce(later.value, 0)) AS value FROM goods_received g"
        f" LEFT JOIN product p ON p.id = g.product_id LEFT JOIN ({_BILLED_LATER}) AS later USING (receipt_line_id)"
        " WHERE g.rate IS NULL AND g.received_on <= $1 AND (g.value <> g.billed_value OR later.value <> 0)"
        " GROUP BY 1, 2 HAVING sum(g.value - g.billed_value + coalesce(later.value, 0)) > 0 ORDER BY 1, 2",
        on,
        _STANDARD,
    )
    rates = await invoices.tax_rates(tx)
    return [
        Unbilled(row["supplier_id"], rate.rate, row["value"])
        for row in rows
        if (rate := rate_on(rates, row["tax_class"], on))
    ]


async def uninvoiced(tx: ReadTransaction, on: date) -> list[Uninvoiced]:
    """By who pays and rate of tax, where goods went, in company currency at the rates of the orders. What came back before
    it was invoiced is not.
    """
    rows = await tx.fetch(
        "SELECT o.customer_id, o.bill_to_id, l.tax_class, m.day,"
        " sum(round(round(m.left * l.unit_price, 2) / coalesce(o.exchange_rate, 1), 2)) AS net FROM ("
        "  SELECT m.order_line_id, m.occurred_at::date AS day, -m.quantity - coalesce((SELECT sum(b.quantity)"
        "    FROM movement_valuation b WHERE b.returns = m.movement_id AND b.posted_on <= $1), 0) AS left"
        "  FROM movement_valuation m WHERE m.reason = 'shipment' AND m.order_line_id IS NOT NULL AND m.quantity < 0"
        "   AND m.posted_on <= $1"
        "   AND NOT EXISTS (SELECT FROM invoice_line x JOIN invoice i ON i.id = x.invoice_id"
        "    WHERE x.movement_id = m.movement_id AND i.issued_on <= $1)"
        "   AND NOT EXISTS (SELECT FROM movement_valuation r WHERE r.reverses = m.movement_id AND r.posted_on <= $1)"
        " ) AS m JOIN sales_order_line l ON l.id = m.order_line_id JOIN sales_order o ON o.id = l.sales_order_id"
        " WHERE m.left > 0 GROUP BY 1, 2, 3, 4 ORDER BY 2, 1, 3, 4",
        on,
    )
    if not rows:
        return []
    rates = await taxes.by_zone(tx)
    zones = await taxes.zones(tx, [(row["customer_id"], row["bill_to_id"]) for row in rows])
    found: dict[tuple[UUID, Decimal], Decimal] = {}
    for row in rows:
        zone = zones[row["customer_id"], row["bill_to_id"]]
        if rate := rate_on(rates[zone], row["tax_class"], row["day"]):
            key = (row["bill_to_id"], rate.rate)
            found[key] = found.get(key, ZERO) + row["net"]
    return [Uninvoiced(payer, rate, net) for (payer, rate), net in sorted(found.items()) if net > 0]


async def foreign_items(tx: ReadTransaction, on: date, company_currency: str) -> tuple[list[ForeignItem], set[str]]:
    """Open documents in other currencies at the rate of the day; and the currencies that have none."""
    rows = await tx.fetch(
        "SELECT o.partner_id, o.is_receivable, o.currency, sum(o.open_amount + coalesce(later.amount, 0)) AS amount,"
        " sum(o.open_value + coalesce(later.value, 0)) AS value FROM open_item o"
        " LEFT JOIN (SELECT m.document_id, sum(m.amount) AS amount, sum(m.value) AS value FROM payment_match m"
        "  JOIN payment p ON p.id = m.payment_id WHERE p.paid_on > $1 GROUP BY 1) AS later USING (document_id)"
        " WHERE o.currency <> $2 AND o.issued_on <= $1 AND o.open_amount + coalesce(later.amount, 0) > 0"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        on,
        company_currency,
    )
    rates = await rates_on(tx, company_currency, [(row["currency"], on) for row in rows])
    missing = {row["currency"] for row in rows if (row["currency"], on) not in rates}
    return [_item(row, rates[row["currency"], on]) for row in rows if row["currency"] not in missing], missing


def _item(row: asyncpg.Record, rate: ExchangeRate) -> ForeignItem:
    return ForeignItem(row["partner_id"], row["is_receivable"], row["amount"], row["value"], rate)


async def posted(tx: ReadTransaction, month: date, on: date) -> dict[Kind, Amounts]:
    """What closing entries of the month have posted on its last day already, by kind."""
    rows = await tx.fetch(
        "SELECT e.source, l.account, l.partner_id, sum(l.debit - l.credit) AS amount FROM journal_entry e"
        " JOIN journal_line l ON l.entry_id = e.id WHERE e.source_id = $1 AND e.posted_on = $2 GROUP BY 1, 2, 3",
        period_id(month),
        on,
    )
    found: dict[Kind, dict[tuple[str, UUID | None], Decimal]] = {}
    for row in rows:
        kind = Kind(row["source"].removeprefix(SOURCE))
        found.setdefault(kind, {})[row["account"], row["partner_id"]] = row["amount"]
    return dict(found)
