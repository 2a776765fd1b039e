"""What a customer owes on any day."""

from datetime import date
from uuid import UUID

from kit.db import ReadTransaction
from kit.errors import unknown
from sqlalchemy import select

from accounting.domain.receivables.statement import Credit, OpenDocument, Statement
from accounting.storage import documents
from accounting.storage.receivables.open_at import open_at
from accounting.storage.tables import payment


async def statement(tx: ReadTransaction, partner_id: UUID, on: date, currency: str) -> Statement:
    """Open documents by due date, then credits.

    Raises:
        NotFound: accounting does not know the partner.
    """
    if await documents.payment_days(tx, partner_id) is None:
        raise unknown("partner", partner_id)
    items = open_at(on, side="customers", currency=currency, partner_ids=[partner_id])
    rows = await tx.select(
        select(items, payment.c.number.label("payment"), payment.c.paid_on)
        .select_from(items.outerjoin(payment, payment.c.id == items.c.document_id))
        .order_by(items.c.due_on, items.c.number, payment.c.paid_on, payment.c.number)
    )
    return Statement(
        partner_id,
        on,
        documents=[
            OpenDocument(
                row["document_id"], row["number"], row["issued_on"], row["due_on"], row["currency"], row["total"],
                row["amount"], row["value"],
            )
            for row in rows
            if row["due_on"] is not None
        ],
        credits=[
            Credit(row["payment"] or "", row["paid_on"], row["currency"], row["amount"], row["value"])
            for row in rows
            if row["due_on"] is None
        ],
    )  # fmt: skip
