"""What commissions follow from: invoices and credit notes, payments received, costs of goods that left or came back."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from comptoir.accounting.v1.credit_note_pb2 import CreditNoteIssued, CreditUsed
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.accounting.v1.payment_pb2 import PaymentDirection, PaymentRecorded, PaymentReversed
from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from kit.consumer import NotYet
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.exchange_rates import rates_on
from kit.money import ZERO
from kit.wire import date_in, decimal_in

from sales.commands.earn_commissions import (
    costs_told,
    goods_returned,
    invoices_credited,
    invoices_issued,
    payments_received,
)


async def bill(tx: Transaction, events: Sequence[ReceivedEvent[InvoiceIssued]], company_currency: str) -> None:
    """The margin is that of the goods: what is charged on top, as carriage, pays for other costs. What was invoiced in
    advance counts as collected, under the order's id.

    Raises:
        NotYet: nobody has told what the currency of an invoice is worth on its day.
    """
    messages = [event.message for event in events]
    wanted = [(m.currency or company_currency, date_in(m.issued_on)) for m in messages]
    rates = await rates_on(tx, company_currency, wanted)
    if unknown := sorted(set(wanted) - set(rates)):
        raise NotYet("There is no rate of {} on {}.".format(*unknown[0]))
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
                company_currency,
                rates[day].column,
                date_in(m.issued_on),
                decimal_in(m.net_amount) - sum((decimal_in(charge.net_amount) for charge in m.charges), ZERO),
                decimal_in(m.invoice_gross_amount if m.HasField("invoice_gross_amount") else m.gross_amount),
            )
            for m, day in zip(messages, wanted, strict=True)
        ],
        [
            (UUID(line.invoice_line_id), UUID(m.invoice_id), UUID(m.sales_order_id), UUID(line.movement_id))
            for m in messages
            for line in m.lines
            if line.invoice_line_id and line.movement_id
        ],
        {UUID(m.invoice_id): date_in(m.issued_on) for m in messages},
    )
    await payments_received(
        tx,
        {
            (UUID(m.invoice_id), UUID(m.sales_order_id)): (decimal_in(m.prepaid_amount), date_in(m.issued_on))
            for m in messages
            if m.HasField("prepaid_amount")
        },
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


async def use_credit(tx: Transaction, events: Sequence[ReceivedEvent[CreditUsed]]) -> None:
    """What was credited elsewhere and set against an invoice is collected of it."""
    await payments_received(
        tx,
        {
            (UUID(match.invoice_id), UUID(m.credit_note_id)): (decimal_in(match.amount), date_in(m.used_on))
            for m in (event.message for event in events)
            for match in m.matches
        },
    )


async def credit(tx: Transaction, events: Sequence[ReceivedEvent[CreditNoteIssued]]) -> None:
    messages = [event.message for event in events]
    await invoices_credited(
        tx,
        {
            (UUID(each.invoice_id), UUID(m.sales_order_id), UUID(m.credit_note_id)): (
                decimal_in(each.net_amount),
                decimal_in(each.gross_amount),
            )
            for m in messages
            for each in m.invoices
        },
        _latest((UUID(each.invoice_id), date_in(m.credited_on)) for m in messages for each in m.invoices),
    )


async def value(tx: Transaction, events: Sequence[ReceivedEvent[MovementValued]]) -> None:
    """Of issues and of what came back of them."""
    issues = [m for m in (event.message for event in events) if m.order_line_id and decimal_in(m.quantity) < 0]
    await costs_told(tx, _latest((UUID(m.movement_id), date_in(m.posted_on)) for m in issues))
    back = [m for m in (event.message for event in events) if m.returns_movement_id and decimal_in(m.quantity) > 0]
    await goods_returned(
        tx,
        {UUID(m.movement_id): (UUID(m.returns_movement_id), decimal_in(m.amount)) for m in back},
        _latest((UUID(m.returns_movement_id), date_in(m.posted_on)) for m in back),
    )


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
