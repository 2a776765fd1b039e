"""What hand scanners did, perhaps hours ago without a network: each entry once, in the order of its device."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kit.auth import Principal
from kit.db import Database, Transaction
from kit.errors import DomainError, Unavailable

from inventory.storage import scans


class ScanOutcome(StrEnum):
    DONE = "done"
    ALREADY = "already-done"  # it came before: nothing was done again
    REFUSED = "refused"  # nothing was done; somebody must look
    LATER = "later"  # not tried, or given up half-way without a trace: send it again


@dataclass(frozen=True, slots=True)
class ScanEntry:
    """One thing that was done. `apply` does it in a transaction and returns the number of its document."""

    key: UUID
    scanned_at: datetime
    content: bytes  # as it came, to tell a repeat from another entry under the same key
    permission: str
    apply: Callable[[Transaction], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Applied:
    key: UUID
    outcome: ScanOutcome
    document_number: str = ""
    refusal: DomainError | None = None


async def apply_scans(
    database: Database, entries: Sequence[ScanEntry], *, device: str, caller: Principal
) -> list[Applied]:
    """An answer for each entry, in the same order.

    Each entry has a transaction of its own, with its key: what was done stays done when a later one is refused, the
    connection breaks or the batch comes again. When the database is away, the rest waits, so that nothing overtakes it.
    """
    answers: list[Applied] = []
    for entry in entries:
        if answers and answers[-1].outcome is ScanOutcome.LATER:
            answers.append(Applied(entry.key, ScanOutcome.LATER))
            continue
        try:
            answers.append(await _apply(database, entry, device=device, caller=caller))
        except Unavailable as error:
            answers.append(Applied(entry.key, ScanOutcome.LATER, refusal=error))
        except DomainError as error:
            answers.append(Applied(entry.key, ScanOutcome.REFUSED, refusal=error))
    return answers


async def _apply(database: Database, entry: ScanEntry, *, device: str, caller: Principal) -> Applied:
    caller.require(entry.permission)
    async with database.transaction() as tx:
        before = await scans.claim(
            tx,
            entry.key,
            device=device,
            subject=caller.subject,
            request_hash=hashlib.sha256(entry.content).digest(),
            scanned_at=entry.scanned_at,
        )
        if before is not None:
            return Applied(entry.key, ScanOutcome.ALREADY, before)
        number = await entry.apply(tx)
        await scans.finish(tx, entry.key, number)
        return Applied(entry.key, ScanOutcome.DONE, number)
