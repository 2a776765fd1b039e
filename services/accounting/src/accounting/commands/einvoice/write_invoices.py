"""Keep invoices and credit notes as files, or why there are none."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from kit.db import Database, Transaction

from accounting.formats.einvoice.workshop import Made, Workshop
from accounting.queries.einvoice.documents import Prepared, prepared
from accounting.storage.einvoice import archive, companies, results
from accounting.storage.einvoice.archive import NewFile
from accounting.storage.einvoice.results import Written
from kit import clock

_BATCH = 20


async def keep_made(tx: Transaction, one: Prepared, made: Made, now: datetime) -> None:
    """Archive what was made. A document that has its files keeps those."""
    issued = one.issued
    written = Written(issued.id, issued.document.number, made.is_valid, made.findings, made.rules_version, now)
    if await results.keep_result(tx, written):
        await archive.add(
            tx, [NewFile(issued.id, file.kind, file.name, file.media_type, file.content) for file in made.files]
        )


async def write_all(database: Database, workshop: Workshop, currency: str) -> int:
    """Make the files of every document that has none yet; returns how many were written.

    Safe to do by several processes at once: the first to finish a document wins.
    """
    count = 0
    while batch := await _next(database, currency):
        made = await asyncio.gather(*(workshop.make(one.issued.document, one.paper) for one in batch))
        async with database.transaction() as tx:
            for one, files in zip(batch, made, strict=True):
                await keep_made(tx, one, files, clock.now())
        count += len(batch)
    return count


async def _next(database: Database, currency: str) -> Sequence[Prepared]:
    async with database.read() as tx:
        if await companies.find(tx) is None:
            return []
        return await prepared(tx, await results.unwritten(tx, _BATCH), currency)
