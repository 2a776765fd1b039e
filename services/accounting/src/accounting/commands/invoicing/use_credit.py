"""What a credit note left to the customer: set against what he owes, or paid back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.exchange_rates import rate_on
from kit.ids import new_id
from kit.money import ZERO

from accounting import wire_invoices
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry, credit, debit, exchange_difference, in_currency
from accounting.domain.errors import CreditGone
from accounting.domain.invoicing.credit_note import CUSTOMERS
from accounting.domain.matching import Settled, match_oldest, named, settled
from accounting.domain.payment import BANK
from accounting.storage import credit_accounts, documents, ledger
from accounting.storage.invoicing import credit_left
from accounting.storage.invoicing.credit_left import CreditLeft
from kit import audit


async def use_credit(
    tx: Transaction, note_id: UUID, invoice_ids: Sequence[UUID], *, used_on: date, by: str, now: datetime
) -> Sequence[Settled]:
    """Settle the customer's open invoices with what is left, the oldest due first: those named, or all.

    Raises:
        NotFound: there is no such credit note.
        CreditGone: nothing is left of it.
        DocumentNotOpen: an invoice that is named is not open.
    """
    left = await credit_left.lock(tx, note_id)
    if not left.amount:
        raise CreditGone(f"Nothing is left of {left.number}.", left="0")
    items = await documents.lock_open(tx, left.partner_id, left.currency, is_receivable=True)
    if invoice_ids:
        items = named(items, invoice_ids)
    found = settled(match_oldest(left.amount, items), items)
    if found:
        amount = sum((each.amount for each in found), ZERO)
        value = left.part(amount)
        await credit_left.take(tx, note_id, amount, value)
        await documents.settle(tx, note_id, found, used_on)
        await _post_difference(tx, note_id, left, value, sum((each.value for each in found), ZERO), used_on)
        await audit.record(
            tx, AuditEntry("customer_credit_note", str(note_id), "used", {"left": [str(left.amount), None]}, by)
        )
        tx.publish(wire_invoices.credit_used(note_id, left.number, left.partner_id, left.currency, used_on, found, now))
    return found


async def _post_difference(
    tx: Transaction, note_id: UUID, left: CreditLeft, credited: Decimal, owed: Decimal, on: date
) -> None:
    """Credit and invoices of another currency, booked at two rates: what is between them is a gain or a loss."""
    if credited == owed:
        return
    entry = JournalEntry(
        id=new_id(),
        journal=Journal.GENERAL,
        posted_on=on,
        document_on=on,
        label=f"exchange difference on credit {left.number}",
        source="customer-credit-note",
        source_id=note_id,
        lines=(credit(CUSTOMERS, owed - credited, left.partner_id), *exchange_difference(credited - owed)),
    )
    await ledger.post(tx, [entry])
    await credit_accounts.pay(tx, left.partner_id, owed - credited)


@dataclass(frozen=True, slots=True)
class Refund:
    """Credit that is paid back."""

    note_id: UUID
    amount: Decimal
    paid_on: date
    method: str
    reference: str


async def pay_back(tx: Transaction, refund: Refund, company_currency: str, *, by: str) -> str:
    """The number of the payment. Bank, at the rate of the day, against the customer, who owes so much more than he did.

    Raises:
        NotFound: there is no such credit note.
        CreditGone: less is left of it.
        PeriodClosed: that day is in a closed period. RateMissing: its currency has no rate on that day.
    """
    left = await credit_left.lock(tx, refund.note_id)
    if refund.amount > left.amount:
        raise CreditGone(f"{left.amount} is left of {left.number}.", field="amount", left=str(left.amount))
    rate = await rate_on(tx, company_currency, left.currency, refund.paid_on, field="paid_on")
    paid, value = rate.to_company(refund.amount), left.part(refund.amount)
    sides = (debit(CUSTOMERS, value, left.partner_id), credit(BANK, paid))
    (number,) = await documents.take_numbers(tx, "PM", refund.paid_on.year, 1)
    entry = JournalEntry(
        id=new_id(),
        journal=Journal.BANK,
        posted_on=refund.paid_on,
        document_on=refund.paid_on,
        label=f"payment {number} of credit {left.number} {refund.reference}".strip(),
        source="credit-refund",
        source_id=refund.note_id,
        lines=(*(in_currency(line, refund.amount, rate) for line in sides), *exchange_difference(value - paid)),
    )
    await ledger.post(tx, [entry])
    await credit_left.take(tx, refund.note_id, refund.amount, value)
    await credit_left.add_refund(
        tx,
        (
            new_id(), number, refund.note_id, refund.amount, refund.paid_on, refund.method, refund.reference, entry.id
        ),
    )  # fmt: skip
    await credit_accounts.pay(tx, left.partner_id, -value)
    changes: dict[str, list[str | None]] = {"left": [str(left.amount), str(left.amount - refund.amount)]}
    await audit.record(tx, AuditEntry("customer_credit_note", str(refund.note_id), "paid-back", changes, by))
    return number
