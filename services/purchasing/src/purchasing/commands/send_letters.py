"""Letters to suppliers leave by e-mail, each once: whoever dies in between, people find out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from kit.company import Company
from kit.db import Database
from kit.effects import Doer, Effect
from kit.link_answers import hash_of
from kit.mail import Mail, send, server_of

from purchasing.commands.invite import Inviting
from purchasing.commands.rfqs import check_in_time, check_open
from purchasing.config import Settings
from purchasing.domain.errors import LinkOutdated
from purchasing.domain.invitation import AskedFor, Letter, LetterKind, secret_of
from purchasing.domain.rfq import Standing
from purchasing.storage import invitations, masters, rfqs
from purchasing.storage.rfqs import Rfq

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A letter to be sent, and what it is about."""

    rfq: Rfq
    secret: str
    lines: tuple[AskedFor, ...]


def letter_doers(database: Database, settings: Settings, inviting: Inviting) -> dict[str, Doer]:
    """Hand letters to the mail server, unless a newer link or an answer made them needless."""

    async def act(effect: Effect) -> None:
        server = server_of(settings)
        wanted = await _wanted(database, effect, inviting)
        if wanted is None:
            log.info("letter.needless", kind=effect.kind, invitation_id=effect.payload["invitation_id"])
            return
        await send(server, _mail(effect, wanted, settings))

    return {str(kind): Doer(act, away_for_all=True) for kind in LetterKind}


async def _wanted(database: Database, effect: Effect, inviting: Inviting) -> _Wanted | None:
    """What the letter is about; None when nobody needs it any more.

    Raises:
        RfqIsClosed, OutOfTime: there is nothing to answer any more.
        LinkOutdated: the link cannot be told again.
    """
    rfq_id, supplier_id = UUID(effect.payload["rfq_id"]), UUID(effect.payload["supplier_id"])
    invitation_id = UUID(effect.payload["invitation_id"])
    async with database.read() as tx:
        invited = await invitations.find(tx, rfq_id, supplier_id)
        if invited is None or invited.invitation_id != invitation_id:
            return None
        rfq = await rfqs.get(tx, rfq_id)
        (own,) = [each for each in await rfqs.suppliers(tx, rfq_id) if each.supplier_id == supplier_id]
        if effect.kind == LetterKind.REMINDER and own.standing(rfq.status) is not Standing.ASKED:
            return None
        known = await masters.some_products(tx, [line.product_id for line in rfq.lines])
    check_open(rfq)
    check_in_time(rfq)
    secret = secret_of(inviting.key, invitation_id)
    if hash_of(secret) != invited.token_hash:
        raise LinkOutdated("What links are made from has changed: give the supplier a new one.")
    lines = tuple(
        AskedFor(
            line.quantity,
            line.packaging_code,
            known[line.product_id].name,
            known[line.product_id].sku,
            line.needed_on,
        )
        for line in rfq.lines
    )
    return _Wanted(rfq, secret, lines)


def _mail(effect: Effect, wanted: _Wanted, settings: Settings) -> Mail:
    letter = Letter(
        kind=LetterKind(effect.kind),
        language=effect.payload["language"],
        company=Company.of(settings).name,
        number=wanted.rfq.number,
        note=wanted.rfq.note,
        respond_by=wanted.rfq.respond_by,
        link=f"{(settings.console_url or settings.oidc_issuer).rstrip('/')}/rfq#{wanted.secret}",
        lines=wanted.lines,
    )
    return Mail(
        id=str(effect.id),
        written_at=datetime.fromisoformat(effect.payload["written_at"]),
        sender=settings.mail_from,
        to=effect.payload["to"],
        subject=letter.subject,
        text=letter.text,
        reply_to=settings.buyers_address,
    )
