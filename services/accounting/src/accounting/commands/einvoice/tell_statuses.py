"""Tell the other side by itself what the books know: a supplier's invoice is approved or paid, one of ours is cashed."""

from datetime import timedelta

import structlog
from kit.db import Database
from kit.errors import Invalid

from accounting.commands.einvoice.say_status import as_buyer, as_file, as_seller, keep_said
from accounting.domain.einvoice.lifecycle import Code, LifeStatus
from accounting.domain.errors import StatusNotPossible
from accounting.formats.einvoice.workshop import Workshop
from accounting.storage.einvoice import lives
from kit import clock

_BATCH = 50
_AGE = timedelta(days=400)  # older ones are left alone
BY_ITSELF = "accounting"

log = structlog.get_logger()


async def tell_statuses(database: Database, workshop: Workshop, currency: str) -> int:
    """Each once; returns how many. `currency`: the company's.

    Safe to do by several processes at once: the first to say a status wins.
    """
    count = 0
    since = clock.now() - _AGE
    async with database.read() as tx:
        due = [*await lives.bills_to_tell(tx, since, _BATCH), *await lives.invoices_to_tell(tx, since, _BATCH)]
    for document_id, code in due:
        status = LifeStatus(code, clock.now().replace(microsecond=0))
        try:
            async with database.read() as tx:
                if code is Code.CASHED:
                    message = await as_seller(tx, document_id, status, currency)
                else:
                    message = await as_buyer(tx, document_id, status)
            xml = await as_file(workshop, message)
            async with database.transaction() as tx:
                await keep_said(tx, document_id, message, xml, by=BY_ITSELF, now=clock.now(), once=True)
        except StatusNotPossible:
            continue  # meanwhile its life is over, or somebody said it
        except Invalid as error:
            log.warning("life_status.faulty", document_id=str(document_id), code=str(code), detail=error.detail)
            continue
        count += 1
    return count
