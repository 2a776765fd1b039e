"""Clear an entry of a statement: say what it was for, and post it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never
from uuid import UUID

from kit.approvals import ApprovalRequest, new_request
from kit.auth import Principal
from kit.db import ReadTransaction, Transaction
from kit.exchange import ExchangeRate
from kit.exchange_rates import rate_on
from kit.ids import new_id
from kit.money import ZERO

from accounting.commands.pay_back import PaidBack, Refund, pay_back
from accounting.commands.post_entry import check_account
from accounting.commands.record_payment import RecordPayment, record_payment
from accounting.commands.reverse_payment import reverse_payment
from accounting.domain.bank.clearing import (
    SUSPENSE,
    Clearing,
    OfPartner,
    Recorded,
    Refunded,
    Returned,
    Suspended,
    ToAccount,
    split,
)
from accounting.domain.bank.errors import ClearingDoesNotFit, EntryNotOpen, ReturnDiffers
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry, JournalLine, credit, debit, in_currency
from accounting.domain.payment import BANK
from accounting.storage import credits_left, ledger
from accounting.storage.bank import clearings, movements
from accounting.storage.bank.clearings import BankEntry
from accounting.storage.books.chart import chart
from kit import approvals

SUBJECT = "write-off"
APPROVE = "accounting.write-offs.approve"
BANK_ENTRY = "bank-entry"  # the source of what no partner is behind
# What these accounts hold is kept line by line elsewhere, or is the bank's own.
_KEPT_ELSEWHERE = ("416", "512")


@dataclass(frozen=True, slots=True)
class ClearedEntry:
    """What became of an entry: cleared or suspended by an entry of the ledger, or waiting for an approval."""

    bank_entry_id: UUID
    status: str
    entry_number: str | None = None
    payment_id: UUID | None = None
    payment_number: str | None = None
    approval_id: UUID | None = None


async def clear_entry(
    tx: Transaction, entry_id: UUID, clearing: Clearing, *, by: Principal, currency: str, now: datetime
) -> ClearedEntry:
    """Post the entry as what it is for. A write-off above what the caller's roles may write off waits for an approval.

    Raises:
        NotFound: there is no such entry, partner or payment.
        EntryNotOpen: it is cleared, or waits.
        ClearingDoesNotFit, UnknownAccount: what it is said to be for does not make it.
        CreditGone, DiscountNotOffered, DocumentNotOpen, OverMatched, ReturnDiffers, AlreadyReversed, RateMissing: not so.
    """
    entry = await clearings.lock(tx, entry_id)
    if entry.status not in ("open", "suspended"):
        raise EntryNotOpen("This entry is cleared already, or waits for an approval.", status=entry.status)
    if isinstance(clearing, OfPartner):
        asked = split(entry.amount, clearing, is_foreign=entry.currency != currency)
        value = await _in_company(tx, asked.written_off, entry, clearing, currency)
        limits = await clearings.write_off_limits(tx)
        if value > max((limits.get(role, ZERO) for role in by.roles), default=ZERO):
            return await _ask(tx, entry, clearing, value, by=by.subject, now=now)
    return await _post(tx, entry, clearing, by=by.subject, currency=currency, now=now)


async def clear_approved(tx: Transaction, entry_id: UUID, *, approve: bool, currency: str, now: datetime) -> None:
    """Somebody has decided on a write-off: the entry is cleared as asked, in the name of who asked, or is open again."""
    entry = await clearings.lock(tx, entry_id)
    waiting = await clearings.take_waiting(tx, entry_id)
    if waiting is None or entry.status != "waiting":
        raise EntryNotOpen("This entry waits for nothing.", status=entry.status)
    clearing, asked_by = waiting
    await clearings.set_status(tx, entry_id, "open")
    if approve:
        opened = await clearings.lock(tx, entry_id)
        await _post(tx, opened, clearing, by=asked_by, currency=currency, now=now)


def signed(entry_id: UUID, clearing: Clearing) -> dict[str, object]:
    """What an approval signs."""
    return {"bank_entry_id": entry_id, **clearings.to_json(clearing)}


async def _ask(
    tx: Transaction, entry: BankEntry, clearing: OfPartner, value: Decimal, *, by: str, now: datetime
) -> ClearedEntry:
    if entry.status == "suspended":
        raise ClearingDoesNotFit(
            "A write-off that needs an approval is cleared from the statement: undo its suspense first."
        )
    request: ApprovalRequest = new_request(
        subject=SUBJECT,
        document_id=entry.id,
        document_number=entry.reference or str(entry.booked_on),
        content=signed(entry.id, clearing),
        permission=APPROVE,
        reason=f"A write-off of {value} is above what {by} may write off.",
        amount=value,
        requested_by=by,
        now=now,
        details=clearings.to_json(clearing),
    )
    await approvals.add(tx, request)
    await clearings.wait(tx, entry.id, clearing, by)
    await clearings.set_status(tx, entry.id, "waiting")
    return ClearedEntry(entry.id, "waiting", approval_id=request.id)


async def _in_company(
    tx: Transaction, amount: Decimal, entry: BankEntry, clearing: OfPartner, currency: str
) -> Decimal:
    own = entry.currency if clearing.paid is None else clearing.paid[1]
    if own == currency or not amount:
        return amount
    return (await rate_on(tx, currency, own, entry.booked_on)).to_company(amount)


async def _post(
    tx: Transaction, entry: BankEntry, clearing: Clearing, *, by: str, currency: str, now: datetime
) -> ClearedEntry:
    on = ledger.open_day(await ledger.closed_months(tx), entry.booked_on)
    account = SUSPENSE if entry.status == "suspended" else entry.ledger_account
    payment_id = payment_number = None
    refunds: Sequence[PaidBack] = ()
    number: str | None
    match clearing:
        case OfPartner():
            payment_id = new_id()
            ledger_id, number, payment_number = await _of_partner(
                tx, entry, clearing, payment_id, account, on=on, currency=currency, now=now
            )
        case ToAccount():
            await check_counterpart(tx, clearing.account)
            ledger_id, number = await _to_account(tx, entry, clearing, account, on=on, currency=currency)
        case Recorded():
            ledger_id, number = await _recorded(tx, entry, clearing, account, on=on, currency=currency)
        case Suspended():
            if entry.status == "suspended":
                raise EntryNotOpen("It is on the suspense account already.", status=entry.status)
            suspense = ToAccount(SUSPENSE, clearing.note or entry.text)
            ledger_id, number = await _to_account(tx, entry, suspense, account, on=on, currency=currency)
        case Refunded():
            refunds = await _refunded(tx, entry, clearing, account, on=on, by=by, currency=currency)
            ledger_id, number, payment_number = refunds[0].entry_id, refunds[0].entry_number, refunds[0].number
        case Returned():
            payment_id = clearing.payment_id
            ledger_id, number = await _returned(tx, entry, clearing, account, on=on, by=by, now=now)
        case _:
            assert_never(clearing)
    await _keep(tx, entry, clearing, payment_id=payment_id, ledger_id=ledger_id, refunds=refunds, by=by)
    status = "suspended" if isinstance(clearing, Suspended) else "cleared"
    return ClearedEntry(entry.id, status, number, payment_id, payment_number)


async def _keep(
    tx: Transaction,
    entry: BankEntry,
    clearing: Clearing,
    *,
    payment_id: UUID | None,
    ledger_id: UUID,
    refunds: Sequence[PaidBack],
    by: str,
) -> None:
    """Write what the entry was cleared as, and learn whose account it was."""
    clearing_id = await clearings.add(tx, entry, clearing, payment_id=payment_id, entry_id=ledger_id, by=by)
    if isinstance(clearing, Recorded):
        await movements.link(tx, clearing_id, clearing.movement_ids)
    await movements.link(tx, clearing_id, [each.id for each in refunds])
    if isinstance(clearing, OfPartner | Refunded) and entry.party_iban:
        await clearings.learn(tx, entry.party_iban, clearing.partner_id)
    is_suspended = isinstance(clearing, Suspended)
    owner = clearing.owner if isinstance(clearing, Suspended) else ""
    await clearings.set_status(tx, entry.id, "suspended" if is_suspended else "cleared", owner=owner)


async def _of_partner(
    tx: Transaction,
    entry: BankEntry,
    clearing: OfPartner,
    payment_id: UUID,
    account: str,
    *,
    on: date,
    currency: str,
    now: datetime,
) -> tuple[UUID, str, str]:
    asked = split(entry.amount, clearing, is_foreign=entry.currency != currency)
    recorded = await record_payment(
        tx,
        RecordPayment(
            id=payment_id,
            partner_id=clearing.partner_id,
            direction="received" if entry.amount > 0 else "paid",
            amount=asked.amount,
            currency=entry.currency if clearing.paid is None else clearing.paid[1],
            paid_on=entry.booked_on,
            method="bank",
            reference=(entry.end_to_end_id or entry.text)[:140],
            bank_amount=asked.bank_amount,
            matching="explicit",
            matches=asked.matches,
            adjustments=asked.adjustments,
            sides=asked.sides,
            account=account,
            posted_on=on,
        ),
        currency=currency,
        now=now,
    )
    return recorded.entry_id, recorded.entry_number, recorded.number


async def check_counterpart(tx: ReadTransaction, account: str) -> None:
    """Nothing, or why an entry cannot be for this account.

    Raises:
        UnknownAccount, KeptAccount: it cannot be posted on by hand.
        ClearingDoesNotFit: decisions on doubtful customers, or other entries of banks, move it.
    """
    check_account(account, await chart(tx), "account")
    if account.startswith(_KEPT_ELSEWHERE):
        raise ClearingDoesNotFit(f"Account {account} is moved by documents and partners alone.", field="account")


async def _to_account(
    tx: Transaction, entry: BankEntry, clearing: ToAccount, account: str, *, on: date, currency: str
) -> tuple[UUID, str]:
    rate = ExchangeRate.own(currency, entry.booked_on)
    if entry.currency != currency:
        rate = await rate_on(tx, currency, entry.currency, entry.booked_on)
    value = rate.to_company(entry.amount)
    lines = (debit(account, value), credit(clearing.account, value))
    posted = JournalEntry(
        id=new_id(),
        journal=Journal.BANK,
        posted_on=on,
        document_on=entry.booked_on,
        label=f"{clearing.label} {entry.reference}".strip()[:200] or "Banque",
        source=BANK_ENTRY,
        source_id=entry.id,
        lines=tuple(in_currency(line, entry.amount, rate) for line in lines),
    )
    return posted.id, (await ledger.post(tx, [posted]))[posted.id]


async def _recorded(
    tx: Transaction, entry: BankEntry, clearing: Recorded, account: str, *, on: date, currency: str
) -> tuple[UUID, str | None]:
    """What was recorded by hand stands on 512: it moves to the account that it was found on, if that is another."""
    found = await movements.take(tx, clearing.movement_ids)
    total = sum((each.amount for each in found), ZERO)
    if entry.currency != currency or any(each.currency != currency for each in found):
        raise ClearingDoesNotFit(
            f"What is recorded by hand is found in {currency} alone: clear others as what they settle.",
            field="movement_ids",
        )
    if total != entry.amount:
        raise ClearingDoesNotFit(
            f"What was recorded makes {total}, the entry is {entry.amount}.", field="movement_ids", recorded=str(total)
        )
    if account == BANK:
        return found[0].entry_id, None
    label = f"{', '.join(each.number for each in found)} {entry.reference}".strip()[:140]
    return await _to_account(tx, entry, ToAccount(BANK, label), account, on=on, currency=currency)


async def _refunded(
    tx: Transaction, entry: BankEntry, clearing: Refunded, account: str, *, on: date, by: str, currency: str
) -> list[PaidBack]:
    """Each part out of its credit: customers' when the money went, suppliers' when it came."""
    total = sum((part.amount for part in clearing.parts), ZERO)
    if total != abs(entry.amount):
        raise ClearingDoesNotFit(f"The credits make {total}, the entry is {entry.amount}.", paid=str(total))
    direction = "received" if entry.amount < 0 else "paid"
    for part in clearing.parts:
        left = await credits_left.lock(tx, part.document_id, is_of_statement=True)
        if (left.partner_id, left.direction, left.currency) != (clearing.partner_id, direction, entry.currency):
            raise ClearingDoesNotFit(
                f"{left.number} is no credit of this partner in {entry.currency} that such money pays back.",
                credit_id=str(part.document_id),
            )
    return [
        await pay_back(
            tx,
            Refund(
                credit_id=part.document_id,
                amount=part.amount,
                paid_on=entry.booked_on,
                method="bank",
                reference=(entry.end_to_end_id or entry.text)[:140],
                account=account,
                posted_on=on,
                is_of_statement=True,
            ),
            currency,
            by=by,
        )
        for part in clearing.parts
    ]


async def _returned(
    tx: Transaction, entry: BankEntry, clearing: Returned, account: str, *, on: date, by: str, now: datetime
) -> tuple[UUID, str]:
    reversal, number = await reverse_payment(
        tx, clearing.payment_id, reason=clearing.reason, on=on, by=by, now=now, account=account
    )
    mirror = await ledger.entry_of(tx, reversal.entry_id)
    money = [line for line in mirror.lines if line.account == account]
    moved = sum((_moved(line) for line in money), ZERO)
    if moved != entry.amount or reversal.payment.currency != entry.currency:
        raise ReturnDiffers(
            f"{reversal.payment.number} moved {-moved} {reversal.payment.currency}, the entry is {entry.amount}"
            f" {entry.currency}: a return gives back the whole payment.",
            moved=str(-moved),
        )
    return reversal.entry_id, number


def _moved(line: JournalLine) -> Decimal:
    amount = line.debit + line.credit if line.foreign is None else line.foreign.amount
    return amount if line.debit else -amount
