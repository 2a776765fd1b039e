"""What a token says. Times are whole seconds, as JWT has them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from identity.domain.roles import Role
from identity.domain.user import Client, User, permissions

SCOPES = ("openid", "profile", "email", "offline_access")


@dataclass(frozen=True, slots=True)
class Issuing:
    """By whom, for whom and how long tokens are made."""

    issuer: str
    audience: str
    access_s: int  # seconds that an access token lives
    refresh_s: int  # seconds that a refresh token waits to be used
    session_s: int  # seconds after which the user signs in again, however often refreshed


def claims_of_user(
    user: User, client_id: str, scope: str, issuing: Issuing, now: datetime, token_id: UUID
) -> dict[str, Any]:
    """The access token of a person."""
    return {
        **_frame(user.subject, issuing, now, token_id),
        "client_id": client_id,
        "scope": scope,
        **profile_of(user),
        **_may(user.roles),
        "warehouses": list(user.warehouses),
        "approval_limits": {permission: format(limit, "f") for permission, limit in user.approval_limits.items()},
    }


def claims_of_client(client: Client, issuing: Issuing, now: datetime, token_id: UUID) -> dict[str, Any]:
    """The access token of a program in its own name."""
    claims = {
        **_frame(client.id, issuing, now, token_id),
        "client_id": client.id,
        "name": client.name,
        "preferred_username": client.id,
        **_may(client.roles),
    }
    if client.customer_id is not None:
        claims["customer_id"] = str(client.customer_id)
    return claims


def id_claims(
    user: User, client_id: str, issuing: Issuing, now: datetime, *, signed_in_at: datetime, nonce: str | None
) -> dict[str, Any]:
    """The ID token: who signed in, for the client's eyes."""
    claims = {
        "iss": issuing.issuer,
        "aud": client_id,
        "sub": user.subject,
        "iat": int(now.timestamp()),
        "exp": int(now.timestamp()) + issuing.access_s,
        "auth_time": int(signed_in_at.timestamp()),
        "name": user.display_name,
        "preferred_username": user.username,
    }
    if nonce:
        claims["nonce"] = nonce
    return claims


def profile_of(user: User) -> dict[str, Any]:
    """Who the user is."""
    profile: dict[str, Any] = {"name": user.display_name, "preferred_username": user.username}
    if user.email:
        profile["email"] = user.email
    if user.customer_id is not None:
        profile["customer_id"] = str(user.customer_id)
    return profile


def known_scopes(asked: Iterable[str]) -> list[str]:
    """The scopes that we know, in our order; what is asked beyond them is left out (RFC 6749 §3.3)."""
    wanted = set(asked)
    return [scope for scope in SCOPES if scope in wanted]


def _frame(subject: str, issuing: Issuing, now: datetime, token_id: UUID) -> dict[str, Any]:
    issued_at = int(now.timestamp())
    return {
        "iss": issuing.issuer,
        "aud": issuing.audience,
        "sub": subject,
        "iat": issued_at,
        "exp": issued_at + issuing.access_s,
        "jti": str(token_id),
    }


def _may(roles: tuple[Role, ...]) -> dict[str, Any]:
    return {"roles": [role.value for role in roles], "permissions": permissions(roles)}
