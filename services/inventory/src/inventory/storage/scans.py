"""Which entries of scanners were applied."""

from datetime import datetime
from uuid import UUID

from kit.db import Transaction

from inventory.domain.errors import ScanKeyReused


async def claim(
    tx: Transaction, key: UUID, *, device: str, subject: str, request_hash: bytes, scanned_at: datetime
) -> str | None:
    """Nothing when this transaction is the first to apply the entry, else the document that it became.

    A twin under way is waited for: it commits, and this is its repeat, or fails, and this is the first.

    Raises:
        ScanKeyReused: the key came before with another entry.
    """
    claimed = await tx.execute(
        "INSERT INTO scan_entry (key, device, subject, request_hash, document_number, scanned_at)"
        " VALUES ($1, $2, $3, $4, '', $5) ON CONFLICT DO NOTHING",
        key,
        device,
        subject,
        request_hash,
        scanned_at,
    )
    if claimed:
        return None
    row = await tx.fetchrow("SELECT subject, request_hash, document_number FROM scan_entry WHERE key = $1", key)
    if row is None or (row["subject"], row["request_hash"]) != (subject, request_hash):
        raise ScanKeyReused("This key came before with another entry: a device makes a new key for each.", field="key")
    number: str = row["document_number"]
    return number


async def finish(tx: Transaction, key: UUID, number: str) -> None:
    """The entry is applied, by this document."""
    await tx.execute("UPDATE scan_entry SET document_number = $2 WHERE key = $1", key, number)
