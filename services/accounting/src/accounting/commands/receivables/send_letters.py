"""Letters leave by e-mail, each once: whoever dies in between, people find out."""

import asyncio
from uuid import UUID

from kit.db import Database
from kit.drawing import drawn
from kit.effects import Doer, Effect
from kit.mail import Enclosure, Mail, MailServer, send

from accounting.config import Settings
from accounting.domain.receivables.errors import NoMailServer
from accounting.queries.receivables.letter_paper import letter_paper
from accounting.storage.receivables import dunning
from accounting.storage.receivables.letterhead import addressees, letterhead


def letter_doer(database: Database, settings: Settings) -> Doer:
    """Draws a letter and hands it to the mail server."""

    async def act(effect: Effect) -> None:
        if not settings.smtp_host:
            raise NoMailServer("Set SMTP_HOST and MAIL_FROM, so that letters can leave.")
        mail = await _mail(database, settings, effect)
        server = MailServer(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_security,
            settings.smtp_user,
            settings.smtp_password.get_secret_value(),
        )
        await send(server, mail)

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
