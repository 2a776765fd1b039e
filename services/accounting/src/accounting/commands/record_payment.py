"""Record money received or paid, and settle documents with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from kit.db import Transaction
from kit.errors import unknown
from kit.ids import new_id
from kit.money import ZERO

from accounting import wire
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.errors import CurrencyNotKept
from accounting.domain.matching import Match, check_matches, match_oldest
from accounting.domain.payment import Payment, payment_lines
from accounting.storage import credit_accounts, documents, ledger


@dataclass(frozen=True, slots=True)
class RecordPayment:
    """A payment, and which documents it settles: those named, the oldest due, or none yet."""

    payment: Payment
    matching: Literal["explicit", "oldest", "none"]
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedPayment:
    """The payment as it stands in the books."""

    number: str
    matches: Sequence[Match]
    unmatched: Decimal
    entry_number: str


async def record_payment(tx: Transaction, command: RecordPayment, *, currency: str, now: datetime) -> RecordedPayment:
    """Post the money and settle what it is for.

    Raises:
        NotFound: accounting does not know the partner.
        CurrencyNotKept: it is not in company currency.
        DocumentNotOpen, OverMatched: the matches asked for do not fit.
        PeriodClosed: it is dated in a closed period.
    """
    payment = command.payment
    if payment.currency != currency:
        raise CurrencyNotKept(f"There is no rate from {payment.currency} to {currency}.", field="currency")
    if await documents.payment_days(tx, payment.partner_id) is None:
        raise unknown("partner", payment.partner_id, field="partner_id")
    items = await documents.lock_open(tx, payment.partner_id, is_receivable=payment.direction == "received")
    matches = match_oldest(payment.amount, items) if command.matching == "oldest" else []
    if command.matching == "explicit":
        matches = check_matches(payment.amount, command.matches, items)
    unmatched = payment.amount - sum((match.amount for match in matches), ZERO)
    (number,) = await documents.take_numbers(tx, "PM", payment.paid_on.year, 1)
    entry = JournalEntry(
        id=new_id(),
        journal=Journal.BANK,
        posted_on=payment.paid_on,
        document_on=payment.paid_on,
        label=f"payment {number} {payment.reference}".strip(),
        source="payment",
        source_id=payment.id,
        lines=payment_lines(payment),
    )
    numbers = await ledger.post(tx, [entry])
    await documents.add_payment(tx, payment, number, unmatched, entry.id)
    await documents.settle(tx, payment.id, matches)
    if payment.direction == "received":
        await credit_accounts.pay(tx, payment.partner_id, payment.amount)
    tx.publish(wire.payment_recorded(payment, number, matches, now))
    return RecordedPayment(number, matches, unmatched, numbers[entry.id])
