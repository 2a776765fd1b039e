"""The next key signs."""

from kit.audit import AuditEntry
from kit.db import Transaction

from identity.provider import Provider
from kit import audit


async def rotate_keys(tx: Transaction, provider: Provider, *, subject: str) -> str:
    """From now on the key that was published to come signs; returns its id.

    The key before it stays published until its last token has expired.
    """
    id_ = await provider.signer.rotate(tx)
    await audit.record(tx, AuditEntry("signing-key", id_, "signs", {}, subject))
    return id_
