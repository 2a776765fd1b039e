"""What the endpoints of invoicing policies and runs take and give."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.bodies import Day, Strict
from kit.money import ZERO
from pydantic import BaseModel, Field

from accounting.commands.invoicing.invoice_shipments import InvoiceRun
from accounting.commands.invoicing.issue_invoices import Draft
from accounting.domain.invoice import Invoice, InvoicePart, Totals
from accounting.domain.invoicing.policy import InvoicingPolicy

SHOWN = 1000


class PolicyIn(Strict):
    policy: InvoicingPolicy


class PolicyOut(BaseModel):
    """How who pays is invoiced."""

    partner_id: UUID
    policy: InvoicingPolicy
    version: int = Field(description="0 while nobody said anything: each delivery by itself.")


class PolicyHead(PolicyOut):
    code: str
    name: str


class InvoiceableOut(BaseModel):
    """A delivery without an invoice."""

    shipment_id: UUID
    shipment_number: str
    sales_order_id: UUID
    sales_order_number: str
    customer_id: UUID
    bill_to_id: UUID
    currency: str
    shipped_on: date
    policy: InvoicingPolicy
    is_complete: bool = Field(description="Nothing more of its order is to leave.")
    net_amount: Decimal = Field(description="Before tax, without what the order is charged with on top.")
    invoiced_from: date | None = Field(description="A run of this day invoices it; null: when its order is complete.")


class RunIn(Strict):
    through: Day = Field(description="What left by the end of this day, and whose period is over by then.")
    bill_to_ids: list[UUID] = Field(default_factory=list, max_length=1000, description="Empty: all.")
    everything: bool = Field(default=False, description="Whatever the policies say, up to that day.")
    dry_run: bool = Field(default=False, description="Show what it would invoice, and write nothing.")

    def to_domain(self) -> InvoiceRun:
        return InvoiceRun(self.through, tuple(self.bill_to_ids), self.everything)


class RunInvoiceOut(BaseModel):
    """An invoice of a run."""

    id: UUID | None = Field(description="Null in a dry run.")
    number: str | None
    bill_to_id: UUID
    currency: str
    issued_on: date
    due_on: date
    orders: int
    shipments: int
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal

    @classmethod
    def of_draft(cls, draft: Draft) -> "RunInvoiceOut":
        return cls._of(draft.parts, draft.totals, issued_on=draft.issued_on, due_on=draft.due_on, id=None, number=None)

    @classmethod
    def of_invoice(cls, invoice: Invoice) -> "RunInvoiceOut":
        return cls._of(
            invoice.parts,
            invoice.totals,
            issued_on=invoice.issued_on,
            due_on=invoice.due_on,
            id=invoice.id,
            number=invoice.number,
        )

    @classmethod
    def _of(cls, parts: tuple[InvoicePart, ...], totals: Totals, **own: object) -> "RunInvoiceOut":
        values = {
            **own,
            "bill_to_id": parts[0].order.bill_to_id,
            "currency": parts[0].order.currency,
            "orders": len(parts),
            "shipments": len({line.shipment_id for part in parts for line in part.lines}),
            "net_amount": totals.net,
            "tax_amount": totals.tax,
            "gross_amount": totals.gross,
        }
        return cls.model_validate(values)


class RunHead(BaseModel):
    id: UUID
    through: date
    everything: bool
    invoices: int
    shipments: int
    run_by: str
    created_at: datetime


class RunOut(BaseModel):
    """What a run invoiced, or would."""

    id: UUID | None = Field(description="Null in a dry run.")
    invoices: int
    shipments: int
    gross_amounts: dict[str, Decimal] = Field(description="By currency.")
    items: list[RunInvoiceOut] = Field(description=f"The first {SHOWN}; the others are in GET /invoices.")

    @classmethod
    def of(cls, run_id: UUID | None, items: list[RunInvoiceOut], shipments: int) -> "RunOut":
        sums: dict[str, Decimal] = {}
        for item in items:
            sums[item.currency] = sums.get(item.currency, ZERO) + item.gross_amount
        return cls(id=run_id, invoices=len(items), shipments=shipments, gross_amounts=sums, items=items[:SHOWN])
