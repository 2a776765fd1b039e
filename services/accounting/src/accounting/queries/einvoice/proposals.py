"""What bill a received invoice would make."""

from collections.abc import Sequence

from kit.db import ReadTransaction

from accounting.domain.einvoice.proposal import LineMatch, Unmatched, match_orders
from accounting.domain.einvoice.received import ReceivedInvoice
from accounting.storage.einvoice import received


async def proposed(tx: ReadTransaction, invoice: ReceivedInvoice) -> Sequence[LineMatch]:
    """Each line with the orders that it is about, as they stand now."""
    if invoice.supplier_id is None:
        return [LineMatch((), unmatched=Unmatched.UNKNOWN_PRODUCT) for _ in invoice.lines]
    billed = invoice.billed()
    numbers = [each.order_number for each in billed]
    candidates = await received.order_lines(tx, invoice.supplier_id, invoice.currency, numbers)
    return match_orders(billed, candidates)
