"""What clients and verifiers read before anything else: where things are, and the keys."""

from typing import Any

from fastapi import APIRouter, Request, Response
from kit.errors import unknown

from identity.domain.token import SCOPES, profile_of
from identity.oauth.answers import json
from identity.provider import TheProvider
from identity.signing import ALGORITHM
from identity.storage import signing_keys, users

router = APIRouter(include_in_schema=False)

_CACHED = {"Cache-Control": "public, max-age=300"}  # a new key is published long before it signs


@router.get("/.well-known/openid-configuration")
@router.get("/.well-known/oauth-authorization-server")
async def get_configuration(provider: TheProvider) -> Response:
    return json(configuration(provider.issuing.issuer, [each.value for each in provider.grants()]))


@router.get("/.well-known/jwks.json")
async def get_keys(provider: TheProvider) -> Response:
    async with provider.database.read() as tx:
        keys = await signing_keys.published(tx)
    return json({"keys": keys}, headers=_CACHED if keys else None)


@router.get("/oauth/userinfo")
@router.post("/oauth/userinfo")
async def get_userinfo(request: Request, provider: TheProvider) -> Response:
    """Who the bearer of the token is, as of now."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    principal = await request.app.state.tokens.verify(token if scheme.lower() == "bearer" else "")
    async with provider.database.read() as tx:
        user = await users.find_by_subject(tx, principal.subject)
    if user is None or not user.is_active:
        raise unknown("user", principal.subject)
    return json({"sub": user.subject, **profile_of(user), "roles": list(user.roles)})


def configuration(issuer: str, grants: list[str]) -> dict[str, Any]:
    """OpenID Connect Discovery 1.0 §3, RFC 8414 §2."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oauth/authorize",
        "token_endpoint": f"{issuer}/oauth/token",
        "revocation_endpoint": f"{issuer}/oauth/revoke",
        "userinfo_endpoint": f"{issuer}/oauth/userinfo",
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": grants,
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "authorization_response_iss_parameter_supported": True,
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "name", "preferred_username", "email",
            "roles", "permissions", "customer_id", "warehouses", "approval_limits",
        ],
        "ui_locales_supported": ["fr", "en"],
    }  # fmt: skip
