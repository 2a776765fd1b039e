"""Tell the other side what becomes of an invoice."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import Invalid
from kit.money import split

from accounting.domain.einvoice.findings import Severity
from accounting.domain.einvoice.lifecycle import (
    LABELS,
    OURS_AS_BUYER,
    OURS_AS_SELLER,
    CashedAmount,
    Code,
    LifeMessage,
    LifeStatus,
    check_step,
)
from accounting.domain.errors import StatusNotPossible
from accounting.formats.einvoice.workshop import XML, Workshop
from accounting.queries.einvoice.documents import prepared
from accounting.storage.einvoice import companies, flows, lives, ours, received
from accounting.storage.einvoice.flows import NewFlow
from accounting.storage.einvoice.lives import KeptStatus


async def as_buyer(tx: ReadTransaction, invoice_id: UUID, status: LifeStatus) -> LifeMessage:
    """What we say of a supplier's invoice.

    Raises:
        NotFound: there is no such invoice.
        StatusNotPossible, Invalid: we cannot say this, or not any more.
        CompanyNotKnown: nobody said who we are.
    """
    invoice = await received.get(tx, invoice_id)
    company = await companies.known(tx)
    check_step([each.status.code for each in await lives.of_document(tx, invoice_id)], status, OURS_AS_BUYER)
    if not invoice.issued_on or not invoice.seller_siren:
        raise StatusNotPossible("Its seller has no SIREN: there is nobody to tell on the platform.")
    return LifeMessage(
        status=status,
        invoice_number=invoice.number,
        invoice_type=invoice.kind,
        issued_on=_midnight(invoice.issued_on),
        received_at=invoice.received_at,
        seller_siren=invoice.seller_siren,
        sender_name=company.name,
        sender_siren=company.siren,
        sender_role="BY",
        recipient_name=invoice.seller_name,
        recipient_siren=invoice.seller_siren,
        recipient_role="SE",
        recipient_address=invoice.seller_siren,
    )


async def as_seller(tx: ReadTransaction, invoice_id: UUID, status: LifeStatus, currency: str) -> LifeMessage:
    """What we say of an invoice of ours; cashed is told by rate, once it is paid whole. `currency`: the company's.

    Raises:
        NotFound: there is no such invoice.
        StatusNotPossible: we cannot say this, or not any more.
        CompanyNotKnown: nobody said who we are.
    """
    company = await companies.known(tx)
    owed_as = (await ours.get(tx, invoice_id)).owed_as
    (found,) = await prepared(tx, [invoice_id], currency)
    document = found.issued.document
    check_step([each.status.code for each in await lives.of_document(tx, invoice_id)], status, OURS_AS_SELLER)
    if not document.buyer.siren:
        raise StatusNotPossible("Its buyer has no SIREN: there is nobody to tell on the platform.")
    if status.code is Code.CASHED:
        paid, open_amount = await lives.cashed(tx, owed_as)
        if open_amount or not paid:
            raise StatusNotPossible(f"{open_amount} of it are open, {paid} paid: it is cashed once it is paid whole.")
        shares = split(paid, [each.base + each.tax for each in document.vat])
        amounts = tuple(
            CashedAmount(each.vat.rate, share, document.currency)
            for each, share in zip(document.vat, shares, strict=True)
        )
        status = LifeStatus(status.code, status.at, comment=status.comment, amounts=amounts)
    return LifeMessage(
        status=status,
        invoice_number=document.number,
        invoice_type=str(document.kind),
        issued_on=_midnight(document.issued_on),
        received_at=_midnight(document.issued_on),
        seller_siren=company.siren,
        sender_name=company.name,
        sender_siren=company.siren,
        sender_role="SE",
        recipient_name=document.buyer.name,
        recipient_siren=document.buyer.siren,
        recipient_role="BY",
        recipient_address=document.buyer.e_address,
    )


async def as_file(workshop: Workshop, message: LifeMessage) -> bytes:
    """The message as it travels.

    Raises:
        Invalid: an official rule says no.
    """
    xml, findings = await workshop.say(message)
    if fatal := [each for each in findings if each.severity is Severity.FATAL]:
        raise Invalid(f"{fatal[0].rule}: {fatal[0].text}", field="code")
    return xml


async def keep_said(
    tx: Transaction, document_id: UUID, message: LifeMessage, xml: bytes, *, by: str, now: datetime, once: bool = False
) -> None:
    """Keep the status, and let its message go after this transaction. `once`: unless it was said at any time.

    Raises:
        StatusNotPossible: meanwhile its life is over, or somebody said the same.
    """
    await tx.fetch("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))", str(document_id))
    past = [each.status.code for each in await lives.of_document(tx, document_id)]
    check_step(past, message.status, OURS_AS_BUYER | OURS_AS_SELLER)
    code = message.status.code
    if once and code in past:
        raise StatusNotPossible(f"{code} ({LABELS[code]}) was said before.")
    key = f"status:{document_id}:{code}:{message.status.at.isoformat()}"
    name = f"{message.invoice_number}_{code}.xml"
    flow = NewFlow(key, "status", document_id, "CDAR", "NotApplicable", name, XML, xml)
    flow_id = await flows.queue(tx, flow, now)
    if not await lives.add(tx, KeptStatus(document_id, message.status, is_ours=True, said_by=by), flow_id):
        raise StatusNotPossible(f"{code} ({LABELS[code]}) was said of this very moment before.")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
