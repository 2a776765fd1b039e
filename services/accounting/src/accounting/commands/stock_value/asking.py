"""A proposal goes into the inbox of approvals."""

from typing import Any

from kit.approvals import new_request
from kit.db import Transaction

from accounting.domain.stock_value.proposal import LIFETIME, PERMISSIONS, Proposal
from kit import approvals


async def ask(tx: Transaction, proposal: Proposal, content: object, *, reason: str, details: dict[str, Any]) -> None:
    """Ask for a second person. `content`: everything that the decision covers."""
    request = new_request(
        subject=proposal.kind,
        document_id=proposal.id,
        document_number=proposal.number,
        content=content,
        permission=PERMISSIONS[proposal.kind],
        reason=reason,
        amount=None if proposal.amount is None else abs(proposal.amount),
        requested_by=proposal.proposed_by,
        now=proposal.proposed_at,
        lifetime=LIFETIME,
        details=details,
    )
    await approvals.add(tx, request)
