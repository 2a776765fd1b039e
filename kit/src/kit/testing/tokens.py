"""Tokens as a real provider would sign them, for tests."""

import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from kit.auth import Principal, TokenVerifier

ISSUER = "http://identity.test"
_KEY = ECKey.generate_key("P-256", {"kid": "test", "use": "sig", "alg": "ES256"})
KEYS = KeySet([_KEY])
INTERNAL_KEY = "a key of the tests, with 32 characters or more"


def trust(verifier: TokenVerifier) -> None:
    """Make a verifier accept the tokens of `token`."""
    verifier.use_keys(KEYS)


def token(*permissions: str, key: ECKey = _KEY, **claims: Any) -> str:
    """A bearer token with these permissions; further claims replace the usual ones."""
    now = int(time.time())
    body: dict[str, Any] = {
        "iss": ISSUER,
        "aud": "comptoir",
        "sub": "user-1",
        "name": "Test user",
        "iat": now,
        "exp": now + 900,
        "permissions": list(permissions),
        **claims,
    }
    return jwt.encode({"alg": "ES256", "kid": key.kid}, body, key)


def principal(*permissions: str, subject: str = "user-1", **fields: Any) -> Principal:
    """A caller, without the way over a token."""
    return Principal(subject=subject, permissions=frozenset(permissions), **fields)
