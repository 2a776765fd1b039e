"""Money goes back: to a customer what stands to his credit, to us what a supplier was paid or credited us too much."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.exchange_rates import rate_on
from kit.ids import new_id
from kit.money import ZERO

from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry, credit, debit, exchange_difference, in_currency, mirror_of
from accounting.domain.errors import CreditGone
from accounting.domain.payment import BANK, CUSTOMERS, SUPPLIERS
from accounting.storage import credit_accounts, credits_left, documents, ledger
from accounting.storage.credits_left import Refunded
from accounting.storage.receivables import lettering
from kit import audit

_ACCOUNTS = {"received": CUSTOMERS, "paid": SUPPLIERS}


@dataclass(frozen=True, slots=True)
class Refund:
    """Credit that is paid back; `account`: that the money moved on."""

    credit_id: UUID
    amount: Decimal
    paid_on: date
    method: str
    reference: str
    account: str = BANK
    posted_on: date | None = None  # the day of the payment when absent
    is_of_statement: bool = False


@dataclass(frozen=True, slots=True)
class PaidBack:
    id: UUID
    number: str
    entry_id: UUID
    entry_number: str


async def pay_back(tx: Transaction, refund: Refund, company_currency: str, *, by: str) -> PaidBack:
    """Bank, at the rate of the day, against the partner's account, whose credit is so much less.

    Raises:
        NotFound: there is no such credit note or payment.
        CreditGone: less is left of it. CreditInRun: a payment run pays it back.
        PeriodClosed: that day is in a closed period. RateMissing: its currency has no rate on that day.
    """
    left = await credits_left.lock(tx, refund.credit_id, is_of_statement=refund.is_of_statement)
    if refund.amount > left.amount:
        raise CreditGone(f"{left.amount} is left of {left.number}.", field="amount", left=str(left.amount))
    rate = await rate_on(tx, company_currency, left.currency, refund.paid_on, field="paid_on")
    side = 1 if left.direction == "received" else -1
    paid, value = side * rate.to_company(refund.amount), side * left.part(refund.amount)
    account = _ACCOUNTS[left.direction]
    sides = (debit(account, value, left.partner_id), credit(refund.account, paid))
    (number,) = await documents.take_numbers(tx, "PM", refund.paid_on.year, 1)
    entry = JournalEntry(
        id=new_id(),
        journal=Journal.BANK,
        posted_on=refund.posted_on or refund.paid_on,
        document_on=refund.paid_on,
        label=f"Remboursement {number} de {left.number} {refund.reference}".strip(),
        source="credit-refund",
        source_id=refund.credit_id,
        lines=(*(in_currency(line, refund.amount, rate) for line in sides), *exchange_difference(value - paid)),
    )
    entry_number = (await ledger.post(tx, [entry]))[entry.id]
    await credits_left.take(tx, refund.credit_id, refund.amount, side * value)
    refund_id = new_id()
    await credits_left.add_refund(
        tx,
        (
            refund_id, number, refund.credit_id, refund.amount, refund.paid_on, refund.method, refund.reference, entry.id
        ),
    )  # fmt: skip
    if left.direction == "received":
        await credit_accounts.pay(tx, left.partner_id, -value)
    await lettering.letter(tx, left.partner_id, account, refund.credit_id, on=entry.posted_on)
    changes: dict[str, list[str | None]] = {"left": [str(left.amount), str(left.amount - refund.amount)]}
    await audit.record(tx, AuditEntry("credit", str(refund.credit_id), "paid-back", changes, by))
    return PaidBack(refund_id, number, entry.id, entry_number)


async def take_refund_back(tx: Transaction, refund: Refunded, *, on: date, reason: str, by: str) -> str:
    """It was none: the credit stands again. The number of the mirror entry.

    Raises:
        PeriodClosed: that day is in a closed period.
    """
    left = await credits_left.lock(tx, refund.credit_id, is_of_statement=True)
    original = await ledger.entry_of(tx, refund.entry_id)
    mirror = mirror_of(original, on, f"reversal of payment {refund.number}: {reason}")
    number = (await ledger.post(tx, [mirror]))[mirror.id]
    account = _ACCOUNTS[left.direction]
    moved = sum((line.debit - line.credit for line in original.lines if line.account == account), ZERO)
    value = moved if left.direction == "received" else -moved
    await credits_left.take(tx, refund.credit_id, -refund.amount, -value)
    await credits_left.take_refund_back(tx, refund.id, mirror.id, on, reason, by)
    if left.direction == "received":
        await credit_accounts.pay(tx, left.partner_id, value)
    await lettering.undo(tx, original.id, on=on)
    changes: dict[str, list[str | None]] = {"reason": [None, reason]}
    await audit.record(tx, AuditEntry("credit", str(refund.credit_id), "refund-taken-back", changes, by))
    return number
