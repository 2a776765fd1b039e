"""Invoices that were issued again under another number, because their buyer or a platform did not take them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from accounting.domain.einvoice import mentions
from accounting.domain.einvoice.company import Company
from accounting.storage.einvoice import invoices
from accounting.storage.einvoice.results import Issued


@dataclass(frozen=True, slots=True)
class Issue:
    """An invoice as it stands in the books: as it was issued first, or last."""

    id: UUID  # of the electronic document
    invoice_id: UUID
    ordinal: int  # 0: the first
    number: str
    customer_id: UUID
    issued_on: date
    due_on: date
    entry_id: UUID | None


@dataclass(frozen=True, slots=True)
class Reissue:
    """An invoice issued again, and why."""

    issue: Issue
    reversal_entry_id: UUID
    reason: str
    issued_by: str


_FIRST = "SELECT id, id AS invoice_id, 0 AS ordinal, number, customer_id, issued_on, due_on, entry_id FROM invoice WHERE id = $1"
_AGAIN = (
    "SELECT id, invoice_id, ordinal, number, customer_id, issued_on, due_on, entry_id FROM invoice_reissue"
    " WHERE invoice_id = $1"
)


async def issues(tx: ReadTransaction, invoice_id: UUID) -> list[Issue]:
    """An invoice and its later issues, the last one last.

    Raises:
        NotFound: there is no such invoice.
    """
    rows = await tx.fetch(f"{_FIRST} UNION ALL {_AGAIN} ORDER BY ordinal", invoice_id)
    if not rows:
        raise unknown("invoice", invoice_id)
    return [Issue(**dict(row)) for row in rows]


async def lock_last(tx: Transaction, invoice_id: UUID) -> Issue:
    """The last issue, held against others until the transaction ends.

    Raises:
        NotFound: there is no such invoice.
    """
    await tx.execute("SELECT 1 FROM invoice WHERE id = $1 FOR NO KEY UPDATE", invoice_id)
    return (await issues(tx, invoice_id))[-1]


async def order_of(tx: ReadTransaction, invoice_id: UUID) -> UUID:
    """An order that an invoice is about: all of its orders have the same terms."""
    found: UUID = await tx.fetchval(
        "SELECT sales_order_id FROM invoice_line WHERE invoice_id = $1 ORDER BY id LIMIT 1", invoice_id
    )
    return found


async def add(tx: Transaction, again: Reissue) -> None:
    """Keep it; what is owed on the invoice is owed under the new number from now on."""
    issue = again.issue
    await tx.execute(
        "INSERT INTO invoice_reissue (id, invoice_id, ordinal, number, customer_id, issued_on, due_on, reversal_entry_id,"
        " entry_id, reason, issued_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        issue.id,
        issue.invoice_id,
        issue.ordinal,
        issue.number,
        issue.customer_id,
        issue.issued_on,
        issue.due_on,
        again.reversal_entry_id,
        issue.entry_id,
        again.reason,
        again.issued_by,
    )
    await tx.execute(
        "UPDATE open_item SET number = $2, issued_on = $3, due_on = $4 WHERE document_id = $1",
        issue.invoice_id,
        issue.number,
        issue.issued_on,
        issue.due_on,
    )


async def issued(tx: ReadTransaction, document_ids: Sequence[UUID], company: Company, currency: str) -> list[Issued]:
    """Those of these issues that there are, as documents of the company, whose currency is given: the invoices under their
    later numbers and dates.
    """
    rows = await tx.fetch(
        "SELECT id, invoice_id, number, issued_on, due_on FROM invoice_reissue WHERE id = ANY($1) ORDER BY id",
        document_ids,
    )
    firsts = await invoices.issued(tx, [row["invoice_id"] for row in rows], company, currency)
    by_id = {each.id: each for each in firsts}
    found = []
    for row in rows:
        first = by_id[row["invoice_id"]]
        changed = {name: row[name] for name in ("number", "issued_on", "due_on")}
        document = replace(first.document, **changed, terms=mentions.terms(row["due_on"], first.language))
        found.append(Issued(row["id"], first.customer_id, document, first.language))
    return found
