"""The year as days of work: which documents a wholesaler handles on each day, in an order that makes sense."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from wholesaler.dataset import (
    CustomerTransaction,
    DataSet,
    Invoice,
    PurchaseOrder,
    SalesOrder,
    StockMovement,
    SupplierTransaction,
)

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

SHIPPED_AT = time(12)  # the source's rule: each invoice line is one issue at noon


@dataclass(frozen=True, slots=True)
class Receipt:
    """All that came in of one purchase order: in this year every order came in one delivery."""

    order: PurchaseOrder
    occurred_at: datetime
    quantities: Mapping[int, Decimal]  # units by stock item


@dataclass(frozen=True, slots=True)
class Bill:
    transaction: SupplierTransaction
    order: PurchaseOrder
    number: str  # the supplier's; made unique where he used one twice
    is_renumbered: bool


@dataclass(frozen=True, slots=True)
class Day:
    """What happens on one day, in the order of the fields."""

    on: date
    purchase_orders: Sequence[PurchaseOrder]
    receipts: Sequence[Receipt]  # 07:00: before anything leaves
    sales_orders: Sequence[SalesOrder]  # those that leave first come first: they get scarce stock first
    shipments: Sequence[Invoice]  # 12:00
    adjustments: Sequence[StockMovement]  # 14:00
    bills: Sequence[Bill]
    received: Sequence[CustomerTransaction]
    paid: Sequence[SupplierTransaction]

    @property
    def counts(self) -> Counter[str]:
        """Documents by kind."""
        return Counter(
            {
                "purchase orders": len(self.purchase_orders),
                "receipts": len(self.receipts),
                "sales orders": len(self.sales_orders),
                "shipments": len(self.shipments),
                "adjustments": len(self.adjustments),
                "supplier bills": len(self.bills),
                "payments of customers": len(self.received),
                "payments to suppliers": len(self.paid),
            }
        )


def days(data: DataSet, last: date) -> list[Day]:
    """All days with work from the opening of the books up to `last`."""
    orders = _by(data.purchase_orders.values(), lambda order: order.ordered_on)
    receipts = _by(_receipts(data), lambda receipt: receipt.occurred_at.date())
    bills = _by(_bills(data), lambda bill: bill.transaction.on)
    shipped_on = {invoice.order_id: invoice.on for invoice in data.invoices.values()}
    sales = _by(
        sorted(data.sales_orders.values(), key=lambda order: (shipped_on.get(order.id, date.max), order.id)),
        lambda order: order.ordered_on,
    )
    shipments = _by(data.invoices.values(), lambda invoice: invoice.on)
    adjustments = _by(
        (movement for movement in data.stock_movements if movement.purchase_order_id is None),
        lambda movement: movement.occurred_at.date(),
    )
    received = _by((row for row in data.customer_transactions if row.invoice_id is None), lambda row: row.on)
    paid = _by((row for row in data.supplier_transactions if row.purchase_order_id is None), lambda row: row.on)
    work = (orders, receipts, bills, sales, shipments, adjustments, received, paid)
    dates = sorted({on for documents in work for on in documents if on <= last})
    return [
        Day(
            on=on,
            purchase_orders=orders.get(on, []),
            receipts=receipts.get(on, []),
            bills=bills.get(on, []),
            sales_orders=sales.get(on, []),
            shipments=shipments.get(on, []),
            adjustments=adjustments.get(on, []),
            received=received.get(on, []),
            paid=paid.get(on, []),
        )
        for on in dates
    ]


def _receipts(data: DataSet) -> list[Receipt]:
    quantities: dict[tuple[int, datetime], dict[int, Decimal]] = defaultdict(dict)
    for movement in data.stock_movements:
        if movement.purchase_order_id is not None:
            quantities[movement.purchase_order_id, movement.occurred_at][movement.stock_item_id] = movement.quantity
    return [Receipt(data.purchase_orders[order_id], at, items) for (order_id, at), items in quantities.items()]


def _bills(data: DataSet) -> list[Bill]:
    seen: set[tuple[int, str]] = set()
    bills = []
    for row in data.supplier_transactions:
        if row.purchase_order_id is None:
            continue
        used = (row.supplier_id, row.invoice_number) in seen
        seen.add((row.supplier_id, row.invoice_number))
        # Some suppliers gave a number twice in the year. A second bill of the same number is refused as a duplicate, as
        # it should be; accounts payable tells them apart by the order.
        number = f"{row.invoice_number}/{row.purchase_order_id}" if used else row.invoice_number
        bills.append(Bill(row, data.purchase_orders[row.purchase_order_id], number, is_renumbered=used))
    return bills


def _by(documents: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = defaultdict(list)
    for document in documents:
        groups[key(document)].append(document)
    return groups
