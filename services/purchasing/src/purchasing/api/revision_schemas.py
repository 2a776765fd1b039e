"""What the endpoints of revisions, acknowledgements and blanket orders take and give."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Code, Currency, Day, Quantity, Rate, Strict, UnitPrice
from pydantic import BaseModel, Field

from purchasing.api.schemas import LineIn, OrderOut, Text
from purchasing.commands.revise_order import Proposal
from purchasing.domain.blanket import BlanketOrder
from purchasing.domain.revision import Revision, RevisionStatus, Source, differences, incoming_change

UnderRate = Annotated[Decimal, Field(ge=0, lt=1, max_digits=7, decimal_places=6, examples=["0.02"])]
Least = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)]


class LineChangeIn(Strict):
    """What is otherwise of a line; what is left out stays."""

    line_id: UUID
    quantity: Quantity | None = Field(default=None, description="In the line's packaging.")
    unit_price: UnitPrice | None = None
    expected_on: Day | None = None
    cancel_rest: bool = Field(default=False, description="What has not come will not.")


class RevisionIn(Strict):
    reason: Text = Field(min_length=1, examples=["Customer needs more"])
    changes: list[LineChangeIn] = Field(default_factory=list, max_length=1000)
    added: list[LineIn] = Field(default_factory=list, max_length=1000)


class RevisionHead(BaseModel):
    id: UUID
    order_id: UUID
    number: int
    source: Source
    reason: str
    status: RevisionStatus
    written_by: str

    @classmethod
    def of(cls, revision: Revision) -> "RevisionHead":
        return cls(**{name: getattr(revision, name) for name in RevisionHead.model_fields})


class RevisionsOut(BaseModel):
    items: list[RevisionHead]


class DifferenceOut(BaseModel):
    line_id: UUID
    product_id: UUID
    field: str = Field(examples=["quantity"])
    before: str | None = Field(description="Null for a line that is added.")
    after: str | None


class IncomingOut(BaseModel):
    product_id: UUID
    change: Decimal = Field(description="How much more (or less) is to come, in stock units.")


class RevisionOut(RevisionHead):
    """What it changes, line by line, in money and in stock."""

    differences: list[DifferenceOut]
    committed_before: Decimal
    committed_after: Decimal
    incoming: list[IncomingOut]

    @classmethod
    def beside(cls, proposal: Proposal) -> "RevisionOut":
        """The revision beside the order before and after it."""
        head = RevisionHead.of(proposal.revision)
        before, after = proposal.before, proposal.after
        return cls(
            **head.model_dump(),
            differences=[
                DifferenceOut.model_validate(each, from_attributes=True) for each in differences(before, after)
            ],
            committed_before=before.committed,
            committed_after=after.committed,
            incoming=[
                IncomingOut(product_id=product, change=change)
                for product, change in incoming_change(before, after).items()
            ],
        )


class AnswerIn(Strict):
    """What the supplier says of a line; what is left out is as ordered."""

    line_id: UUID
    quantity: Quantity | None = None
    unit_price: UnitPrice | None = None
    expected_on: Day | None = None


class AcknowledgementIn(Strict):
    reference: Text = Field(default="", description="The supplier's own order number.")
    lines: list[AnswerIn] = Field(default_factory=list, max_length=1000)


class AcknowledgementOut(BaseModel):
    order: OrderOut
    revision: RevisionOut | None = Field(description="What is otherwise than ordered: submit it, or reject it.")


class OverdueOut(BaseModel):
    id: UUID
    purchase_order_id: UUID
    number: str
    supplier_id: UUID
    supplier_code: str
    warehouse: str
    product_id: UUID
    sku: str
    outstanding: Decimal = Field(description="In stock units.")
    expected_on: date
    days_late: int
    acknowledged_at: datetime | None


class ToleranceBody(Strict):
    """For goods of a supplier, of a product, of both: the most particular counts."""

    supplier_id: UUID | None = None
    product_id: UUID | None = None
    over_rate: Rate = Decimal(0)
    under_rate: UnderRate = Decimal(0)


class TolerancesBody(Strict):
    items: list[ToleranceBody] = Field(max_length=10_000)


# --- blanket orders ---


class BlanketLineIn(Strict):
    product_id: UUID
    packaging_code: Code = "EACH"
    quantity: Quantity
    unit_price: UnitPrice
    least: Least = Field(default=Decimal(0), description="Of one call-off.")


class BlanketIn(Strict):
    supplier_id: UUID
    currency: Currency
    department: Annotated[str, Field(max_length=60)] = ""
    reference: Text = ""
    starts_on: Day
    ends_on: Day = Field(description="The first day without it.")
    lines: list[BlanketLineIn] = Field(min_length=1, max_length=1000)


class BlanketLineOut(BaseModel):
    """Quantities in packagings; `ordered` and `received` in stock units."""

    id: UUID
    product_id: UUID
    packaging_code: str
    quantity: Decimal
    unit_price: Decimal
    least: Decimal
    called: Decimal
    left: Decimal
    ordered: Decimal
    received: Decimal


class BlanketHead(BaseModel):
    id: UUID
    number: str = Field(examples=["BO-2026-000042"])
    supplier_id: UUID
    currency: str
    department: str
    reference: str
    starts_on: date
    ends_on: date
    version: int


class BlanketOut(BlanketHead):
    is_ended: bool
    lines: list[BlanketLineOut]

    @classmethod
    def of(cls, blanket: BlanketOrder, came: dict[UUID, tuple[Decimal, Decimal]]) -> "BlanketOut":
        return cls(
            **{name: getattr(blanket, name) for name in (*BlanketHead.model_fields, "is_ended")},
            lines=[
                BlanketLineOut(
                    **{
                        name: getattr(line, name)
                        for name in BlanketLineOut.model_fields
                        if name not in ("ordered", "received")
                    },
                    ordered=came[line.id][0],
                    received=came[line.id][1],
                )
                for line in blanket.lines
            ],
        )


class CallOffLineIn(Strict):
    line_id: UUID
    quantity: Quantity = Field(description="In the line's packaging.")
    expected_on: Day | None = None


class CallOffIn(Strict):
    id: UUID | None = Field(default=None, description="Of the order.")
    warehouse: Code
    ordered_on: Day | None = None
    lines: list[CallOffLineIn] = Field(min_length=1, max_length=1000)
