"""Give back an advance whose order has come to its end without it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.ids import new_id

from accounting import wire_invoices
from accounting.commands.invoicing.issue_credit_note import SERIES
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.errors import NothingToCredit, OrderStillOpen
from accounting.domain.invoicing.credit_note import CreditRequest, CreditSource, CreditStatus
from accounting.domain.invoicing.down_payment import CreditedAdvance, IssuedAdvance, credited_lines
from accounting.domain.matching import match_oldest, settled
from accounting.domain.payment import Payment, Settlement
from accounting.storage import credit_accounts, documents, ledger, orders
from accounting.storage.einvoice import results
from accounting.storage.invoicing import credit_requests, down_payments, policies, shipments, taxes
from kit import audit


@dataclass(frozen=True, slots=True)
class CreditAdvance:
    """All that no invoice has taken off."""

    down_payment_id: UUID
    credited_on: date
    reason: str


async def credit_down_payment(tx: Transaction, asked: CreditAdvance, *, by: str, now: datetime) -> CreditedAdvance:
    """Credit it, settle with that what of it is not paid, and leave the rest to the customer's credit.

    Raises:
        NotFound: there is no such down payment.
        OrderStillOpen: an invoice of the order will take it off.
        NothingToCredit: nothing is left of it.
        PeriodClosed: that day is in a closed period.
    """
    paid = await down_payments.find(tx, asked.down_payment_id)
    await orders.lock(tx, [paid.sales_order_id])
    is_complete = bool(await policies.are_complete(tx, [paid.sales_order_id]))
    if not is_complete or await shipments.lock_waiting(tx, [paid.sales_order_id]):
        raise OrderStillOpen(
            f"More of order {paid.sales_order_number} is to be invoiced: its invoices take the advance off.",
            field="down_payment_id",
        )
    advances = (await down_payments.lock_left(tx, [paid.sales_order_id])).get(paid.sales_order_id, ())
    left = {each.down_payment_id: each for each in advances}
    if paid.id not in left:
        raise NothingToCredit(f"Nothing is left of {paid.number}: invoices have taken it off, or it is credited.")
    day = ledger.open_day(await ledger.closed_months(tx), max(asked.credited_on, paid.issued_on))
    request = _request(paid, asked, by)
    await credit_requests.add(tx, [request], now)
    await ledger.hold(tx, Journal.SALES, day.year)
    (number,) = await documents.take_numbers(tx, SERIES, day.year, 1)
    note = CreditedAdvance(new_id(), number, paid, day, left[paid.id])
    settlement = await _settlement(tx, note, asked.reason)
    entry = JournalEntry(
        id=new_id(),
        journal=Journal.SALES,
        posted_on=day,
        document_on=day,
        label=f"Avoir {number}",
        source="down-payment-credit",
        source_id=note.id,
        lines=credited_lines(note, settlement),
        document_number=number,
    )
    await ledger.post(tx, [entry])
    await down_payments.add_credit(tx, note, request.id, entry.id)
    await taxes.add(tx, [(note.id, note.vat())])
    await results.expect(tx, [note.id])
    await documents.add_payment(tx, settlement, number, entry.id)
    await documents.settle(tx, note.id, settlement.settled)
    await credit_accounts.pay(tx, paid.bill_to_id, settlement.partner_value)
    changes: dict[str, list[str | None]] = {"gross_amount": [None, str(note.taken.gross)], "of": [None, paid.number]}
    await audit.record(tx, AuditEntry("customer_credit_note", str(note.id), "issued", changes, by))
    tx.publish(wire_invoices.down_payment_credited(note, now))
    return note


def _request(paid: IssuedAdvance, asked: CreditAdvance, by: str) -> CreditRequest:
    return CreditRequest(
        id=new_id(),
        sales_order_id=paid.sales_order_id,
        invoice_id=None,
        customer_id=paid.customer_id,
        bill_to_id=paid.bill_to_id,
        currency=paid.rate.currency,
        source=CreditSource.DOWN_PAYMENT,
        source_id=paid.id,
        source_number=paid.number,
        reason=asked.reason,
        credited_on=asked.credited_on,
        lines=(),
        requested_by=by,
        status=CreditStatus.CREDITED,
    )


async def _settlement(tx: Transaction, note: CreditedAdvance, reason: str) -> Settlement:
    """What of the advance itself is not paid is settled first."""
    paid = note.of
    items = [
        item
        for item in await documents.lock_open(tx, paid.bill_to_id, paid.rate.currency, is_receivable=True)
        if item.document_id == paid.id
    ]
    as_payment = Payment(
        id=note.id,
        partner_id=paid.bill_to_id,
        direction="received",
        amount=note.taken.gross,
        currency=paid.rate.currency,
        paid_on=note.credited_on,
        method="credit-note",
        reference=reason[:140],
        rate=paid.rate,
        value=note.taken.net_value + note.taken.tax_value,
    )
    return Settlement(as_payment, settled(match_oldest(note.taken.gross, items), items))
