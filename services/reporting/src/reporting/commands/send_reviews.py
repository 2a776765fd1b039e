"""Reviews leave by e-mail, each once: whoever dies in between, people find out."""

import asyncio
from datetime import date

from kit.db import Database
from kit.drawing import drawn
from kit.effects import Doer, Effect
from kit.exports import XLSX, xlsx
from kit.mail import Enclosure, Mail, send, server_of

from kit import clock
from reporting.config import Settings
from reporting.queries.review import review
from reporting.queries.review_paper import Company, review_paper, review_table
from reporting.queries.review_words import letter_of


def review_doer(database: Database, settings: Settings, company: Company) -> Doer:
    """Draws a review as PDF and workbook, and hands both to the mail server."""

    async def act(effect: Effect) -> None:
        server = server_of(settings)
        await send(server, await _mail(database, settings, company, effect))

    return Doer(act, away_for_all=True)


async def _mail(database: Database, settings: Settings, company: Company, effect: Effect) -> Mail:
    month, language = date.fromisoformat(effect.payload["month"]), effect.payload["language"]
    now = clock.now()
    async with database.read() as tx:
        found = await review(tx, month, now.date())
    pdf = await asyncio.to_thread(drawn, review_paper(found, company, language, now.date()))
    subject, text = letter_of(found, company.name, language)
    name = f"review-{month:%Y-%m}"
    return Mail(
        id=str(effect.id),
        written_at=now,
        sender=settings.mail_from,
        to=effect.payload["email"],
        subject=subject,
        text=text,
        enclosures=(
            Enclosure(f"{name}.pdf", "application/pdf", pdf),
            Enclosure(f"{name}.xlsx", XLSX, xlsx(*review_table(found, language))),
        ),
    )
