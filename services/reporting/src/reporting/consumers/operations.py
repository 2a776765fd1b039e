"""Purchases, receipts and counts, as KPIs look at them."""

from collections.abc import Sequence
from uuid import UUID

from comptoir.inventory.v1.count_pb2 import CountedLine, CountPosted
from comptoir.inventory.v1.receipt_pb2 import ReceiptPosted
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderPlaced, PurchaseOrderRevised
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.wire import date_in, decimal_in, time_in

from reporting.domain.discrepancy import attribute
from reporting.storage import kpi_facts


async def keep_purchases(
    tx: Transaction, events: Sequence[ReceivedEvent[PurchaseOrderPlaced] | ReceivedEvent[PurchaseOrderRevised]]
) -> None:
    last = {event.message.purchase_order_id: event.message for event in events}
    rows = [
        (
            UUID(line.purchase_order_line_id), UUID(order.purchase_order_id), UUID(order.supplier_id), UUID(line.product_id),
            date_in(order.ordered_on), date_in(line.expected_on) if line.expected_on else None,
            decimal_in(line.quantity) - decimal_in(line.cancelled),
        )
        for order in last.values()
        for line in order.lines
    ]  # fmt: skip
    await kpi_facts.keep_purchase_lines(tx, rows)


async def keep_receipts(tx: Transaction, events: Sequence[ReceivedEvent[ReceiptPosted]]) -> None:
    rows = [
        (
            UUID(line.receipt_line_id), UUID(line.purchase_order_line_id), time_in(event.message.occurred_at).date(),
            decimal_in(line.quantity),
        )
        for event in events
        for line in event.message.lines
    ]  # fmt: skip
    await kpi_facts.add_receipt_lines(tx, rows)


async def keep_counts(tx: Transaction, events: Sequence[ReceivedEvent[CountPosted]]) -> None:
    rows = [
        _counted(event.message, position, line)
        for event in events
        for position, line in enumerate(event.message.lines)
    ]  # fmt: skip
    await kpi_facts.add_count_lines(tx, rows)


def _counted(count: CountPosted, position: int, line: CountedLine) -> kpi_facts.Row:
    found = attribute(line.cause, line.probable_cause, line.probability)
    return (
        UUID(count.count_id), count.part, position, count.number, count.warehouse, UUID(line.product_id), line.location,
        time_in(count.occurred_at).date(), decimal_in(line.expected), decimal_in(line.counted), decimal_in(line.unit_cost),
        found.cause, str(found.basis), line.probable_cause, line.probability, line.evidence, line.evidence_document,
        UUID(line.evidence_product_id) if line.evidence_product_id else None, line.evidence_location,
        decimal_in(line.evidence_factor) if line.HasField("evidence_factor") else None,
    )  # fmt: skip
