"""What the endpoints of credit take and give. Amounts in company currency, tax included."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from kit.bodies import Strict
from pydantic import BaseModel, Field

from accounting.domain.credit import passing_amount
from accounting.queries.credit_state import CreditState

Limit = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2, examples=["25000.00"])]


class ExposureOut(BaseModel):
    to_ship: Decimal = Field(description="Firm orders, not shipped.")
    to_invoice: Decimal = Field(description="Shipped, not invoiced.")
    being_confirmed: Decimal = Field(description="Held for orders and changes of orders that are not firm.")
    invoiced: Decimal = Field(description="Open invoices, what is overdue included.")
    unmatched_payments: Decimal = Field(description="Settle nothing yet: taken off the rest.")


class LateOut(BaseModel):
    document_id: UUID
    number: str
    due_on: date
    days: int


class CreditOut(BaseModel):
    """What a customer may owe and owes."""

    partner_id: UUID
    customer_class: str
    credit_limit: Decimal | None = Field(description="Of the catalog; null: any amount.")
    temporary_limit: Decimal | None = Field(description="Stands in for it until `temporary_until`.")
    temporary_until: datetime | None
    limit: Decimal | None = Field(description="That counts now; null: any amount.")
    insured_limit: Decimal | None = Field(description="What an insurer pays for; null for customers.")
    uninsured: Decimal | None = Field(description="Owed above that; null for customers.")
    is_on_hold: bool
    receivable: Decimal = Field(description="Open invoices less payments that settle nothing yet.")
    committed: Decimal = Field(description="Orders not invoiced.")
    exposure: Decimal = Field(description="Both.")
    parts: ExposureOut
    overdue: Decimal
    oldest_overdue: LateOut | None
    refusal: str | None = Field(
        examples=["credit-overdue"], description="Why nothing more is given: credit-hold, credit-overdue, credit-limit."
    )
    passing_amount: Decimal | None = Field(description="The largest order that would pass now; null: any.")
    payment_needed: Decimal = Field(description="Paid on the oldest documents, it ends what `refusal` says.")

    @classmethod
    def of(cls, state: CreditState, *, is_customer: bool) -> "CreditOut":
        terms, exposure = state.terms, state.exposure
        oldest = state.late[0] if state.late else None
        refusal = state.refusal
        return cls(
            partner_id=state.partner_id,
            customer_class=terms.customer_class,
            credit_limit=terms.credit_limit,
            temporary_limit=terms.temporary_limit,
            temporary_until=terms.temporary_until,
            limit=state.limit,
            insured_limit=None if is_customer else terms.insured_limit,
            uninsured=None if is_customer else state.uninsured,
            is_on_hold=terms.is_on_hold,
            receivable=exposure.invoiced - exposure.unmatched,
            committed=exposure.to_ship + exposure.to_invoice + exposure.being_confirmed,
            exposure=exposure.total,
            parts=ExposureOut(
                to_ship=exposure.to_ship,
                to_invoice=exposure.to_invoice,
                being_confirmed=exposure.being_confirmed,
                invoiced=exposure.invoiced,
                unmatched_payments=exposure.unmatched,
            ),
            overdue=state.overdue,
            oldest_overdue=None
            if oldest is None
            else LateOut(
                document_id=oldest.document_id,
                number=oldest.number,
                due_on=oldest.due_on,
                days=(state.at.date() - oldest.due_on).days,
            ),
            refusal=refusal,
            passing_amount=Decimal(0) if refusal else passing_amount(terms, exposure.total, state.at),
            payment_needed=state.payment_needed(exposure.total),
        )


class CreditRowOut(BaseModel):
    """A customer's credit in short."""

    partner_id: UUID
    code: str | None
    name: str | None
    customer_class: str
    is_on_hold: bool
    limit: Decimal | None = Field(description="That counts now; null: any amount.")
    insured_limit: Decimal | None
    exposure: Decimal
    overdue: Decimal


class CreditDocumentOut(BaseModel):
    kind: Literal["invoice", "order", "order-being-confirmed"]
    document_id: UUID
    number: str | None = Field(description="Null while accounting has not heard of the order.")
    document_on: date
    due_on: date | None
    amount: Decimal
    open_amount: Decimal = Field(description="What counts of it.")
    days_overdue: int


class CreditLimitsIn(Strict):
    """Both limits: what is left out is taken away."""

    insured_limit: Limit | None = None
    temporary_limit: Limit | None = Field(default=None, description="Stands in for the catalog's until then.")
    temporary_until: datetime | None = None
    reason: Annotated[str, Field(min_length=1, max_length=500, examples=["Season, as agreed on the phone"])]


class OverdueRuleModel(Strict):
    """No more credit while more than `amount` is overdue by more than `days`."""

    customer_class: Annotated[str, Field(max_length=60)] = Field(
        default="", description="Segment of the customer; empty: every class that has no rule of its own."
    )
    days: int = Field(ge=0, le=3650)
    amount: Limit


class OverdueRulesIn(Strict):
    items: list[OverdueRuleModel] = Field(max_length=200)


class OverdueRulesOut(BaseModel):
    items: list[OverdueRuleModel]
