"""What commissions follow from: invoices, payments received, costs of goods that left."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.accounting.v1.payment_pb2 import PaymentDirection, PaymentRecorded, PaymentReversed
from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.wire import date_in, decimal_in

from sales.commands.earn_commissions import costs_told, invoices_issued, payments_received


async def bill(tx: Transaction, events: Sequence[ReceivedEvent[InvoiceIssued]]) -> None:
    messages = [event.message for event in events]
    await invoices_issued(
        tx,
        [
            (
                UUID(m.invoice_id),
                m.number,
                UUID(m.sales_order_id),
                UUID(m.customer_id),
                m.salesperson,
                m.channel,
                m.segment,
                m.currency,
                date_in(m.issued_on),
                decimal_in(m.net_amount),
                decimal_in(m.gross_amount),
            )
            for m in messages
        ],
        [
            (UUID(line.invoice_line_id), UUID(m.invoice_id), UUID(line.movement_id))
            for m in messages
            for line in m.lines
            if line.invoice_line_id and line.movement_id
        ],
        {UUID(m.invoice_id): date_in(m.issued_on) for m in messages},
    )


async def pay(tx: Transaction, events: Sequence[ReceivedEvent[PaymentRecorded]]) -> None:
    await payments_received(
        tx,
        {
            (UUID(match.document_id), UUID(m.payment_id)): (decimal_in(match.amount), date_in(m.paid_on))
            for m in (event.message for event in events)
            if m.direction == PaymentDirection.PAYMENT_DIRECTION_RECEIVED
            for match in m.matches
        },
    )


async def take_back(tx: Transaction, events: Sequence[ReceivedEvent[PaymentReversed]]) -> None:
    """What was collected is not: it is taken off under the reversal's own id."""
    await payments_received(
        tx,
        {
            (UUID(match.document_id), UUID(m.reversal_id)): (-decimal_in(match.amount), date_in(m.reversed_on))
            for m in (event.message for event in events)
            if m.direction == PaymentDirection.PAYMENT_DIRECTION_RECEIVED
            for match in m.matches
        },
    )


async def value(tx: Transaction, events: Sequence[ReceivedEvent[MovementValued]]) -> None:
    """Of issues that are noted already."""
    issues = [m for m in (event.message for event in events) if m.order_line_id and decimal_in(m.quantity) < 0]
    await costs_told(tx, _latest((UUID(m.movement_id), date_in(m.posted_on)) for m in issues))


async def revalue(tx: Transaction, events: Sequence[ReceivedEvent[StockRevalued]]) -> None:
    """Of corrections that are noted already."""
    messages = [event.message for event in events]
    await costs_told(
        tx, _latest((UUID(share.movement_id), date_in(m.posted_on)) for m in messages for share in m.shares)
    )


def _latest(told: Iterable[tuple[UUID, date]]) -> dict[UUID, date]:
    days: dict[UUID, date] = {}
    for movement_id, on in told:
        days[movement_id] = max(on, days.get(movement_id, on))
    return days
