"""Hand files to the approved platform: each once, whatever dies in between.

Its tracking id stays the same in every attempt: whoever tries it again first asks the platform whether it has come.
"""

from uuid import UUID

from kit.db import Database, Transaction
from kit.effects import Doer, Effect

from accounting.clients.platform import Platform, SentFlow
from accounting.domain.errors import NotSendable
from accounting.storage.einvoice import archive, flows, ours
from accounting.storage.einvoice.flows import NewFlow
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


def flow_doer(database: Database, platform: Platform) -> Doer:
    """Hands files to the platform. Nobody knows what an attempt has done that failed: the platform tells."""

    async def act(effect: Effect) -> None:
        async with database.read() as tx:
            flow = await flows.outgoing(tx, _flow_id(effect))
        told = await platform.send(SentFlow(flow.id, flow.name, flow.syntax, flow.processing_rule, flow.content))
        await sent(flow.id, told)

    async def happened(effect: Effect) -> bool:
        told = await platform.find(_flow_id(effect))
        if told is not None:
            await sent(_flow_id(effect), told)
        return told is not None

    async def sent(id_: UUID, told: str) -> None:
        async with database.transaction() as tx:
            await flows.mark_sent(tx, id_, told)

    return Doer(act, happened, away_for_all=True)


def _flow_id(effect: Effect) -> UUID:
    return UUID(effect.payload["flow_id"])
