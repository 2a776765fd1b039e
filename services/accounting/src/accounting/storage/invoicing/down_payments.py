"""Advances on orders, and what of them invoices have taken off."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import Transaction

from accounting.domain.invoice import Advance, Invoice
from accounting.domain.invoicing.down_payment import DownPayment


async def add(tx: Transaction, paid: DownPayment, entry_id: UUID) -> None:
    """Write one; all of it is left."""
    order = paid.order
    await tx.execute(
        "INSERT INTO down_payment (id, number, sales_order_id, sales_order_number, customer_id, bill_to_id, currency,"
        " issued_on, due_on, net_amount, tax_amount, gross_amount, rate, rate_on, value, entry_id)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        paid.id,
        paid.number,
        order.id,
        order.number,
        order.customer_id,
        order.bill_to_id,
        order.currency,
        paid.issued_on,
        paid.due_on,
        paid.totals.net,
        paid.totals.tax,
        paid.totals.gross,
        paid.rate.column,
        paid.rate.on,
        paid.value.gross,
        entry_id,
    )
    await tx.execute(
        "INSERT INTO down_payment_left (down_payment_id, net, tax, net_value, tax_value) VALUES ($1, $2, $3, $4, $5)",
        paid.id,
        paid.totals.net,
        paid.totals.tax,
        paid.value.net,
        paid.value.tax,
    )


async def lock_left(tx: Transaction, order_ids: Sequence[UUID]) -> dict[UUID, list[Advance]]:
    """What is left of the down payments of these orders, the oldest first; held until the transaction ends."""
    rows = await tx.fetch(
        "SELECT d.sales_order_id, l.down_payment_id, d.number, l.net, l.tax, l.net_value, l.tax_value FROM down_payment d"
        " JOIN down_payment_left l ON l.down_payment_id = d.id WHERE d.sales_order_id = ANY($1) AND l.net + l.tax > 0"
        " ORDER BY d.id FOR UPDATE OF l",
        list(order_ids),
    )
    found: dict[UUID, list[Advance]] = {}
    for row in rows:
        values = dict(row)
        found.setdefault(values.pop("sales_order_id"), []).append(Advance(**values))
    return found


async def take(tx: Transaction, invoices: Sequence[Invoice]) -> None:
    """Write what invoices take off; so much less is left."""
    uses = [(invoice.id, each) for invoice in invoices for part in invoice.parts for each in part.advances]
    if not uses:
        return
    await tx.copy(
        "down_payment_use",
        ("invoice_id", "down_payment_id", "net", "tax", "net_value", "tax_value"),
        [(id_, a.down_payment_id, a.net, a.tax, a.net_value, a.tax_value) for id_, a in uses],
    )
    await tx.execute(
        "UPDATE down_payment_left l SET net = l.net - t.net, tax = l.tax - t.tax, net_value = l.net_value - t.net_value,"
        " tax_value = l.tax_value - t.tax_value FROM (SELECT id, sum(net) AS net, sum(tax) AS tax, sum(nv) AS net_value,"
        " sum(tv) AS tax_value FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::numeric[], $5::numeric[])"
        " AS x (id, net, tax, nv, tv) GROUP BY id) t WHERE l.down_payment_id = t.id",
        [each.down_payment_id for _, each in uses],
        [each.net for _, each in uses],
        [each.tax for _, each in uses],
        [each.net_value for _, each in uses],
        [each.tax_value for _, each in uses],
    )
