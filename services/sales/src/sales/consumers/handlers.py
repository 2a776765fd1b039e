"""The table of what sales listens to. Masters come before what refers to them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged, ProductStatus
from comptoir.inventory.v1.reservation_pb2 import ReservationChanged
from comptoir.inventory.v1.shipment_pb2 import ShipmentPosted
from kit.consumer import Handlers
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.money import ZERO
from kit.quantity import Factor
from kit.wire import date_in, decimal_in, time_in

from kit import clock
from sales.commands.follow_goods import Hold, goods_invoiced, goods_shipped, holds_changed
from sales.storage import masters
from sales.storage.fulfilments import Billing, Delivery


def handlers(hold_s: float) -> Handlers:
    """`hold_s`: how long a hold may be there before its order is firm."""

    async def hold(tx: Transaction, events: Sequence[ReceivedEvent[ReservationChanged]]) -> None:
        firm_by = clock.now() - timedelta(seconds=hold_s)
        await holds_changed(tx, [_hold(event.message, event.published_at > firm_by) for event in events])

    return {
        "catalog.products.v1": {ProductChanged: keep_products},
        "catalog.partners.v1": {PartnerChanged: keep_partners},
        "inventory.shipments.v1": {ShipmentPosted: ship, ReservationChanged: hold},
        "accounting.invoices.v1": {InvoiceIssued: invoice},
    }


async def keep_products(tx: Transaction, events: Sequence[ReceivedEvent[ProductChanged]]) -> None:
    last = {event.message.product_id: event.message for event in events}
    await masters.keep_products(
        tx,
        [
            masters.Product(
                id=UUID(m.product_id),
                version=m.version,
                sku=m.sku,
                name_fr=m.name_fr,
                name_en=m.name_en,
                is_sold=m.status != ProductStatus.PRODUCT_STATUS_BLOCKED,
                quantity_decimals=m.quantity_decimals,
                tax_class=m.tax_class,
                packagings={each.code: Factor(each.numerator, each.denominator) for each in m.packagings},
                substitutes=tuple(UUID(each.product_id) for each in m.substitutes),
            )
            for m in last.values()
        ],
    )


async def keep_partners(tx: Transaction, events: Sequence[ReceivedEvent[PartnerChanged]]) -> None:
    last = {event.message.partner_id: event.message for event in events}
    await masters.keep_partners(
        tx,
        [
            masters.Customer(
                id=UUID(m.partner_id),
                version=m.version,
                code=m.code,
                name=m.name,
                is_customer=m.is_customer and m.is_active,
                bill_to_id=UUID(m.bill_to_partner_id or m.partner_id),
                segment=m.segment,
                salesperson=m.salesperson,
                channel=m.channel,
                currency=m.currency,
                language=m.language,
                payment_days=m.payment_days,
            )
            for m in last.values()
        ],
    )


async def ship(tx: Transaction, events: Sequence[ReceivedEvent[ShipmentPosted]]) -> None:
    await goods_shipped(
        tx,
        [
            (
                Delivery(UUID(m.shipment_id), UUID(m.sales_order_id), m.number, time_in(m.occurred_at)),
                _quantities(m.lines),
            )
            for m in (event.message for event in events)
        ],
    )


async def invoice(tx: Transaction, events: Sequence[ReceivedEvent[InvoiceIssued]]) -> None:
    await goods_invoiced(
        tx,
        [
            (
                Billing(
                    UUID(m.invoice_id),
                    UUID(m.sales_order_id),
                    m.number,
                    date_in(m.issued_on),
                    decimal_in(m.gross_amount),
                ),
                _quantities(m.lines),
            )
            for m in (event.message for event in events)
        ],
    )


def _quantities(lines: Iterable[Any]) -> dict[UUID, Decimal]:
    """By order line: one may occur several times in a document (a lot each)."""
    quantities: dict[UUID, Decimal] = {}
    for line in lines:
        id_ = UUID(line.sales_order_line_id)
        quantities[id_] = quantities.get(id_, ZERO) + decimal_in(line.quantity)
    return quantities


def _hold(message: ReservationChanged, is_recent: bool) -> Hold:  # noqa: FBT001  # of the event before it
    return Hold(
        sales_order_id=UUID(message.sales_order_id),
        lines={
            UUID(line.sales_order_line_id): (decimal_in(line.quantity_reserved), decimal_in(line.quantity_backordered))
            for line in message.lines
        },
        is_recent=is_recent,
    )
