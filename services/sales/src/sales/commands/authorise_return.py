"""Let goods come back: an authorisation tied to what was delivered, at once or once somebody has approved it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from kit.approvals import ApprovalRequest, new_request
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision, decide
from kit.errors import stale
from kit.numbers import next_number

from kit import approvals, audit, clock
from sales import wire
from sales.domain.delivered import check_returnable
from sales.domain.returns import (
    ReturnAuthorisation,
    ReturnReason,
    ReturnRules,
    ReturnStatus,
    Wants,
    given_up,
    in_first_state,
    in_status,
    outstanding,
    return_line,
    signed_return,
)
from sales.storage import delivered, orders, returns

APPROVE = "sales.returns.approve"
RETURN = "return"


@dataclass(frozen=True, slots=True)
class AskedLine:
    """So much of a delivered line; `restocking_rate` None is the house's own for that reason."""

    shipment_line_id: UUID
    quantity: Decimal
    reason: ReturnReason
    restocking_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AskReturn:
    id: UUID
    order_id: UUID
    wants: Wants
    comment: str
    lines: Sequence[AskedLine]


async def ask_return(tx: Transaction, asked: AskReturn, caller: Principal) -> ReturnAuthorisation:
    """Authorise a return, or ask for approval: of what is worth more than the house's limit, comes
    later than its window, and of what customers ask for.

    Raises:
        NotFound: there is no such order.
        LineNotOfOrder, LineRepeated, OverReturn: so much of a line cannot come back.
    """
    order = await orders.lock(tx, asked.order_id)
    found = check_returnable(
        await delivered.of_order(tx, order.id), [(each.shipment_line_id, each.quantity) for each in asked.lines]
    )
    rules = await returns.rules(tx)
    now = clock.now()
    lines = tuple(
        return_line(
            line,
            each.quantity,
            each.reason,
            rules.rate(each.reason) if each.restocking_rate is None else each.restocking_rate,
        )
        for line, each in zip(found, asked.lines, strict=True)
    )
    number = await next_number(tx, "RMA", now.year)
    written = ReturnAuthorisation(
        asked.id, number, order.id, order.terms.customer_id, asked.wants, asked.comment, lines, caller.subject
    )
    worth = order.terms.in_company(written.worth)
    is_late = rules.is_late(await delivered.last_on(tx, order.id), now.date())
    result = in_first_state(written, rules, worth=worth, is_late=is_late, is_by_customer=caller.customer_id is not None)
    await returns.add(tx, result)
    await delivered.authorise(tx, outstanding(result.lines))
    if result.status is ReturnStatus.AWAITING_APPROVAL:
        await _ask(tx, result, worth, caller.subject, is_late=is_late)
    else:
        tx.publish(wire.return_authorised(result, caller.subject, now))
    await record(tx, None, result, "asked", caller.subject, asked.comment)
    return result


async def _ask(tx: Transaction, asked: ReturnAuthorisation, worth: Decimal, subject: str, *, is_late: bool) -> None:
    late = " They were delivered longer ago than the house takes goods back." if is_late else ""
    request = new_request(
        subject=RETURN,
        document_id=asked.id,
        document_number=asked.number,
        content=signed_return(asked),
        permission=APPROVE,
        reason=f"Goods sold for {worth} may come back.{late}",
        amount=worth,
        requested_by=subject,
        now=clock.now(),
        details={
            "order_id": str(asked.order_id),
            "customer_id": str(asked.customer_id),
            "lines": [
                {"sku": line.sku, "quantity": str(line.quantity), "reason": str(line.reason), "worth": str(line.worth)}
                for line in asked.lines
            ],
        },
    )
    await approvals.add(tx, request)


async def decide_return(tx: Transaction, decision: Decision, decider: Principal) -> ApprovalRequest:
    """Authorise what was asked for, or reject it: then nothing of it may come back.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, LimitExceeded: not now, or not by this person.
    """
    asked = await approvals.find(tx, decision.request_id)
    before = await _lock(tx, asked.document_id)
    request = await approvals.lock(tx, decision.request_id)
    now, comment = clock.now(), decision.comment
    content = signed_return(before)
    if not await decide(tx, request, decider, decision.status, content=content, comment=comment, now=now):
        await record(tx, before, before, "approved-in-part", decider.subject, comment)
        return await approvals.find(tx, decision.request_id)
    after = in_status(before, ReturnStatus.AUTHORISED if decision.approve else ReturnStatus.REJECTED)
    await returns.write(tx, after)
    if decision.approve:
        tx.publish(wire.return_authorised(after, decider.subject, now))
    else:
        await delivered.let_go(tx, outstanding(after.lines))
    await record(tx, before, after, "authorised" if decision.approve else "rejected", decider.subject, comment)
    return await approvals.find(tx, decision.request_id)


async def give_up_return(tx: Transaction, return_id: UUID, reason: str, *, subject: str) -> ReturnAuthorisation:
    """What has not come back will not.

    Raises:
        NotFound, WrongStatus: there is none, or it is over.
    """
    before = await _lock(tx, return_id)
    after = given_up(before)
    now = clock.now()
    await returns.write(tx, after)
    await delivered.let_go(tx, outstanding(after.lines))
    await approvals.withdraw(tx, return_id, now=now)
    if before.status is ReturnStatus.AUTHORISED:
        tx.publish(wire.return_closed(after, reason, now))
    await record(tx, before, after, "given-up", subject, reason)
    return after


async def set_rules(tx: Transaction, asked: ReturnRules, *, subject: str) -> ReturnRules:
    """What the house keeps, and from which value on somebody approves; returns that are there stay as they are.

    Raises:
        Stale: they were written since.
    """
    before = await returns.rules(tx)
    after = replace(asked, version=asked.version + 1)
    if before.version != asked.version or not await returns.set_rules(tx, after):
        raise stale("return rules", sent=asked.version, current=before.version)
    changes = {
        "window_days": [str(before.window_days), str(after.window_days)],
        "approval_above": [str(before.approval_above), str(after.approval_above)],
        "restocking": [str({str(r): str(v) for r, v in rules.restocking.items()}) for rules in (before, after)],
    }
    await audit.record(tx, AuditEntry("return_rule", "all", "changed", changes, subject, after.version))
    return after


async def _lock(tx: Transaction, return_id: UUID) -> ReturnAuthorisation:
    """It, as it is once its order is locked."""
    await orders.lock(tx, (await returns.find(tx, return_id)).order_id)
    return await returns.find(tx, return_id)


async def record(
    tx: Transaction,
    before: ReturnAuthorisation | None,
    after: ReturnAuthorisation,
    action: str,
    subject: str,
    comment: str = "",
) -> None:
    """Write the trail."""
    changes: dict[str, list[str | None]] = {
        "status": [None if before is None else str(before.status), str(after.status)]
    }
    if comment:
        changes["comment"] = [None, comment]
    await audit.record(tx, AuditEntry("return", str(after.id), action, changes, subject, after.version))
