"""The table of what accounting listens to. Masters and orders come before what is valued by them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from comptoir.catalog.v1.partner_bank_pb2 import PartnerBankAccountsChanged
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import CostingMethod, ProductChanged
from comptoir.inventory.v1.movement_pb2 import MovementPosted
from comptoir.inventory.v1.shipment_pb2 import ShipmentPosted
from comptoir.purchasing.v1.landed_cost_pb2 import LandedCostPosted, LandedCostReversed
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderPlaced, PurchaseOrderRevised
from comptoir.sales.v1.return_pb2 import CreditNoteRequested
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderClosed, OrderConfirmed, OrderRevised
from kit.consumer import Handlers
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.exchange import ExchangeRate
from kit.money import round_half_up
from kit.wire import date_in, decimal_in, optional_decimal_in, time_in

from accounting import wire, wire_invoices
from accounting.commands.expect_discounts import expect_discounts
from accounting.commands.invoicing.ask_credit import hear_requests
from accounting.commands.invoicing.invoice_shipments import complete_orders, hear_shipments
from accounting.commands.land_costs import land_cost, take_back
from accounting.commands.stock_value.change_method import methods_asked
from accounting.commands.value_movements import value_movements
from accounting.config import Settings
from accounting.domain.invoice import TaxRate, gross_of, net_of
from accounting.domain.invoicing.billing import Shipment, ShippedLine
from accounting.storage import credit_accounts, orders, partners
from accounting.storage.bank import runs
from accounting.storage.einvoice import identities
from accounting.storage.invoicing import charges, taxes
from kit import clock, copies

_METHODS = {CostingMethod.COSTING_METHOD_FIFO: "fifo", CostingMethod.COSTING_METHOD_LOT: "lot"}


def handlers(settings: Settings) -> Handlers:
    """Topic → message → handler."""

    async def movements(tx: Transaction, events: Sequence[ReceivedEvent[MovementPosted]]) -> None:
        facts = [wire.movement(event.message) for event in events]
        await value_movements(tx, facts, scheme=settings.posting_scheme, currency=settings.company_currency)

    async def landed(tx: Transaction, events: Sequence[ReceivedEvent[LandedCostPosted]]) -> None:
        for event in events:
            await land_cost(tx, wire.landed_cost(event.message), settings.posting_scheme)

    async def landed_back(tx: Transaction, events: Sequence[ReceivedEvent[LandedCostReversed]]) -> None:
        for m in (event.message for event in events):
            id_, at = UUID(m.landed_cost_id), time_in(m.occurred_at)
            await take_back(tx, id_, m.number, settings.posting_scheme, at)

    async def shipments(tx: Transaction, events: Sequence[ReceivedEvent[ShipmentPosted]]) -> None:
        await hear_shipments(tx, [_shipment(event.message) for event in events], settings.company_currency)

    async def given_up(tx: Transaction, events: Sequence[ReceivedEvent[OrderCancelled | OrderClosed]]) -> None:
        order_ids = [UUID(event.message.sales_order_id) for event in events]
        await complete_orders(tx, order_ids, settings.company_currency)

    return {
        "catalog.products.v1": {ProductChanged: keep_products},
        "catalog.partners.v1": {PartnerChanged: keep_partners},
        "catalog.bank-accounts.v1": {PartnerBankAccountsChanged: keep_bank_accounts},
        "purchasing.landed-costs.v1": {LandedCostPosted: landed, LandedCostReversed: landed_back},
        "purchasing.orders.v1": {PurchaseOrderPlaced: keep_purchase_orders, PurchaseOrderRevised: keep_purchase_orders},
        "sales.orders.v1": {
            OrderConfirmed: keep_confirmed,
            OrderRevised: keep_revised,
            OrderCancelled: given_up,
            OrderClosed: given_up,
        },
        "sales.returns.v1": {CreditNoteRequested: credit},
        "inventory.stock-movements.v1": {MovementPosted: movements},
        "inventory.shipments.v1": {ShipmentPosted: shipments},
    }


async def credit(tx: Transaction, events: Sequence[ReceivedEvent[CreditNoteRequested]]) -> None:
    await hear_requests(tx, [wire_invoices.credit_request(event.message) for event in events], clock.now())


async def keep_products(tx: Transaction, events: Sequence[ReceivedEvent[ProductChanged]]) -> None:
    last = {event.message.product_id: event.message for event in events}
    changed = await copies.keep(
        tx,
        "product",
        partners.PRODUCT_COLUMNS,
        [
            (
                UUID(m.product_id), m.version, m.sku, m.name_fr or m.name_en, _method(m.costing_method), m.family_code,
                m.tax_class or None,
            )
            for m in last.values()
        ],
    )  # fmt: skip
    await methods_asked(tx, changed, now=clock.now())
    await identities.keep_products(tx, list(last.values()))


def _method(method: CostingMethod.ValueType) -> str:
    return _METHODS.get(method, "avco")


async def keep_partners(tx: Transaction, events: Sequence[ReceivedEvent[PartnerChanged]]) -> None:
    last = {event.message.partner_id: event.message for event in events}
    changed = await copies.keep(
        tx,
        "partner",
        partners.PARTNER_COLUMNS,
        [
            (
                UUID(m.partner_id),
                m.version,
                m.code,
                m.name,
                m.payment_days,
                optional_decimal_in(m.payment_terms.discount_rate),
                m.payment_terms.discount_days if m.payment_terms.HasField("discount_days") else None,
                m.vat_id.replace(" ", "").upper(),
                *wire_invoices.tax_place(m),
            )
            for m in last.values()
        ],
    )
    await identities.keep_partners(tx, list(last.values()))
    customers = [last[str(id_)] for id_ in changed if last[str(id_)].is_customer]
    await credit_accounts.set_terms(
        tx,
        [
            credit_accounts.CatalogTerms(
                UUID(m.partner_id), optional_decimal_in(m.credit_limit), m.is_on_credit_hold, m.segment
            )
            for m in customers
        ],
    )
    await expect_discounts(tx, [UUID(m.partner_id) for m in customers], clock.now())


async def keep_bank_accounts(tx: Transaction, events: Sequence[ReceivedEvent[PartnerBankAccountsChanged]]) -> None:
    last = {event.message.partner_id: event.message for event in events}
    await runs.keep_bank_accounts(
        tx,
        [
            (
                UUID(m.partner_id),
                m.version,
                [{"iban": each.iban, "bic": each.bic, "holder": each.holder} for each in m.accounts],
            )
            for m in last.values()
        ],
    )


async def keep_purchase_orders(
    tx: Transaction, events: Sequence[ReceivedEvent[PurchaseOrderPlaced | PurchaseOrderRevised]]
) -> None:
    await orders.keep_purchase_orders(tx, [event.message for event in events])


async def keep_confirmed(tx: Transaction, events: Sequence[ReceivedEvent[OrderConfirmed]]) -> None:
    messages = [event.message for event in events]
    await orders.keep_sales_orders(tx, messages)
    await charges.keep(tx, messages)
    gross = await _gross(tx, messages)
    await credit_accounts.confirm(
        tx,
        [(UUID(m.sales_order_id), UUID(m.bill_to_id or m.customer_id), gross[m.sales_order_id]) for m in messages],
    )


async def keep_revised(tx: Transaction, events: Sequence[ReceivedEvent[OrderRevised]]) -> None:
    """An order that was revised is invoiced, and takes credit, as it now stands; older revisions change nothing."""
    known = await orders.versions(tx, [UUID(event.message.sales_order_id) for event in events])
    last = {UUID(event.message.sales_order_id): event.message for event in events}
    newer = [m for id_, m in last.items() if m.order.version > known.get(id_, 0)]
    await orders.keep_sales_orders(tx, [m.order for m in newer])
    await charges.keep(tx, [m.order for m in newer])
    gross = await _gross(tx, [m.order for m in newer])
    await credit_accounts.revise(
        tx,
        [
            (
                UUID(m.sales_order_id),
                UUID(m.order.bill_to_id or m.order.customer_id),
                gross[m.order.sales_order_id],
                UUID(m.revision_id),
            )
            for m in newer
        ],
    )


async def _gross(tx: Transaction, messages: Sequence[OrderConfirmed]) -> dict[str, Decimal]:
    """What orders will be invoiced at, tax included, in company currency at the rate of their day, by id."""
    who = {m.sales_order_id: (UUID(m.customer_id), UUID(m.bill_to_id or m.customer_id)) for m in messages}
    rates, zones = await taxes.by_zone(tx), await taxes.zones(tx, list(who.values()))
    return {m.sales_order_id: _gross_of(m, rates[zones[who[m.sales_order_id]]]) for m in messages}


def _gross_of(order: OrderConfirmed, rates: Mapping[str, Sequence[TaxRate]]) -> Decimal:
    lines = [(net_of(decimal_in(line.quantity), decimal_in(line.unit_price)), line.tax_class) for line in order.lines]
    lines += [(round_half_up(decimal_in(charge.amount)), charge.tax_class) for charge in order.charges]
    rate = ExchangeRate.of_row(order.currency, optional_decimal_in(order.exchange_rate), date_in(order.ordered_on))
    in_company = [(rate.to_company(net), tax_class) for net, tax_class in lines]
    return gross_of(in_company, rates, date_in(order.ordered_on))


def _shipment(message: ShipmentPosted) -> Shipment:
    return Shipment(
        id=UUID(message.shipment_id),
        number=message.number,
        sales_order_id=UUID(message.sales_order_id),
        shipped_at=time_in(message.occurred_at),
        lines=tuple(
            ShippedLine(
                shipment_line_id=UUID(line.shipment_line_id),
                sales_order_line_id=UUID(line.sales_order_line_id),
                product_id=UUID(line.product_id),
                movement_id=UUID(line.movement_id),
                quantity=decimal_in(line.quantity),
            )
            for line in message.lines
        ),
    )
