"""Mandates, and blocks of documents."""

from datetime import date
from uuid import UUID

from kit.db import Transaction

from accounting.domain.bank.mandate import Mandate


async def add(tx: Transaction, mandate: Mandate) -> bool:
    """Keep a mandate; False when its reference is taken or the partner has one in force."""
    return bool(
        await tx.execute(
            "INSERT INTO mandate (id, partner_id, reference, scheme, iban, bic, signed_on)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            mandate.id,
            mandate.partner_id,
            mandate.reference,
            mandate.scheme,
            mandate.iban,
            mandate.bic,
            mandate.signed_on,
        )
    )


async def revoke(tx: Transaction, mandate_id: UUID, on: date) -> bool:
    """End a mandate; False when there is none in force."""
    return bool(
        await tx.execute("UPDATE mandate SET revoked_on = $2 WHERE id = $1 AND revoked_on IS NULL", mandate_id, on)
    )


async def block(tx: Transaction, document_id: UUID, reason: str, by: str) -> bool:
    """Block a document, or give its block another reason; False when there is no such document."""
    return bool(
        await tx.execute(
            "INSERT INTO document_block (document_id, reason, blocked_by) SELECT document_id, $2, $3 FROM open_item"
            " WHERE document_id = $1 ON CONFLICT (document_id) DO UPDATE SET reason = excluded.reason,"
            " blocked_by = excluded.blocked_by",
            document_id,
            reason,
            by,
        )
    )


async def unblock(tx: Transaction, document_id: UUID) -> bool:
    """False when it was not blocked."""
    return bool(await tx.execute("DELETE FROM document_block WHERE document_id = $1", document_id))
