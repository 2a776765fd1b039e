"""Orders and shipments, as the summary counts them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from comptoir.inventory.v1.shipment_pb2 import ShipmentPosted
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderClosed, OrderConfirmed, OrderRevised
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.money import ZERO, round_half_up
from kit.wire import date_in, decimal_in, optional_decimal_in, time_in

from reporting.storage import day_totals, entries, kpi_facts


async def keep_confirmed(tx: Transaction, events: Sequence[ReceivedEvent[OrderConfirmed]]) -> None:
    await _keep(tx, [event.message for event in events])


async def keep_revised(tx: Transaction, events: Sequence[ReceivedEvent[OrderRevised]]) -> None:
    await _keep(tx, [event.message.order for event in events])


async def _keep(tx: Transaction, orders: Sequence[OrderConfirmed]) -> None:
    last = {order.sales_order_id: order for order in orders}
    order_ids = [UUID(id_) for id_ in last]
    async with day_totals.changing(tx, day_totals.ORDERS, order_ids):
        await _keep_orders(tx, last)
        await entries.follow_orders(tx, order_ids)
        await kpi_facts.keep_order_lines(tx, order_ids, [row for order in last.values() for row in _line_rows(order)])


async def _keep_orders(tx: Transaction, last: Mapping[str, OrderConfirmed]) -> None:
    await tx.execute(
        "INSERT INTO sales_order (id, number, customer_id, ordered_on, line_count, amount, team, site, status)"
        " SELECT *, 'confirmed' FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::date[], $5::int[], $6::numeric[],"
        " $7::text[], $8::text[])"
        " ON CONFLICT (id) DO UPDATE SET line_count = excluded.line_count, amount = excluded.amount,"
        " team = excluded.team, site = excluded.site",
        [UUID(id_) for id_ in last],
        [message.number for message in last.values()],
        [UUID(message.customer_id) for message in last.values()],
        [date_in(message.ordered_on) for message in last.values()],
        [len(message.lines) for message in last.values()],
        [_amount(message) for message in last.values()],
        [message.team for message in last.values()],
        [message.warehouse for message in last.values()],
    )


def _line_rows(order: OrderConfirmed) -> list[tuple[object, ...]]:
    return [
        (
            UUID(line.sales_order_line_id), UUID(order.sales_order_id), UUID(line.product_id), date_in(order.ordered_on),
            date_in(line.promised_on) if line.promised_on else None, decimal_in(line.quantity), line.set_by_hand,
            decimal_in(line.unit_price) / (optional_decimal_in(order.exchange_rate) or 1),
            optional_decimal_in(line.margin_rate), bool(line.exception_id),
        )
        for line in order.lines
    ]  # fmt: skip


def _amount(order: OrderConfirmed) -> object:
    return sum((round_half_up(decimal_in(line.quantity) * decimal_in(line.unit_price)) for line in order.lines), ZERO)


async def keep_cancelled(tx: Transaction, events: Sequence[ReceivedEvent[OrderCancelled]]) -> None:
    await _end(tx, [event.message for event in events], "cancelled")


async def keep_closed(tx: Transaction, events: Sequence[ReceivedEvent[OrderClosed]]) -> None:
    await _end(tx, [event.message for event in events], "closed")


async def _end(tx: Transaction, messages: Sequence[OrderCancelled] | Sequence[OrderClosed], status: str) -> None:
    order_ids = [UUID(message.sales_order_id) for message in messages]
    async with day_totals.changing(tx, day_totals.ORDERS, order_ids):
        await tx.execute(
            "UPDATE sales_order o SET status = $3, ended_on = e.day FROM unnest($1::uuid[], $2::date[]) AS e (id, day)"
            " WHERE e.id = o.id",
            order_ids,
            [time_in(message.occurred_at).date() for message in messages],
            status,
        )


async def keep_shipments(tx: Transaction, events: Sequence[ReceivedEvent[ShipmentPosted]]) -> None:
    messages = [event.message for event in events]
    async with day_totals.changing(tx, day_totals.ORDERS, [UUID(message.sales_order_id) for message in messages]):
        await _add_shipments(tx, messages)


async def _add_shipments(tx: Transaction, messages: Sequence[ShipmentPosted]) -> None:
    await tx.execute(
        "INSERT INTO shipment (id, sales_order_id, shipped_on, line_count)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::int[]) ON CONFLICT DO NOTHING",
        [UUID(message.shipment_id) for message in messages],
        [UUID(message.sales_order_id) for message in messages],
        [time_in(message.occurred_at).date() for message in messages],
        [len(message.lines) for message in messages],
    )
    rows = [
        (
            UUID(line.shipment_line_id), UUID(message.sales_order_id), UUID(line.sales_order_line_id), UUID(line.product_id),
            time_in(message.occurred_at).date(), decimal_in(line.quantity),
        )
        for message in messages
        for line in message.lines
    ]  # fmt: skip
    await kpi_facts.add_shipment_lines(tx, rows)
