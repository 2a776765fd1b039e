"""What the endpoints of customer credit notes take and give. Amounts in the currency of the invoice."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Day, Strict
from pydantic import BaseModel, Field

from accounting.api.schemas import VatSubtotalOut
from accounting.domain.invoicing.credit_note import AskedCredit, CreditSource, CreditStatus

Amount = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=2, examples=["12.50"])]
Text = Annotated[str, Field(min_length=1, max_length=500)]


class CreditedLineIn(Strict):
    invoice_line_id: UUID
    quantity: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)] = Field(
        default=Decimal(0), description="Goods that are not sold after all; zero: only the price."
    )
    net_amount: Amount = Field(description="Before tax.")

    def to_domain(self, reason: str) -> AskedCredit:
        return AskedCredit(self.invoice_line_id, self.quantity, self.net_amount, reason=reason)


class CreditNoteIn(Strict):
    """Lines of one invoice, each once or several times."""

    invoice_id: UUID
    credited_on: Day | None = Field(default=None, description="Default today; never before the invoice.")
    reason: Text
    lines: list[CreditedLineIn] = Field(min_length=1, max_length=1000)


class CreditRequestOut(BaseModel):
    """What is asked to be credited, and what became of it."""

    id: UUID
    source: CreditSource
    source_id: UUID | None = Field(description="Of the return or the price dispute.")
    source_number: str = Field(examples=["RMA-2026-000042"])
    sales_order_id: UUID | None
    invoice_id: UUID | None = Field(description="When it was asked by hand.")
    customer_id: UUID
    bill_to_id: UUID
    currency: str
    reason: str
    net_amount: Decimal
    status: CreditStatus
    refusal: str = Field(description="Why nothing was credited.")
    requested_by: str
    requested_at: datetime
    credit_note_id: UUID | None


class CreditNoteHead(BaseModel):
    id: UUID
    number: str = Field(examples=["AV-2026-000001"])
    credit_request_id: UUID
    source: CreditSource
    source_number: str
    customer_id: UUID
    bill_to_id: UUID
    currency: str
    credited_on: date
    reason: str
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    left_amount: Decimal = Field(description="Not set against an invoice, and not paid back.")


class CreditedLineOut(BaseModel):
    id: UUID
    invoice_id: UUID
    invoice_number: str
    invoice_line_id: UUID
    product_id: UUID
    description: str
    quantity: Decimal = Field(description="Came back; zero: only the price.")
    unit_price: Decimal = Field(description="Of the invoice.")
    restocking_fee: Decimal = Field(description="Kept.")
    net_amount: Decimal
    tax_class: str
    tax_rate: Decimal
    reason: str


class SettledInvoiceOut(BaseModel):
    invoice_id: UUID
    number: str
    amount: Decimal


class RefundOut(BaseModel):
    number: str = Field(examples=["PM-2026-000001"])
    amount: Decimal
    paid_on: date
    method: str
    reference: str


class CreditNoteOut(CreditNoteHead):
    lines: list[CreditedLineOut]
    vat: list[VatSubtotalOut] = Field(description="By category, rate and reason.")
    settled: list[SettledInvoiceOut] = Field(description="Invoices that it was set against.")
    refunds: list[RefundOut]


class UseCreditIn(Strict):
    invoice_ids: list[UUID] = Field(default_factory=list, max_length=1000, description="Empty: the oldest due first.")
    used_on: Day | None = Field(default=None, description="Default today.")


class RefundIn(Strict):
    amount: Amount
    paid_on: Day
    method: Annotated[str, Field(max_length=40)] = "transfer"
    reference: Annotated[str, Field(max_length=140)] = ""
