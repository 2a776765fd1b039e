"""Take a payment back: its bank returned it, or it was matched with the wrong documents."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction

from accounting import wire
from accounting.domain.bank.clearing import SUSPENSE
from accounting.domain.entry import JournalLine, mirror_of
from accounting.domain.errors import AlreadyReversed, NotReversible
from accounting.domain.payment import BANK, Reversal
from accounting.storage import credit_accounts, credits_left, documents, ledger, payments
from accounting.storage.receivables import lettering
from kit import audit


async def reverse_payment(
    tx: Transaction, payment_id: UUID, *, reason: str, on: date, by: str, now: datetime, account: str | None = None
) -> tuple[Reversal, str]:
    """The reversal and the number of its entry, the mirror of the payment's. What it settled is open again.

    `account`: where the money moved back, when that is not where it came.

    Raises:
        NotFound: there is no such payment.
        NotReversible, AlreadyReversed: it is a credit note, or was taken back before.
        PeriodClosed: that day is in a closed period.
    """
    payment = await payments.get(tx, payment_id)
    received = payment.direction == "received"
    await documents.lock_open(tx, payment.partner_id, payment.currency, is_receivable=received)
    original = await ledger.entry_of(tx, payment.entry_id)
    if original.source != "payment":
        raise NotReversible(f"{payment.number} is no payment but a {payment.method}: correct that document instead.")
    if await credits_left.is_paid_back(tx, payment_id):
        raise NotReversible(f"A part of {payment.number} was paid back: it stays as it is.")
    mirror = mirror_of(original, on, f"reversal of payment {payment.number}: {reason}")
    mirror = replace(mirror, lines=tuple(_on(line, account) for line in mirror.lines))
    if not await payments.add_reversal(tx, payment_id, mirror.id, on=on, reason=reason, by=by):
        raise AlreadyReversed(f"Payment {payment.number} was taken back before.", field="payment_id")
    numbers = await ledger.post(tx, [mirror])
    await payments.reopen(tx, payment)
    if received:
        await credit_accounts.pay(tx, payment.partner_id, -payment.account_value)
    await lettering.undo(tx, original.id, on=on)
    await lettering.letter_together(tx, payment.partner_id, payment.partner_account, [payment_id], on=on)
    reversal = Reversal(payment, mirror.id, on, reason)
    await audit.record(tx, AuditEntry("payment", str(payment_id), "reversed", {"reason": [None, reason]}, by))
    tx.publish(wire.payment_reversed(reversal, now))
    return reversal, numbers[mirror.id]


async def reverse_by_hand(
    tx: Transaction, payment_id: UUID, *, reason: str, on: date, by: str, now: datetime
) -> tuple[Reversal, str]:
    """Take back a payment that no statement has.

    Raises:
        NotReversible: it was cleared from a statement: undo that instead, so that its entry is open again.
        As `reverse_payment`.
    """
    if await payments.is_of_statement(tx, payment_id):
        raise NotReversible("This payment was cleared from a bank statement: undo the clearing of its entry instead.")
    return await reverse_payment(tx, payment_id, reason=reason, on=on, by=by, now=now)


def _on(line: JournalLine, account: str | None) -> JournalLine:
    is_money = line.account == SUSPENSE or line.account.startswith(BANK)
    return replace(line, account=account) if account is not None and is_money else line
