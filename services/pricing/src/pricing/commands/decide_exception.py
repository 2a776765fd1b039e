"""Say yes or no to a price exception."""

from datetime import datetime
from uuid import UUID

from kit.approvals import ApprovalRequest, Status, check_decision
from kit.auth import Principal
from kit.db import Transaction

from kit import approvals, delegations
from pricing.commands.exceptions import write
from pricing.domain.errors import LimitsChanged
from pricing.domain.exception import Assessment, decided, signed_content
from pricing.storage import exceptions


async def decide_exception(
    tx: Transaction,
    request_id: UUID,
    decider: Principal,
    status: Status,
    *,
    assessment: Assessment | None,
    comment: str,
    now: datetime,
) -> ApprovalRequest:
    """Approve, by what is known of it now (`assessment`), or reject; the last of several approvals grants it.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, SameApprover, LimitExceeded: not now, or not by him.
        LimitsChanged: somebody must approve it now who was not asked.
    """
    found = await approvals.find(tx, request_id)
    before = await exceptions.lock(tx, found.document_id)  # the document first, as everybody does
    request = await approvals.lock(tx, request_id)
    given = await delegations.given_to(tx, decider.subject, now)
    name = check_decision(request, decider, content=signed_content(before), now=now, delegations=given)
    if assessment is not None and set(assessment.levels) - set(request.details["levels"]):
        raise LimitsChanged(
            f"{before.number} needs another approval by now than when it was asked for: have it changed, which asks anew."
        )
    is_last = await approvals.decide(
        tx, request, status=status, decider=decider, comment=comment, now=now, on_behalf_of=name
    )
    if is_last:
        after = decided(before, is_granted=status is Status.APPROVED)
        await write(tx, before, after, str(after.status), decider.subject, now, comment=comment)
    return await approvals.find(tx, request_id)
