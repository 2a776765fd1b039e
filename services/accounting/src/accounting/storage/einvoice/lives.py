"""The life of invoices, ours and suppliers': statuses, append-only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.ids import new_id

from accounting.domain.einvoice.lifecycle import DEAD, CashedAmount, Code, LifeStatus

_PAID = (
    "(SELECT coalesce(sum(m.amount), 0) FROM payment_match m JOIN payment p ON p.id = m.payment_id"
    " LEFT JOIN payment_reversal v ON v.payment_id = m.payment_id"
    " WHERE m.document_id = o.document_id AND p.method <> 'credit-note' AND v.payment_id IS NULL)"
)
_ENDS = ", ".join(f"'{code}'" for code in sorted(DEAD))


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
    return await of_documents(tx, [document_id])


async def of_documents(tx: ReadTransaction, document_ids: Sequence[UUID]) -> Sequence[KeptStatus]:
    """The statuses of all of them in the order of their times."""
    rows = await tx.fetch("SELECT * FROM document_status WHERE document_id = ANY($1) ORDER BY at, id", document_ids)
    return [
        KeptStatus(
            row["document_id"],
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


async def received_of(tx: ReadTransaction, seller_siren: str, number: str) -> UUID | None:
    """The newest invoice of this number that a supplier sent."""
    found: UUID | None = await tx.fetchval(
        "SELECT id FROM received_invoice WHERE seller_key = $1 AND number = $2 ORDER BY received_at DESC LIMIT 1",
        seller_siren,
        number,
    )
    return found


async def bills_to_tell(tx: ReadTransaction, since: datetime, limit: int) -> list[tuple[UUID, Code]]:
    """Invoices that suppliers sent by the platform whose bills are posted, or paid whole by money, and nobody told them."""
    rows = await tx.fetch(
        "SELECT r.id, c.code FROM received_invoice r JOIN supplier_bill b ON b.id = r.bill_id AND b.status = 'posted'"
        " JOIN open_item o ON o.document_id = b.id CROSS JOIN (VALUES ('205'), ('211')) AS c (code)"
        " WHERE r.source = 'platform' AND r.status = 'entered' AND r.received_at > $1 AND length(r.seller_key) = 9"
        f" AND (c.code = '205' OR (o.open_amount = 0 AND {_PAID} > 0)) AND NOT EXISTS (SELECT FROM document_status s"
        f" WHERE s.document_id = r.id AND (s.code IN (c.code, {_ENDS}) OR (c.code = '205' AND s.code = '206')))"
        " ORDER BY r.id, c.code LIMIT $2",
        since,
        limit,
    )
    return [(row["id"], Code(row["code"])) for row in rows]


async def invoices_to_tell(tx: ReadTransaction, since: datetime, limit: int) -> list[tuple[UUID, Code]]:
    """Invoices of ours that went by the platform and are paid whole, at least in part by money, and nobody told their buyers."""
    rows = await tx.fetch(
        "SELECT f.document_id FROM platform_flow f LEFT JOIN document_reissue i ON i.id = f.document_id"
        " JOIN open_item o ON o.document_id = coalesce(i.document_id, f.document_id) WHERE f.kind = 'invoice'"
        f" AND f.status IN ('sent', 'accepted') AND f.created_at > $1 AND o.open_amount = 0 AND {_PAID} > 0"
        " AND NOT EXISTS (SELECT FROM document_status s WHERE s.document_id = f.document_id"
        f" AND s.code IN ('212', {_ENDS})) ORDER BY f.document_id LIMIT $2",
        since,
        limit,
    )
    return [(row["document_id"], Code.CASHED) for row in rows]


async def cashed(tx: ReadTransaction, owed_as: UUID) -> tuple[Decimal, Decimal]:
    """(paid by money, still open) of an invoice, in its currency."""
    row = await tx.fetchrow(f"SELECT {_PAID} AS paid, o.open_amount FROM open_item o WHERE o.document_id = $1", owed_as)
    return (Decimal(0), Decimal(0)) if row is None else (row["paid"], row["open_amount"])
