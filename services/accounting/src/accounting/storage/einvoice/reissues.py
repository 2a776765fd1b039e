"""Documents that were issued again under another number, because their buyer or a platform did not take them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from accounting.domain.einvoice import mentions
from accounting.domain.einvoice.company import Company
from accounting.storage.einvoice import credit_notes, down_payments, invoices
from accounting.storage.einvoice.ours import OurDocument
from accounting.storage.einvoice.results import Issued


@dataclass(frozen=True, slots=True)
class Reissue:
    """A document issued again, and why."""

    document: OurDocument
    reversal_entry_id: UUID
    reason: str
    issued_by: str


async def add(tx: Transaction, again: Reissue) -> None:
    """Keep it; what is owed or credited by the document is so under the new number from now on."""
    new = again.document
    await tx.execute(
        "INSERT INTO document_reissue (id, document_id, ordinal, number, customer_id, issued_on, due_on, reversal_entry_id,"
        " entry_id, reason, issued_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id,
        new.owed_as,
        new.ordinal,
        new.number,
        new.customer_id,
        new.issued_on,
        new.due_on,
        again.reversal_entry_id,
        new.entry_id,
        again.reason,
        again.issued_by,
    )
    await tx.execute(
        "UPDATE open_item SET number = $2, issued_on = $3, due_on = $4 WHERE document_id = $1",
        new.owed_as,
        new.number,
        new.issued_on,
        new.due_on,
    )
    await tx.execute("UPDATE payment SET number = $2 WHERE id = $1", new.owed_as, new.number)  # a credit note's


async def issued(tx: ReadTransaction, document_ids: Sequence[UUID], company: Company, currency: str) -> list[Issued]:
    """Those of these issues that there are, as documents of the company, whose currency is given: the documents under their
    later numbers and dates.
    """
    rows = await tx.fetch(
        "SELECT id, document_id, number, issued_on, due_on FROM document_reissue WHERE id = ANY($1) ORDER BY id",
        document_ids,
    )
    ids = [row["document_id"] for row in rows]
    firsts: list[Issued] = []
    for kind in (invoices, credit_notes, down_payments):
        firsts += await kind.issued(tx, ids, company, currency)
    by_id = {each.id: each for each in firsts}
    found = []
    for row in rows:
        first = by_id[row["document_id"]]
        document = replace(first.document, number=row["number"], issued_on=row["issued_on"])
        if row["due_on"]:
            terms = mentions.terms(row["due_on"], first.language)
            document = replace(document, due_on=row["due_on"], terms=terms)
        found.append(Issued(row["id"], first.customer_id, document, first.language))
    return found
