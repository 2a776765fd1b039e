"""Hand files to the approved platform: each once, whatever dies in between.

A flow is claimed before it leaves, and its tracking id stays the same. Whoever tries it again first asks the platform whether it
has come.
"""

from uuid import UUID

from kit.db import Database, Transaction

from accounting.clients.platform import Platform, SentFlow
from accounting.domain.errors import NotSendable, PlatformAway, PlatformRefused
from accounting.storage.einvoice import archive, flows, ours
from accounting.storage.einvoice.flows import DueFlow, NewFlow
from kit import clock


async def queue_invoice(tx: Transaction, document_id: UUID) -> bool:
    """Let an invoice, down payment or credit note go to its buyer by the platform; False when it went or goes already.

    Raises:
        NotFound: there is no such document.
        NotSendable: it has no files, or its buyer has no SIREN: such invoices are reported, not sent.
    """
    buyer_id = (await ours.get(tx, document_id)).bill_to_id
    siren = await tx.fetchval(
        "SELECT p.siren FROM partner_identity p, einvoice e WHERE p.id = $1 AND e.document_id = $2 AND e.status = 'written'",
        buyer_id,
        document_id,
    )
    if siren is None:
        raise NotSendable("This invoice has no files: it is not written yet, or it breaks a rule.")
    if not siren:
        raise NotSendable("Its buyer has no SIREN: it is reported to the tax office, and goes to the buyer by mail.")
    file, content = await archive.content(tx, document_id, "factur-x")
    flow = NewFlow(
        f"invoice:{document_id}", "invoice", document_id, "Factur-X", "B2B", file.name, file.media_type, content
    )
    return await flows.queue(tx, flow, clock.now()) is not None


async def send_flows(database: Database, platform: Platform) -> int:
    """Hand over what is due, one after the other; returns how many. Stops when the platform is away."""
    count = 0
    while True:
        async with database.transaction() as tx:
            due = await flows.claim(tx, clock.now())
        if due is None:
            return count
        try:
            flow_id = await _handed_over(platform, due)
        except (PlatformAway, PlatformRefused) as error:
            async with database.transaction() as tx:
                await flows.mark_failed(tx, due.id, error.detail, is_final=isinstance(error, PlatformRefused))
            if isinstance(error, PlatformAway):
                return count
            continue
        async with database.transaction() as tx:
            await flows.mark_sent(tx, due.id, flow_id)
        count += 1


async def _handed_over(platform: Platform, due: DueFlow) -> str:
    """The platform's id of it, whether it comes now or came in an attempt that died."""
    if due.attempts > 1 and (before := await platform.find(due.id)):
        return before
    return await platform.send(SentFlow(due.id, due.name, due.syntax, due.processing_rule, due.content))
