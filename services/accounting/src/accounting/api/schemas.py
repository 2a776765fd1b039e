"""What accounting's endpoints take and give. Amounts in company currency unless they say another; decimals are strings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Currency, Day, Quantity
from pydantic import BaseModel, Field, model_validator

from accounting.domain.invoice import TaxRounding

Amount = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=2, examples=["120.00"])]
Side = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2, examples=["120.00"])]
Text = Annotated[str, Field(min_length=1, max_length=200)]


class TaxRateIn(BaseModel):
    """The rate of a tax class from a day on."""

    tax_class: str = Field(min_length=1, max_length=40, pattern=r"^[a-z0-9-]+$", examples=["standard"])
    rate: Decimal = Field(ge=0, lt=1, max_digits=6, decimal_places=5, examples=["0.20"])
    effective_from: Day
    rounding: TaxRounding = Field(
        default=TaxRounding.DOCUMENT, description="document: once per rate, as in France; line: on each line."
    )


class TaxRatesOut(BaseModel):
    items: list[TaxRateIn]


class InvoiceLineOut(BaseModel):
    id: UUID
    sales_order_id: UUID
    shipment_id: UUID
    sales_order_line_id: UUID
    product_id: UUID
    description: str
    quantity: Decimal
    unit_price: Decimal
    net_amount: Decimal
    tax_class: str
    tax_rate: Decimal
    vat_category: str
    vat_reason_code: str


class InvoiceHead(BaseModel):
    """An invoice in a list, without its lines."""

    id: UUID
    number: str = Field(examples=["FA-2026-000001"])
    sales_order_id: UUID | None = Field(description="Null: it is about several.")
    sales_order_number: str = Field(description="Empty: it is about several.")
    shipment_id: UUID | None = Field(description="Null: it is about several.")
    customer_id: UUID
    bill_to_id: UUID
    currency: str
    issued_on: date
    due_on: date
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    rate: Decimal | None = Field(
        description="Of the day of the invoice: units of its currency for one of the company's; null: it is the company's."
    )
    value: Decimal = Field(description="The gross amount in company currency.")
    prepaid_amount: Decimal = Field(description="Invoiced in advance, with tax: owed so much less.")
    open_amount: Decimal
    discount_rate: Decimal | None = Field(description="For early payment, of the gross amount; null: none.")
    discount_until: date | None = Field(description="The last day to pay with it.")
    discount_amount: Decimal | None = Field(description="What the customer then keeps back.")


class InvoiceChargeOut(BaseModel):
    """What the order is charged with on top of its goods."""

    id: UUID
    rule: str = Field(examples=["freight"])
    label: str
    net_amount: Decimal
    tax_class: str
    tax_rate: Decimal
    vat_category: str
    vat_reason_code: str


class VatSubtotalOut(BaseModel):
    """What of a document is taxed alike."""

    category: str = Field(description="Of EN 16931: S, K, G, E.", examples=["S"])
    rate: Decimal
    reason_code: str = Field(description="VATEX; empty where there is tax.")
    reason: str = Field(description="The sentence that the law wants on the invoice.")
    base: Decimal
    tax: Decimal


class InvoiceOut(InvoiceHead):
    """An issued invoice."""

    lines: list[InvoiceLineOut]
    charges: list[InvoiceChargeOut]
    vat: list[VatSubtotalOut] = Field(description="By category, rate and reason.")


class BillLineIn(BaseModel):
    """A billed line; without quantity all that is not billed, without price as it was received."""

    receipt_line_id: UUID
    quantity: Quantity | None = None
    unit_price: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)] | None = None
    net_amount: Side | None = None

    @model_validator(mode="after")
    def _one_price(self) -> "BillLineIn":
        if self.unit_price is not None and self.net_amount is not None:
            raise ValueError("give the unit price or the amount, not both")
        return self


class BillIn(BaseModel):
    """A supplier's bill: a receipt as a whole, or lines."""

    id: UUID | None = None
    supplier_id: UUID
    supplier_number: str = Field(min_length=1, max_length=60, examples=["F-7290"])
    billed_on: Day
    due_on: Day | None = None
    receipt_id: UUID | None = None
    lines: list[BillLineIn] = Field(default_factory=list, max_length=1000)
    currency: Currency | None = Field(
        default=None, description="That of the order, in which its amounts are; the company's when absent."
    )
    tax_class: str = Field(default="standard", max_length=40)
    tax_amount: Side | None = Field(default=None, description="As on the bill; computed when absent.")

    @model_validator(mode="after")
    def _receipt_or_lines(self) -> "BillIn":
        if (self.receipt_id is None) == (not self.lines):
            raise ValueError("give a receipt_id or lines, one of the two")
        return self


class BillLineOut(BaseModel):
    id: UUID
    receipt_line_id: UUID
    product_id: UUID
    quantity: Decimal
    received_amount: Decimal = Field(description="What these units were received at.")
    received_value: Decimal = Field(description="The same in company currency, at the rate of the day of receipt.")
    net_amount: Decimal


class BillHead(BaseModel):
    """A bill in a list, without its lines."""

    id: UUID
    number: str = Field(examples=["FF-2026-000001"])
    supplier_id: UUID
    supplier_number: str
    currency: str
    billed_on: date
    due_on: date
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    rate: Decimal = Field(description="Units of its currency for one of the company's.")
    rate_on: date
    value: Decimal = Field(description="The gross amount in company currency.")


class BillOut(BillHead):
    lines: list[BillLineOut]


class GoodsReceivedOut(BaseModel):
    """A received line that is not billed whole."""

    receipt_line_id: UUID
    receipt_id: UUID
    receipt_number: str
    supplier_id: UUID
    product_id: UUID
    received_on: date
    quantity: Decimal
    billed_quantity: Decimal
    currency: str
    open_amount: Decimal = Field(description="In its currency.")
    open_value: Decimal


class OpenItemOut(BaseModel):
    """A document that is not settled whole."""

    document_id: UUID
    number: str
    partner_id: UUID
    is_receivable: bool
    issued_on: date
    due_on: date
    currency: str
    amount: Decimal
    open_amount: Decimal
    value: Decimal = Field(description="In company currency, as the books have it.")
    open_value: Decimal


class ValuationOut(BaseModel):
    """A product's stock as the books have it."""

    product_id: UUID
    sku: str | None
    method: str
    quantity: Decimal
    value: Decimal
    unit_cost: Decimal


class ValuationTotal(BaseModel):
    value: Decimal
    products: int


class LayerOut(BaseModel):
    """What is left of one receipt."""

    movement_id: UUID
    document_number: str | None
    occurred_at: datetime | None
    received: Decimal
    quantity: Decimal
    value: Decimal


class LayersOut(BaseModel):
    items: list[LayerOut]


class MovementOut(BaseModel):
    """A stock movement with its cost, and the product's state after it."""

    movement_id: UUID
    product_id: UUID
    quantity: Decimal
    amount: Decimal
    quantity_after: Decimal
    value_after: Decimal
    reason: str
    document_number: str
    occurred_at: datetime
    posted_on: date
    entry_id: UUID | None
