"""Invoice a customer an advance on an order."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import unknown
from kit.exchange_rates import rate_on
from kit.ids import new_id
from kit.money import EXACT, ZERO, round_half_up

from accounting import wire_invoices
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.errors import OrderIsComplete
from accounting.domain.invoice import net_of
from accounting.domain.invoicing.billing import rate_of
from accounting.domain.invoicing.down_payment import DownPayment, Ordered, advance_of, down_payment_lines
from accounting.storage import credit_accounts, documents, ledger, orders
from accounting.storage.documents import NewItem
from accounting.storage.einvoice import results
from accounting.storage.invoicing import down_payments, ordered, policies, taxes
from kit import audit

SERIES = "AC"


@dataclass(frozen=True, slots=True)
class AskDownPayment:
    """An advance on an order: an amount before tax, or a share of the order."""

    id: UUID
    sales_order_id: UUID
    net_amount: Decimal | None
    share: Decimal | None  # 0.30 is 30 %
    issued_on: date
    due_on: date


async def issue_down_payment(tx: Transaction, asked: AskDownPayment, currency: str, *, by: str) -> DownPayment:
    """Number, post, owe and tell it. The order takes so much less of the customer's credit.

    Raises:
        NotFound: accounting does not know the order.
        OrderIsComplete, OrderNotWhole, DownPaymentTooLarge: not on this order, or not so much.
        TaxRateMissing, RateMissing: a tax class, or the currency, has no rate on that day.
        PeriodClosed: that day is in a closed period.
    """
    await orders.lock(tx, [asked.sales_order_id])
    found = await orders.find(tx, [asked.sales_order_id])
    if not found:
        raise unknown("sales order", asked.sales_order_id, field="sales_order_id")
    order, _ = found[asked.sales_order_id]
    if await policies.are_complete(tx, [order.id]):
        raise OrderIsComplete("Nothing more is to leave of this order: it is invoiced as it is.")
    whole = await ordered.whole(tx, order.id)
    rates = await taxes.rates_for(tx, order.customer_id, order.bill_to_id)
    lines = [(net_of(line.quantity, line.unit_price), line.tax_class) for line in whole.lines]
    lines += [(round_half_up(charge.amount), charge.tax_class) for charge in whole.charges]
    before = await down_payments.lock_left(tx, [order.id])
    about = Ordered(
        lines=tuple((net, rate_of(tax_class, asked.issued_on, rates)) for net, tax_class in lines),
        invoiced=await ordered.invoiced_net(tx, order.id),
        in_advance=sum((each.net for each in before.get(order.id, ())), ZERO),
    )
    net = asked.net_amount
    if net is None:
        net = round_half_up(EXACT.multiply(about.net, asked.share or ZERO))
    total, vat = advance_of(about, net)
    rate = await rate_on(tx, currency, order.currency, asked.issued_on, field="issued_on")
    await ledger.hold(tx, Journal.SALES, asked.issued_on.year)
    (number,) = await documents.take_numbers(tx, SERIES, asked.issued_on.year, 1)
    paid = DownPayment(asked.id, number, order, asked.issued_on, asked.due_on, total, vat, rate)
    entry = JournalEntry(
        id=new_id(),
        journal=Journal.SALES,
        posted_on=paid.issued_on,
        document_on=paid.issued_on,
        label=f"Acompte {number}",
        source="down-payment",
        source_id=paid.id,
        lines=down_payment_lines(paid),
        document_number=number,
    )
    await ledger.post(tx, [entry])
    await down_payments.add(tx, paid, entry.id)
    await taxes.add(tx, [(paid.id, paid.vat)])
    await results.expect(tx, [paid.id])
    await documents.open_items(tx, [_owed(paid)])
    await credit_accounts.invoice(tx, [(order.id, order.bill_to_id, paid.value.gross)])
    changes: dict[str, list[str | None]] = {"gross_amount": [None, str(total.gross)], "order": [None, order.number]}
    await audit.record(tx, AuditEntry("down_payment", str(paid.id), "issued", changes, by))
    tx.publish(wire_invoices.down_payment_invoiced(paid))
    return paid


def _owed(paid: DownPayment) -> NewItem:
    return NewItem(
        document_id=paid.id,
        number=paid.number,
        partner_id=paid.order.bill_to_id,
        is_receivable=True,
        issued_on=paid.issued_on,
        due_on=paid.due_on,
        currency=paid.order.currency,
        amount=paid.totals.gross,
        value=paid.value.gross,
    )
