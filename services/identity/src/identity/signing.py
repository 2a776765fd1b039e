"""Tokens signed by a key that lives encrypted in the database.

There are always two keys: the one that signs and the next one, which is published long before it signs. So a verifier
that asks for the keys only now and then (as the gateway does) knows a new key in time. See docs/adr/0001.
"""

import hashlib
import hmac
from typing import Any

import orjson
from joserfc import jwe, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey
from kit.db import Transaction
from kit.ids import new_id

from identity.config import Settings
from identity.domain.errors import WrongKeySecret
from identity.storage import signing_keys
from identity.storage.signing_keys import StoredKey
from kit import clock

ALGORITHM = "ES256"


def derived_key(settings: Settings, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose, from IDENTITY_KEY_SECRET."""
    secret = settings.identity_key_secret.get_secret_value().encode()
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()


class Signer:
    """Signs with the current key of the database, whichever process made it the current one."""

    def __init__(self, settings: Settings) -> None:
        self._wrapping = OctKey.import_key(derived_key(settings, "signing keys"))
        self._opened: dict[str, ECKey] = {}

    async def sign(self, tx: Transaction, *claims: dict[str, Any]) -> list[str]:
        """A token for each set of claims.

        Raises:
            WrongKeySecret: the key cannot be decrypted.
        """
        key = await self._current(tx)
        return [jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": "JWT"}, each, key) for each in claims]

    async def rotate(self, tx: Transaction) -> str:
        """The next key signs from now on; returns its id. The one before stays published until it is forgotten.

        Raises:
            WrongKeySecret: the keys cannot be decrypted.
        """
        await self._stored(tx)
        await signing_keys.lock(tx)
        await signing_keys.rotate(tx, self._make(), clock.now())
        return (await self._current(tx)).kid or ""

    async def check(self, tx: Transaction) -> None:
        """See to it that there are keys and that they can be used.

        Raises:
            WrongKeySecret: they cannot be decrypted.
        """
        await self._current(tx)

    async def _current(self, tx: Transaction) -> ECKey:
        id_, encrypted = await self._stored(tx)
        if id_ not in self._opened:
            self._opened[id_] = self._open(encrypted)
        return self._opened[id_]

    async def _stored(self, tx: Transaction) -> tuple[str, str]:
        """Id and encrypted private part of the key that signs; the first keys are made when there are none."""
        found = await signing_keys.current(tx)
        if found is None:
            await signing_keys.lock(tx)
            found = await signing_keys.current(tx)  # somebody may have been faster
        if found is None:
            first = self._make()
            await signing_keys.add(tx, first, "current")
            await signing_keys.add(tx, self._make(), "next")
            found = (first.id, first.private_jwe)
        return found

    def _make(self) -> StoredKey:
        key = ECKey.generate_key("P-256", {"kid": str(new_id()), "use": "sig", "alg": ALGORITHM})
        private = orjson.dumps(key.as_dict(private=True))
        encrypted = jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, private, self._wrapping)
        return StoredKey(key.kid or "", dict(key.as_dict(private=False)), encrypted)

    def _open(self, encrypted: str) -> ECKey:
        try:
            private = jwe.decrypt_compact(encrypted, self._wrapping).plaintext
        except (JoseError, ValueError) as error:
            raise WrongKeySecret(
                "The signing key cannot be decrypted: give the IDENTITY_KEY_SECRET it was made with."
            ) from error
        return ECKey.import_key(orjson.loads(private or b"{}"))
