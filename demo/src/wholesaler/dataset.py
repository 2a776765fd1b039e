"""Wide World Importers' documents of 2013 as the source has them: exact, typed, unchanged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Contact:
    id: int
    name: str
    phone: str
    email: str
    is_salesperson: bool


@dataclass(frozen=True, slots=True)
class Address:
    line1: str
    line2: str
    postal_code: str
    city: str
    state: str


@dataclass(frozen=True, slots=True)
class Supplier:
    id: int
    name: str
    category: str
    contact_ids: tuple[int, ...]
    payment_days: int
    phone: str
    address: Address


@dataclass(frozen=True, slots=True)
class Customer:
    id: int
    name: str
    bill_to_id: int
    category: str
    contact_ids: tuple[int, ...]
    credit_limit: Decimal | None  # none: the chain's shops, billed centrally
    is_on_credit_hold: bool
    payment_days: int
    phone: str
    delivery_address: Address
    postal_address: Address


@dataclass(frozen=True, slots=True)
class StockItem:
    id: int
    name: str
    supplier_id: int
    unit_package: str
    outer_package: str
    quantity_per_outer: int
    lead_time_days: int
    barcode: str
    tax_rate: Decimal  # 0.15 is 15 %
    unit_price: Decimal
    weight_kg: Decimal
    last_cost: Decimal  # per unit; never changes in 2013
    bin: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpeningStock:
    stock_item_id: int
    quantity: Decimal
    unit_cost: Decimal
    is_scarce: bool  # the recorded holding made no sense: the least quantity that serves the year


@dataclass(frozen=True, slots=True)
class PurchaseOrderLine:
    id: int
    stock_item_id: int
    outers_ordered: Decimal
    outers_received: Decimal
    quantity_per_outer: int
    price_per_outer: Decimal


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    id: int
    supplier_id: int
    ordered_on: date
    expected_on: date
    reference: str
    lines: tuple[PurchaseOrderLine, ...]


@dataclass(frozen=True, slots=True)
class StockMovement:
    id: int
    stock_item_id: int
    purchase_order_id: int | None  # none: a correction at stocktake
    occurred_at: datetime  # taken as UTC; the source names no zone
    quantity: Decimal  # units; < 0 out of stock


@dataclass(frozen=True, slots=True)
class SupplierTransaction:
    id: int
    supplier_id: int
    purchase_order_id: int | None  # none: a payment
    invoice_number: str
    on: date
    net: Decimal
    tax: Decimal
    gross: Decimal  # < 0: paid


@dataclass(frozen=True, slots=True)
class SalesOrderLine:
    id: int
    stock_item_id: int
    quantity: Decimal
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class SalesOrder:
    id: int
    customer_id: int
    salesperson_id: int
    ordered_on: date
    reference: str
    lines: tuple[SalesOrderLine, ...]


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    id: int
    stock_item_id: int
    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal
    tax: Decimal
    profit: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class Invoice:
    """One picked order, left and invoiced at noon of its day."""

    id: int
    order_id: int
    customer_id: int
    bill_to_id: int
    on: date
    lines: tuple[InvoiceLine, ...]


@dataclass(frozen=True, slots=True)
class CustomerTransaction:
    id: int
    customer_id: int  # the billed account
    invoice_id: int | None  # none: a payment
    on: date
    net: Decimal
    tax: Decimal
    gross: Decimal  # < 0: received


@dataclass(frozen=True, slots=True)
class DataSet:
    contacts: Mapping[int, Contact]
    suppliers: Mapping[int, Supplier]
    customers: Mapping[int, Customer]
    stock_items: Mapping[int, StockItem]
    opening_stock: Sequence[OpeningStock]
    purchase_orders: Mapping[int, PurchaseOrder]
    stock_movements: Sequence[StockMovement]
    supplier_transactions: Sequence[SupplierTransaction]
    sales_orders: Mapping[int, SalesOrder]
    invoices: Mapping[int, Invoice]
    customer_transactions: Sequence[CustomerTransaction]
