"""What is read of the platform's answers; members not named here are ignored."""

from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel

T = TypeVar("T")


class Nothing(BaseModel):
    """An answer of which nothing is needed."""


class Page(BaseModel, Generic[T]):
    items: list[T]
    next_cursor: str | None = None


class Token(BaseModel):
    access_token: str
    expires_in: float


class Coded(BaseModel):
    code: str


class Product(BaseModel):
    id: UUID
    sku: str


class Partner(BaseModel):
    id: UUID
    code: str
    version: int
    credit_limit: Decimal | None = None


class Document(BaseModel):
    id: UUID


class PurchaseLine(BaseModel):
    id: UUID
    product_id: UUID


class Purchase(BaseModel):
    id: UUID
    status: str
    lines: list[PurchaseLine] = []


class Approval(BaseModel):
    id: UUID
    document_id: UUID


class Receipt(BaseModel):
    id: UUID
    purchase_order_id: UUID


class OrderLine(BaseModel):
    quantity_backordered: Decimal = Decimal(0)


class Order(BaseModel):
    id: UUID
    status: str
    lines: list[OrderLine] = []


class Shipment(BaseModel):
    id: UUID
    sales_order_id: UUID


class Reservation(BaseModel):
    quantity_reserved: Decimal
    quantity_backordered: Decimal


class Credit(BaseModel):
    credit_limit: Decimal | None
    exposure: Decimal


class OpenItem(BaseModel):
    open_amount: Decimal


class InvoiceHead(BaseModel):
    id: UUID
    sales_order_id: UUID


class InvoiceLine(BaseModel):
    product_id: UUID
    quantity: Decimal
    unit_price: Decimal
    net_amount: Decimal


class Invoice(BaseModel):
    id: UUID
    number: str
    sales_order_id: UUID
    issued_on: date
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    lines: list[InvoiceLine]


class Bill(BaseModel):
    id: UUID
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal


class Payment(BaseModel):
    id: UUID
    amount: Decimal


class CostOfProduct(BaseModel):
    product_id: UUID


class Stock(BaseModel):
    on_hand: Decimal


class Valuation(BaseModel):
    quantity: Decimal
    value: Decimal


class Blocker(BaseModel):
    kind: str
    count: int
    link: str
    blocks: bool


class Closing(BaseModel):
    content_hash: str
    blockers: list[Blocker]


class Closed(BaseModel):
    month: date
    entries: int
    reckoned_ms: int
    blockers: list[Blocker]


class PartnerBalance(BaseModel):
    partner_id: UUID
    total: Decimal


class AccountBalance(BaseModel):
    account: str
    name_en: str
    debit: Decimal
    credit: Decimal
    balance: Decimal


class TrialBalance(BaseModel):
    accounts: list[AccountBalance]


class Margins(BaseModel):
    revenue: Decimal
    cost: Decimal
    margin: Decimal
    rate: Decimal | None


class MarginRow(Margins):
    key: str
    name: str


class MarginReport(BaseModel):
    items: list[MarginRow]
    total: Margins


class Summary(BaseModel):
    revenue: Decimal
    cost: Decimal
    margin: Decimal
    invoice_lines: int
    unvalued_lines: int


class Check(BaseModel):
    name: str
    ok: bool
    detail: str
    rows: list[dict[str, Any]]


class Invariants(BaseModel):
    checks: list[Check]


class EventPositions(BaseModel):
    outbox_rows: int
    parked_messages: int
    positions: list[dict[str, Any]]


class Price(BaseModel):
    product_id: UUID
    scope: str
