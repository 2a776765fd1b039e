"""Who is calling and what he may do: OIDC bearer tokens at the edge, short service tokens between services."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
import structlog
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

from kit.errors import Forbidden, Unauthenticated, Unavailable
from kit.settings import ServiceSettings

log = structlog.get_logger()

_ALGORITHMS = ["ES256", "RS256"]
_LEEWAY_S = 30
_SERVICE_TOKEN_S = 60


class InvalidToken(Unauthenticated):
    """The bearer token is missing, forged, expired or not meant for us."""


class PermissionMissing(Forbidden):
    """The caller is known, and may not do this."""


class NotYours(Forbidden):
    """A portal user reached for what belongs to another customer."""


class IdentityAway(Unavailable):
    """The keys that verify tokens cannot be fetched now."""


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller: a person, a partner's client, or another service (then `service` is set)."""

    subject: str
    permissions: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    name: str = ""
    customer_id: str | None = None  # a portal user acts for this customer only
    approval_limits: Mapping[str, str] = field(default_factory=dict)
    service: str | None = None

    def require(self, permission: str) -> None:
        """Nothing, or a refusal that names the permission.

        Raises:
            PermissionMissing: the caller does not have it.
        """
        if permission not in self.permissions:
            raise PermissionMissing(
                f"This needs the permission {permission}, which {self.name or self.subject} does not have.",
                permission=permission,
            )

    def require_customer(self, customer_id: object) -> None:
        """Nothing, or a refusal: a portal user reaches only its own customer.

        Raises:
            NotYours: it is another customer's.
        """
        if self.customer_id is not None and self.customer_id != str(customer_id):
            raise NotYours("This belongs to another customer.")

    def require_staff(self) -> None:
        """Nothing, or a refusal: this is not for customers, whatever their token says.

        Raises:
            NotYours: the caller is a portal user.
        """
        if self.customer_id is not None:
            raise NotYours("This is for the house, not for its customers.")


class TokenVerifier:
    """Checks bearer tokens against the provider's published keys; a token seen before costs nothing."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._issuer = settings.oidc_issuer
        self._audience = settings.oidc_audience
        self._url = settings.oidc_jwks_url
        self._keys: KeySet | None = None
        self._fetched_at = -60.0
        self._fetching = asyncio.Lock()
        self._known: dict[str, tuple[float, Principal]] = {}

    async def verify(self, token: str) -> Principal:
        """The caller that the token names.

        Raises:
            InvalidToken: signature, issuer, audience or times are wrong.
            IdentityAway: the keys cannot be fetched.
        """
        known = self._known.get(token)
        if known is not None and known[0] > time.time():
            return known[1]
        claims = await self._claims(token)
        principal = principal_of(claims)
        if len(self._known) > 10_000:
            self._known.clear()
        self._known[token] = (min(float(claims["exp"]), time.time() + 300), principal)
        return principal

    def use_keys(self, keys: KeySet) -> None:
        """Verify against these keys from now on, without fetching (tests, or keys from a file)."""
        self._keys = keys
        self._fetched_at = time.monotonic()

    async def _claims(self, token: str) -> dict[str, Any]:
        try:
            kid = jws.extract_compact(token.encode()).headers().get("kid")
        except (JoseError, ValueError) as error:
            raise InvalidToken(f"The bearer token cannot be read: {error}.") from error
        keys = await self._keys_for(kid)
        try:
            claims = jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
            _check_claims(claims, self._issuer, self._audience)
        except (JoseError, ValueError, TypeError) as error:
            raise InvalidToken(f"The bearer token is not valid: {error}. Sign in again.") from error
        return claims

    async def _keys_for(self, kid: str | None) -> KeySet:
        """The published keys, fetched again when one is asked that is not among them, at most every ten seconds."""
        if self._keys is None or all(key.kid != kid for key in self._keys.keys):
            async with self._fetching:
                if time.monotonic() - self._fetched_at > (10 if self._keys else 1):
                    await self._fetch()
        if self._keys is None:
            raise IdentityAway("The identity provider's keys cannot be fetched now: repeat the request in a moment.")
        return self._keys

    async def _fetch(self) -> None:
        self._fetched_at = time.monotonic()
        try:
            async with httpx.AsyncClient(timeout=3) as client:
                answer = await client.get(self._url)
                answer.raise_for_status()
                self._keys = KeySet.import_key_set(answer.json())
        except (httpx.HTTPError, ValueError, JoseError) as error:
            log.warning("jwks.away", url=self._url, error=repr(error))


def _check_claims(claims: Mapping[str, Any], issuer: str, audience: str) -> None:
    registry = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY_S,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        exp={"essential": True},
        sub={"essential": True},
    )
    registry.validate(dict(claims))


def principal_of(claims: Mapping[str, Any]) -> Principal:
    """The caller that verified claims describe."""
    return Principal(
        subject=str(claims["sub"]),
        permissions=frozenset(claims.get("permissions", ())),
        roles=tuple(claims.get("roles", ())),
        name=str(claims.get("name") or claims.get("preferred_username") or ""),
        customer_id=claims.get("customer_id"),
        approval_limits=claims.get("approval_limits") or {},
    )


class ServiceTokens:
    """Short tokens by which one service calls another and says for whom."""

    def __init__(self, service: str, key: str) -> None:
        if len(key) < 32:
            raise ValueError("INTERNAL_TOKEN_KEY must have at least 32 characters")
        self._service = service
        self._key = OctKey.import_key(key)
        self._issued: dict[tuple[str, tuple[str, ...], str | None], tuple[float, str]] = {}
        self._known: dict[str, tuple[float, Principal]] = {}

    def issue(self, on_behalf_of: Principal | None) -> str:
        """A token of this service for the caller it acts for, with his roles; made once in half a minute."""
        actor = on_behalf_of or Principal(self._service)
        who = actor.subject, actor.roles, actor.customer_id
        issued = self._issued.get(who)
        now = time.time()
        if issued is not None and issued[0] > now:
            return issued[1]
        claims: dict[str, Any] = {
            "iss": self._service, "sub": actor.subject, "aud": "internal", "exp": int(now) + _SERVICE_TOKEN_S,
        }  # fmt: skip
        if actor.roles:
            claims["roles"] = list(actor.roles)
        if actor.customer_id is not None:
            claims["customer_id"] = actor.customer_id
        token = jwt.encode({"alg": "HS256"}, claims, self._key)
        if len(self._issued) > 10_000:
            self._issued.clear()
        self._issued[who] = (now + _SERVICE_TOKEN_S / 2, token)
        return token

    def verify(self, token: str) -> Principal:
        """The service that calls, with the person it acts for as subject: his roles, and whose portal user he is.

        Raises:
            InvalidToken: it is not one of ours, or too old.
        """
        known = self._known.get(token)
        if known is not None and known[0] > time.time():
            return known[1]
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"]).claims
            registry = jwt.JWTClaimsRegistry(aud={"essential": True, "value": "internal"}, exp={"essential": True})
            registry.validate(claims)
            principal = Principal(
                subject=str(claims["sub"]),
                roles=tuple(claims.get("roles", ())),
                customer_id=claims.get("customer_id"),
                service=str(claims["iss"]),
            )
        except (JoseError, ValueError, KeyError, TypeError, orjson.JSONDecodeError) as error:
            raise InvalidToken(f"The service token is not valid: {error}.") from error
        if len(self._known) > 10_000:
            self._known.clear()
        self._known[token] = (float(claims["exp"]), principal)
        return principal
