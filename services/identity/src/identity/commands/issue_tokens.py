"""Tokens for somebody who has proved who he is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kit.db import Transaction
from kit.ids import new_id

from identity.domain.secrets import digest, new_secret
from identity.domain.token import claims_of_client, claims_of_user, id_claims
from identity.domain.user import Client, Grant, User
from identity.provider import Provider
from identity.storage import families
from identity.storage.families import Family, Refresh
from kit import clock


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client gets."""

    access_token: str
    expires_in: int  # seconds
    scope: str = ""
    refresh_token: str | None = None
    id_token: str | None = None


async def open_family(tx: Transaction, provider: Provider, user: User, client: Client, scope: str) -> Family:
    """Begin a sign-in of a user with a client."""
    now = clock.now()
    expires_at = now + timedelta(seconds=provider.issuing.session_s)
    family = Family(new_id(), user.id, client.id, scope, signed_in_at=now, expires_at=expires_at)
    await families.add(tx, family)
    return family


async def issue_to_user(
    tx: Transaction, provider: Provider, user: User, client: Client, family: Family, *, nonce: str | None = None
) -> Tokens:
    """The tokens of a sign-in: access, refresh where the client may, ID where `openid` was asked."""
    now = clock.now()
    issuing = provider.issuing
    claims = [claims_of_user(user, client.id, family.scope, issuing, now, new_id())]
    if "openid" in family.scope.split():
        claims.append(id_claims(user, client.id, issuing, now, signed_in_at=family.signed_in_at, nonce=nonce))
    access, *id_token = await provider.signer.sign(tx, *claims)
    tokens = Tokens(access, issuing.access_s, family.scope, id_token=id_token[0] if id_token else None)
    if Grant.REFRESH_TOKEN not in client.grants:
        return tokens
    return replace(tokens, refresh_token=await _refresh_token(tx, provider, family, now))


async def issue_to_client(tx: Transaction, provider: Provider, client: Client) -> Tokens:
    """The token of a program in its own name; it asks again when that has expired."""
    claims = claims_of_client(client, provider.issuing, clock.now(), new_id())
    (access,) = await provider.signer.sign(tx, claims)
    return Tokens(access, provider.issuing.access_s)


async def _refresh_token(tx: Transaction, provider: Provider, family: Family, now: datetime) -> str:
    secret = new_secret()
    expires_at = min(now + timedelta(seconds=provider.issuing.refresh_s), family.expires_at)
    await families.add_refresh(tx, family, Refresh(digest(secret), expires_at))
    return secret
