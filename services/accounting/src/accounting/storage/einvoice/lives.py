"""The life of invoices, ours and suppliers': statuses, append-only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.ids import new_id

from accounting.domain.einvoice.lifecycle import CashedAmount, Code, LifeStatus


@dataclass(frozen=True, slots=True)
class KeptStatus:
    """A status of a document, and who said it."""

    document_id: UUID
    status: LifeStatus
    is_ours: bool
    said_by: str
    created_at: datetime | None = None


async def add(tx: Transaction, kept: KeptStatus, flow_id: UUID | None) -> bool:
    """Keep it; False when the same was said of that moment before."""
    status = kept.status
    added = await tx.execute(
        "INSERT INTO document_status (id, document_id, code, at, is_ours, said_by, reason_code, reason, comment, amounts,"
        " flow_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
        new_id(),
        kept.document_id,
        str(status.code),
        status.at,
        kept.is_ours,
        kept.said_by,
        status.reason_code,
        status.reason,
        status.comment,
        [{"rate": each.rate, "amount": each.amount, "currency": each.currency} for each in status.amounts],
        flow_id,
    )
    return bool(added)


async def of_document(tx: ReadTransaction, document_id: UUID) -> Sequence[KeptStatus]:
    """Its statuses in the order of their times."""
    rows = await tx.fetch("SELECT * FROM document_status WHERE document_id = $1 ORDER BY at, id", document_id)
    return [
        KeptStatus(
            document_id,
            LifeStatus(
                Code(row["code"]),
                row["at"],
                row["reason_code"],
                row["reason"],
                row["comment"],
                tuple(
                    CashedAmount(Decimal(each["rate"]), Decimal(each["amount"]), each["currency"])
                    for each in row["amounts"]
                ),
            ),
            row["is_ours"],
            row["said_by"],
            row["created_at"],
        )
        for row in rows
    ]


async def invoice_of(tx: ReadTransaction, number: str) -> UUID | None:
    """Our invoice of this number."""
    found: UUID | None = await tx.fetchval("SELECT id FROM invoice WHERE number = $1", number)
    return found


async def received_of(tx: ReadTransaction, seller_siren: str, number: str) -> UUID | None:
    """The newest invoice of this number that a supplier sent."""
    found: UUID | None = await tx.fetchval(
        "SELECT id FROM received_invoice WHERE seller_key = $1 AND number = $2 ORDER BY received_at DESC LIMIT 1",
        seller_siren,
        number,
    )
    return found
