"""An invoice or credit note of ours as it stands: the document, and its paper in a language."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kit.db import ReadTransaction
from kit.errors import unknown
from kit.paper import Paper

from accounting.queries.einvoice.paper import invoice_paper
from accounting.storage.einvoice import companies, credit_notes, down_payments, invoices, reissues
from accounting.storage.einvoice.results import Issued


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that the making of files needs."""

    issued: Issued
    paper: Paper


async def prepared(tx: ReadTransaction, document_ids: Sequence[UUID], currency: str) -> list[Prepared]:
    """Invoices and credit notes ready to be written; `currency` is the company's.

    Raises:
        CompanyNotKnown: nobody said who the seller is.
    """
    company = await companies.known(tx)
    found = await invoices.issued(tx, document_ids, company, currency)
    found += await reissues.issued(tx, document_ids, company, currency)
    found += await credit_notes.issued(tx, document_ids, company, currency)
    found += await down_payments.issued(tx, document_ids, company, currency)
    return [Prepared(each, invoice_paper(each.document, company, each.language)) for each in found]


async def prepared_one(tx: ReadTransaction, document_id: UUID, currency: str, language: str | None = None) -> Prepared:
    """One of them, in its own language or this one.

    Raises:
        NotFound: there is no such document.
        CompanyNotKnown: nobody said who the seller is.
    """
    found = await prepared(tx, [document_id], currency)
    if not found:
        raise unknown("document", document_id)
    (one,) = found
    if language is None or language == one.issued.language:
        return one
    known = await companies.find(tx)
    assert known is not None  # noqa: S101  # found a moment ago, in the same view of the database
    return Prepared(one.issued, invoice_paper(one.issued.document, known[0], language))


async def prepared_all(
    tx: ReadTransaction, document_ids: Sequence[UUID], currency: str, language: str | None = None
) -> list[Prepared]:
    """All of them in this order, each in its own language or this one.

    Raises:
        NotFound: there is no such document.
        CompanyNotKnown: nobody said who the seller is.
    """
    company = await companies.known(tx)
    found = {each.issued.id: each.issued for each in await prepared(tx, document_ids, currency)}
    for document_id in document_ids:
        if document_id not in found:
            raise unknown("document", document_id)
    asked = [found[document_id] for document_id in document_ids]
    return [Prepared(each, invoice_paper(each.document, company, language or each.language)) for each in asked]
