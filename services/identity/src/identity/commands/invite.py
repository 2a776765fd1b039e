"""Invite somebody: a link by which he chooses his password, in a letter that leaves once the request is done."""

from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

import structlog
from kit.audit import AuditEntry
from kit.db import Transaction
from kit.effects import Doer, Effect, want
from kit.ids import new_id
from kit.mail import Mail, send, server_of

from identity.config import Settings
from identity.domain.errors import NoAddress
from identity.domain.letter import subject_of, text_of
from identity.domain.team import Invitation
from identity.domain.user import User
from identity.provider import Provider
from identity.storage import invitations, users
from kit import audit, clock

log = structlog.get_logger()

Language = Literal["fr", "en"]
LETTER = "invitation"  # kind of the effect
_HOLDS = timedelta(days=7)


def invitation_of(user: User, now: datetime) -> Invitation:
    """Good for a week."""
    return Invitation(user.id, user.version, (now + _HOLDS).replace(microsecond=0))


def link_of(provider: Provider, invitation: Invitation) -> str:
    """The address of the page where the password is chosen."""
    query = urlencode({"invitation": invitation.sealed(provider.invitation_key)})
    return f"{provider.issuing.issuer}/oauth/invitation?{query}"


async def send_invitation(tx: Transaction, user: User, language: Language, *, inviter: str, subject: str) -> None:
    """Let a letter leave after this transaction. The link itself is made when it does: nothing secret is stored.

    Raises:
        NoAddress: the user has no e-mail address.
    """
    if user.email is None:
        raise NoAddress(f"{user.display_name} has no e-mail address: give the link another way.", field="email")
    now = clock.now()
    invitation = invitation_of(user, now)
    key = f"{LETTER}:{new_id()}"
    payload = {
        "user_id": str(user.id),
        "version": invitation.version,
        "expires_at": invitation.expires_at.isoformat(),
        "language": language,
        "inviter": inviter,
        "written_at": now.isoformat(),
    }
    await invitations.keep(tx, user.id, key, asked_at=now, expires_at=invitation.expires_at)
    await want(tx, LETTER, key, payload, now)
    await audit.record(tx, AuditEntry("user", user.subject, "invited", {"email": [None, user.email]}, subject))


def letter_doer(provider: Provider, settings: Settings) -> Doer:
    """Hands a letter to the mail server, unless its invitation was withdrawn or used meanwhile."""

    async def act(effect: Effect) -> None:
        server = server_of(settings)
        wanted = effect.payload
        invitation = Invitation(
            UUID(wanted["user_id"]), wanted["version"], datetime.fromisoformat(wanted["expires_at"])
        )
        async with provider.database.read() as tx:
            user = await users.find(tx, invitation.user_id)
        is_over = user is None or not user.is_active or user.version != invitation.version
        if user is None or user.email is None or is_over or invitation.expires_at <= clock.now():
            log.info("invitation.over", user_id=wanted["user_id"])
            return
        language: Language = wanted["language"]
        text = text_of(
            language,
            name=user.display_name,
            inviter=wanted["inviter"],
            link=link_of(provider, invitation),
            until=invitation.expires_at.date(),
        )
        letter = Mail(
            id=str(effect.id),
            written_at=datetime.fromisoformat(wanted["written_at"]),
            sender=settings.mail_from,
            to=user.email,
            subject=subject_of(language),
            text=text,
        )
        await send(server, letter)

    return Doer(act, away_for_all=True)
