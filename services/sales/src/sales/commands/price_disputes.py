"""A customer says that he was billed too much: take note, settle it with a credit, or say no."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from kit.approvals import ApprovalRequest, new_request
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision, decide
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number

from kit import approvals, audit, clock
from sales import wire
from sales.commands.authorise_return import APPROVE
from sales.domain.delivered import check_returnable
from sales.domain.dispute import DisputeStatus, PriceDispute, check_open, credited, disputed, signed_dispute
from sales.domain.order import SalesOrder
from sales.domain.returns import Credit
from sales.storage import delivered, disputes, orders, returns

DISPUTE = "price-dispute"


async def open_dispute(
    tx: Transaction, order_id: UUID, claims: Sequence[tuple[UUID, Decimal]], *, reason: str, subject: str
) -> PriceDispute:
    """Note that the customer claims other prices for (shipment line, unit price).

    Raises:
        NotFound: there is no such order.
        LineNotOfOrder, LineRepeated, NoDifference: a claim makes no sense.
    """
    order = await orders.lock(tx, order_id)
    found = check_returnable(await delivered.of_order(tx, order_id), [(id_, ZERO) for id_, _ in claims])
    now = clock.now()
    dispute = PriceDispute(
        id=new_id(),
        number=await next_number(tx, "PD", now.year),
        order_id=order_id,
        customer_id=order.terms.customer_id,
        reason=reason,
        lines=tuple(disputed(i, line, claim) for i, (line, (_, claim)) in enumerate(zip(found, claims, strict=True))),
        written_by=subject,
    )
    await disputes.add(tx, dispute)
    await _record(tx, None, dispute, "opened", subject, reason)
    return dispute


async def settle_dispute(
    tx: Transaction, dispute_id: UUID, amounts: Mapping[UUID, Decimal], *, comment: str, subject: str
) -> PriceDispute:
    """Credit so much on each line, what is left out as claimed; or ask for approval of what is above the house's limit.

    Raises:
        NotFound, WrongStatus: there is no open dispute.
        LineNotOfOrder, OverCredit: so much cannot be credited.
    """
    order, before = await _lock(tx, dispute_id)
    after = credited(before, amounts, await delivered.of_order(tx, order.id))
    limit = (await returns.rules(tx)).approval_above
    worth = order.terms.in_company(after.credit)
    if limit is not None and worth > limit:
        waiting = replace(after, status=DisputeStatus.AWAITING_APPROVAL)
        await disputes.write(tx, waiting)
        await _ask(tx, waiting, worth, subject, comment)
        await _record(tx, before, waiting, "submitted", subject, comment)
        return waiting
    return await _settle(tx, order, before, after, subject, comment)


async def reject_dispute(tx: Transaction, dispute_id: UUID, comment: str, *, subject: str) -> PriceDispute:
    """Say no: nothing is credited.

    Raises:
        NotFound, WrongStatus: there is no open dispute.
    """
    _, before = await _lock(tx, dispute_id)
    check_open(before)
    after = replace(before, status=DisputeStatus.REJECTED, version=before.version + 1)
    await disputes.write(tx, after)
    await approvals.withdraw(tx, dispute_id, now=clock.now())
    await _record(tx, before, after, "rejected", subject, comment)
    return after


async def decide_dispute(tx: Transaction, decision: Decision, decider: Principal) -> ApprovalRequest:
    """Credit what was to be credited, or leave the dispute open.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, LimitExceeded: not now, or not by this person.
        OverCredit: so much cannot be credited any more.
    """
    asked = await approvals.find(tx, decision.request_id)
    order, before = await _lock(tx, asked.document_id)
    request = await approvals.lock(tx, decision.request_id)
    now, comment = clock.now(), decision.comment
    content = signed_dispute(before)
    if not await decide(tx, request, decider, decision.status, content=content, comment=comment, now=now):
        await _record(tx, before, before, "approved-in-part", decider.subject, comment)
        return await approvals.find(tx, decision.request_id)
    if decision.approve:
        amounts = {line.shipment_line_id: line.credit for line in before.lines}
        after = credited(before, amounts, await delivered.of_order(tx, order.id))
        await _settle(tx, order, before, after, decider.subject, comment)
    else:
        after = replace(before, status=DisputeStatus.OPEN, version=before.version + 1)
        await disputes.write(tx, after)
        await _record(tx, before, after, "not-approved", decider.subject, comment)
    return await approvals.find(tx, decision.request_id)


async def _settle(
    tx: Transaction, order: SalesOrder, before: PriceDispute, after: PriceDispute, subject: str, comment: str
) -> PriceDispute:
    now = clock.now()
    settled = replace(after, status=DisputeStatus.SETTLED)
    await disputes.write(tx, settled)
    await approvals.withdraw(tx, settled.id, now=now)
    lines = [line for line in settled.lines if line.credit]
    known = await delivered.of_order(tx, order.id)
    await delivered.credit(tx, {line.shipment_line_id: line.credit for line in lines})
    if lines:
        tx.publish(
            wire.credit_requested(
                order.id,
                order.terms,
                source=DISPUTE,
                source_id=settled.id,
                source_number=settled.number,
                cause_id=settled.id,
                due=[Credit(line.shipment_line_id, ZERO, line.credit, ZERO, settled.reason) for line in lines],
                delivered=known,
                at=now,
            )
        )
    await _record(tx, before, settled, "settled", subject, comment)
    return settled


async def _ask(tx: Transaction, dispute: PriceDispute, worth: Decimal, subject: str, comment: str) -> None:
    request = new_request(
        subject=DISPUTE,
        document_id=dispute.id,
        document_number=dispute.number,
        content=signed_dispute(dispute),
        permission=APPROVE,
        reason=f"{worth} would be credited on prices: {comment or dispute.reason}",
        amount=worth,
        requested_by=subject,
        now=clock.now(),
        details={"order_id": str(dispute.order_id), "customer_id": str(dispute.customer_id)},
    )
    await approvals.add(tx, request)


async def _lock(tx: Transaction, dispute_id: UUID) -> tuple[SalesOrder, PriceDispute]:
    order = await orders.lock(tx, (await disputes.find(tx, dispute_id)).order_id)
    return order, await disputes.find(tx, dispute_id)


async def _record(
    tx: Transaction, before: PriceDispute | None, after: PriceDispute, action: str, subject: str, comment: str
) -> None:
    changes: dict[str, list[str | None]] = {
        "status": [None if before is None else str(before.status), str(after.status)],
        "credit": [None, str(after.credit)],
    }
    if comment:
        changes["comment"] = [None, comment]
    await audit.record(tx, AuditEntry("price_dispute", str(after.id), action, changes, subject, after.version))
