"""Keep invoices and credit notes as files, or why there are none."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from kit.db import Database, Transaction

from accounting.clients.platform import DirectoryLine, Platform
from accounting.commands.einvoice.send_flows import queue_invoice
from accounting.domain.errors import PlatformRefused
from accounting.formats.einvoice.workshop import Made, Workshop
from accounting.queries.einvoice.documents import Prepared, prepared
from accounting.storage.einvoice import archive, companies, identities, ours, results
from accounting.storage.einvoice.archive import NewFile
from accounting.storage.einvoice.results import Written
from kit import clock

_BATCH = 20
_ADDRESS_AGE = timedelta(days=1)

log = structlog.get_logger()


async def keep_made(tx: Transaction, one: Prepared, made: Made, now: datetime) -> None:
    """Archive what was made. A document that has its files keeps those."""
    issued = one.issued
    written = Written(issued.id, issued.document.number, made.is_valid, made.findings, made.rules_version, now)
    if await results.keep_result(tx, written):
        await archive.add(
            tx, [NewFile(issued.id, file.kind, file.name, file.media_type, file.content) for file in made.files]
        )


async def write_all(
    database: Database, workshop: Workshop, currency: str, platform: Platform | None = None, *, sends: bool = False
) -> int:
    """Make the files of every document that has none yet; returns how many were written.

    With a platform, buyers' addresses are looked up first; `sends`: the documents go to their buyers by it.
    Safe to do by several processes at once: the first to finish a document wins.
    """
    count = 0
    while batch := await _next(database, currency, platform):
        made = await asyncio.gather(*(workshop.make(one.issued.document, one.paper) for one in batch))
        async with database.transaction() as tx:
            for one, files in zip(batch, made, strict=True):
                await keep_made(tx, one, files, clock.now())
                if sends and files.is_valid and one.issued.document.buyer.siren:
                    await queue_invoice(tx, one.issued.id)
        count += len(batch)
    return count


async def _next(database: Database, currency: str, platform: Platform | None) -> Sequence[Prepared]:
    async with database.read() as tx:
        if await companies.find(tx) is None:
            return []
        waiting = await results.unwritten(tx, _BATCH)
        since = clock.now() - _ADDRESS_AGE
        unknown = await identities.not_looked_up(tx, await ours.buyers(tx, waiting), since) if platform else {}
    if platform is not None:
        await _look_up(database, platform, unknown)
    async with database.read() as tx:
        return await prepared(tx, waiting, currency)


async def _look_up(database: Database, platform: Platform, partners: Mapping[UUID, tuple[str, str]]) -> None:
    """Ask the directory where these take invoices in.

    Raises:
        PlatformAway: it does not say now.
    """
    for partner_id, (siren, siret) in partners.items():
        try:
            address = chosen_address(await platform.directory(siren), siren, siret)
        except PlatformRefused as error:  # of one partner: the others are written all the same
            log.warning("directory.refused", siren=siren, detail=error.detail)
            address = ""
        async with database.transaction() as tx:
            await identities.keep_e_address(tx, partner_id, address, clock.now())


def chosen_address(lines: Sequence[DirectoryLine], siren: str, siret: str) -> str:
    """The company's own address, else that of the establishment, else the only one; empty where people must choose."""
    enabled = [line.address for line in lines if line.is_enabled]
    usual = next((each for each in (siren, f"{siren}_{siret}") if each in enabled), None)
    return usual or (enabled[0] if len(enabled) == 1 else "")
