"""Somebody else decides on a write-off above what its author may write off."""

from datetime import datetime

from kit.approvals import ApprovalRequest
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision, decide

from accounting.commands.bank.clear_entry import clear_approved, signed
from accounting.storage.bank import clearings
from kit import approvals


async def decide_write_off(
    tx: Transaction, decision: Decision, decider: Principal, now: datetime, *, currency: str
) -> ApprovalRequest:
    """Approve, and the entry is cleared as asked; or reject, and it is open again.

    Raises:
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, PermissionMissing: not now, or not by this person.
        DocumentNotOpen, OverMatched and others of clearing: the documents changed meanwhile.
    """
    entry_id = (await approvals.find(tx, decision.request_id)).document_id
    await clearings.lock(tx, entry_id)  # the document first, as everybody does
    request = await approvals.lock(tx, decision.request_id)
    waiting = await clearings.waiting(tx, entry_id)
    content = None if waiting is None else signed(entry_id, waiting)
    await decide(tx, request, decider, decision.status, content=content, comment=decision.comment, now=now)
    await clear_approved(tx, entry_id, approve=decision.approve, currency=currency, now=now)
    return await approvals.lock(tx, decision.request_id)
