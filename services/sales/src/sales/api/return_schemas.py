"""What the endpoints of returns and price disputes take and give. Quantities in stock units, amounts before tax."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.auth import Principal
from kit.bodies import Quantity, Rate, Strict, UnitPrice
from pydantic import BaseModel, Field

from sales.api.schemas import CreditNoteOut, Text
from sales.commands.authorise_return import AskedLine
from sales.domain.delivered import DeliveredLine
from sales.domain.dispute import DisputedLine, DisputeStatus, PriceDispute
from sales.domain.returns import ReturnAuthorisation, ReturnLine, ReturnReason, ReturnRules, ReturnStatus, Wants
from sales.storage.credit_notes import CreditNote

Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2, examples=["12.50"])]


class DeliveredLineOut(BaseModel):
    """What a line of a shipment delivered, and what of it can still come back or be credited."""

    shipment_line_id: UUID
    order_line_id: UUID
    product_id: UUID
    sku: str
    quantity: Decimal
    unit_price: Decimal = Field(description="As billed, or as ordered while it is not.")
    unit_cost: Decimal | None = Field(description="At which that delivery left; null for customers, or not valued yet.")
    invoice_id: UUID | None
    returnable: Decimal
    creditable: Decimal = Field(description="Of its price, for what does not come back.")

    @classmethod
    def of(cls, line: DeliveredLine, caller: Principal) -> "DeliveredLineOut":
        found = cls.model_validate(line, from_attributes=True)
        return found if caller.customer_id is None else found.model_copy(update={"unit_cost": None})


class ReturnableOut(BaseModel):
    lines: list[DeliveredLineOut]


class ReturnLineIn(Strict):
    shipment_line_id: UUID
    quantity: Quantity
    reason: ReturnReason
    restocking_rate: Rate | None = Field(
        default=None,
        description="What the house keeps of the price; default its rule for the reason. Not for customers.",
    )


class ReturnIn(Strict):
    order_id: UUID
    wants: Wants = Wants.CREDIT
    comment: Text = ""
    lines: list[ReturnLineIn] = Field(min_length=1, max_length=1000)

    def asked(self, caller: Principal) -> list[AskedLine]:
        """Lines as this caller may ask for them."""
        is_staff = caller.customer_id is None
        return [
            AskedLine(line.shipment_line_id, line.quantity, line.reason, line.restocking_rate if is_staff else None)
            for line in self.lines
        ]


class ReturnLineOut(BaseModel):
    shipment_line_id: UUID
    order_line_id: UUID
    product_id: UUID
    sku: str
    quantity: Decimal
    reason: ReturnReason
    restocking_rate: Decimal
    unit_price: Decimal
    unit_cost: Decimal | None = Field(description="Null for customers.")
    worth: Decimal = Field(description="Credited for all of it, before the house keeps its part.")
    received: Decimal

    @classmethod
    def of(cls, line: ReturnLine, caller: Principal) -> "ReturnLineOut":
        found = cls.model_validate(line, from_attributes=True)
        return found if caller.customer_id is None else found.model_copy(update={"unit_cost": None})


class ReturnHead(BaseModel):
    id: UUID
    number: str = Field(examples=["RMA-2026-000042"], description="What the goods are marked with.")
    order_id: UUID
    customer_id: UUID
    wants: Wants
    comment: str
    status: ReturnStatus
    replacement_id: UUID | None = Field(description="The order that replaces them.")
    version: int


class ReturnSummary(ReturnHead):
    created_at: datetime


class ReturnOut(ReturnHead):
    lines: list[ReturnLineOut]

    @classmethod
    def of(cls, asked: ReturnAuthorisation, caller: Principal) -> "ReturnOut":
        head = {name: getattr(asked, name) for name in ReturnHead.model_fields}
        return cls(**head, lines=[ReturnLineOut.of(line, caller) for line in asked.lines])


class ReturnDetailsOut(ReturnOut):
    credit_notes: list[CreditNoteOut] = Field(description="What came back was credited by these.")

    @classmethod
    def of_credited(cls, asked: ReturnAuthorisation, notes: list[CreditNote], caller: Principal) -> "ReturnDetailsOut":
        shown = ReturnOut.of(asked, caller).model_dump()
        return cls.model_validate(shown | {"credit_notes": [CreditNoteOut.of(note) for note in notes]})


class ReturnRulesIn(Strict):
    approval_above: Amount | None = Field(default=None, description="Worth of a return or credit; null: never.")
    window_days: int | None = Field(
        default=None,
        ge=0,
        le=3650,
        description="Later than so many days after the order's last delivery, somebody approves; null: never for that.",
    )
    restocking: dict[ReturnReason, Rate] = Field(
        default_factory=dict, description="What is kept of the price, by reason."
    )


class ReturnRulesOut(ReturnRulesIn):
    version: int = Field(description="0 while nobody said anything.")

    @classmethod
    def of(cls, rules: ReturnRules) -> "ReturnRulesOut":
        return cls(
            approval_above=rules.approval_above,
            window_days=rules.window_days,
            restocking=dict(rules.restocking),
            version=rules.version,
        )


# --- price disputes ---


class ClaimIn(Strict):
    shipment_line_id: UUID
    claimed_unit_price: UnitPrice = Field(description="Per stock unit, as the customer says that it was agreed.")


class DisputeIn(Strict):
    order_id: UUID
    reason: Text = Field(min_length=1, examples=["The offer said 9.50"])
    lines: list[ClaimIn] = Field(min_length=1, max_length=1000)


class SettledLineIn(Strict):
    shipment_line_id: UUID
    amount: Amount


class SettleIn(Strict):
    comment: Text = ""
    lines: list[SettledLineIn] = Field(
        default_factory=list, max_length=1000, description="What is credited; what is left out gets what was claimed."
    )


class DisputedLineOut(BaseModel):
    shipment_line_id: UUID
    order_line_id: UUID
    sku: str
    quantity: Decimal
    unit_price: Decimal
    claimed_unit_price: Decimal
    claimed: Decimal
    credit: Decimal

    @classmethod
    def of(cls, line: DisputedLine) -> "DisputedLineOut":
        return cls.model_validate(line, from_attributes=True)


class DisputeHead(BaseModel):
    id: UUID
    number: str = Field(examples=["PD-2026-000007"])
    order_id: UUID
    customer_id: UUID
    reason: str
    status: DisputeStatus
    version: int


class DisputeSummary(DisputeHead):
    created_at: datetime


class DisputeOut(DisputeHead):
    lines: list[DisputedLineOut]

    @classmethod
    def of(cls, dispute: PriceDispute) -> "DisputeOut":
        head = {name: getattr(dispute, name) for name in DisputeHead.model_fields}
        return cls(**head, lines=[DisputedLineOut.of(line) for line in dispute.lines])


class DisputeDetailsOut(DisputeOut):
    credit_notes: list[CreditNoteOut] = Field(description="What was settled was credited by these.")

    @classmethod
    def of_credited(cls, dispute: PriceDispute, notes: list[CreditNote]) -> "DisputeDetailsOut":
        shown = DisputeOut.of(dispute).model_dump()
        return cls.model_validate(shown | {"credit_notes": [CreditNoteOut.of(note) for note in notes]})
