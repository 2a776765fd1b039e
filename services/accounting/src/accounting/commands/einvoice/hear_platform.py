"""Take in what the approved platform has for us: invoices, statuses, what it says of our files. Each once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from kit.db import Database, Transaction
from kit.errors import DomainError

from accounting.clients.platform import Flow, Platform
from accounting.commands.einvoice.receive_invoice import receive_invoice
from accounting.domain.einvoice.lifecycle import Code, LifeStatus
from accounting.domain.errors import AlreadyReceived
from accounting.formats.einvoice.workshop import PDF, XML, Taken, Workshop
from accounting.formats.einvoice.xml import Unreadable
from accounting.storage.einvoice import companies, flows, lives, ours
from accounting.storage.einvoice.flows import Heard
from accounting.storage.einvoice.lives import KeptStatus
from kit import clock

PLATFORM = "platform"
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_OVERLAP = timedelta(minutes=1)  # what the platform shows late; hearing twice does nothing


async def hear_platform(database: Database, platform: Platform, workshop: Workshop) -> int:
    """Everything since the last time; returns how much was new. What cannot be taken is parked, and told.

    Raises:
        PlatformAway, PlatformRefused: it does not say.
    """
    async with database.read() as tx:
        until = await flows.heard_until(tx) or _BEGIN
    changed = await platform.changed(until - _OVERLAP)
    async with database.read() as tx:
        known = await flows.known(tx, [flow.id for flow in changed])
    count = 0
    for flow in changed:
        if flow.direction == "Out":
            count += await _hear_judgement(database, flow)
        elif flow.id not in known:
            count += await _hear_file(database, workshop, flow, await platform.download(flow.id))
    if changed:
        async with database.transaction() as tx:
            await flows.set_heard_until(tx, changed[-1].updated_at)
    return count


async def _hear_judgement(database: Database, flow: Flow) -> bool:
    if flow.ack == "Pending":
        return False
    async with database.transaction() as tx:
        judged = await flows.acknowledge(
            tx, flow.tracking_id, flow.id, is_ok=flow.ack == "Ok", errors=flow.errors, now=clock.now()
        )
        if judged is None:
            return False
        if flow.ack == "Error" and judged.kind == "invoice" and judged.document_id is not None:
            status = LifeStatus(Code.INADMISSIBLE, flow.updated_at, reason="\n".join(flow.errors))
            await lives.add(tx, KeptStatus(judged.document_id, status, is_ours=False, said_by=PLATFORM), judged.id)
    return True


async def _hear_file(database: Database, workshop: Workshop, flow: Flow, content: bytes) -> bool:
    """Read first, then keep it with its effect in one transaction."""
    is_status = flow.syntax == "CDAR"
    read: Taken | tuple[LifeStatus, str, str] | Unreadable
    try:
        read = await (workshop.read_status(content) if is_status else workshop.take(content))
    except Unreadable as error:
        read = error
    kind = "status" if is_status else "invoice"
    media_type = PDF if content.startswith(b"%PDF") else XML
    heard = Heard(flow.id, kind, flow.syntax, flow.name, media_type, content)
    async with database.transaction() as tx:
        id_ = await flows.add_heard(tx, heard, clock.now())
        if id_ is None:
            return False  # another process was first
        document_id, why_not = await _effect(tx, id_, flow, content, read)
        await flows.settle_heard(tx, id_, document_id, why_not)
    return True


async def _effect(
    tx: Transaction, id_: UUID, flow: Flow, content: bytes, read: Taken | tuple[LifeStatus, str, str] | DomainError
) -> tuple[UUID | None, str]:
    """What it is about; or why nobody can take it."""
    if isinstance(read, DomainError):
        return None, read.detail
    if isinstance(read, Taken):
        try:
            async with tx.savepoint():
                invoice = await receive_invoice(
                    tx, content, read, name=flow.name, source=PLATFORM, by=PLATFORM, now=clock.now()
                )
        except AlreadyReceived as error:
            return None, error.detail
        return invoice.id, ""
    status, number, seller_siren = read
    company = await companies.find(tx)
    is_our_invoice = company is not None and company[0].siren == seller_siren
    document_id = await (ours.of_number(tx, number) if is_our_invoice else lives.received_of(tx, seller_siren, number))
    if document_id is None:
        return None, f"Nobody knows invoice {number} of {seller_siren}."
    await lives.add(tx, KeptStatus(document_id, status, is_ours=False, said_by=PLATFORM), id_)
    return document_id, ""
