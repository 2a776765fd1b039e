"""Ask for a credit note: sales does for what came back or was disputed, an accountant by hand."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.approvals import ApprovalRequest, new_request
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.consumer import NotYet
from kit.db import Transaction
from kit.decisions import Decision, decide
from kit.errors import unknown
from kit.money import ZERO

from accounting.commands.invoicing.issue_credit_note import issue_credit_note
from accounting.config import Settings
from accounting.domain.errors import NothingToCredit, OverCredited
from accounting.domain.invoicing.credit_note import (
    AskedCredit,
    CreditRequest,
    CreditSource,
    CreditStatus,
    credited,
)
from accounting.storage import invoices, orders
from accounting.storage.invoicing import credit_notes, credit_requests
from kit import approvals, audit, clock

CREDIT_NOTE = "customer-credit-note"
APPROVE = "accounting.credit-notes.approve"


async def hear_requests(tx: Transaction, requests: Sequence[CreditRequest], now: datetime) -> None:
    """Carry out what sales asks for, each once; what is about goods that are not billed yet waits for their invoice.

    Raises:
        NotYet: the order has not arrived.
    """
    order_ids = sorted({request.sales_order_id for request in requests if request.sales_order_id})
    if missing := set(order_ids) - await orders.lock(tx, order_ids):
        raise NotYet(f"Accounting has not heard of sales order {min(missing)} yet.")
    new = await credit_requests.add(tx, requests, now)
    await _carry_out(tx, [request for request in requests if request.id in new], now)


async def carry_out_waiting(tx: Transaction, order_ids: Sequence[UUID], now: datetime) -> None:
    """Invoices of these (locked) orders were issued: credit what waited for them."""
    await _carry_out(tx, await credit_requests.lock_waiting(tx, order_ids), now)


async def _carry_out(tx: Transaction, requests: Sequence[CreditRequest], now: datetime) -> None:
    for request in {each.id: each for each in requests}.values():
        wanted = {line.line_id for line in request.lines}
        billed = await credit_notes.lock_shipped(tx, list(wanted))
        if billed.keys() < wanted:
            continue
        try:
            await issue_credit_note(tx, request, billed, by="sales", now=now)
        except (OverCredited, NothingToCredit) as error:
            await credit_requests.set_status(tx, request.id, CreditStatus.REFUSED, error.detail)


async def ask_by_hand(
    tx: Transaction,
    request_id: UUID,
    invoice_id: UUID,
    lines: Sequence[AskedCredit],
    *,
    reason: str,
    credited_on: date,
    by: str,
    settings: Settings,
) -> CreditRequest:
    """Credit lines of an invoice at once, or ask for approval of what is above the house's limit.

    Raises:
        NotFound: there is no such invoice, or a line is not on it.
        OverCredited, NothingToCredit: so much cannot be credited.
    """
    now = clock.now()
    head = await invoices.head(tx, invoice_id)
    billed = await credit_notes.lock_invoiced(tx, invoice_id)
    for position, line in enumerate(lines):
        if line.line_id not in billed:
            raise unknown("invoice line", line.line_id, field=f"lines.{position}.invoice_line_id")
    request = CreditRequest(
        id=request_id,
        sales_order_id=None,
        invoice_id=invoice_id,
        customer_id=head.customer_id,
        bill_to_id=head.bill_to_id,
        currency=head.currency,
        source=CreditSource.MANUAL,
        source_id=None,
        source_number=head.number,
        reason=reason,
        credited_on=credited_on,
        lines=tuple(lines),
        requested_by=by,
    )
    value = sum((line.value for line in credited(request.lines, billed)), ZERO)
    await credit_requests.add(tx, [request], now)
    if value > settings.credit_note_approval_above:
        await credit_requests.set_status(tx, request.id, CreditStatus.AWAITING_APPROVAL)
        await approvals.add(tx, _approval(request, head.number, value, now))
    else:
        await issue_credit_note(tx, request, billed, by=by, now=now)
    changes: dict[str, list[str | None]] = {"net_amount": [None, str(request.net_amount)], "reason": [None, reason]}
    await audit.record(tx, AuditEntry("credit_request", str(request.id), "asked", changes, by))
    return request


def _approval(request: CreditRequest, invoice_number: str, value: Decimal, now: datetime) -> ApprovalRequest:
    return new_request(
        subject=CREDIT_NOTE,
        document_id=request.id,
        document_number=invoice_number,
        content=_signed(request),
        permission=APPROVE,
        reason=f"{request.net_amount} {request.currency} of {invoice_number} would be credited: {request.reason}",
        amount=value,
        requested_by=request.requested_by,
        now=now,
        details={"invoice_id": str(request.invoice_id), "customer_id": str(request.customer_id)},
    )


def _signed(request: CreditRequest) -> object:
    """What an approval covers."""
    return {
        "invoice": request.invoice_id,
        "credited_on": request.credited_on,
        "lines": [[line.line_id, line.quantity.normalize(), _cents(line.net_amount)] for line in request.lines],
    }


def _cents(amount: Decimal) -> str:
    return f"{amount:.2f}"


async def decide_credit(tx: Transaction, decision: Decision, decider: Principal, now: datetime) -> ApprovalRequest:
    """Issue the credit note, or do not.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, OwnRequest, LimitExceeded: not now, or not by this person.
        OverCredited: so much cannot be credited any more.
    """
    asked = await credit_requests.lock(tx, (await approvals.find(tx, decision.request_id)).document_id)
    request = await approvals.lock(tx, decision.request_id)
    content = _signed(asked)
    if await decide(tx, request, decider, decision.status, content=content, comment=decision.comment, now=now):
        if not decision.approve:
            await credit_requests.set_status(tx, asked.id, CreditStatus.REJECTED, decision.comment)
        elif asked.invoice_id is not None:
            billed = await credit_notes.lock_invoiced(tx, asked.invoice_id)
            await issue_credit_note(tx, asked, billed, by=decider.subject, now=now)
    changes: dict[str, list[str | None]] = {"comment": [None, decision.comment]}
    await audit.record(tx, AuditEntry("credit_request", str(asked.id), str(decision.status), changes, decider.subject))
    return await approvals.find(tx, decision.request_id)
