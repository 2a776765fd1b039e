"""A code from the browser for tokens (RFC 6749 §4.1.3, RFC 7636)."""

import hmac

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from kit.db import Transaction

from identity.commands.issue_tokens import Tokens, issue_to_user
from identity.domain.secrets import digest
from identity.domain.user import Client
from identity.provider import Provider
from identity.storage import families, users
from kit import clock


async def exchange_code(
    tx: Transaction, provider: Provider, client: Client, *, code: str, redirect_uri: str, verifier: str
) -> Tokens | None:
    """The tokens of the sign-in, or nothing when the code is not good for them.

    A code that comes twice was stolen by one of the two who brought it: what the first one got is revoked.
    """
    now = clock.now()
    found = await families.lock_code(tx, digest(code))
    if found is None:
        return None
    family, kept = found
    if family.client_id != client.id:
        return None
    if kept.used_at is not None:
        await families.revoke(tx, family.id, now, "code used twice")
        return None
    is_meant = kept.redirect_uri == redirect_uri and hmac.compare_digest(
        create_s256_code_challenge(verifier), kept.code_challenge
    )
    user = await users.find(tx, family.user_id)
    if not is_meant or now >= kept.expires_at or family.revoked_at is not None or user is None or not user.is_active:
        return None
    await families.use_code(tx, kept.hash, now)
    return await issue_to_user(tx, provider, user, client, family, nonce=kept.nonce)
