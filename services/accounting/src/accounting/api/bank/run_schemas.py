"""What the endpoints of payment runs and mandates take and give. Decimals are strings; IBANs are masked."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from kit.bodies import Day, Strict
from kit.iban import masked
from pydantic import BaseModel, Field

from accounting.commands.bank.payment_runs import AskedRun
from accounting.domain.bank.run import LeftOut, Order, Paid, Plan
from accounting.storage.bank.runs import WrittenOrder


class RunIn(Strict):
    """What is to be paid to suppliers, or collected from customers."""

    kind: Literal["transfer", "direct-debit"] = "transfer"
    scheme: Literal["CORE", "B2B"] = Field(default="CORE", description="Of the mandates; direct debits only.")
    execute_on: Day
    due_until: Day | None = Field(
        default=None, description="What is due until this day; the day of execution when absent."
    )
    take_discounts: bool = Field(default=True, description="Pay early what has a discount to take on that day.")
    refunds: bool = Field(
        default=False,
        description="Also pay customers back what stands to their credit, but for those who owe; transfers.",
    )
    document_ids: list[UUID] = Field(
        default_factory=list,
        max_length=5000,
        description="Only these, whatever is due: bills, and credit notes or payments of customers to pay back.",
    )

    def to_asked(self) -> AskedRun:
        return AskedRun(
            kind=self.kind,
            scheme=self.scheme if self.kind == "direct-debit" else "SEPA",
            execute_on=self.execute_on,
            due_until=self.due_until or self.execute_on,
            take_discounts=self.take_discounts,
            document_ids=frozenset(self.document_ids),
            refunds=self.refunds,
        )


class NewRunIn(RunIn):
    id: UUID | None = None
    bank_account_id: UUID


class PaidOut(BaseModel):
    document_id: UUID
    number: str
    amount: Decimal
    discount: Decimal

    @classmethod
    def of(cls, paid: Paid) -> "PaidOut":
        return cls.model_validate(paid, from_attributes=True)


class OrderOut(BaseModel):
    """One payment."""

    partner_id: UUID
    name: str
    iban: str = Field(description="Masked.")
    amount: Decimal
    text: str
    end_to_end_id: str | None
    documents: list[PaidOut]

    @classmethod
    def proposed(cls, order: Order) -> "OrderOut":
        documents = [PaidOut.of(paid) for paid in order.documents]
        payee = order.payee
        return cls(
            partner_id=payee.partner_id,
            name=payee.name,
            iban=masked(payee.iban),
            amount=order.amount,
            text=order.text,
            end_to_end_id=None,
            documents=documents,
        )

    @classmethod
    def written(cls, order: WrittenOrder) -> "OrderOut":
        told = order.instruction
        return cls(
            partner_id=order.partner_id,
            name=told.name,
            iban=masked(told.iban),
            amount=told.amount,
            text=told.text,
            end_to_end_id=told.end_to_end_id,
            documents=[PaidOut.of(paid) for paid in order.documents],
        )


class OmissionOut(BaseModel):
    """A document that is due and not in the run."""

    document_id: UUID
    number: str
    partner_id: UUID
    open_amount: Decimal
    reason: LeftOut


class PlanOut(BaseModel):
    total: Decimal
    orders: list[OrderOut]
    left_out: list[OmissionOut]

    @classmethod
    def of(cls, plan: Plan) -> "PlanOut":
        return cls(
            total=plan.total,
            orders=[OrderOut.proposed(order) for order in plan.orders],
            left_out=[OmissionOut.model_validate(each, from_attributes=True) for each in plan.left_out],
        )


class RunHead(BaseModel):
    id: UUID
    number: str = Field(examples=["PR-2026-000001"])
    kind: str
    scheme: str
    bank_account_id: UUID
    execute_on: date
    currency: str
    total: Decimal
    payments: int
    status: str = Field(description="draft, waiting (for an approval), approved (there is a file), sent, cancelled.")
    created_by: str
    created_at: datetime


class RunOut(RunHead):
    approval_id: UUID | None = Field(description="Of the request that waits.")
    sha256: str | None = Field(description="Of the file, once there is one.")
    delivery: str | None = Field(
        description="To the bank's folder: waiting, trying, done, parked (for somebody's decision), given-up; null: by people."
    )
    delivery_error: str | None
    orders: list[OrderOut]


class MandateIn(Strict):
    id: UUID | None = None
    partner_id: UUID
    reference: Annotated[str, Field(pattern=r"^[A-Za-z0-9+?/\-:().,' ]{1,35}$", examples=["MDT-000832"])]
    scheme: Literal["CORE", "B2B"] = "CORE"
    iban: Annotated[str, Field(max_length=40)]
    bic: Annotated[str, Field(pattern="^([A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?)?$")] = ""
    signed_on: Day


class MandateOut(BaseModel):
    id: UUID
    partner_id: UUID
    reference: str
    scheme: str
    iban: str = Field(description="Masked.")
    signed_on: date
    last_used_on: date | None
    revoked_on: date | None


class RevokeIn(Strict):
    on: Day


class BlockIn(Strict):
    reason: Annotated[str, Field(min_length=1, max_length=200, examples=["Goods came broken"])]


class BlockOut(BaseModel):
    document_id: UUID
    is_blocked: bool
    reason: str | None
