"""Somebody else decides on a change of sensitive fields."""

from kit.approvals import ApprovalRequest
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision, decide
from kit.errors import unknown

from catalog.commands import change_partners, change_products
from catalog.domain.change import ChangeRequest, applied, signed_content
from catalog.domain.partner import Partner
from catalog.domain.product import Product
from catalog.storage import field_rules, partners, products
from kit import approvals, audit, clock, delegations


async def decide_change(tx: Transaction, decision: Decision, decider: Principal) -> ApprovalRequest:
    """Approve, and the change is made at once; or reject, and the record stays.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, PermissionMissing: not now, or not by this person.
        InvalidRecords: what the change names is gone meanwhile.
    """
    request_id, comment = decision.request_id, decision.comment
    asked = await field_rules.asked(tx, request_id)
    if asked is None:
        raise unknown("approval request", request_id)
    before = await _lock(tx, asked)  # the record first, as everybody does
    request = await approvals.lock(tx, request_id)
    now = clock.now()
    content = signed_content(asked.entity, asked.record_id, before.version, asked.changes)
    await decide(tx, request, decider, decision.status, content=content, comment=comment, now=now)
    given = await delegations.given_to(tx, decider.subject, now)
    for rule in (await field_rules.of(tx, asked.entity)).values():
        # Nobody lets through what neither he nor who delegated it to him may write.
        if rule.field in asked.changes and rule.permission not in {each.permission for each in given}:
            decider.require(rule.permission)
    if decision.approve:
        await _apply(tx, before, asked, subject=decider.subject)
    entry = AuditEntry(
        "change_request", str(request_id), str(decision.status), {"comment": ["", comment]}, decider.subject
    )
    await audit.record(tx, entry)
    return await approvals.lock(tx, request_id)


async def _lock(tx: Transaction, asked: ChangeRequest) -> Product | Partner:
    if asked.entity == "product":
        found: Product | Partner | None = (await products.find_many(tx, [asked.record_id], lock=True)).get(
            asked.record_id
        )
    else:
        found = await partners.find(tx, asked.record_id, lock=True)
    if found is None:
        raise unknown(asked.entity, asked.record_id)
    return found


async def _apply(tx: Transaction, before: Product | Partner, asked: ChangeRequest, *, subject: str) -> None:
    if isinstance(before, Product):
        await change_products.apply_approved(tx, before, applied(before, asked.changes), subject=subject)
    else:
        await change_partners.apply_approved(tx, before, applied(before, asked.changes), subject=subject)
