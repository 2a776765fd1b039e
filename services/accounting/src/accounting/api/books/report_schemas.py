"""What the reports of the ledger give."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, Field

from accounting.domain.invoice import VatCategory
from accounting.queries.books.balances import AccountBalance


class BalanceOut(BaseModel):
    """One account of the trial balance; balances are debits less credits."""

    account: str
    name_fr: str
    name_en: str
    opening: Decimal = Field(description="The balance before the first day asked for.")
    debit: Decimal
    credit: Decimal
    balance: Decimal

    @classmethod
    def of(cls, row: AccountBalance) -> "BalanceOut":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class TrialBalanceOut(BaseModel):
    """All accounts that moved, and their sums, which are equal."""

    on: date | None
    since: date | None
    accounts: list[BalanceOut]
    debit: Decimal
    credit: Decimal


class AxisBalanceOut(BaseModel):
    account: str
    value: str = Field(description="Of the axis; empty: lines without one.")
    debit: Decimal
    credit: Decimal


class AxisBalancesOut(BaseModel):
    items: list[AxisBalanceOut]


class LedgerLineOut(BaseModel):
    """A line of an account with its balance after it, from the balance before the first day asked for."""

    line_id: str
    posted_on: date
    entry_id: UUID
    number: str = Field(examples=["VE-2026-000001"])
    document_number: str
    document_on: date
    partner_id: UUID | None
    partner: str | None = Field(description="The partner's code.")
    label: str
    debit: Decimal
    credit: Decimal
    balance: Decimal


class TaxedSalesOut(BaseModel):
    """Invoices and advances, less credit notes and the advances that invoices took off, in company currency."""

    category: VatCategory = Field(description="Of EN 16931: S taxed, K within the Union, G export, …")
    rate: Decimal
    line: str = Field(description="Of the form CA3; empty where it has none of its own.")
    base: Decimal
    tax: Decimal


class VatReturnOut(BaseModel):
    """Figures of the form CA3, all equal to the ledger."""

    since: date
    until: date
    sales: list[TaxedSalesOut]
    output_tax: Decimal = Field(description="Account 44571.")
    other_output_tax: Decimal = Field(
        description="Of it, what no invoice, advance or credit note posted: by hand, early-payment discounts, bad debts."
    )
    intra_eu_due: Decimal = Field(description="Account 4452: line 17.")
    input_tax: Decimal = Field(description="Account 44566: line 20.")
    input_tax_on_assets: Decimal = Field(description="Account 44562: line 19.")
    due: Decimal = Field(description="Line 28; below zero a credit: line 25.")


class FamilyValueOut(BaseModel):
    family: str = Field(description="Empty: products without one.")
    products: int
    value: Decimal


class StockReportOut(BaseModel):
    """Stock on a day; `gap` is what the ledger's account says otherwise: zero."""

    on: date
    families: list[FamilyValueOut]
    value: Decimal
    ledger: Decimal
    gap: Decimal
