"""Revenue from invoices and credit notes, cost from valuations: whichever comes last completes the line and may raise an alert."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from comptoir.accounting.v1.credit_note_pb2 import CreditNoteIssued
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from kit.consumer import Handler
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.wire import decimal_in

from kit import clock
from reporting import wire
from reporting.storage import alerts, day_totals, entries, facts


def margin_handlers(low_margin_rate: Decimal) -> dict[str, Handler]:
    """The handlers, bound to the threshold that holds until somebody sets one."""

    async def alert(tx: Transaction, line_ids: Sequence[UUID]) -> None:
        if not line_ids:
            return
        rate, now = await alerts.threshold(tx, low_margin_rate), clock.now()
        for low in await alerts.raise_alerts(tx, line_ids, rate=rate, now=now):
            tx.publish(wire.low_margin_sold(low, now))

    async def keep_invoices(tx: Transaction, events: Sequence[ReceivedEvent[InvoiceIssued]]) -> None:
        lines = [line for event in events for line in wire.invoiced_lines(event)]
        issues = [line.movement_id for line in lines if line.movement_id]
        came_back = await facts.returns_of(tx, issues)
        changed = [*(line.invoice_line_id for line in lines), *came_back]
        async with day_totals.changing(tx, day_totals.LINES, changed):
            new = await facts.add_invoiced_lines(tx, lines)
            await facts.take_returns_off(tx, issues)
        await entries.place_lines(tx, lines)
        await alert(tx, new)

    async def keep_credit_notes(tx: Transaction, events: Sequence[ReceivedEvent[CreditNoteIssued]]) -> None:
        lines = [line for event in events for line in wire.credited_lines(event)]
        async with day_totals.changing(tx, day_totals.LINES, [line.invoice_line_id for line in lines]):
            await facts.add_invoiced_lines(tx, lines)
        await entries.place_lines(tx, lines)

    async def keep_valuations(tx: Transaction, events: Sequence[ReceivedEvent[MovementValued]]) -> None:
        messages = [event.message for event in events]
        issues = [
            (UUID(m.movement_id), UUID(m.product_id), -decimal_in(m.amount))
            for m in messages
            if decimal_in(m.quantity) < 0
        ]
        came_back = [
            wire.returned_cost(event)
            for event in events
            if event.message.returns_movement_id and decimal_in(event.message.quantity) > 0
        ]
        changed = [*(movement_id for movement_id, _, _ in issues), *(each.movement_id for each in came_back)]
        async with day_totals.changing(tx, day_totals.LINES, changed):
            dearer = await facts.add_costs(tx, issues)
            await facts.add_returns(tx, came_back)
        await facts.set_stock_values(tx, {UUID(m.product_id): _left(m) for m in messages})
        await facts.add_stock_changes(tx, [(wire.posted_on(m), decimal_in(m.amount)) for m in messages])
        await entries.add_costs(tx, [cost for message in messages for cost in wire.costs_of_movement(message)])
        await alert(tx, dearer)

    async def keep_revaluations(tx: Transaction, events: Sequence[ReceivedEvent[StockRevalued]]) -> None:
        messages = [event.message for event in events]
        shares = [
            (UUID(share.movement_id), UUID(m.product_id), decimal_in(share.amount))
            for m in messages
            for share in m.shares
        ]
        async with day_totals.changing(tx, day_totals.LINES, [movement_id for movement_id, _, _ in shares]):
            dearer = await facts.add_costs(tx, shares)
        await facts.set_stock_values(tx, {UUID(m.product_id): _left(m) for m in messages})
        await facts.add_stock_changes(tx, [(wire.posted_on(m), decimal_in(m.amount_to_stock)) for m in messages])
        await entries.add_costs(tx, [cost for message in messages for cost in wire.late_costs(message)])
        await alert(tx, dearer)

    return {
        "invoices": keep_invoices,
        "credit notes": keep_credit_notes,
        "valuations": keep_valuations,
        "revaluations": keep_revaluations,
    }


def _left(message: MovementValued | StockRevalued) -> tuple[Decimal, Decimal]:
    return decimal_in(message.quantity_after), decimal_in(message.value_after)
