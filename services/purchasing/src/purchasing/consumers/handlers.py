"""The table of what purchasing listens to."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import UUID

from comptoir.accounting.v1.bill_pb2 import BillCancelled, BillPosted, CreditNoteReceived
from comptoir.accounting.v1.exchange_rate_pb2 import ExchangeRateSet
from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged, ProductStatus
from comptoir.inventory.v1.inspection_pb2 import InspectionDecided
from comptoir.inventory.v1.receipt_pb2 import ReceiptPosted
from comptoir.inventory.v1.replenishment_pb2 import ReplenishmentNeeded
from comptoir.sales.v1.sales_order_pb2 import (
    ClosedLine,
    OrderCancelled,
    OrderClosed,
    OrderConfirmed,
    OrderRevised,
)
from kit.consumer import Handlers, NotYet
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.exchange_rates import keep_rate_events
from kit.ids import new_id
from kit.money import ZERO
from kit.quantity import Factor
from kit.wire import date_in, decimal_in, optional_decimal_in, time_in

from purchasing.commands.follow_sales import Sale, end_sales, follow_sale
from purchasing.commands.receive import receive
from purchasing.commands.requests import request_needs
from purchasing.domain.errors import CustomerNotKnown, ProductNotKnown
from purchasing.storage import masters, performance, rules
from purchasing.storage.masters import Partner, Product
from purchasing.storage.performance import InspectedLine, ReceivedLine
from purchasing.storage.requests import RequestLine


async def keep_products(tx: Transaction, events: Sequence[ReceivedEvent[ProductChanged]]) -> None:
    last = {event.message.product_id: event.message for event in events}
    await masters.keep_products(
        tx,
        [
            Product(
                id=UUID(m.product_id),
                version=m.version,
                sku=m.sku,
                name=m.name_fr or m.name_en,
                is_bought=m.status == ProductStatus.PRODUCT_STATUS_ACTIVE,
                quantity_decimals=m.quantity_decimals,
                weight_kg=optional_decimal_in(m.weight_kg),
                volume_m3=optional_decimal_in(m.volume_m3),
                family_path=tuple(m.family_path) or ((m.family_code,) if m.family_code else ()),
                packagings={each.code: Factor(each.numerator, each.denominator) for each in m.packagings},
            )
            for m in last.values()
        ],
    )


async def keep_partners(tx: Transaction, events: Sequence[ReceivedEvent[PartnerChanged]]) -> None:
    last = {event.message.partner_id: event.message for event in events}
    await masters.keep_partners(
        tx,
        [
            Partner(
                id=UUID(m.partner_id),
                version=m.version,
                code=m.code,
                name=m.name,
                is_supplier=m.is_supplier and m.is_active,
                address=_address(m.addresses),
                email=m.email,
                language="en" if m.language == "en" else "fr",
            )
            for m in last.values()
        ],
    )


def _address(addresses: Iterable[Address]) -> str:
    """The first to which goods go, as lines on a parcel."""
    for each in addresses:
        if each.kind in ("delivery", "both"):
            place = f"{each.postal_code} {each.city}".strip()
            lines = (each.name, each.line1, each.line2, place, each.region, each.country, each.instructions)
            return "\n".join(line for line in lines if line)
    return ""


async def goods_came(tx: Transaction, events: Sequence[ReceivedEvent[ReceiptPosted]]) -> None:
    await performance.keep_received(
        tx,
        [
            ReceivedLine(
                receipt_line_id=UUID(line.receipt_line_id),
                receipt_id=UUID(event.message.receipt_id),
                receipt_number=event.message.number,
                purchase_order_id=UUID(event.message.purchase_order_id),
                purchase_order_line_id=UUID(line.purchase_order_line_id),
                product_id=UUID(line.product_id),
                supplier_id=UUID(event.message.supplier_id),
                warehouse=event.message.warehouse,
                quantity=decimal_in(line.quantity),
                received_at=time_in(event.message.occurred_at),
            )
            for event in events
            for line in event.message.lines
        ],
    )
    quantities: dict[UUID, dict[UUID, Decimal]] = {}
    given_up: dict[UUID, dict[UUID, Decimal]] = {}
    for event in events:
        order_id = UUID(event.message.purchase_order_id)
        for sums, lines in (
            (quantities.setdefault(order_id, {}), event.message.lines),
            (given_up.setdefault(order_id, {}), event.message.rest_cancelled_lines),
        ):
            for line in lines:
                line_id = UUID(line.purchase_order_line_id)
                sums[line_id] = sums.get(line_id, ZERO) + decimal_in(line.quantity)
    await receive(tx, quantities, given_up)


async def stock_is_needed(tx: Transaction, events: Sequence[ReceivedEvent[ReplenishmentNeeded]]) -> None:
    needs = [
        (
            RequestLine(
                id=new_id(),
                product_id=UUID(m.product_id),
                stock_quantity=decimal_in(m.quantity),
                warehouse=m.warehouse,
                needed_on=date_in(m.needed_on) if m.needed_on else None,
                supplier_id=UUID(m.supplier_id) if m.supplier_id else None,
                need_id=UUID(m.need_id),
            ),
            m.accepted_by,
        )
        for m in (event.message for event in events)
    ]
    try:
        await request_needs(tx, needs)
    except ProductNotKnown as error:
        raise NotYet(error.detail) from error


async def goods_judged(tx: Transaction, events: Sequence[ReceivedEvent[InspectionDecided]]) -> None:
    await performance.keep_inspected(
        tx,
        [
            InspectedLine(
                inspection_id=UUID(m.inspection_id),
                receipt_line_id=UUID(m.receipt_line_id),
                supplier_id=UUID(m.supplier_id),
                accepted=decimal_in(m.accepted),
                rejected=decimal_in(m.rejected),
                reworked=decimal_in(m.reworked),
                decided_at=time_in(m.occurred_at),
            )
            for m in (event.message for event in events)
        ],
    )


async def bills_came(tx: Transaction, events: Sequence[ReceivedEvent[BillPosted]]) -> None:
    await rules.add_billed(tx, _by_order((event.message for event in events), sign=1))


async def bills_went(tx: Transaction, events: Sequence[ReceivedEvent[BillCancelled | CreditNoteReceived]]) -> None:
    await rules.add_billed(tx, _by_order((event.message for event in events), sign=-1))


def _by_order(messages: Iterable[BillPosted | BillCancelled | CreditNoteReceived], *, sign: int) -> dict[UUID, Decimal]:
    """Net amounts of the lines of bills in company currency, by the order that each is about."""
    amounts: dict[UUID, Decimal] = {}
    for message in messages:
        for line in message.lines:
            order = UUID(line.purchase_order_id or message.purchase_order_id)
            value = optional_decimal_in(line.company_amount)
            amount = decimal_in(line.net_amount) if value is None else value
            amounts[order] = amounts.get(order, ZERO) + sign * amount
    return amounts


async def goods_sold(tx: Transaction, events: Sequence[ReceivedEvent[OrderConfirmed]]) -> None:
    for message in (event.message for event in events):
        if any(line.is_drop_shipped for line in message.lines):
            await _follow(tx, message)


async def sale_revised(tx: Transaction, events: Sequence[ReceivedEvent[OrderRevised]]) -> None:
    for message in (event.message for event in events):
        await _follow(tx, message.order)


async def _follow(tx: Transaction, message: OrderConfirmed) -> None:
    sale = Sale(
        order_id=UUID(message.sales_order_id),
        number=message.number,
        customer_id=UUID(message.customer_id),
        deliver_to=message.deliver_to,
        warehouse=message.warehouse,
        needed_on=date_in(message.requested_on) if message.requested_on else None,
        lines={
            UUID(line.sales_order_line_id): (UUID(line.product_id), decimal_in(line.quantity))
            for line in message.lines
            if line.is_drop_shipped
        },
    )
    try:
        await follow_sale(tx, sale)
    except (ProductNotKnown, CustomerNotKnown) as error:
        raise NotYet(error.detail) from error


async def sale_ended(tx: Transaction, events: Sequence[ReceivedEvent[OrderCancelled | OrderClosed]]) -> None:
    """A sale of which all was shipped ends as it was wanted; of another, what was shipped."""
    await end_sales(
        tx,
        {
            UUID(m.sales_order_id): {
                UUID(line.sales_order_line_id): decimal_in(line.quantity_shipped) for line in _shipped_of(m)
            }
            for m in (event.message for event in events)
            if isinstance(m, OrderCancelled) or m.reason
        },
    )


def _shipped_of(message: OrderCancelled | OrderClosed) -> Iterable[ClosedLine]:
    return message.lines if isinstance(message, OrderClosed) else ()


async def rates_set(tx: Transaction, events: Sequence[ReceivedEvent[ExchangeRateSet]]) -> None:
    await keep_rate_events(tx, [event.message for event in events])


HANDLERS: Handlers = {
    "accounting.exchange-rates.v1": {ExchangeRateSet: rates_set},
    "accounting.bills.v1": {BillPosted: bills_came, BillCancelled: bills_went, CreditNoteReceived: bills_went},
    "catalog.products.v1": {ProductChanged: keep_products},
    "catalog.partners.v1": {PartnerChanged: keep_partners},
    "inventory.replenishment.v1": {ReplenishmentNeeded: stock_is_needed},
    "inventory.receipts.v1": {ReceiptPosted: goods_came, InspectionDecided: goods_judged},
    "sales.orders.v1": {
        OrderConfirmed: goods_sold,
        OrderRevised: sale_revised,
        OrderCancelled: sale_ended,
        OrderClosed: sale_ended,
    },
}
