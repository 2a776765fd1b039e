"""Suppliers' answers side by side."""

from datetime import timedelta
from uuid import UUID

from kit.db import ReadTransaction

from kit import clock
from purchasing.domain.rfq import Compared, SupplierRecord, compare
from purchasing.queries.supplier_scores import supplier_scores
from purchasing.storage import rfqs
from purchasing.storage.rfqs import Rfq

_A_YEAR = timedelta(days=365)


async def comparison(tx: ReadTransaction, rfq: Rfq) -> dict[UUID, list[Compared]]:
    """Every answer by line, the best first."""
    quotes = await rfqs.quotes(tx, rfq.id)
    today = clock.now().date()
    scores = await supplier_scores(tx, today - _A_YEAR, today, supplier_ids=[quote.supplier_id for quote in quotes])
    records = {score.supplier_id: SupplierRecord(score.on_time, score.in_full) for score in scores}
    return {line.id: compare(line, quotes, records, today) for line in rfq.lines}
