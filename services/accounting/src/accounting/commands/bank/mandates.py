"""Mandates of customers to debit their accounts, and documents that are neither paid nor asked for."""

from datetime import date
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import unknown

from accounting.domain.bank.errors import MandateTaken
from accounting.domain.bank.mandate import Mandate
from accounting.storage import documents
from accounting.storage.bank import mandates
from kit import audit


async def add_mandate(tx: Transaction, mandate: Mandate, *, by: str) -> None:
    """Direct debits go by it from now on.

    Raises:
        NotFound: accounting does not know the partner.
        MandateTaken: the reference is in use, or he has another mandate.
    """
    if await documents.payment_days(tx, mandate.partner_id) is None:
        raise unknown("partner", mandate.partner_id, field="partner_id")
    if not await mandates.add(tx, mandate):
        raise MandateTaken("The reference is in use, or this customer has a mandate: revoke that first.")
    await audit.record(
        tx, AuditEntry("mandate", str(mandate.id), "added", {"reference": [None, mandate.reference]}, by)
    )


async def revoke_mandate(tx: Transaction, mandate_id: UUID, *, on: date, by: str) -> None:
    """No run uses it any more.

    Raises:
        NotFound: there is none, or it was revoked before.
    """
    if not await mandates.revoke(tx, mandate_id, on):
        raise unknown("mandate that is in force", mandate_id)
    await audit.record(tx, AuditEntry("mandate", str(mandate_id), "revoked", {"revoked_on": [None, str(on)]}, by))


async def block_document(tx: Transaction, document_id: UUID, reason: str, *, by: str) -> None:
    """It is neither paid by runs nor asked for by reminders until it is let go.

    Raises:
        NotFound: there is no such invoice or bill.
    """
    if not await mandates.block(tx, document_id, reason, by):
        raise unknown("document", document_id)
    await audit.record(tx, AuditEntry("open_item", str(document_id), "blocked", {"reason": [None, reason]}, by))


async def unblock_document(tx: Transaction, document_id: UUID, *, by: str) -> None:
    """It goes its way again.

    Raises:
        NotFound: it is not blocked.
    """
    if not await mandates.unblock(tx, document_id):
        raise unknown("blocked document", document_id)
    await audit.record(tx, AuditEntry("open_item", str(document_id), "unblocked", {}, by))
