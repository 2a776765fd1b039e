"""The table of what pricing listens to."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from uuid import UUID

from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderConfirmed
from kit.consumer import Handlers
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.wire import date_in, decimal_in, time_in

from kit import copies
from pricing.commands.use_exceptions import orders_cancelled, orders_confirmed
from pricing.storage import costs, sold
from pricing.storage.costs import Cost
from pricing.storage.exceptions import Use
from pricing.storage.sold import Sale

_PARTNER = {"id": "uuid", "version": "bigint", "code": "text", "segment": "text"}


async def keep_products(tx: Transaction, events: Sequence[ReceivedEvent[ProductChanged]]) -> None:
    last = {m.product_id: m for m in sorted((event.message for event in events), key=lambda m: m.version)}
    # A row of arrays cannot be unnested, so the path travels as one text; no code has a line feed.
    await tx.execute(
        "INSERT INTO product AS copy (id, version, sku, name, family_path)"
        " SELECT i, v, s, n, string_to_array(f, chr(10)) FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[])"
        " AS x (i, v, s, n, f) ON CONFLICT (id) DO UPDATE SET version = excluded.version, sku = excluded.sku,"
        " name = excluded.name, family_path = excluded.family_path WHERE copy.version < excluded.version",
        [UUID(id_) for id_ in last],
        [m.version for m in last.values()],
        [m.sku for m in last.values()],
        [m.name_fr or m.name_en for m in last.values()],
        ["\n".join(m.family_path or [m.family_code]) for m in last.values()],
    )
    suppliers = [(UUID(id_), m.version, [each.supplier_id for each in m.suppliers]) for id_, m in last.items()]
    await sold.keep_suppliers(tx, suppliers)


async def keep_partners(tx: Transaction, events: Sequence[ReceivedEvent[PartnerChanged]]) -> None:
    last = {m.partner_id: m for m in sorted((event.message for event in events), key=lambda m: m.version)}
    rows = [(UUID(m.partner_id), m.version, m.code, m.segment) for m in last.values()]
    await copies.keep(tx, "partner", _PARTNER, rows)


async def keep_costs(tx: Transaction, events: Sequence[ReceivedEvent[MovementValued | StockRevalued]]) -> None:
    """Facts of one product carry no version; when accounting published them tells which is the last."""
    last = {
        event.message.product_id: Cost(UUID(event.message.product_id), unit_cost, event.published_at)
        for event in sorted(events, key=lambda event: event.published_at)
        if (unit_cost := _known_cost(event.message)) is not None
    }
    await costs.keep(tx, last.values())


def _known_cost(message: MovementValued | StockRevalued) -> Decimal | None:
    """Nothing when zero only says that the product, sold before it ever came, has no cost yet."""
    unit_cost = decimal_in(message.unit_cost_after)
    return unit_cost if unit_cost or decimal_in(message.quantity_after) > 0 else None


async def confirm_orders(tx: Transaction, events: Sequence[ReceivedEvent[OrderConfirmed]]) -> None:
    orders = [event.message for event in events]
    uses = [
        Use(UUID(line.exception_id), UUID(line.sales_order_line_id), UUID(m.sales_order_id), decimal_in(line.quantity))
        for m in orders
        for line in m.lines
        if line.exception_id
    ]
    await orders_confirmed(tx, uses, [UUID(m.sales_order_id) for m in orders])
    sales = [sale for m in orders for sale in _sales(m)]
    await sold.keep(tx, {sale.order_line_id: sale for sale in sales}.values())


def _sales(message: OrderConfirmed) -> Iterator[Sale]:
    for line in message.lines:
        yield Sale(
            order_line_id=UUID(line.sales_order_line_id),
            order_id=UUID(message.sales_order_id),
            order_number=message.number,
            customer_id=UUID(message.customer_id),
            product_id=UUID(line.product_id),
            segment=message.segment,
            channel=message.channel,
            currency=message.currency,
            ordered_on=date_in(message.ordered_on),
            confirmed_at=time_in(message.occurred_at),
            quantity=decimal_in(line.quantity),
            unit_price=decimal_in(line.unit_price),
        )


async def cancel_orders(tx: Transaction, events: Sequence[ReceivedEvent[OrderCancelled]]) -> None:
    ids = [UUID(event.message.sales_order_id) for event in events]
    await orders_cancelled(tx, ids)
    await sold.forget(tx, ids)


HANDLERS: Handlers = {
    "catalog.products.v1": {ProductChanged: keep_products},
    "catalog.partners.v1": {PartnerChanged: keep_partners},
    "sales.orders.v1": {OrderConfirmed: confirm_orders, OrderCancelled: cancel_orders},
    "accounting.valuations.v1": {MovementValued: keep_costs, StockRevalued: keep_costs},
}
