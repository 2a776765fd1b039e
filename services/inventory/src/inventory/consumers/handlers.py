"""The table of what inventory listens to."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from comptoir.catalog.v1 import product_pb2
from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged
from comptoir.purchasing.v1.purchase_order_pb2 import (
    PurchaseOrderClosed,
    PurchaseOrderPlaced,
    PurchaseOrderRevised,
    ReplenishmentRefused,
)
from comptoir.sales.v1 import sales_order_pb2
from comptoir.sales.v1.return_pb2 import ReturnAuthorised, ReturnClosed
from comptoir.sales.v1.sales_order_pb2 import (
    OrderCancelled,
    OrderClosed,
    OrderConfirmed,
    OrderHeld,
    OrderReleased,
    OrderRevised,
)
from kit.consumer import Handlers, NotYet
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.money import ZERO
from kit.wire import date_in, decimal_in, optional_decimal_in, time_in

from inventory.commands.confirm_reservations import confirm_reservations
from inventory.commands.expect_goods import expect_goods, expect_otherwise, stop_expecting
from inventory.commands.pegs import release_pegs
from inventory.commands.release_reservations import release_reservations
from inventory.commands.replenish import ordered, refused
from inventory.commands.reserve_stock import ReserveStock
from inventory.commands.revise_reservation import ReviseReservation, revise_reservation
from inventory.domain.delivery import Delivery, DeliveryPolicy
from inventory.domain.errors import ProductNotKnown
from inventory.domain.lot import Tracking
from inventory.domain.receiving import ExpectedLine
from inventory.domain.reservation import AskedLine, ShortagePolicy
from inventory.storage import costs, customers, order_stops, products, returns
from inventory.storage.order_stops import OrderStop
from inventory.storage.purchase_orders import PurchaseOrder
from kit import copies

_TRACKINGS = {
    product_pb2.TRACKING_NONE: Tracking.NONE,
    product_pb2.TRACKING_LOT: Tracking.LOT,
    product_pb2.TRACKING_SERIAL: Tracking.SERIAL,
}

_POLICIES = {
    sales_order_pb2.DELIVERY_POLICY_COMPLETE_LINE: DeliveryPolicy.COMPLETE_LINE,
    sales_order_pb2.DELIVERY_POLICY_COMPLETE_ORDER: DeliveryPolicy.COMPLETE_ORDER,
    sales_order_pb2.DELIVERY_POLICY_CONSOLIDATED: DeliveryPolicy.CONSOLIDATED,
}


async def keep_products(tx: Transaction, events: Sequence[ReceivedEvent[ProductChanged]]) -> None:
    last = {event.message.product_id: event.message for event in events}
    changed = await copies.keep(
        tx,
        "product",
        products.COLUMNS,
        [
            (
                UUID(m.product_id),
                m.version,
                m.sku,
                m.name_fr or m.name_en,
                m.stock_uom,
                m.quantity_decimals,
                str(_TRACKINGS.get(m.tracking, Tracking.NONE)),
            )
            for m in last.values()
        ],
    )
    await products.keep_packagings(
        tx,
        {id_: [(each.code, each.numerator, each.denominator) for each in last[str(id_)].packagings] for id_ in changed},
    )


async def keep_customers(tx: Transaction, events: Sequence[ReceivedEvent[PartnerChanged]]) -> None:
    last = {m.partner_id: m for m in sorted((event.message for event in events), key=lambda m: m.version)}
    await copies.keep(
        tx,
        "customer",
        customers.COLUMNS,
        [
            (
                UUID(m.partner_id),
                m.version,
                m.code,
                m.name,
                m.minimum_shelf_life_days,
                _delivery_address(m.addresses),
                m.language or "fr",
            )
            for m in last.values()
            if m.is_customer
        ],
    )


def _delivery_address(addresses: Iterable[Address]) -> str:
    """Lines on an envelope of the first address that takes goods, else of the first."""
    known = list(addresses)
    for each in [*(each for each in known if each.kind in ("delivery", "both")), *known][:1]:
        place = f"{each.postal_code} {each.city}".strip()
        return "\n".join(filter(None, (each.name, each.line1, each.line2, place, each.region, each.country)))
    return ""


async def keep_costs(tx: Transaction, events: Sequence[ReceivedEvent[MovementValued | StockRevalued]]) -> None:
    """Facts of one product carry no version; when accounting published them tells which is the last."""
    last = {
        event.message.product_id: (
            UUID(event.message.product_id),
            decimal_in(event.message.unit_cost_after),
            event.published_at,
        )
        for event in sorted(events, key=lambda event: event.published_at)
        if decimal_in(event.message.unit_cost_after) > 0
    }
    await costs.keep(tx, last.values())


async def expect(tx: Transaction, events: Sequence[ReceivedEvent[PurchaseOrderPlaced]]) -> None:
    messages = [event.message for event in events]
    try:
        await expect_goods(tx, [_purchase_order(message) for message in messages], _expected_on(messages))
        await ordered(tx, {UUID(id_): UUID(m.purchase_order_id) for m in messages for id_ in m.need_ids})
    except ProductNotKnown as error:
        raise NotYet(error.detail) from error


async def expect_revised(tx: Transaction, events: Sequence[ReceivedEvent[PurchaseOrderRevised]]) -> None:
    for message in (event.message for event in events):
        try:
            await expect_otherwise(tx, _purchase_order(message), message.revision, _expected_on([message]))
        except ProductNotKnown as error:
            raise NotYet(error.detail) from error


async def will_not_buy(tx: Transaction, events: Sequence[ReceivedEvent[ReplenishmentRefused]]) -> None:
    await refused(tx, [UUID(event.message.need_id) for event in events])


async def stop(tx: Transaction, events: Sequence[ReceivedEvent[PurchaseOrderClosed]]) -> None:
    await stop_expecting(tx, list({UUID(event.message.purchase_order_id) for event in events}))


async def agree(tx: Transaction, events: Sequence[ReceivedEvent[ReturnAuthorised]]) -> None:
    for m in (event.message for event in events):
        lines = {UUID(line.shipment_line_id): decimal_in(line.quantity) for line in m.lines}
        await returns.agree(tx, UUID(m.return_id), m.number, UUID(m.sales_order_id), lines)


async def end_agreement(tx: Transaction, events: Sequence[ReceivedEvent[ReturnClosed]]) -> None:
    await returns.close_agreements(tx, [UUID(event.message.return_id) for event in events])


async def give_up(tx: Transaction, events: Sequence[ReceivedEvent[OrderCancelled | OrderClosed]]) -> None:
    order_ids = [UUID(event.message.sales_order_id) for event in events]
    await release_reservations(tx, order_ids)
    await release_pegs(tx, order_ids)
    await order_stops.lift(tx, order_ids)


async def hold(tx: Transaction, events: Sequence[ReceivedEvent[OrderHeld]]) -> None:
    stops = [
        OrderStop(UUID(m.sales_order_id), m.cause, m.explanation, time_in(m.occurred_at))
        for m in (event.message for event in events)
    ]
    await order_stops.add(tx, stops)


async def let_go(tx: Transaction, events: Sequence[ReceivedEvent[OrderReleased]]) -> None:
    await order_stops.lift(tx, [UUID(event.message.sales_order_id) for event in events])


def handlers(hold_ahead_days: int) -> Handlers:
    """Topic → message → handler."""

    async def confirm(tx: Transaction, events: Sequence[ReceivedEvent[OrderConfirmed]]) -> None:
        try:
            await confirm_reservations(tx, [_reservation(event.message, hold_ahead_days) for event in events])
        except ProductNotKnown as error:
            raise NotYet(error.detail) from error

    async def revise(tx: Transaction, events: Sequence[ReceivedEvent[OrderRevised]]) -> None:
        for message in (event.message for event in events):
            is_ranked_anew = any(each.field == "priority" for each in message.differences)
            asked = ReviseReservation(
                _reservation(message.order, hold_ahead_days),
                revision_id=UUID(message.revision_id),
                revision=message.revision,
                priority=message.order.priority if is_ranked_anew else None,
            )
            try:
                await revise_reservation(tx, asked)
            except ProductNotKnown as error:
                raise NotYet(error.detail) from error

    return {
        "accounting.valuations.v1": {MovementValued: keep_costs, StockRevalued: keep_costs},
        "catalog.products.v1": {ProductChanged: keep_products},
        "catalog.partners.v1": {PartnerChanged: keep_customers},
        "purchasing.orders.v1": {
            PurchaseOrderPlaced: expect,
            PurchaseOrderRevised: expect_revised,
            PurchaseOrderClosed: stop,
            ReplenishmentRefused: will_not_buy,
        },
        "sales.orders.v1": {
            OrderConfirmed: confirm,
            OrderRevised: revise,
            OrderHeld: hold,
            OrderReleased: let_go,
            OrderCancelled: give_up,
            OrderClosed: give_up,
        },
        "sales.returns.v1": {ReturnAuthorised: agree, ReturnClosed: end_agreement},
    }


def _expected_on(messages: Iterable[PurchaseOrderPlaced | PurchaseOrderRevised]) -> dict[UUID, date | None]:
    return {
        UUID(line.purchase_order_line_id): date_in(line.expected_on) if line.expected_on else None
        for message in messages
        for line in message.lines
    }


def _purchase_order(message: PurchaseOrderPlaced | PurchaseOrderRevised) -> PurchaseOrder:
    return PurchaseOrder(
        id=UUID(message.purchase_order_id),
        number=message.number,
        supplier_id=UUID(message.supplier_id),
        warehouse=message.warehouse,
        over_receipt_rate=decimal_in(message.over_receipt_rate),
        is_closed=False,
        ordered_on=date_in(message.ordered_on) if message.ordered_on else None,
        lines=tuple(
            ExpectedLine(
                id=UUID(line.purchase_order_line_id),
                product_id=UUID(line.product_id),
                quantity=decimal_in(line.quantity) - decimal_in(line.cancelled),
                received=ZERO,
                over_receipt_rate=optional_decimal_in(line.over_receipt_rate),
                under_receipt_rate=decimal_in(line.under_receipt_rate),
                sales_order_line_id=UUID(line.sales_order_line_id) if line.sales_order_line_id else None,
            )
            for line in message.lines
        ),
    )


def _reservation(message: OrderConfirmed, hold_ahead_days: int) -> ReserveStock:
    return ReserveStock(
        order_id=UUID(message.sales_order_id),
        order_number=message.number,
        customer_id=UUID(message.customer_id),
        warehouse=message.warehouse,
        lines=tuple(
            AskedLine(
                UUID(line.sales_order_line_id), UUID(line.product_id), decimal_in(line.quantity), line.is_drop_shipped
            )
            for line in message.lines
        ),
        policy=ShortagePolicy.BACKORDER,
        expires_at=None,
        priority=message.priority,
        delivery=Delivery(
            _POLICIES.get(message.delivery_policy, DeliveryPolicy.PARTIAL),
            date_in(message.consolidate_until) if message.consolidate_until else None,
        ),
        needed_on=date_in(message.requested_on) if message.requested_on else None,
        hold_ahead_days=hold_ahead_days,
    )
