"""Letters leave by e-mail, each once: whoever dies in between, people find out."""

import asyncio
from uuid import UUID

from kit.db import Database
from kit.drawing import drawn
from kit.effects import Doer, Effect
from kit.mail import Enclosure, Mail, send, server_of

from accounting.config import Settings
from accounting.queries.receivables.letter_paper import letter_paper
from accounting.storage.receivables import dunning
from accounting.storage.receivables.letterhead import addressees, letterhead


def letter_doer(database: Database, settings: Settings) -> Doer:
    """Draws a letter and hands it to the mail server."""

    async def act(effect: Effect) -> None:
        server = server_of(settings)
        await send(server, await _mail(database, settings, effect))

    return Doer(act)


async def _mail(database: Database, settings: Settings, effect: Effect) -> Mail:
    async with database.read() as tx:
        written = await dunning.letter(tx, UUID(effect.payload["letter_id"]))
        head = await letterhead(tx, settings)
        to = (await addressees(tx, [written.letter.partner_id]))[written.letter.partner_id]
        at = await dunning.written_at(tx, written.run_id)
    pdf = await asyncio.to_thread(drawn, letter_paper(written, head, to))
    return Mail(
        id=str(effect.id),
        written_at=at,
        sender=settings.mail_from,
        to=written.email,
        subject=f"{written.words.title} {written.number}",
        text=f"{written.words.text}\n\n{head.sender.name}",
        enclosures=(Enclosure(f"{written.number}.pdf", "application/pdf", pdf),),
    )
