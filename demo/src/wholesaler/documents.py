"""The source's documents as bodies of requests."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from wholesaler.answers import Purchase
from wholesaler.dataset import (
    CustomerTransaction,
    DataSet,
    Invoice,
    PurchaseOrder,
    SalesOrder,
    StockMovement,
    SupplierTransaction,
)
from wholesaler.identity import customer_id, document_id, product_id, supplier_id
from wholesaler.master_data import CHANNEL, TAX_CLASS, WAREHOUSE, Body, packaging_code, salespersons
from wholesaler.timeline import SHIPPED_AT, Bill, Receipt


def text(number: Decimal) -> str:
    """A decimal as it travels: exact, without exponent."""
    return format(number, "f")


def purchase_order_id(order: PurchaseOrder) -> UUID:
    return document_id("purchase-order", order.id, order.ordered_on)


def receipt_id(order: PurchaseOrder) -> UUID:
    """Of the one delivery of that order."""
    return document_id("receipt", order.id, order.ordered_on)


def bill_id(transaction: SupplierTransaction) -> UUID:
    return document_id("bill", transaction.id, transaction.on)


def sales_order_id(order: SalesOrder) -> UUID:
    return document_id("sales-order", order.id, order.ordered_on)


def shipment_id(invoice: Invoice) -> UUID:
    return document_id("shipment", invoice.id, invoice.on)


def payment_id(transaction: CustomerTransaction | SupplierTransaction) -> UUID:
    return document_id(f"payment-{type(transaction).__name__}", transaction.id, transaction.on)


def purchase_order(data: DataSet, order: PurchaseOrder, currency: str) -> Body:
    """As it was written: outers, and prices per outer."""
    return {
        "id": str(purchase_order_id(order)),
        "supplier_id": str(supplier_id(order.supplier_id)),
        "currency": currency,
        "warehouse": WAREHOUSE,
        "ordered_on": order.ordered_on.isoformat(),
        "supplier_reference": order.reference,
        "lines": [
            {
                "product_id": str(product_id(line.stock_item_id)),
                "packaging_code": packaging_code(data.stock_items[line.stock_item_id]),
                "quantity": text(line.outers_ordered),
                "unit_price": text(line.price_per_outer),
                "expected_on": order.expected_on.isoformat(),
            }
            for line in order.lines
        ],
    }


def receipt(source: Receipt, purchase: Purchase) -> Body:
    """In stock units, against the lines that purchasing gave the order."""
    lines = {line.product_id: line.id for line in purchase.lines}
    return {
        "id": str(receipt_id(source.order)),
        "purchase_order_id": str(purchase.id),
        "occurred_at": source.occurred_at.isoformat(),
        "lines": [
            {"purchase_order_line_id": str(lines[product_id(item)]), "quantity": text(quantity)}
            for item, quantity in source.quantities.items()
        ],
    }


def bill(source: Bill) -> Body:
    """The supplier's bill of all that was received; its tax is as he printed it."""
    return {
        "id": str(bill_id(source.transaction)),
        "supplier_id": str(supplier_id(source.order.supplier_id)),
        "supplier_number": source.number,
        "billed_on": source.transaction.on.isoformat(),
        "receipt_id": str(receipt_id(source.order)),
        "tax_class": TAX_CLASS,
        "tax_amount": text(source.transaction.tax),
    }


def sales_order(data: DataSet, order: SalesOrder) -> Body:
    """No price is named: pricing must come to the source's prices by its price list."""
    return {
        "id": str(sales_order_id(order)),
        "customer_id": str(customer_id(order.customer_id)),
        "warehouse": WAREHOUSE,
        "ordered_on": order.ordered_on.isoformat(),
        "channel": CHANNEL,
        "salesperson": salespersons(data)[order.salesperson_id],
        "customer_reference": order.reference,
        "shortage": "backorder",
        "lines": [
            {"product_id": str(product_id(line.stock_item_id)), "quantity": text(line.quantity)} for line in order.lines
        ],
    }


def shipment(invoice: Invoice, order: SalesOrder, on: date) -> Body:
    """All that is held for the order leaves: a picked order is picked whole."""
    return {
        "id": str(shipment_id(invoice)),
        "sales_order_id": str(sales_order_id(order)),
        "occurred_at": datetime.combine(on, SHIPPED_AT, UTC).isoformat(),
    }


def adjustment(data: DataSet, movement: StockMovement) -> Body:
    return {
        "id": str(document_id("adjustment", movement.id, movement.occurred_at.date())),
        "warehouse": WAREHOUSE,
        "reason": "Stocktake",
        "occurred_at": movement.occurred_at.isoformat(),
        "lines": [
            {
                "product_id": str(product_id(movement.stock_item_id)),
                "location": data.stock_items[movement.stock_item_id].bin,
                "quantity_change": text(movement.quantity),
            }
        ],
    }


def payment_received(transaction: CustomerTransaction) -> Body:
    return {
        "id": str(payment_id(transaction)),
        "partner_id": str(customer_id(transaction.customer_id)),
        "direction": "received",
        "amount": text(-transaction.gross),
        "paid_on": transaction.on.isoformat(),
        "method": "transfer",
        "reference": f"CT-{transaction.id}",
        "match": "oldest",
    }


def payment_made(transaction: SupplierTransaction) -> Body:
    return {
        "id": str(payment_id(transaction)),
        "partner_id": str(supplier_id(transaction.supplier_id)),
        "direction": "paid",
        "amount": text(-transaction.gross),
        "paid_on": transaction.on.isoformat(),
        "method": "transfer",
        "reference": f"ST-{transaction.id}",
        "match": "oldest",
    }
