"""From a draft to an order: submit, approve or reject, cancel."""

from uuid import UUID

from kit.approvals import ApprovalRequest, Status
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import decide

from kit import approvals, clock
from purchasing import wire
from purchasing.commands.give_back import give_back
from purchasing.commands.judge_order import check_budget, fired_rules
from purchasing.commands.write_order import record
from purchasing.domain.order import (
    OrderStatus,
    PurchaseOrder,
    cancelled,
    decided,
    received_value,
    signed_content,
    submitted,
)
from purchasing.domain.rules import approval_reason, escalation, steps
from purchasing.storage import orders, requests, rules


async def submit_order(tx: Transaction, id_: UUID, *, subject: str, company_currency: str) -> PurchaseOrder:
    """Place the draft, or ask for approval if a rule wants one.

    Raises:
        NotFound, WrongStatus: there is no such draft.
        OverBudget: its department has not so much left, and may not ask for more.
    """
    before = await orders.lock(tx, id_)
    found = await fired_rules(tx, before, company_currency=company_currency)
    reason = approval_reason(found)
    order = submitted(before, reason)
    now = clock.now()
    await orders.set_progress(tx, [order])
    if reason is None:
        await rules.commit(tx, order, order.net_value)
        tx.publish(wire.placed(order, now, await requests.needs_of_order(tx, order.id)))
    else:
        first, *then = steps(found)
        request = approvals.new_request(
            subject="purchase-order",
            document_id=order.id,
            document_number=order.number,
            content=signed_content(order),
            permission=first,
            then=then,
            escalation=escalation(found),
            reason=reason,
            amount=order.net_value,
            requested_by=subject,
            now=now,
            details={"supplier_id": str(order.supplier_id), "lines": len(order.lines), "currency": order.currency},
        )
        await approvals.add(tx, request)
    await record(tx, order, "submitted", subject)
    return order


async def decide_order(
    tx: Transaction, request_id: UUID, decider: Principal, *, approve: bool, comment: str
) -> tuple[ApprovalRequest, PurchaseOrder]:
    """Approve, and place the order once everybody has who must; or reject, and let the buyer change it.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, SameApprover, LimitExceeded: not now, or not by this
            person.
    """
    found = await approvals.find(tx, request_id)
    order = await orders.lock(tx, found.document_id)  # the document first, as everybody does
    request = await approvals.lock(tx, request_id)
    now = clock.now()
    status = Status.APPROVED if approve else Status.REJECTED
    if not await decide(tx, request, decider, status, content=signed_content(order), comment=comment, now=now):
        await record(tx, order, "approved-in-part", decider.subject, comment)
        return await approvals.lock(tx, request_id), order
    order = decided(order, approved=approve)
    await orders.set_progress(tx, [order])
    if approve:
        await check_budget(tx, order)
        await rules.commit(tx, order, order.net_value)
        tx.publish(wire.placed(order, now, await requests.needs_of_order(tx, order.id)))
    await record(tx, order, str(status), decider.subject, comment)
    return await approvals.lock(tx, request_id), order


async def cancel_order(tx: Transaction, id_: UUID, reason: str, *, subject: str) -> PurchaseOrder:
    """Give up what has not come.

    Raises:
        NotFound: there is no such order.
        WrongStatus: there is nothing left to give up.
    """
    before = await orders.lock(tx, id_)
    order = cancelled(before)
    now = clock.now()
    await orders.set_progress(tx, [order])
    await approvals.withdraw(tx, id_, now=now)
    await give_back(tx, order)
    if before.status is OrderStatus.PLACED:
        await rules.commit(tx, order, received_value(order))
        tx.publish(wire.closed(order, "cancelled", now))
    await record(tx, order, "cancelled", subject, reason)
    return order
