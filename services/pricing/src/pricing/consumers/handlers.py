"""The table of what pricing listens to."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from comptoir.accounting.v1.exchange_rate_pb2 import ExchangeRateSet
from comptoir.accounting.v1.payment_pb2 import CashDiscountExpected
from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from comptoir.catalog.v1.customer_code_pb2 import CustomerCodeChanged
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged, ProductStatus
from comptoir.purchasing.v1.supplier_price_pb2 import SupplierPriceChanged, SupplierPriceEnded
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderClosed, OrderConfirmed, OrderRevised
from kit.consumer import Handlers
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.exchange_rates import keep_rate_events
from kit.wire import date_in, decimal_in, optional_decimal_in, time_in

from kit import copies
from pricing.commands.call_contracts import SoldOrder, call_quantities, give_back, give_rest_back
from pricing.commands.use_exceptions import orders_cancelled, orders_closed, orders_confirmed
from pricing.domain.contract import SoldLine
from pricing.domain.wanted import code_key
from pricing.storage import cash_discounts, contract_calls, costs, sold, supplier_prices
from pricing.storage.cash_discounts import ToldDiscount
from pricing.storage.costs import Cost
from pricing.storage.exceptions import Use
from pricing.storage.sold import Sale
from pricing.storage.supplier_prices import AskedPrice

_PARTNER = {"id": "uuid", "version": "bigint", "code": "text", "segment": "text", "salesperson": "text"}


async def keep_products(tx: Transaction, events: Sequence[ReceivedEvent[ProductChanged]]) -> None:
    last = {m.product_id: m for m in sorted((event.message for event in events), key=lambda m: m.version)}
    # A row of arrays cannot be unnested, so the path travels as one text; no code has a line feed.
    await tx.execute(
        "INSERT INTO product AS copy (id, version, sku, name, family_path, weight_kg, packagings, quantity_decimals,"
        " substitutes, is_sold) SELECT i, v, s, n, string_to_array(f, chr(10)), w, p, d,"
        " string_to_array(u, chr(10))::uuid[], o FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[],"
        " $6::numeric[], $7::jsonb[], $8::int[], $9::text[], $10::boolean[]) AS x (i, v, s, n, f, w, p, d, u, o)"
        " ON CONFLICT (id) DO UPDATE SET version = excluded.version, sku = excluded.sku, name = excluded.name,"
        " family_path = excluded.family_path, weight_kg = excluded.weight_kg, packagings = excluded.packagings,"
        " quantity_decimals = excluded.quantity_decimals, substitutes = excluded.substitutes,"
        " is_sold = excluded.is_sold WHERE copy.version < excluded.version",
        [UUID(id_) for id_ in last],
        [m.version for m in last.values()],
        [m.sku for m in last.values()],
        [m.name_fr or m.name_en for m in last.values()],
        ["\n".join(m.family_path or [m.family_code]) for m in last.values()],
        [optional_decimal_in(m.weight_kg) for m in last.values()],
        [{each.code: [each.numerator, each.denominator] for each in m.packagings} for m in last.values()],
        [m.quantity_decimals for m in last.values()],
        ["\n".join(each.product_id for each in m.substitutes) for m in last.values()],
        [m.status != ProductStatus.PRODUCT_STATUS_BLOCKED for m in last.values()],
    )
    suppliers = [(UUID(id_), m.version, [each.supplier_id for each in m.suppliers]) for id_, m in last.items()]
    await sold.keep_suppliers(tx, suppliers)


async def keep_partners(tx: Transaction, events: Sequence[ReceivedEvent[PartnerChanged]]) -> None:
    last = {m.partner_id: m for m in sorted((event.message for event in events), key=lambda m: m.version)}
    rows = [(UUID(m.partner_id), m.version, m.code, m.segment, m.salesperson) for m in last.values()]
    await copies.keep(tx, "partner", _PARTNER, rows)


async def keep_customer_codes(tx: Transaction, events: Sequence[ReceivedEvent[CustomerCodeChanged]]) -> None:
    last = {
        (m.customer_id, m.product_id): m
        for m in sorted((event.message for event in events), key=lambda message: message.version)
    }
    # A row of arrays cannot be unnested, so codes travel as one text; no code has a line feed.
    await tx.execute(
        "INSERT INTO customer_code AS copy (customer_id, product_id, version, codes, packagings)"
        " SELECT c, p, v, string_to_array(k, chr(10)), string_to_array(g, chr(10))"
        " FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[]) AS x (c, p, v, k, g)"
        " ON CONFLICT (customer_id, product_id) DO UPDATE SET version = excluded.version, codes = excluded.codes,"
        " packagings = excluded.packagings WHERE copy.version < excluded.version",
        [UUID(m.customer_id) for m in last.values()],
        [UUID(m.product_id) for m in last.values()],
        [m.version for m in last.values()],
        ["\n".join(code_key(each.code) for each in m.codes) for m in last.values()],
        ["\n".join(each.packaging_code for each in m.codes) for m in last.values()],
    )


async def call_contracts(tx: Transaction, events: Sequence[ReceivedEvent[OrderConfirmed]]) -> None:
    """Most orders are of customers without a contract of quantities: one question for all of them."""
    callers = await contract_calls.with_caps(tx, {UUID(event.message.customer_id) for event in events})
    for event in events:
        if UUID(event.message.customer_id) in callers:
            await call_quantities(tx, _sold(event.message))


async def call_contracts_anew(tx: Transaction, events: Sequence[ReceivedEvent[OrderRevised]]) -> None:
    """A revised order takes what it wants now, instead of what it took."""
    messages = [event.message for event in events]
    callers = await contract_calls.with_caps(tx, {UUID(message.order.customer_id) for message in messages})
    takers = await contract_calls.with_calls(tx, {UUID(message.sales_order_id) for message in messages})
    for message in messages:
        if UUID(message.order.customer_id) in callers or UUID(message.sales_order_id) in takers:
            await call_quantities(tx, _sold(message.order))


async def give_contracts_back(tx: Transaction, events: Sequence[ReceivedEvent[OrderCancelled]]) -> None:
    for order_id in await contract_calls.with_calls(tx, {UUID(event.message.sales_order_id) for event in events}):
        await give_back(tx, order_id)


def _sold(message: OrderConfirmed) -> SoldOrder:
    return SoldOrder(
        order_id=UUID(message.sales_order_id),
        customer_id=UUID(message.customer_id),
        currency=message.currency,
        on=date_in(message.ordered_on),
        lines=[
            SoldLine(
                UUID(line.sales_order_line_id),
                UUID(line.product_id),
                decimal_in(line.quantity),
                decimal_in(line.unit_price),
            )
            for line in message.lines
        ],
    )


async def confirm_orders(tx: Transaction, events: Sequence[ReceivedEvent[OrderConfirmed]]) -> None:
    await call_contracts(tx, events)
    await _keep_orders(tx, [event.message for event in events])


async def revise_orders(tx: Transaction, events: Sequence[ReceivedEvent[OrderRevised]]) -> None:
    """Of an order that was revised several times the last word counts."""
    await call_contracts_anew(tx, events)
    last = {event.message.sales_order_id: event.message.order for event in events}
    await _keep_orders(tx, list(last.values()))


async def cancel_orders(tx: Transaction, events: Sequence[ReceivedEvent[OrderCancelled]]) -> None:
    await give_contracts_back(tx, events)
    ids = [UUID(event.message.sales_order_id) for event in events]
    await orders_cancelled(tx, ids)
    await sold.forget(tx, ids)


async def close_orders(tx: Transaction, events: Sequence[ReceivedEvent[OrderClosed]]) -> None:
    """The rest of those that were closed with one was never sold; of others all was shipped."""
    with_rest = [event.message for event in events if event.message.reason]
    ids = [UUID(message.sales_order_id) for message in with_rest]
    shipped = {
        UUID(line.sales_order_line_id): decimal_in(line.quantity_shipped)
        for message in with_rest
        for line in message.lines
    }
    for order_id in await contract_calls.with_calls(tx, set(ids)):
        await give_rest_back(tx, order_id, shipped)
    await orders_closed(tx, ids, shipped)
    await sold.keep_shipped(tx, ids, shipped)


async def _keep_orders(tx: Transaction, orders: Sequence[OrderConfirmed]) -> None:
    """What they use of exceptions, and what was sold."""
    uses = [
        Use(UUID(line.exception_id), UUID(line.sales_order_line_id), UUID(m.sales_order_id), decimal_in(line.quantity))
        for m in orders
        for line in m.lines
        if line.exception_id
    ]
    ids = [UUID(m.sales_order_id) for m in orders]
    await orders_confirmed(tx, uses, ids)
    sales = [sale for m in orders for sale in _sales(m)]
    await sold.keep(tx, {sale.order_line_id: sale for sale in sales}.values(), ids)


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
            warehouse=message.warehouse,
            currency=message.currency,
            ordered_on=date_in(message.ordered_on),
            confirmed_at=time_in(message.occurred_at),
            quantity=decimal_in(line.quantity),
            unit_price=decimal_in(line.unit_price),
            is_by_hand=line.set_by_hand or bool(line.exception_id) or line.HasField("discount_rate"),
        )


async def keep_costs(tx: Transaction, events: Sequence[ReceivedEvent[MovementValued | StockRevalued]]) -> None:
    """Facts of one product carry no version; when accounting published them tells which is the last."""
    last = {
        event.message.product_id: Cost(UUID(event.message.product_id), unit_cost, event.published_at)
        for event in sorted(events, key=lambda event: event.published_at)
        if (unit_cost := _known_cost(event.message)) is not None
    }
    await costs.keep(tx, last.values())


def _asked_price(
    message: SupplierPriceChanged | SupplierPriceEnded, told_at: datetime, company_currency: str
) -> AskedPrice:
    """An end is a price that is none, from its day on."""
    currency = ""
    if isinstance(message, SupplierPriceChanged):
        unit_price, first_day, until = decimal_in(message.unit_price), message.effective_from, message.effective_until
        currency = "" if message.currency == company_currency else message.currency
    else:
        unit_price, first_day, until = None, message.effective_until, ""
    return AskedPrice(
        product_id=UUID(message.product_id),
        supplier_id=UUID(message.supplier_id),
        packaging_code=message.packaging_code,
        from_quantity=decimal_in(message.from_quantity),
        effective_from=date_in(first_day),
        effective_until=date_in(until) if until else None,
        unit_price=unit_price,
        told_at=told_at,
        currency=currency,
    )


async def keep_exchange_rates(tx: Transaction, events: Sequence[ReceivedEvent[ExchangeRateSet]]) -> None:
    await keep_rate_events(tx, [event.message for event in events])


async def keep_cash_discounts(tx: Transaction, events: Sequence[ReceivedEvent[CashDiscountExpected]]) -> None:
    await cash_discounts.keep(
        tx,
        [
            ToldDiscount(
                UUID(m.partner_id), decimal_in(m.offered_rate), decimal_in(m.expected_rate), time_in(m.occurred_at)
            )
            for m in (event.message for event in events)
        ],
    )


def _known_cost(message: MovementValued | StockRevalued) -> Decimal | None:
    """Nothing when zero only says that the product, sold before it ever came, has no cost yet."""
    unit_cost = decimal_in(message.unit_cost_after)
    return unit_cost if unit_cost or decimal_in(message.quantity_after) > 0 else None


def handlers(company_currency: str) -> Handlers:
    """Topic → message → handler."""

    async def keep_supplier_prices(
        tx: Transaction, events: Sequence[ReceivedEvent[SupplierPriceChanged | SupplierPriceEnded]]
    ) -> None:
        told = [(event.message, time_in(event.message.occurred_at)) for event in events]
        await supplier_prices.keep(tx, [_asked_price(message, at, company_currency) for message, at in told])

    return {
        "catalog.products.v1": {ProductChanged: keep_products},
        "catalog.partners.v1": {PartnerChanged: keep_partners},
        "catalog.customer-codes.v1": {CustomerCodeChanged: keep_customer_codes},
        "sales.orders.v1": {
            OrderConfirmed: confirm_orders,
            OrderRevised: revise_orders,
            OrderCancelled: cancel_orders,
            OrderClosed: close_orders,
        },
        "purchasing.supplier-prices.v1": {
            SupplierPriceChanged: keep_supplier_prices,
            SupplierPriceEnded: keep_supplier_prices,
        },
        "accounting.exchange-rates.v1": {ExchangeRateSet: keep_exchange_rates},
        "accounting.payments.v1": {CashDiscountExpected: keep_cash_discounts},
        "accounting.valuations.v1": {MovementValued: keep_costs, StockRevalued: keep_costs},
    }
