"""Suppliers' answers side by side."""

from datetime import timedelta
from uuid import UUID

from kit.db import ReadTransaction
from kit.exchange import needed
from kit.exchange_rates import rates_on

from kit import clock
from purchasing.domain.rfq import Compared, SupplierRecord, compare
from purchasing.queries.supplier_scores import supplier_scores
from purchasing.storage import rfqs
from purchasing.storage.rfqs import Rfq

_A_YEAR = timedelta(days=365)


async def comparison(tx: ReadTransaction, rfq: Rfq, company_currency: str) -> dict[UUID, list[Compared]]:
    """Every answer by line, the best first.

    Raises:
        RateMissing: a currency that was quoted has no rate any more.
    """
    quotes = await rfqs.quotes(tx, rfq.id)
    today = clock.now().date()
    scores = await supplier_scores(tx, today - _A_YEAR, today, supplier_ids=[quote.supplier_id for quote in quotes])
    records = {score.supplier_id: SupplierRecord(score.on_time, score.in_full) for score in scores}
    found = await rates_on(tx, company_currency, [(quote.currency, today) for quote in quotes])
    rates = {quote.currency: needed(found, quote.currency, today) for quote in quotes}
    return {line.id: compare(line, quotes, records, rates, today) for line in rfq.lines}
