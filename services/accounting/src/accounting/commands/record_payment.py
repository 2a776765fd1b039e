"""Record money received or paid, and settle documents with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown
from kit.exchange import ExchangeRate
from kit.exchange_rates import rate_on
from kit.ids import new_id
from kit.money import EXACT, ZERO

from accounting import wire
from accounting.domain.bank.errors import DiscountNotOffered
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.errors import BankAmountWrong
from accounting.domain.matching import (
    Adjustment,
    AdjustmentKind,
    Match,
    check_adjustments,
    check_matches,
    match_oldest,
    settle,
)
from accounting.domain.payment import BANK, CUSTOMERS, SUPPLIERS, Payment, Settlement, Side, payment_lines
from accounting.storage import credit_accounts, discounts, documents, ledger
from accounting.storage.receivables import lettering


@dataclass(frozen=True, slots=True)
class RecordPayment:
    """A payment, and which documents it settles: those named, the oldest due, or none yet.

    `bank_amount`: what moved on our account, in company currency; by the day's rate when nobody says.
    """

    id: UUID
    partner_id: UUID
    direction: Literal["received", "paid"]
    amount: Decimal
    currency: str
    paid_on: date
    method: str
    reference: str
    bank_amount: Decimal | None
    matching: Literal["explicit", "oldest", "none"]
    matches: tuple[Match, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()  # of the documents matched: settled without money
    sides: tuple[Side, ...] = ()  # beside the money: a fee of the bank
    account: str = BANK  # that the money moved on
    posted_on: date | None = None  # the day of the payment when absent


@dataclass(frozen=True, slots=True)
class RecordedPayment:
    """The payment as it stands in the books."""

    number: str
    settlement: Settlement
    entry_id: UUID
    entry_number: str


async def record_payment(tx: Transaction, command: RecordPayment, *, currency: str, now: datetime) -> RecordedPayment:
    """Post the money and settle what it is for.

    Raises:
        NotFound: accounting does not know the partner.
        RateMissing: its currency has no rate on that day, and nobody says what moved on the account.
        BankAmountWrong: it is in company currency, and another amount moved.
        DocumentNotOpen, OverMatched: the matches asked for do not fit.
        DiscountNotOffered: more is kept back than the terms offer on that day.
        PeriodClosed: it is dated in a closed period.
    """
    payment = await _payment(tx, command, currency)
    if await documents.payment_days(tx, payment.partner_id) is None:
        raise unknown("partner", payment.partner_id, field="partner_id")
    received = payment.direction == "received"
    items = await documents.lock_open(tx, payment.partner_id, payment.currency, is_receivable=received)
    matches = match_oldest(payment.amount, items) if command.matching == "oldest" else []
    if command.matching == "explicit":
        matches = check_matches(payment.amount, command.matches, items)
    adjustments = check_adjustments(command.adjustments, matches, items)
    await _check_discounts(tx, adjustments, payment.paid_on)
    shares = await documents.tax_shares(tx, [each.document_id for each in adjustments])
    money, adjusted = settle(matches, adjustments, items, shares)
    settlement = Settlement(payment, money, adjusted, command.sides, command.account)
    (number,) = await documents.take_numbers(tx, "PM", payment.paid_on.year, 1)
    entry = JournalEntry(
        id=new_id(),
        journal=Journal.BANK,
        posted_on=command.posted_on or payment.paid_on,
        document_on=payment.paid_on,
        label=f"Règlement {number} {payment.reference}".strip(),
        source="payment",
        source_id=payment.id,
        lines=payment_lines(settlement),
        document_number=number,
    )
    numbers = await ledger.post(tx, [entry])
    await documents.add_payment(tx, settlement, number, entry.id)
    await documents.settle(tx, payment.id, settlement.settled)
    await documents.adjust(tx, payment.id, settlement.adjusted)
    if received:
        await credit_accounts.pay(tx, payment.partner_id, settlement.account_value)
    account = CUSTOMERS if received else SUPPLIERS
    await lettering.letter(tx, payment.partner_id, account, payment.id, on=entry.posted_on)
    tx.publish(wire.payment_recorded(settlement, number, now))
    return RecordedPayment(number, settlement, entry.id, numbers[entry.id])


async def _check_discounts(tx: Transaction, adjustments: Sequence[Adjustment], on: date) -> None:
    """Nothing, or a refusal. The documents are locked, so that nobody takes the same discount beside us."""
    taken = [each for each in adjustments if each.kind is AdjustmentKind.DISCOUNT]
    offered = await discounts.left(tx, [each.document_id for each in taken], on) if taken else {}
    for each in taken:
        most = offered.get(each.document_id, ZERO)
        if each.amount > most:
            raise DiscountNotOffered(
                f"The terms of document {each.document_id} offer {most} for payment on {on}, not {each.amount}.",
                offered=str(most),
            )


async def _payment(tx: Transaction, command: RecordPayment, company_currency: str) -> Payment:
    value = command.bank_amount
    if command.currency == company_currency:
        rate = ExchangeRate.own(company_currency, command.paid_on)
        if value not in (None, command.amount):
            raise BankAmountWrong(
                f"A payment in {company_currency} moves its own amount on the account, not {value}.",
                field="bank_amount",
            )
    elif value is None:
        rate = await rate_on(tx, company_currency, command.currency, command.paid_on, field="paid_on")
    else:
        rate = ExchangeRate(command.currency, EXACT.divide(command.amount, value), command.paid_on)
    return Payment(
        id=command.id,
        partner_id=command.partner_id,
        direction=command.direction,
        amount=command.amount,
        currency=command.currency,
        paid_on=command.paid_on,
        method=command.method,
        reference=command.reference,
        rate=rate,
        value=rate.to_company(command.amount) if value is None else value,
    )
