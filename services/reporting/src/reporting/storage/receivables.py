"""What customers owe, entry by entry, and what suppliers billed."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import Transaction

from reporting.domain.receivable import Receivable, ReceivableEntry
from reporting.storage import day_totals
from reporting.storage.kpi_facts import Row, columns


async def add(tx: Transaction, documents: Sequence[Receivable], entries: Sequence[ReceivableEntry]) -> None:
    """Note documents and what raises or settles them, in whatever order they are told."""
    ids = [document.id for document in documents] + [entry.document_id for entry in entries]
    async with day_totals.changing(tx, day_totals.DOCUMENTS, ids):
        await _add(tx, documents, entries)


async def _add(tx: Transaction, documents: Sequence[Receivable], entries: Sequence[ReceivableEntry]) -> None:
    await tx.execute(
        "INSERT INTO receivable (document_id, customer_id, due_on, exchange_rate)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::numeric[]) ON CONFLICT DO NOTHING",
        [document.id for document in documents],
        [document.customer_id for document in documents],
        [document.due_on for document in documents],
        [document.exchange_rate for document in documents],
    )
    await tx.execute(
        "INSERT INTO receivable_entry (id, document_id, kind, day, amount)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::numeric[]) ON CONFLICT DO NOTHING",
        [entry.id for entry in entries],
        [entry.document_id for entry in entries],
        [str(entry.kind) for entry in entries],
        [entry.day for entry in entries],
        [entry.amount for entry in entries],
    )


async def add_bill_lines(tx: Transaction, rows: Sequence[Row]) -> None:
    """Rows: line, bill, supplier, product, billed on, quantity, amount in company currency."""
    await tx.execute(
        "INSERT INTO bill_line (id, bill_id, supplier_id, product_id, billed_on, quantity, amount) SELECT b.* FROM"
        " unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::numeric[], $7::numeric[]) AS b"
        " (id, bill_id, supplier_id, product_id, billed_on, quantity, amount)"
        " WHERE NOT EXISTS (SELECT 1 FROM cancelled_bill c WHERE c.bill_id = b.bill_id) ON CONFLICT DO NOTHING",
        *columns(rows, 7),
    )


async def cancel_bills(tx: Transaction, bill_ids: Sequence[UUID]) -> None:
    """These bills count no more."""
    await tx.execute(
        "INSERT INTO cancelled_bill SELECT * FROM unnest($1::uuid[]) ON CONFLICT DO NOTHING", list(bill_ids)
    )
    await tx.execute("DELETE FROM bill_line WHERE bill_id = ANY($1)", list(bill_ids))


async def add_return_lines(tx: Transaction, rows: Sequence[Row]) -> None:
    """Rows: line, customer, returned on."""
    await tx.execute(
        "INSERT INTO return_line (id, customer_id, returned_on) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[])"
        " ON CONFLICT DO NOTHING",
        *columns(rows, 3),
    )
