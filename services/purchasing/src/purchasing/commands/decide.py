"""One decision on a locked request, in one's own name or in that of who delegated it."""

from datetime import datetime

from kit.approvals import ApprovalRequest, Status, check_decision
from kit.auth import Principal
from kit.db import Transaction

from kit import approvals, delegations


async def decide(
    tx: Transaction,
    request: ApprovalRequest,
    decider: Principal,
    status: Status,
    *,
    content: object,
    comment: str,
    now: datetime,
) -> bool:
    """Whether it was the last word: False while somebody else must approve as well.

    Raises:
        As `check_decision`.
    """
    given = await delegations.given_to(tx, decider.subject, now)
    name = check_decision(request, decider, content=content, now=now, delegations=given)
    return await approvals.decide(
        tx, request, status=status, decider=decider, comment=comment, now=now, on_behalf_of=name
    )
