"""Secrets that we make: long and random, so that a plain hash of them keeps nobody's guess."""

import hashlib
import hmac
import secrets

_BYTES = 32


def new_secret() -> str:
    """A fresh secret of 43 characters, safe in URLs."""
    return secrets.token_urlsafe(_BYTES)


def digest(secret: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def is_secret_of(secret: str, kept: bytes) -> bool:
    """Whether this secret was kept as `kept`, in constant time."""
    return hmac.compare_digest(digest(secret), kept)
