"""Who may decide on a proposal: by the rules of every approval of the house."""

from datetime import datetime

from kit.approvals import ApprovalRequest, Status, check_decision
from kit.auth import Principal

from accounting.domain.stock_value.proposal import PERMISSIONS, Proposal, ProposalStatus


def check(proposal: Proposal, decider: Principal, content: object, now: datetime) -> None:
    """Whether this person may decide on it now. `content`: what it is about, as it stands.

    Raises:
        AlreadyDecided, ApprovalExpired, ContentChanged, PermissionMissing, OwnRequest, LimitExceeded.
    """
    request = ApprovalRequest(
        id=proposal.id,
        subject=proposal.kind,
        document_id=proposal.id,
        document_number=proposal.number,
        content_hash=proposal.content_hash,
        permission=PERMISSIONS[proposal.kind],
        reason=proposal.reason,
        amount=None if proposal.amount is None else abs(proposal.amount),
        requested_by=proposal.proposed_by,
        requested_at=proposal.proposed_at,
        expires_at=proposal.expires_at,
        details={},
        status=Status.PENDING if proposal.status is ProposalStatus.PENDING else Status.APPROVED,
    )
    check_decision(request, decider, content=content, now=now)
