"""Documents of ours that are electronic ones: invoices, invoices issued again, down payments, credit notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from kit.db import ReadTransaction
from kit.errors import unknown

Kind = Literal["invoice", "down_payment", "customer_credit_note"]

_ALL = (
    "(SELECT id, 'invoice' AS kind, number, customer_id, bill_to_id, id AS owed_as, 0 AS ordinal FROM invoice"
    " UNION ALL SELECT r.id, 'invoice', r.number, i.customer_id, i.bill_to_id, i.id, r.ordinal FROM invoice_reissue r"
    " JOIN invoice i ON i.id = r.invoice_id"
    " UNION ALL SELECT id, 'down_payment', number, customer_id, bill_to_id, id, 0 FROM down_payment"
    " UNION ALL SELECT id, 'customer_credit_note', number, customer_id, bill_to_id, id, 0 FROM customer_credit_note)"
)


@dataclass(frozen=True, slots=True)
class OurDocument:
    """Whose it is, and where it is owed: an invoice issued again is owed as the first."""

    id: UUID
    kind: Kind
    number: str
    customer_id: UUID
    bill_to_id: UUID
    owed_as: UUID
    ordinal: int  # 0: as it was issued first


async def get(tx: ReadTransaction, document_id: UUID, kind: Kind | None = None) -> OurDocument:
    """One of them, or of those of a kind.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT * FROM {_ALL} AS d WHERE id = $1 AND kind = coalesce($2, kind)", document_id, kind)
    if row is None:
        raise unknown((kind or "invoice").replace("_", " "), document_id)
    return OurDocument(**dict(row))


async def issues(tx: ReadTransaction, document_id: UUID) -> list[OurDocument]:
    """All issues of what one of them is about, the last one last.

    Raises:
        NotFound: there is none with this id.
    """
    one = await get(tx, document_id)
    rows = await tx.fetch(f"SELECT * FROM {_ALL} AS d WHERE owed_as = $1 ORDER BY ordinal", one.owed_as)
    return [OurDocument(**dict(row)) for row in rows]


async def of_number(tx: ReadTransaction, number: str) -> UUID | None:
    """The document of this number."""
    found: UUID | None = await tx.fetchval(f"SELECT id FROM {_ALL} AS d WHERE number = $1", number)
    return found


async def buyers(tx: ReadTransaction, document_ids: Sequence[UUID]) -> list[UUID]:
    """Who is asked to pay these."""
    rows = await tx.fetch(f"SELECT DISTINCT bill_to_id FROM {_ALL} AS d WHERE id = ANY($1)", document_ids)
    return [row["bill_to_id"] for row in rows]
