"""A refresh token for the next tokens (RFC 6749 §6, rotation as in RFC 9700 §4.14)."""

from kit.db import Transaction

from identity.commands.issue_tokens import Tokens, issue_to_user
from identity.domain.secrets import digest
from identity.domain.user import Client
from identity.provider import Provider
from identity.storage import families, users
from kit import clock


async def refresh_tokens(tx: Transaction, provider: Provider, client: Client, *, token: str) -> Tokens | None:
    """The next tokens of the sign-in with what the user may do now, or nothing when the token is not good for them.

    Each refresh token is good once. One that comes again was copied: the whole sign-in is revoked, since nobody can
    tell the thief from the owner.
    """
    now = clock.now()
    found = await families.lock_refresh(tx, digest(token))
    if found is None:
        return None
    family, kept = found
    if family.client_id != client.id:
        return None
    if kept.used_at is not None:
        await families.revoke(tx, family.id, now, "refresh token used twice")
        return None
    user = await users.find(tx, family.user_id)
    if now >= kept.expires_at or family.revoked_at is not None or user is None or not user.is_active:
        return None
    await families.use_refresh(tx, kept.hash, now)
    return await issue_to_user(tx, provider, user, client, family)


async def revoke_token(tx: Transaction, client: Client, *, token: str) -> None:
    """End the sign-in that a refresh token belongs to; any other token is left to expire (RFC 7009 §2.2)."""
    found = await families.lock_refresh(tx, digest(token))
    if found is not None and found[0].client_id == client.id:
        await families.revoke(tx, found[0].id, clock.now(), "revoked by the client")
