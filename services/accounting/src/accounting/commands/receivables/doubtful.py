"""Doubt a debt, follow it while it is paid in parts, and give it up when it is lost."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.approvals import ApprovalRequest, new_request
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision, decide
from kit.errors import unknown
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.money import EXACT, ZERO, round_half_up

from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.matching import Settled
from accounting.domain.payment import CUSTOMERS, Payment, Settlement, Side, payment_lines
from accounting.domain.receivables.doubtful import LOST, OUTPUT_TAX, DoubtfulDebt, adjustment
from accounting.domain.receivables.errors import LossAsked
from accounting.storage import credit_accounts, documents, ledger
from accounting.storage.receivables import doubtful, lettering
from kit import approvals, audit

LOSS = "bad-debt"  # the subject of the approval
APPROVE = "accounting.bad-debts.approve"
_BATCH = 200


async def doubt(tx: Transaction, document_id: UUID, rate: Decimal, reason: str, *, on: date, by: str) -> DoubtfulDebt:
    """Carry an invoice as doubtful, and write down this part of its net amount; again with another rate to change that.

    Raises:
        NotFound: there is no such open invoice.
        PeriodClosed: that day is in a closed period.
    """
    await doubtful.lock_open_invoice(tx, document_id)
    await doubtful.keep(tx, document_id, rate=rate, reason=reason, by=by, on=on)
    (debt,) = await _adjust(tx, await doubtful.lock(tx, [document_id]), on)
    changes: dict[str, list[str | None]] = {"rate": [None, str(rate)], "reason": [None, reason]}
    await audit.record(tx, AuditEntry("open_item", str(document_id), "doubted", changes, by))
    return debt


async def trust_again(tx: Transaction, document_id: UUID, reason: str, *, on: date, by: str) -> DoubtfulDebt:
    """It is a debt like any other.

    Raises:
        NotFound: nobody doubts it.
        PeriodClosed: that day is in a closed period.
    """
    if not await doubtful.end(tx, document_id, reason=reason, by=by, on=on):
        raise unknown("doubtful debt", document_id)
    (debt,) = await _adjust(tx, await doubtful.lock(tx, [document_id]), on)
    await audit.record(tx, AuditEntry("open_item", str(document_id), "trusted", {"reason": [None, reason]}, by))
    return debt


async def follow(tx: Transaction, on: date) -> int:
    """Take what was paid of doubtful debts off their account and their allowance; returns how many have changed.

    It posts on the first open day from this one on.
    """
    outdated = await doubtful.lock_outdated(tx, _BATCH)
    if outdated:
        await _adjust(tx, outdated, ledger.open_day(await ledger.closed_months(tx), on))
    return len(outdated)


async def _adjust(tx: Transaction, debts: Sequence[DoubtfulDebt], on: date) -> Sequence[DoubtfulDebt]:
    entries = [
        JournalEntry(
            id=new_id(),
            journal=Journal.GENERAL,
            posted_on=on,
            document_on=on,
            label=f"Créance douteuse {debt.number}",
            source="doubtful-debt",
            source_id=debt.document_id,
            lines=lines,
        )
        for debt in debts
        if (lines := adjustment(debt))
    ]
    await ledger.post(tx, entries)
    await doubtful.set_carried(tx, debts)
    for debt in debts:
        settled_by = None if debt.open_value else await doubtful.last_settlement(tx, debt.document_id)
        if settled_by is not None:
            await lettering.letter(tx, debt.partner_id, CUSTOMERS, settled_by, on=on)
    return debts


async def ask_to_give_up(tx: Transaction, document_id: UUID, reason: str, *, by: str, now: datetime) -> UUID:
    """Ask somebody else to let a debt be lost; returns the request's id.

    Raises:
        NotFound: there is no such open invoice.
        LossAsked: somebody has asked before.
    """
    _, number, _, _, value = await doubtful.lock_open_invoice(tx, document_id)
    if await approvals.pending(tx, document_id) is not None:
        raise LossAsked(f"{number} waits for a decision already.")
    request = new_request(
        subject=LOSS,
        document_id=document_id,
        document_number=number,
        content=_signed(document_id, value),
        permission=APPROVE,
        reason=reason,
        amount=value,
        requested_by=by,
        now=now,
    )
    await approvals.add(tx, request)
    await audit.record(tx, AuditEntry("open_item", str(document_id), "loss-asked", {"reason": [None, reason]}, by))
    return request.id


def _signed(document_id: UUID, value: Decimal) -> object:
    """What an approval covers: this invoice, as long as so much is open."""
    return [document_id, f"{value:.2f}"]


async def decide_loss(
    tx: Transaction, decision: Decision, decider: Principal, now: datetime, *, currency: str
) -> ApprovalRequest:
    """Give the debt up: it is settled by a loss, and its VAT comes back; or do not.

    Raises:
        NotFound: it was paid meanwhile.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, PermissionMissing, LimitExceeded: not now, or not he.
        PeriodClosed: today is in a closed period.
    """
    document_id = (await approvals.find(tx, decision.request_id)).document_id
    partner_id, number, own, amount, value = await doubtful.lock_open_invoice(tx, document_id)
    request = await approvals.lock(tx, decision.request_id)
    content = _signed(document_id, value)
    is_last = await decide(tx, request, decider, decision.status, content=content, comment=decision.comment, now=now)
    if is_last and decision.approve:
        rate = ExchangeRate.own(own, now.date())
        if own != currency:
            rate = ExchangeRate(own, EXACT.divide(amount, value), now.date())
        lost = Payment(
            id=new_id(),
            partner_id=partner_id,
            direction="received",
            amount=amount,
            currency=own,
            paid_on=now.date(),
            method=LOSS,
            reference=number,
            rate=rate,
            value=value,
        )
        await _give_up(tx, lost, document_id)
    changes: dict[str, list[str | None]] = {"comment": [None, decision.comment]}
    await audit.record(
        tx, AuditEntry("open_item", str(document_id), f"loss-{decision.status}", changes, decider.subject)
    )
    return await approvals.find(tx, decision.request_id)


async def _give_up(tx: Transaction, lost: Payment, document_id: UUID) -> None:
    """The loss settles the invoice as money would, and no event says that it was paid."""
    shares = await documents.tax_shares(tx, [document_id])
    tax = round_half_up(EXACT.multiply(lost.value, shares.get(document_id, ZERO)))
    sides = (Side(OUTPUT_TAX, tax),) if tax else ()
    settlement = Settlement(lost, [Settled(document_id, lost.amount, lost.value)], (), sides, LOST)
    (number,) = await documents.take_numbers(tx, "PE", lost.paid_on.year, 1)
    entry = JournalEntry(
        id=new_id(),
        journal=Journal.GENERAL,
        posted_on=lost.paid_on,
        document_on=lost.paid_on,
        label=f"Créance irrécouvrable {number} {lost.reference}",
        source=LOSS,
        source_id=lost.id,
        lines=payment_lines(settlement),
        document_number=number,
    )
    await ledger.post(tx, [entry])
    await documents.add_payment(tx, settlement, number, entry.id)
    await documents.settle(tx, lost.id, settlement.settled)
    await credit_accounts.pay(tx, lost.partner_id, lost.value)
    if not await _adjust(tx, await doubtful.lock(tx, [document_id]), lost.paid_on):
        await lettering.letter(tx, lost.partner_id, CUSTOMERS, lost.id, on=lost.paid_on)
