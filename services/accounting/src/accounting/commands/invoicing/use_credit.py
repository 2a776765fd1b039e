"""What a credit note left to the customer is set against what he owes."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO

from accounting import wire_invoices
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry, credit, exchange_difference
from accounting.domain.errors import CreditGone
from accounting.domain.invoicing.credit_note import CUSTOMERS
from accounting.domain.matching import Settled, match_oldest, named, settled
from accounting.storage import credit_accounts, credits_left, documents, ledger
from accounting.storage.credits_left import CreditLeft
from kit import audit


async def use_credit(
    tx: Transaction, note_id: UUID, invoice_ids: Sequence[UUID], *, used_on: date, by: str, now: datetime
) -> Sequence[Settled]:
    """Settle the customer's open invoices with what is left, the oldest due first: those named, or all.

    Raises:
        NotFound: there is no such credit note.
        CreditGone: nothing is left of it. CreditInRun: a payment run pays it back.
        DocumentNotOpen: an invoice that is named is not open.
    """
    left = await credits_left.lock_note(tx, note_id)
    if not left.amount:
        raise CreditGone(f"Nothing is left of {left.number}.", left="0")
    items = await documents.lock_open(tx, left.partner_id, left.currency, is_receivable=True)
    if invoice_ids:
        items = named(items, invoice_ids)
    found = settled(match_oldest(left.amount, items), items)
    if found:
        amount = sum((each.amount for each in found), ZERO)
        value = left.part(amount)
        await credits_left.take(tx, note_id, amount, value)
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
        label=f"Différence de change sur {left.number}",
        source="customer-credit-note",
        source_id=note_id,
        lines=(credit(CUSTOMERS, owed - credited, left.partner_id), *exchange_difference(credited - owed)),
    )
    await ledger.post(tx, [entry])
    await credit_accounts.pay(tx, left.partner_id, owed - credited)
