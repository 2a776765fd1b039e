"""What the endpoints of payments take and give. Decimals are strings."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from kit.bodies import Day
from pydantic import BaseModel, Field

from accounting.api.schemas import Amount
from accounting.queries.payment_story import PaymentStory


class MatchIn(BaseModel):
    document_id: UUID
    amount: Amount


class PaymentMatchIn(MatchIn):
    discount: Amount | None = Field(
        default=None, description="Kept back for early payment, within the terms: settled on top of the amount."
    )


class PaymentIn(BaseModel):
    """Money received or paid. `matches` names what it settles; `match` leaves that to us."""

    id: UUID | None = None
    partner_id: UUID
    direction: Literal["received", "paid"]
    amount: Amount
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$", description="The company's when absent.")
    bank_amount: Amount | None = Field(
        default=None,
        description="What moved on our account, in company currency; by the day's rate when absent.",
    )
    paid_on: Day
    method: str = Field(default="transfer", max_length=40)
    reference: str = Field(default="", max_length=140)
    matches: list[PaymentMatchIn] = Field(default_factory=list, max_length=1000)
    match: Literal["oldest", "none"] = "none"


class PaymentHead(BaseModel):
    id: UUID
    number: str = Field(examples=["PM-2026-000001"])
    partner_id: UUID
    direction: str
    amount: Decimal
    currency: str
    paid_on: date
    method: str
    reference: str
    unmatched_amount: Decimal
    value: Decimal = Field(description="What moved on our account, in company currency.")
    exchange_gain: Decimal = Field(description="On what was settled; below zero: a loss.")


class PaymentOut(PaymentHead):
    matches: list[MatchIn]


class PaymentReversedOut(BaseModel):
    payment_id: UUID
    reversed_on: date
    entry_number: str


class SettledOut(BaseModel):
    """A document that a payment settles, or a part of it. In the document's currency."""

    document_id: UUID
    number: str
    is_receivable: bool = Field(description="A customer's document; otherwise a supplier's.")
    amount: Decimal = Field(description="By the money; below zero where it used up a credit note.")
    discount: Decimal = Field(description="Kept back for early payment.")
    write_off: Decimal = Field(description="Too little to ask for.")


class TakenBackOut(BaseModel):
    on: date
    reason: str
    by: str


class PaymentDetails(PaymentHead):
    """A payment with what it settles; one that was taken back settles nothing any more."""

    entry_number: str = Field(description="Of the journal entry that it is in the books as.")
    settled: list[SettledOut]
    bank_entry_id: UUID | None = Field(description="The entry of a bank statement that it was cleared from.")
    bank_statement_id: UUID | None
    taken_back: TakenBackOut | None

    @classmethod
    def of(cls, head: PaymentHead, story: PaymentStory) -> "PaymentDetails":
        back = story.taken_back
        return cls(
            **head.model_dump(),
            entry_number=story.entry_number,
            settled=[SettledOut.model_validate(each, from_attributes=True) for each in story.settled],
            bank_entry_id=story.bank_entry_id,
            bank_statement_id=story.bank_statement_id,
            taken_back=None if back is None else TakenBackOut.model_validate(back, from_attributes=True),
        )


class RefundedOut(BaseModel):
    id: UUID
    number: str = Field(examples=["PM-2026-000001"])
    entry_number: str
