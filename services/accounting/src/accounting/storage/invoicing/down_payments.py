"""Advances on orders, and what of them invoices have taken off."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown
from kit.exchange import ExchangeRate

from accounting.domain.invoice import Advance, Invoice, Vat, VatCategory, VatSubtotal
from accounting.domain.invoicing.down_payment import CreditedAdvance, DownPayment, IssuedAdvance


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


async def find(tx: Transaction, down_payment_id: UUID) -> IssuedAdvance:
    """One as it was issued.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(
        "SELECT id, number, sales_order_id, sales_order_number, customer_id, bill_to_id, issued_on, currency, rate, rate_on,"
        " net_amount AS net, tax_amount AS tax FROM down_payment WHERE id = $1",
        down_payment_id,
    )
    if row is None:
        raise unknown("down payment", down_payment_id)
    values = dict(row)
    rate = ExchangeRate.of_row(values.pop("currency"), values.pop("rate"), values.pop("rate_on"))
    taxed = await tx.fetch(
        "SELECT category, rate, reason_code, reason, base, tax FROM document_tax WHERE document_id = $1 ORDER BY position",
        down_payment_id,
    )
    return IssuedAdvance(
        **values,
        rate=rate,
        taxed=tuple(
            VatSubtotal(
                Vat(VatCategory(each["category"]), each["reason_code"], each["reason"]),
                each["rate"],
                each["base"],
                each["tax"],
            )
            for each in taxed
        ),
    )


async def add_credit(tx: Transaction, note: CreditedAdvance, request_id: UUID, entry_id: UUID) -> None:
    """Write what is given back; nothing is left of it."""
    paid, taken = note.of, note.taken
    await tx.execute(
        "INSERT INTO customer_credit_note (id, number, credit_request_id, customer_id, bill_to_id, currency, credited_on,"
        " net_amount, tax_amount, gross_amount, entry_id, down_payment_id)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        note.id,
        note.number,
        request_id,
        paid.customer_id,
        paid.bill_to_id,
        paid.rate.currency,
        note.credited_on,
        taken.net,
        taken.tax,
        taken.gross,
        entry_id,
        paid.id,
    )
    await tx.execute(
        "UPDATE down_payment_left SET net = 0, tax = 0, net_value = 0, tax_value = 0 WHERE down_payment_id = $1",
        paid.id,
    )
