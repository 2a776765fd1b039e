"""The table of what reporting listens to. Names come before figures; every topic notes how fresh it is."""

from collections.abc import Sequence
from decimal import Decimal

from comptoir.accounting.v1.bill_pb2 import BillCancelled, BillPosted
from comptoir.accounting.v1.credit_note_pb2 import CreditNoteIssued, CreditUsed
from comptoir.accounting.v1.down_payment_pb2 import DownPaymentCredited, DownPaymentInvoiced
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.accounting.v1.payment_pb2 import PaymentRecorded, PaymentReversed
from comptoir.accounting.v1.period_pb2 import PeriodSealed
from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged
from comptoir.inventory.v1.count_pb2 import CountPosted
from comptoir.inventory.v1.receipt_pb2 import ReceiptPosted
from comptoir.inventory.v1.return_pb2 import CustomerReturnReceived
from comptoir.inventory.v1.shipment_pb2 import ShipmentPosted
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderPlaced, PurchaseOrderRevised
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderClosed, OrderConfirmed, OrderRevised
from kit.consumer import Event, Handler, Handlers
from kit.db import Transaction

from kit import clock
from reporting.consumers import catalog, money, operations, orders, periods
from reporting.consumers.margins import margin_handlers
from reporting.storage import facts, notices


def handlers(low_margin_rate: Decimal) -> Handlers:
    """Topic → message → handler."""
    margins = margin_handlers(low_margin_rate)
    table: Handlers = {
        "catalog.products.v1": {ProductChanged: catalog.keep_products},
        "catalog.partners.v1": {PartnerChanged: catalog.keep_partners},
        "sales.orders.v1": {
            OrderConfirmed: orders.keep_confirmed,
            OrderRevised: orders.keep_revised,
            OrderCancelled: orders.keep_cancelled,
            OrderClosed: orders.keep_closed,
        },
        "inventory.shipments.v1": {ShipmentPosted: orders.keep_shipments},
        "purchasing.orders.v1": {
            PurchaseOrderPlaced: operations.keep_purchases,
            PurchaseOrderRevised: operations.keep_purchases,
        },
        "inventory.receipts.v1": {ReceiptPosted: operations.keep_receipts},
        "inventory.returns.v1": {CustomerReturnReceived: money.keep_customer_returns},
        "inventory.counts.v1": {CountPosted: operations.keep_counts},
        "accounting.valuations.v1": {MovementValued: margins["valuations"], StockRevalued: margins["revaluations"]},
        "accounting.invoices.v1": {
            InvoiceIssued: _both(margins["invoices"], money.keep_invoices),
            CreditNoteIssued: _both(margins["credit notes"], money.keep_credit_notes),
            DownPaymentInvoiced: money.keep_advances,
            DownPaymentCredited: money.keep_advance_credits,
        },
        "accounting.payments.v1": {
            PaymentRecorded: money.keep_payments,
            PaymentReversed: money.keep_reversals,
            CreditUsed: money.keep_credits_used,
        },
        "accounting.bills.v1": {BillPosted: money.keep_bills, BillCancelled: money.cancel_bills},
        "accounting.periods.v1": {PeriodSealed: periods.keep_reviews},  # after all figures
    }
    return {
        topic: {message: _noting_freshness(topic, handler) for message, handler in by_type.items()}
        for topic, by_type in table.items()
    }


def _both(one: Handler, other: Handler) -> Handler:
    async def handle(tx: Transaction, events: Sequence[Event]) -> None:
        await one(tx, events)
        await other(tx, events)

    return handle


def _noting_freshness(topic: str, handler: Handler) -> Handler:
    async def handle(tx: Transaction, events: Sequence[Event]) -> None:
        await handler(tx, events)
        await facts.touch(tx, topic, max(event.published_at for event in events), clock.now(), len(events))
        await notices.tell(tx, topic)

    return handle
