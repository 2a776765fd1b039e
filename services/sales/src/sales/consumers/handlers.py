"""The table of what sales listens to. Masters come before what refers to them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.accounting.v1.credit_note_pb2 import CreditNoteIssued, CreditUsed
from comptoir.accounting.v1.exchange_rate_pb2 import ExchangeRateSet
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.accounting.v1.payment_pb2 import PaymentRecorded, PaymentReversed
from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from comptoir.catalog.v1.customer_code_pb2 import CustomerCodeChanged
from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged, ProductStatus
from comptoir.inventory.v1.reservation_pb2 import PromisesChanged, ReservationChanged
from comptoir.inventory.v1.return_pb2 import CustomerReturnReceived
from comptoir.inventory.v1.shipment_pb2 import ShipmentPosted
from kit.consumer import Handlers
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.exchange_rates import keep_rate_events
from kit.money import ZERO
from kit.quantity import Factor
from kit.wire import date_in, decimal_in, time_in

from kit import clock
from sales import wire
from sales.commands.follow_goods import Hold, goods_invoiced, goods_shipped, holds_changed
from sales.commands.follow_returns import CameBack, goods_came_back
from sales.commands.promise_orders import promises_changed
from sales.commands.watch_credit import doubt_credit
from sales.consumers import commissions
from sales.domain.promise import expected
from sales.storage import codes, credit_notes, delivered, masters
from sales.storage.credit_notes import CreditNote
from sales.storage.delivered import Told
from sales.storage.fulfilments import Billing, Contents, Delivery


def handlers(hold_s: float, company_currency: str) -> Handlers:
    """`hold_s`: how long a hold may be there before its order is firm."""

    async def invoice(tx: Transaction, events: Sequence[ReceivedEvent[InvoiceIssued]]) -> None:
        await bill(tx, events)
        await commissions.bill(tx, events, company_currency)
        await doubt_credit(tx, _ids(event.message.bill_to_id for event in events))

    async def hold(tx: Transaction, events: Sequence[ReceivedEvent[ReservationChanged]]) -> None:
        firm_by = clock.now() - timedelta(seconds=hold_s)
        await holds_changed(tx, [_hold(event.message, event.published_at > firm_by) for event in events])

    return {
        "catalog.products.v1": {ProductChanged: keep_products},
        "catalog.partners.v1": {PartnerChanged: keep_partners},
        "catalog.customer-codes.v1": {CustomerCodeChanged: keep_customer_codes},
        "inventory.shipments.v1": {ShipmentPosted: ship, ReservationChanged: hold, PromisesChanged: promise},
        "inventory.returns.v1": {CustomerReturnReceived: come_back},
        "accounting.invoices.v1": {InvoiceIssued: invoice, CreditNoteIssued: credit},
        "accounting.payments.v1": {PaymentRecorded: pay, PaymentReversed: take_back, CreditUsed: use_credit},
        "accounting.exchange-rates.v1": {ExchangeRateSet: set_rates},
        "accounting.valuations.v1": {MovementValued: value, StockRevalued: revalue},
    }


async def set_rates(tx: Transaction, events: Sequence[ReceivedEvent[ExchangeRateSet]]) -> None:
    await keep_rate_events(tx, [event.message for event in events])


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
    await codes.keep_gtins(
        tx,
        [
            (UUID(m.product_id), m.version, {each.gtin: each.code for each in m.packagings if each.gtin})
            for m in last.values()
        ],
    )


async def keep_customer_codes(tx: Transaction, events: Sequence[ReceivedEvent[CustomerCodeChanged]]) -> None:
    last = {(m.customer_id, m.product_id): m for m in (event.message for event in events)}
    await codes.keep_customer_codes(
        tx,
        [
            (UUID(m.customer_id), UUID(m.product_id), m.version, {each.code: each.packaging_code for each in m.codes})
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
                payment_terms=wire.payment_terms(m.payment_terms) if m.HasField("payment_terms") else None,
                postal=_postal(m.addresses),
            )
            for m in last.values()
        ],
    )
    await doubt_credit(tx, _ids(last), in_a_moment=True)


def _postal(addresses: Iterable[Address]) -> dict[str, list[str]]:
    """The first address of each kind, as lines on an envelope."""
    found: dict[str, list[str]] = {}
    for each in addresses:
        place = f"{each.postal_code} {each.city}".strip()
        lines = [line for line in (each.name, each.line1, each.line2, place, each.region, each.country) if line]
        for kind in ("billing", "delivery"):
            if each.kind in (kind, "both"):
                found.setdefault(kind, lines)
    return found


async def ship(tx: Transaction, events: Sequence[ReceivedEvent[ShipmentPosted]]) -> None:
    await goods_shipped(
        tx,
        [
            (
                Delivery(UUID(m.shipment_id), UUID(m.sales_order_id), m.number, time_in(m.occurred_at), _contents(m)),
                _quantities(m.lines),
            )
            for m in (event.message for event in events)
        ],
    )
    await delivered.keep(
        tx, [_told(event.message.sales_order_id, line) for event in events for line in event.message.lines]
    )


async def promise(tx: Transaction, events: Sequence[ReceivedEvent[PromisesChanged]]) -> None:
    await promises_changed(
        tx,
        [
            (
                UUID(m.sales_order_id),
                {
                    UUID(line.sales_order_line_id): expected(
                        date_in(line.promised_on) if line.promised_on else None,
                        line.document_number,
                        is_overdue=line.is_overdue,
                    )
                    for line in m.lines
                },
            )
            for m in (event.message for event in events)
        ],
    )


async def come_back(tx: Transaction, events: Sequence[ReceivedEvent[CustomerReturnReceived]]) -> None:
    await goods_came_back(
        tx,
        [
            CameBack(
                id=UUID(m.return_id),
                order_id=UUID(m.order_id),
                reference=m.reference,
                quantities=_sums((UUID(line.delivered_line_id), decimal_in(line.quantity)) for line in m.lines),
                at=time_in(m.occurred_at),
            )
            for m in (event.message for event in events)
        ],
    )


async def keep_costs(
    tx: Transaction, events: Sequence[ReceivedEvent[MovementValued]] | Sequence[ReceivedEvent[StockRevalued]]
) -> None:
    """What goods cost that left, and its corrections."""
    costs: list[tuple[UUID, Decimal]] = []
    for message in (event.message for event in events):
        if isinstance(message, StockRevalued):
            costs += [(UUID(share.movement_id), decimal_in(share.amount)) for share in message.shares]
        elif message.order_line_id and decimal_in(message.quantity) < 0:
            costs.append((UUID(message.movement_id), -decimal_in(message.amount)))
    await delivered.add_costs(tx, _sums(costs))


async def value(tx: Transaction, events: Sequence[ReceivedEvent[MovementValued]]) -> None:
    await keep_costs(tx, events)
    await commissions.value(tx, events)


async def revalue(tx: Transaction, events: Sequence[ReceivedEvent[StockRevalued]]) -> None:
    await keep_costs(tx, events)
    await commissions.revalue(tx, events)


async def bill(tx: Transaction, events: Sequence[ReceivedEvent[InvoiceIssued]]) -> None:
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
    await delivered.keep(
        tx,
        [
            _told(
                m.sales_order_id,
                line,
                invoice_id=UUID(m.invoice_id),
                invoice_line_id=UUID(line.invoice_line_id),
                unit_price=decimal_in(line.unit_price),
            )
            for m in (event.message for event in events)
            for line in m.lines
        ],
    )


async def credit(tx: Transaction, events: Sequence[ReceivedEvent[CreditNoteIssued]]) -> None:
    await credit_notes.keep(
        tx,
        [
            CreditNote(
                id=UUID(m.credit_note_id),
                order_id=UUID(m.sales_order_id),
                number=m.number,
                source_id=UUID(m.source_id) if m.source_id else None,
                credited_on=date_in(m.credited_on),
                net=decimal_in(m.net_amount),
                gross=decimal_in(m.gross_amount),
            )
            for m in (event.message for event in events)
        ],
    )
    await commissions.credit(tx, events)
    await doubt_credit(tx, _ids(event.message.bill_to_id for event in events))


async def pay(tx: Transaction, events: Sequence[ReceivedEvent[PaymentRecorded]]) -> None:
    await commissions.pay(tx, events)
    await doubt_credit(tx, _ids(event.message.partner_id for event in events))


async def take_back(tx: Transaction, events: Sequence[ReceivedEvent[PaymentReversed]]) -> None:
    await commissions.take_back(tx, events)
    await doubt_credit(tx, _ids(event.message.partner_id for event in events))


async def use_credit(tx: Transaction, events: Sequence[ReceivedEvent[CreditUsed]]) -> None:
    await commissions.use_credit(tx, events)
    await doubt_credit(tx, _ids(event.message.partner_id for event in events))


def _contents(message: ShipmentPosted) -> Contents:
    packages = (
        (each.sscc, decimal_in(each.weight_kg) if each.HasField("weight_kg") else None) for each in message.packages
    )
    return Contents(tuple(_quantities(message.lines).items()), tuple(packages))


def _ids(told: Iterable[str]) -> set[UUID]:
    return {UUID(id_) for id_ in told if id_}


def _quantities(lines: Iterable[Any]) -> dict[UUID, Decimal]:
    """By order line: one may occur several times in a document (a lot each)."""
    return _sums((UUID(line.sales_order_line_id), decimal_in(line.quantity)) for line in lines)


def _sums(values: Iterable[tuple[UUID, Decimal]]) -> dict[UUID, Decimal]:
    sums: dict[UUID, Decimal] = {}
    for id_, value in values:
        sums[id_] = sums.get(id_, ZERO) + value
    return sums


def _told(order_id: str, line: Any, **billed: Any) -> Told:
    return Told(
        shipment_line_id=UUID(line.shipment_line_id),
        sales_order_id=UUID(order_id),
        sales_order_line_id=UUID(line.sales_order_line_id),
        product_id=UUID(line.product_id),
        movement_id=UUID(line.movement_id),
        quantity=decimal_in(line.quantity),
        **billed,
    )


def _hold(message: ReservationChanged, is_recent: bool) -> Hold:  # noqa: FBT001  # of the event before it
    return Hold(
        sales_order_id=UUID(message.sales_order_id),
        lines={
            UUID(line.sales_order_line_id): (decimal_in(line.quantity_reserved), decimal_in(line.quantity_backordered))
            for line in message.lines
        },
        is_recent=is_recent,
    )
