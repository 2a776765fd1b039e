"""A code for the browser to carry to the client, after the password was right."""

from datetime import timedelta

from kit.db import Transaction

from identity.commands.issue_tokens import open_family
from identity.domain.authorization import AuthorizationRequest
from identity.domain.secrets import digest, new_secret
from identity.domain.user import Client, User
from identity.provider import Provider
from identity.storage import families
from identity.storage.families import Code

_LIFE = timedelta(seconds=60)


async def grant_code(
    tx: Transaction, provider: Provider, user: User, client: Client, request: AuthorizationRequest
) -> str:
    """Begin a sign-in; the code is good once, for a minute, for the client that knows the verifier."""
    family = await open_family(tx, provider, user, client, request.scope)
    secret = new_secret()
    expires_at = family.signed_in_at + _LIFE
    code = Code(digest(secret), request.redirect_uri, request.code_challenge, request.nonce or None, expires_at)
    await families.add_code(tx, family, code)
    return secret
