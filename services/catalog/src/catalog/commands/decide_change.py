"""Somebody else decides on a change of sensitive fields."""

from uuid import UUID

from kit.approvals import ApprovalRequest, Status, check_decision
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction
from kit.errors import unknown

from catalog.commands import change_partner, change_products
from catalog.domain.change import ChangeRequest, applied, signed_content
from catalog.domain.partner import Partner
from catalog.domain.product import Product
from catalog.storage import field_rules, partners, products
from kit import approvals, audit, clock


async def decide_change(
    tx: Transaction, request_id: UUID, decider: Principal, *, approve: bool, comment: str
) -> ApprovalRequest:
    """Approve, and the change is made at once; or reject, and the record stays.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, PermissionMissing: not now, or not by this person.
        InvalidRecords: what the change names is gone meanwhile.
    """
    asked = await field_rules.asked(tx, request_id)
    if asked is None:
        raise unknown("approval request", request_id)
    before = await _lock(tx, asked)  # the record first, as everybody does
    request = await approvals.lock(tx, request_id)
    now = clock.now()
    content = signed_content(asked.entity, asked.record_id, before.version, asked.changes)
    check_decision(request, decider, content=content, now=now)
    for rule in (await field_rules.of(tx, asked.entity)).values():
        if rule.field in asked.changes:
            decider.require(rule.permission)  # nobody lets through what he may not write himself
    status = Status.APPROVED if approve else Status.REJECTED
    await approvals.decide(tx, request, status=status, decider=decider, comment=comment, now=now)
    if approve:
        await _apply(tx, before, asked, subject=decider.subject)
    entry = AuditEntry("change_request", str(request_id), str(status), {"comment": ["", comment]}, decider.subject)
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
        await change_partner.apply_approved(tx, before, applied(before, asked.changes), subject=subject)
