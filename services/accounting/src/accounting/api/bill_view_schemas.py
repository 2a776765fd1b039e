"""What the page of a supplier's bill and the check of one give. Quantities in stock units."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.money import minor_unit
from pydantic import BaseModel, Field

from accounting.api.bill_schemas import DisputeHead, SupplierBillHead
from accounting.commands.check_bill import CheckedBill
from accounting.domain.bill_tax import BilledTax
from accounting.domain.entry import JournalEntry
from accounting.domain.matched_bill import DisputeKind, Finding, Proposal


class RateTaxOut(BaseModel):
    rate: Decimal
    base: Decimal
    tax: Decimal = Field(description="As stated, else computed.")
    computed: Decimal


def rate_taxes(taxes: Sequence[BilledTax], currency: str) -> list[RateTaxOut]:
    unit = minor_unit(currency)
    return [RateTaxOut(rate=each.rate, base=each.base, tax=each.tax, computed=each.due(unit)) for each in taxes]


class ToleranceOut(BaseModel):
    """A line may differ by both at most."""

    price_rate: Decimal
    price_amount: Decimal


class BillFindingOut(BaseModel):
    """What somebody would have to settle."""

    kind: DisputeKind
    at_risk: Decimal = Field(description="Company currency.")
    reason: str


class CheckedLineOut(BaseModel):
    """A line against what came, in the order of what was sent."""

    quantity: Decimal
    net_amount: Decimal
    received_amount: Decimal
    missing: Decimal = Field(description="Billed, and did not come.")
    difference: Decimal = Field(description="Billed above what it was received at.")
    findings: list[BillFindingOut]


class PostingLineOut(BaseModel):
    account: str
    debit: Decimal
    credit: Decimal


class PostingOut(BaseModel):
    """An entry as it would be posted."""

    journal: str
    lines: list[PostingLineOut]

    @classmethod
    def of(cls, entry: JournalEntry) -> "PostingOut":
        lines = [PostingLineOut.model_validate(each, from_attributes=True) for each in entry.lines]
        return cls(journal=entry.journal, lines=lines)


class CheckedBillOut(BaseModel):
    """What would become of the bill: it posts when `findings` and those of its lines are empty."""

    due_on: date
    taken_by: UUID | None = Field(description="This supplier's bill that has the number already.")
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    currency: str
    taxes: list[RateTaxOut]
    tolerance: ToleranceOut | None = Field(description="Null: prices are as the supplier says.")
    lines: list[CheckedLineOut]
    findings: list[BillFindingOut] = Field(description="About the bill as a whole.")
    entries: list[PostingOut] = Field(description="As if all were accepted; none while goods are missing.")

    @classmethod
    def of(cls, checked: CheckedBill) -> "CheckedBillOut":
        return cls(
            due_on=checked.due_on,
            taken_by=checked.taken_by,
            net_amount=checked.bill.net_amount,
            tax_amount=checked.tax_amount,
            gross_amount=checked.bill.net_amount + checked.tax_amount,
            currency=checked.bill.currency,
            taxes=rate_taxes(checked.taxes, checked.bill.currency),
            tolerance=checked.tolerance and ToleranceOut.model_validate(checked.tolerance, from_attributes=True),
            lines=[_checked_line(each, checked.findings) for each in checked.proposals],
            findings=[_finding(each) for each in checked.findings if each.line_id is None],
            entries=[PostingOut.of(each) for each in checked.entries],
        )


def _checked_line(proposal: Proposal, findings: Sequence[Finding]) -> CheckedLineOut:
    return CheckedLineOut(
        quantity=proposal.line.quantity,
        net_amount=proposal.line.net_amount,
        received_amount=proposal.received_amount,
        missing=proposal.missing,
        difference=proposal.difference,
        findings=[_finding(each) for each in findings if each.line_id == proposal.line.id],
    )


def _finding(finding: Finding) -> BillFindingOut:
    return BillFindingOut(kind=finding.kind, at_risk=finding.at_risk, reason=finding.reason)


class ReceiptPartOut(BaseModel):
    """The receipt that a part of a line came by."""

    receipt_line_id: UUID
    receipt_id: UUID
    receipt_number: str
    quantity: Decimal
    received_amount: Decimal


class StoryLineOut(BaseModel):
    """A line against the receipts behind it; of a posted bill, one for each receipt line that it cleared."""

    id: UUID
    receipt_line_id: UUID | None
    purchase_order_line_id: UUID | None
    purchase_order_id: UUID | None
    purchase_order_number: str | None
    product_id: UUID | None = Field(description="Null: accounting has not heard of the order.")
    quantity: Decimal
    net_amount: Decimal
    received_amount: Decimal
    missing: Decimal = Field(description="Billed, and did not come.")
    difference: Decimal = Field(description="Billed above what it was received at.")
    tax_class: str = Field(description="Empty: that of the bill.")
    is_beyond: bool = Field(description="The difference is more than the tolerance lets.")
    parts: list[ReceiptPartOut]


class ChargeOut(BaseModel):
    account: str
    label: str
    net_amount: Decimal
    tax_class: str


class StoryDisputeOut(DisputeHead):
    reason: str
    note: str
    opened_at: datetime
    resolved_by: str | None
    resolved_at: datetime | None


class StoryEntryOut(BaseModel):
    id: UUID
    number: str = Field(examples=["AC-2026-000001"])
    posted_on: date
    label: str


class StoryPaymentOut(BaseModel):
    """What settled a part of it; a credit note settles as a payment does."""

    id: UUID
    number: str
    paid_on: date
    method: str
    amount: Decimal


class StoryCreditOut(BaseModel):
    """A credit note about goods of this bill."""

    id: UUID
    number: str
    supplier_number: str
    credited_on: date
    currency: str
    net_amount: Decimal
    tax_amount: Decimal
    entry_id: UUID


class BillStoryOut(SupplierBillHead):
    """All about one bill."""

    number: str | None = Field(description="Ours, once it is posted.")
    created_at: datetime
    due_on: date | None
    tax_class: str = Field(description="Empty: it bears several rates.")
    gross_amount: Decimal | None
    open_amount: Decimal | None = Field(description="Not paid yet; null: not posted.")
    rate: Decimal | None = Field(description="Of its day; null: it is in company currency.")
    rate_on: date | None
    taxes: list[RateTaxOut]
    lines: list[StoryLineOut]
    charges: list[ChargeOut]
    disputes: list[StoryDisputeOut] = Field(description="Settled ones too.")
    entries: list[StoryEntryOut]
    payments: list[StoryPaymentOut]
    credits: list[StoryCreditOut]
    received_invoice_id: UUID | None = Field(description="The electronic invoice that it was made of.")
    cancel_reason: str | None
    cancelled_on: date | None
    cancelled_by: str | None
