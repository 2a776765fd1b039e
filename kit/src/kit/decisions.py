"""One decision on a locked request, in one's own name or in that of who delegated it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kit import approvals, delegations
from kit.approvals import ApprovalRequest, Status, check_decision
from kit.auth import Principal
from kit.db import ReadTransaction, Transaction


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no to a request."""

    request_id: UUID
    approve: bool
    comment: str

    @property
    def status(self) -> Status:
        return Status.APPROVED if self.approve else Status.REJECTED


async def check(
    tx: ReadTransaction, request: ApprovalRequest, decider: Principal, *, content: object, now: datetime
) -> str | None:
    """In whose name this person may decide now: None is his own.

    Raises:
        As `check_decision`.
    """
    given = await delegations.given_to(tx, decider.subject, now)
    return check_decision(request, decider, content=content, now=now, delegations=given)


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
    name = await check(tx, request, decider, content=content, now=now)
    return await approvals.decide(
        tx, request, status=status, decider=decider, comment=comment, now=now, on_behalf_of=name
    )
