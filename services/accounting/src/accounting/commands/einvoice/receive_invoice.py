"""Take in what a supplier sent: archive the original, keep what the rules say, find the supplier and the orders."""

from dataclasses import replace
from datetime import datetime

from kit.db import Transaction
from kit.ids import new_id

from accounting.domain.einvoice.model import Document
from accounting.domain.einvoice.received import (
    ReceivedInvoice,
    ReceivedLine,
    Status,
    is_acceptable,
    main_rate,
    not_ours,
    seller_key,
    taxes_of,
)
from accounting.domain.errors import AlreadyReceived
from accounting.formats.einvoice.workshop import PDF, XML, Taken
from accounting.queries.einvoice.proposals import proposed
from accounting.storage.einvoice import archive, companies, received
from accounting.storage.einvoice.archive import NewFile

ORIGINAL = "original"


async def receive_invoice(
    tx: Transaction, content: bytes, taken: Taken, *, name: str, source: str, by: str, now: datetime
) -> ReceivedInvoice:
    """Keep it, whatever the rules say of it: a refused one waits for somebody to accept or reject it.

    Raises:
        AlreadyReceived: this seller's number of that year came before.
    """
    invoice = await _read(tx, taken, source=source, by=by, now=now)
    matches = await proposed(tx, invoice)
    if not await received.add(tx, invoice, sum(1 for each in matches if each.parts)):
        raise AlreadyReceived(
            f"Invoice {invoice.number} of {invoice.seller_name} came before: it is not taken twice.",
            number=invoice.number,
        )
    media_type = PDF if content.startswith(b"%PDF") else XML
    await archive.add(tx, [NewFile(invoice.id, ORIGINAL, name, media_type, content)])
    return invoice


async def _read(tx: Transaction, taken: Taken, *, source: str, by: str, now: datetime) -> ReceivedInvoice:
    document, findings = taken.document, taken.findings
    company = await companies.find(tx)
    if document is not None and company is not None and (other := not_ours(document, company[0].siren)):
        findings = (other, *findings)
    status = Status.RECEIVED if is_acceptable(document, findings) else Status.REFUSED
    unread = ReceivedInvoice(
        id=new_id(),
        source=source,
        status=status,
        version=1,
        received_at=now,
        received_by=by,
        syntax=taken.syntax,
        profile=taken.profile,
        findings=findings,
        rules_version=taken.rules_version,
    )
    if document is None:
        return unread
    seller = document.seller
    key = seller_key(seller)
    return replace(
        unread,
        is_readable=True,
        kind=str(document.kind),
        number=document.number,
        issued_on=document.issued_on,
        due_on=document.due_on,
        currency=document.currency,
        seller_name=seller.name,
        seller_key=key,
        seller_vat_id=seller.vat_id,
        seller_country=seller.address.country,
        supplier_id=await received.supplier_of(tx, seller, key),
        order_number=document.order_number,
        iban=document.means.iban if document.means else "",
        net_amount=document.totals.net,
        tax_amount=document.totals.tax,
        gross_amount=document.totals.gross,
        tax_rate=main_rate(document),
        taxes=taxes_of(document),
        lines=tuple(_lines(document)),
    )


def _lines(document: Document) -> list[ReceivedLine]:
    return [
        ReceivedLine(
            name=line.name,
            seller_sku=line.seller_sku,
            buyer_sku=line.buyer_sku,
            gtin=line.gtin,
            order_number=line.order_number,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price / line.price_quantity,
            net_amount=line.net_amount,
            tax_rate=line.vat.rate,
        )
        for line in document.lines
    ]
